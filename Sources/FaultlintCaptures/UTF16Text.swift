extension ByteStream {
  /// The text of a stream in UTF-16 as UTF-8, as what a shell wrote that redirects into UTF-16. Lines and columns stay
  /// what they are; offsets count in the UTF-8.
  ///
  /// - Parameters:
  ///   - source: The stream, from its byte order mark on.
  ///   - isBigEndian: Whether the first byte of a unit is the high one.
  convenience init(decodingUTF16 source: ByteStream, isBigEndian: Bool) {
    source.consume(2)
    self.init { buffer throws(CaptureError) in
      while true {
        var written = 0
        let window = source.window
        var index = 0
        func unit(_ at: Int) -> UInt32 {
          isBigEndian
            ? UInt32(window[at]) << 8 | UInt32(window[at + 1])
            : UInt32(window[at + 1]) << 8 | UInt32(window[at])
        }
        while index + 1 < window.count, written + 4 <= buffer.count {
          var value = unit(index)
          var length = 2
          if value & 0xFC00 == 0xD800 {
            // The other half of a pair may not have been read.
            guard index + 3 < window.count || source.isAtEnd else { break }
            if index + 3 < window.count, unit(index + 2) & 0xFC00 == 0xDC00 {
              value = 0x10000 + (value - 0xD800) << 10 + (unit(index + 2) - 0xDC00)
              length = 4
            }
          }
          for byte in UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter {
            buffer[written] = byte
            written += 1
          }
          index += length
        }
        source.consume(index)
        if written > 0 { return written }
        if source.fill() { continue }
        if let error = source.error { throw error }
        // Half a pair is decoded once it is known to be the last.
        guard source.window.count < 2 else { continue }
        guard !source.window.isEmpty else { return 0 }
        // Half a unit is not a character, and that it stands there is not to be lost.
        source.consume(1)
        buffer.copyBytes(from: UTF8.encodedReplacementCharacter)
        return UTF8.encodedReplacementCharacter.count
      }
    }
  }

  /// The same stream, or its text if that is UTF-16 and no XML document, which says its encoding itself.
  func decodingText() -> ByteStream {
    while window.count < 2, fill() {}
    guard window.starts(with: [0xFE, 0xFF]) || window.starts(with: [0xFF, 0xFE]) else { return self }
    while window.count < 64, fill() {}
    let isBigEndian = window.starts(with: [0xFE, 0xFF])
    guard !window.starts(with: [0xFF, 0xFE, 0, 0]), !CaptureFormat.isWideXML(ByteView(window))
    else { return self }
    // Text has a character of ASCII soon; bytes of another encoding behind the mark have not.
    let high = isBigEndian ? 0 : 1
    guard stride(from: 2, to: min(window.count, 64) - 1, by: 2).contains(where: { window[$0 + high] == 0 })
    else { return self }
    return ByteStream(decodingUTF16: self, isBigEndian: isBigEndian)
  }
}
