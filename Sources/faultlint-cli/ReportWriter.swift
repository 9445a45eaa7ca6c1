internal import Dispatch
internal import Reports
internal import Synchronization

/// Puts the results of all workers into the order of the input and writes the report as it grows.
final class ReportWriter: @unchecked Sendable {
  // Everything mutable is behind `lock`, but for `slots`, which is set before any worker runs.

  /// The form of the report.
  enum Reporter {
    case text(TextReport)
    case json(JSONReport)
  }

  private struct State {
    var reporter: Reporter
    var summary = Summary()
    var output = Output()
    /// Batches that are done before their turn.
    var waiting: [Int: [PayloadResult]] = [:]
    var next = 0
  }

  private let lock: Mutex<Void> = Mutex(())
  private var state: State
  private let sink: ReportSink
  private let failed = Atomic<Bool>(false)
  /// Signalled for each batch that is written.
  var slots: DispatchSemaphore?

  init(_ reporter: Reporter, sink: ReportSink) {
    state = State(reporter: reporter)
    self.sink = sink
    if case .json(let report) = reporter { report.begin(&state.output) }
  }

  /// Whether the report can no longer be written, so that there is no use in going on.
  var hasFailed: Bool { failed.load(ordering: .relaxed) }

  /// The counts so far.
  var summary: Summary { lock.withLock { _ in state.summary } }

  /// Takes the results of a batch.
  func add(_ results: [PayloadResult], number: Int) {
    lock.withLock { _ in
      state.waiting[number] = results
      while let ready = state.waiting.removeValue(forKey: state.next) {
        for result in ready { report(result) }
        state.next += 1
        slots?.signal()
      }
      // Lines are for somebody who waits for them; a document has nobody before its end.
      if isLines || state.output.bytes.count >= 1 << 16 { flush() }
    }
  }

  /// Writes what comes last.
  ///
  /// - Parameter skipped: How many files were left out.
  /// - Returns: Whether the report is whole.
  func finish(skipped: Int) -> Bool {
    lock.withLock { _ in
      state.summary.skipped = skipped
      switch state.reporter {
      case .text(let report): report.end(state.summary, &state.output)
      case .json(let report): report.end(state.summary, &state.output)
      }
      flush()
      return sink.finish()
    }
  }

  private var isLines: Bool {
    switch state.reporter {
    case .text: true
    case .json(let report): report.isLines
    }
  }

  private func report(_ result: PayloadResult) {
    state.summary.add(result)
    switch state.reporter {
    case .text(var report):
      report.add(result, &state.output)
      state.reporter = .text(report)
    case .json(var report):
      report.add(result, &state.output)
      state.reporter = .json(report)
    }
  }

  private func flush() {
    guard !state.output.bytes.isEmpty else { return }
    if !sink.write(state.output.bytes) { failed.store(true, ordering: .relaxed) }
    state.output.bytes.removeAll(keepingCapacity: true)
  }
}
