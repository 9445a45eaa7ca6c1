internal import FaultlintXMLTree

/// What an expression was compiled to.
struct Compiled: BitwiseCopyable, Sendable {
  let operation: Int32
  let type: ValueType
}

/// The types of XPath 1.0.
enum ValueType: UInt8, BitwiseCopyable, Sendable {
  case nodes, truth, number, text
}

/// Compiles an expression of XPath 1.0 into operations. It never says that anything is wrong: whatever is not plain is
/// left to libxml2.
///
/// Source: XML Path Language 1.0, sections 2 to 4.
struct Compiler {
  private let scope: XPathScope
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  /// A part of an expression, compiled.
  private struct Part {
    var operation: Int32
    var type: ValueType
    var asksForPosition = false

    /// Where an operation works on less than others.
    static let none = Part(operation: -1, type: .nodes)
  }

  /// The expression is not plain.
  private struct NotPlain: Error {}

  /// Deeper than this nobody writes.
  private static let mostDepth = 50

  static func compile(_ expression: String, in scope: XPathScope) -> Compiled? {
    var compiler = Compiler(scope: scope, bytes: Array(expression.utf8))
    guard let part = try? compiler.expression() else { return nil }
    compiler.skipBlanks()
    guard compiler.index == compiler.bytes.count else { return nil }
    // Of what it has to stand for outside of a predicate libxml2 has an opinion of its own.
    if part.asksForPosition { return nil }
    return Compiled(operation: part.operation, type: part.type)
  }

  private init(scope: XPathScope, bytes: [UInt8]) {
    self.scope = scope
    self.bytes = bytes
  }

  // MARK: Reading

  private var next: UInt8 { index < bytes.count ? bytes[index] : 0 }

  private mutating func skipBlanks() {
    while StartTag.isBlank(next) { index += 1 }
  }

  /// Reads a mark if it stands here. Most of those that are asked for do not.
  @inline(__always) private mutating func take(_ mark: StaticString) -> Bool {
    skipBlanks()
    let count = mark.utf8CodeUnitCount
    guard next == mark.utf8Start[0], index + count <= bytes.count else { return false }
    for offset in 1..<count where bytes[index + offset] != mark.utf8Start[offset] { return false }
    index += count
    return true
  }

  /// Reads the name of an operator if it stands here.
  private mutating func takeWord(_ word: StaticString) -> Bool {
    let start = index
    guard take(word) else { return false }
    if Self.isNamePart(next) || next == UInt8(ascii: ":") {
      index = start
      return false
    }
    return true
  }

  private mutating func need(_ mark: StaticString) throws(NotPlain) {
    if !take(mark) { throw NotPlain() }
  }

  /// Reads a name without a colon.
  private mutating func name() throws(NotPlain) -> String {
    let name = try nameBytes()
    return String(decoding: bytes[name], as: UTF8.self)
  }

  /// The same as a part of the bytes.
  private mutating func nameBytes() throws(NotPlain) -> Range<Int> {
    let start = index
    guard Self.isNameStart(next) else { throw NotPlain() }
    while Self.isNamePart(next) { index += 1 }
    if next >= 0x80 { throw NotPlain() }
    return start..<index
  }

  private static func isNameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte == UInt8(ascii: "_")
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    isNameStart(byte) || isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  // MARK: Operators (sections 3.1 to 3.5)

  private mutating func expression() throws(NotPlain) -> Part {
    depth += 1
    if depth > Self.mostDepth { throw NotPlain() }
    defer { depth -= 1 }
    let first = try conjunction()
    guard takeWord("or") else { return first }
    var others: [Part] = []
    repeat { others.append(try conjunction()) } while takeWord("or")
    return join(first, others, by: .or)
  }

  private mutating func conjunction() throws(NotPlain) -> Part {
    let first = try equality()
    guard takeWord("and") else { return first }
    var others: [Part] = []
    repeat { others.append(try equality()) } while takeWord("and")
    return join(first, others, by: .and)
  }

  /// The first and all the others as one, and so on: so nothing is left to do after the last one was asked.
  private mutating func join(_ first: Part, _ others: [Part], by kind: Operation.Kind) -> Part {
    let last = truth(others[others.count - 1])
    let rest = others.dropLast().reversed().reduce(last) { make(kind, .truth, truth($1), $0) }
    return make(kind, .truth, truth(first), rest)
  }

  private mutating func equality() throws(NotPlain) -> Part {
    var left = try relation()
    while true {
      if take("!=") {
        left = try compare(left, .unequal, relation())
      } else if take("=") {
        left = try compare(left, .equal, relation())
      } else {
        return left
      }
    }
  }

