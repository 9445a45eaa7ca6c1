internal import ArgumentParser
internal import FaultlintEngine
internal import FaultlintReports
internal import FaultlintRuleDocs
internal import FaultlintRules
internal import FaultlintText

/// `faultlint explain`: what a rule says, why it matters and how to fix a breach; or what a code of a vendor means.
struct ExplainCommand: ReferenceCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a rule, with examples, or a code of a vendor.",
    usage: "faultlint explain [<options>] <id> ...",
    discussion: """
      An id is that of a finding (BP-R1004, SOAP11-faultcode-missing), the number of a requirement (R1004) or a test \
      assertion of WS-I (BP1302), in any case. An assertion may stand for several rules. A code of a vendor stands behind \
      the name of its profile (marketing-cloud:11, zuora:INVALID_SESSION), or alone where it has letters (DFHPI1009).
      """)

  enum Format: String, Choice { case text, json }

  @Argument(help: ArgumentHelp("What to explain.", valueName: "id"))
  var ids: [String]

  @Option(help: "How to write it.")
  var format: Format = .text

  @Option(help: "Whether to colour the text. NO_COLOR is obeyed.")
  var color: ColorChoice = .auto

  func write(_ output: inout Output) throws(ReferenceError) {
    var answers: [(id: String, rules: [Rule], codes: [CodeSearch.Found])] = []
    for id in ids {
      let codes = RuleSearch.rules(named: id).isEmpty ? CodeSearch.codes(named: id) : []
      answers.append((id, codes.isEmpty ? try Self.rules(named: id) : [], codes))
    }
    switch format {
    case .json:
      let pages = answers.flatMap(\.rules).map { RulePage($0) }
      let codes = answers.flatMap(\.codes).map(CodeSearch.json)
      RuleJSON(version: Main.version).write(pages, hasExamples: true, codes: codes, &output)
    case .text:
      for (index, answer) in answers.enumerated() {
        if index > 0 { output.write("\n") }
        for (number, found) in answer.codes.enumerated() {
          if number > 0 { output.write("\n") }
          CodeSearch.write(found, width: Terminal.width, &output)
        }
        if !answer.rules.isEmpty { writeText(answer.id, answer.rules, &output) }
      }
    }
  }

  /// Of the rules that an assertion stands for, the requirements of WS-I are what it was written for.
  private func writeText(_ id: String, _ rules: [Rule], _ output: inout Output) {
    let requirements = rules.filter { RuleFamily(of: $0).isRequirement }
    let shown = requirements.isEmpty || requirements.count > 3 ? Array(rules.prefix(1)) : requirements
    for (index, rule) in shown.enumerated() {
      if index > 0 { output.write("\n") }
      color.ruleText.write(RulePage(rule), &output)
    }
    let others = rules.filter { rule in !shown.contains { $0.id == rule.id } }
    guard !others.isEmpty else { return }
    output.write("\n\(id.printable) stands for \(others.count) more:\n")
    color.ruleText.write(others.map { ($0, $0.level) }, &output)
  }

  private static func rules(named id: String) throws(ReferenceError) -> [Rule] {
    let rules = RuleSearch.rules(named: id)
    guard rules.isEmpty else { return rules }
    throw ReferenceError(unknown: id, codes: CodeSearch.suggestions(for: id))
  }
}
