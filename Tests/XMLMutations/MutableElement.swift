package import FaultlintXMLTree

/// An element that can be changed and written again. Names are as written; text is markup as it stands.
package struct MutableElement {
  package var name: String
  /// Namespace declarations included.
  package var attributes: [(name: String, value: String)]
  /// What stands before the first child.
  package var text = ""
  package var children: [MutableElement] = []
  /// What stands after the end tag.
  package var tail = ""

  package init(name: String, attributes: [(name: String, value: String)] = [], text: String = "") {
    self.name = name
    self.attributes = attributes
    self.text = text
  }

  package init(_ element: ElementView) {
    let tree = element.tree
    name = element.qualifiedName
    let end =
      element.index + 1 < tree.elements.count
      ? Int(tree.elements[element.index + 1].firstDeclaration) : tree.declarations.count
    attributes = tree.declarations[Int(tree.elements[element.index].firstDeclaration)..<end].map {
      declaration in
      let prefix = tree.localNames.string(declaration.prefix.id)
      return (prefix.isEmpty ? "xmlns" : "xmlns:\(prefix)", tree.namespaces.string(declaration.namespace.id))
    }
    attributes += element.attributes.map { ($0.qualifiedName, Self.escape($0.value)) }
    let starts = element.children.map(\.offset)
    children = element.children.map { MutableElement($0) }
    for run in element.textRuns {
      let escaped = Self.escape(TextView(run, in: tree))
      if let before = starts.lastIndex(where: { $0 < Int(run.offset) }) {
        children[before].tail = escaped
      } else {
        text = escaped
      }
    }
  }

  private static func escape(_ text: TextView) -> String {
    let markup: [Character: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"]
    return String(decoding: text.bytes, as: UTF8.self).map { markup[$0] ?? String($0) }.joined()
  }

  package var markup: String {
    var result = ""
    write(to: &result)
    return result
  }

  private func write(to result: inout String) {
    result += "<\(name)"
    for attribute in attributes { result += " \(attribute.name)=\"\(attribute.value)\"" }
    if text.isEmpty, children.isEmpty {
      result += "/>"
    } else {
      result += ">\(text)"
      for child in children { child.write(to: &result) }
      result += "</\(name)>"
    }
    result += tail
  }

  /// The ways from this element to each in it, itself first.
  package var paths: [[Int]] {
    [[]] + children.indices.flatMap { index in children[index].paths.map { [index] + $0 } }
  }

  package subscript(path: ArraySlice<Int>) -> MutableElement {
    get { path.first.map { children[$0][path.dropFirst()] } ?? self }
    set {
      if let first = path.first {
        children[first][path.dropFirst()] = newValue
      } else {
        self = newValue
      }
    }
  }

  package mutating func set(_ attribute: String, _ value: String) {
    if let index = attributes.firstIndex(where: { $0.name == attribute }) {
      attributes[index].value = value
    } else {
      attributes.append((attribute, value))
    }
  }

  package mutating func removeOwnAttributes() { attributes.removeAll { !$0.name.hasPrefix("xmlns") } }

  package var prefix: String {
    name.split(separator: ":").count == 2 ? String(name.split(separator: ":")[0]) : ""
  }
  package var localName: String { String(name.split(separator: ":").last ?? "") }

  package func renamed(prefix: String, localName: String) -> MutableElement {
    var copy = self
    copy.name = prefix.isEmpty ? localName : "\(prefix):\(localName)"
    return copy
  }
}
