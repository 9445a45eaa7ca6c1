import Faultlint
import Testing

/// Entities of HTTP messages: how their bytes are read, and what is no SOAP.
@Suite struct EntityTests {
  static func fault(_ text: String, declaration: String = "") -> String {
    declaration + #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>"#
      + "<faultcode>s:Server</faultcode><faultstring>\(text)</faultstring></s:Fault></s:Body></s:Envelope>"
  }

  static func latin1(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }

  static func response(_ status: Int, _ type: String, request: Exchange.Request? = nil) -> Exchange {
    Exchange(status: status, headers: ["Content-Type": type], request: request)
  }

  // MARK: What is known besides

  @Test(
    "A field that is known besides a capture is judged, and found at the start of the head",
    arguments: [0, 1, 3])
  func fieldBesides(_ fields: Int) throws {
    let dump = """
      ---[HTTP response - http://a.example/ - 500]---
      null: HTTP/1.1 500 Internal Server Error
      \(String(repeating: "Server: x\n", count: fields))\(Self.fault("x"))--------------------

      """
    let known = Exchange(status: nil, headers: ["Content-Type": "text/html"])
    let report = try #require(Linter().check(capture: dump.utf8, in: known).first)
    let finding = try #require(report.findings.first { $0.rule.id == "HTTP-media-type" })
    #expect(finding.message == "The media type is 'text/html' instead of text/xml")
    #expect(report.capturePlace(of: finding).line == 2)
  }

  // MARK: Encodings

  @Test func theCharsetParameterTellsHowToReadAFault() {
    let body = Self.latin1(Self.fault("Grüße"))
    let report = Linter().check(body, in: Self.response(500, "text/xml; charset=iso-8859-1"))
    #expect(report.findings.isEmpty && report.fault?.reason() == "Grüße")
    let declared = Self.fault("Grüße", declaration: "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>")
    let other = Linter().check(Array(declared.utf8), in: Self.response(500, "text/xml; charset=utf-8"))
    #expect(other.findings.map(\.rule.id) == ["HTTP-charset-mismatch"])
    #expect(other.fault?.reason() == "Grüße")
  }

