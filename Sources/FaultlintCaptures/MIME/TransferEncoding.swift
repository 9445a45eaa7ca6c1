internal import FaultlintText

/// Undoes what MIME does to parts so that they pass through mail.
///
/// Source: RFC 2045, section 6.
enum TransferEncoding: String {
  case base64
  case quotedPrintable = "quoted-printable"

  /// Decodes into a store.
  ///
  /// - Returns: What is wrong with the bytes; nil if nothing is.
  func decode(_ bytes: UnsafeBufferPointer<UInt8>, into store: ByteBuffer) -> String? {
    store.removeAll()
    switch self {
    case .base64:
      return Base64.decode(bytes, into: store).map { index in
        index == bytes.count
          ? "the base64 ends early" : "the base64 has a byte that is none of its characters, at \(index)"
      }
    case .quotedPrintable:
      Self.decodeQuoted(ByteView(bytes), into: store)
      return nil
    }
  }

  private static func decodeQuoted(_ view: ByteView, into store: ByteBuffer) {
    var at = 0
    while at < view.count {
      guard let equals = view.index(of: UInt8(ascii: "="), from: at) else {
        store.append(view.slice(at..<view.count))
        return
      }
      store.append(view.slice(at..<equals))
      at = equals + 1
      if at + 1 < view.count, let high = ByteView.hexDigit(view[at]),
        let low = ByteView.hexDigit(view[at + 1])
      {
        store.append(UInt8(high << 4 | low))
        at += 2
        continue
      }
      // A line that goes on: white space may stand before its end.
      var end = at
      while end < view.count, view[end] == ByteView.space || view[end] == 0x09 { end += 1 }
      if end == view.count {
        at = end
      } else if view.matches("\r\n", at: end) {
        at = end + 2
      } else if view[end] == ByteView.lineFeed {
        at = end + 1
      } else {
        store.append(UInt8(ascii: "="))
      }
    }
  }
}
