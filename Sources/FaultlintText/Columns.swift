extension Unicode.Scalar {
  /// How many columns of a terminal it takes: two for East Asian wide characters and emoji, none for combining marks.
  ///
  /// Source: UAX 11 (East_Asian_Width W and F), in the ranges that terminals agree on.
  public var columns: Int {
    switch value {
    case ..<0x300: 1
    case 0x300...0x36F, 0x200B...0x200D, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}

extension String {
  /// How many columns of a terminal it takes.
  public var columns: Int {
    var text = self
    if text.withUTF8({ $0.allSatisfy { $0 < 0x80 } }) { return text.utf8.count }
    return unicodeScalars.reduce(0) { $0 + $1.columns }
  }
}

extension Int {
  /// It with spaces before, so that counts stand below each other.
  package var aligned: String {
    let digits = String(self)
    return String(repeating: " ", count: Swift.max(0, 6 - digits.count)) + digits
  }
}

extension String {
  /// It with spaces behind, to this many columns.
  public func padded(to columns: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, columns - self.columns))
  }

  /// It, or its beginning and an ellipsis if it takes more than this many columns.
  public func cut(to room: Int) -> String {
    guard columns > room else { return self }
    var used = 1
    let beginning = unicodeScalars.prefix { scalar in
      used += scalar.columns
      return used <= room
    }
    return String(beginning) + "…"
  }
}
