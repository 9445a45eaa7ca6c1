public import Faultlint
internal import FaultlintEngine
public import FaultlintText

/// The report that GitLab shows as Code Quality: an array of JSON with what GitLab takes from the form of Code Climate.
public struct GitLabReport: ReportRenderer {
  static let format = ReportFormat("gitlab", "Code Quality of GitLab") { GitLabReport($0) }

  private let settings: ReportSettings
  private var isFirst = true

  /// A report.
  public init(_ settings: ReportSettings) { self.settings = settings }

  /// Whether somebody may read along.
  public var isForReadingAlong: Bool { false }

  /// What comes before the results.
  public func begin(_ output: inout Output) { output.write("[") }

  /// Writes one result into a part of the report, on any thread.
  public func write(_ result: Report, to part: inout ReportPart) {
    part.summary.add(result)
    let file = part.text(of: result.source) { String($0.relativePath(from: settings.workingFolder)) }
    for finding in result.findings {
      part.output.write(",\n{\"description\":\"")
      result.forEachPart(ofMessageInFile: finding) { part.output.writeEscaped($0) }
      part.output.write("\",\"check_name\":")
      part.output.writeJSON(finding.rule.id)
      part.output.write(",\"fingerprint\":")
      // GitLab compares findings of all files by it alone.
      part.output.writeJSON(Fingerprint(finding, in: result, file: file).text)
      part.output.write(",\"severity\":")
      part.output.writeJSON(Self.severity(finding.level))
      part.output.write(",\"location\":{\"path\":")
      part.output.writeJSON(file)
      part.output.write(",\"lines\":{\"begin\":")
      part.output.write(FilePlace(finding, in: result).line)
      part.output.write("}},\"content\":{\"body\":")
      part.output.writeJSON(finding.rule.explanation)
      part.output.write("}}")
    }
  }

  /// The next part.
  public mutating func add(_ part: ReportPart, _ output: inout Output) {
    output.write(elements: part.output.bytes, isFirst: &isFirst)
  }

  /// What comes after the results.
  public func end(_ summary: Summary, _ output: inout Output) { output.write("\n]\n") }

  private static func severity(_ level: Level) -> String {
    switch level {
    case .error: "major"
    case .warning: "minor"
    case .note: "info"
    }
  }
}
