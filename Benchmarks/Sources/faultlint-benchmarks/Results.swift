import Foundation

/// What was measured, as a table for people and as JSON.
struct Results {
  /// Times that are compared with one of them.
  struct Comparison {
    let title: String
    let unit: Unit
    let times: [Contest.Times]
    /// The name of the one the others are compared with.
    let base: String
    /// How many documents each one went through.
    let documents: Int

    enum Unit {
      case seconds
      case milliseconds
    }

    /// Both medians of an entry as multiples of the base's.
    func ratio(_ entry: Contest.Times) -> Sample {
      let base = times.first { $0.name == self.base } ?? entry
      return Sample(elapsed: entry.elapsed / base.elapsed, processor: entry.processor / base.processor)
    }
  }

  var facts: [(name: String, value: String)] = []
  var comparisons: [Comparison] = []
  var verdicts: [(name: String, count: Int)] = []
  /// The files that the two validators judge differently.
  var differences: [String] = []

  var markdown: String {
    var lines = ["# Benchmarks", ""]
    lines += facts.map { "* \($0.name): \($0.value)" }
    for comparison in comparisons {
      lines += [
        "", "## \(comparison.title)", "",
        "Medians of \(comparison.times[0].samples.count); ratios to \(comparison.base).", "",
      ]
      lines += ["| | elapsed | ratio | processor time | ratio | documents/s |", "|---|---|---|---|---|---|"]
      for entry in comparison.times { lines.append(row(entry, in: comparison)) }
    }
    lines += ["", "## Verdicts", ""]
    lines.append(verdicts.map { "\($0.count) \($0.name)" }.joined(separator: ", ") + ";")
    lines.append(
      differences.isEmpty
        ? "xmllint says the same of every file."
        : "xmllint says otherwise of \(differences.count): \(differences.prefix(20).joined(separator: ", "))")
    return lines.joined(separator: "\n") + "\n"
  }

  private func row(_ entry: Contest.Times, in comparison: Comparison) -> String {
    let ratio = comparison.ratio(entry)
    func time(_ seconds: Double) -> String {
      comparison.unit == .seconds ? Self.text(seconds, 3) + " s" : Self.text(seconds * 1000, 2) + " ms"
    }
    let columns = [
      entry.name, time(entry.elapsed), Self.text(ratio.elapsed, 2), time(entry.processor),
      Self.text(ratio.processor, 2), "\(Int(Double(comparison.documents) / entry.elapsed))",
    ]
    return "| " + columns.joined(separator: " | ") + " |"
  }

  func json() throws -> Data {
    var object: [String: Any] = ["format": 1]
    object["facts"] = Dictionary(facts.map { ($0.name, $0.value) }) { first, _ in first }
    object["verdicts"] = Dictionary(verdicts.map { ($0.name, $0.count) }) { first, _ in first }
    object["differences"] = differences
    object["comparisons"] = comparisons.map { comparison in
      [
        "title": comparison.title, "base": comparison.base, "documents": comparison.documents,
        "entries": comparison.times.map { entry in
          let ratio = comparison.ratio(entry)
          return [
            "name": entry.name,
            "elapsed": [
              "median": entry.elapsed, "ratio": ratio.elapsed, "all": entry.samples.map(\.elapsed),
            ],
            "processor": [
              "median": entry.processor, "ratio": ratio.processor, "all": entry.samples.map(\.processor),
            ],
          ] as [String: Any]
        },
      ] as [String: Any]
    }
    return try JSONSerialization.data(withJSONObject: object, options: [.prettyPrinted, .sortedKeys])
  }

  static func text(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}
