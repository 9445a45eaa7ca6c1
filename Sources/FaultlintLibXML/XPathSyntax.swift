internal import CFaultlintXML2

/// Looks through an expression of XPath 1.0 for what libxml2 notices only when it evaluates it, and then perhaps never:
/// prefixes that nobody declared, functions that there are not, and arguments that are too few or too many.
///
/// Source: XML Path Language 1.0, section 3.7 (lexical structure) and section 4 (functions).
public struct XPathSyntax {
  private let bytes: [UInt8]
  private var index = 0
  private let prefixes: Set<String>

  /// A call of a function.
  public struct Call: Sendable {
    /// The name of the function.
    public let name: String
    /// The arguments that are no more than a text in quotation marks or a number, by their place from 0.
    public fileprivate(set) var literals: [Int: Literal] = [:]
  }

  /// A text in quotation marks or a number.
  public struct Literal: Sendable {
    /// The text without the marks, or the digits.
    public let text: String
    /// Where it stands in the expression, in bytes.
    public let offset: Int
  }

  /// Checks an expression.
  ///
  /// - Parameters:
  ///   - expression: The expression.
  ///   - prefixes: The prefixes that are declared.
  ///   - selectsNodes: Whether its value is to be nodes.
  /// - Returns: The functions that it calls.
  /// - Throws: What is wrong, and where in it.
  @discardableResult
  public static func check(
    _ expression: String, prefixes: Set<String>, selectsNodes: Bool = false
  ) throws(XPathError) -> [Call] {
    var syntax = XPathSyntax(bytes: Array(expression.utf8), prefixes: prefixes)
    try syntax.scan()
    do throws(XPathError) {
      try XPathEvaluator.check(expression, prefixes: prefixes, selectsNodes: selectsNodes)
    } catch {
      // libxml2 points behind the end where something is missing there.
      guard let offset = error.offset, offset >= expression.utf8.count else { throw error }
      throw XPathError("it ends where more has to follow", at: max(0, expression.utf8.count - 1))
    }
    return syntax.calls
  }

  private init(bytes: [UInt8], prefixes: Set<String>) {
    self.bytes = bytes
    self.prefixes = prefixes
  }

  /// What stands between brackets that are not closed yet.
  private struct Bracket {
    /// What opened it.
    let kind: UInt8
    /// The function or the test of nodes whose arguments stand in it; nil for another bracket.
    var name: String?
    /// Where the name is, or the bracket.
    let offset: Int
    var commas = 0
    var isEmpty = true
    /// How many words the argument has so far, and what it is if that is one literal.
    var words = 0
    var literal: Literal?
    var literals: [Int: Literal] = [:]

    mutating func endArgument() {
      if let literal { literals[commas] = literal }
      (words, literal) = (0, nil)
    }
  }

  private var calls: [Call] = []

