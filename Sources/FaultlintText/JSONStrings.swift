extension JSONToken {
  /// How many bytes it may take to write what it stands for: nothing is longer unescaped, and eight bytes are copied at
  /// a time.
  package var room: Int { range.count + 8 }
}

extension JSONScanner {
  /// Writes what a string stands for.
  ///
  /// - Parameters:
  ///   - token: The string.
  ///   - room: What to write to, of ``JSONToken/room`` bytes or more.
  /// - Returns: How many bytes were written, and whether half a surrogate pair was in the string, for which U+FFFD
  ///   stands now.
  /// - Throws: What is no escape, and where.
  package func unescape(
    _ token: JSONToken, to room: UnsafeMutableBufferPointer<UInt8>
  ) throws(JSONError) -> (count: Int, hasLoneSurrogate: Bool) {
    var written = 0
    var hasLoneSurrogate = false
    var index = token.range.lowerBound
    let end = token.range.upperBound
    while true {
      copyToBackslash(&index, end, to: room, at: &written)
      guard index < end else { break }
      let byte = bytes[index + 1]
      index += 2
      switch byte {
      case UInt8(ascii: "n"): room[written] = 0x0A
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): room[written] = byte
      case UInt8(ascii: "t"): room[written] = 0x09
      case UInt8(ascii: "r"): room[written] = 0x0D
      case UInt8(ascii: "b"): room[written] = 0x08
      case UInt8(ascii: "f"): room[written] = 0x0C
      case UInt8(ascii: "u"):
        var value = try unit(at: index, before: end)
        index += 4
        if value & 0xFC00 == 0xD800, index + 1 < end, bytes[index] == UInt8(ascii: "\\"),
          bytes[index + 1] == UInt8(ascii: "u")
        {
          let low = try unit(at: index + 2, before: end)
          if low & 0xFC00 == 0xDC00 {
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            index += 6
          }
        }
        if Unicode.Scalar(value) == nil { hasLoneSurrogate = true }
        for unit in UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter {
          room[written] = unit
          written += 1
        }
        continue
      default:
        throw JSONError(
          byte > 0x20 && byte < 0x7F
            ? "'\\\(Character(Unicode.Scalar(byte)))' is no escape" : "a backslash escapes nothing",
          at: index - 2)
      }
      written += 1
    }
    return (written, hasLoneSurrogate)
  }

  /// What a string stands for. What is not UTF-8, and half a surrogate pair, is U+FFFD.
  package func text(_ token: JSONToken) throws(JSONError) -> String {
    guard token.hasEscapes else { return bytes.text(token.range) }
    let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: token.room)
    defer { room.deallocate() }
    let count = try unescape(token, to: room).count
    return String(decoding: room[..<count], as: UTF8.self)
  }

  /// What a string stands for, which is nothing if it is not UTF-8 or has half a surrogate pair in it.
  package func exactText(_ token: JSONToken) throws(JSONError) -> String {
    guard token.hasEscapes else { return try exactText(bytes.slice(token.range), of: token) }
    let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: token.room)
    defer { room.deallocate() }
    let (count, hasLoneSurrogate) = try unescape(token, to: room)
    if hasLoneSurrogate { throw JSONError("half a character is missing", at: token.range.lowerBound) }
    return try exactText(UnsafeBufferPointer(rebasing: room[..<count]), of: token)
  }

  private func exactText(
    _ bytes: UnsafeBufferPointer<UInt8>, of token: JSONToken
  ) throws(JSONError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw JSONError("a string is not UTF-8", at: token.range.lowerBound)
    }
    return text
  }

  /// Whether a string is this ASCII text, written without escapes.
  @inlinable
  package func token(_ token: JSONToken, is text: StaticString) -> Bool {
    token.range.count == text.utf8CodeUnitCount && bytes.has(text, at: token.range.lowerBound)
  }

  private func copyToBackslash(
    _ index: inout Int, _ end: Int, to room: UnsafeMutableBufferPointer<UInt8>, at written: inout Int
  ) {
    let source = UnsafeRawBufferPointer(bytes)
    let target = UnsafeMutableRawBufferPointer(room)
    while index + 8 <= end {
      let word = source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      target.storeBytes(of: word, toByteOffset: written, as: UInt64.self)
      let hits = Octets.equal(UInt64(littleEndian: word), UInt8(ascii: "\\"))
      guard hits == 0 else {
        let plain = hits.trailingZeroBitCount >> 3
        index += plain
        written += plain
        return
      }
      index += 8
      written += 8
    }
    while index < end, bytes[index] != UInt8(ascii: "\\") {
      room[written] = bytes[index]
      index += 1
      written += 1
    }
  }

  /// The four hexadecimal digits of `\u`.
  private func unit(at start: Int, before end: Int) throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for index in start..<start + 4 {
      guard index < end, let digit = bytes[index].hexadecimal else {
        throw JSONError("'\\u' has no four hexadecimal digits", at: start - 2)
      }
      value = value << 4 | digit
    }
    return value
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where a quote, a backslash or a control character comes next in the text of a JSON string; the end if none does.
  @inlinable @inline(__always)
  package func endOfPlainText(from start: Int) -> Int {
    let raw = UnsafeRawBufferPointer(self)
    var index = start
    while index + 8 <= count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let hits =
        Octets.equal(word, UInt8(ascii: "\"")) | Octets.equal(word, UInt8(ascii: "\\"))
        | Octets.below(word, 0x20)
      guard hits == 0 else { return index + hits.trailingZeroBitCount >> 3 }
      index += 8
    }
    while index < count {
      let byte = self[index]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      index += 1
    }
    return index
  }
}
