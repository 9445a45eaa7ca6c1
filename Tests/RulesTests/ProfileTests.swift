import Faultlint
import FaultlintEngine
import FaultlintModel
import FaultlintReports
import FaultlintRules
import Testing

/// What a profile makes of a rule that others have as well.
@Suite struct ProfileTests {
  static func lint(
    _ document: String, _ profiles: [Profile], in exchange: ExchangeFacts = ExchangeFacts()
  ) -> [Finding] {
    let linter = profiles.isEmpty ? Linter() : try? Linter(profiles: profiles)
    return linter?.check(Array(document.utf8), in: Exchange(exchange)).findings ?? []
  }

  static let fifthChild = """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode>\
    <faultstring>at a.b.C.d(C.java:1)</faultstring><x/></s:Fault></s:Body></s:Envelope>
    """

  @Test(
    "A finding cites the profile it is found by",
    arguments: [
      (Profile.bp10, "WS-I Basic Profile 1.0 R1000"), (.bp11, "WS-I Basic Profile 1.1 R1000"),
      (.bp12, "WS-I Basic Profile 1.2 R1000"), (.ssbp10, "WS-I Basic Profile 1.1 R1000"),
      (.soap11, "SOAP 1.1, section 4.4"),
    ])
  func citation(_ profile: Profile, _ reference: String) {
    #expect(Self.lint(Self.fifthChild, [profile]).map(\.reference) == [reference])
  }

  @Test func clausesAreOfTheVersionOfTheMessage() {
    var exchange = ExchangeFacts()
    exchange.http = HTTPHead(start: .response(status: 200), version: "1.1", fields: [], isComplete: false)
    let fault = RuleSet.builtIn["SOAP12-node-empty"]!.conforming[0].document
    let findings = Self.lint(fault, [.soap12], in: exchange)
    #expect(findings.map(\.reference) == ["SOAP 1.2 part 2, section 7.5.2.2, table 20"])
    #expect(findings.map(\.message) == ["The fault has the HTTP status 200 instead of 400"])
    #expect(findings.map(\.path) == [""])
  }

  @Test func anEmptyEntityIsJudgedByItsHead() {
    var exchange = ExchangeFacts()
    exchange.http = HTTPHead(start: .response(status: 500), version: "1.1", fields: [], isComplete: true)
    #expect(Self.lint("", [], in: exchange).flatMap(\.ids) == ["HTTP-no-entity"])
    exchange.http = nil
    #expect(Self.lint("", []).flatMap(\.ids) == ["XML-not-well-formed"])
  }

  @Test func disclosureGoesBesideAnyProfile() {
    #expect(Self.lint(Self.fifthChild, [.leak]).flatMap(\.ids) == ["LEAK-stack-trace"])
    let both = Self.lint(Self.fifthChild, [.bp11, .leak])
    #expect(both.map(\.rule.id) == ["LEAK-stack-trace", "BP-R1000"])
    #expect(both.allSatisfy { !$0.message.contains("a.b.C") })
    #expect(both.map(\.hasExcerpt) == [false, true])
  }
}
