import Faultlint
import FaultlintReports
import FaultlintText
import Foundation
import Testing

/// The JSON of reports.
@Suite struct JSONReportTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static func schema() throws -> JSONSchema {
    try JSONSchema(file: root.appending(path: "docs/report.schema.json"))
  }

  static func lint(_ text: String, path: String = "a.xml") -> Report {
    Linter().check(Array(text.utf8), name: path)
  }

  static func render(_ results: [Report], lines: Bool = false) -> Data {
    var output = Output()
    var settings = ReportSettings()
    settings.version = "1.2.3"
    var report = JSONReport(settings, lines: lines)
    var summary = Summary()
    report.begin(&output)
    for result in results {
      summary.add(result)
      report.add(result, &output)
    }
    report.end(summary, &output)
    return Data(output.bytes)
  }

  @Test func oneResultHasWhatTheContractSays() throws {
    let message = """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
        <s:Body>
          <s:Fault>
            <faultcode>s:Server</faultcode>
            <faultstring>Unplanned Outage</faultstring>
            <reason>db</reason>
          </s:Fault>
        </s:Body>
      </s:Envelope>
      """
    let data = Self.render([Self.lint(message)])
    #expect(try Self.schema().problems(data) == [])
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect((json["faultlint"] as? [String: Any])?["version"] as? String == "1.2.3")
    #expect((json["summary"] as? [String: Any])?["nonconforming"] as? Int == 1)
    let result = try #require((json["results"] as? [[String: Any]])?.first)
    #expect(result["verdict"] as? String == "nonconforming")
    #expect(result["soap"] as? String == "1.1")
    #expect(result["profiles"] as? [String] == ["bp11"])
    let fault = try #require(result["fault"] as? [String: Any])
    let code = try #require(fault["code"] as? [String: Any])
    #expect(code["namespace"] as? String == "http://schemas.xmlsoap.org/soap/envelope/")
    #expect(code["local"] as? String == "Server")
    #expect((fault["reason"] as? [[String: String]])?.first?["text"] == "Unplanned Outage")
    let findings = try #require(result["findings"] as? [[String: Any]])
    #expect(findings.count == 1)
    let finding = try #require(findings.first)
    #expect(finding["rule"] as? String == "BP-R1000")
    #expect(finding["level"] as? String == "error")
    #expect(finding["line"] as? Int == 6)
    #expect(finding["column"] as? Int == 7)
    #expect(
      finding["offset"] as? Int
        == message.utf8.distance(
          from: message.startIndex, to: try #require(message.range(of: "<reason>")).lowerBound))
    #expect(finding["path"] as? String == "/s:Envelope/s:Body/s:Fault/reason")
    #expect(finding["reference"] as? String == "WS-I Basic Profile 1.1 R1000")
    #expect(finding["also"] as? [String] == ["SOAP11-fault-child-unknown", "XSD-cvc-complex-type-2-4"])
  }

  @Test(
    "Every kind of result fits the schema",
    arguments: [
      "", "{}", "<html/>", "<a>", "<x:a/>", "<soap:Fault><faultcode>q:x</faultcode></soap:Fault>",
      "<!DOCTYPE html><html><head><title>502 \u{1}</title>", "\u{0}\u{1}",
      #"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value>"#
        + #"<e:Subcode><e:Value>e:x</e:Value></e:Subcode></e:Code><e:Reason><e:Text xml:lang="en">"q\u{7F}"</e:Text></e:Reason>"#
        + #"<e:Role>urn:r</e:Role><e:Detail><a/></e:Detail></e:Fault></e:Body></e:Envelope>"#,
    ])
  func fits(_ text: String) throws {
    let result = Self.lint(text, path: "dir/\"quoted\"\n\u{1B}.xml")
    #expect(try Self.schema().problems(Self.render([result])) == [])
    let lines = Self.render([result, result], lines: true).split(separator: UInt8(ascii: "\n"))
    #expect(lines.count == 3)
    for line in lines.dropLast() { #expect(try Self.schema().problems(Data(line), as: "result") == []) }
    #expect(try Self.schema().problems(Data(lines[2]), as: "summaryLine") == [])
  }

  @Test func theSchemaRefusesWhatIsWrong() throws {
    let schema = try Self.schema()
    let good = String(decoding: Self.render([Self.lint("<a>")]), as: UTF8.self)
    for (from, to) in [
      ("\"nonconforming\"", "\"bad\""), ("\"line\":1", "\"line\":0"), ("\"also\":[]", "\"also\":\"\""),
      ("\"format\":1", "\"format\":2"), ("\"soap\":null", "\"soap\":\"1.3\""), ("\"offset\":", "\"ofset\":"),
    ] {
      #expect(good.contains(from))
      let bad = good.replacingOccurrences(of: from, with: to)
      #expect(try !schema.problems(Data(bad.utf8)).isEmpty, "\(to)")
    }
  }
}
