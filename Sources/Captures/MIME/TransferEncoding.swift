/// Undoes what MIME does to parts so that they pass through mail.
///
/// Source: RFC 2045, section 6.
enum TransferEncoding: String {
  case base64
  case quotedPrintable = "quoted-printable"

  /// Decodes into a store.
  ///
  /// - Returns: What is wrong with the bytes; nil if nothing is.
  func decode(_ bytes: UnsafeBufferPointer<UInt8>, into store: ByteStore) -> String? {
    store.removeAll()
    switch self {
    case .base64: return Base64.decode(bytes, into: store)
    case .quotedPrintable:
      Self.decodeQuoted(ByteView(bytes), into: store)
      return nil
    }
  }

  private static func decodeQuoted(_ view: ByteView, into store: ByteStore) {
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

/// Base64, line ends and all.
///
/// Source: RFC 4648, section 4; RFC 2045, section 6.8.
enum Base64 {
  /// Decodes into a store, behind what is there.
  ///
  /// - Returns: What is wrong with the bytes; nil if nothing is.
  static func decode(_ bytes: UnsafeBufferPointer<UInt8>, into store: ByteStore) -> String? {
    var bits: UInt32 = 0
    var count = 0
    var padding = 0
    var strays = 0
    for byte in bytes {
      let value = table[Int(byte)]
      if value < 64 {
        bits = bits << 6 | UInt32(value)
        count += 1
        if count == 4 {
          store.append(UInt8(truncatingIfNeeded: bits >> 16))
          store.append(UInt8(truncatingIfNeeded: bits >> 8))
          store.append(UInt8(truncatingIfNeeded: bits))
          (bits, count) = (0, 0)
        }
      } else if byte == UInt8(ascii: "=") {
        padding += 1
      } else if !ByteView.isBlank(byte) {
        strays += 1
      }
    }
    if count >= 2 { store.append(UInt8(truncatingIfNeeded: bits >> (count == 3 ? 10 : 4))) }
    if count == 3 { store.append(UInt8(truncatingIfNeeded: bits >> 2)) }
    if strays > 0 { return "\(strays) bytes of the base64 are none of its characters" }
    return count == 1 || (count > 0 && padding > 0 && (count + padding) % 4 != 0)
      ? "the base64 ends early" : nil
  }

  private static let table: [UInt8] = {
    var table = [UInt8](repeating: 255, count: 256)
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (value, character) in alphabet.utf8.enumerated() { table[Int(character)] = UInt8(value) }
    return table
  }()
}
