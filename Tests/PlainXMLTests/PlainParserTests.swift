import FaultlintLibXML
import FaultlintModel
import FaultlintPlainXML
import FaultlintXMLTree
import Foundation
import Testing
import XMLMutations

/// What the plain parser is certain of is what libxml2 reads.
@Suite("Where the plain parser is certain, its tree is libxml2's")
struct PlainParserTests {
  /// More can be asked for, for a search that takes longer.
  private static let mutants =
    ProcessInfo.processInfo.environment["FAULTLINT_MUTANTS"].flatMap { Int($0) } ?? 100_000
  private static let shards = 4

  @Test("in every sample and every document of the suite")
  func documents() {
    let comparison = ParserComparison()
    for (name, bytes) in Documents.all {
      if let difference = comparison.difference(bytes) { Issue.record("\(name): \(difference)") }
    }
    print("\(comparison.plainCount) of \(Documents.all.count) documents are plain")
    #expect(Documents.all.count >= 1000)
    #expect(comparison.plainCount >= Documents.all.count / 2)
  }

  @Test("in mutants", arguments: 0..<shards)
  func mutants(_ shard: Int) {
    var comparison = ParserComparison()
    var plainCount = 0
    var mutants = Mutants(of: Documents.seeds, number: UInt64(shard))
    var random = Generator(state: UInt64(shard))
    let count = Self.mutants / Self.shards
    for index in 0..<count {
      // A parser that has seen too many names is certain of no new one; elsewhere it forgets them in time.
      if index % 100_000 == 99_999 {
        plainCount += comparison.plainCount
        comparison = ParserComparison()
      }
      let mutant = mutants.next()
      var limits = ParseLimits()
      if Int.random(in: 0..<8, using: &random) == 0 {
        limits.depth = Int.random(in: 1...4, using: &random)
        limits.attributes = Int.random(in: 1...4, using: &random)
      }
      if let difference = comparison.difference(mutant, limits: limits) {
        Issue.record(
          "\(difference)\n\(String(reflecting: String(decoding: mutant, as: UTF8.self)))\n\(limits)")
      }
    }
    plainCount += comparison.plainCount
    print("\(plainCount) of \(count) mutants are plain")
    // Agreement counts only where there is something to agree about, and to disagree.
    #expect(plainCount >= count / 4)
    #expect(plainCount <= count * 3 / 4)
  }

  @Test("whoever is asked, inside an enclosure or not")
  func wholeDocuments() {
    let both = TreeParser(vocabulary: .soap)
    let libxml = TreeParser(vocabulary: .soap, readsPlainly: false)
    let enclosures = [
      nil, Enclosure(opening: "<o xmlns:p='urn:p'>", closing: "</o>", elements: 1),
      Enclosure(opening: "<o><p:i xmlns:p='urn:x'>", closing: "</p:i></o>", elements: 2),
    ]
    var mutants = Mutants(of: Documents.seeds, number: 99)
    for index in 0..<(Self.mutants / 20) {
      let mutant = mutants.next()
      mutant.withUnsafeBufferPointer { bytes in
        let enclosure = enclosures[index % enclosures.count]
        let (one, other) = (both.parse(bytes, inside: enclosure), libxml.parse(bytes, inside: enclosure))
        #expect(Self.summary(one) == Self.summary(other), "\(String(decoding: mutant, as: UTF8.self))")
        if let tree = one.tree, let expected = other.tree {
          let difference = ParserComparison.difference(tree, expected)
          #expect(difference == nil, "\(String(reflecting: String(decoding: mutant, as: UTF8.self)))")
        }
      }
    }
  }

  private static func summary(_ document: ParsedDocument) -> String {
    """
    \(document.tree == nil) \(String(describing: document.problem)) \(document.undeclaredPrefixes) \(document.prologue)
    \(document.assumedBytes) \(document.assumedElements) \(document.inputBytes) \(document.hasUnreadEntities)
    \(String(decoding: document.source, as: UTF8.self))
    """
  }

  @Test("and were it another, the comparison would show it")
  func plantedDifferences() throws {
    let document = Array(
      "<!-- c --><p:a xmlns:p='urn:p' xmlns='urn:d'>x<b p:c='1' d='2'>y</b><e>z</e></p:a>".utf8)
    let defects: [(String, (inout TreeContent) -> Void)] = [
      ("namespace", { $0.elements.base[1].namespace = .none }),
      ("name", { $0.elements.base[1].name = .fault }),
      ("prefix", { $0.elements.base[0].prefix = LocalName(0) }),
      ("parent", { $0.elements.base[2].parent = 1 }),
      ("end", { $0.elements.base[1].end += 1 }), ("offset", { $0.elements.base[2].offset += 1 }),
      ("first attribute", { $0.elements.base[2].firstAttribute -= 1 }),
      ("first declaration", { $0.elements.base[2].firstDeclaration -= 1 }),
      ("first run", { $0.elements.base[2].firstRun -= 1 }), ("element", { $0.elements.removeLast(1) }),
      ("attribute's namespace", { $0.attributes.base[0].namespace = .none }),
      ("attribute's name", { $0.attributes.base[0].name = .lang }),
      ("attribute's prefix", { $0.attributes.base[0].prefix = LocalName(0) }),
      ("attribute's element", { $0.attributes.base[0].element = 2 }),
      ("value", { $0.attributes.base[0].valueStart += 1 }),
      ("value", { $0.attributes.base[0].valueLength = 0 }),
      ("attribute", { $0.attributes.removeLast(1) }),
      ("declared prefix", { $0.declarations.base[0].prefix = LocalName(0) }),
      ("declared namespace", { $0.declarations.base[0].namespace = .soap11 }),
      ("declaration", { $0.declarations.removeLast(1) }), ("run's parent", { $0.runs.base[0].parent = 1 }),
      ("run", { $0.runs.base[0].start += 1 }), ("run", { $0.runs.base[0].length = 0 }),
      ("run", { $0.runs.base[0].offset += 1 }), ("runs", { $0.runs.removeLast(1) }),
      ("text", { $0.text.base[0] = 0x20 }), ("source", { $0.source.base[0] = 0x20 }),
      ("comments", { $0.commentsOutsideRoot.removeLast(1) }),
      ("instructions", { $0.processingInstructions.append(0) }),
    ]
    let expected = try #require(
      document.withUnsafeBufferPointer { TreeParser(vocabulary: .soap, readsPlainly: false).parse($0) }.tree)
    for (what, defect) in defects {
      let tree = try #require(ParserComparison().parse(document))
      #expect(ParserComparison.difference(tree, expected) == nil)
      defect(&tree.content.pointee)
      #expect(ParserComparison.difference(tree, expected) != nil, "\(what)")
    }
  }
}
