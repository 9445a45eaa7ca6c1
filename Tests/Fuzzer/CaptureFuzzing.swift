import Faultlint
import FaultlintCaptures
import FaultlintReports
import FaultlintText

/// Captures of every form, packed and not.
final class CaptureFuzzing {
  private let linters = FuzzedLinters()

  /// Reads a capture and checks what is in it.
  ///
  /// - Parameters:
  ///   - input: The capture.
  ///   - form: What picks its form; nil to find it.
  ///   - options: How to check.
  func check(_ input: UnsafeBufferPointer<UInt8>, form: UInt8?, _ options: FuzzOptions) {
    var captures = CaptureOptions()
    captures.entryBytes = 1 << 20
    captures.format = form.map { CaptureFormat.all[Int($0) % CaptureFormat.all.count] }
    let exchange = FuzzedLinters.exchange(Array(input.prefix(64)), options)
    let checker = CaptureChecker(linters[options], options: captures, exchange: exchange)
    let reports = read(ByteStream(input), captures, checker)
    demandPlaces(reports, in: input)
    WrittenReports.hold(reports, of: input)

    guard options.contains(.compares), let lines = ReportFormat.named("ndjson") else { return }
    let written = WrittenReports.written(reports, lines)
    // However the bytes come, and whatever the checker has seen before.
    let inPieces = read(pieces(of: input), captures, checker)
    demand(WrittenReports.written(inPieces, lines) == written, "in pieces it is something else")
    if input.count % 16 == 0 {
      let fresh = CaptureChecker(FuzzedLinters.linter(options), options: captures, exchange: exchange)
      let again = read(ByteStream(input), captures, fresh)
      demand(WrittenReports.written(again, lines) == written, "a new checker says something else")
    }
  }

  private func read(
    _ stream: ByteStream, _ captures: CaptureOptions, _ checker: CaptureChecker
  ) -> [Report] {
    var reports: [Report] = []
    var source = Source(path: "fuzzed")
    let file = CaptureFile(stream, name: "fuzzed", options: captures)
    while let member = file.next() {
      source.member = member.name
      if let trouble = member.error { reports.append(Report(source: source, error: trouble.message)) }
      while let segment = member.capture?.next() {
        checker.check(segment, of: source) { reports.append($0) }
      }
    }
    return reports
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
      }
    }
  }
}
