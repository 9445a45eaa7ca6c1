import Foundation

/// Draws what a whole run measured: how many documents a second each program takes, as an SVG of bars.
struct Chart {
  private struct Bar {
    let name: String
    let perSecond: Double
    var isOurs: Bool { name.hasPrefix("faultlint") }
  }

  private struct Results: Decodable {
    struct Contest: Decodable {
      struct Entry: Decodable {
        struct Part: Decodable { let median: Double }
        let name: String
        let elapsed: Part
      }
      let title: String
      let documents: Int
      let entries: [Entry]
    }
    let contests: [Contest]
    let facts: [String: String]
  }

  private let bars: [Bar]
  private let note: String

  /// Reads the JSON of a run.
  init(reading file: URL) throws {
    let results = try JSONDecoder().decode(Results.self, from: Data(contentsOf: file))
    guard let contest = results.contests.first(where: { $0.documents > 1 }) else {
      throw BenchmarkError("\(file.path) has no contest of whole processes")
    }
    // The captures are the same documents in other files: they are in the tables.
    bars = contest.entries.filter { !$0.name.hasPrefix("faultlint") || !$0.name.contains(", ") }.map {
      Bar(name: $0.name, perSecond: Double(contest.documents) / $0.elapsed.median)
    }.sorted { $0.perSecond > $1.perSecond }
    note = ["documents", "processors", "taken by other programs"].compactMap { name in
      results.facts[name].map { "\(name): \($0)" }
    }.joined(separator: "; ")
  }

  private static let width = 760
  private static let rowHeight = 26
  private static let labelWidth = 280
  private static let top = 44

  /// The picture, for light and dark pages.
  var svg: String {
    let height = Self.top + bars.count * Self.rowHeight + 34
    let most = bars.map(\.perSecond).max() ?? 1
    let room = Double(Self.width - Self.labelWidth - 90)
    var lines = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.width)" height="\(height)" \
      viewBox="0 0 \(Self.width) \(height)" role="img" aria-labelledby="title">
      """,
      "<title id=\"title\">Documents a second, whole processes: \(bars.map { "\($0.name) \(Int($0.perSecond))" }.map(Self.escaped).joined(separator: ", "))</title>",
      """
      <style>
      text { font: 13px system-ui, sans-serif; fill: #24292f; }
      .note { font-size: 11px; fill: #57606a; }
      .ours { fill: #0969da; } .peer { fill: #8c959f; }
      @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; } .note { fill: #9198a1; } .ours { fill: #4493f8; } .peer { fill: #656c76; }
      }
      </style>
      """,
      "<text x=\"0\" y=\"18\" font-weight=\"600\">Documents a second, whole processes, more is better</text>",
    ]
    for (index, bar) in bars.enumerated() {
      let y = Self.top + index * Self.rowHeight
      let length = max(1, Int(room * bar.perSecond / most))
      let weight = bar.isOurs ? " font-weight=\"600\"" : ""
      lines += [
        "<text x=\"\(Self.labelWidth - 10)\" y=\"\(y + 14)\" text-anchor=\"end\"\(weight)>\(Self.escaped(bar.name))</text>",
        "<rect class=\"\(bar.isOurs ? "ours" : "peer")\" x=\"\(Self.labelWidth)\" y=\"\(y)\" width=\"\(length)\" height=\"18\" rx=\"2\"/>",
        "<text x=\"\(Self.labelWidth + length + 8)\" y=\"\(y + 14)\"\(weight)>\(Int(bar.perSecond))</text>",
      ]
    }
    lines += ["<text class=\"note\" x=\"0\" y=\"\(height - 8)\">\(Self.escaped(note))</text>", "</svg>", ""]
    return lines.joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
  }
}
