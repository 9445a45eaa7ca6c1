package import FaultlintXMLTree

/// Evaluates the plain expressions of one scope on one document after the other. It either is certain of what libxml2
/// would say, or says nothing. Not for use by two threads at once.
package final class PlainXPath {
  // Whoever has it does one thing at a time with it, which need not be checked at each.
  @exclusivity(unchecked) private var machine: Machine
  /// How many operations there were when the document was taken.
  @exclusivity(unchecked) private var known: Int32 = 0

  /// An evaluator for the expressions of a scope.
  package init(_ scope: XPathScope) { machine = Machine(scope) }

  /// Takes the document that expressions are evaluated on from now on: those that are compiled by then. It must be alive
  /// for as long as that.
  ///
  /// - Parameters:
  ///   - tree: The document.
  ///   - isFragment: Whether an envelope was assumed around it.
  ///   - requestTarget: What the HTTP request asked for; empty if that is not known.
  package func use(_ tree: XMLTree, isFragment: Bool = false, requestTarget: String = "") {
    machine.use(tree, isFragment: isFragment)
    machine.requestTarget = requestTarget
    known = Int32(machine.knownOperations)
  }

  /// Selects the nodes of an expression in the document, in document order.
  ///
  /// - Returns: How many there are; nil if that is not certain.
  package func select(_ expression: XPathExpression) -> Int? {
    guard let compiled = compiled(expression), compiled.type == .nodes else { return nil }
    return machine.selectBreaches(of: nil, at: compiled.operation)
  }

  /// Selects the nodes in the document that break a test, in document order.
  ///
  /// - Returns: How many there are; nil if that is not certain.
  package func selectBreaches(of test: PlainTest) -> Int? {
    guard test.last < known else { return nil }
    return machine.selectBreaches(of: test.assertion, at: test.context)
  }

  /// One of the nodes that were selected last.
  package func selected(_ index: Int) -> SelectedNode { SelectedNode(machine.selected[index]) }

  /// Whether an expression is true of a node.
  ///
  /// - Returns: Nil if that is not certain.
  package func holds(_ expression: XPathExpression, at node: SelectedNode) -> Bool? {
    guard let compiled = compiled(expression) else { return nil }
    return machine.holds(compiled, at: node.node)
  }

  /// The text of an expression at a node, cut after so many characters.
  ///
  /// - Returns: Nil if that is not certain.
  package func string(_ expression: XPathExpression, at node: SelectedNode, limit: Int = 200) -> String? {
    guard let compiled = compiled(expression) else { return nil }
    return machine.string(compiled, at: node.node, limit: limit)
  }

  /// Writes the text of an expression at a node, cut after so many characters.
  ///
  /// - Returns: False if it is not certain; nothing is written then.
  package func write(
    _ expression: XPathExpression, at node: SelectedNode, limit: Int = 200, to output: inout [UInt8]
  ) -> Bool {
    guard let compiled = compiled(expression) else { return false }
    return machine.write(compiled, at: node.node, limit: limit, to: &output)
  }

  private func compiled(_ expression: XPathExpression) -> Compiled? {
    guard let compiled = expression.compiled, compiled.operation < known else { return nil }
    return compiled
  }
}

/// A node of the document.
package struct SelectedNode {
  let node: Node

  init(_ node: Node) { self.node = node }

  /// An element, by its index.
  package init(element: Int) { node = Node(element: element) }

  /// An attribute, by its index.
  package init(attribute: Int, in tree: XMLTree) {
    node = Node(.attribute, attribute, behind: Int(tree.attributes[attribute].element))
  }

  /// Where findings about it are.
  ///
  /// - Returns: The index of the attribute if it is one; otherwise that of the element, of a text the one it stands in, of
  ///   the document the document element.
  package func place(in tree: XMLTree) -> (isAttribute: Bool, index: Int) {
    if node.isRoot { return (false, 0) }
    switch node.kind {
    case .attribute: return (true, node.index)
    case .run: return (false, Int(tree.runs[node.index].parent))
    case .element, .namespace: return (false, node.element)
    }
  }
}
