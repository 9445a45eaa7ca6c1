internal import Faultlint
internal import FaultlintLibXML
internal import FaultlintModel
internal import FaultlintXMLTree

/// What is in an XML element, as lines that are equal if it means the same: names with their namespaces, attributes in
/// order, white space collapsed.
struct XMLMeaning {
  /// The lines for the content of the element; nil if it is not XML.
  let content: [String]?
  /// Why it is not.
  let problem: String?

  /// The meaning of a document: of what is in its root.
  init(of document: String) { self.init(document, unwrapping: false) }

  /// The meaning of what is the content of an element: elements with text around them. One that is `detail`, or the
  /// `Detail` of SOAP 1.2, stands for what is in it.
  init(ofContent content: String) { self.init("<content>\(content)</content>", unwrapping: true) }

  private init(_ document: String, unwrapping: Bool) {
    let parsed = Array(document.utf8).withUnsafeBufferPointer { TreeParser(vocabulary: .soap).parse($0) }
    guard parsed.problem == nil, let tree = parsed.tree else {
      content = nil
      problem = parsed.problem?.message ?? "there is nothing"
      return
    }
    problem = nil
    content = withExtendedLifetime(tree) {
      var root = ElementView(tree.view, 0)
      if unwrapping {
        let children = Array(root.children)
        if children.count == 1,
          children[0].isNamed(.none, .detail11) || children[0].isNamed(.soap12, .detail12)
        {
          root = children[0]
        }
      }
      return Self.content(of: root, indent: "")
    }
  }

  private static func content(of element: ElementView, indent: String) -> [String] {
    var parts: [(offset: Int, lines: [String])] = element.children.map { child in
      (child.offset, lines(child, indent: indent))
    }
    for run in element.textRuns {
      let text = String(decoding: TextView(run, in: element.tree).bytes, as: UTF8.self).collapsed
      if !text.isEmpty { parts.append((Int(run.offset), [indent + text])) }
    }
    return parts.sorted { $0.offset < $1.offset }.flatMap(\.lines)
  }

  private static func lines(_ element: ElementView, indent: String) -> [String] {
    let name = QualifiedName(namespace: element.namespaceName, local: element.localName)
    let attributes = element.attributes.compactMap(attribute).sorted().map { " " + $0 }.joined()
    let content = content(of: element, indent: indent + "  ")
    if content.isEmpty { return ["\(indent)<\(name)\(attributes)/>"] }
    if element.children.first == nil {
      return ["\(indent)<\(name)\(attributes)>\(content.map(\.collapsed).joined(separator: " "))</\(name)>"]
    }
    return ["\(indent)<\(name)\(attributes)>"] + content + ["\(indent)</\(name)>"]
  }

  /// An attribute; nil if it says nothing of the meaning.
  private static func attribute(_ attribute: AttributeView) -> String? {
    let tree = attribute.tree
    let local = tree.localNames.string(attribute.name.id)
    let text = String(decoding: attribute.value.bytes, as: UTF8.self)
    var value = text.collapsed
    switch (attribute.namespace, attribute.name) {
    case (.schemaInstance, .schemaLocation), (.schemaInstance, .noNamespaceSchemaLocation): return nil
    case (.schemaInstance, .type):
      if case .resolved(let namespace, let local, _) = QName(attribute.value, in: attribute.element) {
        let name = String(decoding: local.bytes, as: UTF8.self)
        value = QualifiedName(namespace: tree.namespaces.string(namespace.id), local: name).description
      }
    case (.schemaInstance, .nilAttribute): value = value == "1" ? "true" : value == "0" ? "false" : value
    case (.xml, .lang): value = value.lowercased()
    default: break
    }
    let name = QualifiedName(namespace: tree.namespaces.string(attribute.namespace.id), local: local)
    return "\(name)=\"\(value)\""
  }
}
