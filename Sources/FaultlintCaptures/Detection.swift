internal import FaultlintText

/// What a capture is, told by its first bytes, and by its name where they do not tell.
public enum Detection: Sendable, Equatable {
  /// A capture in a format.
  case capture(CaptureFormat)
  /// Bytes packed with gzip, which may be a capture.
  case gzip
  /// A zip archive.
  case zip

  /// How many bytes tell a format that has structure.
  static let headBytes = 1 << 12
  /// How many bytes are searched for an envelope in text.
  public static let textBytes = 1 << 16

  /// Tells what bytes are; nil if nothing says that they are a capture.
  ///
  /// - Parameters:
  ///   - bytes: The beginning of a file: all of it, or at least ``textBytes``.
  ///   - name: The name of the file, of which the ending counts.
  public init?(_ bytes: UnsafeBufferPointer<UInt8>, name: String) {
    let view = ByteView(UnsafeBufferPointer(rebasing: bytes.prefix(Self.textBytes)))
    if let found = Self.structured(view, name: name) ?? Self.text(view, name: name) {
      self = found
    } else if Self.hasEnding(name, [".xml", ".soap"]) {
      // Whatever it is, somebody takes it for XML: that it is none is worth saying.
      self = .capture(.xml)
    } else {
      return nil
    }
  }

  /// The format that a first line shows whatever follows; nil if more has to be seen.
  static func record(_ bytes: UnsafeBufferPointer<UInt8>, name: String) -> CaptureFormat? {
    let view = ByteView(bytes)
    let start = view.skipBlank(from: view.matches("\u{FEFF}", at: 0) ? 3 : 0)
    guard start < view.count, view[start] == UInt8(ascii: "{"),
      view.index(of: ByteView.lineFeed, from: start) != nil,
      case .capture(.ndjson) = json(view, from: start, name: name)
    else { return nil }
    return .ndjson
  }

  // MARK: Formats with structure

  /// What the first bytes show.
  private static func structured(_ view: ByteView, name: String) -> Detection? {
    if view.matches("PK\u{3}\u{4}", at: 0) || view.matches("PK\u{5}\u{6}", at: 0) { return .zip }
    if view.count >= 3, view[0] == 0x1F, view[1] == 0x8B, view[2] == 8 { return .gzip }
    if isWideXML(view) { return .capture(.xml) }
    var start = view.skipBlank(from: 0)
    // One mark too many is for the parser to say.
    while view.matches("\u{FEFF}", at: start) { start = view.skipBlank(from: start + 3) }
    guard start < view.count else { return nil }
    switch view[start] {
    case UInt8(ascii: "<"):
      if view.matches("< HTTP/", at: start) { return .capture(.http) }
      guard start + 1 < view.count, !ByteView.isDigit(view[start + 1]), view[start + 1] != ByteView.space
      else {
        return nil
      }
      if hasEnding(name, [".log"]) { return .capture(.log) }
      return .capture(isWSILog(view, from: start) ? .wsiLog : .xml)
    case UInt8(ascii: "{"): return json(view, from: start, name: name)
    default: break
    }
    if isHTTP(view, from: start) { return .capture(.http) }
    if isMIME(view, from: start) { return .capture(.multipart) }
    return nil
  }

  /// Whether it is XML in an encoding in which `<` is no byte of its own: UTF-16, UTF-32 or EBCDIC.
  private static func isWideXML(_ view: ByteView) -> Bool {
    let bytes = view.bytes
    if bytes.starts(with: [0x4C, 0x6F, 0xA7, 0x94]) { return true }
    for (width, place) in [(4, 3), (4, 0), (2, 1), (2, 0)] {
      var at = 0
      while at + width <= min(bytes.count, headBytes) {
        let unit = bytes[at..<at + width]
        let isMark =
          at == 0
          && (unit.elementsEqual(width == 2 ? [0xFE, 0xFF] : [0, 0, 0xFE, 0xFF])
            || unit.elementsEqual(width == 2 ? [0xFF, 0xFE] : [0xFF, 0xFE, 0, 0]))
        if !isMark {
          guard unit.enumerated().allSatisfy({ $0.offset == place || $0.element == 0 }) else { break }
          if bytes[at + place] == UInt8(ascii: "<") { return true }
          guard ByteView.isBlank(bytes[at + place]) else { break }
        }
        at += width
      }
    }
    return false
  }

