internal import Faultlint
internal import FaultlintReports
internal import FaultlintText
internal import Glibc
internal import Synchronization

/// A place in the order of what is written: a unit of work, and the step of it, where it fell into several.
struct Turn: Hashable, Comparable {
  let unit: Int
  private(set) var step = 0

  /// The first step of a unit.
  init(unit: Int) { self.unit = unit }

  /// The next step of the unit.
  var nextStep: Turn {
    var turn = self
    turn.step += 1
    return turn
  }
  /// What comes behind the unit.
  var nextUnit: Turn { Turn(unit: unit + 1) }

  static func < (left: Turn, right: Turn) -> Bool { (left.unit, left.step) < (right.unit, right.step) }
}

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

    /// A part with nothing in it, for what comes behind another.
    init(after other: Part) { reports = other.reports.map(ReportPart.init(after:)) }
  }

  private let monitor = Monitor()
  private var reports: [OpenReport]
  private(set) var summary = Summary()
  private(set) var hasError = false
  private(set) var isCutOff = false
  /// Parts that came before their turn.
  private var waiting: [Turn: [Part]] = [:]
  /// What comes behind what was finished before its turn.
  private var finished: [Turn: Turn] = [:]
  private var waitingSize = 0
  private var turn = Turn(unit: 0)
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

  /// Takes a part.
  ///
  /// - Parameters:
  ///   - part: The part.
  ///   - turn: Its place in the order.
  ///   - next: The place behind it, if it is the last that has that place; nil if there are more.
  func add(_ part: Part, at turn: Turn, before next: Turn?) {
    monitor.withLock {
      if turn == self.turn {
        write(part)
        if let next { advance(to: next) }
      } else {
        waiting[turn, default: []].append(part)
        waitingSize += part.size + Self.cost
        finished[turn] = next
        while self.turn < turn, waitingSize > Self.room, !hasFailed { monitor.wait() }
      }
      // Lines are for somebody who waits for them; a document has nobody before its end.
      for index in reports.indices where reports[index].isForReadingAlong { flush(index) }
    }
  }

  /// Waits until all that stands before a place is written. Of one that is the next nobody has to wait.
  func waitForTurn(_ turn: Turn) {
    monitor.withLock { while self.turn < turn, !hasFailed { monitor.wait() } }
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

  private func advance(to next: Turn) {
    var next: Turn? = next
    while let current = next {
      turn = current
      for part in waiting.removeValue(forKey: current) ?? [] {
        waitingSize -= part.size + Self.cost
        write(part)
      }
      next = finished.removeValue(forKey: current)
    }
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
      if reports[index].size >= 1 << 16 { flush(index) }
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
