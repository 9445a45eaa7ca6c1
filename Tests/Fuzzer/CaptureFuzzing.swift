import Dispatch
import Faultlint
import FaultlintCaptures
import FaultlintReports
import FaultlintText
import Synchronization

/// Captures of every form, packed and not.
final class CaptureFuzzing {
  private let linters = FuzzedLinters()
  /// Checkers as a worker keeps them, by what they are for: those that see every input, and those that see some.
  private var checkers: [CheckerKey: CaptureChecker] = [:]
  private var otherCheckers: [CheckerKey: CaptureChecker] = [:]
  /// So many are kept.
  private static let mostCheckers = 128

  private struct CheckerKey: Hashable {
    let options: UInt8
    let form: String?
  }

  /// Reads a capture and checks what is in it.
  ///
  /// - Parameters:
  ///   - input: The capture.
  ///   - form: What picks its form; nil to find it.
  ///   - options: How to check.
  ///   - draw: What is demanded.
  func check(_ input: UnsafeBufferPointer<UInt8>, form: UInt8?, _ options: FuzzOptions, _ draw: Draw) {
    var captures = CaptureOptions()
    captures.entryBytes = 1 << 20
    captures.format = form.map { CaptureFormat.all[Int($0) % CaptureFormat.all.count] }
    let reports = read(ByteStream(input), captures, kept(options, captures, in: &checkers))
    demandPlaces(reports, in: input)
    let lines = WrittenReports.hold(reports, draw)

    // Of a log that nobody had to read to tell its form, a request goes with its response only if both came at once.
    let isPaired = form != nil && reports.contains { $0.exchange?.method != nil }
    if !isPaired, draw.demands(.pieces) {
      let inPieces = read(pieces(of: input), captures, kept(options, captures, in: &checkers))
      demand(WrittenReports.lines(inPieces) == lines, "in pieces it is something else")
    }
    if draw.demands(.history) {
      let again = read(ByteStream(input), captures, kept(options, captures, in: &otherCheckers))
      demand(WrittenReports.lines(again) == lines, "a checker that has seen other inputs says something else")
    }
    if draw.demands(.fresh) {
      let fresh = CaptureChecker(
        FuzzedLinters.linter(options), options: captures, exchange: FuzzedLinters.exchange(options))
      let again = read(ByteStream(input), captures, fresh)
      demand(WrittenReports.lines(again) == lines, "a new checker says something else")
    }
    // What has more payloads would have thousands of them in several segments.
    if input.count >= 256 * max(reports.count, 1), draw.demands(.workers) {
      demandSameByWorkers(input, captures, options)
    }
  }

  private func kept(
    _ options: FuzzOptions, _ captures: CaptureOptions, in checkers: inout [CheckerKey: CaptureChecker]
  ) -> CaptureChecker {
    let key = CheckerKey(options: options.rawValue, form: captures.format?.name)
    if let checker = checkers[key] { return checker }
    if checkers.count >= Self.mostCheckers { checkers = [:] }
    let checker = CaptureChecker(
      linters[options], options: captures, exchange: FuzzedLinters.exchange(options))
    checkers[key] = checker
    return checker
  }

  private func read(
    _ stream: ByteStream, _ captures: CaptureOptions, _ checker: CaptureChecker
  ) -> [Report] {
    var reports: [Report] = []
    Self.forEachPiece(of: stream, captures) { piece in
      switch piece {
      case .trouble(let report): reports.append(report)
      case .segment(let segment, let source): checker.check(segment, of: source) { reports.append($0) }
      }
    }
    return reports
  }

  private enum Piece: Sendable {
    case trouble(Report)
    case segment(Segment, Source)
  }

  private static func forEachPiece(
    of stream: ByteStream, _ captures: CaptureOptions, _ body: (Piece) -> Void
  ) {
    var source = Source(path: "fuzzed")
    let file = CaptureFile(stream, name: "fuzzed", options: captures)
    while let member = file.next() {
      source.member = member.name
      if let trouble = member.error { body(.trouble(Report(source: source, error: trouble.message))) }
      while let segment = member.capture?.next() { body(.segment(segment, source)) }
    }
  }

