import Testing

@testable import FaultlintXMLTree

extension XMLTree {
  /// A tree made by hand, without a parser: elements in document order by the index of their parent, each with text
  /// and declarations.
  convenience init(
    _ elements: [(parent: Int, text: String, declarations: [(prefix: String, namespace: String)])]
  ) {
    let localNames = NameStore([""])
    let namespaces = NameStore(["", "http://www.w3.org/XML/1998/namespace"])
    func number(_ name: String, in store: NameStore) -> UInt32 {
      let table = NameTable(store)
      for id in 0..<UInt32(table.count) where table.string(id) == name { return id }
      return Array(name.utf8).withUnsafeBufferPointer { store.append($0) }
    }
    self.init()
    for (index, element) in elements.enumerated() {
      let firstDeclaration = content.pointee.declarations.count
      for declaration in element.declarations {
        content.pointee.declarations.append(
          Declaration(
            prefix: LocalName(number(declaration.prefix, in: localNames)),
            namespace: Namespace(number(declaration.namespace, in: namespaces))))
      }
      let end = elements[(index + 1)...].firstIndex { $0.parent < index } ?? elements.count
      content.pointee.elements.append(
        Element(
          namespace: .none, name: LocalName(number("e\(index)", in: localNames)), prefix: LocalName(0),
          parent: Int32(element.parent), end: Int32(end), offset: 0, firstAttribute: 0,
          firstDeclaration: UInt32(firstDeclaration),
          firstRun: UInt32(content.pointee.runs.count)))
      if !element.text.isEmpty {
        content.pointee.runs.append(
          TextRun(
            parent: Int32(index), start: UInt32(content.pointee.text.count),
            length: UInt32(element.text.utf8.count),
            offset: 0))
        for byte in element.text.utf8 { content.pointee.text.append(byte) }
      }
    }
    content.pointee.source.append(0)
    content.pointee.localNames = NameTable(localNames)
    content.pointee.namespaces = NameTable(namespaces)
    nameOwners = (localNames, namespaces)
  }

  /// The text of the one element of a tree, which is kept for good: a view would not.
  static func view(_ text: String) -> TextView {
    Unmanaged.passRetained(XMLTree([(-1, text, [])])).takeUnretainedValue().root.text
  }
}
