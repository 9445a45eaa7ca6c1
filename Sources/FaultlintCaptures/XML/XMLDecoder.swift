internal import FaultlintText

/// Reads a capture that is one XML document.
final class XMLDecoder: EntryDecoder {
  private let wrapped = MappedBuffer()

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
      if let outline = XMLOutline(view), Self.isFaultChild(outline, in: view) {
        wrap(bytes, from: outline.start, at: segment.position.offset, into: &entry)
      }
      entry.error = segment.error
      body(entry)
    }
  }

  /// Whether the first element is one that only a Fault of SOAP 1.1 has, so that it is the Fault that is missing.
  private static func isFaultChild(_ root: XMLOutline, in view: ByteView) -> Bool {
    let name = view.slice(root.name)
    return name.equals("faultcode") || name.equals("faultstring")
  }

  /// Puts a Fault around its children.
  private func wrap(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, at offset: Int, into entry: inout Entry
  ) {
    wrapped.removeAll()
    for byte in "<soap:Fault>".utf8 { wrapped.append(byte, from: start) }
    wrapped.copy(bytes, start..<bytes.count)
    for byte in "</soap:Fault>".utf8 { wrapped.append(byte, from: bytes.count) }
    entry.payload = wrapped.bytes
    entry.places = wrapped.map(from: offset)
    entry.isVerbatim = false
    entry.note("these are the children of a Fault, which was put around them")
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
