#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Bytes, and what readers of text protocols ask of them. Offsets count from their beginning.
struct ByteView {
  let bytes: UnsafeBufferPointer<UInt8>

  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var count: Int { bytes.count }

  subscript(index: Int) -> UInt8 { bytes[index] }

  /// Some of the bytes.
  func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[range])
  }

  /// Some of the bytes as text; what is no UTF-8 is replaced.
  func text(_ range: Range<Int>) -> String { String(decoding: slice(range), as: UTF8.self) }

  /// The offset of the first such byte from one offset up to another.
  func index(of byte: UInt8, from start: Int, to end: Int? = nil) -> Int? {
    let end = end ?? count
    guard start < end, let base = bytes.baseAddress, let hit = memchr(base + start, Int32(byte), end - start)
    else { return nil }
    return UnsafeRawPointer(hit) - UnsafeRawPointer(base)
  }

  /// The offset of a text.
  func index(of text: StaticString, from start: Int, to end: Int? = nil) -> Int? {
    let text = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    return index(of: text, from: start, to: end)
  }

  /// The offset of some bytes.
  func index(of text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int? = nil) -> Int? {
    guard let first = text.first, let base = bytes.baseAddress, let wanted = text.baseAddress else {
      return nil
    }
    let last = (end ?? count) - text.count
    var at = start
    while at <= last, let hit = index(of: first, from: at, to: last + 1) {
      if memcmp(base + hit, wanted, text.count) == 0 { return hit }
      at = hit + 1
    }
    return nil
  }

  /// Whether a text stands at an offset.
  func matches(_ text: StaticString, at start: Int) -> Bool {
    guard start >= 0, start + text.utf8CodeUnitCount <= count, let base = bytes.baseAddress else {
      return false
    }
    return memcmp(base + start, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  /// Whether a text of lower-case letters stands at an offset, in whatever case.
  func matches(anyCase text: StaticString, at start: Int) -> Bool {
    guard start >= 0, start + text.utf8CodeUnitCount <= count else { return false }
    for index in 0..<text.utf8CodeUnitCount {
      let byte = bytes[start + index]
      let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
      if lower != text.utf8Start[index] { return false }
    }
    return true
  }

  /// Whether a range is this text of lower-case letters, in whatever case.
  func equals(anyCase text: StaticString, _ range: Range<Int>) -> Bool {
    range.count == text.utf8CodeUnitCount && matches(anyCase: text, at: range.lowerBound)
  }

  /// The line that begins at an offset, without its end; and where the next begins. Nil if it has no end.
  func line(from start: Int) -> (content: Range<Int>, next: Int)? {
    guard let end = index(of: Self.lineFeed, from: start) else { return nil }
    return (start..<(end > start && bytes[end - 1] == Self.carriageReturn ? end - 1 : end), end + 1)
  }

  /// The offset of the first byte from here that is no white space.
  func skipBlank(from start: Int) -> Int {
    var at = start
    while at < count, Self.isBlank(bytes[at]) { at += 1 }
    return at
  }

  /// A range without the blanks and tabs at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, Self.isBlank(bytes[start]) { start += 1 }
    while end > start, Self.isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// How many line feeds a range has.
  func lineFeeds(in range: Range<Int>) -> Int {
    var result = 0
    var at = range.lowerBound
    while let hit = index(of: Self.lineFeed, from: at, to: range.upperBound) {
      result += 1
      at = hit + 1
    }
    return result
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  /// The value of a hexadecimal digit.
  static func hexDigit(_ byte: UInt8) -> Int? {
    switch byte {
    case 0x30...0x39: Int(byte) - 0x30
    case 0x41...0x46, 0x61...0x66: Int(byte | 0x20) - 0x57
    default: nil
    }
  }
}
