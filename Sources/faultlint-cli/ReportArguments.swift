internal import ArgumentParser
internal import FaultlintReports

/// What options say of reports and of the exit status: those that `check` and `merge` share.
struct ReportArguments {
  enum FailOn: String, Choice { case error, warning, note, never }

  var formats: [FormatChoice] = []
  var output: String?
  var failOn: FailOn?
  var color = ColorChoice.auto
  var allowUnreadable = false
  var statistics = false
  var groupBy: Presentation.Grouping?
  var maxFindings: Int?
  var quiet = false
  var verbose = false

  /// Why they make no sense; nil if they do.
  var problem: String? {
    if quiet, verbose { return "--quiet and --verbose contradict each other." }
    if let maxFindings, maxFindings < 0 { return "--max-findings needs a number from 0." }
    if statistics, let other = names.first(where: { $0.aspect != .statistics })?.option {
      return "--statistics shows no findings, so \(other) makes no sense with it."
    }
    return formats.problem(output: output) ?? problem(in: formats.destinations(output: output))
  }

  /// Why it makes no sense to show findings so in these reports; nil if it does. A form for programs always has all
  /// findings, so one of the others is to be there.
  private func problem(in destinations: [ReportForm.Destination]) -> String? {
    let names = self.names
    guard !names.isEmpty else { return nil }
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

  private var presentation: Presentation {
    var presentation = Presentation()
    presentation.isStatistics = statistics
    presentation.grouping = groupBy
    presentation.mostFindings = maxFindings
    return presentation
  }

  /// How to report, and where to.
  var form: ReportForm {
    var form = ReportForm()
    form.destinations = formats.destinations(output: output)
    form.detail = quiet ? .quiet : verbose ? .verbose : .normal
    form.color = color.isOn
    form.presentation = presentation
    return form
  }
}

/// What options of a command ask for that writes reports.
protocol ReportingValues: OptionValues {
  var report: ReportArguments { get set }
}

extension ReportingValues {
  /// The options for what is in ``report``.
  static var reportOptions: [CommandOption<Self>] {
    [
      .value("--format", "", { FormatChoice(argument: $0) }) { $0.report.formats.append($1) },
      .text("--output", "-o") { $0.report.output = $1 },
      .choice("--fail-on") { $0.report.failOn = $1 },
      .choice("--color") { $0.report.color = $1 },
      .flag("--allow-unreadable") { $0.report.allowUnreadable = true },
      .flag("--statistics") { $0.report.statistics = true },
      .choice("--group-by") { $0.report.groupBy = $1 },
      .number("--max-findings") { $0.report.maxFindings = $1 },
      .flag("--quiet", "-q") { $0.report.quiet = true },
      .flag("--verbose", "-v") { $0.report.verbose = true },
    ]
  }
}
