internal import Faultlint
internal import FaultlintReports
internal import FaultlintText
internal import Glibc
internal import Synchronization

/// Puts what all workers wrote into the order of the input and writes the report as it grows.
///
/// A worker that is ahead of its turn may leave some of what it has here, and then waits: a slow payload holds up the
/// others, not the memory. The one whose turn it is never waits.
final class ReportWriter: @unchecked Sendable {
  // Everything mutable is behind `monitor`.

  /// What a worker has to say of some of its payloads.
  struct Part {
    var report = ReportPart()
    /// What goes to standard error before it.
    var complaints: [UInt8] = []
    /// Whether something was no payload and could not be used.
    var hasError = false
    /// Whether the run ended before the rest of a capture was checked.
    var isCutOff = false

    var size: Int { report.size + complaints.count }
  }

  private let monitor = Monitor()
  private var report: any ReportRenderer
  private(set) var summary = Summary()
  private(set) var hasError = false
  private(set) var isCutOff = false
  private var output = Output()
  /// Parts that came before their turn, by unit.
  private var waiting: [Int: [Part]] = [:]
  private var finished: Set<Int> = []
  private var waitingSize = 0
  private var turn = 0
  private let sink: ReportSink
  private let progress: Progress?
  private let failed = Atomic<Bool>(false)

  /// The most bytes that may wait for their turn.
  private static let room = 4 << 20
  /// What a part costs besides its bytes.
  private static let cost = 512

  init(_ report: any ReportRenderer, sink: ReportSink, progress: Progress?) {
    self.report = report
    self.sink = sink
    self.progress = progress
    report.begin(&output)
  }

  /// Whether the report can no longer be written, so that there is no use in going on.
  var hasFailed: Bool { failed.load(ordering: .relaxed) }

  /// Takes a part of a unit.
  ///
  /// - Parameters:
  ///   - part: The part.
  ///   - unit: The number of the unit.
  ///   - isLast: Whether it is the last of the unit.
  ///   - form: The worker's own form of the report, which is told what it may leave out.
  func add(_ part: Part, of unit: Int, isLast: Bool, _ form: inout any ReportRenderer) {
    monitor.withLock {
      if unit == turn {
        write(part)
        if isLast { advance() }
      } else {
        waiting[unit, default: []].append(part)
        waitingSize += part.size + Self.cost
        if isLast { finished.insert(unit) }
        while unit != turn, turn < unit, waitingSize > Self.room, !hasFailed { monitor.wait() }
      }
      // Lines are for somebody who waits for them; a document has nobody before its end.
      if report.isForReadingAlong || output.bytes.count >= 1 << 16 { flush() }
      if form.listed.count != report.listed.count { form.listed = report.listed }
    }
  }

  /// Shows how far it is.
  func showProgress(_ fraction: Double?) { monitor.withLock { progress?.show(summary, fraction) } }

  /// Writes what comes last.
  ///
  /// - Parameters:
  ///   - skipped: How many files were left out.
  ///   - isPartial: Whether the run was ended early.
  /// - Returns: Whether the report is whole.
  func finish(skipped: Int, isPartial: Bool) -> Bool {
    monitor.withLock {
      summary.skipped += skipped
      summary.isPartial = isPartial
      report.end(summary, &output)
      flush()
      progress?.end()
      return sink.finish(isPartial: isPartial)
    }
  }

  /// Takes back the report, and says why.
  func discard(because reason: String) {
    monitor.withLock {
      progress?.end()
      sink.discard(because: reason)
    }
  }

  private func advance() {
    repeat {
      turn += 1
      for part in waiting.removeValue(forKey: turn) ?? [] {
        waitingSize -= part.size + Self.cost
        write(part)
      }
    } while finished.remove(turn) != nil
    monitor.signalAll()
  }

  private func write(_ part: Part) {
    summary += part.report.summary
    hasError = hasError || part.hasError
    isCutOff = isCutOff || part.isCutOff
    if !part.complaints.isEmpty {
      // On a terminal both are read as one text.
      flush()
      progress?.hide()
      StandardStream.complain(part.complaints)
    }
    report.add(part.report, &output)
    if output.bytes.count >= 1 << 20 { flush() }
  }

  private func flush() {
    guard !output.bytes.isEmpty else { return }
    progress?.hide()
    if !sink.write(output.bytes) {
      failed.store(true, ordering: .relaxed)
      monitor.signalAll()
    }
    output.bytes.removeAll(keepingCapacity: true)
  }
}
