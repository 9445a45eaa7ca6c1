internal import Captures
internal import Dispatch
internal import FaultModel
internal import FaultRules
internal import Faultlint
internal import Glibc
internal import Reports

/// Checks inputs on several threads. Each worker keeps its parser, schemas and buffers for the whole run and pulls
/// units; a task a document would cost a tenth of the time.
struct Workers {
  let count: Int
  let options: LintOptions
  let captures: CaptureOptions
  let exchange: Exchange
  let report: Report
  let inputs: InputQueue
  let writer: ReportWriter

  /// How many cores there are.
  static var cores: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  func run() {
    // The first unit tells whether there is anything to share.
    guard let first = inputs.next() else { return }
    if count == 1 || inputs.isEmpty {
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
  private let exchange: Exchange
  private let captures: CaptureOptions
  private let linter: Linter
  private let expectsFault: Bool
  private let entries: EntryReader
  private var files = FileReader()
  private var report: Report
  private var part = ReportWriter.Part()
  private var unit = 0

  /// A part is handed over when it is so large, so that memory does not grow with a unit.
  private static let partSize = 1 << 16

  init(_ workers: Workers) {
    inputs = workers.inputs
    writer = workers.writer
    exchange = workers.exchange
    captures = workers.captures
    report = workers.report
    linter = Linter(options: workers.options)
    expectsFault = workers.options.expectsFault
    entries = EntryReader(options: workers.captures)
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
        check(segment, of: source)
      }
      handOver(isLast: true)
      next = inputs.next()
    }
  }

  private func handOver(isLast: Bool) {
    writer.add(part, of: unit, isLast: isLast, &report)
    part = ReportWriter.Part()
  }

  // MARK: Captures

  private func check(_ item: InputQueue.Item) {
    let path = item.path.display
    var source = Source(path: path)
    source.member = item.member
    if let trouble = item.trouble {
      if item.isContainer { part.hasTrouble = true }
      complain(trouble, about: source.name)
      if !item.isContainer { add(PayloadResult(source: source, trouble: trouble)) }
      return
    }
    do throws(CaptureTrouble) {
      try files.read(try item.opened(), limit: captures.entryBytes)
    } catch {
      complain(error.message, about: path)
      add(PayloadResult(source: source, trouble: error.message))
      return
    }
    if (captures.format ?? .xml) == .xml, Capture.isPayload(files.bytes) {
      add(linter.lint(files.bytes, from: source, in: exchange))
      return
    }
    let file = CaptureFile(ByteStream(files.bytes), name: path, options: captures)
    while let member = file.next() {
      source.member = member.name
      if let trouble = member.trouble {
        complain(trouble.message, about: source.name)
        add(PayloadResult(source: source, trouble: trouble.message))
      }
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
        check(segment, of: source)
      }
    }
  }

  private func check(_ segment: Segment, of file: Source) {
    entries.read(segment) { check($0, of: segment, in: file) }
  }

  // MARK: Payloads

  private func check(_ entry: Entry, of segment: Segment, in file: Source) {
    var source = Source(path: file.path, entry: entry.position.entry)
    source.member = file.member
    source.id = entry.id
    source.line = entry.payloadLine
    if entry.isVerbatim { source.column = segment.column(of: entry.payload) }
    source.isVerbatim = entry.isVerbatim
    source.isWhole = segment.format == .xml && entry.isVerbatim && source.line == 1 && source.column == 1
    if let trouble = entry.trouble {
      complain(
        source.isWhole ? trouble.message : "entry \(source.entry): \(trouble.message)",
        about: source.isWhole ? source.name : "\(source.name):\(source.line)")
      add(PayloadResult(source: source, trouble: trouble.message))
      return
    }
    // How HTTP carries SOAP is not asked where there is none, unless somebody expects it.
    let isOther = entry.isSOAPExchange == false && !expectsFault
    var content = entry.notSOAP?.words
    if isOther, content == nil, entry.payload.isEmpty { content = "an empty entity" }
    var result = linter.lint(
      entry.payload, from: source, in: isOther ? exchange : exchange.with(entry, readBy: linter),
      remark: entry.remark, remarkLevel: entry.isRemarkWarning ? .warning : .note, content: content)
    if let places = entry.places { locate(&result, by: places, of: segment) }
    if let head = entry.http { locate(&result, in: head, at: entry.startLineOffset, of: segment) }
    add(result)
  }

  /// Says where in the capture findings in the payload are, which does not stand there as it is.
  private func locate(_ result: inout PayloadResult, by places: PlaceMap, of segment: Segment) {
    for index in result.findings.indices {
      let offset = places.offset(of: result.findings[index].offset)
      result.findings[index].capturePlace = CapturePlace(
        line: segment.line(at: offset), column: segment.column(at: offset))
    }
  }

  /// Says where in the capture findings in the head are, if the head stands there as it is.
  private func locate(
    _ result: inout PayloadResult, in head: HTTPHead, at startLine: Int?, of segment: Segment
  ) {
    guard let first = head.fields.first?.offset ?? startLine else { return }
    for index in result.findings.indices {
      guard case .head(let field) = result.findings[index].finding.place else { continue }
      if field == nil, let startLine {
        result.findings[index].capturePlace = CapturePlace(
          line: segment.line(at: startLine), column: segment.column(at: startLine))
        continue
      }
      let offset = field.flatMap { head.fields[$0].offset } ?? first
      let line = segment.line(at: offset)
      // The start line stands before the first field.
      result.findings[index].capturePlace = CapturePlace(
        line: field == nil ? max(line - 1, segment.position.line) : line, column: 1)
    }
  }

  private func add(_ result: PayloadResult) {
    report.write(result, to: &part.report)
    if part.size >= Self.partSize { handOver(isLast: false) }
  }

  private func complain(_ reason: String, about place: String) {
    part.complaints += StandardStream.complaint(reason, about: place)
  }
}

extension Exchange {
  /// It with what a capture knows. What was given as an option only fills in what the capture does not know.
  fileprivate func with(_ entry: Entry, readBy linter: Linter) -> Exchange {
    var exchange = self
    if var head = entry.http {
      if let given = http {
        head.start = head.start ?? given.start
        if !head.isComplete {
          head.fields += given.fields.filter { field in !head.fields.contains { $0.hasSameName(as: field) } }
        }
      }
      exchange.http = head
    }
    if let request = entry.request { exchange.request = request }
    if let payload = entry.requestPayload, !payload.isEmpty {
      exchange.requestMessage = linter.message(payload)
    }
    return exchange
  }
}

extension Segment {
  /// The column that a payload begins at, in Unicode scalars from 1. What does not lie in the bytes of the segment
  /// itself is taken to begin its line.
  fileprivate func column(of payload: UnsafeBufferPointer<UInt8>) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress, let place = payload.baseAddress, place >= start,
        place < start + bytes.count
      else { return 1 }
      let line = bytes[..<(place - start)].reversed().prefix { $0 != 0x0A }
      return 1 + line.count { $0 & 0xC0 != 0x80 }
    }
  }

  /// The column that an offset in the capture is at, in Unicode scalars from 1.
  fileprivate func column(at offset: Int) -> Int {
    let end = min(max(offset - position.offset, 0), bytes.count)
    return 1 + bytes[..<end].reversed().prefix { $0 != 0x0A }.count { $0 & 0xC0 != 0x80 }
  }

  /// The line of the capture that an offset in the capture is on.
  fileprivate func line(at offset: Int) -> Int {
    let end = min(max(offset - position.offset, 0), bytes.count)
    return position.line + bytes[..<end].count { $0 == 0x0A }
  }
}
