internal import CFaultlintOctets

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
  public mutating func writeEscaped(_ text: String) {
    var text = text
    text.withUTF8 { writeEscaped($0) }
  }

  /// Adds a part of a string of JSON, whose quotes the caller writes.
  ///
  /// Characters that would steer a terminal or turn the direction of what is read are escaped like those that JSON does
  /// not allow, and bytes that are not UTF-8 become U+FFFD: see ``ControlCharacters``.
  public mutating func writeEscaped(_ text: UnsafeBufferPointer<UInt8>) {
    guard let base = text.baseAddress else { return }
    var start = 0
    var index = 0
    while index < text.count {
      // Most texts have nothing to escape.
      if index + 16 <= text.count {
        let plain = faultlint_before_escape(base + index)
        index += plain
        if plain == 16 { continue }
      }
      let end = min(index + 8, text.count)
      while index < end {
        let byte = text[index]
        let length = byte < 0x80 ? 1 : Self.plainLength(text, at: index)
        if length > 0, byte >= 0x80 || !Self.needsEscape(byte) {
          index += length
          continue
        }
        bytes.append(text.slice(start..<index))
        index += byte < 0x80 ? writeEscaped(byte) : writeEscapedScalar(text, at: index)
        start = index
      }
    }
    bytes.append(text.slice(start..<text.count))
  }

  /// Adds a text that is JSON as it stands, with what ``writeEscaped(_:)`` escapes escaped in its strings too, and with
  /// what is not an escape of JSON or not UTF-8 replaced by U+FFFD.
  ///
  /// - Parameter text: The text of a value. Its structure has been looked at, as ``JSONScanner`` does; its strings need
  ///   not have been.
  public mutating func writeJSON(copying text: UnsafeBufferPointer<UInt8>) {
    var start = 0
    var index = 0
    while index < text.count {
      let byte = text[index]
      let length =
        switch byte {
        case UInt8(ascii: "\\"): Self.escapeLength(text, at: index)
        case 0x20..<0x7F: 1
        case 0x80...: Self.plainLength(text, at: index)
        default: 0
        }
      if length > 0 {
        index += length
        continue
      }
      bytes.append(text.slice(start..<index))
      switch byte {
      case UInt8(ascii: "\\"):
        // Of half a surrogate pair nothing is left, of what is not an escape only the backslash is lost.
        write("\\ufffd")
        index += Self.codeUnit(text, at: index) == nil ? 1 : 6
      case 0x09, 0x0A, 0x0D:
        // White space between values: a line is to stay one.
        write(" ")
        index += 1
      default: index += byte < 0x80 ? writeEscaped(byte) : writeEscapedScalar(text, at: index)
      }
      start = index
    }
    bytes.append(text.slice(start..<text.count))
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
  }

  /// How many bytes the scalar of more than one byte at an index has; 0 if it has to be escaped or is not UTF-8.
  private static func plainLength(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    guard let scalar = text.scalar(at: index), !ControlCharacters.contains(scalar) else { return 0 }
    return UTF8.width(scalar)
  }

  /// How many bytes the escape at an index has; 0 if it is not one of JSON, or half a surrogate pair.
  private static func escapeLength(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    guard let unit = codeUnit(text, at: index) else {
      return index + 1 < text.count && "\"\\/bfnrt".utf8.contains(text[index + 1]) ? 2 : 0
    }
    if unit & 0xF800 != 0xD800 { return 6 }
    let next = codeUnit(text, at: index + 6) ?? 0
    return unit & 0xFC00 == 0xD800 && next & 0xFC00 == 0xDC00 ? 12 : 0
  }

  /// The code unit of UTF-16 that `\u` and four digits at an index stand for; nil if they do not stand there.
  private static func codeUnit(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32? {
    guard text.has("\\u", at: index), index + 6 <= text.count else { return nil }
    var value: UInt32 = 0
    for byte in text[index + 2..<index + 6] {
      guard let digit = byte.hexadecimal else { return nil }
      value = value << 4 | digit
    }
    return value
  }

  /// - Returns: How many bytes of the text it stands for.
  private mutating func writeEscaped(_ byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0x0A: write("\\n")
    case 0x0D: write("\\r")
    case 0x09: write("\\t")
    default: writeEscape(UInt32(byte))
    }
    return 1
  }

  /// - Returns: How many bytes of the text it stands for.
  private mutating func writeEscapedScalar(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    guard let scalar = text.scalar(at: index) else {
      write("\u{FFFD}")
      return 1
    }
    writeEscape(scalar.value)
    return UTF8.width(scalar)
  }

  private mutating func writeEscape(_ value: UInt32) {
    write("\\u")
    for shift in [12, 8, 4, 0] as [UInt32] { bytes.append(Self.digits[Int(value >> shift & 15)]) }
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
  ///
  /// - Parameters:
  ///   - version: The version of the program.
  ///   - library: The version of libxml2 that it ran with; nil if it had no part in the document.
  ///   - format: The version of the form.
  public mutating func writeProgram(_ version: String, library: String? = nil, format: Int) {
    write("\"faultlint\":{\"version\":")
    writeJSON(version)
    if let library {
      write(",\"libxml2\":")
      writeJSON(library)
    }
    write(",\"format\":")
    write(format)
    write("}")
  }
}
