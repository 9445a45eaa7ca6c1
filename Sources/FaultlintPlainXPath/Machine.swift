internal import FaultlintText
internal import FaultlintXMLTree

/// Runs compiled expressions on a document. As soon as it is not certain of something it says so and stops; what it has
/// until then does not count.
struct Machine: ~Copyable {
  let scope: XPathScope
  // What the scope has, where it lies: the scope itself would be counted at each use.
  private(set) var operations: UnsafeMutablePointer<Operation>
  private(set) var steps: UnsafeMutablePointer<Step>
  private(set) var predicates: UnsafeMutablePointer<Int32>
  private(set) var numbers: UnsafeMutablePointer<Double>
  private(set) var literals: UnsafeMutablePointer<Text>
  var tree: TreeView
  var isFragment = false
  /// What the HTTP request asked for; empty if that is not known.
  var requestTarget = ""
  /// Whether something was found that libxml2 is to be asked for.
  var isUncertain = false
  /// What may yet be done for one expression, in nodes and in words of text.
  var work = 0
  var symbols = Symbols()
  /// The nodes that are worked with.
  var stack = Buffer<Node>(capacity: 256)
  /// The nodes of absolute paths in this document, each found once.
  private var kept = Buffer<Node>(capacity: 256)
  private var known = Buffer<Known>(capacity: 64)
  /// The names of the elements of the document.
  private(set) var elementNames = Buffer<NodeName>(capacity: 256)
  /// The local names among them.
  private var names = NameSet()
  /// What was selected last.
  private(set) var selected = Buffer<Node>(capacity: 64)
  private var document: UInt32 = 0
  /// The texts that operations had last.
  var remembered = Buffer<Remembered>(capacity: 64)
  /// How often texts were forgotten: those of another age are no longer there.
  private(set) var age: UInt64 = 0
  var scratch = Scratch()

  /// Nodes that were found already, and in which document.
  struct Known: BitwiseCopyable {
    var document: UInt32
    var start: Int32
    var count: Int32
  }

  /// The text that an operation had last, at which node, and when.
  struct Remembered: BitwiseCopyable {
    var age: UInt64
    var node: Node
    var text: Text
  }

  /// Nodes on the stack, or among those that are kept.
  struct Nodes: BitwiseCopyable {
    let isKept: Bool
    private let first: Int32
    private let number: Int32

    var start: Int { Int(first) }
    var count: Int { Int(number) }

    init(isKept: Bool, start: Int, count: Int) {
      self.isKept = isKept
      first = Int32(truncatingIfNeeded: start)
      number = Int32(truncatingIfNeeded: count)
    }
  }

  /// What an expression is evaluated at.
  struct Context: BitwiseCopyable {
    let node: Node
    var position = 0
    var size = 0
  }

  /// What is done for one expression at most: a few milliseconds. libxml2 has limits of its own for what takes longer.
  static let mostWork = 1_000_000

  private static let nothing = XMLTree()

  init(_ scope: XPathScope) {
    self.scope = scope
    operations = scope.operations.base
    steps = scope.steps.base
    predicates = scope.predicates.base
    numbers = scope.numbers.base
    literals = scope.literals.base
    tree = Self.nothing.view
  }

  mutating func use(_ tree: XMLTree, isFragment: Bool) {
    self.tree = tree.view
    self.isFragment = isFragment
    // Others may have been compiled since.
    if known.count < scope.operations.count { takeOperations() }
    forgetTexts()
    document &+= 1
    if document == 0 {
      for index in 0..<known.count { known[index].document = 0 }
      document = 1
    }
    kept.removeAll()
    symbols.use(tree)
    names = NameSet()
    elementNames.removeAll()
    for element in self.tree.elements {
      let local = symbols.localName(element.name, self.tree, scope)
      let namespace = symbols.namespace(element.namespace, self.tree, scope)
      names.insert(local)
      elementNames.append(NodeName(namespace: namespace, local: local))
    }
  }

  private mutating func takeOperations() {
    operations = scope.operations.base
    steps = scope.steps.base
    predicates = scope.predicates.base
    numbers = scope.numbers.base
    literals = scope.literals.base
    symbols.forget()
    while known.count < scope.operations.count {
      known.append(Known(document: 0, start: 0, count: 0))
      remembered.append(Remembered(age: 0, node: .root, text: .nothing))
    }
  }

