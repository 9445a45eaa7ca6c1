internal import ArgumentParser
internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintReports
internal import FaultlintRuleDocs
internal import FaultlintRules
internal import FaultlintText

/// `faultlint explain`: what a rule says, why it matters and how to fix a breach; or what a code of a vendor means.
struct ExplainCommand: ReferenceCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a rule, with examples, or a code of a vendor; or find rules by a word.",
    usage: "faultlint explain [<options>] <id> ...",
    discussion: """
      An id is that of a finding (BP-R1004, SOAP11-faultcode-missing), the number of a requirement (R1004) or a test \
      assertion of WS-I (BP1302), in any case. An assertion may stand for several rules. A code of a vendor stands behind \
      the name of its profile (marketing-cloud:11, zuora:INVALID_SESSION), or alone where it has letters (DFHPI1009). \
      Rules and codes of your own are known with --rules.

      Any other word (faultstring, 'undeclared prefix') finds the rules that have to do with it.
      """)

  enum Format: String, Choice { case text, json }

  @OptionGroup var own: OwnProfiles

  @Argument(help: ArgumentHelp("What to explain.", valueName: "id"))
  var ids: [String]

  @Option(help: "How to write it.")
  var format: Format = .text

  @Option(help: "Whether to colour the text. NO_COLOR is obeyed.")
  var color: ColorChoice = .auto

  func write(_ output: inout Output) throws(ReferenceError) {
    let contracts = try own.contracts()
    var answers: [Answer] = []
    var asked: Set<String> = []
    for id in ids where asked.insert(id).inserted { answers.append(try Answer(id, contracts)) }
    switch format {
    case .json:
      let pages = answers.flatMap(\.rules).map { RulePage($0, with: contracts) }
      let codes = answers.flatMap(\.codes).map(CodeSearch.json)
      RuleJSON(version: Main.version).write(pages, hasExamples: true, codes: codes, &output)
    case .text:
      for (index, answer) in answers.enumerated() {
        if index > 0 { output.write("\n") }
        for (number, found) in answer.codes.enumerated() {
          if number > 0 { output.write("\n") }
          CodeSearch.write(found, width: Terminal.width, &output)
        }
        if answer.isSearch, answer.rules.count > 1 {
          writeList(answer, &output)
        } else if !answer.rules.isEmpty {
          writeText(answer.id, answer.rules, contracts, &output)
        }
      }
    }
  }

  /// Of the rules that an assertion stands for, the requirements of WS-I are what it was written for.
  private func writeText(_ id: String, _ rules: [Rule], _ contracts: [Contract], _ output: inout Output) {
    let requirements = rules.filter { RuleFamily(of: $0).isRequirement }
    let shown = requirements.isEmpty || requirements.count > 3 ? Array(rules.prefix(1)) : requirements
    for (index, rule) in shown.enumerated() {
      if index > 0 { output.write("\n") }
      color.ruleText.write(RulePage(rule, with: contracts), &output)
    }
    let others = rules.filter { rule in !shown.contains { $0.id == rule.id } }
    guard !others.isEmpty else { return }
    output.write("\n\(id.printable) stands for \(others.count) more:\n")
    color.ruleText.write(others.map { ($0, $0.level) }, &output)
  }

  /// The rules that have to do with a word.
  private func writeList(_ answer: Answer, _ output: inout Output) {
    output.write("\(answer.rules.count) rules have to do with '\(answer.id.printable)':\n")
    color.ruleText.write(answer.rules.map { ($0, $0.level) }, &output)
    output.write("'faultlint explain \(answer.rules[0].id)' explains the first\n")
  }

  /// What an argument stands for.
  private struct Answer {
    let id: String
    var rules: [Rule]
    var codes: [CodeSearch.Found] = []
    /// Whether the rules were found by a word.
    var isSearch = false

    init(_ id: String, _ contracts: [Contract]) throws(ReferenceError) {
      self.id = id
      rules = RuleSearch.rules(named: id, in: contracts)
      guard rules.isEmpty else { return }
      let search = CodeSearch(own: contracts)
      codes = search.codes(named: id)
      guard codes.isEmpty else { return }
      rules = RuleSearch.rules(about: id, in: RuleSearch.all + contracts.flatMap(\.rules))
      isSearch = true
      if rules.isEmpty {
        throw ReferenceError(unknown: id, codes: search.suggestions(for: id), contracts: contracts)
      }
    }
  }
}
