/// UTF-8 bytes on their way out.
public struct Output: Sendable {
  /// What has been written so far.
  public var bytes: [UInt8] = []

  /// An empty output.
  public init() {}

  /// Adds a text that is known at compile time.
  @inlinable @inline(__always)
  public mutating func write(_ text: StaticString) {
    bytes.append(text.utf8Start, count: text.utf8CodeUnitCount)
  }

  /// Adds a text. A literal is to be taken for one that is known at compile time, which costs half as much.
  @inlinable
  @_disfavoredOverload
  public mutating func write(_ text: String) {
    // To append the view of its bytes takes five times as long.
    var text = text
    text.withUTF8 { bytes.append($0) }
  }

  /// Adds what another output has.
  public mutating func write(_ other: Output) {
    // Mostly there is nothing before it that has not been passed on, and then nothing is copied.
    if bytes.isEmpty { bytes = other.bytes } else { other.bytes.withUnsafeBufferPointer { bytes.append($0) } }
  }

  /// Adds a number in decimal digits.
  public mutating func write(_ number: Int) {
    guard number >= 0 else { return write(String(number)) }
    var length = 1
    var rest = number
    while rest >= 10 {
      rest /= 10
      length += 1
    }
    bytes.append(addingCapacity: length) { span in
      span.withUnsafeMutableBufferPointer { room, count in
        var rest = number
        for index in (0..<length).reversed() {
          room[index] = 0x30 + UInt8(rest % 10)
          rest /= 10
        }
        count += length
      }
    }
  }

  /// Adds spaces.
  public mutating func write(spaces count: Int) {
    guard count > 0 else { return }
    let some: StaticString = "                                "
    let part = min(count, some.utf8CodeUnitCount)
    bytes.append(UnsafeBufferPointer(start: some.utf8Start, count: part))
    write(spaces: count - part)
  }

  /// Adds prose, broken between words.
  ///
  /// - Parameters:
  ///   - text: The prose.
  ///   - indent: How many spaces stand before each line.
  ///   - width: The columns a line may have.
  ///   - paint: What gives a line its colours; nil for none.
  public mutating func writeWrapped(
    _ text: String, indent: Int, width: Int, _ paint: ((String) -> String)? = nil
  ) {
    writeWrapped(text, columns: indent, indent: indent, width: width, paint) { $0.write(spaces: indent) }
  }

  /// Adds prose behind a label, broken between words. A word that is wider than a line, as an address is, stays whole.
  ///
  /// - Parameters:
  ///   - text: The prose; if there is no word in it nothing is written.
  ///   - label: What stands before the first line.
  ///   - columns: The columns of the label, which may have colours in it.
  ///   - indent: How many spaces stand before each further line.
  ///   - width: The columns a line may have.
  ///   - paint: What gives a line its colours; nil for none.
  public mutating func writeWrapped(
    _ text: String, behind label: String, columns: Int, indent: Int, width: Int,
    _ paint: ((String) -> String)? = nil
  ) {
    writeWrapped(text, columns: columns, indent: indent, width: width, paint) { $0.write(label) }
  }

  /// Adds prose behind a label that is written where it belongs: reports have a hundred thousand such lines, and no text
  /// of its own is made for one.
  public mutating func writeWrapped(
    _ text: String, columns: Int, indent: Int, width: Int, _ paint: ((String) -> String)? = nil,
    behind label: (inout Output) -> Void
  ) {
    var text = text
    text.withUTF8 { text in
      guard columns + text.count > width || !text.isPlainLine else {
        label(&self)
        let start = bytes.count
        bytes.append(text)
        return endLine(from: start, paint)
      }
      breakLines(text, columns: columns, indent: indent, width: width, paint, behind: label)
    }
  }

  private mutating func breakLines(
    _ text: UnsafeBufferPointer<UInt8>, columns: Int, indent: Int, width: Int, _ paint: ((String) -> String)?,
    behind label: (inout Output) -> Void
  ) {
    let words = text.split(separator: 0x20)
    guard !words.isEmpty else { return }
    label(&self)
    var start = bytes.count
    var column = columns
    var isBlank = true
    for word in words {
      let wide = word.columns
      if isBlank ? column > indent && column + wide > width : column + 1 + wide > width {
        endLine(from: start, paint)
        write(spaces: indent)
        start = bytes.count
        column = indent
        isBlank = true
      }
      if !isBlank {
        bytes.append(0x20)
        column += 1
      }
      bytes.append(UnsafeBufferPointer(rebasing: word))
      column += wide
      isBlank = false
    }
    endLine(from: start, paint)
  }

  private mutating func endLine(from start: Int, _ paint: ((String) -> String)?) {
    if let paint, start < bytes.count {
      let line = String(decoding: bytes[start...], as: UTF8.self)
      bytes.removeSubrange(start...)
      write(paint(line))
    }
    bytes.append(0x0A)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether it is words of printable ASCII with one space between them, as nearly all that is said is: a line of it has
  /// as many columns as bytes.
  fileprivate var isPlainLine: Bool {
    var last = UInt8(ascii: " ")
    for byte in self {
      if byte < 0x20 || byte >= 0x7F || byte == 0x20 && last == 0x20 { return false }
      last = byte
    }
    return last != 0x20
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  /// How many columns of a terminal this text takes.
  fileprivate var columns: Int {
    allSatisfy { $0 < 0x80 } ? count : String(decoding: self, as: UTF8.self).columns
  }
}
