public import FaultlintXMLTree

/// Where in a document a finding is.
public enum Place: Sendable, Hashable {
  /// An element, by its index in the tree.
  case element(Int)
  /// An attribute, by its index in the tree.
  case attribute(Int)
  /// A byte of the source; the element, if any, is the one it lies in.
  case offset(Int, element: Int?)
  /// The head of the HTTP message that the document came in: a field, by its index, or nil for the start line.
  case head(field: Int?)

  /// The element it is, or lies on or in.
  public func element(in tree: TreeView) -> Int? {
    switch self {
    case .element(let index): index
    case .attribute(let index): Int(tree.attributes[index].element)
    case .offset(_, let element): element
    case .head: nil
    }
  }
}

extension OffsetFinder {
  /// Where a place begins in the source of the tree.
  public mutating func offset(of place: Place) -> Int {
    switch place {
    case .element(let index): Int(tree.elements[index].offset)
    case .attribute(let index): offset(ofAttribute: index)
    case .offset(let offset, _): offset
    case .head: 0
    }
  }
}
