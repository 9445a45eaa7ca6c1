extension String {
  /// The text of UTF-8 bytes for a message or a report, cut after `limit` characters: names, values and addresses of
  /// the input may be megabytes long.
  package init(cutting bytes: UnsafeBufferPointer<UInt8>, after limit: Int = 100) {
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
