public import Faultlint
internal import FaultlintEngine
internal import FaultlintRuleDocs
public import FaultlintText

/// A summary for a pull request or a wiki: the counts, a table of findings, and what the rules say, folded away.
///
/// It is read by people and has to fit into a comment, so only the first findings stand in it, and nothing is written before
/// the counts are known.
public struct MarkdownReport: ReportRenderer {
  static let format = ReportFormat(
    "markdown", "for pull requests and wikis", heeds: [.statistics, .mostFindings]
  ) {
    MarkdownReport($0)
  }

  private let settings: ReportSettings
  private var rows: [UInt8] = []
  private var rowCount = 0
  private var tally = Tally()

  /// The most rows: comments of the usual services end at 65,536 characters.
  private static let mostRows = 200
  private var mostRows: Int { min(Self.mostRows, settings.presentation.mostFindings ?? .max) }
  private static let mostRowBytes = 40_000
  private static let mostRules = 20

  /// A report.
  public init(_ settings: ReportSettings) { self.settings = settings }

  /// Whether somebody may read along.
  public var isForReadingAlong: Bool { false }

  /// Writes one result into a part of the report, on any thread.
  public func write(_ result: Report, to part: inout ReportPart) {
    part.summary.add(result)
    let file = String(result.source.relativePath(from: settings.workingFolder))
    if let error = result.errorWithOption { add("error", file, result.source.line, nil, error, nil, &part) }
    for finding in result.findings {
      part.tally.add(finding)
      let place = FilePlace(finding, in: result)
      add(
        finding.level.rawValue, file, place.line, place.column, result.messageInFile(finding),
        finding.rule.id,
        &part)
    }
  }

  /// Each row is a group, so that rows can be counted when parts come together.
  private func add(
    _ level: String, _ file: String, _ line: Int, _ column: Int?, _ message: String, _ rule: String?,
    _ part: inout ReportPart
  ) {
    guard part.groups.count < mostRows, !settings.presentation.isStatistics else { return }
    part.groups.append(ReportPart.Group(file: file, start: part.output.bytes.count))
    let place = "\(file):\(line)" + (column.map { ":\($0)" } ?? "")
    part.output.write("| \(level) | \(Self.escaped(place)) | \(Self.escaped(message)) | ")
    if let rule { part.output.write("`\(rule)`") }
    part.output.write(" |\n")
  }

  /// The next part.
  public mutating func add(_ part: ReportPart, _ output: inout Output) {
    tally += part.tally
    for index in part.groups.indices {
      let row = part.bytes(ofGroup: index)
      guard rowCount < mostRows, rows.count + row.count <= Self.mostRowBytes else { return }
      rows += row
      rowCount += 1
    }
  }

  /// What comes after the results: everything.
  public func end(_ summary: Summary, _ output: inout Output) {
    output.write("## faultlint: \(Self.headline(summary))\n\n")
    if summary.isPartial { output.write("**Partial: the run was ended before everything was checked.**\n\n") }
    output.write(
      "| Payloads | Conforming | Nonconforming | Error response | Not a fault | Unreadable |\n|---|---|---|---|---|---|\n"
    )
    output.write(
      "| \(summary.payloads) | \(summary.conforming) | \(summary.nonconforming) | \(summary.errorResponses) "
        + "| \(summary.notAFault) | \(summary.unreadable) |\n")
    if settings.presentation.isStatistics { writeCounts(&output) } else { writeRows(summary, &output) }
    writeRules(&output)
    output.write("\n<sub>\(settings.programs)</sub>\n")
  }

  private func writeRows(_ summary: Summary, _ output: inout Output) {
    let all = summary.errors + summary.warnings + summary.notes + summary.unreadable
    guard all > 0 else { return }
    output.write("\n| Level | Where | What is wrong | Rule |\n|---|---|---|---|\n")
    output.bytes += rows
    let rest = all - rowCount
    if rest > 0 { output.write("\n\(rest) more \(rest == 1 ? "is" : "are") left out.\n") }
  }

  private func writeCounts(_ output: inout Output) {
    let rules = tally.brokenRules
    guard !rules.isEmpty else { return }
    output.write("\n| Findings | Level | Rule | What is wrong |\n|---|---|---|---|\n")
    for row in rules {
      output.write(
        "| \(row.count) | \(row.level.rawValue) | `\(row.rule.id)` | \(Self.escaped(row.rule.title)) |\n")
    }
  }

  private func writeRules(_ output: inout Output) {
    let rules = tally.brokenRules
    guard !rules.isEmpty else { return }
    output.write("\n<details>\n<summary>What the rules say</summary>\n")
    for row in rules.prefix(Self.mostRules) {
      output.write("\n### \(row.rule.id) (\(row.count))\n\n**\(Self.escaped(row.rule.title))**\n\n")
      output.write(RuleMarkdown.help(row.rule))
    }
    if rules.count > Self.mostRules {
      output.write("\n\(rules.count - Self.mostRules) more rules are left out.\n")
    }
    output.write("\n</details>\n")
  }

  private static func headline(_ summary: Summary) -> String {
    func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
    let levels = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")]
    let found = levels.filter { $0.0 > 0 }.map { count($0.0, $0.1) }
    return (found.isEmpty ? "no findings" : found.joined(separator: ", "))
      + " in \(count(summary.payloads, "payload"))"
  }

  /// A text of the input that is to mean nothing but itself: no markup, no link, no name that somebody is told of.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.printable.unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "@": result += "&#64;"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "#", "|", "~", "!", "$":
        result += "\\"
        result.unicodeScalars.append(scalar)
      // Addresses become links wherever they stand.
      case "/" where result.hasSuffix(":"): result = result.dropLast() + "&#58;/"
      case "." where result.hasSuffix("www"): result += "&#46;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
