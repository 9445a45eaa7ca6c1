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
    var file = Output()
    file.writeCommandText(String(path).printable, inProperty: true)
    if let error = result.errorWithOption {
      let start = part.output.bytes.count
      part.output.write("::error file=")
      part.output.bytes += file.bytes
      part.output.write(",line=\(result.source.line),title=unreadable::")
      part.output.writeCommandText(error.printable)
      part.output.write("\n")
      part.add(nil, from: start)
    }
    for finding in result.findings {
      let start = part.output.bytes.count
      let place = FilePlace(finding, in: result)
      part.output.write("::")
      part.output.write(Self.command(finding.level))
      part.output.write(" file=")
      part.output.bytes += file.bytes
      part.output.write(",line=")
      part.output.write(place.line)
      if let column = place.column {
        part.output.write(",col=")
        part.output.write(column)
      }
      if let end = place.endColumn {
        part.output.write(",endColumn=")
        part.output.write(end)
      }
      part.output.write(",title=")
      part.output.writeCommandText(finding.rule.id, inProperty: true)
      part.output.write("::")
      part.output.writeCommandText(result.messageInFile(finding))
      part.output.write(". ")
      part.output.writeCommandText(finding.rule.remedy)
      part.output.write("\n")
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

  private static func command(_ level: Level) -> StaticString {
    switch level {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }
}

extension Output {
  /// Adds a text as workflow commands have it: what ends a command or one of its properties is escaped.
  fileprivate mutating func writeCommandText(_ text: String, inProperty: Bool = false) {
    var text = text
    text.withUTF8 { text in
      for byte in text {
        switch byte {
        case UInt8(ascii: "%"): write("%25")
        case UInt8(ascii: "\r"): write("%0D")
        case UInt8(ascii: "\n"): write("%0A")
        case UInt8(ascii: ":") where inProperty: write("%3A")
        case UInt8(ascii: ",") where inProperty: write("%2C")
        default: bytes.append(byte)
        }
      }
    }
  }
}
