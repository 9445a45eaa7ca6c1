internal import FaultlintContracts
public import FaultlintEngine
internal import FaultlintRules
internal import FaultlintText

/// Finds rules by what people have in hand: an id, the number of a requirement, a test assertion of WS-I, the number of
/// another requirement that says the same.
public enum RuleSearch {
  /// The rules a name stands for, whatever its case. An assertion may stand for several.
  public static func rules(named name: String) -> [Rule] {
    let wanted = name.uppercased()
    for keys in [idKeys, assertionKeys, requirementKeys] {
      let found = RuleSet.builtIn.rules.filter { keys($0).contains(wanted) }
      if !found.isEmpty { return found }
    }
    // The rules of vendors are read where nothing else has the name.
    return BuiltInContracts.all.flatMap(\.rules).filter { $0.id.uppercased() == wanted }
  }

  /// The names that differ least from one that stands for nothing; none if all differ much.
  public static func suggestions(for name: String) -> [String] {
    Spelling.nearest(
      to: name,
      in: RuleSet.builtIn.rules.flatMap { [$0.id] + idKeys($0) + assertionKeys($0) }
        + BuiltInContracts.all.flatMap { $0.rules.map(\.id) })
  }

  /// The id, and for a requirement its number without the profile.
  private static func idKeys(_ rule: Rule) -> [String] {
    let id = rule.id.uppercased()
    guard RuleFamily(of: rule).isRequirement, let hyphen = id.firstIndex(of: "-") else { return [id] }
    return [id, String(id[id.index(after: hyphen)...])]
  }

  /// The numbers of the requirements that it cites: that of one profile may be another's under a number of its own.
  private static func requirementKeys(_ rule: Rule) -> [String] {
    rule.references.compactMap { reference in
      let word = reference.description.split(separator: " ").last.map(String.init) ?? ""
      return reference.description.hasPrefix("WS-I ") && word.hasPrefix("R") ? word.uppercased() : nil
    }
  }

  private static func assertionKeys(_ rule: Rule) -> [String] { rule.assertions.map { $0.id.uppercased() } }
}
