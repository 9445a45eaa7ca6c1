/// What became of one expectation of a case.
public struct CaseOutcome: Sendable {
  /// The ways it can go.
  public enum Status: String, Sendable, CaseIterable {
    /// The answer is what is expected.
    case passed
    /// It is not.
    case failed
    /// There was no answer that could be used.
    case broken
    /// It was not asked for.
    case skipped
  }

  /// The case.
  public let item: ConformanceCase
  /// The profiles of the expectation.
  public let profiles: [String]
  /// How it went.
  public let status: Status
  /// How the answer differs.
  public let differences: [Difference]
  /// Why there was no answer.
  public let reason: String?

  /// Whether it counts.
  public var isCounted: Bool { item.contested == nil }
}

/// How many expectations went which way.
public struct Tally: Sendable {
  /// How many of each.
  public private(set) var counts: [CaseOutcome.Status: Int] = [:]
  /// How many were contested, and so not counted.
  public private(set) var contested = 0

  /// Nothing counted yet.
  public init() {}

  /// Counts one.
  public mutating func add(_ outcome: CaseOutcome) {
    if outcome.isCounted { counts[outcome.status, default: 0] += 1 } else { contested += 1 }
  }

  /// How many went this way.
  public subscript(status: CaseOutcome.Status) -> Int { counts[status] ?? 0 }

  /// How many were counted and asked for.
  public var asked: Int { self[.passed] + self[.failed] + self[.broken] }
}

/// An implementation held to a suite.
public struct SuiteRun: Sendable {
  /// What was run.
  public let suite: Suite
  /// What it was run against.
  public let implementation: String
  /// What became of each section, in the order of the suite.
  public private(set) var sections: [(section: SuiteSection, outcomes: [CaseOutcome])] = []
  /// The counts.
  public private(set) var tally = Tally()
  /// Whether it was ended before everything was asked.
  public private(set) var isPartial = false

  /// Runs a suite.
  ///
  /// - Parameters:
  ///   - suite: The suite.
  ///   - implementation: What to run it against. It is stopped at the end.
  ///   - isToEnd: Asked after each answer: whether no more is to be asked. That answer is left out.
  public init(
    _ suite: Suite, against implementation: any Implementation, isToEnd: () -> Bool = { false }
  ) {
    self.suite = suite
    for section in suite.sections where !isPartial {
      var outcomes: [CaseOutcome] = []
      questions: for item in section.cases {
        for expectation in item.expectations {
          let outcome = Self.outcome(item, expectation, implementation)
          isPartial = isToEnd()
          guard !isPartial else { break questions }
          tally.add(outcome)
          outcomes.append(outcome)
        }
      }
      sections.append((section, outcomes))
    }
    // A name can change with a restart; the last one is as good as the first.
    self.implementation = implementation.name
    implementation.stop()
  }

  /// 0 if all passed, 1 if some failed, 2 if suite or implementation are broken or not everything was asked.
  public var status: Int32 {
    if isPartial || !suite.problems.isEmpty || tally[.broken] > 0 || tally.asked == 0 { return 2 }
    return tally[.failed] > 0 ? 1 : 0
  }

  private static func outcome(
    _ item: ConformanceCase, _ expectation: CaseExpectation, _ implementation: any Implementation
  ) -> CaseOutcome {
    func outcome(
      _ status: CaseOutcome.Status, _ differences: [Difference] = [], reason: String? = nil
    ) -> CaseOutcome {
      CaseOutcome(
        item: item, profiles: expectation.profiles, status: status, differences: differences, reason: reason)
    }
    if let known = implementation.profiles,
      let missing = expectation.profiles.first(where: { !known.contains($0) })
    {
      return outcome(.skipped, reason: "the profile \(missing) is not supported")
    }
    switch implementation.judge(item, expectation) {
    case .answer(let answer):
      let differences = expectation.differences(from: answer, implementation.capabilities)
      return outcome(differences.isEmpty ? .passed : .failed, differences)
    case .skipped(let reason): return outcome(.skipped, reason: reason)
    case .broken(let reason): return outcome(.broken, reason: reason)
    }
  }
}
