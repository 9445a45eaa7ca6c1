import FaultlintTesting
import Testing

@Suite("expectFault(violates:)") struct ViolationTests {
  @Test("The rules that are broken pass, in either form") func passes() {
    let report = expectFault(Message.qualified11, violates: ["BP-R1001"], exactly: true)
    #expect(report.findings.count == 2)
  }

  @Test("A rule under also counts") func also() throws {
    let report = Linter().check(Message.qualified11)
    let finding = try #require(report.findings.first { !$0.also.isEmpty })
    expectFault(Message.qualified11, violates: [finding.also[0]])
  }

  @Test("A rule that is kept is named with its title, beside what is broken") func kept() {
    let text = failureText { expectFault(Message.qualified11, violates: ["BP-R1000"]) }
    #expect(
      text.hasPrefix("Expected a payload that breaks BP-R1000, received a SOAP 1.1 fault with 2 errors"))
    #expect(text.contains("not broken: BP-R1000 ("))
    #expect(text.contains("broken:\n  4:7: error: "))
  }

  @Test("Exactly means no other") func exactly() {
    let message = Message.fault11("<s:faultcode>s:Server</s:faultcode><faultstring>x</faultstring><more/>")
    expectFault(message, violates: ["BP-R1000"])
    let text = failureText { expectFault(message, violates: ["BP-R1000"], exactly: true) }
    #expect(text.contains("broken, but not expected:"))
    #expect(text.contains("[BP-R1001]"))
    expectFault(message, violates: ["BP-R1000", "BP-R1001"], exactly: true)
  }

  @Test("Why a rule has no finding is said") func reasons() {
    func text(_ id: String, _ profile: Profile? = nil) -> String {
      failureText { expectFault(Message.good11, violates: [id], profile: profile) }
    }
    #expect(text("BP-R1000", .soap11).contains("BP-R1000, which is not in soap11 but in "))
    #expect(text("BP-R1126").contains("BP-R1126"))
    #expect(text("SOAP11-faultactor-missing-from-intermediary").contains("there is no rule"))
    #expect(text("BP-R100").contains("there is no rule 'BP-R100'; did you mean "))
  }

  @Test("An empty list is refused") func empty() {
    #expect(failureText { expectFault(Message.good11, violates: []) }.contains("name at least one rule"))
  }
}
