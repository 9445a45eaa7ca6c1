internal import ArgumentParser

/// `faultlint merge`: one report from those of several runs. Its options stand here for help and for what is wrong with
/// them; ``MergeArguments`` reads them.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join NDJSON reports of several runs into one.",
    usage: "faultlint merge [<options>] <report.ndjson> ...",
    discussion: """
      Each path is what `faultlint check --format ndjson` wrote, or - for standard input. The counts are taken anew \
      from the results, and compared with what each report says itself; a report that was cut off or that ended early \
      makes the joined one partial.

      Exit status: as that of check; 2 if a report is broken or partial.
      """)

  @Option(
    name: .customLong("format"),
    help: ArgumentHelp(
      "How to report (default: text). With a file, as in html=report.html, in addition to the report that people see; may be repeated.",
      valueName: "format[=file]"))
  var formats: [FormatChoice] = []

  @Option(
    name: [.long, .short],
    help: ArgumentHelp("Write the report to this file, whole or not at all.", valueName: "file"))
  var output: String?

  @Option(help: "The lowest level that makes the exit status 1.")
  var failOn: ReportArguments.FailOn = .error

  @Option(help: "Whether to colour the text report. NO_COLOR is obeyed.")
  var color: ColorChoice = .auto

  @Flag(help: "It is all right if a payload could not be read: it is a result like any other.")
  var allowUnreadable = false

  @OptionGroup var shown: PresentationOptions

  @Flag(name: [.long, .short], help: "One line a finding, and no summary.")
  var quiet = false

  @Flag(name: [.long, .short], help: "Show notes, clean payloads and which rules were not run.")
  var verbose = false
}
