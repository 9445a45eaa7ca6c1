internal import FaultlintText

extension JSONScanner {
  /// Appends what a string stands for to a buffer.
  ///
  /// - Returns: Whether half a surrogate pair was in it, for which U+FFFD stands now.
  func unescape(_ token: JSONToken, into buffer: ByteBuffer) throws(JSONError) -> Bool {
    guard token.hasEscapes else {
      buffer.append(bytes.slice(token.range))
      return false
    }
    let (count, hasLoneSurrogate) = try unescape(token, to: buffer.room(token.room))
    buffer.commit(count)
    return hasLoneSurrogate
  }

  /// The bytes that a name stands for: where it stands, or in a buffer if it has escapes.
  func name(_ token: JSONToken, or buffer: ByteBuffer) throws(JSONError) -> UnsafeBufferPointer<UInt8> {
    guard token.hasEscapes else { return bytes.slice(token.range) }
    buffer.removeAll()
    _ = try unescape(token, into: buffer)
    return buffer.bytes
  }
}
