/// Reads a capture that is one XML document.
final class XMLDecoder: EntryDecoder {
  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    segment.bytes.withUnsafeBufferPointer { bytes in
      let view = ByteView(bytes)
      let start = Self.payloadStart(in: view)
      var entry = Entry(position: segment.position, payload: view.slice(start..<bytes.count))
      entry.isVerbatim = true
      if start > 0 {
        entry.payloadLine = segment.position.line + view.lineFeeds(in: 0..<start)
        entry.warn("white space before the XML declaration was passed over, which XML does not allow")
      }
      entry.trouble = segment.trouble
      body(entry)
    }
  }

  /// Where the payload begins: at the start, or where an XML declaration follows white space. White space before an
  /// element is XML.
  private static func payloadStart(in view: ByteView) -> Int {
    let from = view.matches("\u{FEFF}", at: 0) ? 3 : 0
    let first = view.skipBlank(from: from)
    return first > from && view.hasXMLDeclaration(at: first) ? first : 0
  }
}

extension ByteView {
  /// Whether an XML declaration begins here.
  func hasXMLDeclaration(at start: Int) -> Bool {
    matches("<?xml", at: start) && start + 5 < count && Self.isBlank(bytes[start + 5])
  }
}
