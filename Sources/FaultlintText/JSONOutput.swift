extension Output {
  /// Adds a string of JSON, or null.
  public mutating func writeJSON(_ text: String?) {
    guard let text else {
      write("null")
      return
    }
    var contiguous = text
    contiguous.withUTF8 { writeJSON($0) }
  }

  /// Adds a string of JSON whose text lies in memory as UTF-8.
  public mutating func writeJSON(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    writeEscaped(text)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Adds a part of a string of JSON, whose quotes the caller writes.
  public mutating func writeEscaped(_ text: UnsafeBufferPointer<UInt8>) {
    guard let base = text.baseAddress else { return }
    var start = 0
    var index = 0
    while index < text.count {
      // Eight bytes at a time, as most texts have nothing to escape.
      if index + 8 <= text.count,
        !Self.needsEscape(UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
      {
        index += 8
        continue
      }
      let end = min(index + 8, text.count)
      while index < end {
        if Self.needsEscape(text[index]) {
          bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
          writeEscaped(text[index])
          start = index + 1
        }
        index += 1
      }
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
  }

  /// Whether one of eight bytes may need an escape: sometimes true where none does.
  private static func needsEscape(_ word: UInt64) -> Bool {
    Octets.below(word, 0x20) | Octets.equal(word, UInt8(ascii: "\"")) | Octets.equal(word, UInt8(ascii: "\\"))
      | Octets.equal(word, 0x7F) != 0
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
  }

  private mutating func writeEscaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0x0A: write("\\n")
    case 0x0D: write("\\r")
    case 0x09: write("\\t")
    default:
      write("\\u00")
      bytes.append(Self.digits[Int(byte >> 4)])
      bytes.append(Self.digits[Int(byte & 15)])
    }
  }

  /// Adds an array of JSON, each element by a function.
  @inlinable
  public mutating func writeJSON<List: Sequence>(_ list: List, _ write: (inout Output, List.Element) -> Void)
  {
    bytes.append(UInt8(ascii: "["))
    for (index, element) in list.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(&self, element)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private static let digits = Array("0123456789abcdef".utf8)
}

extension Output {
  /// Adds the member that says which program wrote the document, and in which version of its form.
  public mutating func writeProgram(_ version: String) {
    write("\"faultlint\":{\"version\":")
    writeJSON(version)
    write(",\"format\":1}")
  }
}
