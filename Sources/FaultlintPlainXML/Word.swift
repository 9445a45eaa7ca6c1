internal import CFaultlintOctets

/// Eight bytes at a time, or sixteen.
///
/// Whoever reads them reads past the end of what they look at. The source of a tree is padded for that
/// (``PlainParser/padding``).
enum Word {
  @inline(__always) static func load(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
  }

  /// The first bytes of a word, one to seven of them, at its other end.
  @inline(__always) static func leading(_ count: Int, of word: UInt64) -> UInt64 {
    word &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count)
  }

  @inline(__always) static func store(_ word: UInt64, _ bytes: UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(bytes).storeBytes(of: word, as: UInt64.self)
  }

  /// Copies text up to a byte that is one of three, a control character, or not ASCII.
  @inline(__always) static func copyPlain(
    _ progress: inout PlainParser.Progress, besides first: UInt8, _ second: UInt8, _ third: UInt8
  ) {
    var (at, out) = (progress.at, progress.out)
    while true {
      let count = faultlint_before_any(at, first, second, third)
      let octets = UnsafeRawPointer(at).loadUnaligned(as: SIMD16<UInt8>.self)
      UnsafeMutableRawPointer(out).storeBytes(of: octets, as: SIMD16<UInt8>.self)
      at += count
      out += count
      if count < 16 { break }
    }
    (progress.at, progress.out) = (at, out)
  }

  /// The first byte that is this one, a '<' or '&', a control character, or not ASCII.
  @inline(__always) static func skip(_ start: UnsafePointer<UInt8>, until byte: UInt8) -> UnsafePointer<UInt8>
  {
    var at = start
    while true {
      let count = faultlint_before_any(at, byte, UInt8(ascii: "&"), UInt8(ascii: "<"))
      at += count
      if count < 16 { return at }
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
