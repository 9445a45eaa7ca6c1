/// Why a text is no JSON.
package struct JSONProblem: Error, Equatable {
  /// What is wrong, without a full stop.
  package let message: String
  /// Where, in bytes.
  package let offset: Int

  /// A problem.
  package init(_ message: String, at offset: Int) {
    self.message = message
    self.offset = offset
  }
}

/// A string of a JSON text as it stands there.
package struct JSONToken {
  /// What stands between the quotes.
  package let range: Range<Int>
  /// Whether there are escapes in it, so that it is not what it stands for.
  package let hasEscapes: Bool
}

/// What a JSON value is.
package enum JSONKind {
  /// The kinds.
  case object, array, string, number, bool, null
}

/// Reads a JSON text from front to back, and makes nothing of what nobody asks for.
///
/// It goes into objects and arrays as it is told and skips the rest. The structure is held to RFC 8259 throughout;
/// escapes are looked at only in what is unescaped. Bytes above ASCII are taken as they are.
package struct JSONScanner {
  /// The deepest nesting that is read.
  package static let depthLimit = 512

  /// The text.
  package let bytes: UnsafeBufferPointer<UInt8>
  /// Where it stands.
  package private(set) var offset: Int
  private var depth = 0
  /// Whether it stands at the start of an object or array, where no comma is due.
  private var isFirst = false

  /// A scanner that stands at an offset, before a value.
  package init(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
  }

  /// What the next value is. The scanner stands at its first byte afterwards.
  package mutating func kind() throws(JSONProblem) -> JSONKind {
    skipBlanks()
    guard offset < bytes.count else { throw problem("the text ends where a value is expected") }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    case let byte where byte > 0x20 && byte < 0x7F:
      throw problem("no value begins with '\(Character(Unicode.Scalar(byte)))'")
    default: throw problem("no value begins like this")
    }
  }

  /// Goes into an object.
  package mutating func enterObject() throws(JSONProblem) {
    guard try kind() == .object else { throw problem("an object is expected") }
    try enter()
  }

  /// The name of the next member; the scanner stands before its value. nil at the end of the object, which it leaves.
  package mutating func nextMember() throws(JSONProblem) -> JSONToken? {
    skipBlanks()
    guard offset < bytes.count else { throw problem("the text ends inside an object") }
    if bytes[offset] == UInt8(ascii: "}") {
      leave()
      return nil
    }
    if !isFirst {
      guard bytes[offset] == UInt8(ascii: ",") else { throw problem("a comma or '}' is missing") }
      offset += 1
      skipBlanks()
    }
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
      throw problem("the name of a member is missing")
    }
    let name = try string()
    skipBlanks()
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: ":") else {
      throw problem("the ':' after the name of a member is missing")
    }
    offset += 1
    isFirst = false
    return name
  }

  /// Goes into an array.
  package mutating func enterArray() throws(JSONProblem) {
    guard try kind() == .array else { throw problem("an array is expected") }
    try enter()
  }

  /// Whether there is a further element; the scanner stands before it. At the end of the array it leaves that.
  package mutating func nextElement() throws(JSONProblem) -> Bool {
    skipBlanks()
    guard offset < bytes.count else { throw problem("the text ends inside an array") }
    if bytes[offset] == UInt8(ascii: "]") {
      leave()
      return false
    }
    if !isFirst {
      guard bytes[offset] == UInt8(ascii: ",") else { throw problem("a comma or ']' is missing") }
      offset += 1
      skipBlanks()
      guard offset < bytes.count, bytes[offset] != UInt8(ascii: "]") else {
        throw problem("there is nothing after a comma")
      }
    }
    isFirst = false
    return true
  }

  /// Goes over a value, whatever it is.
  package mutating func skip() throws(JSONProblem) {
    switch try kind() {
    case .object:
      try enter()
      while try nextMember() != nil { try skip() }
    case .array:
      try enter()
      while try nextElement() { try skip() }
    case .string: _ = try string()
    case .number: _ = try number()
    case .bool: _ = try bool()
    case .null: try null()
    }
  }

  /// Makes sure that nothing comes after the value.
  package mutating func finish() throws(JSONProblem) {
    skipBlanks()
    guard offset == bytes.count else { throw problem("there is something after the end of the value") }
  }

  /// Goes over a string.
  package mutating func string() throws(JSONProblem) -> JSONToken {
    guard try kind() == .string else { throw problem("a string is expected") }
    let start = offset + 1
    var index = start
    var hasEscapes = false
    while true {
      index = bytes.endOfPlainText(from: index)
      guard index < bytes.count else { throw problem("a string has no end") }
      switch bytes[index] {
      case UInt8(ascii: "\""):
        offset = index + 1
        return JSONToken(range: start..<index, hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        index += 2
      case let byte:
        throw JSONProblem(
          byte == 0x0A || byte == 0x0D
            ? "a string goes over the end of its line"
            : "a control character stands in a string unescaped",
          at: index)
      }
    }
  }

  /// Goes over a number: its range.
  package mutating func number() throws(JSONProblem) -> Range<Int> {
    guard try kind() == .number else { throw problem("a number is expected") }
    let start = offset
    var index = offset
    if byte(index) == UInt8(ascii: "-") { index += 1 }
    let digits = index
    index = skipDigits(from: index)
    guard index > digits, index == digits + 1 || bytes[digits] != UInt8(ascii: "0") else {
      throw problem("this is no number")
    }
    if byte(index) == UInt8(ascii: ".") {
      let fraction = index + 1
      index = skipDigits(from: fraction)
      guard index > fraction else { throw problem("this is no number") }
    }
    if byte(index) | 0x20 == UInt8(ascii: "e") {
      index += 1
      if byte(index) == UInt8(ascii: "+") || byte(index) == UInt8(ascii: "-") { index += 1 }
      let exponent = index
      index = skipDigits(from: exponent)
      guard index > exponent else { throw problem("this is no number") }
    }
    offset = index
    return start..<index
  }

  /// Goes over `true` or `false`.
  package mutating func bool() throws(JSONProblem) -> Bool {
    guard try kind() == .bool else { throw problem("true or false is expected") }
    let value = bytes[offset] == UInt8(ascii: "t")
    try word(value ? "true" : "false")
    return value
  }

  /// Goes over `null`.
  package mutating func null() throws(JSONProblem) { try word("null") }

  // MARK: Strings

  /// Appends what a string stands for to a buffer.
  ///
  /// - Returns: Whether half a surrogate pair was in it, for which U+FFFD stands now.
  package func unescape(_ token: JSONToken, into buffer: ByteBuffer) throws(JSONProblem) -> Bool {
    guard token.hasEscapes else {
      buffer.append(bytes.slice(token.range))
      return false
    }
    // Nothing is longer unescaped; eight bytes are copied at a time.
    let room = buffer.room(token.range.count + 8)
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
        throw JSONProblem(
          byte > 0x20 && byte < 0x7F
            ? "'\\\(Character(Unicode.Scalar(byte)))' is no escape" : "a backslash escapes nothing",
          at: index - 2)
      }
      written += 1
    }
    buffer.commit(written)
    return hasLoneSurrogate
  }

  /// What a string stands for.
  package func text(_ token: JSONToken) throws(JSONProblem) -> String {
    guard token.hasEscapes else { return bytes.text(token.range) }
    let buffer = ByteBuffer()
    _ = try unescape(token, into: buffer)
    return buffer.bytes.text(0..<buffer.count)
  }

  /// Whether a string is this ASCII text, written without escapes.
  func token(_ token: JSONToken, is text: StaticString) -> Bool {
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
  private func unit(at start: Int, before end: Int) throws(JSONProblem) -> UInt32 {
    var value: UInt32 = 0
    for index in start..<start + 4 {
      guard index < end, let digit = bytes[index].hexadecimal else {
        throw JSONProblem("'\\u' has no four hexadecimal digits", at: start - 2)
      }
      value = value << 4 | digit
    }
    return value
  }

  // MARK: Steps

  private func problem(_ message: String) -> JSONProblem { JSONProblem(message, at: offset) }

  private func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  private mutating func skipBlanks() {
    while offset < bytes.count, bytes[offset] <= 0x20, bytes[offset].isBlank { offset += 1 }
  }

  private func skipDigits(from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 { index += 1 }
    return index
  }

  private mutating func enter() throws(JSONProblem) {
    depth += 1
    guard depth <= Self.depthLimit else { throw problem("the nesting is deeper than \(Self.depthLimit)") }
    offset += 1
    isFirst = true
  }

  private mutating func leave() {
    depth -= 1
    offset += 1
    isFirst = false
  }

  private mutating func word(_ text: StaticString) throws(JSONProblem) {
    skipBlanks()
    guard bytes.has(text, at: offset) else { throw problem("this is no value") }
    offset += text.utf8CodeUnitCount
  }
}

/// Eight bytes at once.
private enum Octets {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let high: UInt64 = 0x8080_8080_8080_8080

  /// The high bit of the bytes that are equal to one, up to the first of them; what is set above it means nothing.
  @inline(__always)
  static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let difference = word ^ (ones &* UInt64(byte))
    return (difference &- ones) & ~difference & high
  }

  /// The same of the bytes below a limit of at most 128.
  @inline(__always)
  static func below(_ word: UInt64, _ limit: UInt8) -> UInt64 {
    (word &- ones &* UInt64(limit)) & ~word & high
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where a quote, a backslash or a control character comes next in the text of a JSON string; the end if none does.
  @inline(__always)
  func endOfPlainText(from start: Int) -> Int {
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
