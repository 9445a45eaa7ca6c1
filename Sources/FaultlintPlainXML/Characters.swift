/// What a byte can be in the markup of a plain document.
struct ByteClasses: ~Copyable {
  private let classes: UnsafeMutablePointer<UInt8>

  private static let nameStart: UInt8 = 1
  private static let nameByte: UInt8 = 2
  private static let blank: UInt8 = 4
  private static let qualifiedNameByte: UInt8 = 8

  init() {
    classes = .allocate(capacity: 256)
    for byte in UInt8.min...UInt8.max {
      classes[Int(byte)] =
        switch byte {
        case 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"):
          Self.nameStart | Self.nameByte | Self.qualifiedNameByte
        case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "."): Self.nameByte | Self.qualifiedNameByte
        case UInt8(ascii: ":"): Self.qualifiedNameByte
        case 0x20, 0x0A, 0x0D, 0x09: Self.blank
        default: 0
        }
    }
  }

  deinit { classes.deallocate() }

  /// Whether a name can begin with it.
  ///
  /// Source: Namespaces in XML 1.0, production 4, the part of it in ASCII.
  @inline(__always) func isNameStart(_ byte: UInt8) -> Bool { classes[Int(byte)] & Self.nameStart != 0 }

  /// Whether it can stand in a name.
  @inline(__always) func isNameByte(_ byte: UInt8) -> Bool { classes[Int(byte)] & Self.nameByte != 0 }

  /// Whether it can stand in a name or be the colon behind a prefix.
  @inline(__always) func isQualifiedNameByte(_ byte: UInt8) -> Bool {
    classes[Int(byte)] & Self.qualifiedNameByte != 0
  }

  /// Whether it is white space.
  @inline(__always) func isBlank(_ byte: UInt8) -> Bool { classes[Int(byte)] & Self.blank != 0 }
}

extension PlainParser {
  /// The length of the character here, if it is one of those beyond ASCII that XML allows; 0 if not.
  ///
  /// Source: XML 1.0, production 2; Unicode, table 3-7.
  static func sequenceLength(_ at: Bytes) -> Int {
    let first = at[0]
    guard first >= 0xC2, first <= 0xF4, at[1] & 0xC0 == 0x80 else { return 0 }
    if first < 0xE0 { return 2 }
    guard at[2] & 0xC0 == 0x80 else { return 0 }
    let second = at[1]
    if first < 0xF0 {
      switch first {
      case 0xE0: return second >= 0xA0 ? 3 : 0
      // Surrogates.
      case 0xED: return second < 0xA0 ? 3 : 0
      // U+FFFE and U+FFFF.
      case 0xEF: return second == 0xBF && at[2] >= 0xBE ? 0 : 3
      default: return 3
      }
    }
    guard at[3] & 0xC0 == 0x80 else { return 0 }
    switch first {
    case 0xF0: return second >= 0x90 ? 4 : 0
    case 0xF4: return second < 0x90 ? 4 : 0
    default: return 4
    }
  }
}
