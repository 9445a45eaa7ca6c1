internal import Faultlint
internal import FaultlintCaptures
internal import FaultlintEngine
internal import FaultlintReports
internal import FaultlintRules
internal import FaultlintText
internal import FaultlintXMLTree

/// One run of `faultlint merge`.
struct MergeJob {
  var form = ReportForm()
  /// The lowest level that makes the exit status 1; nil for none.
  var threshold: Level?
  /// Whether it is all right if a payload could not be read.
  var allowsUnreadable = false

  /// Runs it.
  ///
  /// - Returns: The exit status.
  func run(on paths: [RawPath]) -> Int32 {
    guard !paths.isEmpty else {
      StandardStream.complain(
        "faultlint: nothing to merge: give what --format ndjson wrote, or - for standard input")
      return ExitStatus.error
    }
    var inputs = InputSelection()
    inputs.paths = paths
    guard let reports = form.open(threshold: threshold, reading: inputs) else { return ExitStatus.error }
    Interruption.listen()
    let progress = Progress()
    let writer = ReportWriter(reports, progress: progress)
    let ticker = progress.map { _ in Ticker { writer.showProgress(nil) } }
    let merger = Merger(form.renderers(threshold: threshold), writer)
    for path in paths where Interruption.signal == nil && !writer.hasFailed { merger.add(path) }
    ticker?.stop()
    let signal = Interruption.signal
    let isWhole = writer.finish(skipped: merger.skipped, isPartial: merger.isPartial || signal != nil)
    if let signal { return 128 + signal }
    guard isWhole, !writer.hasError, !merger.isPartial,
      allowsUnreadable || writer.summary.unreadable == 0
    else {
      return ExitStatus.error
    }
    return ExitStatus.of(writer.summary, threshold: threshold)
  }
}

/// Reads reports line by line and passes their results on.
private final class Merger {
  private var reports: [any ReportRenderer]
  private let writer: ReportWriter
  private let reader = JSONReportReader()
  private var part: ReportWriter.Part
  /// How many files the runs left out.
  private(set) var skipped = 0
  /// Whether some report does not hold all of its run.
  private(set) var isPartial = false

  private static let longestLine = 1 << 28

  init(_ reports: [any ReportRenderer], _ writer: ReportWriter) {
    self.reports = reports
    self.writer = writer
    part = ReportWriter.Part(reports: reports.count)
  }

  /// What has been read of one file.
  private struct Progress {
    let name: String
    /// The results since the last summary.
    var counted = Summary()
    /// Whether the last line was a summary.
    var isClosed = false
    /// Whether reading ended early, which has been said.
    var isBroken = false
    var unusable = 0
  }

  func add(_ path: RawPath) {
    var progress = Progress(name: path.display)
    do throws(CaptureError) {
      let file = try InputFile(path.isDash ? nil : path)
      let stream = ByteStream { buffer throws(CaptureError) in try file.read(buffer) }
      while Interruption.signal == nil, !writer.hasFailed, let line = try next(stream) {
        add(line, number: stream.line, &progress)
        stream.consume(min(line.count + 1, stream.window.count))
        if part.size >= 1 << 16 { handOver() }
      }
      if let error = stream.error { throw error }
    } catch {
      progress.isBroken = true
      if Interruption.signal == nil { complain(error.message, about: progress.name) }
    }
    if progress.unusable > 1 {
      complain("\(progress.unusable - 1) more lines cannot be used", about: progress.name)
    }
    if !progress.isClosed, Interruption.signal == nil {
      isPartial = true
      guard !progress.isBroken else { return handOver() }
      complain("there is no summary after the last result: the report was cut off", about: progress.name)
    }
    handOver()
  }

  private func handOver() {
    writer.add(part, of: 0, isLast: false, &reports)
    part = ReportWriter.Part(reports: reports.count)
  }

  /// The next line, without its end; nil at the end.
  private func next(_ stream: ByteStream) throws(CaptureError) -> UnsafeBufferPointer<UInt8>? {
    var searched = 0
    while true {
      let window = stream.window
      if let end = window[searched...].firstIndex(of: 0x0A) {
        return UnsafeBufferPointer(rebasing: window[..<end])
      }
      searched = window.count
      guard searched < Self.longestLine else {
        throw CaptureError("line \(stream.line) has more than \(Self.longestLine) bytes")
      }
      if !stream.fill() { return window.isEmpty ? nil : window }
    }
  }

  private func add(_ line: UnsafeBufferPointer<UInt8>, number: Int, _ progress: inout Progress) {
    guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return }
    do throws(JSONError) {
      switch try reader.read(line) {
      case .result(let result):
        progress.counted.add(result)
        progress.isClosed = false
        for index in reports.indices { reports[index].write(result, as: line, to: &part.reports[index]) }
      case .summary(let stated):
        close(stated, number: number, &progress)
      }
    } catch {
      progress.unusable += 1
      guard progress.unusable == 1 else { return }
      complain(
        "this is no line of what --format ndjson writes: \(error.message) (byte \(error.offset + 1))",
        about: "\(progress.name):\(number)")
    }
  }

  private func close(
    _ stated: JSONReportReader.StatedSummary, number: Int, _ progress: inout Progress
  ) {
    for (name, count) in progress.counted.counts {
      guard let claim = stated.counts["\(name)"], claim != count else { continue }
      complain(
        "the summary says \(name): \(claim), and the results before it have \(count)",
        about: "\(progress.name):\(number)")
    }
    if stated.isPartial {
      isPartial = true
      complain("the run was ended before everything was checked", about: progress.name)
    }
    skipped += stated.counts["skipped"] ?? 0
    for item in stated.notRun {
      for index in part.reports.indices {
        part.reports[index].add(notRun: item.rule, because: item.reason, count: item.count)
      }
    }
    progress.counted = Summary()
    progress.isClosed = true
  }

  private func complain(_ reason: String, about place: String) {
    part.hasError = true
    part.complaints += StandardStream.complaint(reason, about: place)
  }
}
