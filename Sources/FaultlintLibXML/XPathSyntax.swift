internal import CFaultlintXML2

/// Looks through an expression of XPath 1.0 for what libxml2 notices only when it evaluates it, and then perhaps never:
/// prefixes that nobody declared, functions that there are not, and arguments that are too few or too many.
///
/// Source: XML Path Language 1.0, section 3.7 (lexical structure) and section 4 (functions).
public struct XPathSyntax {
  private let bytes: [UInt8]
  private var index = 0
  private let prefixes: Set<String>

  /// Checks an expression.
  ///
  /// - Parameters:
  ///   - expression: The expression.
  ///   - prefixes: The prefixes that are declared.
  /// - Throws: What is wrong, and where in it.
  public static func check(_ expression: String, prefixes: Set<String>) throws(XPathError) {
    var syntax = XPathSyntax(bytes: Array(expression.utf8), prefixes: prefixes)
    try syntax.scan()
    try XPathEvaluator.check(expression)
  }

  private init(bytes: [UInt8], prefixes: Set<String>) {
    self.bytes = bytes
    self.prefixes = prefixes
  }

  /// A call whose arguments are being read.
  private struct Call {
    /// The name; nil for a bracket that is none of a call.
    let name: String?
    let offset: Int
    var commas = 0
    var isEmpty = true
  }

  private mutating func scan() throws(XPathError) {
    var calls: [Call] = []
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: " "), 0x09, 0x0A, 0x0D: index += 1
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        mark(&calls)
        let start = index
        guard let end = bytes[(index + 1)...].firstIndex(of: byte) else {
          throw XPathError("a text in it does not end", at: start)
        }
        index = end + 1
      case UInt8(ascii: "("):
        mark(&calls)
        calls.append(Call(name: nil, offset: index))
        index += 1
      case UInt8(ascii: ")"):
        index += 1
        guard let call = calls.popLast() else { continue }
        if let name = call.name { try check(name, call) }
      case UInt8(ascii: ","):
        if !calls.isEmpty { calls[calls.count - 1].commas += 1 }
        index += 1
      case UInt8(ascii: "$"): throw XPathError("it has a variable, and there are none", at: index)
      case _ where Self.isNameStart(byte):
        mark(&calls)
        try name(&calls)
      default:
        mark(&calls)
        index += 1
      }
    }
  }

  /// Says that the call being read has an argument.
  private func mark(_ calls: inout [Call]) {
    if !calls.isEmpty { calls[calls.count - 1].isEmpty = false }
  }

  private mutating func name(_ calls: inout [Call]) throws(XPathError) {
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
    guard next < bytes.count, bytes[next] == UInt8(ascii: "("), !Self.nodeTypes.contains(text),
      !Self.operators.contains(text) || start == 0
    else { return }
    guard Self.functions[text] != nil else {
      throw XPathError("there is no function '\(text)'", at: start)
    }
    calls.append(Call(name: text, offset: start))
    index = next + 1
  }

  private func check(_ name: String, _ call: Call) throws(XPathError) {
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
  private static let operators: Set<String> = ["and", "or", "mod", "div"]

  /// The functions there are, with how many arguments they take.
  public static let functions: [String: ClosedRange<Int>] = [
    "last": 0...0, "position": 0...0, "count": 1...1, "local-name": 0...1, "namespace-uri": 0...1,
    "name": 0...1, "string": 0...1, "concat": 2...1000, "starts-with": 2...2, "contains": 2...2,
    "substring-before": 2...2, "substring-after": 2...2, "substring": 2...3, "string-length": 0...1,
    "normalize-space": 0...1, "translate": 3...3, "boolean": 1...1, "not": 1...1, "true": 0...0,
    "false": 0...0, "lang": 1...1, "number": 0...1, "sum": 1...1, "floor": 1...1, "ceiling": 1...1,
    "round": 1...1, "name-namespace": 0...1, "name-local": 0...1, "known-code": 2...2, "code-class": 2...2,
    "is-integer": 2...2,
    "is-fragment": 0...0, "request-target": 0...0,
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
