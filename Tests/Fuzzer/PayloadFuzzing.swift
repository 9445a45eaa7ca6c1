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
  private let others = FuzzedLinters()
  private let comparison = ParserComparison()

  func check(_ input: UnsafeBufferPointer<UInt8>, _ options: FuzzOptions, _ draw: Draw) {
    let bytes = Array(input)
    let difference = comparison.difference(bytes)
    demand(difference == nil, "the plain parser is wrong: \(difference ?? "")")

    let linter = linters[options]
    let exchange = FuzzedLinters.exchange(options, request: bytes)
    let report = linter.check(bytes, in: exchange, name: "fuzzed")
    demandPlaces(report, in: input)
    let lines = WrittenReports.hold([report], draw)
    if draw.demands(.text), let text = String(validating: bytes, as: UTF8.self) {
      let ofText = linter.check(text, in: exchange, name: "fuzzed")
      demandPlaces(ofText, in: input)
      WrittenReports.hold([ofText], draw)
    }
    if draw.demands(.history) {
      let again = others[options].check(bytes, in: exchange, name: "fuzzed")
      demand(
        WrittenReports.lines([again]) == lines, "a linter that has seen other inputs says something else")
    }
    if draw.demands(.fresh) {
      let again = FuzzedLinters.linter(options).check(bytes, in: exchange, name: "fuzzed")
      demand(WrittenReports.lines([again]) == lines, "a new linter says something else")
    }
    if draw.demands(.threads) { demandSameByThreads(lines, bytes, exchange, linter) }
  }

  private func demandPlaces(_ report: Report, in input: UnsafeBufferPointer<UInt8>) {
    guard !report.findings.isEmpty else { return }
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
    _ expected: [UInt8], _ bytes: [UInt8], _ exchange: Exchange, _ linter: Linter
  ) {
    let wrong = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      let report = linter.check(bytes, in: exchange, name: "fuzzed")
      if WrittenReports.lines([report]) != expected { wrong.add(1, ordering: .relaxed) }
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

  /// What is known of an input besides it: of some, that it came over HTTP, in answer to something. The high bits of the
  /// options say how.
  static func exchange(_ options: FuzzOptions, request: [UInt8] = Array(request.utf8)) -> Exchange {
    guard options.contains(.hasExchange) else { return Exchange() }
    let number = Int(options.rawValue >> 4)
    let types = ["text/xml", "application/soap+xml; charset=utf-8", "text/html", "multipart/related"]
    let type = types[number % 4]
    return Exchange(
      status: [500, 200, 202, 400][number / 4], headers: ["Content-Type": type],
      request: Exchange.Request(headers: ["Content-Type": type, "SOAPAction": "\"\""], body: request))
  }

  private static let request = """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><a xmlns="urn:a"/></s:Body></s:Envelope>
    """
}
