internal import FaultlintEngine

/// What the options of `merge` ask for.
struct MergeArguments: ReportingValues {
  var report = ReportArguments()

  static var options: [CommandOption<MergeArguments>] { reportOptions }

  var problem: String? { report.problem }

  /// What was asked for.
  var job: MergeJob {
    MergeJob(
      form: report.form, threshold: Level(rawValue: (report.failOn ?? .error).rawValue),
      allowsUnreadable: report.allowUnreadable)
  }
}
