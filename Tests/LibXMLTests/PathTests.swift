import FaultlintLibXML
import FaultlintXMLTree
import Testing

/// Paths of elements among siblings.
@Suite struct PathTests {
  @Test(
    "The position is that among siblings of one name, however many siblings there are",
    arguments: [1, 2, 3, 31, 32, 33, 34, 35, 64, 100])
  func positions(_ count: Int) throws {
    let names = (0..<count).map { $0 % 3 == 2 ? "b" : "a" }
    let text = "<r>" + names.map { "<\($0)/>" }.joined() + "<c/></r>"
    let tree = try #require(TreeParser().parse(text).tree)
    var seen: [String: Int] = [:]
    for (child, name) in zip(tree.root.children, names + ["c"]) {
      seen[name, default: 0] += 1
      let isAlone = names.count { $0 == name } < 2
      #expect(child.path() == "/r/\(name)" + (isAlone ? "" : "[\(seen[name] ?? 0)]"))
    }
  }
}
