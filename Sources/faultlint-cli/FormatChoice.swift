internal import ArgumentParser
internal import FaultlintReports

/// The value of `--format`: one of the forms there are, and a file if the report goes to one of its own.
struct FormatChoice: ExpressibleByArgument {
  let form: ReportFormat
  let file: String?

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let form = ReportFormat.named(String(parts[0])) else { return nil }
    self.form = form
    file = parts.count > 1 ? String(parts[1]) : nil
  }

  static var allValueStrings: [String] { ReportFormat.all.map(\.name) }
  static var allValueDescriptions: [String: String] { [:] }
  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

extension [FormatChoice] {
  /// Where the reports go that were asked for.
  ///
  /// - Parameter output: The file of `--output`, for the report that names none of its own.
  /// - Returns: The report that people see first, text unless another form was named, and then those in files.
  func destinations(output: String?) -> [ReportForm.Destination] {
    let main = first { $0.file == nil }
    return [.output(output, in: main?.form)]
      + compactMap { choice in
        choice.file.map {
          ReportForm.Destination(
            format: choice.form, file: $0, option: "--format \(choice.form.name)=\($0)")
        }
      }
  }

  /// What is wrong with asking for these together; nil if nothing is.
  func problem(output: String?) -> String? {
    if count(where: { $0.file == nil }) > 1 {
      return
        "Only one report can go to \(output ?? "standard output"): give the others a file, as in --format json=report.json."
    }
    let files = compactMap(\.file) + (output.map { [$0] } ?? [])
    if let twice = files.first(where: { file in files.count { $0 == file } > 1 }) {
      return "Two reports cannot go to one file: '\(twice)'."
    }
    return nil
  }
}