  private mutating func scan() throws(XPathError) {
    var brackets: [Bracket] = []
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: " "), 0x09, 0x0A, 0x0D: index += 1
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        let start = index
        guard let end = bytes[(index + 1)...].firstIndex(of: byte) else {
          throw XPathError("a text in it does not end", at: start)
        }
        index = end + 1
        mark(
          &brackets, Literal(text: String(decoding: bytes[(start + 1)..<end], as: UTF8.self), offset: start))
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let start = index
        while index < bytes.count, bytes[index] >= 0x30 && bytes[index] <= 0x39 || bytes[index] == 0x2E {
          index += 1
        }
        mark(&brackets, Literal(text: String(decoding: bytes[start..<index], as: UTF8.self), offset: start))
      case UInt8(ascii: "("), UInt8(ascii: "["):
        mark(&brackets)
        brackets.append(Bracket(kind: byte, offset: index))
        index += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"):
        try close(byte, &brackets)
        index += 1
      case UInt8(ascii: ","):
        if !brackets.isEmpty {
          brackets[brackets.count - 1].endArgument()
          brackets[brackets.count - 1].commas += 1
        }
        index += 1
      case UInt8(ascii: "$"): throw XPathError("it has a variable, and there are none", at: index)
      case _ where Self.isNameStart(byte):
        mark(&brackets)
        try name(&brackets)
      default:
        mark(&brackets)
        index += 1
      }
    }
    if let open = brackets.last {
      throw XPathError("the bracket '\(Character(UnicodeScalar(open.kind)))' is not closed", at: open.offset)
    }
  }

  private mutating func close(_ byte: UInt8, _ brackets: inout [Bracket]) throws(XPathError) {
    let isRound = byte == UInt8(ascii: ")")
    guard var bracket = brackets.popLast(), bracket.kind == (isRound ? UInt8(ascii: "(") : UInt8(ascii: "["))
    else {
      throw XPathError("there is no '\(isRound ? "(" : "[")' for this '\(isRound ? ")" : "]")'", at: index)
    }
    bracket.endArgument()
    guard let name = bracket.name else {
      if bracket.isEmpty { throw XPathError("there is nothing in the brackets", at: bracket.offset) }
      return
    }
    guard Self.functions[name] != nil else { return }
    try check(name, bracket)
    if Self.functionsOfNodes.contains(name), let literal = bracket.literals[0] {
      throw XPathError("\(name)() takes nodes, not a text or a number", at: literal.offset)
    }
    calls.append(Call(name: name, literals: bracket.literals))
  }

  /// Says that the innermost bracket has a word more.
  private func mark(_ brackets: inout [Bracket], _ literal: Literal? = nil) {
    guard !brackets.isEmpty else { return }
    let last = brackets.count - 1
    brackets[last].isEmpty = false
    brackets[last].words += 1
    brackets[last].literal = brackets[last].words == 1 ? literal : nil
  }

  private mutating func name(_ brackets: inout [Bracket]) throws(XPathError) {
    let start = index
    while index < bytes.count, Self.isNamePart(bytes[index]) { index += 1 }
    var text = String(decoding: bytes[start..<index], as: UTF8.self)
    if index + 1 < bytes.count, bytes[index] == UInt8(ascii: ":"), bytes[index + 1] != UInt8(ascii: ":") {
      guard prefixes.contains(text) else {
        throw XPathError("the prefix '\(text)' is not declared", at: start)
      }
      index += 1
      while index < bytes.count, Self.isNamePart(bytes[index]) || bytes[index] == UInt8(ascii: "*") {
        index += 1
      }
      text = String(decoding: bytes[start..<index], as: UTF8.self)
    }
    var next = index
    while next < bytes.count, " \t\r\n".utf8.contains(bytes[next]) { next += 1 }
    guard next < bytes.count, bytes[next] == UInt8(ascii: "("), !Self.operators.contains(text) || start == 0
    else { return }
    guard Self.functions[text] != nil || Self.nodeTypes.contains(text) else {
      throw XPathError("there is no function '\(text)'", at: start)
    }
    brackets.append(Bracket(kind: bytes[next], name: text, offset: start))
    index = next + 1
  }

  private func check(_ name: String, _ call: Bracket) throws(XPathError) {
    let count = call.isEmpty ? 0 : call.commas + 1
    guard let allowed = Self.functions[name], !allowed.contains(count) else { return }
    let wanted =
      allowed.lowerBound == allowed.upperBound
      ? "\(allowed.lowerBound)"
      : allowed.upperBound > 9
        ? "\(allowed.lowerBound) or more" : "\(allowed.lowerBound) to \(allowed.upperBound)"
    throw XPathError("\(name)() has \(count) arguments and takes \(wanted)", at: call.offset)
  }

  private static let nodeTypes: Set<String> = ["comment", "text", "processing-instruction", "node"]
  private static let functionsOfNodes: Set<String> = [
    "count", "sum", "name", "local-name", "namespace-uri", "name-namespace", "name-local",
  ]
  private static let operators: Set<String> = ["and", "or", "mod", "div"]

  /// The functions there are, with how many arguments they take.
  public static let functions: [String: ClosedRange<Int>] = [
    "last": 0...0, "position": 0...0, "count": 1...1, "local-name": 0...1, "namespace-uri": 0...1,
    "name": 0...1, "string": 0...1, "concat": 2...1000, "starts-with": 2...2, "contains": 2...2,
    "substring-before": 2...2, "substring-after": 2...2, "substring": 2...3, "string-length": 0...1,
    "normalize-space": 0...1, "translate": 3...3, "boolean": 1...1, "not": 1...1, "true": 0...0,
    "false": 0...0, "lang": 1...1, "number": 0...1, "sum": 1...1, "floor": 1...1, "ceiling": 1...1,
    "round": 1...1, "name-namespace": 0...1, "name-local": 0...1, "known-code": 2...2, "code-class": 2...2,
    "has-class": 3...3, "code-field": 3...3, "is-integer": 2...2, "is-fragment": 0...0,
    "request-target": 0...0,
    "lower-case": 1...1, "ends-with": 2...2,
  ]

  private static func isNameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    isNameStart(byte) || byte >= 0x30 && byte <= 0x39 || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }
}
