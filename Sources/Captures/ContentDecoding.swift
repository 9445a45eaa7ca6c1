/// Undoes the content codings of HTTP.
protocol ContentDecoding: AnyObject {
  /// Undoes codings, the last one first.
  ///
  /// - Parameters:
  ///   - bytes: The entity as it was sent.
  ///   - codings: The value of Content-Encoding.
  ///   - limit: The most bytes that there may be afterwards.
  /// - Returns: The entity; the bytes belong to the decoder and are valid until the next call.
  func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, codings: String, limit: Int
  ) throws(CaptureTrouble) -> UnsafeBufferPointer<UInt8>
}
