internal import FaultModel
internal import FaultRules
internal import Faultlint
internal import Reports

/// One run of `faultlint check`, however it was asked for.
struct CheckJob {
  /// The forms of report.
  enum Format { case text, json, ndjson }

  var options = LintOptions()
  var exchange = Exchange()
  /// The file with the request that the payloads answer.
  var request: String?
  var format = Format.text
  /// The file to write to; nil for standard output.
  var output: String?
  /// The lowest level that makes the exit status 1; nil for none.
  var threshold: Level? = .error
  var detail = TextReport.Detail.normal
  /// Whether to colour; nil to look at the terminal.
  var color: Bool?
  /// How many payloads to check at once; nil for one a core.
  var jobs: Int?

  /// Runs it.
  ///
  /// - Returns: The exit status.
  func run(on paths: [RawPath]) -> Int32 {
    guard !paths.isEmpty else {
      StandardStream.complain(
        "faultlint: nothing to check: give files or folders, or - for standard input (faultlint --help)")
      return ExitStatus.trouble
    }
    var exchange = exchange
    if let request {
      guard let message = RequestFile(path: request).read(options.limits) else { return ExitStatus.trouble }
      exchange.requestMessage = message
    }
    guard let sink = ReportSink(path: output) else { return ExitStatus.trouble }
    let writer = ReportWriter(reporter, sink: sink)
    let inputs = InputQueue(paths)
    Workers(
      count: jobs ?? Workers.cores, options: options, exchange: exchange, inputs: inputs, writer: writer
    ).run()
    guard writer.finish(skipped: inputs.skipped), !inputs.hasTrouble else { return ExitStatus.trouble }
    if writer.summary.unreadable > 0 { return ExitStatus.trouble }
    guard let threshold, let highest = writer.summary.highestLevel else { return ExitStatus.clean }
    return highest >= threshold ? ExitStatus.findings : ExitStatus.clean
  }

  private var reporter: ReportWriter.Reporter {
    switch format {
    case .text:
      .text(
        TextReport(
          detail: detail, color: color ?? (output == nil && Terminal.showsColor),
          width: output == nil ? Terminal.width : 80))
    case .json: .json(JSONReport(version: Main.version, lines: false))
    case .ndjson: .json(JSONReport(version: Main.version, lines: true))
    }
  }
}
