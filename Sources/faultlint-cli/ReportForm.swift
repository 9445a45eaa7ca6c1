internal import Faultlint
internal import FaultlintReports

/// How to report, and where to.
struct ReportForm {
  /// The form; nil for text.
  var format: ReportFormat?
  var detail = TextReport.Detail.normal
  /// Whether to colour; nil to look at the terminal.
  var color: Bool?
  /// The file to write to; nil for standard output.
  var output: String?

  /// A report in this form.
  var renderer: any ReportRenderer {
    var settings = ReportSettings()
    settings.version = Main.version
    settings.detail = detail
    settings.color = color ?? (output == nil && Terminal.showsColor)
    settings.width = output == nil ? Terminal.width : 80
    return format?.renderer(settings) ?? TextReport(settings)
  }
}
