internal import FaultlintText

/// Base64, in both alphabets, with line ends, and without padding too.
///
/// Source: RFC 4648, sections 4 and 5; RFC 2045, section 6.8.
enum Base64 {
  /// Appends what a text stands for.
  ///
  /// - Returns: The index of the first character that does not belong there; nil if there is none.
  static func decode(_ text: UnsafeBufferPointer<UInt8>, into buffer: ByteBuffer) -> Int? {
    let room = buffer.room(text.count / 4 * 3 + 3)
    var written = 0
    var bits: UInt32 = 0
    var digits = 0
    var padding = 0
    return table.withUnsafeBufferPointer { table in
      for index in 0..<text.count {
        let byte = text[index]
        let value = table[Int(byte)]
        if value < 64, padding == 0 {
          bits = bits << 6 | UInt32(value)
          digits += 1
          if digits == 4 {
            room[written] = UInt8(truncatingIfNeeded: bits >> 16)
            room[written + 1] = UInt8(truncatingIfNeeded: bits >> 8)
            room[written + 2] = UInt8(truncatingIfNeeded: bits)
            written += 3
            digits = 0
          }
        } else if byte == UInt8(ascii: "="), digits >= 2, padding < 2 {
          padding += 1
        } else if !byte.isBlank {
          return index
        }
      }
      switch digits {
      case 1: return text.count
      case 2:
        room[written] = UInt8(truncatingIfNeeded: bits >> 4)
        written += 1
      case 3:
        room[written] = UInt8(truncatingIfNeeded: bits >> 10)
        room[written + 1] = UInt8(truncatingIfNeeded: bits >> 2)
        written += 2
      default: break
      }
      buffer.commit(written)
      return nil
    }
  }

  private static let table: [UInt8] = {
    var table = [UInt8](repeating: 64, count: 256)
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (value, digit) in digits.utf8.enumerated() { table[Int(digit)] = UInt8(value) }
    table[Int(UInt8(ascii: "-"))] = 62
    table[Int(UInt8(ascii: "_"))] = 63
    return table
  }()
}
