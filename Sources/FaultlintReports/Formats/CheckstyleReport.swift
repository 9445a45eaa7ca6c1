public import Faultlint
internal import FaultlintEngine
public import FaultlintText

/// The XML of Checkstyle, which most dashboards and editors read.
public struct CheckstyleReport: ReportRenderer {
  static let format = ReportFormat("checkstyle", "the XML of Checkstyle") { CheckstyleReport($0) }

  private let settings: ReportSettings
  private var files = FileGroups()

  /// A report.
  public init(_ settings: ReportSettings) { self.settings = settings }

  /// Whether somebody may read along.
  public var isForReadingAlong: Bool { false }

  /// What comes before the results.
  public func begin(_ output: inout Output) {
    output.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n")
    output.write("  <!-- \(settings.programs) -->\n")
  }

  /// Writes one result into a part of the report, on any thread.
  public func write(_ result: Report, to part: inout ReportPart) {
    part.summary.add(result)
    let file = part.text(of: result.source) { String($0.relativePath(from: settings.workingFolder)) }
    part.beginGroup(file)
    if let error = result.errorWithOption {
      write(line: result.source.line, column: nil, "error", error, "unreadable", &part.output)
    }
    for finding in result.findings {
      let place = FilePlace(finding, in: result)
      write(
        line: place.line, column: place.column, Self.severity(finding.level), result.messageInFile(finding),
        finding.rule.id, &part.output)
    }
  }

  /// The next part.
  public mutating func add(_ part: ReportPart, _ output: inout Output) {
    for file in files.add(part) { write(file, &output) }
  }

  /// What comes after the results.
  public func end(_ summary: Summary, _ output: inout Output) {
    if let file = files.last { write(file, &output) }
    output.write("</checkstyle>\n")
  }

  private func write(_ file: FileGroups.File, _ output: inout Output) {
    output.write("  <file")
    output.writeXML("name", file.path)
    output.write(">\n")
    file.write(to: &output)
    output.write("  </file>\n")
  }

  private func write(
    line: Int, column: Int?, _ severity: String, _ message: String, _ rule: String, _ output: inout Output
  ) {
    output.write("    <error line=\"")
    output.write(line)
    output.write("\"")
    if let column {
      output.write(" column=\"")
      output.write(column)
      output.write("\"")
    }
    output.writeXML("severity", severity)
    output.writeXML("message", message.printable)
    output.writeXML("source", "faultlint.\(rule)")
    output.write("/>\n")
  }

  private static func severity(_ level: Level) -> String { level == .note ? "info" : level.rawValue }
}