  private mutating func relation() throws(NotPlain) -> Part {
    var left = try sum()
    while true {
      if take("<=") {
        left = try compare(left, .lessOrEqual, sum())
      } else if take("<") {
        left = try compare(left, .less, sum())
      } else if take(">=") {
        left = try compare(left, .greaterOrEqual, sum())
      } else if take(">") {
        left = try compare(left, .greater, sum())
      } else {
        return left
      }
    }
  }

  private mutating func sum() throws(NotPlain) -> Part {
    var left = try product()
    while true {
      if take("+") {
        left = make(.add, .number, number(left), number(try product()))
      } else if take("-") {
        left = make(.subtract, .number, number(left), number(try product()))
      } else {
        return left
      }
    }
  }

  private mutating func product() throws(NotPlain) -> Part {
    var left = try negation()
    while true {
      if take("*") {
        left = make(.multiply, .number, number(left), number(try negation()))
      } else if takeWord("div") {
        left = make(.divide, .number, number(left), number(try negation()))
      } else if takeWord("mod") {
        left = make(.modulo, .number, number(left), number(try negation()))
      } else {
        return left
      }
    }
  }

  private mutating func negation() throws(NotPlain) -> Part {
    var isNegative: Bool?
    while take("-") { isNegative = !(isNegative ?? false) }
    let value = try union()
    guard let isNegative else { return value }
    return isNegative ? make(.negate, .number, number(value)) : number(value)
  }

  private mutating func union() throws(NotPlain) -> Part {
    var left = try path()
    while take("|") {
      let right = try path()
      guard left.type == .nodes, right.type == .nodes else { throw NotPlain() }
      left = union(left, right)
    }
    return left
  }

  private mutating func union(_ left: Part, _ right: Part) -> Part {
    let (first, second) = (scope.operations[Int(left.operation)], scope.operations[Int(right.operation)])
    let operation = Operation(
      kind: .union, first: left.operation, second: right.operation,
      isAbsolute: first.isAbsolute && second.isAbsolute, names: first.names & second.names)
    return Part(
      operation: scope.number(of: operation), type: .nodes,
      asksForPosition: left.asksForPosition || right.asksForPosition)
  }

  private mutating func compare(_ left: Part, _ how: Comparison, _ right: Part) throws(NotPlain) -> Part {
    let isEquality = how == .equal || how == .unequal
    switch (left.type, right.type) {
    case (.nodes, .nodes):
      guard isEquality else { throw NotPlain() }
      return make(.compareNodes, .truth, left, right, how)
    case (.nodes, .truth), (.truth, .nodes):
      guard isEquality else { throw NotPlain() }
      return make(.compareTruths, .truth, truth(left), truth(right), how)
    case (.nodes, .text) where isEquality: return make(.compareNodesWithText, .truth, left, right, how)
    case (.text, .nodes) where isEquality: return make(.compareNodesWithText, .truth, right, left, how)
    case (.nodes, _): return make(.compareNodesWithNumber, .truth, left, number(right), how)
    case (_, .nodes): return make(.compareNodesWithNumber, .truth, right, number(left), how.flipped)
    case (.truth, _) where isEquality, (_, .truth) where isEquality:
      return make(.compareTruths, .truth, truth(left), truth(right), how)
    case (.text, .text) where isEquality: return make(.compareTexts, .truth, left, right, how)
    default: return make(.compareNumbers, .truth, number(left), number(right), how)
    }
  }

  // MARK: Paths (sections 2 and 3.3)

  private mutating func path() throws(NotPlain) -> Part {
    skipBlanks()
    if next == UInt8(ascii: "(") || next == UInt8(ascii: "'") || next == UInt8(ascii: "\"")
      || Self.isDigit(next) || startsCall()
    {
      var part = try primary()
      guard part.type == .nodes else { return part }
      while take("[") { part = filter(part, try predicate()) }
      if take("//") { return try relativePath(from: part, afterDoubleSlash: true) }
      return take("/") ? try relativePath(from: part) : part
    }
    let root = Part(operation: scope.number(of: Operation(kind: .root, isAbsolute: true)), type: .nodes)
    if take("//") { return try relativePath(from: root, afterDoubleSlash: true) }
    if take("/") { return startsStep() ? try relativePath(from: root) : root }
    return try relativePath(
      from: Part(operation: scope.number(of: Operation(kind: .current)), type: .nodes))
  }

