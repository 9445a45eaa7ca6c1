package import FaultlintText
internal import FaultlintXMLTree

/// What the expressions of one profile may use, and what they have been compiled to: one for all of them, in which what
/// several have in common stands once.
///
/// It is filled while the profile is read, by one thread, and only read from then on.
package final class XPathScope: @unchecked Sendable {
  /// The namespaces of prefixes.
  package let prefixes: [(prefix: String, namespace: String)]
  /// The codes of tables by the name of the table. Most messages have none that anybody asks for.
  package let codes: [String: Deferred<[String: TableCode]>]
  @exclusivity(unchecked) var operations = Buffer<Operation>(capacity: 64)
  @exclusivity(unchecked) var steps = Buffer<Step>(capacity: 32)
  /// The predicates of steps, those of one step in a row.
  @exclusivity(unchecked) var predicates = Buffer<Int32>(capacity: 8)
  @exclusivity(unchecked) var numbers = Buffer<Double>(capacity: 8)
  @exclusivity(unchecked) var literals = Buffer<Text>(capacity: 32)
  /// The names in tests of nodes; the first is the empty one.
  let localNames = SymbolTable()
  /// The namespaces in tests of nodes; the first is none.
  let namespaces = SymbolTable()

  /// The expressions that were compiled; nil for one that is not plain.
  @exclusivity(unchecked) var expressions: [String: Compiled?] = [:]

  // What is there already, for the compiler.
  @exclusivity(unchecked) private var knownOperations: [Operation: Int32] = [:]
  @exclusivity(unchecked) private var knownSteps: [StepKey: Int32] = [:]
  @exclusivity(unchecked) private var knownLiterals: [Text: Int32] = [:]
  @exclusivity(unchecked) private var owned: [UnsafeMutablePointer<UInt8>] = []

  private struct StepKey: Hashable {
    let step: Step
    let tests: [Int32]
  }

  /// A scope.
  package init(
    prefixes: [(prefix: String, namespace: String)], codes: [String: Deferred<[String: TableCode]>] = [:]
  ) {
    self.prefixes = prefixes
    self.codes = codes
  }

  deinit { for literal in owned { literal.deallocate() } }

  /// What an expression is compiled to; nil if it is not plain.
  func compiled(_ expression: String) -> Compiled? {
    if let known = expressions[expression] { return known }
    let compiled = Compiler.compile(expression, in: self)
    expressions[expression] = .some(compiled)
    return compiled
  }

  func namespace(of prefix: String) -> String? { prefixes.last { $0.prefix == prefix }?.namespace }

  // MARK: What the compiler adds

  /// The number of an operation; one that is there already keeps its.
  func number(of operation: Operation) -> Int32 {
    if let known = knownOperations[operation] { return known }
    let number = Int32(operations.count)
    operations.append(operation)
    knownOperations[operation] = number
    return number
  }

  /// The number of a step with its predicates.
  func number(of step: Step, _ tests: [Int32]) -> Int32 {
    let key = StepKey(step: step, tests: tests)
    if let known = knownSteps[key] { return known }
    var step = step
    step.firstPredicate = Int32(predicates.count)
    step.predicateCount = Int32(tests.count)
    for test in tests { predicates.append(test) }
    let number = Int32(steps.count)
    steps.append(step)
    knownSteps[key] = number
    return number
  }

  /// The number of a text in an expression.
  func number(ofLiteral text: Text) -> Int32 {
    if let known = knownLiterals[text] { return known }
    let number = Int32(literals.count)
    knownLiterals[append(text)] = number
    return number
  }

  /// Keeps a text.
  ///
  /// - Returns: The text where it lies from now on.
  func append(_ text: Text) -> Text {
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(text.count, 1))
    copy.update(from: text.start, count: text.count)
    owned.append(copy)
    let literal = Text(start: copy, count: text.count)
    literals.append(literal)
    return literal
  }

  /// The number of a number in an expression.
  func number(ofNumber value: Double) -> Int32 {
    if let known = numbers.all.firstIndex(of: value) { return Int32(known) }
    numbers.append(value)
    return Int32(numbers.count - 1)
  }
}

/// What expressions may ask of a code in a table.
package struct TableCode: Sendable {
  /// The classes of fault it is documented for.
  package var classes: [String]
  /// What stands in the columns that a profile adds to the table, by the column.
  package var fields: [String: String]

  /// A code.
  package init(classes: [String], fields: [String: String] = [:]) {
    self.classes = classes
    self.fields = fields
  }
}

/// Names, each with a symbol from 1: 0 is for what none of them is.
final class SymbolTable {
  @exclusivity(unchecked) private var names: [[UInt8]] = [[]]

  /// The names in the order of their symbols.
  var all: [String] { names.map { String(decoding: $0, as: UTF8.self) } }

  /// The symbol of a name, which is added if it is not there.
  func symbol(_ name: String) -> Int32 {
    var name = name
    return name.withUTF8 { bytes in
      let known = find(bytes)
      if known != 0 { return known }
      names.append(Array(bytes))
      return Int32(names.count)
    }
  }

  /// The symbol of a name; 0 if it has none.
  @inline(never) func find(_ name: UnsafeBufferPointer<UInt8>) -> Int32 {
    for index in names.indices
    where names[index].count == name.count
      && names[index].withUnsafeBufferPointer({ $0.hasSameBytes(as: name) })
    {
      return Int32(index) + 1
    }
    return 0
  }
}

/// An expression of XPath 1.0 as a profile has it, and what it was compiled to if it is plain. Compiled once, and shared by
/// all that evaluate it.
package final class XPathExpression: Sendable {
  /// The expression.
  package let text: String
  /// What it may use.
  package let scope: XPathScope
  /// Its operation and type; nil if it is not plain.
  let compiled: Compiled?

  /// Compiles an expression that libxml2 takes for one.
  package init(_ text: String, in scope: XPathScope) {
    self.text = text
    self.scope = scope
    compiled = scope.compiled(text)
  }

  /// Whether it can be evaluated without libxml2, if the document is plain too.
  package var isPlain: Bool { compiled != nil }
}

/// A test of nodes as it was compiled. It lies by the thousand in what is run on each document, and costs no counting of
/// references as the expressions would.
package struct PlainTest: BitwiseCopyable, Sendable {
  let context: Int32
  let assertion: Compiled?
  /// The later of their operations.
  let last: Int32

  /// The test; nil if it is not plain.
  ///
  /// - Parameters:
  ///   - assertion: What has to hold of each node; nil if there must be none.
  ///   - context: What is looked at.
  package init?(of assertion: XPathExpression?, at context: XPathExpression) {
    guard let nodes = context.compiled, nodes.type == .nodes else { return nil }
    if let assertion, assertion.compiled == nil { return nil }
    self.context = nodes.operation
    self.assertion = assertion?.compiled
    last = max(nodes.operation, assertion?.compiled?.operation ?? nodes.operation)
  }
}
