internal import Reports

/// How to report, and where to.
struct ReportForm {
  /// The forms of report.
  enum Format { case text, json, ndjson }

  var format = Format.text
  var detail = TextReport.Detail.normal
  /// Whether to colour; nil to look at the terminal.
  var color: Bool?
  /// The file to write to; nil for standard output.
  var output: String?

  /// A report in this form.
  var report: Report {
    switch format {
    case .text:
      .text(
        TextReport(
          detail: detail, color: color ?? (output == nil && Terminal.showsColor),
          width: output == nil ? Terminal.width : 80))
    case .json: .json(JSONReport(version: Main.version, lines: false))
    case .ndjson: .json(JSONReport(version: Main.version, lines: true))
    }
  }
}
