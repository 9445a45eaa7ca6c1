internal import FaultlintText
public import FaultlintXMLTree

/// The syntax of language tags, the values of xml:lang.
public enum LanguageTag {
  /// Whether a text is a language tag, or empty, which says that the language is not known.
  ///
  /// Source: XML 1.0, section 2.12; XML Schema Part 2, 3.3.3.
  public static func matches(_ text: TextView) -> Bool {
    let bytes = text.trimmed.bytes
    guard !bytes.isEmpty else { return true }
    // The first subtag has letters only.
    var isFirst = true
    var length = 0
    for byte in bytes {
      if byte == UInt8(ascii: "-") {
        guard length > 0 else { return false }
        length = 0
        isFirst = false
      } else {
        length += 1
        guard length <= 8, byte.isLetter || byte.isDigit && !isFirst else { return false }
      }
    }
    return length > 0
  }

  /// The bytes of a tag with all letters small: tags that differ only in case are the same.
  ///
  /// Source: RFC 5646, section 2.1.1.
  public static func folded(_ text: TextView) -> [UInt8] {
    text.trimmed.bytes.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
  }
}
