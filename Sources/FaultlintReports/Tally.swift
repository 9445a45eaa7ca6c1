internal import Faultlint
internal import FaultlintEngine
internal import FaultlintRuleDocs

/// What payloads have in common, counted: all that the end of a report says besides ``Summary``.
struct Tally: Sendable {
  /// How often findings of each rule came.
  var rules: [ObjectIdentifier: (rule: Rule, level: Level, count: Int)] = [:]
  /// How many payloads were judged by each profile.
  var profiles: [String: Int] = [:]
  /// The faults that came.
  var faults = Counts<FaultHeadline>()
  /// What came instead of faults.
  var others = Counts<Other>()
  /// What whoever reads the report can do.
  var advice = Counts<Advice>()
  /// How many notes are not shown.
  var hiddenNotes = 0
  private var judged: [ObjectIdentifier: (rules: JudgedRules, count: Int)] = [:]
  private var stated: [String: NotRunCount] = [:]
  private var headline = FaultHeadline()

  /// A payload that is no fault.
  struct Other: Hashable, Sendable {
    let content: String
    let status: Int?
  }

  /// A rule that was not run, and on how many payloads.
  struct NotRunCount: Sendable {
    let rule: Rule
    /// Why, with the option of the command that tells what is missing.
    let reason: String
    var count: Int
  }

  /// Things that are counted, of which there may be as many as payloads: not all are told apart.
  struct Counts<Thing: Hashable & Sendable>: Sendable {
    private(set) var counts: [Thing: Int] = [:]
    /// How many were something else than those in `counts`.
    private(set) var rest = 0

    private static var most: Int { 1000 }

    mutating func add(_ thing: Thing, _ count: Int = 1) {
      if counts.count < Self.most || counts[thing] != nil {
        counts[thing, default: 0] += count
      } else {
        rest += count
      }
    }

    /// The most frequent ones, those that are as frequent in the order of a text, and how many are left.
    func first(_ count: Int, by text: (Thing) -> String) -> (shown: [(thing: Thing, count: Int)], rest: Int) {
      let sorted = counts.map { (thing: $0.key, count: $0.value, text: text($0.key)) }.sorted {
        ($1.count, $0.text) < ($0.count, $1.text)
      }
      let left = sorted.dropFirst(count).reduce(rest) { $0 + $1.count }
      return (sorted.prefix(count).map { ($0.thing, $0.count) }, left)
    }

    static func += (left: inout Counts, right: Counts) {
      for (thing, count) in right.counts { left.add(thing, count) }
      left.rest += right.rest
    }
  }

  /// Counts a payload.
  mutating func add(_ result: Report) {
    for profile in result.profiles { profiles[profile, default: 0] += 1 }
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
    if let judged = result.judged, !judged.notRun.isEmpty {
      self.judged[ObjectIdentifier(judged), default: (judged, 0)].count += 1
    }
  }

  /// What an ordinary message is called.
  private static let answer = "SOAP message without a Fault"

  /// Counts a finding.
  mutating func add(_ finding: Finding) {
    rules[ObjectIdentifier(finding.rule), default: (finding.rule, finding.level, 0)].count += 1
  }

  /// Counts a rule that another report says was not run.
  mutating func add(_ item: NotRunCount) {
    // What others state need not be what they counted.
    let sum = (stated[item.rule.id]?.count ?? 0).addingReportingOverflow(item.count)
    stated[item.rule.id] = NotRunCount(
      rule: item.rule, reason: item.reason, count: sum.overflow ? .max : sum.partialValue)
  }

  /// The most frequent faults, and how many are left. All that tells them apart decides the order of those that are as
  /// frequent: the same payloads give the same report.
  func frequentFaults(_ count: Int) -> (shown: [(thing: FaultHeadline, count: Int)], rest: Int) {
    faults.first(count) { ([$0.code] + $0.subcodes + [$0.text]).joined(separator: "\0") }
  }

  /// The rules that were not run, by their ids.
  var notRun: [NotRunCount] {
    var all = stated
    for (rules, count) in judged.values {
      for item in rules.notRun {
        all[
          item.rule.id, default: NotRunCount(rule: item.rule, reason: item.reasonWithOption, count: 0)
        ].count += count
      }
    }
    return all.values.sorted { $0.rule.id < $1.rule.id }
  }

  static func += (left: inout Tally, right: Tally) {
    for (key, row) in right.rules { left.rules[key, default: (row.rule, row.level, 0)].count += row.count }
    for (name, count) in right.profiles { left.profiles[name, default: 0] += count }
    left.faults += right.faults
    left.others += right.others
    left.advice += right.advice
    left.hiddenNotes += right.hiddenNotes
    for (key, row) in right.judged { left.judged[key, default: (row.rules, 0)].count += row.count }
    for row in right.stated.values { left.add(row) }
  }
}
