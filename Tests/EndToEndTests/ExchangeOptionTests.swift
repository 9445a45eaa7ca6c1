import Foundation
import Testing

/// The options for facts about the exchange: with the fact the rule speaks, without it it is silent.
@Suite struct ExchangeOptionTests {
  static let soap12 = "http://www.w3.org/2003/05/soap-envelope"

  static func fault12(_ rest: String = "", header: String = "", code: String = "Sender") -> String {
    "<e:Envelope xmlns:e=\"\(soap12)\">\(header)<e:Body><e:Fault><e:Code><e:Value>e:\(code)</e:Value></e:Code>"
      + "<e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason>\(rest)</e:Fault></e:Body></e:Envelope>"
  }

  // MARK: --request

  @Test func theRequestDecidesWhetherTheAnswerFits() throws {
    let scratch = try Scratch()
    let newer = try scratch.write("12.xml", "<e:Envelope xmlns:e=\"\(Self.soap12)\"><e:Body/></e:Envelope>")
    let same = try scratch.write("11.xml", Payload.envelope("<m:a xmlns:m='urn:m'/>"))
    let payload = Payload.fault(code: "s:Client")
    let without = try Program.check(payload, "--profile", "soap11")
    #expect(try without.result().rules == [])
    let fitting = try Program.check(payload, "--profile", "soap11", "--request", same.path)
    #expect(try fitting.result().rules == [])
    #expect(fitting.status == 0)
    // SOAP 1.1, 4.4.1: a namespace that is not SOAP 1.1's is answered with VersionMismatch.
    let wrong = try Program.check(payload, "--profile", "soap11", "--request", newer.path)
    #expect(try wrong.result().rules == ["SOAP11-versionmismatch-not-used"])
    #expect(wrong.status == 1)
    let equals = try Program.check(payload, "--profile", "soap11", "--request=\(newer.path)")
    #expect(equals.status == 1)
  }

  @Test func oneRequestIsForAllPayloads() throws {
    let scratch = try Scratch()
    let request = try scratch.write("request", "<a/>")
    for number in 1...40 { try scratch.write("in/\(number).xml", Payload.envelope("<m:a xmlns:m='urn:m'/>")) }
    let outcome = try Program.run(
      ["--format", "json", "--jobs", "4", "--request", request.path, scratch.path("in")])
    let report = try outcome.report()
    // BP R1015: a request whose root is no Envelope is answered with a fault.
    #expect(report.results.count == 40)
    #expect(report.results.allSatisfy { $0.rules == ["BP-R1015"] })
  }

