package import FaultlintCaptures
package import FaultlintModel
internal import FaultlintText

/// Checks what captures hold: takes an entry for an exchange, judges its payload, and says where in the capture things
/// are. Not for use by two threads at once; it holds one of the linter's checkers for as long as it is there.
package final class CaptureChecker {
  private let linter: Linter
  private let checker: MessageChecker
  private let options: CaptureOptions
  private let given: ExchangeFacts
  private let entries: EntryReader

  /// A checker of captures.
  ///
  /// - Parameters:
  ///   - linter: What judges the payloads.
  ///   - options: How to read the captures.
  ///   - exchange: What is known of every payload. What a capture says goes before it.
  package init(_ linter: Linter, options: CaptureOptions, exchange: Exchange) {
    self.linter = linter
    self.options = options
    given = exchange.facts
    checker = linter.takeChecker()
    entries = EntryReader(options: options)
  }

  deinit { linter.giveBack(checker) }

  /// Checks a file that is one payload as it stands: nearly all are, and need not be split.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - source: Where they come from.
  /// - Returns: The report; nil if it has to be looked at as a capture.
  package func checkPayload(_ bytes: UnsafeBufferPointer<UInt8>, from source: Source) -> Report? {
    guard (options.format ?? .xml) == .xml, Capture.isPayload(bytes) else { return nil }
    return checker.check(bytes, from: source, in: given)
  }

  /// Checks the payloads of a piece of a capture, in order.
  ///
  /// - Parameters:
  ///   - segment: The piece.
  ///   - file: The capture it is of.
  ///   - body: What takes the reports, those on payloads that could not be had among them.
  package func check(_ segment: Segment, of file: Source, _ body: (Report) -> Void) {
    check(segment, of: file, keeping: { report, _, _ in body(report) })
  }

  /// Checks the payloads of a piece of a capture as ``check(_:of:_:)`` does, and hands out what the reports rest on.
  fileprivate func check(
    _ segment: Segment, of file: Source, keeping body: (Report, Entry, ExchangeFacts) -> Void
  ) {
    var places = SegmentPlaces(segment)
    entries.read(segment) { entry in
      var facts = given
      add(entry, to: &facts)
      check(entry, of: segment, in: file, knowing: facts, &places) { body($0, entry, facts) }
    }
  }

  private func check(
    _ entry: Entry, of segment: Segment, in file: Source, knowing facts: ExchangeFacts,
    _ places: inout SegmentPlaces, _ body: (Report) -> Void
  ) {
    var source = Source(path: file.path, entry: entry.position.entry)
    source.member = file.member
    source.id = entry.id
    source.line = entry.payloadLine
    if entry.isVerbatim { source.column = places.column(of: entry.payload) }
    source.isVerbatim = entry.isVerbatim
    source.isWhole = segment.format == .xml && entry.isVerbatim && source.line == 1 && source.column == 1
    let captured = ReportedExchange(of: entry.http, answering: entry.request)
    if let error = entry.error {
      var report = Report(source: source, error: error)
      report.endsCapture = error == segment.error
      report.exchange = captured
      body(report)
      return
    }
    var report = checker.check(
      entry.payload, from: source, in: facts, remark: entry.remark,
      remarkLevel: entry.isRemarkWarning ? .warning : .note, content: entry.notSOAP?.words,
      isText: entry.isText)
    report.exchange = captured ?? report.exchange
    if let advice = entry.notSOAP?.advice { report.advice = .give(advice) }
    if let map = entry.places { Self.locate(&report, by: map, &places) }
    if let head = entry.http { Self.locate(&report, in: head, at: entry.startLineOffset, &places) }
    body(report)
  }

  /// Adds what a capture knows of an entry to what was given, which only fills in what the capture does not know.
  private func add(_ entry: Entry, to facts: inout ExchangeFacts) {
    guard entry.error == nil else { return }
    if var head = entry.http {
      if let given = facts.http {
        head.start = head.start ?? given.start
        if !head.isComplete {
          head.fields += given.fields.filter { field in !head.fields.contains { $0.hasSameName(as: field) } }
        }
      }
      facts.http = head
    }
    if let request = entry.request { facts.request = request }
    if let payload = entry.requestPayload { checker.readRequest(payload, into: &facts, isText: entry.isText) }
  }

  /// Says where in the capture findings in the payload are, which does not stand there as it is.
  private static func locate(_ report: inout Report, by map: PlaceMap, _ places: inout SegmentPlaces) {
    for index in report.findings.indices {
      report.findings[index].capturePlace = places.place(of: map.offset(of: report.findings[index].offset))
    }
  }

  /// Says where in the capture findings in the head are, if the head stands there as it is.
  private static func locate(
    _ report: inout Report, in head: HTTPHead, at startLine: Int?, _ places: inout SegmentPlaces
  ) {
    guard let first = head.fields.first?.offset ?? startLine else { return }
    for index in report.findings.indices where report.findings[index].isInHead {
      // What was given in addition to the capture stands nowhere in it: behind its fields, which it is numbered with.
      let field = report.findings[index].headField.flatMap { head.fields.indices.contains($0) ? $0 : nil }
      if field == nil, let startLine {
        report.findings[index].capturePlace = places.place(of: startLine)
        continue
      }
      let line = places.place(of: field.flatMap { head.fields[$0].offset } ?? first).line
      // The start line stands before the first field.
      report.findings[index].capturePlace = CapturePlace(
        line: field == nil ? max(line - 1, places.firstLine) : line, column: 1)
    }
  }
}

