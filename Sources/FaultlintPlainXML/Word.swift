/// Eight bytes at a time.
///
/// Whoever reads words reads past the end of what they look at. The source of a tree is padded for that
/// (``PlainParser/padding``).
enum Word {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  @inline(__always) static func load(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
  }

  /// The first bytes of a word, one to seven of them, at its other end.
  @inline(__always) static func leading(_ count: Int, of word: UInt64) -> UInt64 {
    word &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count)
  }

  /// A byte eight times.
  @inline(__always) static func all(_ byte: UInt8) -> UInt64 { ones &* UInt64(byte) }

  @inline(__always) static func store(_ word: UInt64, _ bytes: UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(bytes).storeBytes(of: word, as: UInt64.self)
  }

  /// Bits of which the lowest is in the first byte of a word that is one of three, a control character, or not ASCII; 0 if
  /// there is none.
  @inline(__always) private static func hits(
    _ word: UInt64, _ first: UInt64, _ second: UInt64, _ third: UInt64
  ) -> UInt64 {
    // A hit borrows from the bytes behind it, which do not count. A byte that is not ASCII is a hit as it is.
    (((word ^ first) &- ones) | ((word ^ second) &- ones) | ((word ^ third) &- ones) | (word &- all(0x20))
      | word)
      & highs
  }

  /// Copies text up to a byte that is one of three, a control character, or not ASCII.
  @inline(__always) static func copyPlain(
    _ progress: inout PlainParser.Progress, besides first: UInt8, _ second: UInt8, _ third: UInt8
  ) {
    let (first, second, third) = (all(first), all(second), all(third))
    var (at, out) = (progress.at, progress.out)
    while true {
      let word = load(at)
      store(word, out)
      let hits = hits(word, first, second, third)
      if hits != 0 {
        let count = hits.trailingZeroBitCount >> 3
        progress.at = at + count
        progress.out = out + count
        return
      }
      at += 8
      out += 8
    }
  }

  /// The first byte that is this one, a '<' or '&', a control character, or not ASCII.
  @inline(__always) static func skip(_ start: UnsafePointer<UInt8>, until byte: UInt8) -> UnsafePointer<UInt8>
  {
    let (first, second, third) = (all(byte), all(UInt8(ascii: "&")), all(UInt8(ascii: "<")))
    var at = start
    while true {
      let hits = hits(load(at), first, second, third)
      if hits != 0 { return at + (hits.trailingZeroBitCount >> 3) }
      at += 8
    }
  }

  /// Whether bytes are the same, up to eight more than `count` of which are looked at, in whole words.
  @inline(__always)
  static func areEqual(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, upTo count: Int) -> Bool {
    var index = 0
    while index < count {
      if load(left + index) != load(right + index) { return false }
      index += 8
    }
    return true
  }

  /// Whether bytes are the same. Words are read, and so some bytes behind them.
  @inline(__always)
  static func areEqual(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, count: Int) -> Bool {
    var index = 0
    while index + 8 <= count {
      if load(left + index) != load(right + index) { return false }
      index += 8
    }
    if index == count { return true }
    return leading(count - index, of: load(left + index) ^ load(right + index)) == 0
  }
}
