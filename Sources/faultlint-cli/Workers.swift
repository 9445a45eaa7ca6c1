internal import Faultlint
internal import FaultlintCaptures
internal import FaultlintConfiguration
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintReports
internal import FaultlintRules
internal import Glibc

/// Checks inputs on several threads. Each worker keeps its parser, schemas and buffers for the whole run and pulls
/// units; a task a document would cost a tenth of the time.
final class Workers: @unchecked Sendable {
  // `running` is behind `monitor`, all else stays as it is.
  private let count: Int
  private let inputs: InputQueue
  private let makeWorker: @Sendable () -> Worker
  private let monitor = Monitor()
  private var running = 0

  /// Workers.
  ///
  /// - Parameters:
  ///   - count: How many there may be.
  ///   - plan: What payloads are judged by.
  ///   - clerk: What takes the results in hand.
  ///   - captures: How captures are read.
  ///   - reports: The forms of the reports.
  ///   - inputs: What there is to do.
  ///   - writer: What takes the reports.
  init(
    count: Int, plan: CheckPlan, clerk: FindingClerk, captures: CaptureOptions,
    reports: [any ReportRenderer], inputs: InputQueue, writer: ReportWriter
  ) {
    self.count = count
    self.inputs = inputs
    makeWorker = {
      Worker(
        inputs: inputs, writer: writer, plan: plan, clerk: clerk, captures: captures, reports: reports)
    }
  }

  /// How many cores there are.
  static var cores: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// As many as are of use of those that were asked for: more than a few a core only cost memory.
  static func useful(_ asked: Int) -> Int { min(asked, 4 * cores) }

  /// Does all there is to do.
  func run() {
    running = 1
    work()
    monitor.withLock { while running > 0 { monitor.wait() } }
  }

  /// Does what comes next, in this thread, until there is nothing.
  private func work() {
    let worker = makeWorker()
    // When it ends, so does the program. The system takes its memory back at once, and freeing compiled schemas and buffers
    // one by one before that takes a millisecond.
    _ = Unmanaged.passRetained(worker)
    while let unit = inputs.next() {
      startAnother()
      guard worker.work(on: unit) else { break }
    }
    monitor.withLock { leave() }
  }

  /// Starts a further worker if there may be something to do for it. It does the same when it has got a unit, so that
  /// there are never more than there is work.
  private func startAnother() {
    let mayStart = monitor.withLock {
      guard running < count, inputs.hasMore, Linter.canShareTheWork else { return false }
      running += 1
      return true
    }
    // Where the system lets no more threads start, those that there are do the work.
    if mayStart, !start() { monitor.withLock { leave() } }
  }

  private func leave() {
    running -= 1
    monitor.signalAll()
  }

  private func start() -> Bool {
    let me = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { pointer in
        guard let pointer else { return nil }
        Unmanaged<Workers>.fromOpaque(pointer).takeRetainedValue().work()
        return nil
      }, me.toOpaque())
    guard status == 0 else {
      me.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}

/// One of them.
private final class Worker {
  private let inputs: InputQueue
  private let writer: ReportWriter
  private let plan: CheckPlan
  private let clerk: FindingClerk
  private let captures: CaptureOptions
  /// What checks payloads that no override is for.
  private let standard: CaptureChecker
  /// What checks others, by the overrides that apply to them.
  private var checkers: [[Int]: CaptureChecker] = [:]
  /// For the file that is gone through.
  private var checker: CaptureChecker
  private var judgement: CheckPlan.Judgement
  private var origin: FindingFilter.Origin
  private var files = FileReader()
  private let reports: [any ReportRenderer]
  private var part: ReportWriter.Part
  /// The place of what it writes, and the one behind it.
  private var turn = Turn(unit: 0)
  private var next = Turn(unit: 0)

  /// A part is handed over when it is so large, so that memory does not grow with a unit.
  private static let partSize = 1 << 16

  init(
    inputs: InputQueue, writer: ReportWriter, plan: CheckPlan, clerk: FindingClerk,
    captures: CaptureOptions, reports: [any ReportRenderer]
  ) {
    self.inputs = inputs
    self.writer = writer
    self.plan = plan
    self.clerk = clerk
    self.captures = captures
    self.reports = reports
    part = ReportWriter.Part(reports: reports.count)
    judgement = plan.base
    checker = CaptureChecker(judgement.linter, options: captures, exchange: judgement.exchange)
    standard = checker
    origin = FindingFilter.Origin(visit: 0, names: [], file: "")
  }

