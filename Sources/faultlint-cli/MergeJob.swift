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
        "nothing to merge", help: "give what --format ndjson wrote, or - for standard input")
      return ExitStatus.error
    }
    var inputs = InputSelection()
    inputs.paths = paths
    var form = form
    // What the runs suppressed stands in their reports.
    form.suppresses = true
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
  private let reports: [any ReportRenderer]
  private let writer: ReportWriter
  private var joiner = ReportJoiner()
  private var part: ReportWriter.Part

  private static let longestLine = 1 << 28

  init(_ reports: [any ReportRenderer], _ writer: ReportWriter) {
    self.reports = reports
    self.writer = writer
    part = ReportWriter.Part(reports: reports.count)
  }

  /// How many files the runs left out.
  var skipped: Int { joiner.skipped }
  /// Whether some report does not hold all of its run.
  var isPartial: Bool { joiner.isPartial }

  func add(_ path: RawPath) {
    joiner.begin(path.display)
    var isRead = true
    do throws(CaptureError) {
      let file = try InputFile(path.isDash ? nil : path)
      let stream = ByteStream { buffer throws(CaptureError) in try file.read(buffer) }
      while Interruption.signal == nil, !writer.hasFailed, let line = try next(stream) {
        joiner.add(line, number: stream.line, in: reports, to: &part.reports)
        takeComplaints()
        stream.consume(min(line.count + 1, stream.window.count))
        if part.size >= 1 << 16 { handOver() }
      }
      if let error = stream.error { throw error }
    } catch {
      isRead = false
      if Interruption.signal == nil { complain(error.message, about: path.display) }
    }
    if Interruption.signal == nil { joiner.end(isRead: isRead) }
    takeComplaints()
    handOver()
  }

  private func handOver() {
    writer.add(part, at: Turn(unit: 0), before: nil)
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

  private func takeComplaints() {
    for complaint in joiner.takeComplaints() { complain(complaint.reason, about: complaint.place) }
  }

  private func complain(_ reason: String, about place: String) {
    part.hasError = true
    part.complaints += StandardStream.complaint(reason, about: place)
  }
}
