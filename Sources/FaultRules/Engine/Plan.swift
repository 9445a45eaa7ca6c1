internal import FaultModel
internal import XMLTree

/// The rules of the selected profiles for one version of SOAP, ready to run: looked up once, not once a message.
struct Plan: Sendable {
  struct Entry: Sendable {
    let rule: Rule
    let level: Level
    let reference: String
  }

  /// What of an entry is needed to run it. A rule is a large value; to copy it costs more than most checks do.
  struct Step: Sendable {
    let needs: Fact?
    let check: Check
  }

  /// The rules in the order they run.
  let entries: [Entry]
  /// The same, at the same indices, for running them.
  let steps: [Step]
  /// The level of a schema violation that no rule explains, and the clause for it.
  let schema: Profile.Override
  /// The waivers of the acceptance rules.
  let waivers: [@Sendable (SchemaViolation, Message) -> Bool]

  init(profiles: [Profile], optIn: Set<String>) {
    var entries: [Entry] = []
    var positions: [String: Int] = [:]
    for profile in profiles {
      for id in profile.rules {
        let rule = Catalogue.rule(id)
        if rule.isOptIn, !optIn.contains(id) { continue }
        let override = profile.overrides[id]
        let entry = Entry(
          rule: rule, level: override?.level ?? rule.level,
          reference: override?.reference ?? rule.references[0].description)
        if let position = positions[id] {
          if entries[position].level < entry.level { entries[position] = entry }
        } else {
          positions[id] = entries.count
          entries.append(entry)
        }
      }
    }
    let superseded = Set(entries.flatMap(\.rule.supersedes))
    self.entries = entries.filter { !superseded.contains($0.rule.id) }
    steps = self.entries.map { Step(needs: $0.rule.needs, check: $0.rule.check) }
    schema = profiles.map(\.schema).max { $0.level < $1.level } ?? Profile.Override(.warning)
    waivers = self.entries.compactMap {
      if case .acceptance(let waives) = $0.rule.check { waives } else { nil }
    }
  }
}
