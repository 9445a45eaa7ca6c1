import Foundation
import Testing

/// Names that break the rules of namespaces.
///
/// Source: Namespaces in XML 1.0, sections 5 and 6.3.
@Suite struct NamespaceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let payload: String
    let rule: String
    /// What the message has to name.
    let named: String
    /// The start tag or element the finding is at.
    let place: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "attribute twice", payload: Payload.detail("<a b='1' b='2'/>"), rule: "XML-not-well-formed",
      named: "'b'", place: "<a "),
    Case(
      name: "attribute twice, with a prefix", payload: Payload.detail("<a xmlns:m='urn:m' m:b='1' m:b='2'/>"),
      rule: "XML-not-well-formed", named: "'m:b'", place: "<a "),
    Case(
      name: "declaration twice", payload: Payload.detail("<a xmlns:m='urn:m' xmlns:m='urn:m'/>"),
      rule: "XML-not-well-formed", named: "'xmlns:m'", place: "<a "),
    Case(
      name: "default declaration twice", payload: Payload.detail("<a xmlns='urn:m' xmlns='urn:n'/>"),
      rule: "XML-not-well-formed", named: "'xmlns'", place: "<a "),
    Case(
      name: "attribute twice by two prefixes",
      payload: Payload.detail("<a xmlns:m='urn:m' xmlns:n='urn:m' m:b='1' n:b='2'/>"),
      rule: "XML-namespace-not-well-formed", named: "'b'", place: "<a "),
    Case(
      name: "undeclared prefix of an element", payload: Payload.detail("<q:a/>"),
      rule: "XML-namespace-not-well-formed", named: "'q'", place: "<q:a"),
    Case(
      name: "undeclared prefix of an attribute", payload: Payload.detail("<a q:b='1'/>"),
      rule: "XML-namespace-not-well-formed", named: "'q'", place: "<a "),
    Case(
      name: "prefix declared inside only", payload: Payload.detail("<q:a><b xmlns:q='urn:q'/></q:a>"),
      rule: "XML-namespace-not-well-formed", named: "'q'", place: "<q:a"),
    Case(
      name: "prefix declared beside only", payload: Payload.detail("<b xmlns:q='urn:q'/><q:a/>"),
      rule: "XML-namespace-not-well-formed", named: "'q'", place: "<q:a"),
    Case(
      name: "undeclared prefix of the envelope", payload: "<q:Envelope><q:Body/></q:Envelope>",
      rule: "XML-namespace-not-well-formed", named: "'q'", place: "<q:Envelope"),
    Case(
      name: "undeclared prefix of a code", payload: Payload.fault(code: "q:Busy"),
      rule: "SOAP11-faultcode-unbound-prefix", named: "'q'", place: "<faultcode"),
    Case(
      name: "prefix without a namespace", payload: Payload.detail("<a xmlns:m=''/>"),
      rule: "XML-namespace-not-well-formed", named: "m", place: "<a "),
    Case(
      name: "prefix xmlns declared", payload: Payload.detail("<a xmlns:xmlns='urn:m'/>"),
      rule: "XML-namespace-not-well-formed", named: "xmlns", place: "<a "),
    Case(
      name: "prefix xml for something else", payload: Payload.detail("<a xmlns:xml='urn:m'/>"),
      rule: "XML-namespace-not-well-formed", named: "ml", place: "<a "),
    Case(
      name: "two colons", payload: Payload.detail("<s:a:b/>"), rule: "XML-namespace-not-well-formed",
      named: "s:a", place: "<s:a:b"),
  ]

  @Test("A breach of the namespace rules has one finding, where it is", arguments: cases)
  func breach(_ breach: Case) throws {
    let outcome = try Program.check(breach.payload)
    #expect(outcome.status == 1)
    #expect(outcome.errors == "")
    let result = try outcome.result()
    #expect(result.verdict == "nonconforming")
    #expect(result.rules == [breach.rule])
    let finding = try #require(result.findings.first)
    #expect(finding.message.contains(breach.named), "\(finding.message)")
    #expect(finding.place == TextPlace.of(breach.place, in: breach.payload, as: .utf8))
  }

  @Test(
    "What is no breach has no finding",
    arguments: [
      "<a xmlns:m='urn:m' xmlns:n='urn:n' m:b='1' n:b='2' b='3'/>",
      "<a xmlns='urn:m' xmlns:m='urn:m' m:b='1' b='2'/>",
      "<a xml:lang='en'/>", "<a xmlns='urn:m'><b xmlns=''/></a>",
      "<m:a xmlns:m='urn:m'><m:b xmlns:m='urn:n'/></m:a>",
      "<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>",
    ])
  func noBreach(_ entries: String) throws {
    let result = try Program.check(Payload.detail(entries)).result()
    // The profile objects to a declaration of the prefix xml, which is no breach of the namespace rules.
    #expect(result.rules.filter { $0.hasPrefix("XML-") } == [])
  }

  @Test(
    "A payload that is given up leaves nothing behind for the next",
    arguments: [
      "", "<q:a>", "<q:a", "<q:a b='", "<q:a></q:b>", "<q:a>&q;", "<q:a><!--", "<q:a><![CDATA[",
      "<q:a q:b='' q:b=''/>",
      String(repeating: "<q:a>", count: 300), "<q:\(String(repeating: "a", count: 60_000))>", "<q:a>\u{1}",
    ])
  func nothingIsLeftBehind(_ end: String) throws {
    let scratch = try Scratch()
    // The first declares prefixes and is given up; the next ones use them without a declaration.
    let start =
      "<s:Envelope xmlns:s='\(Payload.soap11)' xmlns='urn:d' xmlns:q='urn:q'><s:Body xmlns:r='urn:r'>"
    let payloads = [
      start + end, Payload.detail("<q:a/>"), start + end, Payload.detail("<r:a/>"), start + end,
      Payload.fault(),
    ]
    let paths = try payloads.enumerated().map { try scratch.write("\($0).xml", $1).path }
    let report = try Program.run(["--jobs", "1", "--format", "json"] + paths).report()
    let rules = report.results.map(\.rules)
    try #require(rules.count == 6)
    #expect(rules[0].count == 1 && rules[0] == rules[2] && rules[0] == rules[4])
    #expect(rules[1] == ["XML-namespace-not-well-formed"])
    #expect(rules[3] == ["XML-namespace-not-well-formed"])
    #expect(rules[5] == [])
  }
}
