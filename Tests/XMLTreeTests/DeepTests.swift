import Testing

@testable import FaultlintXMLTree

/// Trees that are deeper than any message.
@Suite struct DeepTests {
  /// Elements each in the one before; what some of them declare, by their index.
  static func chain(_ count: Int, _ declarations: [Int: [(prefix: String, namespace: String)]] = [:])
    -> XMLTree
  {
    XMLTree((0..<count).map { ($0 - 1, "", declarations[$0] ?? []) })
  }

  static func steps(_ range: some Sequence<Int>) -> String { range.map { "/e\($0)" }.joined() }

  @Test func pathsOfFewStepsAreWhole() {
    let tree = Self.chain(300)
    var finder = PathFinder(tree.view)
    for index in [299, 0, 17, 150, 150, 24, 25] {
      #expect(finder.path(of: ElementView(tree, index)) == Self.steps(0...index))
    }
    withExtendedLifetime(tree) {}
  }

  @Test func theMiddleOfLongPathsIsLeftOut() {
    let tree = Self.chain(600)
    var finder = PathFinder(tree.view)
    // In any order, and asked again.
    for index in [599, 300, 450, 599] {
      #expect(
        finder.path(of: ElementView(tree, index)) == Self.steps(0..<64) + "/…"
          + Self.steps(index - 63...index))
    }
    withExtendedLifetime(tree) {}
  }

  @Test func whatWasPutAroundAFragmentIsNoPartOfPaths() {
    let tree = Self.chain(400)
    var finder = PathFinder(tree.view, omitting: 2)
    #expect(finder.path(of: ElementView(tree, 1)) == "/")
    #expect(finder.path(of: ElementView(tree, 2)) == "/e2")
    #expect(finder.path(of: ElementView(tree, 20)) == Self.steps(2...20))
    #expect(finder.path(of: ElementView(tree, 399)) == Self.steps(2..<66) + "/…" + Self.steps(336...399))
    withExtendedLifetime(tree) {}
  }

  @Test func prefixesAreLookedUpHoweverFarOut() {
    let tree = Self.chain(
      500, [0: [("a", "urn:outer")], 3: [("b", "urn:b")], 200: [("a", "urn:inner"), ("c", "urn:c")]])
    func namespace(_ prefix: String, at index: Int) -> String? {
      ElementView(tree, index).namespace(forPrefix: prefix.utf8).map { tree.view.namespaces.string($0.id) }
    }
    for index in [0, 2, 3, 20, 199] { #expect(namespace("a", at: index) == "urn:outer") }
    for index in [200, 201, 300, 499] { #expect(namespace("a", at: index) == "urn:inner") }
    #expect(namespace("b", at: 2) == nil)
    for index in [3, 4, 100, 200, 499] { #expect(namespace("b", at: index) == "urn:b") }
    #expect(namespace("c", at: 199) == nil && namespace("c", at: 499) == "urn:c")
    #expect(namespace("d", at: 499) == nil && namespace("", at: 499) == "")
  }

  @Test func whatASiblingDeclaresIsNotInScope() {
    // A root with a deep branch, a sibling of it that declares, and a second deep branch.
    var elements: [(parent: Int, text: String, declarations: [(prefix: String, namespace: String)])] = [
      (-1, "", [("a", "urn:a")])
    ]
    for step in 0..<100 { elements.append((step == 0 ? 0 : elements.count - 1, "", [])) }
    elements.append((0, "", [("a", "urn:other")]))
    let second = elements.count
    for step in 0..<100 { elements.append((step == 0 ? 0 : elements.count - 1, "", [])) }
    let tree = XMLTree(elements)
    for index in [1, 50, 100, second, second + 50, second + 99] {
      let found = ElementView(tree, index).namespace(forPrefix: "a".utf8)
      #expect(found.map { tree.view.namespaces.string($0.id) } == "urn:a")
    }
  }
}