  /// Whether the root is a log in a namespace of the WS-I testing tools.
  private static func isWSILog(_ view: ByteView, from start: Int) -> Bool {
    var at = start
    let end = min(view.count, start + headBytes)
    while let tag = view.index(of: UInt8(ascii: "<"), from: at, to: end), tag + 1 < end {
      if view.matches("<!--", at: tag) {
        guard let close = view.index(of: "-->", from: tag + 4, to: end) else { return false }
        at = close + 3
      } else if view[tag + 1] == UInt8(ascii: "?") || view[tag + 1] == UInt8(ascii: "!") {
        at = tag + 2
      } else {
        let close = view.index(of: UInt8(ascii: ">"), from: tag, to: view.count) ?? view.count
        return localName(view, at: tag).map { view.matches("log", at: $0.lowerBound) && $0.count == 3 }
          ?? false
          && view.index(of: "http://www.ws-i.org/testing/", from: tag, to: close) != nil
      }
    }
    return false
  }

  /// Where the local name of a start tag stands.
  private static func localName(_ view: ByteView, at tag: Int) -> Range<Int>? {
    var start = tag + 1
    var at = start
    while at < view.count, at - tag < 128 {
      let byte = view[at]
      if byte == UInt8(ascii: ":") {
        start = at + 1
      } else if ByteView.isBlank(byte) || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") {
        return at > start ? start..<at : nil
      } else if !(ByteView.isLetter(byte) || ByteView.isDigit(byte) || byte >= 0x80
        || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains(byte))
      {
        return nil
      }
      at += 1
    }
    return nil
  }

  /// Whether an element of the name of one of SOAP's begins here: Envelope, Fault or Body.
  static func isSOAPTag(_ view: ByteView, at tag: Int) -> Bool {
    guard let name = localName(view, at: tag) else { return false }
    return name.count == 8 && view.matches("Envelope", at: name.lowerBound)
      || name.count == 5 && view.matches("Fault", at: name.lowerBound)
      || name.count == 4 && view.matches("Body", at: name.lowerBound)
  }

  /// Whether JSON is an HTTP archive, or an object a line.
  private static func json(_ view: ByteView, from start: Int, name: String) -> Detection? {
    let key = view.skipBlank(from: start + 1)
    if view.matches("\"log\"", at: key) {
      let colon = view.skipBlank(from: key + 5)
      if colon < view.count, view[colon] == UInt8(ascii: ":"), view.skipBlank(from: colon + 1) < view.count,
        view[view.skipBlank(from: colon + 1)] == UInt8(ascii: "{")
      {
        return .capture(.har)
      }
    }
    if hasEnding(name, [".har"]) { return .capture(.har) }
    if hasEnding(name, [".ndjson", ".jsonl", ".ldjson"]) { return .capture(.ndjson) }
    return isRecord(view, from: start) ? .capture(.ndjson) : nil
  }

  /// Whether the first line is an object that speaks of a payload.
  private static func isRecord(_ view: ByteView, from start: Int) -> Bool {
    let end = view.index(of: ByteView.lineFeed, from: start) ?? view.count
    let line = view.trimmed(start..<end)
    let isCut = end == view.count && view.count == textBytes
    guard isCut || line.last.map({ view[$0] == UInt8(ascii: "}") }) ?? false else { return false }
    func has(_ text: StaticString) -> Bool {
      view.index(of: text, from: line.lowerBound, to: line.upperBound) != nil
    }
    for name: StaticString in ["\"body\"", "\"payload\"", "\"response\"", "\"request\""] where has(name) {
      return true
    }
    // Under other names, an error in JSON has texts too: only XML makes it a record of a payload.
    return has("</") || has("<\\/") || has("/>") || has("u003c") || has("u003C") || has("&lt;")
  }

  /// Whether it begins with an HTTP message, with what curl says, or with the comments of an HTTP client's file.
  private static func isHTTP(_ view: ByteView, from start: Int) -> Bool {
    var at = start
    var isTalk = false
    while at < min(view.count, start + headBytes) {
      let line = view.line(from: at)
      let content = line?.content ?? at..<view.count
      if StartLine.any(view, content, isBare: true) != nil { return true }
      let isNote =
        view.matches("* ", at: at) || view.matches("{ [", at: at) || view.matches("} [", at: at)
        || view.matches("% Total", at: view.skipBlank(from: at)) || view.matches("Note: Unn", at: at)
      isTalk = isTalk || isNote
      // A progress meter has what follows on its line.
      let isComment = view.matches("#", at: at) || view.matches("//", at: at) || view.matches("@", at: at)
      guard isTalk || isComment || content.isEmpty || view.trimmed(content).isEmpty else { return false }
      guard let line else { return false }
      at = line.next
    }
    return false
  }

  /// Whether it begins with a boundary and the head of a part, or with the head of a MIME message.
  private static func isMIME(_ view: ByteView, from start: Int) -> Bool {
    var at = start
    let isDelimiter = view.matches("--", at: start)
    if isDelimiter {
      guard let line = view.line(from: start) else { return false }
      at = line.next
    }
    // The head of a part may be empty, but then nothing says that the line before it is a boundary.
    guard at < view.count, ByteView.isLetter(view[at]),
      let head = HeadScan(view, from: at, to: min(view.count, start + headBytes), isWhole: true)
    else { return false }
    let areFields = head.fields.allSatisfy { field in
      !field.name.isEmpty
        && view.slice(field.name).allSatisfy { ByteView.isLetter($0) || ByteView.isDigit($0) || $0 == 0x2D }
    }
    guard areFields, head.isClosed else { return false }
    if isDelimiter {
      return head.fields.contains { view.matches(anyCase: "content-", at: $0.name.lowerBound) }
    }
    return head.field("content-type", in: view) != nil
  }

  // MARK: Text

  /// Text, if it is called a log or has an envelope in it.
  private static func text(_ view: ByteView, name: String) -> Detection? {
    if view.index(of: 0, from: 0) != nil { return nil }
    if hasEnding(name, [".log", ".txt"]) { return .capture(.log) }
    if hasEnding(name, [".http", ".rest"]) { return .capture(.http) }
    guard hasEnvelope(view) else { return nil }
    return .capture(hasEnding(name, [".xml", ".soap"]) ? .xml : .log)
  }

  /// Whether an Envelope begins somewhere, escaped or not.
  private static func hasEnvelope(_ view: ByteView) -> Bool {
    var at = 0
    while let hit = view.index(of: "Envelope", from: at) {
      at = hit + 8
      var start = hit
      // A prefix, and then the sign that a tag begins.
      while start > 0, hit - start < 64, view[start - 1] != UInt8(ascii: "<"),
        view[start - 1] != UInt8(ascii: ";"),
        !ByteView.isBlank(view[start - 1])
      {
        start -= 1
      }
      guard start > 0 else { continue }
      if view[start - 1] == UInt8(ascii: "<") || view.matches("&lt;", at: start - 4)
        || view.matches("&#60;", at: start - 5)
      {
        return true
      }
      // JSON and C escape the sign by its number.
      let from = max(hit - 64, 0)
      if view.index(of: "\\u003c", from: from, to: hit) != nil
        || view.index(of: "\\x3c", from: from, to: hit) != nil
        || view.index(of: "\\u003C", from: from, to: hit) != nil
        || view.index(of: "\\x3C", from: from, to: hit) != nil
      {
        return true
      }
    }
    return false
  }

  private static func hasEnding(_ name: String, _ endings: [String]) -> Bool {
    let lower = name.lowercased()
    return endings.contains { lower.hasSuffix($0) }
  }
}
