internal import ArgumentParser
internal import FaultlintConfiguration
internal import FaultlintReports

/// `faultlint baseline`: the findings that a project lives with for now.
struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Note down findings that check is not to report.",
    discussion: """
      A baseline is the file .faultlint-baseline.json beside the configuration, or in the working folder if there is none. \
      check finds it by itself: what is in it is counted apart and fails nothing. Options are those of check, and have to be \
      those with which is checked.

      Exit status: 0 it is as it should be; 2 something could not be used, and no file was written.
      """,
    subcommands: [Create.self, Update.self, Prune.self])

  /// `faultlint baseline create`.
  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create",
      abstract: "Note down all findings there are.",
      usage: "faultlint baseline create [<options>] <path> ...")

    @Flag(help: "Make a baseline anew that is there already.")
    var force = false

    @OptionGroup(title: "Options of check")
    var check: CheckCommand
  }

  /// `faultlint baseline update`.
  struct Update: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "update",
      abstract: "Note down the findings of the files given in place of what is known of them.",
      usage: "faultlint baseline update [<options>] <path> ...")

    @OptionGroup(title: "Options of check")
    var check: CheckCommand
  }

  /// `faultlint baseline prune`.
  struct Prune: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "prune",
      abstract: "Take out what is no longer there, and add nothing.",
      usage: "faultlint baseline prune [<options>] <path> ...")

    @OptionGroup(title: "Options of check")
    var check: CheckCommand
  }
}

/// What the options of `baseline create` ask for: those of `check`, and one of its own.
struct BaselineArguments: OptionValues {
  var check = CheckArguments()
  var force = false

  static var options: [CommandOption<BaselineArguments>] {
    [.flag("--force") { $0.force = true }]
      + CheckArguments.options.map { $0.lifted { outer, set in set(&outer.check) } }
  }

  var problem: String? { check.problem }
}

extension BaselineChange {
  /// What was asked for.
  ///
  /// - Parameter check: What options of `check` say.
  /// - Returns: The run that leads to it.
  /// - Throws: If one of them is of no use.
  func job(_ check: CheckArguments) throws -> CheckJob {
    guard check.report.formats.isEmpty, check.report.output == nil else {
      throw ValidationError("baseline writes no report: --format and --output are options of check.")
    }
    var job = check.job
    job.baselineChange = self
    job.form.destinations = [ReportForm.Destination(format: ReportFormat.none)]
    return job
  }
}
