import FaultlintLibXML
import FaultlintXMLTree
import Testing
import XMLMutations

/// One parser for many documents: nothing of one may show in the next.
struct ParserReuseTests {
  private static let documents: [String] = [
    "<a/>", "<p:a xmlns:p='urn:p' p:x='1'>t<b xmlns='urn:q'/></p:a>", "<a>\n <b> </b>\n</a>", "", " ", "<a>",
    "<a xmlns:p='urn:stale' xmlns='urn:default'><b><p:c>", "<p:a/>", "<a p:x=''/>", "<a><b/></c>",
    "<a>&e;</a>",
    "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "<a>&lt;<![CDATA[<]]>&#38;</a>",
    "<?xml version='1.0'?><?p?><!--c--><a/><!--d-->",
    "<a x='&amp;' y='2'><b x='1' x='2'/></a>", "<a xml:lang='de'/>",
    "<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>",
    String(repeating: "<d xmlns:q='urn:q'>", count: 300), "<a>]]></a>", "<q:a/>",
    "<a xmlns=''><p:b xmlns:p='urn:p'/></a>",
    "<?xml version='1.0' encoding='UTF-16'?><a/>", "<a>\u{1}</a>", "<a xmlns:p='urn:p'><p:b></a>", "<p:b/>",
    "<a xmlns:xsi='urn:x' xsi:type='t'>x</a>", "<xsi:a/>", "<a xml:space='preserve'> <b/> </a>",
    "<a> <b/> </a>",
    "<a x='" + String(repeating: "&amp;é", count: 5000) + "'/>", "<é:ü xmlns:é='urn:é'/>",
    "<a>" + String(repeating: "x", count: 100_000) + "</a>",
  ]

  private static func summary(_ document: ParsedDocument) -> String {
    """
    \(document.tree?.canonical ?? "no tree")
    \(String(describing: document.problem)) \(document.undeclaredPrefixes) \(document.prologue)
    \(document.source.count) \(document.inputBytes) \(document.hasUnreadEntities)
    """
  }

