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

  @Test("Texts come back as they were, whatever JSON makes of them", arguments: [false, true])
  func texts(_ lines: Bool) throws {
    let text = #"C:\temp\new "x" \u0041 \n/ \"#
    let message = """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
      <faultcode>s:Server</faultcode><faultstring>\(text)</faultstring></s:Fault></s:Body></s:Envelope>
      """
    let name = #"a\b"c\u0041.xml"#
    let written = Self.render([Self.lint(message, path: name)], lines: lines)
    let first = lines ? Data(written.prefix { $0 != 0x0A }) : written
    let json = try #require(try JSONSerialization.jsonObject(with: first) as? [String: Any])
    let result = lines ? json : try #require((json["results"] as? [[String: Any]])?.first)
    #expect((result["source"] as? [String: Any])?["path"] as? String == name)
    let reason = (result["fault"] as? [String: Any])?["reason"] as? [[String: Any]]
    #expect(reason?.first?["text"] as? String == text)
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
    #expect(code["namespace"] == nil, "it is that of SOAP itself")
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

  static func fault(_ message: String) throws -> [String: Any] {
    let data = render([lint(message)])
    #expect(try schema().problems(data) == [])
    let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    return try #require((json?["results"] as? [[String: Any]])?.first?["fault"] as? [String: Any])
  }

  static func message(_ fault: String) -> String {
    "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault>\(fault)</s:Fault></s:Body>"
      + "</s:Envelope>"
  }

  @Test("A code has its namespace unless that is SOAP's, and what names nothing has its text")
  func codes() throws {
    func code(_ text: String) throws -> [String: String]? {
      try Self.fault(Self.message("<faultcode xmlns:q='urn:q'>\(text)</faultcode>"))["code"]
        as? [String: String]
    }
    #expect(try code(" s:Client.Order ") == ["local": "Client.Order"])
    #expect(try code("q:Own") == ["namespace": "urn:q", "local": "Own"])
    #expect(try code("Server") == ["namespace": "", "local": "Server"])
    #expect(try code("x:Unbound") == ["text": "x:Unbound"])
    #expect(try code("two words") == ["text": "two words"])
  }

  @Test("Texts are whole, and what is cut says so")
  func cut() throws {
    let long = String(repeating: "größe ", count: 5000)
    let whole = try Self.fault(
      Self.message("<faultcode>s:Server</faultcode><faultstring>\(long)</faultstring>"))
    #expect((whole["reason"] as? [[String: String]])?.first?["text"] == long)
    #expect(whole["cut"] == nil)
    let name = String(repeating: "n", count: 301)
    let cases = [
      "<faultcode xmlns:q='urn:\(name)'>q:a</faultcode>", "<faultcode>s:\(name)</faultcode>",
      "<faultcode>- \(name)</faultcode>",
      "<faultactor>urn:\(String(repeating: name, count: 250))</faultactor>",
      "<faultstring>\(String(repeating: "ö", count: 65_537))</faultstring>",
      "<detail><\(name)/></detail>", "<detail>\(String(repeating: "<a/>", count: 101))</detail>",
    ]
    for fault in cases {
      #expect(try Self.fault(Self.message(fault))["cut"] as? Bool == true, "\(fault.prefix(40))")
    }
    #expect(
      try Self.fault(Self.message("<detail>\(String(repeating: "<a/>", count: 100))</detail>"))["cut"] == nil)
  }

  @Test("A qualified child is read like an unqualified one")
  func qualified() throws {
    let fault = try Self.fault(
      Self.message(
        "<s:faultcode>s:Server</s:faultcode><s:faultstring>x</s:faultstring><s:faultactor>urn:a</s:faultactor>"
          + "<s:detail><a/></s:detail>"))
    #expect(fault["code"] as? [String: String] == ["local": "Server"])
    #expect(fault["reason"] as? [[String: String]] == [["text": "x"]])
    #expect(fault["actor"] as? String == "urn:a")
    #expect(fault["detail"] as? [String] == ["a"])
  }

  @Test("The summary says what came, and which rules were not run, once")
  func summary() throws {
    let fault = Self.message("<faultcode>s:Server</faultcode><faultstring> Down\n</faultstring>")
    let other = fault.replacingOccurrences(of: "s:Server", with: "t:Server")
      .replacingOccurrences(
        of: "<faultcode", with: "<faultcode xmlns:t='http://schemas.xmlsoap.org/soap/envelope/'")
    let page = Linter().check("<html><head><title>Sorry</title></head></html>", in: Exchange(status: 502))
    let data = Self.render(
      [Self.lint(fault), page, Self.lint(other), page, page, Self.lint("<a>")], lines: true)
    let lines = data.split(separator: UInt8(ascii: "\n"))
    #expect(lines[0].count < 200)
    let line = try #require(try JSONSerialization.jsonObject(with: lines[6]) as? [String: Any])
    let summary = try #require(line["summary"] as? [String: Any])
    let faults = try #require(summary["faults"] as? [[String: Any]])
    #expect(faults.map { $0["code"] as? String } == ["{http://schemas.xmlsoap.org/soap/envelope/}Server"])
    #expect(faults.map { $0["reason"] as? String } == ["Down"])
    #expect(faults.map { $0["payloads"] as? Int } == [2])
    let others = try #require(summary["insteadOfFaults"] as? [[String: Any]])
    #expect(others.map { $0["content"] as? String } == [#"HTML page "Sorry""#])
    #expect(others.map { $0["status"] as? Int } == [502])
    #expect(others.map { $0["payloads"] as? Int } == [3])
    let notRun = try #require(summary["notRun"] as? [[String: Any]])
    #expect(
      notRun.contains { $0["rule"] as? String == "SOAP11-detail-missing" && $0["payloads"] as? Int == 2 })
    #expect(notRun.allSatisfy { ($0["reason"] as? String)?.isEmpty == false })
  }

  @Test("An entity stands as it was written in the summary too, in the code as well as in the reason")
  func entities() throws {
    let fault = Self.message(
      "<faultcode>s:&code;</faultcode><faultstring> The order is &state; &amp; \n</faultstring>")
    let report = Self.lint("<!DOCTYPE a [<!ENTITY state 'x'><!ENTITY code 'Server'>]>" + fault)
    let lines = Self.render([report], lines: true).split(separator: UInt8(ascii: "\n"))
    let result = try #require(try JSONSerialization.jsonObject(with: lines[0]) as? [String: Any])
    let shown = try #require(result["fault"] as? [String: Any])
    #expect(shown["code"] as? [String: String] == ["text": "s:&code;"])
    let summary = try #require(try JSONSerialization.jsonObject(with: lines[1]) as? [String: Any])
    let faults = (summary["summary"] as? [String: Any])?["faults"] as? [[String: Any]]
    #expect(faults?.map { $0["code"] as? String } == ["s:&code;"])
    #expect(faults?.map { $0["reason"] as? String } == ["The order is &state; &"])
  }

  @Test("A Subcode whose Value holds an element is no subcode, in the summary either")
  func subcodeOfElements() throws {
    let message = """
      <e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:m="urn:m"><e:Body><e:Fault>
      <e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value><m:a/></e:Value><e:Subcode><e:Value>m:b</e:Value>
      </e:Subcode></e:Subcode></e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault></e:Body>
      </e:Envelope>
      """
    let lines = Self.render([Self.lint(message)], lines: true).split(separator: UInt8(ascii: "\n"))
    let result = try #require(try JSONSerialization.jsonObject(with: lines[0]) as? [String: Any])
    let subcodes = (result["fault"] as? [String: Any])?["subcodes"] as? [[String: String]]
    #expect(subcodes == [["namespace": "urn:m", "local": "b"]])
    let summary = try #require(try JSONSerialization.jsonObject(with: lines[1]) as? [String: Any])
    let faults = (summary["summary"] as? [String: Any])?["faults"] as? [[String: Any]]
    #expect(faults?.map { $0["subcodes"] as? [String] } == [["{urn:m}b"]])
  }

  @Test func theSchemaRefusesWhatIsWrong() throws {
    let schema = try Self.schema()
    let good = String(decoding: Self.render([Self.lint("<a>")]), as: UTF8.self)
    for (from, to) in [
      ("\"nonconforming\"", "\"bad\""), ("\"line\":1", "\"line\":0"), ("\"also\":[]", "\"also\":\"\""),
      ("\"format\":2", "\"format\":1"), ("\"soap\":null", "\"soap\":\"1.3\""), ("\"offset\":", "\"ofset\":"),
    ] {
      #expect(good.contains(from))
      let bad = good.replacingOccurrences(of: from, with: to)
      #expect(try !schema.problems(Data(bad.utf8)).isEmpty, "\(to)")
    }
  }
}
