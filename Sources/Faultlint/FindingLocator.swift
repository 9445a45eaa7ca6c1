internal import FaultlintEngine
internal import FaultlintLibXML
internal import FaultlintModel
internal import FaultlintXMLTree

/// Says where in the input defects are: lines and columns, offsets, paths.
enum FindingLocator {
  /// The findings, in document order.
  static func locate(_ defects: [Defect], in document: ParsedDocument, _ head: HTTPHead?) -> [Finding] {
    guard !defects.isEmpty else { return [] }
    var finder = PositionFinder(document)
    var offsets = document.tree.map { OffsetFinder($0.view) }
    let places = defects.map { defect -> Int in
      if let offset = offsets?.offset(of: defect.place) { return offset }
      if case .offset(let offset, _) = defect.place { return offset }
      return 0
    }
    var paths = document.tree.map { PathFinder($0.view, omitting: document.assumedElements) }
    // Nearly always they are in order.
    let isInOrder = zip(places, places.dropFirst()).allSatisfy { $0 <= $1 }
    let order = isInOrder ? Array(defects.indices) : defects.indices.sorted { places[$0] < places[$1] }
    return order.map { index in
      let (defect, offset) = (defects[index], places[index])
      if case .head(let field) = defect.place {
        let start = field.flatMap { head?.fields[$0].offset } ?? 0
        return Finding(
          defect, line: 1, column: 1, offset: start, path: "", sourceOffset: offset, sourceLength: 1)
      }
      let position = finder.position(of: offset)
      return Finding(
        defect, line: position.line, column: position.column, offset: position.offset,
        path: document.tree.map { defect.place.path(in: $0.view, &paths) } ?? "",
        sourceOffset: offset, sourceLength: defect.place.length(in: document))
    }
  }
}

extension Place {
  fileprivate func path(in tree: TreeView, _ paths: inout PathFinder?) -> String {
    guard let element = element(in: tree), let path = paths?.path(of: ElementView(tree, element)) else {
      return ""
    }
    if case .attribute(let index) = self { return path + "/@" + AttributeView(tree, index).qualifiedName }
    return path
  }

  /// How many bytes to mark: the name of an element with its bracket, an attribute's name, the text of a line.
  fileprivate func length(in document: ParsedDocument) -> Int {
    guard let tree = document.tree else { return 1 }
    switch self {
    case .element(let index): return ElementView(tree, index).qualifiedName.utf8.count + 1
    case .attribute(let index): return AttributeView(tree, index).qualifiedName.utf8.count
    case .offset, .head: return 1
    }
  }
}