  @Test func aReusedParserGivesWhatAFreshOneGives() {
    let fresh = Self.documents.map { Self.summary(TreeParser().parse($0)) }
    let parser = TreeParser()
    var random = Generator(state: 1)
    // Every document after every other, and then in random order.
    for first in Self.documents.indices {
      for second in Self.documents.indices where first != second {
        _ = parser.parse(Self.documents[first])
        #expect(
          Self.summary(parser.parse(Self.documents[second])) == fresh[second],
          "after \(Self.documents[first].prefix(80))")
      }
    }
    for _ in 0..<500 {
      let index = Int.random(in: Self.documents.indices, using: &random)
      #expect(Self.summary(parser.parse(Self.documents[index])) == fresh[index])
    }
  }

  @Test func limitsOfOneParseAreNotThoseOfTheNext() {
    let parser = TreeParser()
    let deep = String(repeating: "<d>", count: 300) + String(repeating: "</d>", count: 300)
    var wide = ParseLimits()
    wide.depth = 1000
    #expect(parser.parse(deep).problem?.kind == .limit)
    #expect(parser.parse(deep, limits: wide).tree?.elements.count == 300)
    #expect(parser.parse(deep).problem?.kind == .limit)
    var narrow = ParseLimits()
    narrow.depth = 10
    #expect(parser.parse("<a><b/></a>", limits: narrow).tree?.elements.count == 2)
    #expect(parser.parse(deep, limits: narrow).problem?.offset == 30)
  }

  @Test func enclosuresOfOneParseAreNotThoseOfTheNext() {
    let parser = TreeParser()
    let enclosure = Enclosure(opening: "<o:o xmlns:o='urn:o' xmlns='urn:d'>", closing: "</o:o>", elements: 1)
    #expect(parser.parse("<o:a/>", inside: enclosure).tree?.elements.count == 2)
    #expect(parser.parse("<o:a/>").undeclaredPrefixes == ["o"])
    #expect(parser.parse("<a>", inside: enclosure).tree == nil)
    let next = parser.parse("<a/>")
    #expect(next.tree?.canonical == TreeParser().parse("<a/>").tree?.canonical)
    #expect(next.assumedBytes == 0)
  }

  /// libxml2's dictionary, in which the names of the documents before are as well, gets slow with many.
  @Test func howManyNamesThereMayBeDoesNotDependOnDocumentsBefore() throws {
    func document(_ letter: String, _ count: Int) -> String {
      "<?p?><r>" + (0..<count).map { "<\(letter)\($0)/>" }.joined() + "</r>"
    }
    let parser = TreeParser()
    #expect(parser.parse(document("a", 15_000)).problem == nil)
    #expect(parser.parse(document("b", 45_000)).tree?.elements.count == 45_001)
    _ = parser.parse(document("a", 15_000))
    let many = document("c", 51_000)
    let problem = try #require(parser.parse(many).problem)
    #expect(problem.kind == .limit)
    let fresh = try #require(TreeParser().parse(many).problem)
    #expect(fresh.offset == problem.offset && fresh.message == problem.message)
    // Without an instruction it is a document that could be read without libxml2.
    let plain = String(many.dropFirst(5))
    #expect(TreeParser().parse(plain).problem?.kind == .limit)
  }

  /// The parser's dictionary is thrown away now and then; nothing of that may be seen.
  @Test func everNewNamesAreReadTheSame() throws {
    let vocabulary = Vocabulary(
      localNames: [(LocalName(1), "known")],
      namespaces: [(.xml, "http://www.w3.org/XML/1998/namespace"), (Namespace(2), "urn:known")])
    let parser = TreeParser(vocabulary: vocabulary)
    for batch in 0..<100 {
      var document = "<known xmlns='urn:known' known='1'>"
      for index in 0..<500 { document += "<n\(batch * 500 + index) a\(batch)='v' xmlns='urn:\(batch)'/>" }
      document += "</known>"
      let tree = try #require(parser.parse(document).tree)
      #expect(tree.elements.count == 501)
      #expect(tree.elements[0].name == LocalName(1))
      #expect(tree.elements[0].namespace == Namespace(2))
      #expect(tree.attributes[0].name == LocalName(1))
      #expect(
        tree.elements[1...].enumerated().allSatisfy { index, element in
          tree.localNames.string(element.name.id) == "n\(batch * 500 + index)"
            && tree.namespaces.string(element.namespace.id) == "urn:\(batch)"
        })
      if batch % 20 == 0 {
        #expect(tree.canonical == TreeParser(vocabulary: vocabulary).parse(document).tree?.canonical)
      }
    }
  }

  @Test func treesOutliveTheirParser() throws {
    var tree: XMLTree?
    do {
      let parser = TreeParser()
      tree = parser.parse("<p:a xmlns:p='urn:p' x='1'>t</p:a>").tree
      _ = parser.parse("<completely different='2'/>")
    }
    let kept = try #require(tree)
    #expect(kept.canonical == TreeParser().parse("<p:a xmlns:p='urn:p' x='1'>t</p:a>").tree?.canonical)
  }

  @Test func parsersOfSeveralThreadsDoNotDisturbEachOther() async {
    let fresh = Self.documents.map { Self.summary(TreeParser().parse($0)) }
    await withTaskGroup(of: Bool.self) { group in
      for worker in 0..<4 {
        group.addTask {
          let parser = TreeParser()
          var random = Generator(state: UInt64(worker))
          return (0..<200).allSatisfy { _ in
            let index = Int.random(in: Self.documents.indices, using: &random)
            return Self.summary(parser.parse(Self.documents[index])) == fresh[index]
          }
        }
      }
      for await isSame in group { #expect(isSame) }
    }
  }
}
