import FaultlintConformance
import FaultlintEngine
import FaultlintRules
import Testing

/// Whether the suite would notice if a rule were not there.
@Suite struct MutationTests {
  /// Rules without which nothing changes: they say what is no breach, and no other rule or schema says that it is one.
  static let survivors: Set<String> = [
    "SOAP11-faultactor-optional", "SOAP11-detail-empty-accepted", "SOAP11-detail-attributes-accepted",
    "SOAP11-detail-entry-unqualified-accepted", "SOAP11-detail-entry-encodingstyle-accepted",
    "SOAP12-detail-accepted", "SOAP12-detail-entries-accepted", "BP-R1002", "BP-R1010", "BP-R1017",
    "BP-R1120", "BP-R2714-bp12", "BP-R2742", "BP-R2743", "BP-R2757", "BP-R4007",
  ]

  /// Rules that one profile has and that no message of its version of SOAP can break.
  static let idle: [String: Set<String>] = [
    // It is about the header block NotUnderstood, which SOAP 1.1 does not have.
    "bp12": ["BP-R1041"]
  ]

  /// The expectations that are not met with all rules either: contested ones, if any.
  static let unmet: Set<String> = failures(SuiteTests.suite, without: nil)

  /// The expectations that are not met without a rule. Contested ones are looked at as well: some rules have no other.
  static func failures(_ suite: Suite, without missing: (rule: String, profile: String)?) -> Set<String> {
    let run = SuiteRun(suite, against: BuiltInImplementation(version: "test", without: missing))
    return Set(
      run.sections.flatMap(\.outcomes).filter { $0.status == .failed }.map { "\($0.item.id) \($0.profiles)" })
  }

  /// The rules that a profile runs and can be without, and that the suite has cases for.
  static func rules(of profile: Profile) -> [String] {
    let covered = Set(SuiteTests.suite.cases.flatMap(\.rules))
    return profile.rules.filter { rule in
      switch rule.check {
      case .input, .schema, .umbrella, .notCheckable: false
      default: covered.contains(rule.id)
      }
    }.map(\.id)
  }

  @Test("Without a rule of a profile some case fails", arguments: Profile.names)
  func isNoticed(_ name: String) throws {
    let profile = try #require(Profile.named(name))
    let rules = Self.rules(of: profile)
    let unnoticed = rules.filter { rule in
      var suite = SuiteTests.suite
      suite.select(rule: rule)
      return Self.failures(suite, without: (rule, name)).isSubset(of: Self.unmet)
    }
    // One that is noticed by now is to be taken off the lists.
    let known = Self.survivors.union(Self.idle[name, default: []]).intersection(rules)
    #expect(Set(unnoticed) == known)
  }

  /// Nothing else can survive: what a rule reports, an expectation names.
  @Test("A survivor looks for nothing", arguments: survivors.sorted())
  func survives(_ id: String) throws {
    let rule = try #require(RuleSet.builtIn[id])
    guard case .acceptance = rule.check else {
      Issue.record("\(id) has a check that no case notices")
      return
    }
  }

  @Test func theyAreNotFew() {
    let rules = Profile.all.map(Self.rules)
    #expect(Set(rules.joined()).count >= 200)
    #expect(rules.map(\.count).reduce(0, +) >= 800)
  }
}

/// Cases and their twins.
@Suite struct TwinTests {
  @Test(
    "A twin keeps what the case breaks", arguments: SuiteTests.suite.cases.filter { $0.twin != nil }.map(\.id)
  )
  func keeps(_ id: String) throws {
    let cases = SuiteTests.suite.cases
    let item = try #require(cases.first { $0.id == id })
    let twin = try #require(cases.first { $0.id == item.twin }, "there is no case '\(item.twin ?? "")'")
    for expectation in item.expectations {
      guard let other = twin.expectations.first(where: { $0.profiles == expectation.profiles }) else {
        continue
      }
      let kept = Set(other.findings.map(\.id))
      for finding in expectation.findings where finding.level != .note && item.rules.contains(finding.id) {
        #expect(!kept.contains(finding.id), "\(twin.id) breaks \(finding.id) as well")
      }
    }
  }
}