  @Test(
    "A request that cannot be read is said, and nothing is checked",
    arguments: [
      ("", "line 1, column 1"), ("{\"a\": 1}", "JSON"), ("<a><b></a>", "line 1, column"),
      ("<s:Envelope/>", "line 1, column 1"), ("GET / HTTP/1.1", "plain text"),
    ])
  func brokenRequest(_ content: String, _ reason: String) throws {
    let scratch = try Scratch()
    let request = try scratch.write("request.xml", content)
    let outcome = try Program.check(Payload.withExtra(), "--request", request.path)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("--request \(request.path)"), "\(outcome.errors)")
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
  }

  @Test func aRequestThatIsNotThereIsSaid() throws {
    let scratch = try Scratch()
    for path in [scratch.path("nothing.xml"), scratch.folder.path] {
      let outcome = try Program.check(Payload.fault(), "--request", path)
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("--request \(path)"))
    }
    let large = try scratch.write("large.xml", Payload.fault(string: String(repeating: "x", count: 5000)))
    let outcome = try Program.check(Payload.fault(), "--max-bytes", "1000", "--request", large.path)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("--request"))
  }

  // MARK: --node-roles

  @Test func rolesAreThoseOfTheNode() throws {
    let payload = Self.fault12("<e:Node>urn:n</e:Node><e:Role>urn:cache</e:Role>")
    #expect(try Program.check(payload).result().rules == [])
    #expect(
      try Program.check(payload, "--node-roles", "urn:gateway").result().rules == ["SOAP12-role-not-assumed"])
    #expect(
      try Program.check(payload, "--node-roles", "urn:gateway", "--node-roles", "urn:cache").result().rules
        == [])
    // Every node acts in the role next.
    let next = Self.fault12("<e:Node>urn:n</e:Node><e:Role>\(Self.soap12)/role/next</e:Role>")
    #expect(try Program.check(next, "--node-roles", "urn:gateway").result().rules == [])
  }

  // MARK: --wsa-required

  @Test func addressingIsAskedForWhereItIsRequired() throws {
    let header =
      "<e:Header><a:Action xmlns:a='http://www.w3.org/2005/08/addressing'>"
      + "http://www.w3.org/2005/08/addressing/soap/fault</a:Action></e:Header>"
    let profile = ["--profile", "bp20"]
    func rules(_ payload: String, _ options: [String]) throws -> [String] {
      try Program.run(["--format", "json"] + options + ["-"], input: Data(payload.utf8)).result().rules
    }
    #expect(try rules(Self.fault12(), profile) == [])
    #expect(try rules(Self.fault12(), profile + ["--wsa-required"]) == ["BP-R1040"])
    #expect(try rules(Self.fault12(header: header), profile + ["--wsa-required"]) == [])
  }

  // MARK: --one-way

  @Test func aOneWayRequestHasNoMessageForAnswer() throws {
    for (profile, expected) in [("bp10", ["BP-R2714"]), ("bp11", ["BP-R2714"]), ("bp12", [])] {
      let plain = try Program.check(Payload.fault(), "--profile", profile)
      #expect(try plain.result().rules == [], "\(profile)")
      let outcome = try Program.check(Payload.fault(), "--profile", profile, "--one-way")
      #expect(try outcome.result().rules == expected, "\(profile)")
      #expect(outcome.status == (expected.isEmpty ? 0 : 1))
    }
    let outcome = try Program.check(
      Self.fault12(code: "Receiver"), "--profile", "bp20", "--one-way", "--http-status", "500")
    #expect(try outcome.result().rules == [])
    let empty = try Program.check("", "--one-way", "--http-status", "202")
    #expect(empty.status == 0)
    #expect(try empty.result().rules == [])
    // The entity has to be empty, whatever it is.
    let text = try Program.check("{}", "--one-way", "--http-status", "202")
    #expect(try text.result().rules == ["BP-R2714"])
    // A bare Fault has no envelope of its own; the finding is at the Fault.
    let bare = try Program.check(
      "\n  <s:Fault xmlns:s=\"\(Payload.soap11)\"><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>",
      "--one-way"
    ).result()
    #expect(bare.rules.contains("BP-R2714"))
    #expect(bare.findings.first { $0.rule == "BP-R2714" }?.line == 2)
  }

  // MARK: --lenient

  @Test func textXMLForSOAP12IsAMatterOfTheReceivers() throws {
    let options = ["--http-status", "400", "--content-type", "text/xml; charset=utf-8"]
    func levels(_ payload: String, _ more: [String]) throws -> [String] {
      try Program.run(["--format", "json"] + options + more + ["-"], input: Data(payload.utf8)).result()
        .findings.filter { $0.rule == "HTTP-version-media-type" }.map(\.level)
    }
    #expect(try levels(Self.fault12(), []) == ["warning"])
    #expect(try levels(Self.fault12(), ["--lenient"]) == ["note"])
    // SOAP 1.1 has no such leave.
    let other = try Program.check(
      Payload.fault(), "--profile", "soap11", "--http-status", "500", "--lenient", "--content-type",
      "application/soap+xml; charset=utf-8")
    #expect(try other.result().findings.map(\.level) == ["error"])
  }

  // MARK: What is not known

  @Test func aRuleThatLacksItsFactIsNamed() throws {
    let outcome = try Program.run(["--verbose", "--color", "never", "-"], input: Data(Self.fault12().utf8))
    for option in ["--request", "--node-roles"] { #expect(outcome.text.contains("(\(option))")) }
    let known = try Program.run(
      ["--verbose", "--node-roles", "urn:a", "-"], input: Data(Self.fault12().utf8))
    #expect(!known.text.contains("(--node-roles)"))
  }
}
