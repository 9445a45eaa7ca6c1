extension ElementView {
  /// The texts in it and its descendants, each with the element it is straight inside, in document order.
  public var allTexts: some Sequence<(element: ElementView, text: TextView)> {
    let range = tree.firstRun(index)..<tree.firstRun(Int(tree.elements[index].end))
    return tree.runs[range].lazy.map { [tree] run in
      (
        ElementView(tree, Int(run.parent)),
        TextView(tree: tree, start: Int(run.start), count: Int(run.length))
      )
    }
  }

  /// Its attributes and those of its descendants, in document order.
  public var allAttributes: some Sequence<AttributeView> {
    let range = tree.firstAttribute(index)..<tree.firstAttribute(Int(tree.elements[index].end))
    return range.lazy.map { [tree] in AttributeView(tree, $0) }
  }
}
