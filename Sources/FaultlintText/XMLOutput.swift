extension Output {
  /// Adds text as character data of XML, or as the value of an attribute in double quotes.
  ///
  /// What XML 1.0 allows in no form (section 2.2) becomes U+FFFD; white space other than the space is written as a
  /// reference, so that no reader turns it into one, and so is what would steer a terminal.
  package mutating func writeXML(_ text: String) {
    for scalar in text.unicodeScalars {
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
