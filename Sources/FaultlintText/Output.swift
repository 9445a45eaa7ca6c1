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
    writeWrapped(
      text, behind: String(repeating: " ", count: indent), columns: indent, indent: indent, width: width,
      paint)
  }

  /// Adds prose behind a label, broken between words. A word that is wider than a line, as an address is, stays whole.
  ///
  /// - Parameters:
  ///   - text: The prose; if there is no word in it nothing is written.
  ///   - label: What stands before the first line.
  ///   - columns: The columns of the label, which may have colours in it.
  ///   - indent: How many spaces stand before each further line.
  ///   - width: The columns a line may have.
  ///   - paint: What gives a line its colours.
  public mutating func writeWrapped(
    _ text: String, behind label: String, columns: Int, indent: Int, width: Int,
    _ paint: (String) -> String = { $0 }
  ) {
    if columns + text.utf8.count <= width, text.isPlainLine { return write(label + paint(text) + "\n") }
    var margin = label
    var start = columns
    var line = ""
    var used = 0
    func end(_ output: inout Output) {
      output.write(margin + (line.isEmpty ? "" : paint(line)) + "\n")
      margin = String(repeating: " ", count: indent)
      start = indent
      line = ""
      used = 0
    }
    for word in text.split(separator: " ") {
      let wide = word.columns
      if line.isEmpty ? start > indent && start + wide > width : start + used + 1 + wide > width {
        end(&self)
      }
      if !line.isEmpty {
        line += " "
        used += 1
      }
      line += word
      used += wide
    }
    if !line.isEmpty { end(&self) }
  }
}

extension String {
  /// Whether it is words of printable ASCII with one space between them, as nearly all that is said is: a line of it has
  /// as many columns as bytes.
  fileprivate var isPlainLine: Bool {
    var last = UInt8(ascii: " ")
    for byte in utf8 {
      if byte < 0x20 || byte >= 0x7F || byte == 0x20 && last == 0x20 { return false }
      last = byte
    }
    return last != 0x20
  }
}
