import Faultlint
import FaultlintContracts
import Testing

/// Which profile a message is judged by where none is named.
@Suite struct ProfileSelectionTests {
  static func linter(_ texts: String...) throws -> Linter {
    let contracts = try texts.map { try ProfileFileTests.read($0) }
    return try Linter(
      profiles: nil, adding: [], contracts: contracts.filter { $0.selection == nil },
      candidates: contracts.filter { $0.selection != nil }, options: Linter.Options())
  }

  static func envelope(_ body: String, _ declarations: String = "") -> String {
    #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"\#(declarations)><s:Body>\#(body)</s:Body></s:Envelope>"#
  }

  /// A fault that has lost all that a service put into it.
  static let bare = envelope(
    "<s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring><detail/></s:Fault>")

  static let acme = """
    profile: acme
    selected-by:
      namespaces: [urn:acme]
    """

  @Test("A fault without a mark is known by its request")
  func request() throws {
    let linter = try Self.linter(Self.acme)
    let request = Self.envelope(#"<a:q xmlns:a="urn:acme"/>"#)
    #expect(linter.check(Self.bare).profiles == ["bp11"])
    let exchange = Exchange(status: 500, request: Exchange.Request(body: request))
    #expect(linter.check(Self.bare, in: exchange).profiles == ["bp11", "acme"])
    let other = Exchange(
      status: 500, request: Exchange.Request(body: request.replacing("urn:acme", with: "urn:other")))
    #expect(linter.check(Self.bare, in: other).profiles == ["bp11"])
  }

  @Test("A fault that names its service goes before the request, but for profiles of the user")
  func both() throws {
    let fault = Self.bare.replacing(
      "<detail/>", with: #"<detail><z:x xmlns:z="http://fault.api.zuora.com/"/></detail>"#)
    let request = Self.envelope(
      #"<a:q xmlns:a="urn:acme" xmlns:p="http://exacttarget.com/wsdl/partnerAPI"/>"#)
    let exchange = Exchange(status: 500, request: Exchange.Request(body: request))
    let linter = try Self.linter(Self.acme)
    #expect(linter.check(fault, in: exchange).profiles == ["bp11", "zuora", "acme"])
    #expect(linter.check(Self.bare, in: exchange).profiles == ["bp11", "acme", "marketing-cloud"])
  }

  @Test("In a capture of a dialogue, each answer is known by its own request")
  func capture() throws {
    let linter = try Self.linter(Self.acme)
    func exchange(_ namespace: String) -> String {
      let request = Self.envelope(#"<a:q xmlns:a="\#(namespace)"/>"#)
      return
        "POST /x HTTP/1.1\r\nHost: x.test\r\nContent-Type: text/xml\r\nSOAPAction: \"\"\r\nContent-Length: \(request.utf8.count)\r\n\r\n\(request)"
        + "HTTP/1.1 500 X\r\nContent-Type: text/xml\r\nContent-Length: \(Self.bare.utf8.count)\r\n\r\n\(Self.bare)"
    }
    let reports = linter.check(capture: Array((exchange("urn:acme") + exchange("urn:other")).utf8))
    let faults = reports.filter { $0.fault != nil }
    #expect(faults.map(\.profiles) == [["bp11", "acme"], ["bp11"]])
  }

  @Test("'where' is asked of the message that has the mark")
  func condition() throws {
    let linter = try Self.linter(Self.acme + "\n  where: /s:Envelope/s:Body/*[local-name() = 'q']")
    let request = Self.envelope(#"<a:q xmlns:a="urn:acme"/>"#)
    func profiles(_ request: String) -> [String] {
      linter.check(Self.bare, in: Exchange(status: 500, request: Exchange.Request(body: request))).profiles
    }
    #expect(profiles(request) == ["bp11", "acme"])
    #expect(profiles(request.replacing("a:q", with: "a:r")) == ["bp11"])
    #expect(linter.check(request).profiles == ["bp11", "acme"])
  }

  @Test(
    "A profile may go by the address and the action of the request",
    arguments: [
      ("addresses: [x.test/soap]", "POST /soap/v1 HTTP/1.1\r\nHost: x.test", true),
      ("addresses: [x.test/soap]", "POST http://x.test/soap HTTP/1.1\r\nHost: x.test", true),
      ("addresses: [x.test/soap]", "POST /rest HTTP/1.1\r\nHost: x.test", false),
      ("addresses: [x.test/soap]", "POST /soap HTTP/1.1\r\nHost: y.test", false),
      ("actions: [urn:acme]", "POST / HTTP/1.1\r\nHost: x.test\r\nSOAPAction: \"urn:acme/book\"", true),
      ("actions: [urn:acme]", "POST / HTTP/1.1\r\nHost: x.test\r\nSOAPAction: \"\"", false),
    ])
  func head(_ mark: String, _ head: String, _ isSelected: Bool) throws {
    let linter = try Self.linter("profile: acme\nselected-by: {\(mark)}")
    let request = Self.envelope("<q/>")
    let capture =
      "\(head)\r\nContent-Type: text/xml\r\nContent-Length: \(request.utf8.count)\r\n\r\n\(request)"
      + "HTTP/1.1 500 X\r\nContent-Type: text/xml\r\nContent-Length: \(Self.bare.utf8.count)\r\n\r\n\(Self.bare)"
    let report = try #require(linter.check(capture: Array(capture.utf8)).first { $0.fault != nil })
    #expect(report.profiles.contains("acme") == isSelected)
  }

  @Test("A profile that extends a selected one stands in its place")
  func extended() throws {
    let payload = """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:9</faultcode>\
      <faultstring>Logged out</faultstring><faultactor>urn:x</faultactor><detail><Error><code>9</code></Error></detail>\
      </s:Fault></s:Body></s:Envelope>
      """
    #expect(try Self.linter().check(payload).findings.map(\.rule.id).contains("OPENAIR-faultactor-unusual"))
    let own = "profile: my-openair\nextends: openair\nlevels:\n  OPENAIR-faultactor-unusual: off"
    let report = try Self.linter(own).check(payload)
    #expect(!report.findings.map(\.rule.id).contains("OPENAIR-faultactor-unusual"))
    #expect(report.profiles == ["openair", "my-openair"])
  }

  @Test("What a profile says of every exchange is known where nobody else says it")
  func facts() throws {
    func notRun(_ facts: String, _ change: (inout Exchange) -> Void = { _ in }) throws -> Set<String> {
      let linter = try Self.linter("profile: acme\nextends: bp11\n\(facts)")
      var exchange = Exchange()
      change(&exchange)
      return Set(linter.check(Self.envelope("<q/>"), in: exchange).notRun.map(\.rule.id))
    }
    let all = try notRun("title: x")
    let told = try notRun("title: x") { $0.bindingStyle = .rpcLiteral }
    #expect(!all.subtracting(told).isEmpty)
    #expect(try notRun("facts: {binding-style: rpc-literal}") == told)
    #expect(try notRun("facts: {sender-role: ultimate}").isSubset(of: all))
    // What is given goes before what the profile says.
    let linter = try Self.linter("profile: acme\nextends: bp11\nfacts: {binding-style: rpc-literal}")
    let payload = Self.envelope(
      #"<m:a xmlns:m="urn:m"><b s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/></m:a>"#)
    var literal = Exchange()
    literal.bindingStyle = .documentLiteral
    #expect(linter.check(payload).findings.map(\.rule.id).contains("BP-R1007"))
    #expect(!linter.check(payload, in: literal).findings.map(\.rule.id).contains("BP-R1007"))
  }

  @Test("A detail entry that a complete schema does not declare is a finding")
  func complete() throws {
    let schema = """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:acme">
      <xs:include schemaLocation="more.xsd"/><xs:element name="p" type="xs:int"/></xs:schema>
      """
    let more = """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="q" type="xs:int"/></xs:schema>
      """
    func findings(_ schemas: String, _ entry: String, header: String = "") throws -> [String] {
      let contract = try ProfileFileTests.read(
        "profile: acme\nschemas: \(schemas)", files: ["a.xsd": schema, "more.xsd": more])
      let linter = try Linter(
        profiles: [], adding: [], contracts: [contract], candidates: [], options: Linter.Options())
      let report = linter.check(
        #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:a="urn:acme" xmlns:o="urn:other">\#(header)<s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><detail>\#(entry)</detail></s:Fault></s:Body></s:Envelope>"#
      )
      return report.findings.filter { $0.level == .error }.map { "\($0.rule.id) \($0.path)" }
    }
    let detail = "/s:Envelope/s:Body/s:Fault/detail"
    #expect(try findings("[a.xsd]", "<a:r/>") == [])
    let complete = "[{file: a.xsd, complete: true}]"
    #expect(try findings(complete, "<a:r/>") == ["XSD-cvc-elt-1 \(detail)/a:r"])
    #expect(try findings(complete, "<a:p>1</a:p><a:q>1</a:q><o:r/>") == [])
    #expect(try findings(complete, "<a:p>x</a:p>") == ["XSD-cvc-datatype-valid-1-2-1 \(detail)/a:p"])
    #expect(
      try findings("[{file: a.xsd, complete: false}]", "<a:r/>", header: "<s:Header><a:h/></s:Header>") == [])
    #expect(
      try findings(complete, "<a:r><a:s/></a:r>") == ["XSD-cvc-elt-1 \(detail)/a:r"])
  }
}
