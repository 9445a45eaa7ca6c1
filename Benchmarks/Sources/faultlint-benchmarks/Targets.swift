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
      faster("vs `xmllint --noout --schema`, `--jobs 1`", 1.6, 1.9, Name.xmllintSchema, jobs: 1),
      faster("vs `xmllint --noout --schema`, `--jobs 2`", 2.9, 3.4, Name.xmllintSchema, jobs: 2),
      faster("vs lxml validate loop, 1 worker", 1.8, 2.1, Name.lxml, jobs: 1),
      faster("vs lxml validate loop in 2 processes, 2 workers", 1.7, 2, Name.lxmlAtOnce, jobs: 2),
      faster("vs JAXP with the JVM's start, 2 workers", 9, 11, Name.jaxpAtOnce, jobs: 2),
      ratio(
        "whole check / bare C parse loop, one thread each", 1.05, 0.9, whole, Name.faultlint(1),
        Name.parseLoop, isOneThread: true),
      rules,
      ratio("2 workers / 1 worker, wall", 0.53, 0.5, whole, Name.faultlint(2), Name.faultlint(1)),
    ]
      + Start.builds.flatMap { build in
        [false, true].compactMap { hasOption in
          build.goals.map { target, aim in
            ratio(
              "one small file / `xmllint --noout --schema` on it: \(build.name(hasOption))", target, aim,
              starts,
              build.name(hasOption), Start.xmllint, isOneThread: true)
          }
        }
      }
      + [(Capture.ndjson, 0.9), (.har, 1.1), (.http, 1)].flatMap { capture, target in
        [1, 2].map { jobs in
          ratio(
            "\(capture.rawValue) / the same as files, per payload, `--jobs \(jobs)`", target, 0.8, whole,
            Name.faultlint(jobs, capture), Name.faultlint(jobs))
        }
      }
      + [memory.files, memory.manyLines].map { entry in
        Target(
          measure: "peak memory: \(entry.name)", unit: .mebibytes, target: 16, aim: 12,
          measured: .value(entry.peak, byProcessor: nil))
      } + [spread]
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

  /// The median of what `share` makes of the times of the stages, round by round.
  private func stageTarget(_ measure: String, _ share: ((Documents.Stage) -> Double) -> Double) -> Target {
    func median(_ part: KeyPath<Sample, Double>) -> Double {
      let rounds = stages.times[0].samples.indices
      return Sample.median(
        rounds.map { round in share { stages[$0.title]?.samples[round][keyPath: part] ?? .nan } })
    }
    return Target(
      measure: measure, unit: .ratio, target: 0.6, aim: 0.6,
      measured: .value(median(\.elapsed), byProcessor: median(\.processor)))
  }

  /// How far the two peaks are from each other, whichever is higher.
  private var spread: Target {
    let peaks = [memory.files, memory.manyLines].map(\.peak)
    return Target(
      measure: "peak memory: the higher of the two / the lower", unit: .ratio, target: 1.1, aim: 1.1,
      measured: .value((peaks.max() ?? .nan) / (peaks.min() ?? .nan), byProcessor: nil))
  }
}
