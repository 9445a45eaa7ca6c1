import Foundation
import Testing

/// Payloads that are too large, too deep or too many of something. A breach of a limit is a finding, never a crash,
/// and never an exit for error.
@Suite struct SizeTests {
  static let many = 100_000

  /// Checks a payload with little memory.
  func check(_ payload: some DataProtocol, _ options: String...) throws -> Program.Outcome {
    try Program.run(["--format", "json"] + options + ["-"], input: payload, shell: Memory.bound)
  }

  func check(_ payload: String, _ options: String...) throws -> Program.Outcome {
    try Program.run(["--format", "json"] + options + ["-"], input: Data(payload.utf8), shell: Memory.bound)
  }

  func repeated(_ text: String, _ count: Int = many) -> String { String(repeating: text, count: count) }

  @Test func aHundredThousandNestedElementsAreTooDeep() throws {
    for end in [repeated("</a>"), ""] {
      let outcome = try check(Payload.detail(repeated("<a>") + end))
      #expect(outcome.status == 1)
      let result = try outcome.result()
      #expect(result.verdict == "nonconforming")
      #expect(result.rules == ["XML-limit"])
      #expect(try #require(result.findings.first).message.contains("256"))
    }
  }

  @Test func theDepthThatIsAllowedCanBeRaised() throws {
    // Envelope, Body, Fault and detail are four of the levels.
    for (depth, options, rules) in [
      (252, [], []), (253, [], ["XML-limit"]), (40_000, ["--max-depth", "50000"], []),
      (11, ["--max-depth", "15"], []), (12, ["--max-depth", "15"], ["XML-limit"]),
    ] as [(Int, [String], [String])] {
      let payload = Payload.detail(repeated("<a>", depth) + repeated("</a>", depth))
      let outcome = try Program.run(["--format", "json"] + options + ["-"], input: Data(payload.utf8))
      #expect(try outcome.result().rules == rules, "depth \(depth)")
    }
  }

  @Test func fiftyMegabytesOfTextAreTooLargeUnlessAllowed() throws {
    var payload = Data(Payload.fault(string: "@").utf8)
    let place = try #require(payload.firstIndex(of: UInt8(ascii: "@")))
    payload.replaceSubrange(place...place, with: Data(repeating: UInt8(ascii: "x"), count: 50_000_000))
    let refused = try check(payload)
    #expect(refused.status == 1)
    #expect(try refused.result().rules == ["XML-limit"])
    let read = try check(payload, "--max-bytes", "100000000")
    #expect(read.status == 0)
    #expect(try read.result().verdict == "conforming")
    #expect(read.output.count < 100_000 && read.text.contains("\"cut\":true"), "nobody reads it whole")
  }

  @Test func theSizeThatIsAllowedIsExact() throws {
    let payload = Payload.fault()
    let count = payload.utf8.count
    #expect(try check(payload, "--max-bytes", "\(count)").result().rules == [])
    #expect(try check(payload, "--max-bytes", "\(count - 1)").result().rules == ["XML-limit"])
  }

