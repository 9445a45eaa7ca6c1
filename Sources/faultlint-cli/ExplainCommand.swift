internal import ArgumentParser
internal import FaultlintEngine
internal import FaultlintReports
internal import FaultlintRuleDocs
internal import FaultlintRules
internal import FaultlintText

/// `faultlint explain`: what a rule says, why it matters and how to mend a breach.
struct ExplainCommand: ReferenceCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a rule, with examples.",
    usage: "faultlint explain [<options>] <id> ...",
    discussion: """
      An id is that of a finding (BP-R1004, SOAP11-faultcode-missing), the number of a requirement (R1004) or a test \
      assertion of WS-I (BP1302), in any case. An assertion may stand for several rules.
      """)

  enum Format: String, Choice { case text, json }

  @Argument(help: ArgumentHelp("What to explain.", valueName: "id"))
  var ids: [String]

  @Option(help: "How to write it.")
  var format: Format = .text

  @Option(help: "Whether to colour the text. NO_COLOR is obeyed.")
  var color: ColorChoice = .auto

  func write(_ output: inout Output) throws(ReferenceError) {
    var answers: [(id: String, rules: [Rule])] = []
    for id in ids { answers.append((id, try Self.rules(named: id))) }
    switch format {
    case .json:
      let pages = answers.flatMap(\.rules).map { RulePage($0) }
      RuleJSON(version: Main.version).write(pages, hasExamples: true, &output)
    case .text:
      for (index, answer) in answers.enumerated() {
        if index > 0 { output.write("\n") }
        writeText(answer.id, answer.rules, &output)
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
    output.write("\n\(TextReport.printable(id)) stands for \(others.count) more:\n")
    color.ruleText.write(others.map { ($0, $0.level) }, &output)
  }

  private static func rules(named id: String) throws(ReferenceError) -> [Rule] {
    let rules = RuleSearch.rules(named: id)
    guard rules.isEmpty else { return rules }
    throw ReferenceError(unknown: id)
  }
}
