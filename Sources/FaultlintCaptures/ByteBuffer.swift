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
