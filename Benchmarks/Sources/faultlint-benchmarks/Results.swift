import Foundation

/// What was measured, as tables for people and as JSON.
struct Results {
  let facts: [(name: String, value: String)]
  let targets: [Target]
  let contests: [Contest]
  let memory: Memory
  let checks: Checks

  static func text(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

  // MARK: Markdown

  var markdown: String {
    var lines = ["# Benchmarks", ""]
    lines += facts.map { "* \($0.name): \($0.value)" }
    lines += [
      "", "## Targets", "",
      "Medians; the ratio is taken round by round. Processor time where one thread works on either side.",
      "", "| measure | target | aim | measured | by processor time | |", "|---|---|---|---|---|---|",
    ]
    lines += targets.map(row)
    for contest in contests {
      lines += [
        "", "## \(contest.title)", "",
        "Medians of \(contest.times[0].samples.count) rounds; how many times as much as \(contest.base).", "",
        "| | elapsed | ratio | processor time | ratio | documents/s |", "|---|---|---|---|---|---|",
      ]
      lines += contest.times.map { row($0, in: contest) }
    }
    lines += ["", "## Peak memory of faultlint, two workers", "", "| | MiB |", "|---|---|"]
    lines += memory.entries.map { entry in
      "| \(entry.name) | \(Self.text(entry.peak, 1)) |"
    }
    lines += ["", "## What the programs say", "", "| | | |", "|---|---|---|"]
    lines += checks.lines.map { "| \($0.name) | \($0.outcome) | \($0.isWrong ? "WRONG" : "") |" }
    return lines.joined(separator: "\n") + "\n"
  }

  private func row(_ target: Target) -> String {
    let sign = target.unit == .faster ? "≥" : "≤"
    func figure(_ value: Double) -> String {
      switch target.unit {
      case .faster: Self.text(value, 2) + "x"
      case .ratio: Self.text(value, 2)
      case .mebibytes: Self.text(value, 1) + " MiB"
      }
    }
    let measured: [String] =
      switch target.measured {
      case .value(let value, let processor): [figure(value), processor.map(figure) ?? ""]
      case .nothing(let reason): [reason, ""]
      }
    let columns =
      [target.measure, "\(sign) \(figure(target.target))", figure(target.aim)] + measured + [target.outcome]
    return "| " + columns.joined(separator: " | ") + " |"
  }

  private func row(_ entry: Contest.Times, in contest: Contest) -> String {
    let base = contest[contest.base] ?? entry
    func time(_ seconds: Double) -> String {
      seconds >= 0.05 ? Self.text(seconds, 3) + " s" : Self.text(seconds * 1000, 2) + " ms"
    }
    let columns = [
      entry.name, time(entry.elapsed), Self.text(entry.ratio(to: base, \.elapsed), 2), time(entry.processor),
      Self.text(entry.ratio(to: base, \.processor), 2), "\(Int(Double(contest.documents) / entry.elapsed))",
    ]
    return "| " + columns.joined(separator: " | ") + " |"
  }

  // MARK: JSON

  func json() throws -> Data {
    let object: [String: Any] = [
      "format": 2,
      "facts": Dictionary(facts.map { ($0.name, $0.value) }) { first, _ in first },
      "targets": targets.map(object),
      "contests": contests.map(object),
      "memory": memory.entries.map { entry in
        ["name": entry.name, "mebibytes": entry.peak] as [String: Any]
      },
      "checks": checks.lines.map { line in
        ["name": line.name, "outcome": line.outcome, "isWrong": line.isWrong] as [String: Any]
      },
    ]
    return try JSONSerialization.data(withJSONObject: object, options: [.prettyPrinted, .sortedKeys])
  }

  private func object(_ target: Target) -> [String: Any] {
    var object: [String: Any] = [
      "measure": target.measure, "unit": target.unit.rawValue, "target": target.target, "aim": target.aim,
      "outcome": target.outcome,
    ]
    switch target.measured {
    case .value(let value, let processor):
      object["measured"] = value
      object["byProcessorTime"] = processor
    case .nothing(let reason): object["reason"] = reason
    }
    return object
  }

  private func object(_ contest: Contest) -> [String: Any] {
    let entries = contest.times.map { entry in
      let base = contest[contest.base] ?? entry
      func part(_ path: KeyPath<Sample, Double>, _ median: Double) -> [String: Any] {
        [
          "median": median, "ratio": entry.ratio(to: base, path),
          "all": entry.samples.map { $0[keyPath: path] },
        ]
      }
      return [
        "name": entry.name, "elapsed": part(\.elapsed, entry.elapsed),
        "processor": part(\.processor, entry.processor),
      ] as [String: Any]
    }
    return [
      "title": contest.title, "base": contest.base, "documents": contest.documents, "entries": entries,
    ]
  }
}
