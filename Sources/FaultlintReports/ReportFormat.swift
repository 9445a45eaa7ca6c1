public import FaultlintEngine

/// A form of report by its name: options and their help are made from the table of them.
public struct ReportFormat: Sendable {
  /// Its name on the command line.
  public let name: String
  /// What it is for, in a few words.
  public let summary: String
  /// What it heeds of how findings are to be shown: forms that are for programs have all of them, in the order of the input.
  public let heeds: [Presentation.Aspect]
  private let make: @Sendable (ReportSettings) -> any ReportRenderer

  /// A form.
  init(
    _ name: String, _ summary: String, heeds: [Presentation.Aspect] = [],
    _ make: @escaping @Sendable (ReportSettings) -> any ReportRenderer
  ) {
    self.name = name
    self.summary = summary
    self.heeds = heeds
    self.make = make
  }

  /// A renderer of this form.
  public func renderer(_ settings: ReportSettings) -> any ReportRenderer { make(settings) }

  /// The forms there are, in the order a list shows them.
  public static let all = [
    TextReport.format, ShortReport.format, JSONReport.format, JSONReport.linesFormat, SARIFReport.format,
    JUnitReport.format, CheckstyleReport.format, GitHubReport.format, GitLabReport.format,
    MarkdownReport.format, HTMLReport.format,
  ]

  /// The form with this name; nil if there is none.
  public static func named(_ name: String) -> ReportFormat? { all.first { $0.name == name } }
}

/// How a report is to be written, as far as forms heed it.
public struct ReportSettings: Sendable {
  /// The version of the program.
  public var version = ""
  /// The version of libxml2 that it runs with; nil to say nothing of it.
  public var library: String?
  /// How findings are shown, where a form heeds that.
  public var presentation = Presentation()
  /// How much the text report says.
  public var detail = TextReport.Detail.normal
  /// Whether to use the colours of terminals.
  public var color = false
  /// Whether there is a summary at the end.
  public var hasSummary = true
  /// The columns to wrap prose at.
  public var width = 80
  /// The columns of the terminal that tables are shown on; nil to cut and break nothing of them.
  public var tableWidth: Int?
  /// The folder that paths are relative to, without a slash at its end; nil to leave absolute ones as they are.
  public var workingFolder: String?
  /// The lowest level that makes a payload fail, where a form knows no levels; nil if none does.
  public var threshold: Level? = .error
  /// Whether findings may have been suppressed, so that forms that say so of one say it of all.
  public var suppresses = false
  /// Whether what a baseline has was looked at.
  public var hasBaseline = false
  /// The profiles of files that are used where a payload has a mark of theirs: where none has, the text report says so.
  package var candidates: [String] = []
  /// The profile files that explain a rule of one of them, by its id.
  package var ruleFiles: [String: [String]] = [:]

  /// The settings of a text report without colours.
  public init() {}

  /// The programs that had a part in the report, with their versions.
  var programs: String { "faultlint \(version)" + (library.map { ", libxml2 \($0)" } ?? "") }
}
