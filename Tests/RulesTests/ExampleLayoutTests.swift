import Faultlint
import FaultlintEngine
import FaultlintReports
import FaultlintRuleDocs
import FaultlintRules
import Testing

/// Examples as pages show them.
@Suite struct ExampleLayoutTests {
  @Test func anElementALineAndAMarkBelow() {
    let layout = ExampleLayout(
      .fault11("<faultcode>s:Server</faultcode>↓<faultstring>a <b>c</b></faultstring>"))
    let lines = layout.lines.flatMap { [$0.text] + ($0.underline.map { [$0] } ?? []) }
    #expect(
      lines == [
        #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">"#,
        "  <s:Body>", "    <s:Fault>", "      <faultcode>s:Server</faultcode>",
        "      <faultstring>a <b>c</b></faultstring>",
        "      ^~~~~~~~~~~~",
        "    </s:Fault>", "  </s:Body>", "</s:Envelope>",
      ])
  }

  @Test func aLongStartTagIsBrokenBetweenAttributes() {
    let layout = ExampleLayout(.envelope11(#"<s:Header><m:h ↓s:actor="urn:a"/></s:Header><s:Body/>"#))
    #expect(
      layout.lines.prefix(2).map(\.text) == [
        #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/""#, #"            xmlns:m="urn:m">"#,
      ])
    #expect(layout.lines[3].text == #"    <m:h s:actor="urn:a"/>"#)
    #expect(layout.lines[3].underline == "         ^~~~~~~")
  }

  @Test func anEmptyDocumentIsSaidToBeOne() throws {
    let examples = RuleSet.builtIn["HTTP-no-entity"]!
    let violating = ExampleLayout(try #require(examples.violating.first { $0.document.isEmpty }))
    #expect(violating.lines.map(\.text) == ["(no entity)"])
    #expect(violating.lines[0].underline == "^~~~~~~~~~~")
    #expect(violating.document.text.isEmpty && violating.document.marks == [0])
    let conforming = ExampleLayout(try #require(examples.conforming.first { $0.document.isEmpty }))
    #expect(conforming.lines.map(\.text) == ["(no entity)"] && conforming.lines[0].underline == nil)
  }

  @Test("What a page shows is as true as the example", arguments: ExampleCase.all(\.violating))
  func violating(_ example: ExampleCase) {
    let layout = ExampleLayout(example.example)
    guard !layout.isShortened else { return }
    let (text, marks) = layout.document
    let findings = example.lint(Array(text.utf8)).findings.filter {
      $0.level > .note || $0.ids.contains(example.rule.id)
    }
    #expect(findings.map(\.offset) == marks, "\(text) \(findings.map { "\($0.offset) \($0.ids)" })")
    #expect(findings.contains { $0.ids.contains(example.rule.id) })
  }

  @Test("What a page shows as conforming is clean", arguments: ExampleCase.all(\.conforming))
  func conforming(_ example: ExampleCase) {
    let layout = ExampleLayout(example.example)
    guard !layout.isShortened else { return }
    let findings = example.lint(Array(layout.document.text.utf8)).findings.filter {
      $0.level > .note || $0.ids.contains(example.rule.id)
    }
    #expect(findings.map(\.ids) == [], "\(layout.document.text)")
  }
}
