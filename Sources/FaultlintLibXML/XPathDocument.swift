internal import CFaultlintXML2
internal import FaultlintXMLTree

/// A document as XPath sees it: libxml2's own tree, built from the flat one. It is made only where rules written in XPath
/// run, and knows of each of its nodes which it is in the flat tree.
///
/// White space between elements, comments and processing instructions, which the flat tree does not have, are not in it.
final class XPathDocument {
  let document: xmlDocPtr
  /// How many bytes of text there are: what one step of an expression may have to read.
  let textSize: Int

  init(_ tree: TreeView) {
    guard let document = xmlNewDoc("1.0") else { fatalError("out of memory") }
    self.document = document
    textSize = tree.text.count
    build(tree)
  }

  deinit { xmlFreeDoc(document) }

  private func build(_ tree: TreeView) {
    var nodes: [xmlNodePtr] = []
    nodes.reserveCapacity(tree.elements.count)
    var open: [Int] = []
    // The declarations in scope, the innermost last, and how many there were before each open element.
    var scope: [(prefix: LocalName, namespace: Namespace, record: xmlNsPtr)] = []
    var marks: [Int] = []
    var run = 0
    func addRuns(before end: Int) {
      while run < end {
        let record = tree.runs[run]
        run += 1
        let text = TextView(record, in: tree)
        let node = xmlNewDocTextLen(document, text.bytes.baseAddress, Int32(text.count))
        node?.pointee._private = Self.tag(Int(record.parent))
        if let node { xmlAddChild(nodes[Int(record.parent)], node) }
      }
    }
    for index in tree.elements.indices {
      let element = tree.elements[index]
      addRuns(before: Int(element.firstRun))
      while let last = open.last, tree.elements[last].end <= index {
        open.removeLast()
        scope.removeSubrange(marks.removeLast()...)
      }
      guard let node = xmlNewDocNode(document, nil, tree.localNames.address(element.name.id), nil) else {
        fatalError("out of memory")
      }
      node.pointee._private = Self.tag(index)
      nodes.append(node)
      marks.append(scope.count)
      if let parent = open.last {
        xmlAddChild(nodes[parent], node)
      } else {
        xmlDocSetRootElement(document, node)
      }
      open.append(index)
      let declarations = tree.firstDeclaration(index)..<tree.firstDeclaration(index + 1)
      for declaration in tree.declarations[declarations] {
        let prefix =
          declaration.prefix.id == 0 ? nil : tree.localNames.address(declaration.prefix.id)
        if let record = xmlNewNs(node, tree.namespaces.address(declaration.namespace.id), prefix) {
          scope.append((declaration.prefix, declaration.namespace, record))
        }
      }
      node.pointee.ns = Self.record(element.namespace, element.prefix, scope, tree, document, node)
      for position in tree.firstAttribute(index)..<tree.firstAttribute(index + 1) {
        let attribute = tree.attributes[position]
        let value = AttributeView(tree, position).value
        let namespace = Self.record(attribute.namespace, attribute.prefix, scope, tree, document, node)
        // The value is set apart: as a string it would be read for references to entities.
        guard let property = xmlNewNsProp(node, namespace, tree.localNames.address(attribute.name.id), nil)
        else { continue }
        property.pointee._private = Self.tag(position)
        if let text = xmlNewDocTextLen(document, value.bytes.baseAddress, Int32(value.count)) {
          text.pointee.parent = UnsafeMutableRawPointer(property).assumingMemoryBound(to: xmlNode.self)
          property.pointee.children = text
          property.pointee.last = text
        }
      }
    }
    addRuns(before: tree.runs.count)
  }

  /// The declaration that gives a name its namespace; nil for no namespace.
  private static func record(
    _ namespace: Namespace, _ prefix: LocalName,
    _ scope: [(prefix: LocalName, namespace: Namespace, record: xmlNsPtr)], _ tree: TreeView,
    _ document: xmlDocPtr, _ node: xmlNodePtr
  ) -> xmlNsPtr? {
    if namespace == .none { return nil }
    if namespace == .xml { return xmlSearchNs(document, node, "xml") }
    if let found = scope.last(where: { $0.prefix == prefix && $0.namespace == namespace }) {
      return found.record
    }
    // A prefix that was bound for a fragment is declared nowhere.
    return xmlNewNs(
      node, tree.namespaces.address(namespace.id), prefix.id == 0 ? nil : tree.localNames.address(prefix.id))
  }

  private static func tag(_ index: Int) -> UnsafeMutableRawPointer? {
    UnsafeMutableRawPointer(bitPattern: index + 1)
  }

  /// Which node of the flat tree a node is.
  static func place(_ node: xmlNodePtr) -> XPathPlace {
    guard let tag = node.pointee._private else { return .element(0) }
    let index = Int(bitPattern: tag) - 1
    return node.pointee.type == XML_ATTRIBUTE_NODE ? .attribute(index) : .element(index)
  }
}

/// A node of a tree that XPath selected; for a text its element, for the document the document element.
public enum XPathPlace: Sendable, Equatable {
  /// An element, by its index.
  case element(Int)
  /// An attribute, by its index.
  case attribute(Int)
}
