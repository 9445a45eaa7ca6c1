internal import FaultlintXMLTree

/// The start line and header fields of an HTTP message, as captured: names and values are what they were on the wire,
/// and nothing is corrected.
public struct HTTPHead: Sendable {
  /// The start line.
  public enum Start: Sendable, Equatable {
    /// A response: its status.
    case response(status: Int)
    /// A request: its method.
    case request(method: String)
  }

  /// A header field.
  public struct Field: Sendable, Equatable {
    /// The name as written.
    public let name: String
    /// The value without white space at its ends.
    public let value: String
    /// Where it begins in the capture, in bytes; nil if it was given as an option.
    public let offset: Int?

    /// A field.
    public init(name: String, value: String, offset: Int? = nil) {
      self.name = name
      self.value = value
      self.offset = offset
    }
  }

  /// The start line; nil if only fields are known.
  public var start: Start? {
    get { content.start }
    set { own.start = newValue }
  }
  /// The target of a request as captured, an address or a path; nil if it is not known.
  public var target: String? {
    get { content.target }
    set { own.target = newValue }
  }
  /// The HTTP version of the start line, as in `1.1`; nil if it is not known.
  public var version: String? {
    get { content.version }
    set { own.version = newValue }
  }
  /// The fields in their order.
  public var fields: [Field] {
    get { content.fields }
    set {
      settled = nil
      own.fields = newValue
    }
  }
  /// Whether `fields` are all there were, so that one that is missing was not sent.
  public var isComplete: Bool {
    get { content.isComplete }
    set { own.isComplete = newValue }
  }
  /// Of an entity of several parts, what its root part says of itself; nil if that is not known or the entity is one.
  public var rootPart: RootPartHead? {
    get { content.rootPart }
    set {
      settled = nil
      own.rootPart = newValue
    }
  }

  /// What there is of it. A head is handed from the capture to each rule and copied on the way; this is what is copied.
  private final class Content: @unchecked Sendable {
    var start: Start?
    var target: String?
    var version: String?
    var fields: [Field]
    var isComplete: Bool
    var rootPart: RootPartHead?

    init(_ start: Start?, _ version: String?, _ fields: [Field], isComplete: Bool) {
      self.start = start
      self.version = version
      self.fields = fields
      self.isComplete = isComplete
    }

    convenience init(_ other: Content) {
      self.init(other.start, other.version, other.fields, isComplete: other.isComplete)
      target = other.target
      rootPart = other.rootPart
    }
  }

  private var content: Content
  /// What many rules ask for, once it has been read.
  private var settled: SettledContentType?

  /// The content, nobody else's, to be changed.
  private var own: Content {
    mutating get {
      if !isKnownUniquelyReferenced(&content) { content = Content(content) }
      return content
    }
  }

  /// A head with every part given.
  public init(start: Start?, version: String?, fields: [Field], isComplete: Bool) {
    content = Content(start, version, fields, isComplete: isComplete)
  }

  /// The status of a response.
  public var status: Int? {
    if case .response(let status) = start { status } else { nil }
  }

  /// The method of a request.
  public var method: String? {
    if case .request(let method) = start { method } else { nil }
  }

  /// The index of the first field with this name, in whatever case.
  public func index(of name: StaticString) -> Int? { fields.firstIndex { $0.isNamed(name) } }

  /// The value of the first field with this name, in whatever case.
  public func field(_ name: StaticString) -> String? { index(of: name).map { fields[$0].value } }

  /// The media type of the entity; nil if no field says.
  public var contentType: MediaType? {
    if let settled { return settled.type }
    return field("Content-Type").map(MediaType.init)
  }

  /// The charset parameter of its media type, or of that of the root part; nil if it has none.
  public var charset: Charset? {
    if let settled { return settled.charset }
    return (rootPart?.contentType ?? contentType)?.charset
  }

  /// Reads what many rules will ask for, so that it is read once.
  ///
  /// - Parameter known: What was read of other heads: messages of a log have a few Content-Types among them all.
  public mutating func settle(by known: inout ContentTypes) {
    guard settled == nil else { return }
    let known = known.settle(field("Content-Type"))
    settled = rootPart?.contentType.map { SettledContentType(known.field, known.type, $0.charset) } ?? known
  }
}

/// A Content-Type that has been read.
final class SettledContentType: Sendable {
  let field: String?
  let type: MediaType?
  let charset: Charset?

  init(_ field: String?, _ type: MediaType?, _ charset: Charset?) {
    self.field = field
    self.type = type
    self.charset = charset
  }
}

/// Content-Types that have been read, so that one that comes again is not.
public struct ContentTypes: Sendable {
  private var settled: [SettledContentType] = []
  /// More than a service has; who sends ever new ones has each read.
  private static let most = 16

  /// None.
  public init() {}

  mutating func settle(_ field: String?) -> SettledContentType {
    if let known = settled.first(where: { $0.field == field }) { return known }
    let type = field.map(MediaType.init)
    let new = SettledContentType(field, type, type?.charset)
    if settled.count == Self.most { settled.removeAll() }
    settled.append(new)
    return new
  }
}

/// The head of the root part of an entity of several parts.
public struct RootPartHead: Sendable, Equatable {
  /// Its media type; nil if it has no Content-Type.
  public var contentType: MediaType?

