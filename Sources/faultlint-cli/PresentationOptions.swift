internal import ArgumentParser
internal import FaultlintReports

/// How findings are shown, in the reports that people read: what ``ReportArguments`` reads, for help.
struct PresentationOptions: ParsableArguments {
  @Flag(help: "Count findings by rule, instead of showing them (text, markdown).")
  var statistics = false

  @Option(help: ArgumentHelp("Show findings together that have this in common (text).", valueName: "what"))
  var groupBy: Presentation.Grouping?

  @Option(
    help: ArgumentHelp(
      "Show no more findings than this, and say how many more there are (text, short, github, markdown).",
      valueName: "n"))
  var maxFindings: Int?
}

extension Presentation.Grouping: Choice {}
