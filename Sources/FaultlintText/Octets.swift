/// Eight bytes at once.
///
/// Source: the test for a byte equal to one of Bit Twiddling Hacks (S. E. Anderson).
@usableFromInline
package enum Octets {
  @usableFromInline static let ones: UInt64 = 0x0101_0101_0101_0101
  @usableFromInline static let high: UInt64 = 0x8080_8080_8080_8080

  /// The high bit of the bytes that are equal to one, up to the first of them; what is set above it means nothing.
  @inlinable @inline(__always)
  package static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let difference = word ^ (ones &* UInt64(byte))
    return (difference &- ones) & ~difference & high
  }
}
