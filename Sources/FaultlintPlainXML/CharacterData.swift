extension PlainParser {
  /// Reads text up to the next '<'.
  func text(_ progress: inout Progress) -> Bool {
    while true {
      Word.copyPlain(&progress, besides: UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: "]"))
      switch progress.at[0] {
      case UInt8(ascii: "<"): return true
      case UInt8(ascii: "&"): guard reference(&progress) else { return false }
      case UInt8(ascii: "]"):
        guard !matches("]]>", progress.at) else { return false }
        progress.copy(1)
      default: guard lineEndOrSequence(&progress) else { return false }
      }
    }
  }

  /// Reads the rest of a CDATA section.
  func section(_ progress: inout Progress) -> Bool {
    while true {
      Word.copyPlain(&progress, besides: UInt8(ascii: "]"), UInt8(ascii: "]"), UInt8(ascii: "]"))
      if progress.at[0] == UInt8(ascii: "]") {
        if matches("]]>", progress.at) {
          progress.at += 3
          return true
        }
        progress.copy(1)
      } else {
        guard lineEndOrSequence(&progress) else { return false }
      }
    }
  }

  /// Reads what is in text neither markup nor printable ASCII.
  @inline(__always)
  private func lineEndOrSequence(_ progress: inout Progress) -> Bool {
    switch progress.at[0] {
    case 0x0A, 0x09: progress.copy(1)
    case 0x0D: progress.replaceLineEnd(with: 0x0A)
    default: return sequence(&progress)
    }
    return true
  }

  @inline(__always)
  private func sequence(_ progress: inout Progress) -> Bool {
    let length = Self.sequenceLength(progress.at)
    progress.copy(length)
    return length > 0
  }

  /// Reads an attribute value, normalised, and its closing quote.
  ///
  /// Source: XML 1.0, 3.3.3.
  @inline(__always)
  func attributeValue(_ progress: inout Progress, _ quote: UInt8) -> Bool {
    while true {
      Word.copyPlain(&progress, besides: quote, UInt8(ascii: "&"), UInt8(ascii: "<"))
      switch progress.at[0] {
      case quote:
        progress.at += 1
        return true
      case UInt8(ascii: "&"): guard reference(&progress) else { return false }
      case 0x0A, 0x09, 0x0D: progress.replaceLineEnd(with: 0x20)
      // A '<' is none either.
      default: guard sequence(&progress) else { return false }
      }
    }
  }

  // MARK: References

  private func reference(_ progress: inout Progress) -> Bool {
    let at = progress.at
    if at[1] == UInt8(ascii: "#") { return characterReference(&progress) }
    if matches("&lt;", at) {
      progress.replace(4, with: UInt8(ascii: "<"))
    } else if matches("&gt;", at) {
      progress.replace(4, with: UInt8(ascii: ">"))
    } else if matches("&amp;", at) {
      progress.replace(5, with: UInt8(ascii: "&"))
    } else if matches("&quot;", at) {
      progress.replace(6, with: UInt8(ascii: "\""))
    } else if matches("&apos;", at) {
      progress.replace(6, with: UInt8(ascii: "'"))
    } else {
      return false
    }
    return true
  }

  private func characterReference(_ progress: inout Progress) -> Bool {
    var next = progress.at + 2
    let isHexadecimal = next[0] == UInt8(ascii: "x")
    if isHexadecimal { next += 1 }
    let start = next
    var value: UInt32 = 0
    // Nobody needs more digits, and so few cannot overflow.
    while next - start < 7 {
      let byte = next[0]
      switch byte {
      case 0x30...0x39: value = value * (isHexadecimal ? 16 : 10) + UInt32(byte - 0x30)
      case 0x41...0x46 where isHexadecimal: value = value * 16 + UInt32(byte - 0x41 + 10)
      case 0x61...0x66 where isHexadecimal: value = value * 16 + UInt32(byte - 0x61 + 10)
      default: return next > start && byte == UInt8(ascii: ";") && append(value, &progress, next + 1)
      }
      next += 1
    }
    return next[0] == UInt8(ascii: ";") && append(value, &progress, next + 1)
  }

  /// Appends a character, if XML allows it, and goes on behind it.
  private func append(_ value: UInt32, _ progress: inout Progress, _ next: Bytes) -> Bool {
    guard let scalar = Unicode.Scalar(value), value != 0xFFFE, value != 0xFFFF,
      value >= 0x20 || value == 0x09 || value == 0x0A || value == 0x0D
    else { return false }
    for unit in UTF8.encode(scalar).unsafelyUnwrapped {
      progress.out[0] = unit
      progress.out += 1
    }
    progress.at = next
    return true
  }
}

extension PlainParser.Progress {
  /// Copies so many bytes to the text; at most eight.
  @inline(__always) mutating func copy(_ count: Int) {
    Word.store(Word.load(at), out)
    at += count
    out += count
  }

  @inline(__always) mutating func replace(_ count: Int, with byte: UInt8) {
    out[0] = byte
    out += 1
    at += count
  }

  /// Reads the end of a line, or a tab, as another byte.
  @inline(__always) mutating func replaceLineEnd(with byte: UInt8) {
    replace(at[0] == 0x0D && at[1] == 0x0A ? 2 : 1, with: byte)
  }
}
