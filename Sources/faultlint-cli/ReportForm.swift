internal import Faultlint
internal import FaultlintEngine
internal import FaultlintReports
internal import Glibc

/// How to report, and where to.
struct ReportForm {
  /// The form; nil for text.
  var format: ReportFormat?
  var detail = TextReport.Detail.normal
  /// Whether to colour; nil to look at the terminal.
  var color: Bool?
  /// Whether there is a summary at the end.
  var hasSummary = true
  /// The file to write to; nil for standard output.
  var output: String?

  /// A report in this form.
  ///
  /// - Parameter threshold: The lowest level that makes the exit status 1; nil for none.
  /// - Returns: The report, with nothing in it.
  func renderer(threshold: Level?) -> any ReportRenderer {
    var settings = ReportSettings()
    settings.version = Main.version
    settings.detail = detail
    settings.hasSummary = hasSummary
    settings.color = color ?? (output == nil && Terminal.showsColor)
    settings.width = output == nil ? Terminal.width : 80
    settings.threshold = threshold
    settings.workingFolder = Self.workingFolder
    return format?.renderer(settings) ?? TextReport(settings)
  }

  private static var workingFolder: String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}
