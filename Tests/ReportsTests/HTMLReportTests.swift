import Faultlint
import FaultlintReports
import FaultlintText
import Foundation
import Testing

/// The page of a report as a file. What a browser makes of it is tested in one.
@Suite struct HTMLReportTests {
  static let folder: URL = JSONReportTests.root.appending(path: "Sources/FaultlintReportPage/page")

  /// What a page has.
  struct Page {
    let text: String
    /// What stands before the lines, and behind them.
    let beginning, ending: String
    let lines: [String]

    init(_ bytes: [UInt8]) throws {
      text = try #require(String(validating: bytes, as: UTF8.self))
      let parts = text.split(separator: #"id="report">"#, maxSplits: 1)
      try #require(parts.count == 2)
      beginning = String(parts[0])
      // As a browser finds it: the first end of a script element.
      let end = try #require(parts[1].range(of: "</script", options: .caseInsensitive))
      lines = parts[1][..<end.lowerBound].split(separator: "\n").map(String.init)
      ending = String(parts[1][end.lowerBound...])
    }

    /// The objects of the lines that have a member.
    func objects(with member: String) throws -> [[String: Any]] {
      try lines.compactMap { line in
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        return object[member] == nil ? nil : object
      }
    }

    func payloads() throws -> [[String: Any]] {
      try objects(with: "payload").map { try #require($0["payload"] as? [String: Any]) }
    }
  }

  static func render(_ results: [Report], limits: HTMLReport.Limits = HTMLReport.Limits()) throws -> Page {
    var output = Output()
    var settings = ReportSettings()
    settings.version = "1.2.3"
    var report = HTMLReport(settings, limits: limits)
    var summary = Summary()
    report.begin(&output)
    for result in results {
      summary.add(result)
      report.add(result, &output)
    }
    report.end(summary, &output)
    return try Page(output.bytes)
  }

  /// The characters a pin marks, and where they begin in its part.
  static func pinned(_ payload: [String: Any]) throws -> [(finding: Int, start: Int, text: String)] {
    let parts = try #require(payload["parts"] as? [[String: Any]])
    return try #require(payload["pins"] as? [[Int]]).map { pin in
      let text = try #require(parts[pin[1]]["text"] as? String)
      let units = Array(text.utf16)[pin[2]..<pin[2] + pin[3]]
      return (pin[0], pin[2], String(decoding: units, as: UTF16.self))
    }
  }

  static let message = """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
      <s:Body>
        <s:Fault>
          <faultcode>s:Server</faultcode>
          <faultstring>größer 😀</faultstring><!-- 😀 --><reason>db</reason>
        </s:Fault>
      </s:Body>
    </s:Envelope>
    """

  @Test func aPageHoldsTheReportTheTextAndTheRules() throws {
    let result = JSONReportTests.lint(Self.message)
    let page = try Self.render([result])
    #expect(page.lines.count == 4)
    // The first line is what the report of lines has, and so is the one of the summary.
    let expected = try JSONReportTests.render([result], lines: true).split(separator: UInt8(ascii: "\n")).map
    {
      try JSONSerialization.jsonObject(with: Data($0)) as? NSDictionary
    }
    let (first, third) = (Data(page.lines[0].utf8), Data(page.lines[2].utf8))
    #expect(try JSONSerialization.jsonObject(with: first) as? NSDictionary == expected[0])
    #expect(try JSONSerialization.jsonObject(with: third) as? NSDictionary == expected[1])
    #expect(try JSONReportTests.schema().problems(first, as: "result") == [])

    let payload = try #require(try page.payloads().first)
    #expect(payload["bytes"] as? Int == Self.message.utf8.count)
    let parts = try #require(payload["parts"] as? [[String: Any]])
    #expect(parts.count == 1)
    #expect(parts[0]["text"] as? String == Self.message)
    #expect(
      parts[0]["line"] as? Int == 1 && parts[0]["column"] as? Int == 1 && parts[0]["offset"] as? Int == 0)
    let pins = try Self.pinned(payload)
    #expect(pins.map(\.finding) == [0])
    #expect(pins.map(\.text) == ["<reason"])
    let before = try #require(Self.message.range(of: "<reason")).lowerBound
    #expect(pins.map(\.start) == [Self.message.utf16.distance(from: Self.message.startIndex, to: before)])