  /// Whether the name of a function stands here, with its bracket.
  private func startsCall() -> Bool {
    var end = index
    guard end < bytes.count, Self.isNameStart(bytes[end]) else { return false }
    while end < bytes.count, Self.isNamePart(bytes[end]) { end += 1 }
    let name = bytes[index..<end]
    while end < bytes.count, StartTag.isBlank(bytes[end]) { end += 1 }
    return end < bytes.count && bytes[end] == UInt8(ascii: "(")
      && !Self.nodeTypes.contains(String(decoding: name, as: UTF8.self))
  }

  private mutating func startsStep() -> Bool {
    skipBlanks()
    return Self.isNameStart(next) || next == UInt8(ascii: "@") || next == UInt8(ascii: "*")
      || next == UInt8(ascii: ".")
  }

  private static let nodeTypes: Set<String> = ["comment", "text", "processing-instruction", "node"]

  private mutating func relativePath(from start: Part, afterDoubleSlash: Bool = false) throws(NotPlain)
    -> Part
  {
    var part = try step(from: start, afterDoubleSlash: afterDoubleSlash)
    while true {
      if take("//") {
        part = try step(from: part, afterDoubleSlash: true)
      } else if take("/") {
        part = try step(from: part)
      } else {
        return part
      }
    }
  }

  private mutating func step(from input: Part, afterDoubleSlash: Bool = false) throws(NotPlain) -> Part {
    skipBlanks()
    if next == UInt8(ascii: ".") {
      index += 1
      if Self.isDigit(next) { throw NotPlain() }
      guard next == UInt8(ascii: ".") else {
        // Elsewhere than at the start of a path libxml2 leaves out the document now and then.
        let isStart = scope.operations[Int(input.operation)].kind == .current && !afterDoubleSlash
        guard isStart else { throw NotPlain() }
        return input
      }
      index += 1
      return append(
        Step(axis: .parent, test: .any), to: afterDoubleSlash ? descendantsOrSelf(input) : input)
    }
    var step = Step(axis: .child, test: .any)
    if take("@") {
      step.axis = .attribute
    } else if let axis = try axis() {
      step.axis = axis
    }
    try test(of: &step)
    var predicates: [Part] = []
    while take("[") { predicates.append(try predicate()) }
    let isPositional = predicates.contains(where: \.asksForPosition)
    var input = input
    if afterDoubleSlash {
      // All children of all descendants are the descendants, unless they are counted by parent.
      if step.axis == .child, !isPositional {
        step.axis = .descendant
      } else {
        input = descendantsOrSelf(input)
      }
    }
    if isPositional { return append(step, predicates.map(\.operation), to: input) }
    return predicates.reduce(append(step, to: input)) { filter($0, $1) }
  }

  private mutating func axis() throws(NotPlain) -> Step.Axis? {
    skipBlanks()
    let start = index
    guard Self.isNameStart(next) else { return nil }
    let name = try nameBytes()
    guard take("::") else {
      index = start
      return nil
    }
    guard let axis = Step.Axis.names[String(decoding: bytes[name], as: UTF8.self)] else { throw NotPlain() }
    return axis
  }

  private mutating func test(of step: inout Step) throws(NotPlain) {
    skipBlanks()
    if take("*") {
      step.test = .named
      return
    }
    let first = try name()
    if next == UInt8(ascii: ":") {
      index += 1
      guard let namespace = scope.namespace(of: first) else { throw NotPlain() }
      let symbol = scope.namespaces.symbol(namespace)
      step.test = .named
      if next == UInt8(ascii: "*") {
        index += 1
        step.name = NameTest(namespace: symbol)
      } else {
        step.name = NameTest(namespace: symbol, local: scope.localNames.symbol(try name()))
      }
    } else if take("(") {
      switch first {
      case "node": step.test = .any
      case "text":
        step.test = .text
        step.name = .none
      default: throw NotPlain()
      }
      try need(")")
    } else {
      step.test = .named
      step.name = NameTest(namespace: scope.namespaces.symbol(""), local: scope.localNames.symbol(first))
    }
    // What else there is of these, nobody has needed yet.
    switch step.axis {
    case .followingSibling, .precedingSibling: if step.test != .named { throw NotPlain() }
    case .namespace: if step.test != .named || step.name != .any { throw NotPlain() }
    default: break
    }
  }

  /// A predicate behind its bracket, as a truth value.
  private mutating func predicate() throws(NotPlain) -> Part {
    let value = try expression()
    try need("]")
    guard value.type == .number else { return truth(value) }
    var test = make(
      .compareNumbers, .truth, value, make(.position, .number), .equal)
    test.asksForPosition = true
    return test
  }

  private mutating func descendantsOrSelf(_ input: Part) -> Part {
    append(Step(axis: .descendantOrSelf, test: .any), to: input)
  }

