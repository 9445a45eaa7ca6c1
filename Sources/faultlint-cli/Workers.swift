internal import Dispatch
internal import Faultlint
internal import FaultlintCaptures
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintReports
internal import FaultlintRules
internal import Glibc

/// Checks inputs on several threads. Each worker keeps its parser, schemas and buffers for the whole run and pulls
/// units; a task a document would cost a tenth of the time.
struct Workers {
  let count: Int
  let linter: Linter
  let captures: CaptureOptions
  let exchange: Exchange
  let reports: [any ReportRenderer]
  let inputs: InputQueue
  let writer: ReportWriter

  /// How many cores there are.
  static var cores: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  func run() {
    // The first unit tells whether there is anything to share.
    guard let first = inputs.next() else { return }
    if count == 1 || inputs.isEmpty || !Linter.canShareTheWork {
      Worker(self).run(first)
      return
    }
    DispatchQueue.concurrentPerform(iterations: count) { worker in
      guard let unit = worker == 0 ? first : inputs.next() else { return }
      Worker(self).run(unit)
    }
  }
}

/// One of them.
private final class Worker {
  private let inputs: InputQueue
  private let writer: ReportWriter
  private let captures: CaptureOptions
  private let checker: CaptureChecker
  private var files = FileReader()
  private var reports: [any ReportRenderer]
  private var part: ReportWriter.Part
  private var unit = 0

  /// A part is handed over when it is so large, so that memory does not grow with a unit.
  private static let partSize = 1 << 16

  init(_ workers: Workers) {
    inputs = workers.inputs
    writer = workers.writer
    captures = workers.captures
    reports = workers.reports
    part = ReportWriter.Part(reports: reports.count)
    checker = CaptureChecker(workers.linter, options: workers.captures, exchange: workers.exchange)
  }

  func run(_ first: InputQueue.Unit) {
    var next: InputQueue.Unit? = first
    while let current = next, !writer.hasFailed {
      unit = current.number
      switch current.work {
      case .files(let items): for item in items { check(item) }
      case .segment(let segment, let item):
        var source = Source(path: item.path.display)
        source.member = item.member
        checker.check(segment, of: source) { add($0) }
      }
      handOver(isLast: true)
      next = inputs.next()
    }
  }

  private func handOver(isLast: Bool) {
    writer.add(part, of: unit, isLast: isLast, &reports)
    part = ReportWriter.Part(reports: reports.count)
  }

  // MARK: Captures

  private func check(_ item: InputQueue.Item) {
    let path = item.path.display
    var source = Source(path: path)
    source.member = item.member
    if let error = item.error {
      complain(error, about: source.name)
      // What cannot be had as a whole is no payload that cannot be read.
      part.hasError = true
      if !item.isContainer { write(Report(source: source, error: error)) }
      return
    }
    do throws(CaptureError) {
      try files.read(try item.opened(), limit: captures.entryBytes)
    } catch {
      addFailed(Report(source: source, error: error))
      return
    }
    if let report = checker.checkPayload(files.bytes, from: source) { return write(report) }
    let file = CaptureFile(ByteStream(files.bytes), name: path, options: captures)
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
    for index in reports.indices { reports[index].write(result, to: &part.reports[index]) }
    if part.size >= Self.partSize { handOver(isLast: false) }
  }

  private func complain(_ reason: String, about place: String) {
    part.complaints += StandardStream.complaint(reason, about: place)
  }
}
