import Faultlint
import FaultlintReports
import FaultlintText
import Testing

@Suite("Reading reports back")
struct JSONReportReaderTests {
  static func read(_ line: some Collection<UInt8>) throws(JSONError) -> JSONReportReader.Line {
    let line = Array(line)
    return try line.withUnsafeBufferPointer { line throws(JSONError) in try JSONReportReader().read(line) }
  }

  /// The lines of a report, the last of which is the summary.
  static func lines(_ reports: [Report]) -> [ArraySlice<UInt8>] {
    var output = Output()
    var writer = JSONReport(ReportSettings(), lines: true)
    var summary = Summary()
    writer.begin(&output)
    for report in reports {
      summary.add(report)
      writer.add(report, &output)
    }
    writer.end(summary, &output)
    return output.bytes.split(separator: UInt8(ascii: "\n"))
  }

  static let payload = """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
      <s:Body><s:Fault><faultcode>s:Nobody</faultcode><faultstring>"é" \\ \u{7F}</faultstring><x/></s:Fault></s:Body>
    </s:Envelope>
    """

  @Test("What is read is what was written")
  func roundTrip() throws {
    let reports =
      Linter().check(capture: Array(Self.payload.utf8), name: "a \"quoted\" name.xml")
      + Linter().check(capture: Array("not XML\n".utf8), in: Exchange(status: 500), name: "b")
    let lines = Self.lines(reports)
    #expect(lines.count == reports.count + 1)
    #expect(reports[0].findings.count > 1)
    for (report, line) in zip(reports, lines) {
      guard case .result(let read) = try Self.read(line) else {
        Issue.record("it is no result")
        return
      }
      #expect(read.source.path == report.source.path)
      #expect(read.source.line == report.source.line)
      #expect(read.verdict == report.verdict)
      #expect(read.error == report.error)
      #expect(read.soapVersion == report.soapVersion)
      #expect(read.profiles == report.profiles)
      #expect(read.exchange == report.exchange)
      var headline = FaultHeadline()
      let hasFault = headline.take(from: report)
      #expect(read.headline == (hasFault ? headline : nil))
      #expect(read.findings.map(\.rule.id) == report.findings.map(\.rule.id))
      #expect(read.findings.map(\.level) == report.findings.map(\.level))
      #expect(read.findings.map(\.message) == report.findings.map(\.message))
      #expect(read.findings.map(\.line) == report.findings.map(\.line))
      #expect(read.findings.map(\.column) == report.findings.map(\.column))
      #expect(read.findings.map(\.offset) == report.findings.map(\.offset))
      #expect(read.findings.map(\.path) == report.findings.map(\.path))
      #expect(read.findings.map(\.also) == report.findings.map(\.also))
    }
    guard case .summary(let summary) = try Self.read(lines[lines.count - 1]) else {
      Issue.record("it is no summary")
      return
    }
    #expect(summary.counts["nonconforming"] == 1)
    #expect(!summary.isPartial)
  }

  @Test(
    "What merge makes of the lines of a check is those lines, and their summary",
    arguments: [
      payload, "<!DOCTYPE a [<!ENTITY b 'c'>]>" + payload.replacing("<x/>", with: "&b;"),
      payload.replacing("\"é\"", with: " &amp;#0; "), payload.replacing("s:Nobody", with: "<b/>"),
      payload.replacing("s:Nobody", with: String(repeating: "n", count: 400)),
      payload.replacing("s:Nobody", with: "s:\(String(repeating: "ö", count: 400))"),
      payload.replacing("\"é\"", with: String(repeating: "é", count: 300)),
      "<html><title>a\u{85}b</title></html>", "a: 1\nb: 2\n", "<a>",
      "SoapFault exception: [\(String(repeating: "c", count: 270))] \(String(repeating: "t", count: 300))\n",
    ])
  func merged(_ payload: String) {
    let reports =
      Linter().check(capture: payload.utf8) + [Linter().check(payload, in: Exchange(status: 500))]
    let lines = Self.lines(reports)
    var joiner = ReportJoiner()
    var renderer = JSONReport(ReportSettings(), lines: true)
    var output = Output()
    var parts = [ReportPart()]
    joiner.begin("a")
    for (index, line) in lines.enumerated() {
      line.withUnsafeBufferPointer { joiner.add($0, number: index + 1, in: [renderer], to: &parts) }
    }
    joiner.end(isRead: true)
    renderer.add(parts[0], &output)
    renderer.end(parts[0].summary, &output)
    #expect(joiner.takeComplaints().isEmpty)
    #expect(output.bytes.split(separator: UInt8(ascii: "\n")) == lines)
  }

  @Test("A rule that is not known here keeps its id and level")
  func unknownRule() throws {
    let line = #"""
      {"source":{"path":"a","later":[1.5]},"verdict":"nonconforming","findings":[
      {"rule":"SOAP13-new","level":"error","message":"m","line":2,"column":3}],"later":{}}
      """#
    guard case .result(let report) = try Self.read(line.utf8) else {
      Issue.record("it is no result")
      return
    }
    #expect(report.findings.map(\.rule.id) == ["SOAP13-new"])
    #expect(report.findings.map(\.level) == [.error])
  }

  @Test(
    "What is no line of a report is told with its place",
    arguments: [
      ("{}", "it has neither source, verdict and findings nor a summary", 0),
      (#"{"source":1}"#, "an object is expected", 10),
      (#"{"source":{"path":"a","line":1.5}}"#, "a whole number is expected", 29),
      (#"{"source":{"path":"a","line":-1}}"#, "a whole number is expected", 29),
      (#"{"summary":{"conforming": 99999999999999999999}}"#, "a whole number is expected", 26),
      (#"{"summary":{}} {}"#, "there is something after the end of the value", 15),
      (#"{"summary":{"#, "the text ends inside an object", 12),
      (#"{"faultlint":{"format":3}}"#, "it is of format 3, not 2", 24),
      (#"{"verdict":"unreadable","trouble":"x"}"#, "it is of format 1, not 2", 34),
      (#"{"verdict":"conforming","notRun":[]}"#, "it is of format 1, not 2", 33),
    ])
  func wrong(line: String, message: String, offset: Int) {
    #expect(throws: JSONError(message, at: offset)) { try Self.read(line.utf8) }
  }
}