  /// A root part with this media type.
  public init(contentType: MediaType?) { self.contentType = contentType }
}

extension HTTPHead.Field {
  /// Whether it has this name, in whatever case.
  public func isNamed(_ name: StaticString) -> Bool {
    isNamed(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }

  /// Whether it has the name of another, in whatever case.
  public func hasSameName(as other: HTTPHead.Field) -> Bool {
    var name = other.name
    return name.withUTF8 { isNamed($0) }
  }

  private func isNamed(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
    guard name.utf8.count == other.count else { return false }
    var name = name
    return name.withUTF8 { $0.hasSameLetters(as: other) }
  }
}

/// Letters without case, as HTTP and MIME have them.
enum ASCII {
  static func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
}

/// The value of a Content-Type field.
///
/// Source: RFC 9110, 8.3.1; RFC 2045, 5.1.
public struct MediaType: Sendable, Equatable {
  /// A parameter.
  public struct Parameter: Sendable, Equatable {
    /// The name in lower case.
    public let name: String
    /// The value, quotes taken off.
    public let value: String
    /// Whether it was quoted.
    public let isQuoted: Bool
  }

  /// Type and subtype in lower case, as in `text/xml`.
  public var essence: String { content.essence }
  /// Whether type and subtype were written with capital letters.
  public var hasCapitals: Bool { content.hasCapitals }
  /// The parameters in their order.
  public var parameters: [Parameter] { content.parameters }

  /// What there is of it. It is handed to a dozen rules a message, and copied each time; this is what is copied.
  private final class Content: Sendable {
    let essence: String
    let hasCapitals: Bool
    let parameters: [Parameter]
    let isXML: Bool

    init(_ essence: String, _ hasCapitals: Bool, _ parameters: [Parameter]) {
      self.essence = essence
      self.hasCapitals = hasCapitals
      self.parameters = parameters
      isXML = essence == "text/xml" || essence == "application/xml" || essence.hasSuffix("+xml")
    }
  }

  private let content: Content

  /// Reads a field value; what does not fit the grammar is taken as it stands.
  public init(_ text: String) {
    var text = text
    content = text.withUTF8 { bytes in
      var essence = ""
      var hasCapitals = false
      var parameters: [Parameter] = []
      var start = 0
      var isFirst = true
      while start <= bytes.count {
        let end = Self.end(of: start, in: bytes)
        let part = Self.trim(bytes[start..<end])
        if isFirst {
          essence = Self.lowercased(part)
          hasCapitals = part.contains { $0 >= 0x41 && $0 <= 0x5A }
          isFirst = false
        } else if let equals = part.firstIndex(of: UInt8(ascii: "=")) {
          let value = Self.trim(part[(equals + 1)...])
          let quote = UInt8(ascii: "\"")
          let isQuoted = value.count >= 2 && value.first == quote && value.last == quote
          parameters.append(
            Parameter(
              name: Self.lowercased(Self.trim(part[..<equals])),
              value: isQuoted
                ? Self.unescape(value.dropFirst().dropLast()) : String(decoding: value, as: UTF8.self),
              isQuoted: isQuoted))
        }
        start = end + 1
      }
      return Content(essence, hasCapitals, parameters)
    }
  }

  /// Whether both say the same.
  public static func == (left: MediaType, right: MediaType) -> Bool {
    left.content === right.content
      || left.essence == right.essence && left.hasCapitals == right.hasCapitals
        && left.parameters == right.parameters
  }

  /// Whether what has this type is XML.
  ///
  /// Source: RFC 7303, sections 4 and 9.
  public var isXML: Bool { content.isXML }

  /// Whether it is a type that nothing but SOAP has: that of version 1.2, or of a root part with parts of its own.
  public var isOfSOAP: Bool { essence == "application/soap+xml" || essence == "application/xop+xml" }

  /// The charset that it names; nil if it names none.
  var charset: Charset? { parameter("charset").map { Charset($0.value) } }

  /// The first parameter with this name in lower case.
  public func parameter(_ name: String) -> Parameter? { parameters.first { $0.name == name } }

  private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  /// Where a part ends: at the next semicolon outside quotes, or at the end.
  private static func end(of start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var isInQuotes = false
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\") where isInQuotes: index += 1
      case UInt8(ascii: "\""): isInQuotes.toggle()
      case UInt8(ascii: ";") where !isInQuotes: return index
      default: break
      }
      index += 1
    }
    return bytes.count
  }

  private static func trim(_ text: Bytes) -> Bytes {
    var rest = text
    while let first = rest.first, first == 0x20 || first == 0x09 { rest.removeFirst() }
    while let last = rest.last, last == 0x20 || last == 0x09 { rest.removeLast() }
    return rest
  }

  private static func lowercased(_ text: Bytes) -> String {
    String(unsafeUninitializedCapacity: text.count) { lower in
      for (index, byte) in text.enumerated() { lower[index] = ASCII.lowercased(byte) }
      return text.count
    }
  }

  private static func unescape(_ text: Bytes) -> String {
    guard text.contains(UInt8(ascii: "\\")) else { return String(decoding: text, as: UTF8.self) }
    var result: [UInt8] = []
    var isEscaped = false
    for byte in text {
      if !isEscaped, byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        result.append(byte)
        isEscaped = false
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
