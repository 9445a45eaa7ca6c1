public import FaultlintEngine
internal import FaultlintRules

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
    return []
  }

  /// The names that differ least from one that stands for nothing; none if all differ much.
  public static func suggestions(for name: String) -> [String] {
    let wanted = Array(name.uppercased().utf8)
    var best = max(1, min(wanted.count / 3, 6))
    var found: [String] = []
    for name in RuleSet.builtIn.rules.flatMap({ [$0.id] + idKeys($0) + assertionKeys($0) }) {
      let distance = distance(wanted, Array(name.uppercased().utf8), limit: best)
      if distance < best { found = [] }
      if distance <= best {
        best = distance
        if !found.contains(where: { $0.uppercased() == name.uppercased() }) { found.append(name) }
      }
    }
    return Array(found.prefix(3))
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

  /// How many letters have to be put in, left out, replaced or swapped with the next; above the limit it may be less.
  private static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
    if abs(left.count - right.count) > limit { return limit + 1 }
    var rows = [Array(0...right.count)]
    for (i, letter) in left.enumerated() {
      var row = [i + 1]
      for (j, other) in right.enumerated() {
        var cost = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (letter == other ? 0 : 1))
        if i > 0, j > 0, letter == right[j - 1], other == left[i - 1] {
          cost = min(cost, rows[i - 1][j - 1] + 1)
        }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
