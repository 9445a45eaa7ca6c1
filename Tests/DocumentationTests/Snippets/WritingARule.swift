import Faultlint
import Testing

// What the article on writing a rule shows.

/// The rules of a profile with their levels and clauses, a line each.
func table(of profile: Profile) -> [String] {
  profile.rules.compactMap { rule in
    guard rule.isReported, let level = profile.level(of: rule) else { return nil }
    return "\(rule.id) (\(level)): \(rule.title). \(rule.references[0])"
  }
}

@Suite struct WritingARuleSnippets {
  @Test("A table has a rule with its level in the profile and its clause")
  func rules() {
    #expect(
      table(of: .soap11).contains(
        "SOAP11-faultstring-empty (warning): The faultstring is blank. SOAP 1.1, section 4.4"))
    #expect(!table(of: .soap12).contains { $0.hasPrefix("SOAP11-") })
  }
}