  // MARK: Asking

  /// How many operations there were when the document was taken.
  var knownOperations: Int { known.count }

  @inline(__always) private mutating func select(_ operation: Int32) -> Bool {
    selected.removeAll()
    // Most rules of a profile are about something that is not in a document.
    guard operations[Int(operation)].names.isSubset(of: names) else { return true }
    begin()
    let nodes = nodes(operation, Context(node: .root))
    if isUncertain { return false }
    for index in 0..<nodes.count {
      let node = self[nodes, index]
      // The order of namespaces is libxml2's.
      if !node.isRoot, node.kind == .namespace { return false }
      selected.append(node)
    }
    return true
  }

  /// Selects the nodes of an expression that break a test.
  ///
  /// - Returns: How many there are; nil if that is not certain.
  mutating func selectBreaches(of test: Compiled?, at operation: Int32) -> Int? {
    guard select(operation) else { return nil }
    guard let test, selected.count > 0 else { return selected.count }
    return leaveBreaches(of: test) ? selected.count : nil
  }

  /// Leaves of what was selected last what breaks a test.
  ///
  /// - Returns: False if that is not certain.
  private mutating func leaveBreaches(of test: Compiled) -> Bool {
    var left = 0
    for index in 0..<selected.count {
      guard let isKept = holds(test, at: selected[index]) else { return false }
      if isKept { continue }
      selected[left] = selected[index]
      left += 1
    }
    selected.count = left
    return true
  }

  mutating func holds(_ expression: Compiled, at node: Node) -> Bool? {
    begin()
    let context = Context(node: node)
    let result =
      switch expression.type {
      case .truth: truth(expression.operation, context)
      case .nodes: nodes(expression.operation, context).count > 0
      case .number: Self.isTrue(number(expression.operation, context))
      case .text: text(expression.operation, context).count > 0
      }
    return isUncertain ? nil : result
  }

  mutating func string(_ expression: Compiled, at node: Node, limit: Int) -> String? {
    text(of: expression, at: node).map { String(cutting: $0.bytes, after: limit) }
  }

  /// Writes the text of an expression at a node, cut after so many characters.
  ///
  /// - Returns: False if it is not certain; nothing is written then.
  mutating func write(
    _ expression: Compiled, at node: Node, limit: Int, to output: inout [UInt8]
  ) -> Bool {
    guard let text = text(of: expression, at: node) else { return false }
    if text.count <= limit {
      output += text.bytes
    } else {
      output += String(cutting: text.bytes, after: limit).utf8
    }
    return true
  }

  private mutating func text(of expression: Compiled, at node: Node) -> Text? {
    begin()
    let context = Context(node: node)
    let result =
      switch expression.type {
      case .truth: Text(truth(expression.operation, context) ? "true" : "false")
      case .nodes: textOfFirst(expression.operation, context)
      case .number: text(of: number(expression.operation, context))
      case .text: text(expression.operation, context)
      }
    return isUncertain ? nil : result
  }

  @inline(__always) private mutating func begin() {
    isUncertain = false
    work = Self.mostWork
    stack.removeAll()
    if scratch.isFull { forgetTexts() }
  }

  @inline(never) private mutating func forgetTexts() {
    scratch.reset()
    age += 1
  }

  /// Counts work.
  @inline(__always) mutating func spend(_ amount: Int) {
    work -= amount
    if work < 0 { isUncertain = true }
  }

  @inline(__always) subscript(nodes: Nodes, index: Int) -> Node {
    (nodes.isKept ? kept.base : stack.base)[nodes.start + index]
  }

  // MARK: Nodes

  /// The nodes of an operation, in document order. Those that are on the stack are its top.
  mutating func nodes(_ number: Int32, _ context: Context) -> Nodes {
    let known = known[Int(number)]
    if known.document == document {
      return Nodes(isKept: true, start: Int(known.start), count: Int(known.count))
    }
    let operation = operations + Int(number)
    guard operation.pointee.names.isSubset(of: names) else {
      return Nodes(isKept: false, start: stack.count, count: 0)
    }
    return operation.pointee.isAbsolute ? keepNodes(number) : findNodes(operation, context)
  }