  /// Checks what there is in a unit.
  ///
  /// - Returns: Whether there is any use in going on.
  func work(on current: InputQueue.Unit) -> Bool {
    guard !writer.hasFailed else { return false }
    turn = current.turn
    next = current.next
    switch current.work {
    case .files(let items): for item in items { check(item) }
    case .found(let found): check(found)
    case .segment(let segment, let item):
      var source = Source(path: item.path.display)
      source.member = item.member
      begin(item)
      if clerk.wantsOrder(origin) {
        // Of findings that look the same, the first are the known ones: whichever worker checks them.
        var results: [Report] = []
        checker.check(segment, of: source) { results.append($0) }
        writer.waitForTurn(turn)
        for result in results { add(result) }
      } else {
        checker.check(segment, of: source) { add($0) }
      }
    }
    handOver(isLast: true)
    return true
  }

  /// Begins with the payloads of a file, or goes on with them.
  private func begin(_ item: InputQueue.Item) {
    guard !plan.isUniform || !clerk.isIdle else { return }
    let path = item.path.display
    let names = plan.names(of: path)
    origin = clerk.origin(path, names, visit: item.visit)
    guard !plan.isUniform else { return }
    let (overrides, judgement) = plan.judgement(for: names)
    self.judgement = judgement
    guard !overrides.isEmpty else {
      checker = standard
      return
    }
    checker =
      checkers[overrides]
      ?? CaptureChecker(judgement.linter, options: captures, exchange: judgement.exchange)
    checkers[overrides] = checker
  }

  private func handOver(isLast: Bool) {
    let full = part
    part = ReportWriter.Part(after: full)
    writer.add(full, at: turn, before: isLast ? next : nil)
  }

  // MARK: Captures

  /// Checks files that a folder has. One that is large becomes everybody's, and so does what stands behind it.
  private func check(_ found: FolderFiles) {
    for index in found.indices {
      let item = found.item(at: index)
      do throws(CaptureError) {
        if let large = try files.readIfSmall(try found.open(index), limit: captures.entryBytes) {
          next = turn.nextStep
          return inputs.takeOver(large, item, before: found.behind(index), from: turn)
        }
        begin(item)
        checkRead(item)
      } catch {
        begin(item)
        addFailed(Report(source: Source(path: item.path.display), error: error))
      }
    }
  }

  private func check(_ item: InputQueue.Item) {
    begin(item)
    if let error = item.error {
      var source = Source(path: item.path.display)
      source.member = item.member
      complain(error, about: source.name)
      // What cannot be had as a whole is no payload that cannot be read.
      part.hasError = true
      if !item.isContainer { write(Report(source: source, error: error)) }
      return
    }
    do throws(CaptureError) {
      try files.read(try InputFile(item.path), limit: captures.entryBytes)
      checkRead(item)
    } catch {
      addFailed(Report(source: Source(path: item.path.display), error: error))
    }
  }

  /// Checks what was read of a file.
  private func checkRead(_ item: InputQueue.Item) {
    var source = Source(path: item.path.display)
    if let report = checker.checkPayload(files.bytes, from: source) { return write(report) }
    let file = CaptureFile(ByteStream(files.bytes), name: source.path, options: captures)
    while let member = file.next() {
      source.member = member.name
      if let error = member.error { addFailed(Report(source: source, error: error)) }
      guard let capture = member.capture else { continue }
      let isWanted = capture.isRecognized || item.isNamed && member.name == nil
      guard isWanted || capture.isText else {
        inputs.skip()
        continue
      }
      while let segment = capture.next() {
        guard isWanted || !segment.holdsNoPayload else {
          inputs.skip()
          continue
        }
        guard Interruption.signal == nil else {
          part.isCutOff = true
          return
        }
        checker.check(segment, of: source) { add($0) }
      }
    }
  }

  // MARK: Reports

  /// Takes a report on what could not be had as a whole.
  private func addFailed(_ report: Report) {
    var report = report
    report.endsCapture = true
    add(report)
  }

  /// Takes a report, and says on standard error what could not be read.
  private func add(_ report: Report) {
    if report.endsCapture { part.hasError = true }
    if let error = report.errorWithOption {
      let source = report.source
      let isEntry = !source.isWhole
      complain(
        isEntry ? "entry \(source.entry): \(error)" : error,
        about: isEntry ? "\(source.name):\(source.line)" : source.name)
    }
    write(report)
  }

  private func write(_ result: Report) {
    // A report is not copied for nothing.
    if clerk.isIdle { return put(result) }
    var result = result
    clerk.take(&result, from: origin, judgedBy: judgement)
    put(result)
  }

  private func put(_ result: Report) {
    for index in reports.indices { reports[index].write(result, to: &part.reports[index]) }
    if part.size >= Self.partSize { handOver(isLast: false) }
  }

  private func complain(_ reason: String, about place: String) {
    part.complaints += StandardStream.complaint(reason, about: place)
  }
}
