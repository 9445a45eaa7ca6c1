import FaultlintConformance
import FaultlintEngine
import FaultlintRules
import Foundation
import Testing

/// The suite in `conformance/`, as data and against faultlint itself.
@Suite struct SuiteTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "conformance")
  static let suite = Suite(path: folder.path)

  /// Cases that faultlint does not pass yet, and why. The specifications decide, so they stay as they are.
  static let open: [String: String] = [:]

  @Test func isWhole() {
    #expect(Self.suite.problems.map(\.description) == [])
    #expect(Self.suite.cases.count >= 1000)
  }

  @Test("faultlint passes all cases but those that are known", arguments: suite.sections.map(\.folder))
  func passes(_ folder: String) {
    var suite = Self.suite
    suite.select(section: folder)
    let run = SuiteRun(suite, against: BuiltInImplementation(version: "test"))
    let failed = run.sections.flatMap(\.outcomes).filter { $0.isCounted && $0.status != .passed }
    for outcome in failed where Self.open[outcome.item.id] == nil {
      Issue.record(
        "\(outcome.item.id) \(outcome.profiles): \(outcome.differences.map(\.text)) \(outcome.reason ?? "")")
    }
    let known = Set(suite.cases.map(\.id)).intersection(Self.open.keys)
    #expect(known.subtracting(failed.map(\.item.id)) == [], "passed by now: take them off the list")
  }

  @Test func everyRuleIsCoveredOrUntestable() throws {
    struct Group: Decodable { let reason: String, rules: [String] }
    let data = try Data(contentsOf: Self.folder.appending(path: "untestable.json"))
    let untestable = Set(try JSONDecoder().decode([Group].self, from: data).flatMap(\.rules))
    let covered = Set(Self.suite.cases.flatMap(\.rules))
    let all = Set(RuleSet.builtIn.rules.map(\.id))
    #expect(all.subtracting(covered).subtracting(untestable) == [])
    #expect(untestable.intersection(covered) == [])
    #expect(untestable.subtracting(all) == [])
  }

  @Test(
    "A rule that can be broken has a case that breaks it and one that keeps it",
    arguments: RuleSet.builtIn.rules)
  func bothKinds(_ rule: Rule) {
    let cases = Self.suite.cases.filter { $0.rules.contains(rule.id) }
    switch rule.check {
    case .schema, .input, .acceptance, .umbrella: return
    default: break
    }
    guard !cases.isEmpty else { return }
    func reports(_ item: ConformanceCase) -> Bool {
      item.expectations.contains {
        $0.findings.contains { $0.id == rule.id || $0.also?.contains(rule.id) == true }
      }
    }
    #expect(cases.contains(where: reports), "\(rule.id) is never broken")
    let family = rule.id.hasPrefix("SOAP12-") ? "soap12" : rule.id.hasPrefix("BP-") ? "bp11" : "soap11"
    #expect(
      Self.suite.cases.contains { item in
        !reports(item)
          && item.expectations.contains { $0.profiles.contains(family) || $0.profiles.contains("bp11") }
      })
  }

  @Test func everyFileIsUsed() throws {
    let known: Set<String> = ["README.md", "manifest.schema.json", "untestable.json"]
    let messages = Set(Self.suite.cases.map(\.file))
    let used = messages.union(
      Self.suite.cases.flatMap { [$0.facts.request, $0.facts.description].compactMap(\.self) })
    for path in try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path) {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(
        atPath: Self.folder.appending(path: path).path, isDirectory: &isFolder)
      #expect(!path.contains(" "))
      if isFolder.boolValue || path.hasPrefix("adapters/") || path.hasPrefix(".") || known.contains(path) {
        continue
      }
      #expect(path.hasSuffix("/manifest.json") || used.contains(path), "\(path) is no case's file")
    }
    #expect(messages.count == Self.suite.cases.count, "two cases share a file")
  }

  @Test func titlesAreStatementsOfTheirOwn() {
    var seen: Set<String> = []
    for item in Self.suite.cases {
      #expect(seen.insert(item.title).inserted, "\(item.id)")
      #expect(item.title.last != "." && !item.title.lowercased().contains("test "), "\(item.id)")
      #expect(item.title.count <= 110, "\(item.id)")
      #expect(!item.sources.isEmpty, "\(item.id)")
    }
  }

  @Test func aSectionIsSelected() {
    var suite = Self.suite
    suite.select(section: "soap12/5.4")
    #expect(!suite.sections.isEmpty)
    #expect(suite.sections.allSatisfy { $0.folder.hasPrefix("soap12/5.4") })
  }
}
