import Faultlint
import Testing

/// The library as somebody else's code sees it: nothing but `import Faultlint`.
@Suite struct LinterTests {
  static let conforming = """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
      <s:Body>
        <s:Fault>
          <faultcode>s:Server</faultcode>
          <faultstring xml:lang="en">Unplanned Outage</faultstring>
          <faultactor>urn:gateway</faultactor>
          <detail><m:apifault xmlns:m="urn:m"><m:code>8 &amp; 9</m:code></m:apifault><m:more xmlns:m="urn:n"/></detail>
        </s:Fault>
      </s:Body>
    </s:Envelope>
    """

  static let twelve = """
    <e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:m="urn:m">
      <e:Body>
        <e:Fault>
          <e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:Bad</e:Value>\
    <e:Subcode><e:Value>m:Worse</e:Value></e:Subcode></e:Subcode></e:Code>
          <e:Reason><e:Text xml:lang="en-GB">No.</e:Text><e:Text xml:lang="de">Nein.</e:Text></e:Reason>
          <e:Node>urn:node</e:Node>
          <e:Role>http://www.w3.org/2003/05/soap-envelope/role/next</e:Role>
          <e:Detail><m:d>x</m:d></e:Detail>
        </e:Fault>
      </e:Body>
    </e:Envelope>
    """

  /// A child that SOAP 1.1 does not know, at line 6, column 7.
  static let broken = """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
      <s:Body>
        <s:Fault>
          <faultcode>s:Server</faultcode>
          <faultstring>x</faultstring>
          <reason>db</reason>
        </s:Fault>
      </s:Body>
    </s:Envelope>
    """

  @Test("Limits that are beyond all bounds are the nearest there are", arguments: [Int.max, .min, 0, 1])
  func extremeLimits(limit: Int) throws {
    var options = Linter.Options()
    options.limits.bytes = limit
    options.limits.depth = limit
    options.limits.attributes = limit
    let linter = try Linter(options: options)
    let fault = "<Fault><faultcode>Server</faultcode><faultstring>x</faultstring></Fault>"
    let captures = [
      Self.conforming, fault, "x \(fault)\n", "HTTP/1.1 500 X\r\nContent-Type: text/xml\r\n\r\n\(fault)",
      "{\"status\":500,\"body\":\"\(fault)\"}\n", "status,body\n500,\(fault)\n",
      "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\n\r\n\(fault)\r\n--b--\r\n",
      "interactions:\n- request: {method: POST}\n  response: {status: 500, body: \(fault)}\n",
      "<testResults><sample rc='500'><responseData>&lt;Fault/></responseData></sample></testResults>",
      "{\"log\":{\"entries\":[{\"response\":{\"status\":500,\"content\":{\"text\":\"\(fault)\"}}}]}}",
      "<log xmlns='http://www.ws-i.org/testing/2003/03/log/'><messageEntry ID='1' type='response'><messageContent>"
        + "&lt;Fault/></messageContent></messageEntry></log>",
    ]
    for capture in captures {
      let reports = linter.check(capture: Array(capture.utf8))
      #expect(reports.count == 1, "\(capture)")
      #expect(reports.first?.error == nil || limit < 2, "\(capture)")
    }
  }

