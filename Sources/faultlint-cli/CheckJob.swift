internal import Faultlint
internal import FaultlintCaptures
internal import FaultlintConfiguration
internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintReports
internal import FaultlintRules
internal import FaultlintXMLTree

/// One run of `faultlint check`, however it was asked for.
struct CheckJob {
  /// Which configuration and baseline it goes by.
  var choice = ProjectChoice()
  /// What options say of how payloads are judged.
  var settings = CheckSettings()
  /// What options say of how the run is to be.
  var run = RunSettings()
  /// Profile files and schemas that options name.
  var profiles = ProfileSelection()
  /// What to check, beside the paths.
  var inputs = InputSelection()
  /// What options leave out of folders, as they were given.
  var excluded: [String] = []
  var form = ReportForm()
  /// Whether it is all right if there is no payload in what was given.
  var allowsEmpty = false
  /// Whether it is all right if a payload of a capture cannot be read.
  var allowsUnreadable = false
  /// What becomes of the baseline, in place of a report; nil for a report.
  var baselineChange: BaselineChange?

  /// Runs it.
  ///
  /// - Returns: The exit status.
  func run(on paths: [RawPath]) -> Int32 {
    guard !paths.isEmpty || !inputs.lists.isEmpty else {
      StandardStream.complain(
        "nothing to check",
        help: "give files or folders, or - for standard input; 'faultlint --help' says more")
      return ExitStatus.error
    }
    guard let project = Project(choice, profiles, readsBaseline: baselineChange?.kind != .create) else {
      return ExitStatus.error
    }
    guard let plan = CheckPlan(project, self) else { return ExitStatus.error }
    let threshold = plan.run.failOn.map { Level(rawValue: $0.value) } ?? .error
    let jobs = plan.run.jobs?.value
    var baselineFile: String?
    if let baselineChange {
      baselineFile = baselineChange.target(project.files)
      if baselineFile == nil { return ExitStatus.error }
    }
    let clerk = FindingClerk(project, recordingFor: baselineFile.map(project.files.root))
    var selection = inputs
    selection.paths = paths
    selection.others = project.inputs(plan).map { RawPath($0) }
    selection.captures.entryBytes = plan.limits.bytes
    if !project.configuration.excluded.isEmpty {
      selection.folders.leaveOut(project.configuration.excluded.map(\.value), from: project.root)
    }
    var form = form
    form.suppresses = clerk.suppresses
    form.hasBaseline = project.baseline != nil && baselineFile == nil
    if let jobs, jobs > 1, !Linter.canShareTheWork {
      StandardStream.complain(
        "--jobs \(jobs) needs threads, which libxml2 was built or linked without here", help: "use --jobs 1")
      return ExitStatus.error
    }
    let asked = Linter.canShareTheWork ? jobs.map(Workers.useful) ?? Workers.cores : 1
    guard let files = OpenFiles(for: asked, reports: form.destinations.count) else {
      StandardStream.complain(
        "this process may open too few files to check any", help: "ulimit -n says how many, and raises that")
      return ExitStatus.error
    }
    form.candidates = plan.base.candidates
    form.ruleFiles = ContractFiles.ofRules(project.contracts)
    guard let reports = form.open(threshold: threshold, reading: selection) else { return ExitStatus.error }
    selection.replaced = reports.compactMap(\.sink.replacedFile)
    Interruption.listen()
    let progress = Progress()
    let writer = ReportWriter(reports, progress: progress)
    let inputs = InputQueue(selection, foldersKeptOpen: files.folders)
    let ticker = progress.map { _ in Ticker { writer.showProgress(inputs.fraction) } }
    Workers(
      count: files.workers, plan: plan, clerk: clerk, captures: selection.captures,
      reports: form.renderers(threshold: threshold), inputs: inputs, writer: writer
    ).run()
    ticker?.stop()
    let signal = Interruption.signal
    let isPartial = signal != nil && (writer.isCutOff || !inputs.isAtEnd)
    guard !inputs.meetsReplacedFile else {
      writer.discard(because: InputSelection.reason)
      return ExitStatus.error
    }
    let isWhole = writer.finish(skipped: inputs.skipped, isPartial: isPartial)
    if let signal, isPartial { return 128 + signal }
    if form.detail != .quiet, isWhole, clerk.suppresses {
      clerk.sayWhatIsLeft(
        project, isWhole: paths.contains { project.root.isIn($0.display) }, isVerbose: form.detail == .verbose
      )
    }
    guard isWhole, !writer.hasError, allowsUnreadable || writer.summary.unreadable == 0 else {
      if let baselineFile {
        StandardStream.complain(
          "this was not written, because some input could not be used", about: baselineFile)
      }
      return ExitStatus.error
    }
    guard writer.summary.payloads > 0 || allowsEmpty else {
      let skipped = inputs.skipped
      let hint = skipped > 0 ? ", and \(skipped) files hold none" : ""
      StandardStream.complain(
        "there is no payload in what was given\(hint)",
        help: (skipped > 0 ? "name a file to be told what it is; " : "") + "--allow-empty takes that as it is"
      )
      return ExitStatus.error
    }
    if let baselineFile, let baselineChange, let recorder = clerk.recorder {
      let isWritten = baselineChange.write(
        baselineFile, over: project.baseline, recorder, project.files.root(of: baselineFile))
      return isWritten ? ExitStatus.clean : ExitStatus.error
    }
    return ExitStatus.of(writer.summary, threshold: threshold)
  }
}
