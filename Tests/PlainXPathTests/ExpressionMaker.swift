import FaultlintPlainXPath
import FaultlintText
import XMLMutations

/// Expressions of XPath 1.0 made up at random, of names and texts that the documents have.
struct ExpressionMaker {
  private var random: Generator

  /// The same expressions every time for a number.
  init(number: UInt64) { random = Generator(state: number) }

  static let prefixes = [
    (prefix: "s", namespace: "http://schemas.xmlsoap.org/soap/envelope/"),
    (prefix: "e", namespace: "http://www.w3.org/2003/05/soap-envelope"),
    (prefix: "xsi", namespace: "http://www.w3.org/2001/XMLSchema-instance"),
    (prefix: "xml", namespace: "http://www.w3.org/XML/1998/namespace"),
    (prefix: "et", namespace: "urn:fault.partner.exacttarget.com"),
    (prefix: "z", namespace: "http://fault.api.zuora.com/"),
  ]

  static let codes = [
    "t": Deferred {
      [
        "2": TableCode(classes: ["Server"]), "17": TableCode(classes: ["Client", "Server"]),
        "INVALID_VALUE": TableCode(classes: []),
      ]
    }
  ]

  private mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: list.indices, using: &random)]
  }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  // MARK: Nodes

  private static let axes = [
    "", "", "", "", "", "@", "child::", "attribute::", "self::", "parent::", "ancestor::",
    "ancestor-or-self::",
    "descendant::", "descendant-or-self::", "following-sibling::", "preceding-sibling::", "following::",
    "preceding::", "namespace::",
  ]
  private static let tests = [
    "*", "*", "*", "s:*", "et:*", "s:Envelope", "s:Body", "s:Fault", "e:Fault", "faultcode", "faultstring",
    "detail", "et:apifault", "et:Code", "et:Message", "z:FaultCode", "Error", "code", "xsi:type", "xsi:nil",
    "status",
    "xml:lang", "node()", "text()", "comment()", "s:x", "a",
  ]

  mutating func nodes(_ depth: Int) -> String {
    if depth <= 0 || chance(15) { return pick([".", "..", "*", "@*", "faultcode", "../*", "text()", "/*"]) }
    switch Int.random(in: 0..<12, using: &random) {
    case 0: return "\(nodes(depth - 1)) | \(nodes(depth - 1))"
    case 1: return "(\(nodes(depth - 1)))[\(predicate(depth - 1))]"
    case 2: return "(\(nodes(depth - 1)) | \(nodes(depth - 1)))/\(step(depth - 1))"
    default:
      var path = pick(["", "", "/", "//", "/*/*/", "/s:Envelope/s:Body/s:Fault/", ".//", "../"])
      path += step(depth - 1)
      while chance(50) { path += pick(["/", "/", "/", "//"]) + step(depth - 1) }
      return path
    }
  }

  private mutating func step(_ depth: Int) -> String {
    if chance(8) { return pick([".", ".."]) }
    var step = pick(Self.axes) + pick(Self.tests)
    while chance(25) { step += "[\(predicate(depth - 1))]" }
    return step
  }

  private mutating func predicate(_ depth: Int) -> String {
    chance(30)
      ? pick(["1", "2", "last()", "position() = 1", "position() < last()", "last() - 1"]) : any(depth)
  }

  // MARK: Values

  mutating func any(_ depth: Int) -> String {
    switch Int.random(in: 0..<6, using: &random) {
    case 0, 1: truth(depth)
    case 2: number(depth)
    case 3: text(depth)
    default: nodes(depth)
    }
  }

  mutating func truth(_ depth: Int) -> String {
    if depth <= 0 { return pick(["true()", "false()", "@xsi:nil", "is-fragment()"]) }
    switch Int.random(in: 0..<12, using: &random) {
    case 0: return "not(\(any(depth - 1)))"
    case 1: return "boolean(\(any(depth - 1)))"
    case 2: return "(\(any(depth - 1)) and \(any(depth - 1)))"
    case 3: return "(\(any(depth - 1)) or \(any(depth - 1)))"
    case 4: return "contains(\(any(depth - 1)), \(any(depth - 1)))"
    case 5: return "starts-with(\(any(depth - 1)), \(any(depth - 1)))"
    case 6: return "ends-with(\(any(depth - 1)), \(any(depth - 1)))"
    case 7: return "known-code('t', \(any(depth - 1)))"
    case 8: return "is-integer(\(any(depth - 1)), \(pick(["32", "64"])))"
    default:
      return "(\(any(depth - 1)) \(pick(["=", "=", "!=", "!=", "<", "<=", ">", ">="])) \(any(depth - 1)))"
    }
  }

  mutating func number(_ depth: Int) -> String {
    if depth <= 0 { return pick(["0", "1", "2", "17", "2147483648", "1.5", "position()", "last()"]) }
    switch Int.random(in: 0..<9, using: &random) {
    case 0: return "count(\(nodes(depth - 1)))"
    case 1: return "string-length(\(any(depth - 1)))"
    case 2: return "number()"
    case 3: return "number(\(any(depth - 1)))"
    case 4: return "-\(number(depth - 1))"
    case 5: return "\(pick(["floor", "ceiling", "round"]))(\(any(depth - 1)))"
    case 6: return "sum(\(nodes(depth - 1)))"
    default: return "(\(any(depth - 1)) \(pick(["+", "-", "*", "div", "mod"])) \(any(depth - 1)))"
    }
  }

  private static let literals = [
    "''", "' '", "'s:Server'", "'Server'", "'Client'", "\"2\"", "'17'", "'é'", "'apifault'", "':'", "'x y'",
    "'http://schemas.xmlsoap.org/soap/envelope/'", "'0123456789'", "'abcdefghijklmnopqrstuvwxyz'", "'-1'",
  ]

  mutating func text(_ depth: Int) -> String {
    if depth <= 0 { return pick(Self.literals) }
    switch Int.random(in: 0..<16, using: &random) {
    case 0: return "string(\(any(depth - 1)))"
    case 1: return "concat(\(any(depth - 1)), \(any(depth - 1)))"
    case 2: return "concat(\(any(depth - 1)), \(text(depth - 1)), \(any(depth - 1)))"
    case 3: return "substring-before(\(any(depth - 1)), \(any(depth - 1)))"
    case 4: return "substring-after(\(any(depth - 1)), \(any(depth - 1)))"
    case 5: return "substring(\(any(depth - 1)), \(any(depth - 1)))"
    case 6: return "substring(\(any(depth - 1)), \(number(depth - 1)), \(number(depth - 1)))"
    case 7: return "normalize-space(\(any(depth - 1)))"
    case 8: return "translate(\(any(depth - 1)), \(text(depth - 1)), \(text(depth - 1)))"
    case 9: return "\(pick(["local-name", "namespace-uri", "name"]))(\(nodes(depth - 1)))"
    case 10: return "\(pick(["name-namespace", "name-local"]))(\(nodes(depth - 1)))"
    case 11: return "lower-case(\(any(depth - 1)))"
    case 12: return "code-class('t', \(any(depth - 1)))"
    case 13:
      return pick(["local-name()", "namespace-uri()", "name()", "name-local()", "name-namespace()"])
    case 14: return pick(["normalize-space()", "string()"])
    default: return pick(Self.literals)
    }
  }
}
