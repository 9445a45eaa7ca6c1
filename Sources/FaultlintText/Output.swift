/// UTF-8 bytes on their way out.
public struct Output: Sendable {
  /// What has been written so far.
  public var bytes: [UInt8] = []

  /// An empty output.
  public init() {}

  /// Adds a text that is known at compile time.
  @inlinable
  public mutating func write(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Adds a text.
  @inlinable
  public mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Adds a number in decimal digits.
  public mutating func write(_ number: Int) {
    guard number >= 0 else { return write(String(number)) }
    guard number >= 10 else { return bytes.append(0x30 + UInt8(number)) }
    write(number / 10)
    bytes.append(0x30 + UInt8(number % 10))
  }

  /// Adds prose, broken between words.
  ///
  /// - Parameters:
  ///   - text: The prose.
  ///   - indent: How many spaces stand before each line.
  ///   - width: The columns a line may have.
  ///   - paint: What gives a line its colours.
  public mutating func writeWrapped(
    _ text: String, indent: Int, width: Int, _ paint: (String) -> String = { $0 }
  ) {
    let margin = String(repeating: " ", count: indent)
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, indent + line.count + 1 + word.count > width {
        write(margin + paint(line) + "\n")
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    if !line.isEmpty { write(margin + paint(line) + "\n") }
  }
}