  /// Finds the nodes of an operation that depend on nothing but the document, for all who ask.
  @inline(never) private mutating func keepNodes(_ number: Int32) -> Nodes {
    let mark = stack.count
    let found = findNodes(operations + Int(number), Context(node: .root))
    if isUncertain { return found }
    let start = kept.count
    for index in mark..<stack.count { kept.append(stack[index]) }
    stack.count = mark
    known[Int(number)] = Known(
      document: document, start: Int32(truncatingIfNeeded: start),
      count: Int32(truncatingIfNeeded: found.count))
    return Nodes(isKept: true, start: start, count: found.count)
  }

  private mutating func findNodes(_ operation: UnsafePointer<Operation>, _ context: Context) -> Nodes {
    let mark = stack.count
    if isUncertain { return Nodes(isKept: false, start: mark, count: 0) }
    let (first, second) = (operation.pointee.first, operation.pointee.second)
    switch operation.pointee.kind {
    case .root: stack.append(.root)
    case .current: stack.append(context.node)
    case .step:
      let input = nodes(first, context)
      let base = stack.count
      for index in 0..<input.count {
        if isUncertain { break }
        take(steps + Int(second), from: self[input, index])
      }
      if input.count > 1 { sort(from: base) }
      moveTop(from: base, to: mark)
    case .ownStep: take(steps + Int(second), from: context.node)
    case .filter:
      let input = nodes(first, context)
      if input.isKept {
        takeKept(input, where: second)
      } else {
        filter(from: mark, by: second)
      }
    case .union:
      for part in [first, second] {
        let nodes = nodes(part, context)
        guard nodes.isKept else { continue }
        spend(nodes.count)
        for index in 0..<nodes.count { stack.append(self[nodes, index]) }
      }
      sort(from: mark)
    default: preconditionFailure("an operation that has no nodes")
    }
    return Nodes(isKept: false, start: mark, count: stack.count - mark)
  }

  /// Puts what a step leads to from a node on the stack, in document order.
  private mutating func take(_ step: UnsafePointer<Step>, from node: Node) {
    // Nearly all paths are of children by name.
    if step.pointee.axis == .child, step.pointee.test == .named, step.pointee.predicateCount == 0,
      node.isElement
    {
      takeChildren(step, of: node.element)
      return
    }
    let first = stack.count
    walk(step, from: node)
    for index in 0..<Int(step.pointee.predicateCount) {
      filter(from: first, by: predicates[Int(step.pointee.firstPredicate) + index])
    }
    if step.pointee.axis.isReverse { reverseTop(from: first) }
  }

  mutating func reverseTop(from first: Int) {
    var nodes = UnsafeMutableBufferPointer(start: stack.base + first, count: stack.count - first)
    nodes.reverse()
  }

  /// Puts those of nodes that are kept on the stack of which a predicate is true, counted as they lie.
  private mutating func takeKept(_ nodes: Nodes, where predicate: Int32) {
    spend(nodes.count)
    for index in 0..<nodes.count {
      let node = self[nodes, index]
      if isUncertain { break }
      if truth(predicate, Context(node: node, position: index + 1, size: nodes.count)) { stack.append(node) }
    }
  }

  /// Leaves those of the nodes at the top of which a predicate is true, counted as they lie.
  private mutating func filter(from first: Int, by predicate: Int32) {
    let end = stack.count
    var last = first
    for index in first..<end {
      let node = stack[index]
      if isUncertain { break }
      if truth(predicate, Context(node: node, position: index - first + 1, size: end - first)) {
        stack[last] = node
        last += 1
      }
    }
    stack.count = last
  }

  /// Puts the nodes at the top into document order, each once. Nearly always they are.
  private mutating func sort(from first: Int) {
    var nodes = UnsafeMutableBufferPointer(start: stack.base + first, count: stack.count - first)
    spend(nodes.count)
    var isSorted = true
    for index in nodes.indices.dropFirst() where nodes[index - 1] >= nodes[index] { isSorted = false }
    if isSorted { return }
    nodes.sort()
    var last = 0
    for index in nodes.indices.dropFirst() where nodes[index] != nodes[last] {
      last += 1
      nodes[last] = nodes[index]
    }
    stack.count = first + last + 1
  }

  @inline(__always) private mutating func moveTop(from base: Int, to mark: Int) {
    guard base > mark else { return }
    let count = stack.count - base
    for index in 0..<count { stack[mark + index] = stack[base + index] }
    stack.count = mark + count
  }

