internal import Glibc

/// A growing buffer that is filled over and over, so that no entry costs an allocation.
package final class ByteBuffer {
  private var storage = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 14)
  /// How many bytes it holds.
  package private(set) var count = 0

  /// An empty buffer.
  package init() {}

  deinit { storage.deallocate() }

  /// What it holds. Valid until the next change.
  package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: storage[..<count]) }

  /// Empties it and keeps its room.
  package func removeAll() { count = 0 }

  /// Makes room for further bytes.
  ///
  /// - Returns: The room, which is at least that large; ``commit(_:)`` says how much of it was used.
  package func room(_ needed: Int) -> UnsafeMutableBufferPointer<UInt8> {
    if storage.count - count < needed {
      let larger = UnsafeMutableBufferPointer<UInt8>.allocate(
        capacity: max(count + needed, storage.count * 2))
      _ = larger.update(fromContentsOf: storage[..<count])
      storage.deallocate()
      storage = larger
    }
    return UnsafeMutableBufferPointer(rebasing: storage[count...])
  }

  /// Says how many bytes were written to the room.
  package func commit(_ written: Int) { count += written }

  /// Appends bytes.
  package func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    _ = room(bytes.count).update(fromContentsOf: bytes)
    count += bytes.count
  }

  /// Appends a byte.
  package func append(_ byte: UInt8) {
    room(1)[0] = byte
    count += 1
  }

  /// Appends a character in UTF-8.
  package func append(_ scalar: Unicode.Scalar) {
    for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { append(unit) }
  }

  /// Takes bytes off its end.
  package func removeLast(_ removed: Int) { count -= removed }
}

extension UnsafeBufferPointer<UInt8> {
  /// The bytes of a range, counted from 0.
  package func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: self[range])
  }

  /// Where a byte comes next, from an index on; nil if it does not.
  func next(_ byte: UInt8, from start: Int) -> Int? {
    guard start < count, let base = baseAddress,
      let hit = memchr(base + start, Int32(byte), count - start)
    else { return nil }
    return UnsafeRawPointer(hit) - UnsafeRawPointer(base)
  }

  /// Where an ASCII text comes next, from an index on; nil if it does not.
  func next(_ text: StaticString, from start: Int) -> Int? {
    next(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount), from: start)
  }

  /// Where other bytes, which are not none, come next, from an index on; nil if they do not.
  func next(_ other: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = baseAddress, let text = other.baseAddress else { return nil }
    var index = start
    while let hit = next(other[0], from: index), hit + other.count <= count {
      if memcmp(base + hit, text, other.count) == 0 { return hit }
      index = hit + 1
    }
    return nil
  }

  /// Whether an ASCII text stands at an index.
  func has(_ text: StaticString, at index: Int) -> Bool {
    guard index >= 0, count - index >= text.utf8CodeUnitCount, let base = baseAddress else { return false }
    return memcmp(base + index, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  /// Whether it is this ASCII text.
  func equals(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && has(text, at: 0) }

  /// How many times a byte comes before an index.
  func count(of byte: UInt8, before end: Int) -> Int {
    var found = 0
    var index = 0
    while let hit = next(byte, from: index), hit < end {
      found += 1
      index = hit + 1
    }
    return found
  }

  /// The column of an offset, from 1, in characters.
  func column(of offset: Int) -> Int {
    var start = Swift.min(offset, count)
    var column = 1
    while start > 0, self[start - 1] != 0x0A {
      start -= 1
      if self[start] & 0xC0 != 0x80 { column += 1 }
    }
    return column
  }

  /// The range without white space of JSON and XML at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, self[start].isBlank { start += 1 }
    while end > start, self[end - 1].isBlank { end -= 1 }
    return start..<end
  }

  /// The first byte that is not white space, from an index on; the end if there is none.
  func skippingBlanks(from start: Int) -> Int {
    var index = start
    while index < count, self[index].isBlank { index += 1 }
    return index
  }

  /// The text, with what is not UTF-8 replaced.
  func text(_ range: Range<Int>) -> String { String(decoding: slice(range), as: UTF8.self) }
}

extension UInt8 {
  /// Whether it is white space of JSON and XML.
  var isBlank: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }

  /// Its value as a hexadecimal digit; nil if it is none.
  var hexadecimal: UInt32? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self &- UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self &- UInt8(ascii: "a") &+ 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self &- UInt8(ascii: "A") &+ 10)
    default: nil
    }
  }
}
