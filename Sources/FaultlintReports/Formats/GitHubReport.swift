public import Faultlint
internal import FaultlintEngine
public import FaultlintText

/// Workflow commands of GitHub Actions: each finding becomes an annotation on its line.
public struct GitHubReport: ReportRenderer {
  static let format = ReportFormat("github", "annotations of GitHub Actions", heeds: [.mostFindings]) {
    GitHubReport($0)
  }

  private let settings: ReportSettings
  private var limit: FindingLimit

  /// A report.
  public init(_ settings: ReportSettings) {
    self.settings = settings
    limit = FindingLimit(settings.presentation.mostFindings)
  }

  /// Whether somebody may read along.
  public var isForReadingAlong: Bool { true }

  /// Writes one result into a part of the report, on any thread.
  public func write(_ result: Report, to part: inout ReportPart) {
    part.summary.add(result)
    let path = result.source.relativePath(from: settings.workingFolder)
    let file = Self.escaped(String(path).printable, inProperty: true)
    if let error = result.errorWithOption {
      let start = part.output.bytes.count
      part.output.write("::error file=\(file),line=\(result.source.line),title=unreadable::")
      part.output.write(Self.escaped(error.printable, inProperty: false) + "\n")
      part.add(nil, from: start)
    }
    for finding in result.findings {
      let start = part.output.bytes.count
      let place = FilePlace(finding, in: result)
      part.output.write("::\(Self.command(finding.level)) file=\(file),line=\(place.line)")
      if let column = place.column { part.output.write(",col=\(column)") }
      if let end = place.endColumn { part.output.write(",endColumn=\(end)") }
      part.output.write(",title=\(Self.escaped(finding.rule.id, inProperty: true))::")
      let message = "\(result.messageInFile(finding)). \(finding.rule.remedy)"
      part.output.write(Self.escaped(message, inProperty: false) + "\n")
      part.add(finding, from: start)
    }
  }

  /// The next part.
  public mutating func add(_ part: ReportPart, _ output: inout Output) {
    output.bytes += limit.bytes(of: part)
  }

  /// What comes after the results: a line for the log, because only some annotations of a step are shown.
  public func end(_ summary: Summary, _ output: inout Output) {
    output.write(
      "\(settings.programs): \(summary.payloads) checked, \(summary.errors) errors, \(summary.warnings) warnings, \(summary.notes) notes\(limit.remark.map { "; \($0)" } ?? "")\(summary.isPartial ? "; partial: the run was ended early" : "")\n"
    )
  }

  private static func command(_ level: Level) -> String {
    switch level {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }

  /// A text as workflow commands have it: what ends a command or one of its properties is escaped.
  private static func escaped(_ text: String, inProperty: Bool) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "%"): result += "%25".utf8
      case UInt8(ascii: "\r"): result += "%0D".utf8
      case UInt8(ascii: "\n"): result += "%0A".utf8
      case UInt8(ascii: ":") where inProperty: result += "%3A".utf8
      case UInt8(ascii: ",") where inProperty: result += "%2C".utf8
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
