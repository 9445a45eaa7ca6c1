internal import ArgumentParser
internal import FaultlintReports

/// The value of `--format`: one of the forms there are.
struct FormatChoice: ExpressibleByArgument {
  let form: ReportFormat?

  /// Text, which needs no table.
  static let text = FormatChoice(form: nil)

  private init(form: ReportFormat?) { self.form = form }

  init?(argument: String) {
    guard let form = ReportFormat.named(argument) else { return nil }
    self.form = form
  }

  var defaultValueDescription: String { form?.name ?? "text" }

  static var allValueStrings: [String] { ReportFormat.all.map(\.name) }
  static var allValueDescriptions: [String: String] { [:] }
  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
