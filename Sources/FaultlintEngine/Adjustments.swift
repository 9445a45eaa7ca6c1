/// What a caller changes about the rules of the profiles.
package struct Adjustments: Sendable {
  /// The ids of rules to run that are off unless asked for.
  package var enabled: Set<String>
  /// The ids of rules not to run.
  package var ignored: Set<String>
  /// Levels of rules by id, in place of those of the profiles.
  package var levels: [String: Level]

  /// Adjustments; none, if nothing is given.
  package init(enabled: Set<String> = [], ignored: Set<String> = [], levels: [String: Level] = [:]) {
    self.enabled = enabled
    self.ignored = ignored
    self.levels = levels
  }

  /// Whether a rule is run of a profile that asks for some that are off otherwise.
  func runs(_ rule: Rule, askedFor: Set<String>) -> Bool {
    (!rule.isOptIn || enabled.contains(rule.id) || askedFor.contains(rule.id)) && !ignored.contains(rule.id)
  }

  /// What is left of defects of the input and of schemas, whose rules no profile selects.
  package func apply(to defects: [Defect]) -> [Defect] {
    guard !ignored.isEmpty || !levels.isEmpty else { return defects }
    return defects.compactMap { defect in
      switch defect.rule.check {
      case .input, .schema: break
      default: return defect
      }
      guard !ignored.contains(defect.rule.id) else { return nil }
      return levels[defect.rule.id].map(defect.withLevel) ?? defect
    }
  }
}
