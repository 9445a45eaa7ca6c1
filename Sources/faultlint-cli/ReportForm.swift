internal import Faultlint
internal import FaultlintEngine
internal import FaultlintReports
internal import FaultlintText
internal import Glibc

/// How to report, and where to.
struct ReportForm {
  /// A report to write.
  struct Destination {
    /// Its form; nil for text.
    var format: ReportFormat?
    /// The file; nil for standard output.
    var file: String?
    /// The option that says so, for messages; nil for standard output.
    var option: String?

    /// What `--output` names; nil for standard output.
    static func output(_ file: String?, in format: ReportFormat? = nil) -> Destination {
      Destination(format: format, file: file, option: file.map { "--output \($0)" })
    }
  }

  /// The reports to write; the first is the one that people see.
  var destinations = [Destination()]
  var detail = TextReport.Detail.normal
  /// Whether to colour; nil to look at the terminal.
  var color: Bool?
  /// Whether there is a summary at the end.
  var hasSummary = true
  /// How findings are shown.
  var presentation = Presentation()
  /// Whether findings may be suppressed.
  var suppresses = false
  /// Whether what a baseline has is known.
  var hasBaseline = false
  /// The profiles of files that are used where a payload has a mark of theirs.
  var candidates: [String] = []
  /// The profile files that explain a rule of one of them, by its id.
  var ruleFiles: [String: [String]] = [:]

  /// The reports, with nothing in them, in the order of ``destinations``.
  ///
  /// - Parameter threshold: The lowest level that makes the exit status 1; nil for none.
  /// - Returns: A renderer for each.
  func renderers(threshold: Level?) -> [any ReportRenderer] {
    destinations.map { renderer($0, threshold) }
  }

  /// Opens the reports for writing.
  ///
  /// - Parameters:
  ///   - threshold: The lowest level that makes the exit status 1; nil for none.
  ///   - inputs: What is read, which no report is written over.
  /// - Returns: The reports; nil, and the reason on standard error, if one cannot be written.
  func open(threshold: Level?, reading inputs: InputSelection) -> [OpenReport]? {
    var reports: [OpenReport] = []
    for destination in destinations {
      guard let sink = ReportSink(destination, reading: inputs) else {
        for report in reports { report.sink.discard(because: "another report cannot be written") }
        return nil
      }
      reports.append(OpenReport(renderer(destination, threshold), sink))
    }
    return reports
  }

  private func renderer(_ destination: Destination, _ threshold: Level?) -> any ReportRenderer {
    var settings = ReportSettings()
    settings.version = Main.version
    settings.library = Linter.libraryVersion
    settings.presentation = presentation
    settings.detail = detail
    settings.hasSummary = hasSummary
    settings.color = color ?? (destination.file == nil && Terminal.showsColor)
    settings.width = destination.file == nil ? Terminal.width : Terminal.fileWidth
    settings.tableWidth = destination.file == nil ? Terminal.tableWidth : nil
    settings.threshold = threshold
    settings.suppresses = suppresses
    settings.hasBaseline = hasBaseline
    settings.candidates = candidates
    settings.ruleFiles = ruleFiles
    settings.workingFolder = Self.workingFolder
    return destination.format?.renderer(settings) ?? TextReport(settings)
  }

  private static var workingFolder: String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return UnsafeBufferPointer(start: path, count: strlen(path)).withMemoryRebound(
      to: UInt8.self, PathText.text(of:))
  }
}
