/// Works the targets out from what was measured.
struct Targets {
  let whole: Contest
  let stages: Contest
  let starts: Contest
  let memory: Memory
  /// Why a contender is missing, by name.
  let missing: [String: String]

  var rows: [Target] {
    typealias Name = Contenders.Name
    return [
      faster("vs `xmllint --noout --schema`, `--jobs 1`", 1.3, 1.6, Name.xmllintSchema, jobs: 1),
      faster("vs `xmllint --noout --schema`, `--jobs 2`", 2.4, 3, Name.xmllintSchema, jobs: 2),
      faster("vs lxml validate loop, 1 worker", 1.5, 1.8, Name.lxml, jobs: 1),
      faster("vs lxml validate loop, 2 workers", 2.8, 3.3, Name.lxml, jobs: 2),
      faster("vs JAXP with the JVM's start, 2 workers", 7, 10, Name.jaxpAtOnce, jobs: 2),
      ratio(
        "whole check / bare C parse loop, one thread each", 1.3, 1, whole, Name.faultlint(1), Name.parseLoop,
        isOneThread: true),
      rules, surplus,
      ratio("2 workers / 1 worker, wall", 0.58, 0.52, whole, Name.faultlint(2), Name.faultlint(1)),
      ratio(
        "one small file / `xmllint --noout --schema` on it", 1.5, 1, starts, Start.faultlint, Start.xmllint,
        isOneThread: true),
      ratio(
        "the same, fully static variant", 1.5, 1, starts, Start.static, Start.xmllint, isOneThread: true),
      ratio(
        "NDJSON / the same as files, per payload, `--jobs 1`", 1, 0.85, whole, Name.faultlint(1, .ndjson),
        Name.faultlint(1)),
      ratio(
        "NDJSON / the same as files, per payload, `--jobs 2`", 1, 0.85, whole, Name.faultlint(2, .ndjson),
        Name.faultlint(2)),
      ratio(
        "HAR / NDJSON, per payload, `--jobs 1`", 1.3, 1, whole, Name.faultlint(1, .har),
        Name.faultlint(1, .ndjson)),
      ratio(
        "HAR / NDJSON, per payload, `--jobs 2`", 1.3, 1, whole, Name.faultlint(2, .har),
        Name.faultlint(2, .ndjson)),
      Target(
        measure: "peak memory: \(memory.files.name)", unit: .mebibytes, target: 40, aim: 15,
        measured: .value(memory.files.peak, byProcessor: nil)),
      growth,
    ]
  }

  private func faster(_ measure: String, _ target: Double, _ aim: Double, _ peer: String, jobs: Int) -> Target
  {
    Target(
      measure: measure, unit: .faster, target: target, aim: aim,
      measured: quotient(whole, peer, Contenders.Name.faultlint(jobs), isOneThread: jobs == 1))
  }

  private func ratio(
    _ measure: String, _ target: Double, _ aim: Double, _ contest: Contest, _ above: String, _ below: String,
    isOneThread: Bool = false
  ) -> Target {
    Target(
      measure: measure, unit: .ratio, target: target, aim: aim,
      measured: quotient(contest, above, below, isOneThread: isOneThread))
  }

  private func quotient(_ contest: Contest, _ above: String, _ below: String, isOneThread: Bool)
    -> Target.Measured
  {
    guard let over = contest[above] else { return .nothing("not measured: \(missing[above] ?? "absent")") }
    guard let under = contest[below] else { return .nothing("not measured: \(missing[below] ?? "absent")") }
    return .value(
      over.ratio(to: under, \.elapsed),
      byProcessor: isOneThread ? over.ratio(to: under, \.processor) : nil)
  }

  /// What rules, findings and the report of them really take: the check without parsing and without what it spends on
  /// the schemas, which is less than the validator takes for every document, because it does not always ask it.
  private var rules: Target {
    stageTarget("rules and findings / (parse + schema), one thread") { time in
      let schema = time(.demand) - time(.message)
      return (time(.report) - time(.parse) - schema) / time(.schema)
    }
  }

  /// What the check takes beyond parse and schema as peers do them: less than nothing where it saves more by asking
  /// the validator seldom than the rules take.
  private var surplus: Target {
    stageTarget("whole check over (parse + schema) / (parse + schema), one thread") { time in
      (time(.report) - time(.schema)) / time(.schema)
    }
  }

  /// The median of what `share` makes of the times of the stages, round by round.
  private func stageTarget(_ measure: String, _ share: ((Documents.Stage) -> Double) -> Double) -> Target {
    func median(_ part: KeyPath<Sample, Double>) -> Double {
      let rounds = stages.times[0].samples.indices
      return Sample.median(
        rounds.map { round in share { stages[$0.title]?.samples[round][keyPath: part] ?? .nan } })
    }
    return Target(
      measure: measure, unit: .ratio, target: 0.25, aim: 0.1,
      measured: .value(median(\.elapsed), byProcessor: median(\.processor)))
  }

  private var growth: Target {
    Target(
      measure: "peak memory: \(memory.manyLines.name) / \(memory.files.name)", unit: .ratio, target: 1.1,
      aim: 1.1,
      measured: .value(memory.manyLines.peak / memory.files.peak, byProcessor: nil))
  }
}