extension Linter {
  /// Checks every payload of a capture: HTTP messages, `curl -v`, multipart, HAR, NDJSON, logs, gzip and zip, told by
  /// their content, or one payload as it stands.
  ///
  /// - Parameters:
  ///   - capture: The bytes of the capture.
  ///   - exchange: What is known of every payload; what the capture says goes before it.
  ///   - name: What to call it in reports. Its ending counts where the content does not tell the form.
  /// - Returns: A report a payload, in order, those on payloads that could not be had among them.
  public func check(
    capture: some Collection<UInt8>, in exchange: Exchange = Exchange(), name: String = "-"
  ) -> [Report] {
    var captures = CaptureOptions()
    captures.entryBytes = options.options.limits.bytes
    let bytes = Array(capture)
    return Self.inTurn { check(bytes, captures, exchange, name) }
  }

  private func check(
    _ bytes: [UInt8], _ captures: CaptureOptions, _ exchange: Exchange, _ name: String
  ) -> [Report] {
    let checker = CaptureChecker(self, options: captures, exchange: exchange)
    return bytes.withUnsafeBufferPointer { buffer in
      if let report = checker.checkPayload(buffer, from: Source(path: name)) { return [report] }
      var reports: [Report] = []
      checker.read(buffer, name: name, captures, failed: { reports.append($0) }) { segment, source in
        checker.check(segment, of: source) { reports.append($0) }
      }
      return reports
    }
  }

  /// Checks every payload of a capture, and keeps what the reports rest on.
  ///
  /// - Parameters:
  ///   - capture: The bytes of the capture.
  ///   - name: What to call it in reports.
  ///   - isWanted: Whether it is told of a capture that it holds no payload, or is not one.
  /// - Returns: The payloads, in order, those that could not be had among them.
  package func payloads(of capture: [UInt8], name: String, isWanted: Bool) -> [CapturedPayload] {
    var captures = CaptureOptions()
    captures.entryBytes = options.options.limits.bytes
    return Self.inTurn {
      let checker = CaptureChecker(self, options: captures, exchange: Exchange())
      return capture.withUnsafeBufferPointer { buffer in
        if let report = checker.checkPayload(buffer, from: Source(path: name)) {
          return [CapturedPayload(report: report, bytes: capture, facts: ExchangeFacts(), request: nil)]
        }
        var payloads: [CapturedPayload] = []
        checker.read(
          buffer, name: name, captures, isWanted: isWanted,
          failed: {
            payloads.append(CapturedPayload(report: $0, bytes: [], facts: ExchangeFacts(), request: nil))
          }
        ) { segment, source in
          checker.check(
            segment, of: source,
            keeping: { report, entry, facts in
              let request = facts.requestMessage == nil ? nil : entry.requestPayload.map { Array($0) }
              payloads.append(
                CapturedPayload(report: report, bytes: Array(entry.payload), facts: facts, request: request))
            })
        }
        return payloads
      }
    }
  }
}

/// A payload of a capture, with what its report rests on.
package struct CapturedPayload: Sendable {
  /// The report.
  package let report: Report
  /// The payload.
  package let bytes: [UInt8]
  /// What the capture knows of it.
  package let facts: ExchangeFacts
  /// The payload of the request that it answers; nil if it is not known.
  package let request: [UInt8]?
}

extension CaptureChecker {
  /// Goes through a file that is in memory.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - name: What to call it.
  ///   - captures: How to read it.
  ///   - isWanted: Whether what holds no payload, or is not a capture, is gone through as well.
  ///   - failed: Takes the report on what cannot be read as a whole.
  ///   - body: Takes the pieces, each with where it comes from.
  fileprivate func read(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String, _ captures: CaptureOptions, isWanted: Bool = true,
    failed: (Report) -> Void, _ body: (Segment, Source) -> Void
  ) {
    var source = Source(path: name)
    let file = CaptureFile(ByteStream(bytes), name: name, options: captures)
    while let member = file.next() {
      source.member = member.name
      if let error = member.error { failed(Report(source: source, error: error)) }
      guard let capture = member.capture else { continue }
      let isWanted = capture.isRecognized || isWanted
      guard isWanted || capture.isText else { continue }
      while let segment = capture.next() {
        if isWanted || !segment.holdsNoPayload { body(segment, source) }
      }
    }
  }
}

/// Where in its capture offsets of a segment are.
private struct SegmentPlaces {
  private let segment: Segment
  private var places: TextPlaces

  init(_ segment: Segment) {
    self.segment = segment
    places = TextPlaces(from: TextPosition(line: segment.position.line, column: segment.column))
  }

  /// The line that the segment begins in.
  var firstLine: Int { segment.position.line }

  /// The line and the column, in Unicode scalars from 1, of an offset in the capture.
  mutating func place(of offset: Int) -> CapturePlace {
    let place = segment.bytes.withUnsafeBufferPointer {
      places.place(of: offset - segment.position.offset, in: $0)
    }
    return CapturePlace(line: place.line, column: place.column)
  }

  /// The column that a payload begins at, in Unicode scalars from 1. What does not lie in the bytes of the segment
  /// itself is taken to begin its line.
  mutating func column(of payload: UnsafeBufferPointer<UInt8>) -> Int {
    segment.bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress, let place = payload.baseAddress, place >= start,
        place < start + bytes.count
      else { return 1 }
      return places.place(of: place - start, in: bytes).column
    }
  }
}