  @Test func bytesThatAreNotInTheCharsetCiteTheRuleForThat() throws {
    let report = Linter().check(
      Self.latin1(Self.fault("Grüße")), in: Self.response(500, "text/xml; charset=utf-8"))
    let finding = try #require(report.findings.first)
    #expect(report.findings.count == 1 && finding.rule.id == "XML-encoding")
    #expect(
      finding.reference == "RFC 7303, section 3.2" && finding.message.contains("charset parameter says utf-8")
    )
    let file = Linter().check(Self.latin1(Self.fault("Grüße")))
    #expect(file.findings.map(\.reference) == ["XML 1.0, section 4.3.3"])
  }

  @Test func aRequestIsReadInItsOwnCharset() throws {
    var linter = try Linter(profiles: [.soap11])
    let request = #"<x:Envelope xmlns:x="urn:größe"/>"#
    let exchange = Self.response(
      500, "text/xml; charset=utf-8",
      request: Exchange.Request(
        headers: ["Content-Type": "text/xml; charset=iso-8859-1"], body: Self.latin1(request)))
    let report = linter.check(Self.fault("x"), in: exchange)
    #expect(report.findings.map(\.rule.id) == ["SOAP11-versionmismatch-not-used"])
    #expect(report.findings.first?.message.contains("'urn:größe'") == true)
    linter = try Linter(profiles: [.bp10])
    let broken = Exchange.Request(
      headers: ["Host": "a.example", "Content-Type": "text/xml"], body: "<a><b></a>")
    let answer = linter.check(
      Self.fault("x"), in: Self.response(500, "text/xml; charset=utf-8", request: broken))
    #expect(answer.findings.map(\.rule.id) == ["BP-R1113"])
  }

  /// What a capture holds as text is no longer in the encoding it was sent in.
  @Test func theTextOfACaptureIsReadAsText() {
    let declared = Self.fault("Grüße", declaration: "<?xml version='1.0' encoding='ISO-8859-1'?>")
      .replacing("\"", with: "\\\"")
    let line =
      #"{"status": 500, "contentType": "text/xml; charset=iso-8859-1", "body": ""# + declared + "\"}\n"
    let reports = Linter().check(capture: Array(line.utf8))
    #expect(reports.map { $0.fault?.reason() } == ["Grüße"])
    #expect(reports.flatMap(\.findings).isEmpty)
  }

  // MARK: Parts

  /// A response of one part, the root part.
  static func package(_ parameters: String, root: String, _ body: String) -> [UInt8] {
    Array(
      "HTTP/1.1 500 X\nContent-Type: multipart/related; boundary=b1\(parameters)\n\n--b1\nContent-Type: \(root)\n\n\(body)\n--b1--\n"
        .replacing("\n", with: "\r\n").utf8)
  }

  @Test(
    arguments: [
      // What fits
      (#"; type="text/xml""#, "text/xml; charset=utf-8", []),
      (#"; type="application/xop+xml"; start-info="text/xml""#, #"application/xop+xml; type="text/xml""#, []),
      // Parameters that are missing or name another type
      ("", "text/xml", ["HTTP-multipart-parameters"]),
      (#"; type="text/xml""#, "application/xml", ["HTTP-multipart-parameters", "HTTP-media-type"]),
      (
        #"; type="application/xop+xml""#, #"application/xop+xml; type="text/xml""#,
        ["HTTP-multipart-parameters"]
      ),
      (
        #"; type="application/xop+xml"; start-info="text/xml""#, "application/xop+xml",
        ["HTTP-multipart-parameters"]
      ),
      (
        #"; type="application/xop+xml"; start-info="application/soap+xml""#,
        #"application/xop+xml; type="text/xml""#,
        ["HTTP-multipart-parameters"]
      ),
      // A root part of the other version, or of none
      (#"; type="application/soap+xml""#, "application/soap+xml", ["HTTP-version-media-type"]),
      (
        #"; type="application/xop+xml"; start-info="application/soap+xml""#,
        #"application/xop+xml; type="application/soap+xml""#, ["HTTP-version-media-type"]
      ),
      (#"; type="application/xml""#, "application/xml", ["HTTP-media-type"]),
    ] as [(String, String, [String])])
  func theRootPartHasTheMediaTypeOfItsVersion(parameters: String, root: String, rules: [String]) {
    let reports = Linter().check(capture: Self.package(parameters, root: root, Self.fault("x")))
    let found = reports.flatMap(\.findings).filter { $0.level > .note }.map(\.rule.id)
    #expect(found.sorted() == rules.sorted())
  }

  @Test func theCharsetIsThatOfTheRootPart() {
    let text = Self.package(#"; type="text/xml""#, root: "text/xml; charset=iso-8859-1", Self.fault("Grüße"))
    let reports = Linter().check(capture: Self.latin1(String(decoding: text, as: UTF8.self)))
    #expect(reports.map { $0.fault?.reason() } == ["Grüße"])
    #expect(reports.flatMap(\.findings).allSatisfy { $0.level == .note })
  }

  // MARK: What is no SOAP

  @Test(
    "Text before the XML is broken XML, whatever the status and the profile", arguments: [200, 404, 500],
    ["soap11", "soap12", "bp10", "bp11", "bp12", "bp20", "ssbp10"])
  func textBeforeTheDocument(status: Int, profile: String) throws {
    let body = "Notice: x\n<?xml version=\"1.0\"?>" + Self.fault("x")
    for type in ["text/xml; charset=utf-8", "text/html"] {
      let report = try Linter(profiles: [try #require(Profile.named(profile))]).check(
        body, in: Self.response(status, type))
      #expect(report.verdict == .nonconforming && report.content == nil)
      #expect(report.findings.map(\.rule.id) == ["XML-not-well-formed"])
      #expect(report.findings.map(\.line) == [1] && report.findings.map(\.column) == [1])
    }
  }

  @Test func whatIsNotMeantAsXMLIsNamedAsWhatItIs() {
    for (body, type, content) in [
      ("busy", "text/plain", "plain text"), ("{}", "application/json", "JSON"),
      (#"{"sent": "<s:Envelope xmlns:s='urn:s'/>"}"#, "application/json", "JSON"),
      ("sent &lt;s:Envelope xmlns:s='urn:s'/&gt;", "text/plain", "plain text"),
    ] {
      let report = Linter().check(body, in: Self.response(503, type))
      #expect(report.verdict == .notAFault && report.content == content, "\(body)")
    }
    let busy = Linter().check("busy", in: Self.response(503, "text/xml"))
    #expect(busy.findings.map(\.rule.id) == ["XML-not-well-formed"])
  }

  @Test(
    "An exchange without an envelope on either side is not judged as one of SOAP",
    arguments: ["GET", "OPTIONS", "DELETE"])
  func otherExchanges(method: String) throws {
    let request = Exchange.Request(method: method, headers: ["Host": "a.example"])
    let wsdl = #"<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/"/>"#
    for (status, type, body) in [
      (200, "text/xml", wsdl), (200, "application/json", "{}"), (500, "text/html", "<html><p>x</html>"),
      (204, "text/plain", ""), (301, "text/plain", ""), (500, "text/plain", ""),
    ] {
      for profiles in [nil, [.bp11], [.ssbp10], [.soap12]] as [[Profile]?] {
        let report = try Linter(profiles: profiles).check(
          body, in: Self.response(status, type, request: request))
        #expect(
          report.verdict == .notAFault && report.findings.isEmpty,
          "\(status) \(report.findings.map(\.rule.id))")
      }
    }
    // Who expects a fault has it judged.
    var options = Linter.Options()
    options.expectsFault = true
    let expected = try Linter(options: options).check(
      "", in: Self.response(500, "text/plain", request: request))
    #expect(expected.findings.map(\.rule.id).contains("HTTP-no-entity"))
    #expect(!expected.findings.map(\.rule.id).contains("BP-R1132"))
  }
}
