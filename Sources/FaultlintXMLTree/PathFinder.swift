/// The paths of many elements of one tree. Siblings are counted once for each parent, and the way to an element is gone
/// once: a parent may have a hundred thousand children, or as many elements around it, and each of them a finding.
public struct PathFinder {
  /// The way from the document element to an element, itself included.
  private struct Way {
    /// How many bytes of UTF-8 the whole path has.
    let length: Int
    /// How many steps it has.
    let count: Int
    /// The element that the part ends with which is shown of a path that is too long.
    let head: Int
  }

  private let tree: TreeView
  private let omitted: Int
  /// The positions of elements among the siblings that share their name, where there are several.
  private var positions: [Int: Int] = [:]
  private var countedParents: Set<Int> = []
  private var ways: [Int: Way] = [:]
  /// What was asked for last: findings often come from siblings, and deep ones from below the same elements.
  private var lastParent: (index: Int, path: String)?
  private var hasFound = false
  private var lastHead: (index: Int, path: String)?

  /// A finder for a tree. The outermost `omitted` elements are left out of paths: those that were put around a
  /// fragment.
  public init(_ tree: TreeView, omitting omitted: Int = 0) {
    self.tree = tree
    self.omitted = omitted
  }

  /// The path from the document element, with prefixes as written and, where several siblings share a name,
  /// positions: `/s:Envelope/s:Body/s:Fault[2]`. Of a path that is longer than anybody reads the middle is left out.
  public mutating func path(of element: ElementView) -> String {
    guard element.index >= omitted else { return "/" }
    if isNear(element) {
      let path = nearPath(of: element)
      if path.utf8.count <= Self.longest { return path }
    }
    let way = way(to: element)
    let isWhole = way.length <= Self.longest && way.count <= Self.mostSteps
    return isWhole ? wholePath(of: element) : cutPath(of: element, way)
  }

  /// The path of an element with few others around it.
  private mutating func nearPath(of element: ElementView) -> String {
    guard let parent = element.parent, parent.index >= omitted else { return step(to: element) }
    if let lastParent, lastParent.index == parent.index { return lastParent.path + step(to: element) }
    // Most messages have one finding, and its path is made in one go.
    guard hasFound else {
      hasFound = true
      return wholePath(of: element)
    }
    let path = wholePath(of: parent)
    lastParent = (parent.index, path)
    return path + step(to: element)
  }

  /// Whether few elements are around an element, so that going over them costs less than remembering them.
  private func isNear(_ element: ElementView) -> Bool {
    var next = element.parent
    var depth = 0
    while let current = next, depth < Self.fewSteps {
      next = current.parent
      depth += 1
    }
    return next == nil
  }

  /// The path of an element to which there are few steps.
  private mutating func wholePath(of element: ElementView) -> String {
    var path: [UInt8] = []
    path.reserveCapacity(100)
    write(pathTo: element, to: &path)
    return String(decoding: path, as: UTF8.self)
  }

  private mutating func write(pathTo element: ElementView, to path: inout [UInt8]) {
    if let parent = element.parent, parent.index >= omitted { write(pathTo: parent, to: &path) }
    write(stepTo: element, to: &path)
  }

  /// The beginning and the end of a path, each of them about half of what is shown, and no less than a step.
  private mutating func cutPath(of element: ElementView, _ way: Way) -> String {
    if lastHead?.index != way.head { lastHead = (way.head, wholePath(of: ElementView(tree, way.head))) }
    var steps: [String] = []
    var length = 0
    var next: ElementView? = element
    while let current = next, current.index != way.head {
      let step = step(to: current)
      length += step.utf8.count
      if length > Self.longest / 2 && !steps.isEmpty || steps.count == Self.shownSteps { break }
      steps.append(step)
      next = current.parent
    }
    return (lastHead?.path ?? "") + "/…" + steps.reversed().joined()
  }

  private mutating func way(to element: ElementView) -> Way {
    var unknown: [ElementView] = []
    var known: Way?
    var next: ElementView? = element
    while let current = next, current.index >= omitted {
      known = ways[current.index]
      if known != nil { break }
      unknown.append(current)
      next = current.parent
    }
    for current in unknown.reversed() {
      let length = (known?.length ?? 0) + step(to: current).utf8.count
      // Half of what is shown is the beginning, and at least the outermost element is.
      let count = (known?.count ?? 0) + 1
      let isShort = length <= Self.longest / 2 && count <= Self.shownSteps
      let isShown = known.map { $0.head == current.parent?.index && isShort } ?? true
      let way = Way(
        length: length, count: count, head: isShown ? current.index : known?.head ?? current.index)
      ways[current.index] = way
      known = way
    }
    return known ?? Way(length: 0, count: 0, head: element.index)
  }

  private mutating func step(to element: ElementView) -> String {
    var step: [UInt8] = []
    write(stepTo: element, to: &step)
    return String(decoding: step, as: UTF8.self)
  }

  private mutating func write(stepTo element: ElementView, to path: inout [UInt8]) {
    path.append(UInt8(ascii: "/"))
    if element.record.prefix.id != 0 {
      write(element.record.prefix, to: &path)
      path.append(UInt8(ascii: ":"))
    }
    write(element.name, to: &path)
    guard let parent = element.parent else { return }
    let position =
      Self.position(of: element, among: parent.children) ?? countedPosition(of: element, in: parent)
    if position > 0 { path += "[\(position)]".utf8 }
  }

  /// Writes a name; one that is longer than any that somebody made is cut.
  private func write(_ name: LocalName, to path: inout [UInt8]) {
    let text = tree.localNames[name.id]
    if text.count <= 100 {
      path += text
    } else {
      path += tree.localNames.string(name.id).utf8
    }
  }

  /// How many children are looked through for each of them rather than counted once for all.
  private static let fewChildren = 32

  /// The position of an element among the siblings that share its name; 0 if there are none, nil if there are too many
  /// children to look through.
  private static func position(of element: ElementView, among siblings: ElementView.Children) -> Int? {
    let (namespace, name) = (element.namespace, element.name)
    var looked = 0
    var count = 0
    var position = 0
    for sibling in siblings {
      looked += 1
      if looked > fewChildren { return nil }
      guard sibling.isNamed(namespace, name) else { continue }
      count += 1
      if sibling.index == element.index { position = count }
    }
    return count > 1 ? position : 0
  }

  /// The same, of a parent with many children.
  private mutating func countedPosition(of element: ElementView, in parent: ElementView) -> Int {
    countChildren(of: parent)
    return positions[element.index] ?? 0
  }

  private mutating func countChildren(of parent: ElementView) {
    guard countedParents.insert(parent.index).inserted else { return }
    var first: [ExpandedName: Int] = [:]
    var counts: [ExpandedName: Int] = [:]
    for child in parent.children {
      let name = ExpandedName(namespace: child.namespace, local: child.name)
      let count = counts[name, default: 0] + 1
      counts[name] = count
      if count == 1 {
        first[name] = child.index
      } else {
        if count == 2, let index = first[name] { positions[index] = 1 }
        positions[child.index] = count
      }
    }
  }

  private struct ExpandedName: Hashable {
    let namespace: Namespace
    let local: LocalName
  }

  /// How many elements around one are few.
  private static let fewSteps = 24

  /// How many steps a path has before its middle is left out, and how many of them are shown at either end then.
  private static let mostSteps = 300
  private static let shownSteps = 64

  /// How many bytes of UTF-8 a path has before its middle is left out.
  private static let longest = 2000
}