  /// The input as a pipe may bring it: in pieces whose sizes it gives itself.
  private func pieces(of input: UnsafeBufferPointer<UInt8>) -> ByteStream {
    var position = 0
    return ByteStream { buffer throws(CaptureError) in
      guard position < input.count else { return 0 }
      let size = min(1 + Int(input[position] & 31), input.count - position, buffer.count)
      buffer.copyMemory(from: UnsafeRawBufferPointer(input.slice(position..<position + size)))
      position += size
      return size
    }
  }

  // MARK: One worker and four

  /// A capture has several segments from so many bytes on.
  private static let severalSegments = 160 << 10

  /// Gives the input, as often as it takes to be several segments, to one worker and to four, as the command does: each
  /// takes the segment that is next, and what they write is put in order.
  private func demandSameByWorkers(
    _ input: UnsafeBufferPointer<UInt8>, _ captures: CaptureOptions, _ options: FuzzOptions
  ) {
    var bytes: [UInt8] = []
    while bytes.count < Self.severalSegments {
      bytes += input
      bytes.append(0x0A)
    }
    var pieces: [Piece] = []
    bytes.withUnsafeBufferPointer { bytes in
      Self.forEachPiece(of: ByteStream(bytes), captures) { pieces.append($0) }
    }
    let work = pieces
    let (linter, exchange) = (linters[options], FuzzedLinters.exchange(options))
    let one = Mutex([[UInt8]](repeating: [], count: work.count))
    let four = Mutex([[UInt8]](repeating: [], count: work.count))
    Self.work(through: work, Mutex(0), one, linter, captures, exchange)
    let next = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      Self.work(through: work, next, four, linter, captures, exchange)
    }
    let isSame = one.withLock { one in four.withLock { one == $0 } }
    demand(isSame, "four workers do not write what one does, of \(work.count) pieces")
  }

  private static func work(
    through pieces: [Piece], _ next: borrowing Mutex<Int>, _ results: borrowing Mutex<[[UInt8]]>,
    _ linter: Linter, _ captures: CaptureOptions, _ exchange: Exchange
  ) {
    let checker = CaptureChecker(linter, options: captures, exchange: exchange)
    while true {
      let index = next.withLock { next in
        defer { next += 1 }
        return next
      }
      guard index < pieces.count else { return }
      var reports: [Report] = []
      switch pieces[index] {
      case .trouble(let report): reports.append(report)
      case .segment(let segment, let source): checker.check(segment, of: source) { reports.append($0) }
      }
      let lines = WrittenReports.lines(reports)
      results.withLock { $0[index] = lines }
    }
  }

  // MARK: Places

  private func demandPlaces(_ reports: [Report], in input: UnsafeBufferPointer<UInt8>) {
    // What is packed has lines of its own.
    let isPacked = input.starts(with: [0x1F, 0x8B]) || input.starts(with: [0x50, 0x4B])
    let lines = 1 + input.count { $0 == 0x0A }
    for report in reports {
      let source = report.source
      demand(source.line >= 1 && source.column >= 1 && source.entry >= 0, "the source is at no place")
      demand(isPacked || source.line <= lines, "entry \(source.entry) is on line \(source.line) of \(lines)")
      for finding in report.findings {
        let place = report.capturePlace(of: finding)
        demand(
          finding.line >= 1 && finding.column >= 1 && finding.offset >= 0, "\(finding.rule.id) is nowhere")
        demand(place.line >= 1 && place.column ?? 1 >= 1, "\(finding.rule.id) is nowhere in the capture")
        demand(
          isPacked || place.line <= lines,
          "\(finding.rule.id) is on line \(place.line) of \(lines) of the capture")
      }
    }
  }
}