  private mutating func append(_ step: Step, _ predicates: [Int32] = [], to input: Part) -> Part {
    let nodes = scope.operations[Int(input.operation)]
    var names = nodes.names
    if step.axis.isOfElements { names.insert(step.name.local) }
    let number = scope.number(
      of: Operation(
        kind: nodes.kind == .current ? .ownStep : .step, first: input.operation,
        second: scope.number(of: step, predicates),
        isAbsolute: nodes.isAbsolute, names: names))
    return Part(operation: number, type: .nodes, asksForPosition: input.asksForPosition)
  }

  /// Leaves of nodes those of which a predicate is true, which counts them in document order.
  private mutating func filter(_ input: Part, _ predicate: Part) -> Part {
    let nodes = scope.operations[Int(input.operation)]
    let number = scope.number(
      of: Operation(
        kind: .filter, first: input.operation, second: predicate.operation, isAbsolute: nodes.isAbsolute,
        names: nodes.names | scope.operations[Int(predicate.operation)].names))
    return Part(operation: number, type: .nodes, asksForPosition: input.asksForPosition)
  }

  // MARK: Primary expressions (section 3.1) and functions (section 4)

  private mutating func primary() throws(NotPlain) -> Part {
    skipBlanks()
    if take("(") {
      let part = try expression()
      try need(")")
      return part
    }
    if next == UInt8(ascii: "'") || next == UInt8(ascii: "\"") {
      guard let end = bytes[(index + 1)...].firstIndex(of: next) else { throw NotPlain() }
      let text = bytes[(index + 1)..<end]
      index = end + 1
      return literal(text)
    }
    if Self.isDigit(next) {
      let start = index
      while Self.isDigit(next) { index += 1 }
      guard next != UInt8(ascii: "."), (next | 0x20) != UInt8(ascii: "e"), index - start <= 15,
        let value = Int(String(decoding: bytes[start..<index], as: UTF8.self))
      else { throw NotPlain() }
      return Part(
        operation: scope.number(
          of: Operation(kind: .number, first: scope.number(ofNumber: Double(value)))), type: .number)
    }
    let name = try name()
    try need("(")
    var arguments: [Part] = []
    if !take(")") {
      repeat { arguments.append(try expression()) } while take(",")
      try need(")")
    }
    return try call(name, arguments)
  }

  private mutating func literal(_ text: ArraySlice<UInt8>) -> Part {
    let number = text.withUnsafeBufferPointer { scope.number(ofLiteral: Text($0)) }
    return Part(operation: scope.number(of: Operation(kind: .literal, first: number)), type: .text)
  }

  private mutating func call(_ name: String, _ arguments: [Part]) throws(NotPlain) -> Part {
    switch (name, arguments.count) {
    case ("last", 0): return asking(.last)
    case ("position", 0): return asking(.position)
    case ("count", 1): return make(.count, .number, try nodes(arguments[0]))
    case ("true", 0): return make(.yes, .truth)
    case ("false", 0): return make(.no, .truth)
    case ("is-fragment", 0): return make(.isFragment, .truth)
    case ("not", 1): return make(.not, .truth, truth(arguments[0]))
    case ("boolean", 1): return truth(arguments[0])
    case ("number", 0...1): return number(arguments.first ?? current)
    case ("string", 0...1): return text(arguments.first ?? current)
    case ("floor", 1): return make(.floor, .number, number(arguments[0]))
    case ("ceiling", 1): return make(.ceiling, .number, number(arguments[0]))
    case ("string-length", 0...1): return make(.stringLength, .number, text(arguments.first ?? current))
    case ("normalize-space", 0...1): return make(.normalizeSpace, .text, text(arguments.first ?? current))
    case ("lower-case", 1): return make(.lowerCase, .text, text(arguments[0]))
    case ("concat", 2...):
      return arguments.dropFirst().reduce(text(arguments[0])) { make(.concat, .text, $0, text($1)) }
    case ("contains", 2): return make(.contains, .truth, text(arguments[0]), text(arguments[1]))
    case ("starts-with", 2): return make(.startsWith, .truth, text(arguments[0]), text(arguments[1]))
    case ("ends-with", 2): return make(.endsWith, .truth, text(arguments[0]), text(arguments[1]))
    case ("known-code", 2): return make(.knownCode, .truth, text(arguments[0]), text(arguments[1]))
    case ("is-integer", 2): return make(.isInteger, .truth, text(arguments[0]), text(arguments[1]))
    case ("request-target", 0): return make(.requestTarget, .text)
    case ("code-class", 2): return make(.codeClass, .text, text(arguments[0]), text(arguments[1]))
    case ("substring-before", 2):
      return make(.substringBefore, .text, text(arguments[0]), text(arguments[1]))
    case ("substring-after", 2):
      return make(.substringAfter, .text, text(arguments[0]), text(arguments[1]))
    case ("substring", 2): return make(.substring, .text, text(arguments[0]), number(arguments[1]))
    case ("substring", 3):
      return make(.substring, .text, text(arguments[0]), number(arguments[1]), number(arguments[2]))
    case ("translate", 3):
      return make(.translate, .text, text(arguments[0]), text(arguments[1]), text(arguments[2]))
    case ("local-name", 0...1): return make(.localName, .text, try nodes(arguments.first ?? current))
    case ("namespace-uri", 0...1): return make(.namespaceURI, .text, try nodes(arguments.first ?? current))
    case ("name", 0...1): return make(.name, .text, try nodes(arguments.first ?? current))
    case ("name-namespace", 0...1): return make(.nameNamespace, .text, try nodes(arguments.first ?? current))
    case ("name-local", 0...1): return make(.nameLocal, .text, try nodes(arguments.first ?? current))
    default: throw NotPlain()
    }
  }

