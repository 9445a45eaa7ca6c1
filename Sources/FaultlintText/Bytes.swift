#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#else
  public import Darwin
#endif

extension [UInt8] {
  /// Adds bytes that lie in memory. Nearly always they are few, and to append them as a sequence takes four times as long.
  @inlinable @inline(__always)
  package mutating func append(_ start: UnsafePointer<UInt8>, count added: Int) {
    // There is room then, and it has an address.
    guard added > 0 else { return }
    append(addingCapacity: added) { (span: inout OutputSpan<UInt8>) in
      span.withUnsafeMutableBufferPointer { room, count in
        (room.baseAddress.unsafelyUnwrapped + count).update(from: start, count: added)
        count += added
      }
    }
  }

  /// The same.
  @inlinable @inline(__always)
  package mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    guard let start = text.baseAddress else { return }
    append(start, count: text.count)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The bytes of a range, counted from 0.
  @inlinable
  package func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: self[range])
  }

  /// Where a byte comes next, from an index on; nil if it does not.
  @inlinable
  package func next(_ byte: UInt8, from start: Int) -> Int? {
    guard start < count, let base = baseAddress,
      let hit = memchr(base + start, Int32(byte), count - start)
    else { return nil }
    return UnsafeRawPointer(hit) - UnsafeRawPointer(base)
  }

  /// Where an ASCII text comes next, from an index on; nil if it does not.
  @inlinable
  package func next(_ text: StaticString, from start: Int) -> Int? {
    next(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount), from: start)
  }

  /// Where other bytes, which are not none, come next, from an index on; nil if they do not.
  @inlinable
  package func next(_ other: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = baseAddress, let text = other.baseAddress else { return nil }
    var index = start
    while let hit = next(other[0], from: index), hit + other.count <= count {
      if memcmp(base + hit, text, other.count) == 0 { return hit }
      index = hit + 1
    }
    return nil
  }

  /// Whether an ASCII text stands at an index.
  @inlinable
  package func has(_ text: StaticString, at index: Int) -> Bool {
    guard index >= 0, count - index >= text.utf8CodeUnitCount, let base = baseAddress else { return false }
    return memcmp(base + index, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  /// Whether it is this ASCII text.
  @inlinable
  package func equals(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && has(text, at: 0) }

  /// Whether other bytes are the same.
  @inlinable
  package func equals(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
    guard count == other.count else { return false }
    guard let base = baseAddress, let otherBase = other.baseAddress else { return true }
    return memcmp(base, otherBase, count) == 0
  }

  /// Whether it stands before others in the order of bytes.
  package func isBefore(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
    let common = Swift.min(count, other.count)
    guard common > 0, let base = baseAddress, let otherBase = other.baseAddress else {
      return count < other.count
    }
    let order = memcmp(base, otherBase, common)
    return order == 0 ? count < other.count : order < 0
  }

  /// The range without white space of JSON and XML at its ends.
  @inlinable
  package func trimmed(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, self[start].isBlank { start += 1 }
    while end > start, self[end - 1].isBlank { end -= 1 }
    return start..<end
  }

  /// The first byte that is not white space, from an index on; the end if there is none.
  @inlinable
  package func skippingBlanks(from start: Int) -> Int {
    var index = start
    while index < count, self[index].isBlank { index += 1 }
    return index
  }

  /// The scalar that begins at an index; nil if the bytes there are not UTF-8.
  ///
  /// Source: RFC 3629, section 4.
  package func scalar(at index: Int) -> Unicode.Scalar? {
    let first = UInt32(self[index])
    let length: Int
    var value: UInt32
    switch first {
    case 0..<0x80: return Unicode.Scalar(first)
    case 0xC2..<0xE0: (length, value) = (2, first & 0x1F)
    case 0xE0..<0xF0: (length, value) = (3, first & 0x0F)
    case 0xF0..<0xF5: (length, value) = (4, first & 0x07)
    default: return nil
    }
    guard index + length <= count else { return nil }
    for next in self[index + 1..<index + length] {
      guard next & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(next & 0x3F)
    }
    // A longer form than is needed stands for nothing, nor does half a surrogate pair.
    return Unicode.Scalar(value).flatMap { UTF8.width($0) == length ? $0 : nil }
  }

  /// The text, with what is not UTF-8 replaced.
  @inlinable
  package func text(_ range: Range<Int>) -> String { String(decoding: slice(range), as: UTF8.self) }
}

extension UInt8 {
  /// Whether it is white space of JSON and XML.
  @inlinable
  package var isBlank: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }

  /// Whether it is a digit of ASCII.
  @inlinable
  package var isDigit: Bool { self &- 0x30 < 10 }

  /// Whether it is a letter of ASCII.
  @inlinable
  package var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

  /// Whether it is a hexadecimal digit of ASCII.
  @inlinable
  package var isHexDigit: Bool { hexadecimal != nil }

  /// Its value as a hexadecimal digit; nil if it is none.
  @inlinable
  package var hexadecimal: UInt32? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self &- UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self &- UInt8(ascii: "a") &+ 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self &- UInt8(ascii: "A") &+ 10)
    default: nil
    }
  }
}
