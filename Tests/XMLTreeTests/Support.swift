import Testing
import XMLTree

extension XMLTree {
  /// A tree made by hand, without a parser: elements in document order by the index of their parent, each with text
  /// and declarations.
  convenience init(
    _ elements: [(parent: Int, text: String, declarations: [(prefix: String, namespace: String)])]
  ) {
    var localNames = NameTable([""])
    var namespaces = NameTable(["", "http://www.w3.org/XML/1998/namespace"])
    func number(_ name: String, in table: inout NameTable) -> UInt32 {
      for id in 0..<UInt32(table.count) where table.string(id) == name { return id }
      return Array(name.utf8).withUnsafeBufferPointer { table.append($0) }
    }
    var records: [Element] = []
    var declarations: [Declaration] = []
    var runs: [TextRun] = []
    var text: [UInt8] = []
    for (index, element) in elements.enumerated() {
      let firstDeclaration = declarations.count
      for declaration in element.declarations {
        declarations.append(
          Declaration(
            prefix: LocalName(number(declaration.prefix, in: &localNames)),
            namespace: Namespace(number(declaration.namespace, in: &namespaces))))
      }
      let end = elements[(index + 1)...].firstIndex { $0.parent < index } ?? elements.count
      records.append(
        Element(
          namespace: .none, name: LocalName(number("e\(index)", in: &localNames)), prefix: LocalName(0),
          parent: Int32(element.parent), end: Int32(end), offset: 0, firstAttribute: 0,
          firstDeclaration: UInt32(firstDeclaration),
          firstRun: UInt32(runs.count)))
      if !element.text.isEmpty {
        runs.append(
          TextRun(
            parent: Int32(index), start: UInt32(text.count), length: UInt32(element.text.utf8.count),
            offset: 0))
        text += Array(element.text.utf8)
      }
    }
    self.init(
      elements: records, attributes: [], declarations: declarations, runs: runs, text: text, source: [0],
      localNames: localNames, namespaces: namespaces, processingInstructions: [], commentsOutsideRoot: [])
  }

  /// The text of the one element of a tree.
  static func view(_ text: String) -> TextView { XMLTree([(-1, text, [])]).root.text }
}
