internal import Faultlint
internal import FaultlintCaptures
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintReports
internal import FaultlintRules
internal import FaultlintXMLTree

/// One run of `faultlint check`, however it was asked for.
struct CheckJob {
  /// What to judge by.
  var profiles = ProfileSelection()
  var options = Linter.Options()
  var exchange = Exchange()
  /// The file with the request that the payloads answer.
  var request: String?
  /// What to check, beside the paths.
  var inputs = InputSelection()
  var form = ReportForm()
  /// The lowest level that makes the exit status 1; nil for none.
  var threshold: Level? = .error
  /// Whether it is all right if there is no payload in what was given.
  var allowsEmpty = false
  /// Whether it is all right if a payload of a capture cannot be read.
  var allowsUnreadable = false
  /// How many payloads to check at once; nil for one a core.
  var jobs: Int?

  /// Runs it.
  ///
  /// - Returns: The exit status.
  func run(on paths: [RawPath]) -> Int32 {
    var selection = inputs
    selection.paths = paths
    selection.others = request.map { [RawPath($0)] } ?? []
    selection.captures.entryBytes = options.limits.bytes
    guard !paths.isEmpty || !selection.lists.isEmpty else {
      StandardStream.complain(
        "nothing to check",
        help: "give files or folders, or - for standard input; 'faultlint --help' says more")
      return ExitStatus.error
    }
    var exchange = exchange
    if let request {
      guard let message = RequestFile(path: request).read(options.limits) else { return ExitStatus.error }
      exchange.facts.requestMessage = message
    }
    guard let judged = profiles.resolve() else { return ExitStatus.error }
    let linter: Linter
    var options = options
    options.descriptions = judged.descriptions
    do {
      linter = try Linter(
        profiles: judged.profiles, adding: judged.additions, contracts: judged.contracts,
        candidates: judged.candidates, schemas: judged.schemas, options: options)
    } catch {
      StandardStream.complain("\(error)")
      return ExitStatus.error
    }
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
    guard let reports = form.open(threshold: threshold, reading: selection) else { return ExitStatus.error }
    selection.replaced = Set(reports.compactMap(\.sink.replacedFile))
    Interruption.listen()
    let progress = Progress()
    let writer = ReportWriter(reports, progress: progress)
    let inputs = InputQueue(selection, handingOut: files.each)
    let ticker = progress.map { _ in Ticker { writer.showProgress(inputs.fraction) } }
    Workers(
      count: files.workers, linter: linter, captures: selection.captures, exchange: exchange,
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
    guard isWhole, !writer.hasError, allowsUnreadable || writer.summary.unreadable == 0 else {
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
    return ExitStatus.of(writer.summary, threshold: threshold)
  }
}
