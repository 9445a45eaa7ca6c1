public import Faultlint
internal import FaultlintEngine
public import FaultlintText

/// A line a finding, in the form that editors and their problem matchers read: `path:line:column: level: message [ID]`.
public struct ShortReport: ReportRenderer {
  static let format = ReportFormat("short", "a line a finding, for editors", heeds: [.mostFindings]) {
    ShortReport($0)
  }

  private var limit: FindingLimit

  /// A report.
  public init(_ settings: ReportSettings) { limit = FindingLimit(settings.presentation.mostFindings) }

  /// Whether somebody may read along.
  public var isForReadingAlong: Bool { true }

  /// Writes one result into a part of the report, on any thread.
  public func write(_ result: Report, to part: inout ReportPart) {
    part.summary.add(result)
    for finding in result.findings {
      let start = part.output.bytes.count
      let place = FilePlace(finding, in: result)
      part.output.write(
        "\(result.source.name.printable):\(place.line):\(place.column ?? 1): \(finding.level.rawValue): \(result.messageInFile(finding)) [\(finding.rule.id)]\n"
      )
      part.add(finding, from: start)
    }
  }

  /// The next part.
  public mutating func add(_ part: ReportPart, _ output: inout Output) {
    output.bytes += limit.bytes(of: part)
  }

  /// What comes after the results: only that there should be more.
  public func end(_ summary: Summary, _ output: inout Output) {
    if let remark = limit.remark { output.write(remark + "\n") }
    if summary.isPartial { output.write("partial: the run was ended before everything was checked\n") }
  }
}