  private var current: Part {
    Part(operation: scope.number(of: Operation(kind: .current)), type: .nodes)
  }

  private mutating func asking(_ kind: Operation.Kind) -> Part {
    var part = make(kind, .number)
    part.asksForPosition = true
    return part
  }

  // MARK: Conversions (sections 3.2 to 3.6)

  private func nodes(_ part: Part) throws(NotPlain) -> Part {
    if part.type != .nodes { throw NotPlain() }
    return part
  }

  private mutating func truth(_ part: Part) -> Part {
    switch part.type {
    case .truth: part
    case .nodes: anyNode(part)
    case .number: make(.isNonzero, .truth, part)
    case .text: isNonempty(part)
    }
  }

  /// Whether there are nodes. Most of what rules ask is about one step from a node: that it is itself something, or that it
  /// has a child or an attribute.
  private mutating func anyNode(_ part: Part) -> Part {
    let nodes = scope.operations[Int(part.operation)]
    guard nodes.kind == .ownStep else { return make(.anyNode, .truth, part) }
    let step = scope.steps[Int(nodes.second)]
    let isTest = step.axis == .itself && step.predicateCount == 0
    let operation = Operation(kind: isTest ? .passes : .anyOfStep, first: nodes.second, names: nodes.names)
    return Part(operation: scope.number(of: operation), type: .truth)
  }

  /// Whether a text is not empty. For that it need not be normalised.
  private mutating func isNonempty(_ part: Part) -> Part {
    let text = scope.operations[Int(part.operation)]
    guard text.kind == .normalizeSpace else { return make(.isNonempty, .truth, part) }
    return make(
      .isNotBlank, .truth, Part(operation: text.first, type: .text, asksForPosition: part.asksForPosition))
  }

  private mutating func number(_ part: Part) -> Part {
    switch part.type {
    case .number: part
    case .truth: make(.numberOfTruth, .number, part)
    case .nodes, .text: make(.numberOfText, .number, text(part))
    }
  }

  private mutating func text(_ part: Part) -> Part {
    switch part.type {
    case .text: part
    case .nodes: make(.textOfNodes, .text, part)
    case .number: make(.textOfNumber, .text, part)
    case .truth: make(.textOfTruth, .text, part)
    }
  }

  private mutating func make(
    _ kind: Operation.Kind, _ type: ValueType, _ first: Part = .none, _ second: Part = .none,
    _ third: Part = .none
  ) -> Part {
    func names(_ part: Part) -> NameSet { scope.operations[Int(part.operation)].names }
    let needed: NameSet =
      switch kind {
      case .anyNode: names(first)
      case .and: names(first) | names(second)
      case .or: names(first) & names(second)
      default: NameSet()
      }
    let asksForPosition = first.asksForPosition || second.asksForPosition || third.asksForPosition
    let operation = Operation(
      kind: kind, first: first.operation, second: second.operation, third: third.operation,
      isRemembered: kind.readsText && !asksForPosition, names: needed)
    return Part(operation: scope.number(of: operation), type: type, asksForPosition: asksForPosition)
  }

  private mutating func make(
    _ kind: Operation.Kind, _ type: ValueType, _ left: Part, _ right: Part, _ how: Comparison
  ) -> Part {
    let operation = Operation(
      kind: kind, first: left.operation, second: right.operation, third: how.rawValue)
    return Part(
      operation: scope.number(of: operation), type: type,
      asksForPosition: left.asksForPosition || right.asksForPosition)
  }
}
