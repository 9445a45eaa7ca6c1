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
    let slug = /(SOAP11|SOAP12|HTTP|XML|XSD|WSDL|LEAK)-[a-z0-9]+(-[a-z0-9]+)*/
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

/// The rules against the vocabulary of ids, levels and profiles that the project keeps beside its repository.
@Suite struct VocabularyTests {
  struct Row: Sendable {
    let id, level, title: String
    let profiles: [String: String]
  }

  static let rows: [Row] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appending(path: "shared/rules/ids.tsv")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    let lines = text.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    guard let head = lines.first else { return [] }
    return lines.dropFirst().map { fields in
      let row = Dictionary(uniqueKeysWithValues: zip(head, fields))
      return Row(id: row["id"] ?? "", level: row["level"] ?? "", title: row["title"] ?? "", profiles: row)
    }
  }()

  /// Where the vocabulary is wrong by the specifications, or has no row.
  static let added: Set<String> = ["XML-capture", "XML-profile-mismatch"]

  /// What the vocabulary calls behaviour, where a breach that the exchange shows is more than a note.
  static let behaviour: [String: Level] = [
    "SOAP11-versionmismatch-not-used": .error, "SOAP11-mustunderstand-unjustified": .error,
    "SOAP12-versionmismatch-reply-version": .error, "SOAP12-notunderstood-not-in-request": .error,
    "BP-R1015": .error, "BP-R2725": .error,
    "BP-R2724": .warning, "BP-R1125": .warning, "BP-R1113": .warning, "BP-R1114": .warning,
    "BP-R1115": .warning,
  ]

  @Test(
    "Every rule is in the vocabulary, at its level",
    .enabled(if: !rows.isEmpty, "skipped: the vocabulary is not beside the repository"))
  func levels() {
    for rule in RuleSet.builtIn.rules where !Self.added.contains(rule.id) && !rule.isDisclosure {
      guard let row = Self.rows.first(where: { $0.id == rule.id }) else {
        Issue.record("\(rule.id) is not in the vocabulary")
        continue
      }
      let level = Level(rawValue: row.level) ?? Self.behaviour[rule.id] ?? .note
      #expect(rule.level == level, "\(rule.id)")
    }
  }

  @Test(
    "Every id of the vocabulary is in the catalogue, but for those of vendors",
    .enabled(if: !rows.isEmpty, "skipped: the vocabulary is not beside the repository"))
  func completeness() {
    for row in Self.rows where row.profiles["vendor"] == "" {
      #expect(RuleSet.builtIn[row.id] != nil, "\(row.id)")
    }
  }

  @Test(
    "Every rule has the test assertions the vocabulary gives it",
    .enabled(if: !rows.isEmpty, "skipped: the vocabulary is not beside the repository"))
  func assertions() {
    for row in Self.rows {
      guard let rule = RuleSet.builtIn[row.id] else { continue }
      let words = (row.profiles["wsi_assertions"] ?? "").split(separator: " ")
      #expect(rule.assertions.map { "\($0.profile):\($0.id)" } == words.map(String.init), "\(row.id)")
    }
  }

  @Test(
    "The profiles have the rules the vocabulary gives them",
    .enabled(if: !rows.isEmpty, "skipped: the vocabulary is not beside the repository"),
    arguments: Profile.all)
  func membership(_ profile: Profile) {
    let ids = Set(profile.rules.map(\.id))
    for row in Self.rows {
      guard let rule = RuleSet.builtIn[row.id] else { continue }
      switch rule.check {
      case .schema, .input: continue
      default: break
      }
      #expect(ids.contains(row.id) == (row.profiles[profile.name] == "yes"), "\(row.id) in \(profile.name)")
    }
  }
}