  // MARK: Truth values

  mutating func truth(_ number: Int32, _ context: Context) -> Bool {
    let operation = operations + Int(number)
    // These are most of what is asked. What else there is stands elsewhere, so that they need not make room for it.
    switch operation.pointee.kind {
    case .not: return !truth(operation.pointee.first, context)
    case .and: return truth(operation.pointee.first, context) && truth(operation.pointee.second, context)
    case .or: return truth(operation.pointee.first, context) || truth(operation.pointee.second, context)
    case .anyOfStep:
      guard operation.pointee.names.isSubset(of: names) else { return false }
      let mark = stack.count
      take(steps + Int(operation.pointee.first), from: context.node)
      defer { stack.count = mark }
      return stack.count > mark
    case .passes: return passes(steps + Int(operation.pointee.first), context.node)
    default: return otherTruth(operation, context)
    }
  }

  @inline(never)
  private mutating func otherTruth(_ operation: UnsafePointer<Operation>, _ context: Context) -> Bool {
    let (first, second) = (operation.pointee.first, operation.pointee.second)
    switch operation.pointee.kind {
    case .yes: return true
    case .no: return false
    case .isFragment: return isFragment
    case .anyNode:
      let mark = stack.count
      defer { stack.count = mark }
      return nodes(first, context).count > 0
    case .isNonzero: return Self.isTrue(self.number(first, context))
    case .isNonempty: return text(first, context).count > 0
    case .isNotBlank:
      let text = text(first, context)
      spend(text.count / 8)
      return !text.bytes.allSatisfy(StartTag.isBlank)
    case .compareTexts:
      let isEqual = text(first, context) == text(second, context)
      return isEqual == (operation.pointee.comparison == .equal)
    case .compareTruths:
      let isEqual = truth(first, context) == truth(second, context)
      return isEqual == (operation.pointee.comparison == .equal)
    case .compareNumbers:
      return operation.pointee.comparison.holds(
        self.number(first, context), self.number(second, context))
    case .compareNodesWithText:
      let other = text(second, context)
      let wanted = operation.pointee.comparison == .equal
      return anyNode(first, context) { machine, node in
        (machine.text(of: node) == other) == wanted
      }
    case .compareNodesWithNumber:
      let other = self.number(second, context)
      let comparison = operation.pointee.comparison
      return anyNode(first, context) { machine, node in
        comparison.holds(machine.number(of: machine.text(of: node)), other)
      }
    case .compareNodes:
      let wanted = operation.pointee.comparison == .equal
      return anyNode(first, context) { machine, node in
        let text = machine.text(of: node)
        return machine.anyNode(second, context) { machine, other in
          (machine.text(of: other) == text) == wanted
        }
      }
    case .contains:
      let text = text(first, context)
      spend(text.count / 8)
      return text.offset(of: self.text(second, context)) != nil
    case .startsWith:
      return text(first, context).starts(with: text(second, context))
    case .endsWith:
      return OwnFunctions.hasSuffix(
        text(first, context).bytes, text(second, context).bytes)
    case .isInteger:
      return OwnFunctions.isInteger(
        text(first, context).bytes, bits: text(second, context).bytes)
    case .knownCode:
      return classes(text(first, context), text(second, context)) != nil
    default: preconditionFailure("an operation that is not a truth value")
    }
  }

  private static func isTrue(_ number: Double) -> Bool { number != 0 && !number.isNaN }

  private mutating func anyNode(
    _ number: Int32, _ context: Context, _ test: (inout Machine, Node) -> Bool
  ) -> Bool {
    let mark = stack.count
    defer { stack.count = mark }
    let nodes = nodes(number, context)
    for index in 0..<nodes.count {
      if isUncertain { return false }
      if test(&self, self[nodes, index]) { return true }
    }
    return false
  }

  /// The classes of a code in a table; nil if the code is not in it.
  func classes(_ table: Text, _ code: Text) -> [String]? {
    scope.codes[String(decoding: table.bytes, as: UTF8.self)]?
      .value[String(decoding: code.bytes, as: UTF8.self)]?.classes
  }
}

extension Operation {
  @inline(__always) var comparison: Comparison { Comparison(rawValue: third).unsafelyUnwrapped }
}
