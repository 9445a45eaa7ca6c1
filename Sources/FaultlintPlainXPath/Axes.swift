internal import FaultlintXMLTree

/// Where a step leads.
///
/// Source: XPath 1.0, sections 2.2 and 2.3.
extension Machine {
  /// Puts the nodes on the stack that lie on the axis of a step and pass its test, in the order of the axis.
  mutating func walk(_ step: UnsafePointer<Step>, from node: Node) {
    // Whatever stands behind an element and is not one has neither children nor siblings.
    switch step.pointee.axis {
    case .itself: if passes(step, node) { stack.append(node) }
    case .parent: if let parent = parent(of: node), passes(step, parent) { stack.append(parent) }
    case .ancestor: walkUp(step, from: parent(of: node))
    case .ancestorOrSelf: walkUp(step, from: node)
    case .child:
      if node.isRoot {
        takeElement(0, step)
      } else if node.isElement {
        walkChildren(step, of: node.element)
      }
    case .descendant: if node.isRoot || node.isElement { walkDescendants(step, of: node) }
    case .descendantOrSelf:
      if passes(step, node) { stack.append(node) }
      if node.isRoot || node.isElement { walkDescendants(step, of: node) }
    case .attribute: if node.isElement { walkAttributes(step, of: node.element) }
    case .namespace: if node.isElement { walkNamespaces(of: node.element) }
    case .followingSibling, .precedingSibling: walkSiblings(step, of: node)
    }
  }

  /// The parent of a node; nil of the document. It changes nothing, but the machine would be copied to be lent to it.
  mutating func parent(of node: Node) -> Node? {
    if node.isRoot { return nil }
    switch node.kind {
    case .element:
      let parent = Int(tree.elements[node.element].parent)
      return parent < 0 ? .root : Node(element: parent)
    case .attribute, .namespace: return Node(element: node.element)
    case .run: return Node(element: Int(tree.runs[node.index].parent))
    }
  }

  // MARK: Tests

  // Mutating for the same reason.
  /// Whether a node that need not be an element passes a test on an axis whose principal nodes are elements.
  @inline(__always) mutating func passes(_ step: UnsafePointer<Step>, _ node: Node) -> Bool {
    if node.isRoot { return step.pointee.test == .any }
    switch node.kind {
    case .element: return step.pointee.name.passes(elementNames[node.element])
    case .run: return step.pointee.test == .any || step.pointee.test == .text
    case .attribute, .namespace: return step.pointee.test == .any
    }
  }

  @inline(__always)
  private mutating func takeElement(_ index: Int, _ step: UnsafePointer<Step>) {
    spend(1)
    if step.pointee.name.passes(elementNames[index]) { stack.append(Node(element: index)) }
  }

  /// Puts those of sibling elements on the stack that pass a test.
  @inline(__always)
  private mutating func takeElements(_ step: UnsafePointer<Step>, from first: Int, before end: Int) {
    if isUncertain { return }
    // What is done is counted once, and goes no further than it may.
    let most = work
    var index = first
    var count = 0
    while index < end, count <= most {
      if step.pointee.name.passes(elementNames[index]) { stack.append(Node(element: index)) }
      index = Int(tree.elements[index].end)
      count &+= 1
    }
    spend(count)
  }

  // MARK: Axes

  private mutating func walkUp(_ step: UnsafePointer<Step>, from start: Node?) {
    var next = start
    while let node = next, !isUncertain {
      spend(1)
      if passes(step, node) { stack.append(node) }
      next = parent(of: node)
    }
  }

  @inline(__always) mutating func takeChildren(_ step: UnsafePointer<Step>, of parent: Int) {
    takeElements(step, from: parent + 1, before: Int(tree.elements[parent].end))
  }

  private mutating func walkChildren(_ step: UnsafePointer<Step>, of parent: Int) {
    guard step.pointee.test != .named else {
      takeChildren(step, of: parent)
      return
    }
    let end = Int(tree.elements[parent].end)
    var child = parent + 1
    var run = tree.firstRun(parent)
    while child < end, !isUncertain {
      takeRuns(&run, before: tree.firstRun(child)) { $0 == parent }
      takeElement(child, step)
      child = Int(tree.elements[child].end)
    }
    takeRuns(&run, before: tree.firstRun(end)) { $0 == parent }
  }