  @Test(
    "So many in one start tag are too many", arguments: [#"a0="1""#, #"xmlns:a0="urn:0""#], [1001, Self.many])
  func attributes(_ attribute: String, _ count: Int) throws {
    let list = (0..<count).map { attribute.replacing("0", with: "\($0)") }.joined(separator: " ")
    for end in ["/>", ">", ""] {
      let outcome = try check(Payload.detail("<a \(list)\(end)"))
      #expect(outcome.status == 1)
      #expect(try outcome.result().rules == ["XML-limit"])
    }
  }

  @Test func aThousandAttributesAreNotTooMany() throws {
    let list = (0..<1000).map { "a\($0)='1'" }.joined(separator: " ")
    #expect(try check(Payload.detail("<a \(list)/>")).result().rules == [])
  }

  @Test("What looks like attributes elsewhere is counted nowhere")
  func noAttributes() throws {
    let text = repeated("a='b' ", 5000)
    for payload in [
      Payload.fault(string: text), Payload.detail("<!-- \(text) -->"),
      Payload.fault(string: "<![CDATA[\(text)]]>"),
      Payload.fault(string: "<![CDATA[<a \(text)/>]]>"), Payload.detail("<!-- <a \(text)/> -->"),
    ] {
      #expect(try check(payload).result().rules == [])
    }
  }

  @Test func namespaceDeclarationsThatAddUpAreTooMany() throws {
    let start = (0..<200).map { level in
      "<a " + (0..<500).map { "xmlns:p\(level)-\($0)='urn:\(level)-\($0)'" }.joined(separator: " ") + ">"
    }
    let payload = Payload.detail(start.joined() + repeated("<p0-0:b/>", 20_000) + repeated("</a>", 200))
    let outcome = try check(payload)
    #expect(outcome.status == 1)
    #expect(try outcome.result().rules == ["XML-limit"])
  }

  @Test func namespaceDeclarationsSideBySideAreNotTooMany() throws {
    let payload = Payload.detail((0..<20_000).map { "<p:a xmlns:p='urn:\($0)' xmlns:q='urn:q'/>" }.joined())
    #expect(try check(payload).result().rules == [])
  }

  struct Flood: Sendable, CustomTestStringConvertible {
    let name: String
    let payload: String
    /// Rules that must be among the findings, however many others there are.
    let rules: Set<String>
    var testDescription: String { name }

    init(_ name: String, _ payload: String, _ rules: Set<String>) {
      self.name = name
      self.payload = payload
      self.rules = rules
    }
  }

  /// More than is reported of one kind.
  static let tooMany = 12_000

  static func times(_ text: String, _ count: Int = tooMany) -> String {
    String(repeating: text, count: count)
  }

  static let floods = [
    Flood("children of Fault", Payload.fault(times("<extra/>")), ["BP-R1000"]),
    Flood(
      "qualified children of Fault, which hide nothing",
      Payload.envelope(
        "<s:Fault><faultcode>s:Server</faultcode>\(times("<m:extra xmlns:m='urn:m'/>"))</s:Fault>"),
      ["BP-R1000", "SOAP11-faultstring-missing"]),
    Flood("children of Body", Payload.envelope(times("<a/>")), ["BP-R1014", "BP-R9981"]),
    Flood("instructions", Payload.detail(times("<?p?>")), ["BP-R1009"]),
    Flood("faults", Payload.envelope(times("<s:Fault/>")), ["SOAP11-faultcode-missing", "BP-R9981"]),
    Flood(
      "faults with children of SOAP 1.2",
      Payload.envelope(times("<s:Fault><Code/><Reason/></s:Fault>", 4000)),
      ["SOAP11-soap12-fault-children"]),
    Flood("faults elsewhere", Payload.detail(times("<s:Fault/>")), ["SOAP11-fault-not-body-entry"]),
    Flood(
      "deep faults elsewhere", Payload.detail(times("<a>", 200) + times("<s:Fault/>") + times("</a>", 200)),
      ["SOAP11-fault-not-body-entry"]),
    Flood(
      "bodies",
      Payload.envelope("").replacing(
        "</s:Envelope>", with: times("<s:Body><s:Fault/></s:Body>") + "</s:Envelope>"),
      ["BP-R1011"]),
    Flood(
      "details against their schema",
      Payload.detail(times("<f:apifault xmlns:f='urn:fault.partner.exacttarget.com'><Code/></f:apifault>")),
      ["XSD-cvc-complex-type-2-4"]),
    Flood(
      "subcodes",
      "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body><e:Fault><e:Code>"
        + "<e:Value>e:Sender</e:Value>\(times("<e:Subcode/>"))</e:Code></e:Fault></e:Body></e:Envelope>",
      ["SOAP12-subcode-duplicate", "SOAP12-reason-missing"]),
  ]

  @Test("A flood of findings is cut, said to be, and hides no other kind", arguments: floods)
  func flood(_ flood: Flood) throws {
    let outcome = try check(flood.payload)
    #expect(outcome.status == 1)
    #expect(outcome.errors == "")
    let result = try outcome.result()
    #expect(result.rules.filter { $0 == "XML-limit" }.count <= 1)
    #expect(result.findings.count < 50_000)
    #expect(flood.rules.isSubset(of: result.findings.flatMap { [$0.rule] + $0.also }))
    #expect(outcome.output.count < 30_000_000)
  }

  @Test func aHundredThousandChildrenWithAFindingEachPassTheLimit() throws {
    let result = try check(Payload.fault(repeated("<extra/>"))).result()
    #expect(result.rules.filter { $0 == "XML-limit" }.count == 1)
    #expect(result.rules.filter { $0 == "BP-R1000" }.count >= 1000)
    let text = try Program.run(["--quiet", "-"], input: Data(Payload.fault(repeated("<extra/>")).utf8))
    #expect(text.status == 1)
    #expect(text.text.contains("XML-limit"))
  }

  @Test func theLimitOfARuleIsForAllFaultsTogether() throws {
    let fault =
      "<s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring>\(repeated("<a/>", 6000))</s:Fault>"
    let rules = try check(Payload.envelope(fault + fault)).result().rules
    #expect(rules.filter { $0 == "BP-R1000" }.count == 10_000)
    #expect(rules.filter { $0 == "XML-limit" }.count == 1)
  }

  @Test func manyEntitiesAndManyPrefixesTakeNoTime() throws {
    let entities = "<!DOCTYPE a [<!ENTITY e 'f'>]>" + Payload.fault(string: repeated("&e;", 300_000))
    #expect(try check(entities).result().rules == ["BP-R1008"])
    let prefixes = (0..<20_000).map { "<p\($0):a/>" }.joined()
    #expect(try check(Payload.detail(prefixes)).result().rules == ["XML-namespace-not-well-formed"])
    let fragment = try check("<soap:Fault><detail>\(prefixes)</detail></soap:Fault>").result()
    #expect(fragment.findings.allSatisfy { $0.message.count < 1000 })
  }

  @Test func aLongStartTagWithManyFindingsIsReadOnce() throws {
    let list = (0..<990).map { "a\($0)='1'" }.joined(separator: " ")
    let body = "<s:Body z='\(repeated("v", 3_000_000))' \(list)>"
    let outcome = try check(Payload.envelope("<m:a xmlns:m='urn:m'/>").replacing("<s:Body>", with: body))
    #expect(outcome.status == 0)
    #expect(try outcome.result().rules.filter { $0 == "SOAP11-body-attribute" }.count == 991)
  }

  static let long = times("n", 1_100_000)
  /// As long as libxml2 reads a name.
  static let longName = times("n", 49_000)

  static let lengthyPayloads = [
    Flood("element of megabytes", Payload.fault("<\(long)/>"), ["XML-limit"]),
    Flood("element", Payload.fault("<\(longName)/>"), ["BP-R1000"]),
    Flood(
      "element in long elements",
      Payload.fault("<\(longName)><s:Fault><\(longName)/></s:Fault></\(longName)>"),
      ["SOAP11-fault-not-body-entry"]),
    Flood("root element", "<\(longName):Envelope xmlns:\(longName)='urn:x'/>", ["SOAP11-envelope-namespace"]),
    Flood(
      "attribute", Payload.fault().replacing("<faultcode", with: "<faultcode \(longName)='1'"),
      [
        "SOAP11-fault-child-attribute"
      ]),
    Flood(
      "attribute value", Payload.detail("").replacing("<detail", with: "<detail s:mustUnderstand='\(long)'"),
      [
        "BP-R1013"
      ]),
    Flood("code", Payload.fault(code: long), ["BP-R1004"]),
    Flood("code that is no name", Payload.fault(code: "-" + long), ["SOAP11-faultcode-not-qname"]),
    Flood("prefix of a code", Payload.fault(code: long + ":a"), ["SOAP11-faultcode-unbound-prefix"]),
    Flood("actor", Payload.fault("<faultactor>%zz\(long)</faultactor>"), ["SOAP11-faultactor-not-uri"]),
    Flood("namespace", "<s:Envelope xmlns:s='urn:\(long)'/>", ["SOAP11-envelope-namespace"]),
    Flood("namespace of a child", Payload.fault("<m:a xmlns:m='urn:\(long)'/>"), ["BP-R1000"]),
    Flood("undeclared prefix", Payload.detail("<\(longName):a/>"), ["XML-namespace-not-well-formed"]),
    Flood(
      "undeclared prefix of a fragment", "<\(longName):Fault><faultcode/></\(longName):Fault>",
      ["XML-fragment"]),
    Flood(
      "code of a fragment", "<soap:Fault><faultcode>\(long):a</faultcode></soap:Fault>",
      [
        "SOAP11-faultcode-unbound-prefix"
      ]),
    Flood("end tag", Payload.detail("<a></\(longName)>"), ["XML-not-well-formed"]),
    Flood("start tag", Payload.detail("<\(longName)></a>"), ["XML-not-well-formed"]),
    Flood("attribute twice", Payload.detail("<a \(longName)='' \(longName)=''/>"), ["XML-not-well-formed"]),
    Flood("entity", Payload.detail("&\(longName);"), ["XML-not-well-formed"]),
    Flood("encoding", "<?xml version='1.0' encoding='\(long)'?>" + Payload.fault(), ["XML-encoding"]),
    Flood("version", "<?xml version='\(long)'?>" + Payload.fault(), ["XML-not-well-formed"]),
    Flood(
      "type",
      Payload.fault().replacing(
        "<faultcode", with: "<faultcode xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:type='\(long)'"),
      [
        "SOAP11-fault-child-type"
      ]),
    Flood(
      "value of a schema",
      Payload.detail(
        "<f:apifault xmlns:f='urn:fault.partner.exacttarget.com'><Code xmlns=''>\(long)</Code></f:apifault>"),
      [
        "XSD-cvc-complex-type-2-4"
      ]),
  ]

  @Test("Names and values of megabytes leave messages and paths short", arguments: lengthyPayloads)
  func lengthy(_ payload: Flood) throws {
    let outcome = try check(payload.payload)
    let result = try outcome.result()
    #expect(payload.rules.isSubset(of: result.findings.flatMap { [$0.rule] + $0.also }), "\(result.rules)")
    for finding in result.findings {
      #expect(finding.message.count < 1500)
      #expect(finding.path.count < 2500)
    }
    // The one text of a fault that is not a name, the actor, may have 65,536 characters.
    #expect(outcome.output.count < 40_000 + (outcome.text.contains("\"actor\":") ? 70_000 : 0))
    let text = try Program.run(["--verbose", "-"], input: Data(payload.payload.utf8))
    #expect(text.output.count < 40_000)
  }

  @Test func aLongHeaderFieldLeavesMessagesShort() throws {
    let field = "text/\(repeated("x", 50_000)); charset=\(repeated("(y", 20_000))"
    let result = try Program.check(Payload.fault(), "--http-status", "200", "--content-type", field).result()
    #expect(result.rules.contains("HTTP-media-type"))
    #expect(result.findings.allSatisfy { $0.message.count < 1500 })
  }

  @Test func theFaultItselfIsReportedInShort() throws {
    // More different names than this are over a limit.
    let entries = (0..<40_000).map { "<m:a\($0)/>" }.joined()
    let payload = Payload.detail(entries).replacing(
      "<detail>", with: "<detail xmlns:m='urn:\(repeated("m", 2000))'>")
    let outcome = try check(payload)
    #expect(outcome.status == 0)
    #expect(outcome.output.count < 200_000)
  }
}
