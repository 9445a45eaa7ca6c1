extension CaptureFormat {
  /// One payload: an envelope, or a bare Fault or Body. XML with envelopes in it is searched for them.
  public static let xml: CaptureFormat = CaptureFormat(
    name: "xml", summary: "an envelope, or a bare Fault or Body; other XML is searched for them",
    recognize: { head in
      guard head.isWhole else { return .no }
      if isWideXML(head.view) { return .certain }
      return beginsWithTag(head) ? .likely : .no
    },
    makeSplitter: { XMLSplitter(limit: $0.entryBytes) },
    makeDecoder: { _ in XMLDecoder() })

  /// Whether the content begins with markup, and not with the priority of syslog or what curl puts before a line.
  private static func beginsWithTag(_ head: CaptureHead) -> Bool {
    let (view, start) = (head.view, head.start)
    guard start + 1 < view.count, view[start] == UInt8(ascii: "<") else { return false }
    if view[start + 1] == UInt8(ascii: "!") || view[start + 1] == UInt8(ascii: "?") { return true }
    if case .text = XMLOutline.start(of: ByteView(view.slice(start..<view.count))) { return false }
    return true
  }

  /// Whether it is XML in an encoding in which `<` is no byte of its own: UTF-16, UTF-32 or EBCDIC.
  static func isWideXML(_ view: ByteView) -> Bool {
    let bytes = view.bytes
    if bytes.starts(with: [0x4C, 0x6F, 0xA7, 0x94]) { return true }
    for (width, place) in [(4, 3), (4, 0), (2, 1), (2, 0)] {
      var at = 0
      while at + width <= min(bytes.count, CaptureHead.structureBytes) {
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
}
