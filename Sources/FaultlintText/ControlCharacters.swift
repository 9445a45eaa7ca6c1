/// Characters that no report shows as they are, because they would steer a terminal or make a text look like another.
public enum ControlCharacters {
  /// Whether a character is one: C0 and C1 control characters and DEL, separators of lines and paragraphs, and the marks
  /// that turn the direction of text around.
  ///
  /// Source: Unicode, general category Cc and property Bidi_Control; UTS 55, section 5.
  @inlinable
  public static func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

extension String {
  /// It with U+FFFD for every control character: what goes out as text, and is not our own, goes through this.
  public var printable: String {
    // Nearly all is plain ASCII.
    var text = self
    if text.withUTF8({ $0.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }) { return self }
    guard unicodeScalars.contains(where: ControlCharacters.contains) else { return self }
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars { result.append(ControlCharacters.contains(scalar) ? "\u{FFFD}" : scalar) }
    return String(result)
  }
}
