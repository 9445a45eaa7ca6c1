internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRules
internal import FaultlintYAML

/// What a profile file says that can have no effect.
extension ContractReader {
  /// Levels and excuses that can have no effect because their rule never runs.
  func idle(
    _ fields: ContractFields, _ excuses: [Excuse], _ profiles: [Profile], _ own: [Rule]
  ) -> [ContractError] {
    var found: [ContractError] = []
    let levels = fields["levels"]?.members ?? []
    for (excuse, place) in zip(excuses, places.excuses) {
      if levels.contains(where: { $0.key.name == excuse.rule && $0.value.text == "off" }) {
        found.append(
          places.remark("the excuse for \(excuse.rule) never applies: it is switched off", at: place))
        continue
      }
      guard let reason = reasonWhyIdle(excuse.rule, profiles, own) else { continue }
      found.append(places.remark("the excuse for \(excuse.rule) never applies: \(reason)", at: place))
    }
    for (key, _) in levels {
      // That a rule is switched off is why it does not run.
      guard let reason = reasonWhyIdle(key.name, bases(of: fields), own) else { continue }
      found.append(
        places.remark("the level of \(key.name) has no effect: \(reason)", at: (key.line, key.column)))
    }
    return found
  }

  /// The profiles that the file builds on.
  private func bases(of fields: ContractFields) -> [Profile] {
    let named =
      fields["extends"].map { value in (value.items ?? [value]).compactMap(\.text) } ?? ["bp11", "soap12"]
    return named.compactMap(Profile.named) + bases.flatMap(\.profiles)
  }

  /// Why a rule runs under none of these profiles; nil if it does, or may where another one is added.
  private func reasonWhyIdle(_ id: String, _ profiles: [Profile], _ own: [Rule]) -> String? {
    let others = bases.flatMap { base in base.profiles.flatMap { $0.entries.map(\.rule) } }
    guard let rule = RuleSet.builtIn[id] ?? (own + others).first(where: { $0.id == id }), !rule.isDisclosure,
      !own.contains(where: { $0 === rule && !$0.isOptIn }),
      !profiles.contains(where: { $0.level(of: rule) != nil })
    else { return nil }
    let instead = profiles.flatMap(\.entries).first { $0.rule.supersedes.contains(id) }
    if let instead { return "\(instead.rule.id) runs in its place" }
    return "no profile that this one builds on has that rule"
  }
}
