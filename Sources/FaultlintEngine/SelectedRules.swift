internal import FaultlintModel
internal import FaultlintXMLTree

/// The rules of the selected profiles for one version of SOAP, ready to run: looked up once, not once a message.
package struct SelectedRules: Sendable {
  /// The rules in the order they run. One that is in several profiles counts at its highest level.
  let entries: [Profile.Entry]
  /// The levels that profiles give those that the caller has set another for, by index.
  let levelsBefore: [Int: Level]
  /// What becomes of a schema violation that no rule explains; nil if schemas do not matter.
  let schema: Profile.SchemaPolicy?
  /// The waivers of the acceptance rules.
  let waivers: [@Sendable (SchemaViolation, Message) -> Bool]
  /// What the profiles excuse, by rule.
  let excuses: [String: [Excuse]]
  /// Whether that of a rule is anything, by its index.
  let isExcusable: [Bool]
  /// Whether a rule restates another or is restated, by its index: what else is found is a defect of its own.
  let isRelated: [Bool]

  init(profiles: [Profile], _ adjustments: Adjustments) {
    var running = Self.entries(of: profiles, adjustments).running
    var levelsBefore: [Int: Level] = [:]
    if !adjustments.levels.isEmpty {
      for (index, entry) in running.enumerated() {
        guard let level = adjustments.levels[entry.rule.id] else { continue }
        levelsBefore[index] = entry.level
        running[index] = entry.at(level)
      }
    }
    self.entries = running
    self.levelsBefore = levelsBefore
    let excuses = Dictionary(grouping: profiles.flatMap(\.excuses), by: \.rule)
    self.excuses = excuses
    isExcusable = self.entries.map { excuses[$0.rule.id] != nil }
    let restated = Set(self.entries.flatMap(\.rule.restates))
    isRelated = self.entries.map { !$0.rule.restates.isEmpty || restated.contains($0.rule.id) }
    schema = profiles.compactMap(\.schema).max { $0.level < $1.level }
    waivers = self.entries.compactMap { if case .acceptance(let waives) = $0.check { waives } else { nil } }
  }

  private static func entries(of profiles: [Profile], _ adjustments: Adjustments) -> [Profile.Entry] {
    // One that includes no more than one other has no rule twice; most runs have no other.
    if profiles.count == 1, profiles[0].bases.count < 2 {
      return profiles[0].entries.filter { adjustments.runs($0.rule, askedFor: profiles[0].enabled) }
    }
    var entries: [Profile.Entry] = []
    var positions: [ObjectIdentifier: Int] = [:]
    for profile in profiles {
      for entry in profile.entries where adjustments.runs(entry.rule, askedFor: profile.enabled) {
        if let position = positions[ObjectIdentifier(entry.rule)] {
          let other = entries[position]
          if other.level < entry.level || other.level == entry.level && other.isNarrowed {
            entries[position] = entry
          }
        } else {
          positions[ObjectIdentifier(entry.rule)] = entries.count
          entries.append(entry)
        }
      }
    }
    return entries
  }
}

extension SelectedRules {
  /// What became of each rule for a message, in the order they run: what a claim of conformance rests on.
  ///
  /// - Parameters:
  ///   - found: The rules that the findings name, and their levels.
  ///   - hasFault: Whether there is a fault in the message.
  ///   - facts: What is known about the exchange.
  /// - Returns: Each rule, and what became of it.
  package func outcomes(
    found: [(rules: [String], level: Level)], hasFault: Bool, facts: FactSet
  ) -> [(rule: Rule, outcome: Outcome)] {
    let broken = Set(found.flatMap(\.rules))
    let brokenAsError = Set(found.filter { $0.level == .error }.flatMap(\.rules))
    return entries.map { entry in
      let outcome: Outcome
      if case .umbrella = entry.check {
        let isBroken = entries.contains { $0.isInherited && brokenAsError.contains($0.rule.id) }
        outcome = isBroken ? .violated : .passed
      } else if broken.contains(entry.rule.id) {
        outcome = .violated
      } else if let fact = entry.rule.needs, !facts.contains(fact) {
        outcome = .notRun(reason: fact.reasonNotRun)
      } else if case .notCheckable(let reason) = entry.check {
        outcome = .notRun(reason: reason)
      } else {
        outcome = Self.applies(entry.check, hasFault: hasFault) ? .passed : .notApplicable
      }
      return (entry.rule, outcome)
    }
  }

  private static func applies(_ check: Check, hasFault: Bool) -> Bool {
    switch check {
    case .fault11, .fault12: hasFault
    default: true
    }
  }
}
