import Faultlint
import FaultlintEngine
import FaultlintReports
import FaultlintRules
import Testing

/// The examples of the rules, which are their documentation, are true.
@Suite struct ExampleTests {
  /// The rules that an example breaks beside its own, because there is no breaking the one without the other.
  static let beside: [String: Set<String>] = [
    // A child that is written wrongly is a child that is missing.
    "SOAP11-fault-child-case": ["SOAP11-faultcode-missing"],
    // Where it is not allowed to answer with 405, the same request breaks what 405 would be for.
    "BP-R1114": ["BP-R1132"],
    // A NotUnderstood that names a header block is reported in its place.
    "SOAP12-mustunderstand-unjustified": ["SOAP12-notunderstood-missing"],
    // A request with an envelope and another method than POST should have been answered with 405.
    "BP-R1132": ["BP-R1114"],
  ]

  @Test("A conforming example is clean", arguments: ExampleCase.all(\.conforming))
  func conforming(_ example: ExampleCase) {
    let result = example.lint()
    let findings = result.findings.filter { $0.level > .note || $0.ids.contains(example.rule.id) }
    #expect(findings.map(\.ids) == [], "\(findings.map(\.message))")
  }

  @Test(
    "A violating example has findings at its marks and nowhere else", arguments: ExampleCase.all(\.violating))
  func violating(_ example: ExampleCase) {
    let result = example.lint()
    let findings = result.findings.filter { $0.level > .note || $0.ids.contains(example.rule.id) }
    #expect(
      findings.map(\.offset) == example.example.marks,
      "\(result.findings.map { "\($0.offset) \($0.ids)" })")
    #expect(findings.contains { $0.ids.contains(example.rule.id) }, "\(findings.map(\.ids))")
    let others = findings.filter { !$0.ids.contains(example.rule.id) }.map(\.rule.id)
    #expect(Set(others).isSubset(of: Self.beside[example.rule.id] ?? []), "\(others)")
  }

  @Test("The examples are not few", arguments: [600])
  func number(_ atLeast: Int) {
    #expect(ExampleCase.all { $0.conforming + $0.violating }.count > atLeast)
  }
}
