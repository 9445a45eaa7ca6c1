package import FaultlintEngine

/// Writes profiles as profile files, as far as they can be said in one.
package enum ProfileFileText {
  /// A profile of a specification: its rules are in the program, and stand there with their levels.
  package static func of(_ profile: Profile) -> String {
    var text = """
      # The profile \(profile.name) as a profile file, as far as it can be said in one: what its rules look for is part of
      # the program, and 'faultlint explain ID' says it. 'extends' has all of them, and 'levels' is there to be changed.
      profile: my-\(profile.name)
      title: \(profile.title)
      extends: [\(profile.name)]
      levels:

      """
    for rule in profile.rules where !profile.isInherited(rule) || profile.bases.isEmpty {
      guard let level = profile.level(of: rule) else { continue }
      text += "  \(rule.id): \(level.rawValue)  # \(rule.title)\n"
    }
    return text
  }
}

extension Profile {
  fileprivate func isInherited(_ rule: Rule) -> Bool {
    entries.first { $0.rule === rule }?.isInherited ?? false
  }
}
