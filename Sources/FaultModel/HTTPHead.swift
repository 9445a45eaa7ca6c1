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
  public var start: Start?
  /// The HTTP version of the start line, as in `1.1`; nil if it is not known.
  public var version: String?
  /// The fields in their order.
  public var fields: [Field]
  /// Whether `fields` are all there were, so that one that is missing was not sent.
  public var isComplete: Bool

  /// A head with every part given.
  public init(start: Start?, version: String?, fields: [Field], isComplete: Bool) {
    self.start = start
    self.version = version
    self.fields = fields
    self.isComplete = isComplete
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
  public func index(of name: String) -> Int? {
    let lower = name.lowercased()
    return fields.firstIndex { $0.name.lowercased() == lower }
  }

  /// The value of the first field with this name, in whatever case.
  public func field(_ name: String) -> String? { index(of: name).map { fields[$0].value } }

  /// The media type of the entity; nil if no field says.
  public var contentType: MediaType? { field("Content-Type").map(MediaType.init) }
}

/// The value of a Content-Type field.
///
/// Source: RFC 9110, 8.3.1; RFC 2045, 5.1.
public struct MediaType: Sendable {
  /// A parameter.
  public struct Parameter: Sendable {
    /// The name in lower case.
    public let name: String
    /// The value, quotes taken off.
    public let value: String
    /// Whether it was quoted.
    public let isQuoted: Bool
  }

  /// Type and subtype in lower case, as in `text/xml`.
  public let essence: String
  /// The parameters in their order.
  public let parameters: [Parameter]

  /// Reads a field value; what does not fit the grammar is taken as it stands.
  public init(_ text: String) {
    let parts = Self.split(text)
    essence = Self.trim(parts.first ?? "").lowercased()
    parameters = parts.dropFirst().compactMap { part in
      guard let equals = part.firstIndex(of: "=") else { return nil }
      let value = Self.trim(part[part.index(after: equals)...])
      let isQuoted = value.count >= 2 && value.first == "\"" && value.last == "\""
      return Parameter(
        name: Self.trim(part[..<equals]).lowercased(),
        value: isQuoted ? Self.unescape(value.dropFirst().dropLast()) : value, isQuoted: isQuoted)
    }
  }

  /// The first parameter with this name in lower case.
  public func parameter(_ name: String) -> Parameter? { parameters.first { $0.name == name } }

  /// Splits at semicolons outside quotes.
  private static func split(_ text: String) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var isInQuotes = false
    var isEscaped = false
    for index in text.indices {
      let character = text[index]
      if isEscaped {
        isEscaped = false
      } else if isInQuotes, character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        isInQuotes.toggle()
      } else if character == ";", !isInQuotes {
        parts.append(text[start..<index])
        start = text.index(after: index)
      }
    }
    parts.append(text[start...])
    return parts
  }

  private static func trim(_ text: some StringProtocol) -> String {
    var rest = text[...]
    while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
    while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
    return String(rest)
  }

  private static func unescape(_ text: some StringProtocol) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if !isEscaped, character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
        isEscaped = false
      }
    }
    return result
  }
}
