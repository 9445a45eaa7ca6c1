extension Output {
  /// Adds text as character data of XML, or as the value of an attribute in double quotes.
  ///
  /// What XML 1.0 allows in no form (section 2.2) becomes U+FFFD; white space other than the space is written as a
  /// reference, so that no reader turns it into one, and so is what would steer a terminal.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - keepsLines: Whether the ends of its lines stay as they are.
  package mutating func writeXML(_ text: String, keepsLines: Bool = false) {
    var text = text
    text.withUTF8 { utf8 in
      var index = 0
      while true {
        // Nearly all is plain.
        var end = index
        while end < utf8.count, Self.isPlainInXML(utf8[end]) { end += 1 }
        bytes.append(utf8.slice(index..<end))
        guard end < utf8.count, let scalar = utf8.scalar(at: end) else { return }
        if keepsLines, scalar == "\n" { write("\n") } else { writeXML(scalar) }
        index = end + UTF8.width(scalar)
      }
    }
  }

  @inline(__always)
  private static func isPlainInXML(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""): false
    default: byte >= 0x20 && byte < 0x7F
    }
  }

  private mutating func writeXML(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "<": write("&lt;")
    case ">": write("&gt;")
    case "&": write("&amp;")
    case "\"": write("&quot;")
    case "\t", "\n", "\r": writeReference(scalar)
    case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": write("\u{FFFD}")
    case _ where ControlCharacters.contains(scalar): writeReference(scalar)
    default: UTF8.encode(scalar).map { bytes.append(contentsOf: $0) }
    }
  }

  /// Adds an attribute with a space before it.
  package mutating func writeXML(_ name: StaticString, _ value: String) {
    write(" ")
    write(name)
    write("=\"")
    writeXML(value)
    write("\"")
  }

  private mutating func writeReference(_ scalar: Unicode.Scalar) {
    write("&#")
    write(Int(scalar.value))
    write(";")
  }
}