    let last = try #require(try page.objects(with: "rules").first)
    let rules = try #require(last["rules"] as? [[String: Any]])
    // The rule of the finding, those it stands for as well, and those that were not run.
    let ids = rules.compactMap { $0["id"] as? String }
    #expect(Set(ids).isSuperset(of: ["BP-R1000", "SOAP11-fault-child-unknown", "XSD-cvc-complex-type-2-4"]))
    #expect(Set(ids).isSuperset(of: result.notRun.map(\.rule.id)))
    #expect(ids == ids.sorted() && Set(ids).count == ids.count)
    let rule = try #require(rules.first { $0["id"] as? String == "BP-R1000" })
    #expect(rule["title"] as? String == result.findings[0].rule.title)
    #expect(rule["rationale"] as? String == result.findings[0].rule.rationale)
    #expect(rule["remedy"] as? String == result.findings[0].rule.remedy)
    let references = try #require(rule["references"] as? [[String: Any]])
    #expect(references.contains { ($0["address"] as? String)?.hasPrefix("http") == true })
  }

  @Test func thePolicyAllowsItsStyleAndItsScriptAndNothingElse() throws {
    let page = try Self.render([]).text
    let policy = try #require(page.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).1
    let (style, script) = (
      try #require(page.firstMatch(of: /<style>([\s\S]*?)<\/style>/)).1,
      try #require(page.firstMatch(of: /<script>([\s\S]*?)<\/script>/)).1
    )
    #expect(
      String(style) == (try String(contentsOf: Self.folder.appending(path: "report.css"), encoding: .utf8)))
    #expect(
      String(script) == (try String(contentsOf: Self.folder.appending(path: "report.js"), encoding: .utf8)))
    #expect(
      policy
        == "default-src 'none'; style-src 'sha256-\(SHA256(Array(style.utf8)).base64)'; "
        + "script-src 'sha256-\(SHA256(Array(script.utf8)).base64)'; base-uri 'none'; form-action 'none'")
    // One script that runs, one that is data, one style, and nothing from elsewhere.
    #expect(page.matches(of: /<script[\s>]/).count == 2)
    #expect(page.matches(of: /<style[\s>]/).count == 1)
    #expect(page.matches(of: /\s(src|href|srcset|action|on[a-z]+|style)\s*=\s*"(?!#)/).isEmpty)
    #expect(!page.contains("@import") && !page.contains("url("))
  }

  @Test func theScriptReadsNoMarkup() throws {
    let script = try String(contentsOf: Self.folder.appending(path: "report.js"), encoding: .utf8)
    for way in [
      "innerHTML", "outerHTML", "insertAdjacentHTML", "setHTML", "document.write", "createContextualFragment",
      "DOMParser", "eval(", "Function(", "srcdoc", "javascript:", "import(", "fetch(", "XMLHttpRequest",
      "WebSocket",
      "localStorage", "setTimeout(\"",
    ] {
      #expect(!script.contains(way), "\(way)")
    }
    for file in ["report.js", "report.css"] {
      let text = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
      // Nothing in them ends their element, or begins a comment that a browser looks for.
      #expect(!text.contains("</") && !text.contains("<!--"))
      #expect(!text.contains("\r"))
    }
  }

  @Test(
    "What the program replaces stands in the page once",
    arguments: [
      "style-src 'self' 'unsafe-inline'", "script-src 'self'", #"@import "report.css";"#,
      #"<script src="sample.js"></script>"#, #" src="report.js">"#, #"id="report">"#, "{payloads}",
      "{conforming}",
      "{nonconforming}", "{notAFault}", "{unreadable}", "{errors}", "{warnings}", "{notes}",
    ])
  func placeholder(_ text: String) throws {
    let page = try String(contentsOf: Self.folder.appending(path: "report.html"), encoding: .utf8)
    #expect(page.ranges(of: text).count == 1)
  }

  @Test func withoutScriptsTheCountsAreThere() throws {
    let page = try Self.render([
      JSONReportTests.lint(Self.message), JSONReportTests.lint("{}"), JSONReportTests.lint("{}"),
    ])
    let plain = try #require(page.ending.firstMatch(of: /<noscript>([\s\S]*)<\/noscript>/)).1
    let rows = plain.matches(of: /<th scope="row">([^<]*)<\/th><td>([^<]*)<\/td>/).map { "\($0.1) \($0.2)" }
    #expect(
      rows == [
        "Payloads 3", "Conforming 0", "Nonconforming 1", "Error response 0", "Not a fault 2", "Unreadable 0",
        "Errors 1",
        "Warnings 0",
        "Notes 0",
      ])
    #expect(!page.text.contains("{payloads}"))
  }

  static let hostile = [
    "</script><script>alert(1)</script>", "</SCRIPT ><img src=x onerror=alert(1)>", "<!--", "<!-- <script>",
    "]]>-->",
    "\u{2028}\u{2029}", "\u{202E}gnp.exe\u{2066}\u{61C}\u{200F}", "\u{80}\u{85}\u{9B}31m",
    "\u{1B}]0;title\u{7}",
    "\\u003c\\\\<\\\"<", "&lt;b&gt; &amp; &quot;", "{\"payload\":{}}\n{\"summary\":{}}\n", "\r\n\r", "${1}`",
    "\u{FEFF}",
    "😀\u{10FFFF}\u{E000}",
  ]

  @Test("What a payload or its name says stays text, and comes back as it was", arguments: hostile)
  func staysText(_ text: String) throws {
    let clean = try Self.render([JSONReportTests.lint("<a/>")])
    for payload in [
      text, Self.message.replacingOccurrences(of: "db", with: text),
      Self.message.replacingOccurrences(of: "db", with: "<![CDATA[\(text)]]>"),
    ] {
      let page = try Self.render([JSONReportTests.lint(payload, path: "a/\(text).xml")])
      // Nothing in it begins a tag or a comment, or is anything but a line for a browser.
      #expect(page.beginning == clean.beginning)
      #expect(page.ending.hasSuffix("</html>\n"))
      #expect(page.text.ranges(of: "<script").count == clean.text.ranges(of: "<script").count)
      let data = page.lines.joined(separator: "\n")
      #expect(!data.contains("<"))
      let steering = data.unicodeScalars.filter {
        switch $0.value {
        case 0x0A: false
        case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
      }
      #expect(steering.isEmpty)
      let result = try #require(try page.objects(with: "source").first)
      #expect((result["source"] as? [String: Any])?["path"] as? String == "a/\(text).xml")
      let shown = try page.payloads().first.map { payload in
        try #require((payload["parts"] as? [[String: Any]])?.first?["text"] as? String)
      }
      // A mark at the very start is no character of the text.
      if payload != "\u{FEFF}" { #expect(shown == payload) }
    }
  }

  @Test func ofALongPayloadTheBeginningIsShownAndWhatIsAroundFindings() throws {
    // Two findings far from the start, in lines of their own and in one of a megabyte.
    for filler in [
      String(repeating: "<a>größe</a>\n", count: 20_000), String(repeating: "<a>größe😀</a>", count: 20_000),
    ] {
      let text = """
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
        <faultcode>s:Server</faultcode><faultstring>x</faultstring><detail>\(filler)</detail><first/>\
        <detail>\(filler)</detail></s:Fault></s:Body></s:Envelope>
        """
      let result = JSONReportTests.lint(text)
      try #require(result.findings.count >= 2)
      let payload = try #require(try Self.render([result]).payloads().first)
      let bytes = Array(text.utf8)
      #expect(payload["bytes"] as? Int == bytes.count)
      let parts = try #require(payload["parts"] as? [[String: Any]])
      var shown = 0
      var end = 0
      for part in parts {
        let offset = try #require(part["offset"] as? Int)
        let count = try #require(part["bytes"] as? Int)
        #expect(offset >= end)
        (end, shown) = (offset + count, shown + count)
        #expect(part["text"] as? String == String(decoding: bytes[offset..<end], as: UTF8.self))
        let before = String(decoding: bytes[..<offset], as: UTF8.self).split(
          separator: "\n", omittingEmptySubsequences: false)
        #expect(part["line"] as? Int == before.count)
        #expect(part["column"] as? Int == before[before.count - 1].unicodeScalars.count + 1)
      }
      #expect(parts.count >= 2 && parts[0]["offset"] as? Int == 0)
      #expect(shown <= 1 << 16 && shown < bytes.count / 4)
      // Each finding has its pin, at what it is about.
      let pins = try Self.pinned(payload)
      #expect(pins.map(\.finding) == Array(result.findings.indices))
      for pin in pins {
        let offset = result.findings[pin.finding].offset
        #expect(String(decoding: bytes[offset...].prefix(pin.text.utf8.count), as: UTF8.self) == pin.text)
      }
      #expect(pins.contains { $0.text == "<first" })
    }
  }

  @Test(
    "A pin is on the characters of its finding, whatever the encoding",
    arguments: [String.Encoding.utf8, .utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian])
  func encodings(_ encoding: String.Encoding) throws {
    var bytes = Array(try #require(Self.message.data(using: encoding)))
    switch encoding {
    case .utf16LittleEndian: bytes = [0xFF, 0xFE] + bytes
    case .utf16BigEndian: bytes = [0xFE, 0xFF] + bytes
    case .utf32LittleEndian: bytes = [0xFF, 0xFE, 0, 0] + bytes
    default: break
    }
    let result = Linter().check(bytes, name: "a.xml")
    let index = try #require(result.findings.firstIndex { $0.rule.id == "BP-R1000" })
    let payload = try #require(try Self.render([result]).payloads().first)
    #expect(try Self.pinned(payload).first { $0.finding == index }?.text == "<reason")
  }

  @Test func ofAFragmentOnlyWhatWasGivenIsShown() throws {
    let fragment = "<soap:Fault><faultcode>soap:Server</faultcode><extra/></soap:Fault>"
    let result = JSONReportTests.lint(fragment)
    let payload = try #require(try Self.render([result]).payloads().first)
    #expect(payload["bytes"] as? Int == fragment.utf8.count)
    #expect((payload["parts"] as? [[String: Any]])?.first?["text"] as? String == fragment)
    #expect(try Self.pinned(payload).contains { $0.text == "<extra" })
  }

  @Test func bytesThatAreNoTextAreShownAsFarAsTheyCanBe() throws {
    for bytes: [UInt8] in [
      [0xFF, 0x00, 0x3C, 0x80, 0xC3], Array("<a>\u{0}".utf8) + [0xC3, 0x28], [0xE2, 0x80],
    ] {
      let page = try Self.render([Linter().check(bytes, name: "a.bin")])
      #expect(try page.objects(with: "source").count == 1)
      for payload in try page.payloads() { _ = try Self.pinned(payload) }
    }
  }

  @Test func aPageThatIsFullSaysWhatItLeavesOut() throws {
    let (bad, clean) = (
      JSONReportTests.lint(Self.message),
      JSONReportTests.lint(Self.message.replacingOccurrences(of: "<reason>db</reason>", with: ""))
    )
    try #require(clean.findings.isEmpty)
    let one = try Self.render([bad])
    let size = one.lines[0].utf8.count + 1
    var limits = HTMLReport.Limits()
    limits.results = size * 10
    limits.payloads = (one.lines[1].utf8.count + 1) * 4
    // Half of it is for all, the rest for what is not clean.
    let page = try Self.render(
      Array(repeating: clean, count: 50) + Array(repeating: bad, count: 50), limits: limits)
    let results = try page.objects(with: "source")
    let cleanOnes = results.count { ($0["findings"] as? [Any])?.isEmpty == true }
    #expect(cleanOnes > 0 && cleanOnes < 50)
    #expect(results.count - cleanOnes >= 5 && results.count < 100)
    let resultBytes = page.lines.filter { $0.hasPrefix(#"{"source""#) }.reduce(0) { $0 + $1.utf8.count + 1 }
    #expect(resultBytes <= limits.results)
    let payloads = try page.payloads().count
    #expect(payloads > 0 && payloads < results.count)
    let said = try #require(try page.objects(with: "page").first?["page"] as? [String: Int])
    #expect(
      said == [
        "results": results.count, "resultsLeftOut": 100 - results.count,
        "payloadsLeftOut": results.count - payloads,
      ])
    // The counts are of all.
    let summary = try #require(try page.objects(with: "summary").first?["summary"] as? [String: Any])
    #expect(summary["payloads"] as? Int == 100 && summary["nonconforming"] as? Int == 50)
    #expect(page.ending.contains("<td>100</td>"))
  }

  @Test func aReportOfNothingIsAPageAsWell() throws {
    let page = try Self.render([])
    #expect(page.lines.count == 2)
    #expect(try page.objects(with: "rules").first?["rules"] as? [String] == [])
  }
}
