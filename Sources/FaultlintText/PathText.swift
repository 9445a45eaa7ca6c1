/// Paths as text. To the system a path is bytes, to every report it is Unicode: what is not UTF-8 is written as `\xNN`,
/// so that two paths are never shown as one, and the bytes can be had back.
public enum PathText {
  /// The text of a path.
  ///
  /// A path that is UTF-8 is its own text, unless `\xNN` stands in it as it is. In any other each byte that is not part of
  /// a character is `\x` and two hexadecimal digits, and each backslash of its own is doubled.
  ///
  /// - Parameter path: The bytes.
  /// - Returns: The text, which no other path has.
  public static func text(of path: UnsafeBufferPointer<UInt8>) -> String {
    if let text = String(validating: path, as: UTF8.self), !hasEscape(path) { return text }
    var text = Output()
    var index = 0
    while index < path.count {
      if let scalar = path.scalar(at: index) {
        let width = UTF8.width(scalar)
        if scalar == "\\" { text.write("\\") }
        text.bytes.append(path.slice(index..<index + width))
        index += width
      } else {
        text.write(path[index] < 0x10 ? "\\x0" : "\\x")
        text.write(String(path[index], radix: 16, uppercase: true))
        index += 1
      }
    }
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// The bytes of a path whose text this is.
  public static func bytes(of text: some StringProtocol) -> [UInt8] {
    let text = Array(text.utf8)
    guard hasEscape(text) else { return text }
    var path: [UInt8] = []
    var index = 0
    while index < text.count {
      if let byte = escape(in: text, at: index) {
        path.append(byte)
        index += 4
      } else {
        path.append(text[index])
        let isDoubled = text[index] == backslash && index + 1 < text.count && text[index + 1] == backslash
        index += isDoubled ? 2 : 1
      }
    }
    return path
  }

  private static var backslash: UInt8 { UInt8(ascii: "\\") }

  private static func hasEscape(_ text: some Collection<UInt8>) -> Bool {
    guard text.contains(backslash) else { return false }
    let text = Array(text)
    return text.indices.contains { escape(in: text, at: $0) != nil }
  }

  /// The byte that an escape at an index stands for; nil if there is none.
  private static func escape(in text: [UInt8], at index: Int) -> UInt8? {
    guard index + 3 < text.count, text[index] == backslash, text[index + 1] == UInt8(ascii: "x"),
      let high = text[index + 2].hexadecimal, let low = text[index + 3].hexadecimal
    else { return nil }
    return UInt8(high << 4 | low)
  }
}
