internal import FaultModel
internal import XMLTree

/// The rules of the selected profiles for one version of SOAP, ready to run: looked up once, not once a message.
struct Plan: Sendable {
  struct Entry: Sendable {
    let rule: Rule
    let level: Level
    let reference: String
  }

  /// The names of the profiles.
  let profiles: [String]
  /// The rules in the order they run.
  let entries: [Entry]
  /// The level of a schema violation that no rule explains, and the clause for it; nil if schemas do not matter.
  let schema: Profile.Override?
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
          reference: override?.reference ?? rule.citation(by: profile))
        if let position = positions[id] {
          if entries[position].level < entry.level { entries[position] = entry }
        } else {
          positions[id] = entries.count
          entries.append(entry)
        }
      }
    }
    self.profiles = profiles.map(\.name)
    let superseded = Set(entries.flatMap(\.rule.supersedes))
    self.entries = entries.filter { !superseded.contains($0.rule.id) }
    schema = profiles.compactMap(\.schema).max { $0.level < $1.level }
    waivers = self.entries.compactMap {
      if case .acceptance(let waives) = $0.rule.check { waives } else { nil }
    }
  }
}

extension Rule {
  /// The clause that findings cite under a profile: the first, but for those of the other version of SOAP.
  fileprivate func citation(by profile: Profile) -> String {
    let reference = references.first { $0.version == nil || $0.version == profile.version }
    return (reference ?? references[0]).citation(by: profile)
  }
}
