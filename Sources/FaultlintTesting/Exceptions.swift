internal import Faultlint
internal import FaultlintRuleDocs

/// The rules that an assertion accepts to be broken, held against what was found.
struct Exceptions {
  private let ids: Set<String>
  /// What is wrong with the list itself, a line each.
  let problems: [String]

  init(_ accepted: [AcceptedRule], in report: Report) {
    ids = Set(accepted.map(\.id))
    problems = accepted.compactMap { rule in
      guard RuleSet.builtIn[rule.id] != nil else { return RuleNames.unknown(rule.id) }
      guard !rule.reason.allSatisfy(\.isWhitespace) else { return "\(rule.id) is accepted without a reason" }
      if report.findings.contains(where: { $0.rule.id == rule.id }) { return nil }
      if let finding = report.findings.first(where: { $0.also.contains(rule.id) }) {
        return "\(rule.id) is reported under \(finding.rule.id): accept that one"
      }
      if let item = report.notRun.first(where: { $0.rule.id == rule.id }) {
        return "\(rule.id) is accepted (\(rule.reason)), but was not run: \(item.reason)"
      }
      return "\(rule.id) is accepted (\(rule.reason)), but is not broken any more: take it out of the list"
    }
  }

  /// Whether a finding is accepted.
  func covers(_ finding: Finding) -> Bool { ids.contains(finding.rule.id) }
}

/// What to say of ids of rules.
enum RuleNames {
  /// That there is no such rule, and which ones may be meant.
  static func unknown(_ id: String) -> String {
    let found = RuleSearch.rules(named: id).map(\.id)
    let meant = (found.isEmpty ? RuleSearch.suggestions(for: id) : found).prefix(3)
    let question = meant.isEmpty ? "" : "; did you mean \(meant.joined(separator: ", "))?"
    return "there is no rule '\(id)'\(question)"
  }
}