  @Test func aFindingSaysWhatWhereAndWhy() throws {
    let report = Linter().check(Self.broken, name: "a.xml")
    #expect(report.verdict == .nonconforming && !report.isConforming)
    #expect(report.soapVersion == .v11 && report.profiles == ["bp11"] && report.source.name == "a.xml")
    let finding = try #require(report.findings.first)
    #expect(report.findings.count == 1)
    #expect(finding.rule.id == "BP-R1000" && finding.level == .error)
    #expect(finding.message.contains("'reason'") && finding.message.last != ".")
    #expect(finding.line == 6 && finding.column == 7)
    #expect(finding.path == "/s:Envelope/s:Body/s:Fault/reason")
    #expect(finding.reference == "WS-I Basic Profile 1.1 R1000")
    #expect(finding.rule.explanation.contains(finding.rule.rationale))
    #expect(
      finding.rule.references.map { $0.address?.hasPrefix("http") }
        == finding.rule.references.map { _ in true })
    #expect(finding.rule.assertions.contains { $0.profile == "bp11" && $0.id == "BP1306" })
  }

  @Test("Text, bytes, slices and spans say the same")
  func inputs() {
    let linter = Linter()
    let bytes = Array(Self.broken.utf8)
    let padded = [0x20] + bytes
    let expected = linter.check(Self.broken).findings.map(\.offset)
    #expect(
      expected == [
        Self.broken.utf8.count - "<reason>db</reason>\n    </s:Fault>\n  </s:Body>\n</s:Envelope>".utf8.count
      ])
    #expect(linter.check(bytes).findings.map(\.offset) == expected)
    #expect(linter.check(padded[1...]).findings.map(\.offset) == expected)
    #expect(linter.check(bytes.span.bytes).findings.map(\.offset) == expected)
    bytes.withUnsafeBytes { raw in
      #expect(linter.check(raw).findings.map(\.offset) == expected)
    }
    // A collection that does not lie in one piece.
    #expect(
      linter.check([bytes[..<10], bytes[10...]].joined().map { $0 }).findings.map(\.offset) == expected)
  }

  @Test func aFaultOfSOAP11IsRead() throws {
    let report = Linter().check(Self.conforming)
    #expect(report.isConforming && report.findings.isEmpty)
    let fault = try #require(report.fault)
    #expect(fault.version == .v11)
    #expect(fault.code.local == "Server" && fault.code.text == "s:Server")
    #expect(fault.code.namespace == "http://schemas.xmlsoap.org/soap/envelope/")
    #expect(fault.subcodes.isEmpty && fault.role == nil && fault.actor == "urn:gateway")
    #expect(fault.reason() == "Unplanned Outage" && fault.reasons.map(\.language) == ["en"])
    let entries = fault.detail.entries
    #expect(
      entries.map(\.name) == [
        QualifiedName(namespace: "urn:m", local: "apifault"),
        QualifiedName(namespace: "urn:n", local: "more"),
      ])
    #expect(entries[0].text == "8 & 9")
    #expect(entries[0].xml == #"<m:apifault xmlns:m="urn:m"><m:code>8 &amp; 9</m:code></m:apifault>"#)
    #expect(fault.xml.hasPrefix(#"<s:Fault xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">"#))
    #expect(fault.xml.hasSuffix("</s:Fault>"))
  }

  @Test func aFaultOfSOAP12IsReadWithTheSameWords() throws {
    let fault = try #require(Linter().check(Self.twelve).fault)
    #expect(fault.version == .v12 && fault.code.local == "Sender")
    #expect(fault.subcodes.map(\.name?.description) == ["{urn:m}Bad", "{urn:m}Worse"])
    #expect(fault.actor == "urn:node")
    #expect(fault.role == "http://www.w3.org/2003/05/soap-envelope/role/next")
    #expect(fault.detail.entries.map(\.xml) == [#"<m:d xmlns:m="urn:m">x</m:d>"#])
  }

  @Test(
    "The nearest language is found",
    arguments: [
      ("de", "Nein."), ("de-AT", "Nein."), ("en", "No."), ("en-GB", "No."), ("EN-gb", "No."), ("fr", "No."),
    ])
  func languages(_ language: String, _ expected: String) throws {
    let fault = try #require(Linter().check(Self.twelve).fault)
    #expect(fault.reason(for: language) == expected)
  }

  @Test("Children in the wrong namespace are read, all four alike")
  func qualifiedChildren() throws {
    let fault = try #require(
      Linter().check(
        """
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>\
        <s:faultcode>s:Client</s:faultcode><s:faultstring>why</s:faultstring>\
        <s:faultactor>urn:a</s:faultactor><s:detail><x/></s:detail></s:Fault></s:Body></s:Envelope>
        """
      ).fault)
    #expect(fault.code.local == "Client" && fault.reason() == "why" && fault.actor == "urn:a")
    #expect(fault.detail.entries.map(\.name.local) == ["x"])
  }

  @Test("Texts are whole") func wholeTexts() throws {
    let text = String(repeating: "ä", count: 50_000)
    let message = Self.conforming.replacing("Unplanned Outage", with: text)
    let fault = try #require(Linter().check(message).fault)
    #expect(fault.reason() == text)
    let name = String(repeating: "n", count: 1000)
    let named = try #require(
      Linter().check(
        Self.conforming.replacing("m:apifault", with: "m:\(name)").replacing("urn:m", with: "urn:\(name)")
          .replacing("s:Server", with: "s:\(name)")
      ).fault)
    #expect(named.code.local == name && named.code.text == "s:\(name)")
    #expect(named.detail.entries.first?.name == QualifiedName(namespace: "urn:\(name)", local: name))
  }

  @Test("An entity stands as it was written, and is said to")
  func entities() throws {
    let message =
      #"<!DOCTYPE x [<!ENTITY e "secret">]>"# + Self.conforming.replacing("Unplanned", with: "a&e;b &lt;")
    let fault = try #require(Linter().check(message).fault)
    #expect(fault.reason() == "a&e;b < Outage" && fault.hasUnexpandedEntities)
    let plain = try #require(Linter().check(Self.conforming).fault)
    #expect(!plain.hasUnexpandedEntities)
  }

  @Test func whatIsMissingIsEmptyAndNotMadeUp() throws {
    let message =
      #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault/></s:Body></s:Envelope>"#
    let fault = try #require(Linter().check(message).fault)
    #expect(fault.code.text.isEmpty && fault.code.name == nil && fault.code.local == nil)
    #expect(fault.reason() == nil && fault.actor == nil)
    #expect(fault.detail.entries.isEmpty && fault.detail.xml == nil)
  }

  @Test(
    "What came instead of a fault is named",
    arguments: [
      ("", "XML-not-well-formed"), ("{\"fault\": 1}", nil),
      ("<html><head><title>502</title></head></html>", nil),
    ] as [(String, String?)])
  func foreign(_ payload: String, _ rule: String?) {
    let report = Linter().check(payload)
    #expect(report.fault == nil && report.findings.map(\.rule.id) == (rule.map { [$0] } ?? []))
  }

  @Test("The exchange goes into the rules")
  func exchange() {
    let linter = Linter()
    #expect(
      linter.check(
        Self.conforming, in: Exchange(status: 500, headers: ["content-type": "text/xml; charset=utf-8"])
      ).isConforming)
    let report = linter.check(
      Self.conforming, in: Exchange(status: 200, headers: ["Content-Type": "text/xml; charset=utf-8"]))
    // R1124 keeps a 2xx for what succeeded, and R1126 has a fault travel under 500: one defect.
    #expect(
      report.findings.map { Set([$0.rule.id] + $0.also) } == [["BP-R1124", "BP-R1126", "HTTP-fault-in-2xx"]])
    #expect(report.findings.map(\.isInHead) == [true])
    #expect(!report.notRun.contains { $0.rule.id == "BP-R1126" })
    #expect(report.notRun.contains { $0.rule.id == "SOAP11-detail-missing" && !$0.reason.contains("--") })
  }

  @Test("The request goes into the rules")
  func request() {
    let answer = Exchange(
      status: 500, headers: ["Content-Type": "text/xml; charset=utf-8"],
      request: Exchange.Request(
        headers: ["Content-Type": "text/xml; charset=utf-8", "SOAPAction": "\"\""],
        body: #"<x:Envelope xmlns:x="urn:x"/>"#))
    let found = Linter().check(Self.conforming, in: answer).findings.map(\.rule.id)
    #expect(found == ["BP-R2725"])
  }

  @Test("Rules are switched off and on and given other levels")
  func options() throws {
    var options = Linter.Options()
    options.ignored = ["BP-R1000"]
    #expect(
      try Linter(options: options).check(Self.broken).findings.map(\.rule.id) == [
        "SOAP11-fault-child-unknown"
      ])
    options = Linter.Options()
    options.levels = ["BP-R1000": .note, "SOAP11-fault-child-unknown": .note]
    #expect(try Linter(options: options).check(Self.broken).findings.map(\.level) == [.note])
    options = Linter.Options()
    options.levels = ["XML-not-well-formed": .warning]
    #expect(try Linter(options: options).check("<a>").verdict == .notAFault)
    options.levels = ["BP-R99999": .note]
    #expect(throws: LinterError.self) { try Linter(options: options) }
  }

  @Test func profilesAreChosenOrGiven() throws {
    #expect(Linter().profiles(for: .v11) == ["bp11"] && Linter().profiles(for: .v12) == ["soap12"])
    let both = try Linter(profiles: [.bp11, .leak])
    #expect(both.profiles(for: .v11) == ["bp11", "leak"])
    #expect(both.check(Self.twelve).profiles == ["leak"])
    #expect(
      try Linter(profiles: [.bp11]).check(Self.twelve).findings.map(\.rule.id) == ["XML-profile-mismatch"])
    #expect(try Linter(adding: [.leak]).profiles(for: .v12) == ["leak", "soap12"])
  }

  @Test("Every rule of the profiles has an outcome") func outcomes() throws {
    func outcome(_ id: String, _ report: Report) -> Outcome? {
      report.outcomes.first { $0.rule.id == id }?.outcome
    }
    let report = Linter().check(Self.broken)
    #expect(report.outcomes.map(\.rule.id) == Profile.bp11.rules.filter { !$0.isOptIn }.map(\.id))
    #expect(outcome("BP-R1000", report) == .violated && outcome("BP-R1001", report) == .passed)
    #expect(
      outcome("BP-R9980", report) == .violated, "it sums up the rules of SOAP 1.1, one of which is broken")
    #expect(outcome("BP-R9980", Linter().check(Self.conforming)) == .passed)
    guard case .notRun(let reason) = outcome("BP-R1126", report) else {
      Issue.record("the HTTP status is not known")
      return
    }
    #expect(reason.contains("HTTP status"))
    let answer = #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>"#
    #expect(outcome("BP-R1000", Linter().check(answer)) == .notApplicable)
    #expect(Linter().check("{}").outcomes.isEmpty)
  }

  @Test("A capture is taken apart") func capture() {
    let http =
      "HTTP/1.1 500 Oops\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: \(Self.broken.utf8.count)\r\n\r\n"
      + Self.broken
    let reports = Linter().check(capture: (http + "\r\n" + http).utf8, name: "log.http")
    #expect(reports.map(\.source.entry) == [0, 1])
    #expect(reports.flatMap(\.findings).map(\.rule.id) == ["BP-R1000", "BP-R1000"])
    #expect(Linter().check(capture: Self.broken.utf8).flatMap(\.findings).map(\.line) == [6])
  }

  @Test("One linter serves many tasks at once") func parallel() async {
    let linter = Linter()
    let counts = await withTaskGroup(of: Int.self, returning: Int.self) { group in
      for index in 0..<400 {
        group.addTask { linter.check(index % 2 == 0 ? Self.broken : Self.conforming).findings.count }
      }
      return await group.reduce(0, +)
    }
    #expect(counts == 200)
  }
}

