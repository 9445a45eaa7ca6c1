internal import ArgumentParser
internal import FaultlintReports

/// How findings are shown, in the reports that people read.
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

  func validate() throws {
    if let maxFindings, maxFindings < 0 { throw ValidationError("--max-findings needs a number from 0.") }
    if statistics, let other = names.first(where: { $0.aspect != .statistics })?.option {
      throw ValidationError("--statistics shows no findings, so \(other) makes no sense with it.")
    }
  }

  /// What was asked for.
  var presentation: Presentation {
    var presentation = Presentation()
    presentation.isStatistics = statistics
    presentation.grouping = groupBy
    presentation.mostFindings = maxFindings
    return presentation
  }

  /// Why it makes no sense for reports in these forms; nil if it does. A form for programs always has all findings, so one
  /// of the others is to be there.
  func problem(in destinations: [ReportForm.Destination]) -> String? {
    let forms = destinations.map { $0.format ?? ReportFormat.all[0] }
    for (option, aspect) in names where !forms.contains(where: { $0.heeds.contains(aspect) }) {
      let heeding = ReportFormat.all.filter { $0.heeds.contains(aspect) }.map(\.name)
      return
        "\(option) is nothing for --format \(forms[0].name), which has all findings. It is for \(heeding.joined(separator: ", "))."
    }
    return nil
  }

  private var names: [(option: String, aspect: Presentation.Aspect)] {
    presentation.aspects.map { aspect in
      switch aspect {
      case .statistics: ("--statistics", aspect)
      case .grouping: ("--group-by", aspect)
      case .mostFindings: ("--max-findings", aspect)
      }
    }
  }
}

extension Presentation.Grouping: Choice {}
