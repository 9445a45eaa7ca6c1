import Dispatch
import Faultlint
import FaultlintEngine
import FaultlintReports
import FaultlintRules
import Synchronization
import XMLMutations

/// Payloads: each by both parsers, and judged as bytes and as text.
final class PayloadFuzzing {
  private let linters = FuzzedLinters()
  private let comparison = ParserComparison()

  func check(_ input: UnsafeBufferPointer<UInt8>, _ options: FuzzOptions) {
    let bytes = Array(input)
    let difference = comparison.difference(bytes)
    demand(difference == nil, "the plain parser is wrong: \(difference ?? "")")

    let linter = linters[options]
    let exchange = FuzzedLinters.exchange(bytes, options)
    let report = linter.check(bytes, in: exchange, name: "fuzzed")
    demandPlaces(report, in: input)
    WrittenReports.hold([report], of: input)
    if let text = String(validating: bytes, as: UTF8.self) {
      let ofText = linter.check(text, in: exchange, name: "fuzzed")
      demandPlaces(ofText, in: input)
      WrittenReports.hold([ofText], of: input)
    }
    if options.contains(.compares) { demandSameByThreads(report, bytes, exchange, linter) }
  }

  private func demandPlaces(_ report: Report, in input: UnsafeBufferPointer<UInt8>) {
    // Whatever ends lines in some encoding.
    let lines = 1 + input.count { [0x0A, 0x0D, 0x85, 0xA8, 0x15, 0x25].contains($0) }
    for finding in report.findings {
      let place = "\(finding.rule.id) at \(finding.line):\(finding.column), offset \(finding.offset)"
      demand(1...lines ~= finding.line && finding.column >= 1, "\(place): there are \(lines) lines")
      demand(0...input.count ~= finding.offset, "\(place): there are \(input.count) bytes")
      demand(finding.column <= input.count + 1, "\(place): there are \(input.count) bytes")
    }
  }

  private func demandSameByThreads(
    _ report: Report, _ bytes: [UInt8], _ exchange: Exchange, _ linter: Linter
  ) {
    guard let form = ReportFormat.named("ndjson") else { return }
    let expected = WrittenReports.written([report], form)
    let wrong = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      let report = linter.check(bytes, in: exchange, name: "fuzzed")
      if WrittenReports.written([report], form) != expected { wrong.add(1, ordering: .relaxed) }
    }
    demand(wrong.load(ordering: .relaxed) == 0, "four threads do not write what one does")
  }
}

/// A linter for each way to check.
struct FuzzedLinters {
  private let linters: [Linter]

  init() { linters = (0..<16).map { Self.linter(FuzzOptions(rawValue: $0)) } }

  /// A linter that has checked nothing yet.
  static func linter(_ options: FuzzOptions) -> Linter {
    var settings = Linter.Options()
    settings.expectsFault = options.contains(.expectsFault)
    do {
      return try Linter(adding: options.contains(.looksForLeaks) ? [.leak] : [], options: settings)
    } catch {
      fatalError("\(error)")
    }
  }

  subscript(options: FuzzOptions) -> Linter { linters[Int(options.rawValue & 15)] }

  /// What is known of an input besides it: of some, that it came over HTTP in answer to one like it.
  static func exchange(_ bytes: [UInt8], _ options: FuzzOptions) -> Exchange {
    guard options.contains(.hasExchange) else { return Exchange() }
    let status = [200, 202, 400, 500, 503][bytes.count % 5]
    let types = ["text/xml", "application/soap+xml; charset=utf-8", "text/html", "multipart/related"]
    let type = types[bytes.count / 5 % types.count]
    return Exchange(
      status: status, headers: ["Content-Type": type],
      request: Exchange.Request(headers: ["Content-Type": type, "SOAPAction": "\"\""], body: bytes))
  }
}
