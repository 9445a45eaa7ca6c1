/// What libyaml says is wrong with a text, in words for somebody who writes one and does not know its grammar.
enum YAMLProblem {
  /// The words for a problem.
  ///
  /// - Parameters:
  ///   - problem: What libyaml calls it.
  ///   - context: What libyaml was reading.
  ///   - line: The line that began in, from 1.
  ///   - character: The character that stands where the problem is; nil if the text ends there.
  /// - Returns: What is wrong and what to do, in a sentence without a full stop.
  static func words(
    for problem: String, context: String, beginning line: Int, at character: Character?
  ) -> String {
    let quote = "put the whole value in quotation marks"
    switch problem {
    case "found character that cannot start any token":
      if character == "\t" { return "a tab stands where a value begins: indent with spaces" }
      return "a value cannot begin with '\(character.map(String.init) ?? "")': \(quote)"
    case "mapping values are not allowed in this context":
      return "a value has a colon with a space behind it, which would make it a name: \(quote)"
    case "did not find expected alphabetic or numeric character":
      return context.contains("alias")
        ? "a value that begins with '*' is a reference to another one: \(quote), or give the name of what is meant"
        : "a value that begins with '&' is a name for it: \(quote), or give the name"
    case "did not find expected key":
      if context.contains("flow") {
        return "a name with a value is missing in the braces that begin in line \(line)"
      }
      return
        "a value has ended, and more follows where a name has to stand: \(quote), or see that the names of one mapping begin in one column"
    case "did not find expected '-' indicator":
      return
        "what stands here is no item of the list that begins in line \(line): each '-' stands in the column of the first, and the names of one item begin in one column"
    case "did not find expected ',' or ']'":
      return "the list that begins with '[' in line \(line) is not closed, or a comma is missing"
    case "did not find expected ',' or '}'":
      return "the braces that begin in line \(line) are not closed, or a comma is missing"
    case "found unexpected end of stream":
      return "the quotation mark in line \(line) is not closed"
    case "could not find expected ':'":
      return "a name without a colon and a value: a text of several lines begins with | or >-"
    case "found a tab character where an indentation space is expected",
      "found a tab character that violates indentation":
      return "a tab stands where lines are indented: indent with spaces"
    case "block sequence entries are not allowed in this context":
      return "an item of a list cannot begin here: put the list on a line of its own"
    case "found unknown escape character":
      return
        "a backslash in double quotation marks stands before a character that it does not go with: use single quotation marks"
    case "found undefined tag handle", "did not find expected tag URI":
      return "a value that begins with '!' names a type: \(quote)"
    default: return "it is not YAML: \(problem)"
    }
  }

  /// The character at a place.
  ///
  /// - Parameters:
  ///   - line: The line, from 0.
  ///   - column: The column, in characters, from 0.
  ///   - bytes: The text.
  /// - Returns: It; nil if the line ends before it.
  static func character(line: Int, column: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Character? {
    var start = 0
    for _ in 0..<line {
      guard let end = bytes[start...].firstIndex(of: 0x0A) else { return nil }
      start = end + 1
    }
    let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    let scalars = String(decoding: bytes[start..<end].prefix(4 * column + 4), as: UTF8.self).unicodeScalars
    return scalars.dropFirst(column).first.map(Character.init)
  }
}
