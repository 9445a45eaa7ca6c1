internal import Faultlint
internal import FaultlintReports
internal import FaultlintText
internal import Glibc
internal import Synchronization

/// Puts what all workers wrote into the order of the input and writes each report of the run as it grows.
///
/// A worker that is ahead of its turn may leave some of what it has here, and then waits: a slow payload holds up the
/// others, not the memory. The one whose turn it is never waits.
final class ReportWriter: @unchecked Sendable {
  // Everything mutable is behind `monitor`.

  /// What a worker has to say of some of its payloads.
  struct Part {
    /// One for each report of the run.
    var reports: [ReportPart]
    /// What goes to standard error before it.
    var complaints: [UInt8] = []
    /// Whether something was no payload and could not be used.
    var hasError = false
    /// Whether the run ended before the rest of a capture was checked.
    var isCutOff = false

    var size: Int { reports.reduce(complaints.count) { $0 + $1.size } }

    /// A part with nothing in it, for so many reports.
    init(reports count: Int) { reports = Array(repeating: ReportPart(), count: count) }
  }

  private let monitor = Monitor()
  private var reports: [OpenReport]
  private(set) var summary = Summary()
  private(set) var hasError = false
  private(set) var isCutOff = false
  /// Parts that came before their turn, by unit.
  private var waiting: [Int: [Part]] = [:]
  private var finished: Set<Int> = []
  private var waitingSize = 0
  private var turn = 0
  private let progress: Progress?
  private let failed = Atomic<Bool>(false)

  /// The most bytes that may wait for their turn.
  private static let room = 4 << 20
  /// What a part costs besides its bytes.
  private static let cost = 512

  init(_ reports: [OpenReport], progress: Progress?) {
    self.reports = reports
    self.progress = progress
  }

  /// Whether no report can be written any longer, so that there is no use in going on.
  var hasFailed: Bool { failed.load(ordering: .relaxed) }

  /// Takes a part of a unit.
  ///
  /// - Parameters:
  ///   - part: The part.
  ///   - unit: The number of the unit.
  ///   - isLast: Whether it is the last of the unit.
  func add(_ part: Part, of unit: Int, isLast: Bool) {
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
      for index in reports.indices {
        // Lines are for somebody who waits for them; a document has nobody before its end.
        if reports[index].isForReadingAlong || reports[index].size >= 1 << 16 { flush(index) }
      }
    }
  }

  /// Waits until all that stands before a unit is written. Of one that is the next nobody has to wait.
  func waitForTurn(of unit: Int) {
    monitor.withLock { while turn < unit, !hasFailed { monitor.wait() } }
  }

  /// Shows how far it is.
  func showProgress(_ fraction: Double?) { monitor.withLock { progress?.show(summary, fraction) } }

  /// Writes what comes last.
  ///
  /// - Parameters:
  ///   - skipped: How many files were left out.
  ///   - isPartial: Whether the run was ended early.
  /// - Returns: Whether all reports are whole.
  func finish(skipped: Int, isPartial: Bool) -> Bool {
    monitor.withLock {
      summary.skipped += skipped
      summary.isPartial = isPartial
      for index in reports.indices {
        reports[index].end(summary)
        flush(index)
      }
      progress?.end()
      // Each is brought to its end, whatever became of the others.
      return reports.map { $0.sink.finish(isPartial: isPartial) }.allSatisfy { $0 }
    }
  }

  /// Takes back the reports, and says why.
  func discard(because reason: String) {
    monitor.withLock {
      progress?.end()
      for report in reports { report.sink.discard(because: reason) }
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
    summary += part.reports[0].summary
    hasError = hasError || part.hasError
    isCutOff = isCutOff || part.isCutOff
    if !part.complaints.isEmpty {
      // On a terminal both are read as one text.
      for index in reports.indices { flush(index) }
      progress?.hide()
      StandardStream.complain(part.complaints)
    }
    for index in reports.indices {
      reports[index].add(part.reports[index])
      if reports[index].size >= 1 << 20 { flush(index) }
    }
  }

  private func flush(_ index: Int) {
    guard reports[index].size > 0 else { return }
    if reports[index].sink.isTerminal { progress?.hide() }
    reports[index].flush()
    guard reports.allSatisfy(\.sink.hasFailed) else { return }
    failed.store(true, ordering: .relaxed)
    monitor.signalAll()
  }
}