/// Payloads that come one after the other.
@Suite struct CheckedPayloadsTests {
  struct Failure: Error {}

  /// A stream that counts how many payloads were taken.
  static func payloads(_ count: Int, failing: Bool = false) -> (AsyncThrowingStream<Payload, any Error>) {
    nonisolated(unsafe) var next = 0
    return AsyncThrowingStream {
      guard next < count else { if failing { throw Failure() } else { return nil } }
      next += 1
      return Payload(next % 2 == 0 ? LinterTests.broken : LinterTests.conforming, name: "\(next)")
    }
  }

  @Test("Reports come in the order of the payloads", arguments: [1, 3, 64])
  func order(_ limit: Int) async throws {
    var names: [String] = []
    for try await report in Linter().check(Self.payloads(200), limit: limit) {
      names.append(report.source.name)
      #expect(report.isConforming == (names.count % 2 == 1))
    }
    #expect(names == (1...200).map(String.init))
  }

  @Test("What the payloads throw comes after what came before") func failure() async {
    var count = 0
    await #expect(throws: Failure.self) {
      for try await _ in Linter().check(Self.payloads(10, failing: true)) { count += 1 }
    }
    #expect(count == 10)
  }

  @Test("No more are taken than are asked for") func isBounded() async throws {
    let taken = Counter()
    let endless = AsyncStream(unfolding: {
      await taken.add()
      return Payload(LinterTests.conforming)
    })
    var read = 0
    for try await _ in Linter().check(endless, limit: 4) {
      read += 1
      if read == 20 { break }
    }
    // Four are under way, and one waits for its turn.
    #expect(await taken.count <= 20 + 4 + 1)
  }

  actor Counter {
    private(set) var count = 0
    func add() { count += 1 }
  }
}
