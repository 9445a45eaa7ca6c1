internal import CFaultlintOctets

extension JSONToken {
  /// How many bytes it may take to write what it stands for: nothing is longer unescaped, and sixteen bytes are copied
  /// at a time.
  package var room: Int { range.count + 16 }
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
      // The quote behind the string ends the last of it.
      copyPlainText(&index, to: room, at: &written)
      guard index < end else { break }
      try unescape(&index, before: end, to: room, at: &written, &hasLoneSurrogate)
    }
    return (written, hasLoneSurrogate)
  }

  /// Goes over a string and writes what it stands for on the way: of a large one that is nearly always wanted.
  ///
  /// - Parameter room: What to write to, of sixteen bytes more than there are left of the text.
  /// - Returns: The string; and how many bytes were written and whether half a surrogate pair was in it, nil if there is
  ///   something in it that is no escape, which ``unescape(_:to:)`` tells whoever wants the string.
  /// - Throws: That it has no end, or what must not stand in a string.
  package mutating func string(
    unescapingTo room: UnsafeMutableBufferPointer<UInt8>
  ) throws(JSONError) -> (token: JSONToken, unescaped: (count: Int, hasLoneSurrogate: Bool)?) {
    guard try isNext(.string, "\"") else { throw problem("a string is expected") }
    let start = offset + 1
    var index = start
    var written = 0
    var hasLoneSurrogate = false
    while true {
      copyPlainText(&index, to: room, at: &written)
      guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\") else { break }
      do throws(JSONError) {
        try unescape(&index, before: bytes.count, to: room, at: &written, &hasLoneSurrogate)
      } catch {
        return (try string(), nil)
      }
    }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return (try string(), nil) }
    offset = index + 1
    let token = JSONToken(range: start..<index, hasEscapes: written < index - start)
    return (token, (written, hasLoneSurrogate))
  }

  /// Writes what the escape at an index stands for, and goes over it.
  @inline(__always)
  private func unescape(
    _ index: inout Int, before end: Int, to room: UnsafeMutableBufferPointer<UInt8>, at written: inout Int,
    _ hasLoneSurrogate: inout Bool
  ) throws(JSONError) {
    let byte = bytes[index + 1]
    index += 2
    // What stands there cannot be foretold: a table costs less than to branch.
    let plain = faultlint_unescaped_json(byte)
    guard plain == 0 else {
      room[written] = plain
      written += 1
      return
    }
    guard byte == UInt8(ascii: "u") else {
      throw JSONError(
        byte > 0x20 && byte < 0x7F
          ? "'\\\(Character(Unicode.Scalar(byte)))' is no escape" : "a backslash escapes nothing",
        at: index - 2)
    }
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
    if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw JSONError("a string is not UTF-8", at: token.range.lowerBound)
    }
    return text
  }

  /// Whether a string is this ASCII text, written without escapes.
  @inlinable @inline(__always)
  package func token(_ token: JSONToken, is text: StaticString) -> Bool {
    token.range.count == text.utf8CodeUnitCount && bytes.has(text, at: token.range.lowerBound)
  }

  /// Copies up to the next quote, backslash or control character, or the end.
  @inline(__always)
  private func copyPlainText(
    _ index: inout Int, to room: UnsafeMutableBufferPointer<UInt8>, at written: inout Int
  ) {
    guard let source = bytes.baseAddress, let target = room.baseAddress else { return }
    let copied = faultlint_copy_plain_json(source + index, bytes.count - index, target + written)
    index += copied
    written += copied
    while index < bytes.count, !bytes[index].endsPlainText {
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
  package func endOfPlainText(from start: Int) -> Int {
    var index = start
    while index + 16 <= count, let baseAddress {
      let plain = faultlint_before_end_of_json(baseAddress + index)
      index += plain
      if plain < 16 { return index }
    }
    while index < count, !self[index].endsPlainText { index += 1 }
    return index
  }
}

extension UInt8 {
  /// Whether it is a quote, a backslash or a control character.
  @inlinable
  var endsPlainText: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") || self < 0x20 }
}
