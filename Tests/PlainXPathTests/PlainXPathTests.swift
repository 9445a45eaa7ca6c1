import FaultlintContracts
import FaultlintEngine
import FaultlintLibXML
import FaultlintModel
import FaultlintPlainXPath
import FaultlintXMLTree
import Foundation
import Testing
import XMLMutations

/// Where the evaluator of plain expressions is certain, libxml2 says the same.
@Suite struct PlainXPathTests {
  @Test("Every expression of the profile files is plain", arguments: BuiltInContracts.names)
  func plain(_ name: String) throws {
    let contract = try #require(BuiltInContracts.named(name))
    for rule in contract.rules {
      guard case .expression(let expression) = rule.check else { continue }
      #expect(expression.context.isPlain, "\(expression.context.text)")
      if let assertion = expression.assertion { #expect(assertion.isPlain, "\(assertion.text)") }
    }
    for table in contract.tables {
      #expect(table.value.isPlain && table.context?.isPlain ?? true)
    }
    for response in contract.responses { #expect(response.context.isPlain, "\(response.context.text)") }
  }

  @Test("Rules, tables and conditions find the same on samples, the suite and the examples of all rules")
  func documents() {
    let comparison = RuleComparison()
    let parser = TreeParser(vocabulary: .soap)
    var count = 0
    for document in Documents.files + Documents.examples.map({ Array($0.utf8) }) {
      guard let message = parser.message(document) else { continue }
      count += 1
      let difference = comparison.difference(message)
      #expect(difference == nil, "\(String(decoding: document.prefix(2000), as: UTF8.self))")
    }
    #expect(count > 500)
  }

  @Test("They find the same on examples that were changed at random")
  func mutants() {
    let comparison = RuleComparison()
    let parser = TreeParser(vocabulary: .soap)
    var random = Generator(state: 7)
    for _ in 0..<Self.count("FAULTLINT_MUTANTS", 1500) {
      let document = Documents.mutant(&random, parser)
      guard let message = parser.message(document) else { continue }
      let difference = comparison.difference(message)
      #expect(difference == nil, "\(String(decoding: document, as: UTF8.self))")
      if difference != nil { break }
    }
  }

  @Test("Expressions that were made up find the same")
  func madeUp() throws {
    let parser = TreeParser(vocabulary: .soap)
    var random = Generator(state: 8)
    var maker = ExpressionMaker(number: 9)
    var certain = 0
    let count = Self.count("FAULTLINT_EXPRESSIONS", 6000)
    for index in 0..<count {
      let document = Documents.mutant(&random, parser)
      guard let tree = parser.tree(document) else { continue }
      let isFragment = index % 7 == 0
      let context = maker.nodes(3)
      let values = [maker.any(3), maker.truth(3), maker.text(3), maker.number(3)]
      let expected = try Self.libxml(context, values, tree, isFragment)
      guard let found = Self.plain(context, values, tree, isFragment) else { continue }
      let isSame = zip(found, expected).allSatisfy { found, expected in
        found.place == expected.place
          && zip(found.answers, expected.answers).allSatisfy { $0 == nil || $0 == $1 }
      }
      certain += found.reduce(1) { $0 + $1.answers.count { $0 != nil } }
      #expect(
        found.count == expected.count && isSame,
        """
        \(context) with \(values): \(found), \(expected) expected, of \(String(decoding: document, as: UTF8.self))
        """)
      if found.count != expected.count || !isSame { break }
    }
    // Were it hardly ever certain, it would be no comparison.
    #expect(certain > count / 2)
  }

  /// What is said of a node: where it is, and the values of expressions there; nil for one that is not certain.
  private struct Answer: Equatable {
    let place: String
    var answers: [String?] = []
  }

  private static func libxml(
    _ context: String, _ values: [String], _ tree: XMLTree, _ isFragment: Bool
  ) throws -> [Answer] {
    let evaluator = XPathEvaluator(prefixes: ExpressionMaker.prefixes, codes: ExpressionMaker.codes)
    evaluator.use(tree.view, isFragment: isFragment)
    var found: [Answer] = []
    do throws(XPathError) {
      try evaluator.forEach(context) { (place) throws(XPathError) in
        var answer = Answer(place: "\(place)")
        for value in values {
          answer.answers.append(try evaluator.string(value))
          answer.answers.append("\(try evaluator.holds(value))")
        }
        found.append(answer)
      }
    } catch {
      Issue.record("\(context), \(values): \(error.message)")
    }
    return found
  }

  private static func plain(
    _ context: String, _ values: [String], _ tree: XMLTree, _ isFragment: Bool
  ) -> [Answer]? {
    let scope = XPathScope(prefixes: ExpressionMaker.prefixes, codes: ExpressionMaker.codes)
    let expression = XPathExpression(context, in: scope)
    let values = values.map { XPathExpression($0, in: scope) }
    let evaluator = PlainXPath(scope)
    evaluator.use(tree, isFragment: isFragment)
    guard let count = evaluator.select(expression) else { return nil }
    return (0..<count).map { index in
      let node = evaluator.selected(index)
      let place = node.place(in: tree)
      var answer = Answer(
        place: "\(place.isAttribute ? XPathPlace.attribute(place.index) : .element(place.index))")
      for value in values {
        answer.answers.append(evaluator.string(value, at: node))
        answer.answers.append(evaluator.holds(value, at: node).map { "\($0)" })
      }
      return answer
    }
  }

  @Test("What takes too long is left to libxml2")
  func limits() throws {
    let rows = String(repeating: "<r><a/><b/></r>", count: 3000)
    let tree = try #require(TreeParser(vocabulary: .soap).tree(Array("<t>\(rows)</t>".utf8)))
    let scope = XPathScope(prefixes: [])
    let quick = XPathExpression("//a[. = //b]", in: scope)
    let slow = XPathExpression(
      "//a[count(following-sibling::*) + count(ancestor::*[count(.//b) > 1]) > 1]", in: scope)
    let evaluator = PlainXPath(scope)
    evaluator.use(tree)
    #expect(evaluator.select(quick) == 3000)
    #expect(evaluator.select(slow) == nil)
    // What is compiled later is not known before the next document.
    let late = XPathExpression("//*", in: scope)
    #expect(evaluator.select(late) == nil)
    evaluator.use(tree)
    #expect(evaluator.select(late) == 9001)
  }

  @Test(
    "What is not plain is not compiled",
    arguments: [
      "following::*", "preceding::a", "comment()", "processing-instruction()", "sum(*)", "round(1)", "1.5",
      "lang('en')", "é", "* < *", "(1", "namespace::a",
    ])
  func notPlain(_ expression: String) {
    #expect(!XPathExpression(expression, in: XPathScope(prefixes: [])).isPlain)
  }

  private static func count(_ name: String, _ usual: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? usual
  }
}
