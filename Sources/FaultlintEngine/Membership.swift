/// That a rule is in a profile, and where it differs there. It stands in the rule, so that all there is to know of a
/// rule is in one place; profiles that include the profile have the rule as well.
package struct Membership: Sendable {
  /// The name of the profile.
  package let profile: String
  /// Its level there; nil for the rule's own.
  private(set) var level: Level?
  /// The clause to cite there; nil for the rule's own.
  private(set) var citation: String?
  /// What it looks for there, where that is less than elsewhere.
  private(set) var check: Check?

  /// Membership in the profile with this name, with nothing of its own.
  package init(_ profile: String) { self.profile = profile }

  /// The same at another level.
  package func at(_ level: Level) -> Membership {
    var copy = self
    copy.level = level
    return copy
  }

  /// The same with another clause to cite.
  package func citing(_ citation: String) -> Membership {
    var copy = self
    copy.citation = citation
    return copy
  }

  /// The same with a check that looks for less: versions of a requirement differ.
  package func narrowed(to check: Check) -> Membership {
    var copy = self
    copy.check = check
    return copy
  }
}
