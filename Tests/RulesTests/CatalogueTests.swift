import FaultlintEngine
import FaultlintRules
import Foundation
import Testing

/// The catalogue as a whole.
@Suite struct CatalogueTests {
  @Test func idsAreUnique() {
    let ids = RuleSet.builtIn.rules.map(\.id)
    #expect(Set(ids).count == ids.count)
  }

  @Test("Ids have the agreed form", arguments: RuleSet.builtIn.rules)
  func form(_ rule: Rule) throws {
    let isRequirement = rule.id.wholeMatch(of: /(BP|SSBP)-R[0-9]{4}[a-z0-9-]*/) != nil
    let slug = /(SOAP11|SOAP12|HTTP|XML|XSD|WSDL|WSA|LEAK)-[a-z0-9]+(-[a-z0-9]+)*/
    let isSlug = rule.id.wholeMatch(of: slug) != nil
    #expect(isRequirement || isSlug)
  }

  @Test("A rule says what, why and where from", arguments: RuleSet.builtIn.rules)
  func isExplained(_ rule: Rule) {
    #expect(rule.title.count > 10 && rule.title.last != ".")
    #expect(rule.rationale.count > 30 && rule.rationale.last == ".")
    #expect(!rule.references.isEmpty)
    #expect(RuleSet.builtIn[rule.id]?.id == rule.id)
  }

  @Test("A rule that can be violated says how to mend it", arguments: RuleSet.builtIn.rules)
  func isMendable(_ rule: Rule) {
    if rule.isReported {
      #expect(rule.remedy.count > 10 && rule.remedy.last == ".")
    } else {
      #expect(rule.remedy.isEmpty)
    }
  }

  @Test("A rule has examples of both kinds", arguments: RuleSet.builtIn.rules)
  func hasExamples(_ rule: Rule) {
    switch rule.check {
    case .schema, .input, .notCheckable: return
    case .acceptance, .umbrella: #expect(!rule.conforming.isEmpty)
    default:
      #expect(!rule.conforming.isEmpty)
      #expect(!rule.violating.isEmpty)
      #expect(rule.violating.allSatisfy { $0.marked.contains("↓") })
    }
  }

  @Test("A rule on HTTP names the fact it needs", arguments: RuleSet.builtIn.rules)
  func need(_ rule: Rule) {
    if case .http = rule.check { #expect(rule.needs != nil) }
  }

  @Test("What a rule restates or absorbs exists", arguments: RuleSet.builtIn.rules)
  func relations(_ rule: Rule) {
    for id in rule.restates + rule.supersedes + rule.absorbs { #expect(RuleSet.builtIn[id] != nil, "\(id)") }
  }

  @Test("A profile is found by its name, and has each rule once", arguments: Profile.all)
  func profiles(_ profile: Profile) {
    let ids = profile.rules.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(Profile.named(profile.name)?.name == profile.name)
    #expect(Profile.names.contains(profile.name))
  }

  @Test("A rule is in profiles that there are, each once", arguments: RuleSet.builtIn.rules)
  func memberships(_ rule: Rule) {
    let names = rule.memberships.map(\.profile)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(Profile.named(name)?.entries.contains { $0.rule === rule } == true, "\(name)")
    }
  }
}

/// The rules against `Tests/rules.tsv`, which was drawn up from the specifications and the WS-I profiles, and not from
/// the rules: the level of each, the profiles that have it, and the test assertions of WS-I that test it.
@Suite struct RuleTableTests {
  struct Row: Sendable {
    let id: String
    let fields: [String: String]
  }

  static let rows: [Row] = {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let text = (try? String(contentsOf: tests.appending(path: "rules.tsv"), encoding: .utf8)) ?? ""
    let lines = text.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map {
      Row(id: $0[0], fields: Dictionary(uniqueKeysWithValues: zip(lines[0], $0)))
    }
  }()

  @Test("Every rule of the table exists, at its level")
  func levels() {
    #expect(!Self.rows.isEmpty)
    for row in Self.rows {
      #expect(RuleSet.builtIn[row.id]?.level.rawValue == row.fields["level"], "\(row.id)")
    }
  }

  @Test("Every rule has the test assertions of the table")
  func assertions() {
    for row in Self.rows {
      let words = (row.fields["assertions"] ?? "").split(separator: " ").map(String.init)
      #expect(RuleSet.builtIn[row.id]?.assertions.map { "\($0.profile):\($0.id)" } == words, "\(row.id)")
    }
  }

  /// A cell says `yes` for a rule that has its own level under the profile, and the level where it has another.
  @Test("The profiles have the rules of the table, at its levels", arguments: Profile.all)
  func membership(_ profile: Profile) {
    let ids = Set(profile.rules.map(\.id))
    // Assertion 1701 of these profiles asks for messages that are valid; the text of SOAP does not.
    let asksForValidity = ["bp10", "bp11", "bp12", "ssbp10"].contains(profile.name)
    for row in Self.rows {
      guard let rule = RuleSet.builtIn[row.id], let cell = row.fields[profile.name] else { continue }
      let level = profile.level(of: rule)?.rawValue
      switch rule.check {
      case .schema: #expect(level == (asksForValidity ? "error" : "warning"), "\(row.id) in \(profile.name)")
      // One that is in no profile, or in another's, has no level here.
      case .input: if let level { #expect(level == row.fields["level"], "\(row.id) in \(profile.name)") }
      default:
        #expect(ids.contains(row.id) == (cell != "no"), "\(row.id) in \(profile.name)")
        let expected = cell == "yes" ? row.fields["level"] : cell == "no" ? nil : cell
        #expect(level == expected, "\(row.id) in \(profile.name)")
      }
    }
  }
}
