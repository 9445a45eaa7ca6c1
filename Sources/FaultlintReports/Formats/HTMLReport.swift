public import Faultlint
internal import FaultlintEngine
internal import FaultlintReportPage
internal import FaultlintRuleDocs
internal import FaultlintRules
public import FaultlintText

/// The report as a page for browsers, in one file.
///
/// The page is ready-made (``ReportPage``); what is written here is the JSON its script reads: the lines of a
/// ``JSONReport``, each followed by the text of its payload, and last what explains the rules that the lines name.
public struct HTMLReport: ReportRenderer {
  static let format = ReportFormat("html", "a page for browsers, in one file") { HTMLReport($0) }

  private var json: JSONReport
  private let limits: Limits
  private var rules: [String: Rule] = [:]
  private var written = Written()

  /// How much of the page is filled: a browser is to be quick with it.
  private struct Written {
    var results = 0
    var resultBytes = 0
    var payloadBytes = 0
    /// How many results, and how many payloads of results that are there, were left out.
    var lost = (results: 0, payloads: 0)
  }

  /// How large a page may become. What is clean is no longer taken when half of that is full, so that a long time
  /// without findings leaves room for those that come.
  package struct Limits: Sendable {
    /// The most bytes of results.
    package var results = 64 << 20
    /// The most bytes of payloads.
    package var payloads = 32 << 20

    /// The limits that browsers are still quick with.
    package init() {}

    fileprivate func allow(_ bytes: Int, of limit: Int, _ record: ReportPart.Record) -> Bool {
      bytes <= (record.isClean ? limit / 2 : limit)
    }
  }

  /// A report.
  public init(_ settings: ReportSettings) { self.init(settings, limits: Limits()) }

  /// A report with other limits.
  package init(_ settings: ReportSettings, limits: Limits) {
    var settings = settings
    // The page begins with it.
    settings.hasSummary = true
    json = JSONReport(settings, lines: true)
    self.limits = limits
  }

  /// Nobody reads a page before its end.
  public var isForReadingAlong: Bool { false }

  /// What comes before the results.
  public func begin(_ output: inout Output) {
    output.bytes += ReportPage.beginning
    output.write("\n")
  }

  /// Writes one result and its payload into a part of the report, on any thread.
  public func write(_ result: Report, to part: inout ReportPart) {
    write(result, to: &part) { part in json.write(result, to: &part) }
  }

  /// Takes over one result as a report of lines has it, on any thread.
  ///
  /// - Parameters:
  ///   - result: The result.
  ///   - line: Its JSON on a line, without the end of the line.
  ///   - part: What to write to.
  public func write(_ result: Report, as line: UnsafeBufferPointer<UInt8>, to part: inout ReportPart) {
    write(result, to: &part) { part in json.write(result, as: line, to: &part) }
  }

  private func write(_ result: Report, to part: inout ReportPart, _ writeLine: (inout ReportPart) -> Void) {
    let start = part.output.bytes.count
    writeLine(&part)
    part.output.makeInert(from: start)
    let payload = part.output.bytes.count
    if let text = PayloadText(result) {
      part.output.write("{\"payload\":")
      text.write(&part.output)
      part.output.write("}\n")
      part.output.makeInert(from: payload)
    }
    part.records.append(
      ReportPart.Record(
        start: start, payload: payload, end: part.output.bytes.count,
        isClean: result.findings.isEmpty && result.error == nil))
    for finding in result.findings + result.suppressed.map(\.finding) {
      part.rules[finding.rule.id] = finding.rule
      for id in finding.also where part.rules[id] == nil { part.rules[id] = RuleSet.builtIn[id] }
    }
  }

  /// The next part.
  public mutating func add(_ part: ReportPart, _ output: inout Output) {
    rules.merge(part.rules) { first, _ in first }
    for item in part.tally.notRun { rules[item.rule.id] = item.rule }
    // What the summary says of all results, those that are left out included.
    var counted = part
    counted.output = Output()
    json.add(counted, &output)
    for record in part.records {
      let result = record.payload - record.start
      guard limits.allow(written.resultBytes + result, of: limits.results, record) else {
        written.lost.results += 1
        continue
      }
      written.results += 1
      written.resultBytes += result
      output.bytes += part.output.bytes[record.start..<record.payload]
      let payload = record.end - record.payload
      guard limits.allow(written.payloadBytes + payload, of: limits.payloads, record) else {
        written.lost.payloads += 1
        continue
      }
      written.payloadBytes += payload
      output.bytes += part.output.bytes[record.payload..<record.end]
    }
  }

  /// What comes after the results.
  public func end(_ summary: Summary, _ output: inout Output) {
    let start = output.bytes.count
    json.end(summary, &output)
    output.write("{\"page\":{\"results\":")
    output.write(written.results)
    output.write(",\"resultsLeftOut\":")
    output.write(written.lost.results)
    output.write(",\"payloadsLeftOut\":")
    output.write(written.lost.payloads)
    output.write("},\"rules\":")
    output.writeJSON(rules.values.sorted { $0.id < $1.id }) { output, rule in
      RuleJSON.write(RulePage(rule), hasExamples: false, &output)
    }
    output.write("}\n")
    output.makeInert(from: start)
    output.bytes += ReportPage.ending(summary.counts)
  }
}

extension Output {
  /// Makes JSON safe to stand in a script element of a page: without `<` no tag and no comment can begin in it. What it
  /// means stays the same, because all of these stand in strings. Whatever else could end a line or turn the direction of
  /// text is escaped in JSON anyway.
  fileprivate mutating func makeInert(from start: Int) {
    guard bytes.withUnsafeBufferPointer({ $0.next(UInt8(ascii: "<"), from: start) }) != nil else { return }
    var rest = Array(bytes[start...])[...]
    bytes.removeSubrange(start...)
    while let index = rest.firstIndex(of: UInt8(ascii: "<")) {
      bytes += rest[..<index]
      write("\\u003c")
      rest = rest[(index + 1)...]
    }
    bytes += rest
  }
}
