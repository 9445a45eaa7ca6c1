internal import Faultlint
internal import FaultlintEngine
internal import FaultlintRuleDocs

/// What payloads have in common, counted: all that the end of a report says besides ``Summary``.
///
/// A part counts all of its own. Parts are put together in the order of the input, and only then is left out what is too
/// much, so that the same input gives the same report, however it is divided.
struct Tally: Sendable {
  /// How often findings of each rule came.
  private(set) var rules = Counts<BrokenRule>()
  /// The faults that came.
  private var faults = Counts<FaultHeadline>()
  /// What came instead of faults.
  private(set) var others = Counts<Other>()
  /// What whoever reads the report can do.
  private(set) var advice = Counts<Advice>()
  /// How many notes are not shown.
  var hiddenNotes = 0
  /// The profiles that payloads were judged by: of payloads that follow one another mostly the same.
  private var chosen = Counts<[String]>()
  private var judged = Counts<Judged>()
  private var stated: [String: NotRunCount] = [:]
  private var headline = FaultHeadline()

  /// A rule with findings, at the level of the first.
  struct BrokenRule: Hashable, Sendable {
    let rule: Rule
    let level: Level

    static func == (left: BrokenRule, right: BrokenRule) -> Bool { left.rule === right.rule }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(rule)) }
  }

  private struct Judged: Hashable, Sendable {
    let rules: JudgedRules

    static func == (left: Judged, right: Judged) -> Bool { left.rules === right.rules }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(rules)) }
  }

  /// A payload that is no fault.
  struct Other: Hashable, Comparable, Sendable {
    let content: String
    let status: Int?

    static func < (left: Other, right: Other) -> Bool { left.text < right.text }

    private var text: String { "\(content) \(status ?? 0)" }
  }

  /// A rule that was not run, and on how many payloads.
  struct NotRunCount: Sendable {
    let rule: Rule
    /// Why, with the option of the command that tells what is missing.
    let reason: String
    var count: Int
  }

  /// How many things are told apart of which there may be as many as payloads.
  private static var most: Int { 1000 }

  /// Counts a payload.
  mutating func add(_ result: Report) {
    if !result.profiles.isEmpty { chosen.add(result.profiles) }
    if headline.take(from: result) {
      faults.add(headline)
    } else if result.error == nil,
      let content = result.errors.first.flatMap({ result.disclosed == nil ? $0.title : nil }) ?? result
        .content
        ?? result.soapVersion.map({ _ in Self.answer })
    {
      others.add(Other(content: content, status: result.exchange?.status))
    }
    if let advice = result.advice { self.advice.add(advice) }
    if let judged = result.judged, !judged.notRun.isEmpty { self.judged.add(Judged(rules: judged)) }
  }

  /// What an ordinary message is called.
  private static let answer = "SOAP message without a Fault"

  /// Counts a finding.
  mutating func add(_ finding: Finding) { rules.add(BrokenRule(rule: finding.rule, level: finding.level)) }

  /// Counts a rule that another report says was not run.
  mutating func add(_ item: NotRunCount) {
    // What others state need not be what they counted.
    let sum = (stated[item.rule.id]?.count ?? 0).addingReportingOverflow(item.count)
    stated[item.rule.id] = NotRunCount(
      rule: item.rule, reason: item.reason, count: sum.overflow ? .max : sum.partialValue)
  }

  /// The rules with findings: the worst first, and of those the ones that are broken most often.
  var brokenRules: [(rule: Rule, level: Level, count: Int)] {
    rules.rows.map { ($0.thing.rule, $0.thing.level, $0.count) }.sorted {
      ($1.level, $1.count, $0.rule.id) < ($0.level, $0.count, $1.rule.id)
    }
  }

  /// How many payloads were judged by each profile.
  var profiles: [String: Int] {
    chosen.rows.reduce(into: [:]) { counts, row in
      for profile in row.thing { counts[profile, default: 0] += row.count }
    }
  }

  /// The most frequent faults, and how many are left. All that tells them apart decides the order of those that are as
  /// frequent: the same payloads give the same report.
  func frequentFaults(_ count: Int) -> (shown: [(thing: FaultHeadline, count: Int)], rest: Int) {
    faults.first(count, by: <)
  }

  /// The rules that were not run, by their ids.
  var notRun: [NotRunCount] {
    var all = stated
    for (judged, count) in judged.rows {
      for item in judged.rules.notRun {
        all[
          item.rule.id, default: NotRunCount(rule: item.rule, reason: item.reasonWithOption, count: 0)
        ].count += count
      }
    }
    return all.values.sorted { $0.rule.id < $1.rule.id }
  }

  /// Adds what the next part has counted.
  static func += (left: inout Tally, right: Tally) {
    left.rules.add(right.rules)
    left.chosen.add(right.chosen)
    left.faults.add(right.faults, keeping: Self.most)
    left.others.add(right.others, keeping: Self.most)
    left.advice.add(right.advice, keeping: Self.most)
    left.hiddenNotes += right.hiddenNotes
    left.judged.add(right.judged)
    for row in right.stated.values { left.add(row) }
  }
}
