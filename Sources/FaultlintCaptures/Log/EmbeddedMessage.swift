internal import FaultlintModel
internal import FaultlintText

/// Finds an envelope in a text that a capture holds as a value, with words around it: `_raw` of Splunk, `message` of
/// Elastic.
final class EmbeddedMessage {
  private let text = EscapedText()

  /// Takes the envelope in a payload as the payload, if there is one among other text, with what the text before it says
  /// where the capture does not.
  ///
  /// The entity of an HTTP message that was sent as XML is taken as it is: words around its envelope were sent as well.
  ///
  /// - Parameters:
  ///   - entry: The entry, the payload of which is text.
  ///   - limit: The most bytes that an envelope may have.
  func take(from entry: inout Entry, limit: Int) {
    let bytes = entry.payload
    let start = bytes.skippingBlanks(from: 0)
    guard start < bytes.count else { return }
    let outline = bytes[start] == UInt8(ascii: "<") ? XMLOutline(ByteView(bytes)) : nil
    if let outline, outline.isOneMessage { return }
    var finder = EnvelopeFinder(bytes, isAtEnd: true, limit: limit)
    guard case .found(let found) = finder.next(), !found.isBody, found.frame == nil else { return }
    // What begins with it and has no end, or nothing but white space behind it, is for the parser to read.
    let rest = bytes.skippingBlanks(from: found.range.upperBound)
    if let outline, found.range.contains(outline.start), !found.isWhole || rest == bytes.count { return }
    let context = MessageContext(ByteView(bytes), 0..<found.range.lowerBound, beginsInLine: false)
    let before = found.range.lowerBound > 0 ? bytes[found.range.lowerBound - 1] : 0
    let plain = text.plain(bytes.slice(found.range), quote: "\"'`".utf8.contains(before) ? before : nil)
    if plain.map == nil, entry.http?.contentType?.isXML ?? false { return }
    entry.payload = plain.bytes
    entry.isVerbatim = false
    entry.places = nil
    if let remark = plain.remark { entry.note(remark) }
    if !found.isWhole { entry.note("its end is not in the text") }
    if var head = context.head {
      if let known = entry.http {
        head.start = known.start ?? head.start
        head.version = known.version ?? head.version
        if known.isComplete || head.fields.isEmpty { head.fields = known.fields }
        head.isComplete = known.isComplete
      }
      // Where it stands in the text is not where it stands in the capture.
      head.fields = head.fields.map { .init(name: $0.name, value: $0.value) }
      entry.http = head
    }
    if case .found = finder.next() {
      entry.warn("there are further envelopes in this text, which are not checked")
    }
  }
}
