import FaultlintTesting
import Foundation
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("Fixtures") struct FixtureTests {
  @Test("Conforming faults conform, whatever the texts hold") func conforming() {
    let hostile = "a < b & \"c\" > d ]]> \u{1} é 𝄞"
    for fixture in [
      FaultFixtures.soap11(), FaultFixtures.soap11(code: "Client", reason: hostile, language: "en"),
      FaultFixtures.soap11(
        code: "{urn:orders}Busy", actor: "urn:node?a=1&b=2", detail: #"<o:busy xmlns:o="urn:orders"/>"#),
      FaultFixtures.soap12(), FaultFixtures.soap12(code: "Sender", reasons: ["en": hostile, "de": "Größe"]),
      FaultFixtures.soap12(
        subcodes: ["{urn:orders}Busy", "{urn:orders}Later"], node: "urn:node", role: "urn:role",
        detail: #"<o:busy xmlns:o="urn:orders"/>"#),
    ] {
      expectConformingFault(fixture, failOn: .warning)
    }
  }

  @Test("The parts of a fixture are those asked for") func parts() {
    expectFault(
      FaultFixtures.soap11(
        code: "{urn:orders}Busy", reason: "a < b & c", language: "en", actor: "urn:a&b",
        detail: #"<o:busy xmlns:o="urn:orders"/>"#),
      code: "{urn:orders}Busy", reason: ["en": "a < b & c"], actor: "urn:a&b",
      detail: .entry("{urn:orders}busy"))
    let sender = FaultFixtures.soap12(
      code: "Sender", subcodes: ["{urn:a}A", "{urn:b}B"], reasons: ["de": "Nein"])
    expectFault(sender, code: "Sender", subcodes: ["{urn:a}A", "{urn:b}B"], reason: ["de": "Nein"])
    #expect(sender.status == 400)
    #expect(sender.headers.map(\.name) == ["Content-Type"])
    let response = sender.response(from: URL(filePath: "/"))
    #expect(response?.statusCode == 400)
    expectConformingFault(.response(response, body: Data(sender.bytes)), profile: .soap12, failOn: .warning)
  }

  @Test("A broken fixture breaks its rule", arguments: FaultFixtures.all) func broken(_ fixture: FaultFixture)
    throws
  {
    let rule = try #require(fixture.rule)
    expectFault(fixture, violates: [rule.id])
  }

  @Test("There is one for every rule that has an example") func everyRule() throws {
    let fixture = try FaultFixtures.violating("BP-R1000")
    #expect(fixture.rule?.id == "BP-R1000")
    expectFault(fixture.xml, violates: ["BP-R1000"])
    let ids = Set(FaultFixtures.all.compactMap { $0.rule?.id })
    // What an input is, and the constraints of XML Schema, have no examples of their own; what is on SOAP has.
    let without = RuleSet.builtIn.rules.filter { rule in
      rule.isReported && !ids.contains(rule.id) && !rule.id.hasPrefix("XSD-") && !rule.id.hasPrefix("XML-")
    }
    #expect(without.map(\.id) == [])
  }

  @Test("A rule without an example throws") func noExample() {
    let error = #expect(throws: FixtureError.self) { try FaultFixtures.violating("XML-limit") }
    #expect(error?.description == "there is no example that breaks XML-limit")
  }

  @Test("A name that is not one of a rule throws") func unknown() {
    let error = #expect(throws: FixtureError.self) { try FaultFixtures.violating("R1000") }
    #expect(error?.description == "there is no rule 'R1000'; did you mean BP-R1000?")
  }
}
