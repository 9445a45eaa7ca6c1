extension String {
  /// The text of UTF-8 bytes for a message or a report, cut after `limit` characters: names, values and addresses of
  /// the input may be megabytes long.
  package init(cutting bytes: UnsafeBufferPointer<UInt8>, after limit: Int = 100) {
    // Of ASCII, which nearly all names are, characters need not be counted.
    if bytes.count > limit, bytes.prefix(limit + 1).allSatisfy({ $0 < 0x80 }) {
      self = String(decoding: UnsafeBufferPointer(rebasing: bytes.prefix(limit)), as: UTF8.self) + "…"
      return
    }
    let kept = UnsafeBufferPointer(rebasing: bytes.prefix(limit * 4))
    self = String(decoding: kept, as: UTF8.self)
    guard kept.count < bytes.count || kept.count > limit && unicodeScalars.count > limit else { return }
    var cut = String.UnicodeScalarView()
    cut.append(contentsOf: unicodeScalars.prefix(limit))
    self = String(cut) + "…"
  }

  /// The same of bytes that lie elsewhere.
  package init(cutting bytes: ArraySlice<UInt8>, after limit: Int = 100) {
    self = bytes.withUnsafeBufferPointer { String(cutting: $0, after: limit) }
  }
}
