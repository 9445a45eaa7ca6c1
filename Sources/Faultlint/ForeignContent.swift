internal import FaultlintCaptures
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// What a payload is that is no SOAP.
enum ForeignContent {
  /// What bytes that are no XML look like; nil if they look like broken XML.
  static func describe(_ document: ParsedDocument) -> String? {
    let end = document.assumedBytes + document.inputBytes
    let bytes = document.source[document.assumedBytes..<end]
    // The bytes of byte order marks, one too many or cut off, are no content.
    let start = bytes.drop { StartTag.isBlank($0) || [0xEF, 0xBB, 0xBF, 0xFE, 0xFF].contains($0) }
    guard let first = start.first else { return nil }
    if first == UInt8(ascii: "<") { return html(start) }
    if bytes.prefix(4096).contains(where: { $0 < 0x20 && !StartTag.isBlank($0) && $0 != 0x0C && $0 != 0x1B })
    {
      return "binary data"
    }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return "JSON" }
    return "plain text"
  }

  /// What is wrong with the entity of an HTTP message that was meant as XML and begins as something else: its media type
  /// is one of XML, or an Envelope stands further on. Nil if it begins as XML, or was not meant as such.
  ///
  /// Source: XML 1.0, production 1.
  static func brokenXML(_ document: ParsedDocument, _ exchange: ExchangeFacts) -> XMLError? {
    guard let head = exchange.http else { return nil }
    let bytes = UnsafeBufferPointer(
      rebasing: document.source[document.assumedBytes..<document.assumedBytes + document.inputBytes])
    guard let start = bytes.firstIndex(where: { !StartTag.isBlank($0) }), bytes[start] != UInt8(ascii: "<")
    else {
      return nil
    }
    let hasEnvelope = Glance.seesEnvelope(in: bytes)
    let isJSON = bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "[")
    let isSentAsXML = (head.rootPart?.contentType ?? head.contentType)?.isXML ?? false
    guard isSentAsXML || hasEnvelope && !isJSON, !exchange.isOther || isSentAsXML && hasEnvelope else {
      return nil
    }
    return XMLError(
      kind: .notWellFormed,
      message: hasEnvelope
        ? "Text stands before the XML document" : "There is no root element: a '<' is expected here",
      offset: document.assumedBytes + start)
  }

  /// What XML with another root is.
  static func describe(_ root: ElementView) -> String {
    guard root.name == .html else { return "XML with the root element '\(root.qualifiedName)'" }
    let head = root.children.first { $0.name == .head }
    let title = head?.children.first { $0.name == .title }
    return title.map { "HTML page \"\($0.text.trimmed.shortened)\"" } ?? "HTML page"
  }

  private static func html(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
    guard begins(bytes, with: "<!doctype html") || begins(bytes, with: "<html") else { return nil }
    let head = String(decoding: bytes.prefix(4096), as: UTF8.self)
    let lower = head.lowercased()
    guard let open = lower.firstRange(of: "<title>") ?? lower.firstRange(of: "<title "),
      let close = lower[open.upperBound...].firstRange(of: "</title")
    else { return "HTML page" }
    let title = head[open.upperBound..<close.lowerBound]
    let text = title.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(100)
    return text.isEmpty ? "HTML page" : "HTML page \"\(text)\""
  }

  /// Whether the bytes begin with this text of lower-case letters, whatever case theirs are.
  private static func begins(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, with text: StaticString) -> Bool {
    bytes.count >= text.utf8CodeUnitCount
      && zip(bytes, UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)).allSatisfy {
        $0 == $1 || $0 | 0x20 == $1 && $0 >= 0x41 && $0 <= 0x5A
      }
  }
}
