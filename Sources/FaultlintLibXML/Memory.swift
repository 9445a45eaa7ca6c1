internal import CFaultlintXML2

/// Searching bytes with the C library, which does it by the vector.
enum Memory {
  /// Where `text` first occurs in the bytes.
  static func find(_ text: StaticString, in bytes: UnsafePointer<UInt8>, count: Int) -> Int? {
    guard let hit = fl_find(bytes, count, text.utf8Start, text.utf8CodeUnitCount) else { return nil }
    return hit - bytes
  }

  /// Where a byte first occurs.
  static func find(_ byte: UInt8, in bytes: UnsafePointer<UInt8>, count: Int) -> Int? {
    memchr(bytes, Int32(byte), count).map { UnsafeRawPointer($0) - UnsafeRawPointer(bytes) }
  }

  /// Where a byte last occurs before `count`.
  static func findLast(_ byte: UInt8, in bytes: UnsafePointer<UInt8>, before count: Int) -> Int? {
    var index = count - 1
    while index >= 0 {
      if bytes[index] == byte { return index }
      index -= 1
    }
    return nil
  }
}
