public import XMLTree

/// The syntax of URI references.
public enum URIReference {
  /// Whether the bytes, white space at the ends left out, are a URI reference. Characters outside ASCII pass:
  /// xs:anyURI takes them, percent-encoded or not.
  ///
  /// Source: RFC 3986, appendix A; XML Schema Part 2, 3.2.17.
  public static func matches(_ text: TextView) -> Bool { matches(text.trimmed.bytes) }

  /// Whether the text is a URI reference.
  public static func matches(_ text: String) -> Bool { matches(Array(text.utf8)[...]) }

  /// Whether the text begins with a scheme and a colon, and is a URI reference.
  public static func isAbsolute(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard matches(bytes[...]), let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return false }
    return isScheme(bytes[..<colon])
  }

  private static func matches(_ bytes: ArraySlice<UInt8>) -> Bool {
    var index = bytes.startIndex
    var hashes = 0
    while index < bytes.endIndex {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "%"):
        guard index + 2 < bytes.endIndex, isHex(bytes[index + 1]), isHex(bytes[index + 2]) else {
          return false
        }
        index += 2
      case UInt8(ascii: "#"):
        hashes += 1
        guard hashes == 1 else { return false }
      case UInt8(ascii: "["), UInt8(ascii: "]"):
        // Only an IP literal may hold them, and only in the authority.
        guard isInAuthority(index, of: bytes) else { return false }
      case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
        UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
        return false
      default: break
      }
      index += 1
    }
    return hasValidScheme(bytes)
  }

  /// Whether the bytes begin with a scheme and a colon.
  public static func isAbsolute(_ text: TextView) -> Bool {
    let bytes = text.trimmed.bytes
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return false }
    return isScheme(bytes[..<colon])
  }

  /// A colon in the first segment must end a scheme.
  private static func hasValidScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
    let segment = bytes.prefix {
      $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
    }
    guard let colon = segment.firstIndex(of: UInt8(ascii: ":")) else { return true }
    return isScheme(segment[..<colon])
  }

  private static func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, isLetter(first) else { return false }
    return bytes.allSatisfy {
      isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
        || $0 == UInt8(ascii: ".")
    }
  }

  private static func isInAuthority(_ index: Int, of bytes: ArraySlice<UInt8>) -> Bool {
    guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")), slash + 1 < bytes.endIndex,
      bytes[slash + 1] == UInt8(ascii: "/"), slash + 2 <= index
    else { return false }
    return !bytes[(slash + 2)..<index].contains {
      $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#")
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

  private static func isHex(_ byte: UInt8) -> Bool {
    (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66)
  }
}
