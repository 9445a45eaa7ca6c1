internal import FaultlintText

/// Reads a capture that is one payload: passes over what a log or an editor put before it.
final class XMLDecoder: EntryDecoder {
  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    segment.bytes.withUnsafeBufferPointer { bytes in
      let view = ByteView(bytes)
      let start = Self.payloadStart(in: view)
      var entry = Entry(position: segment.position, payload: view.slice(start..<bytes.count))
      entry.isVerbatim = true
      if start > 0 {
        entry.payloadLine = segment.position.line + view.lineFeeds(in: 0..<start)
        entry.remark = Self.remark(on: view, before: start)
      }
      entry.trouble = segment.trouble
      body(entry)
    }
  }

  private static func remark(on view: ByteView, before start: Int) -> String {
    if view.skipBlank(from: 0) >= start {
      return "white space before the XML declaration was passed over, which XML does not allow"
    }
    return "\(start) bytes before the payload were passed over"
  }

  /// Where the payload begins: at the start, or where an XML declaration or an element of SOAP follows white space or
  /// text.
  ///
  /// White space before an element is XML, and JSON may have XML in a string: both stay as they are.
  static func payloadStart(in view: ByteView) -> Int {
    let from = view.matches("\u{FEFF}", at: 0) ? 3 : 0
    let first = view.skipBlank(from: from)
    guard first < view.count, view[first] != UInt8(ascii: "{"), view[first] != 0,
      view[first] != 0xFE, view[first] != 0xFF
    else { return 0 }
    if view[first] == UInt8(ascii: "<") {
      return first > from && isDeclaration(view, first) ? first : textStart(view, first)
    }
    return textStart(view, first)
  }

  /// Where the payload begins behind text; 0 if there is none.
  private static func textStart(_ view: ByteView, _ first: Int) -> Int {
    let isTag =
      first + 1 < view.count && view[first] == UInt8(ascii: "<") && !ByteView.isDigit(view[first + 1])
    if isTag { return 0 }
    let isArray = view[first] == UInt8(ascii: "[")
    var at = first
    while let tag = view.index(of: UInt8(ascii: "<"), from: at, to: min(view.count, 1 << 16)) {
      if isDeclaration(view, tag) || Detection.isSOAPTag(view, at: tag) {
        // A byte order mark that is not the first character is one of the document's.
        guard (first..<tag).contains(where: { !ByteView.isBlank(view[$0]) && view[$0] < 0x80 }) else {
          return 0
        }
        return isArray && view[tag - 1] == UInt8(ascii: "\"") ? 0 : tag
      }
      at = tag + 1
    }
    return 0
  }

  private static func isDeclaration(_ view: ByteView, _ at: Int) -> Bool {
    view.matches("<?xml", at: at) && at + 5 < view.count && ByteView.isBlank(view[at + 5])
  }
}