  private mutating func walkDescendants(_ step: UnsafePointer<Step>, of node: Node) {
    let (first, end) =
      node.isRoot ? (0, tree.elements.count) : (node.element + 1, Int(tree.elements[node.element].end))
    spend(end - first)
    if isUncertain { return }
    guard step.pointee.test != .named else {
      for index in first..<end where step.pointee.name.passes(elementNames[index]) {
        stack.append(Node(element: index))
      }
      return
    }
    var run = tree.firstRun(node.isRoot ? 0 : node.element)
    for index in first..<end {
      if isUncertain { return }
      takeRuns(&run, before: tree.firstRun(index)) { _ in true }
      if step.pointee.test == .any { stack.append(Node(element: index)) }
    }
    // Text behind an element is counted before the next one begins.
    takeRuns(&run, before: tree.firstRun(end)) { $0 >= first - 1 }
  }

  /// Puts runs of text on the stack whose element passes a test.
  @inline(__always)
  private mutating func takeRuns(
    _ run: inout Int, before end: Int, _ isWanted: (Int) -> Bool
  ) {
    while run < end, !isUncertain {
      spend(1)
      if isWanted(Int(tree.runs[run].parent)) { stack.append(Node(.run, run, behind: lastElement(run))) }
      run += 1
    }
  }

  /// The last element that begins before a run of text.
  private func lastElement(_ run: Int) -> Int {
    var low = Int(tree.runs[run].parent)
    var high = Int(tree.elements[low].end) - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if tree.firstRun(middle) <= run { low = middle } else { high = middle - 1 }
    }
    return low
  }

  private mutating func walkAttributes(_ step: UnsafePointer<Step>, of element: Int) {
    for index in tree.firstAttribute(element)..<tree.firstAttribute(element + 1) {
      spend(1)
      if isUncertain { return }
      let attribute = tree.attributes[index]
      let name = NodeName(
        namespace: symbols.namespace(attribute.namespace, tree, scope),
        local: symbols.localName(attribute.name, tree, scope))
      if step.pointee.name.passes(name) { stack.append(Node(.attribute, index, behind: element)) }
    }
  }

  private mutating func walkSiblings(_ step: UnsafePointer<Step>, of node: Node) {
    guard node.isElement else {
      // Those of a text would have to be looked for.
      if !node.isRoot, node.kind == .run { isUncertain = true }
      return
    }
    let parent = Int(tree.elements[node.element].parent)
    guard parent >= 0 else { return }
    if step.pointee.axis == .followingSibling {
      takeElements(
        step, from: Int(tree.elements[node.element].end), before: Int(tree.elements[parent].end))
      return
    }
    let first = stack.count
    takeElements(step, from: parent + 1, before: node.element)
    reverseTop(from: first)
  }

  // MARK: Namespaces

  /// The index of the namespace of the prefix `xml`, which is declared nowhere.
  static let xmlDeclaration = 0x7FFF_FFFF

  /// Puts the namespaces on the stack that are in scope, by their declarations.
  private mutating func walkNamespaces(of element: Int) {
    // What is assumed for a fragment is declared nowhere.
    if isFragment {
      isUncertain = true
      return
    }
    let first = stack.count
    stack.append(Node(.namespace, Self.xmlDeclaration, behind: element))
    var scope = element
    while scope >= 0, !isUncertain {
      spend(1)
      for index in tree.firstDeclaration(scope)..<tree.firstDeclaration(scope + 1) {
        let prefix = tree.declarations[index].prefix
        spend(stack.count - first)
        let isHidden = (first + 1..<stack.count).contains {
          tree.declarations[stack[$0].index].prefix == prefix
        }
        if !isHidden { stack.append(Node(.namespace, index, behind: element)) }
      }
      scope = Int(tree.elements[scope].parent)
    }
  }
}

/// The symbols of the names of documents in a scope, each looked up once.
struct Symbols {
  private var localNames = NameMemo()
  private var namespaces = NameMemo()

  /// Takes the names of another document.
  mutating func use(_ tree: XMLTree) {
    localNames.use(tree.nameOwners?.localNames)
    namespaces.use(tree.nameOwners?.namespaces)
  }

  /// Forgets them: others may have symbols by now.
  mutating func forget() {
    localNames.forget()
    namespaces.forget()
  }

  @inline(__always)
  mutating func localName(_ name: LocalName, _ tree: TreeView, _ scope: XPathScope) -> Int32 {
    localNames.value(of: name.id) { scope.localNames.find(tree.localNames[name.id]) }
  }

  @inline(__always)
  mutating func namespace(_ namespace: Namespace, _ tree: TreeView, _ scope: XPathScope) -> Int32 {
    namespaces.value(of: namespace.id) { scope.namespaces.find(tree.namespaces[namespace.id]) }
  }
}
