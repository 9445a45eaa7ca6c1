/// The paths of many elements of one tree. Siblings are counted once for each parent: a parent may have a hundred
/// thousand children, and each of them a finding.
public struct PathFinder {
  private let tree: TreeView
  private let omitted: Int
  /// The positions of elements among the siblings that share their name, where there are several.
  private var positions: [Int: Int] = [:]
  private var countedParents: Set<Int> = []
  /// The way to the parent that was asked for last: findings often come from siblings.
  private var lastParent: (index: Int, steps: [String])?

  /// A finder for a tree. The outermost `omitted` elements are left out of paths: those that were put around a
  /// fragment.
  public init(_ tree: TreeView, omitting omitted: Int = 0) {
    self.tree = tree
    self.omitted = omitted
  }

  /// The path from the document element, with prefixes as written and, where several siblings share a name,
  /// positions: `/s:Envelope/s:Body/s:Fault[2]`. Of a path that is longer than anybody reads the middle is left out.
  public mutating func path(of element: ElementView) -> String {
    guard let parent = element.parent else { return Self.joined(omitted > 0 ? [] : [step(to: element)]) }
    if lastParent?.index != parent.index { lastParent = (parent.index, steps(to: parent)) }
    return Self.joined((lastParent?.steps ?? []) + (element.index < omitted ? [] : [step(to: element)]))
  }

  private mutating func steps(to element: ElementView) -> [String] {
    var steps: [String] = []
    var next: ElementView? = element
    while let current = next, current.index >= omitted {
      steps.append(step(to: current))
      next = current.parent
    }
    return steps.reversed()
  }

  private mutating func step(to element: ElementView) -> String {
    let name = "/" + element.qualifiedName
    guard let parent = element.parent else { return name }
    let position: Int?
    if parent.children.prefix(Self.fewChildren + 1).count(where: { _ in true }) <= Self.fewChildren {
      position = Self.position(of: element, among: parent.children)
    } else {
      countChildren(of: parent)
      position = positions[element.index]
    }
    return position.map { "\(name)[\($0)]" } ?? name
  }

  /// How many children are looked through for each of them rather than counted once for all.
  private static let fewChildren = 32

  /// The position of an element among the siblings that share its name; nil if there are none.
  private static func position(of element: ElementView, among siblings: ElementView.Children) -> Int? {
    var count = 0
    var position = 0
    for sibling in siblings where sibling.isNamed(element.namespace, element.name) {
      count += 1
      if sibling.index == element.index { position = count }
    }
    return count > 1 ? position : nil
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

  private static func joined(_ steps: [String]) -> String {
    let count = steps.reduce(0) { $0 + $1.utf8.count }
    guard count > longest else { return count == 0 ? "/" : steps.joined() }
    let head = fitting(steps)
    let tail = fitting(steps.dropFirst(head.count).reversed()).reversed()
    return head.joined() + "/…" + tail.joined()
  }

  /// As many of the steps as fill half a path; at least one.
  private static func fitting(_ steps: some Sequence<String>) -> [String] {
    var fitting: [String] = []
    var count = 0
    for step in steps {
      count += step.utf8.count
      if count > longest / 2, !fitting.isEmpty { break }
      fitting.append(step)
    }
    return fitting
  }

  /// How many bytes of UTF-8 a path has before its middle is left out.
  private static let longest = 2000
}
