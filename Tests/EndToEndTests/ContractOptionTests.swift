import Foundation
import Testing

/// Contracts of vendors and of users on the command line.
@Suite struct ContractOptionTests {
  static let schema = """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:freight" elementFormDefault="qualified">
      <xs:include schemaLocation="parts/types.xsd"/>
      <xs:element name="problem">
        <xs:complexType><xs:sequence><xs:element name="code" type="Code" xmlns="urn:freight"/></xs:sequence></xs:complexType>
      </xs:element>
      <xs:element name="trace" type="xs:int"/>
    </xs:schema>
    """
  static let types = """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:freight">
      <xs:simpleType name="Code"><xs:restriction base="xs:string"><xs:pattern value="B[0-9]{2}"/></xs:restriction></xs:simpleType>
    </xs:schema>
    """

  private func folder() throws -> Scratch {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      at: scratch.folder.appending(path: "contract/parts"), withIntermediateDirectories: true)
    try scratch.write("contract/freight.xsd", Self.schema)
    try scratch.write("contract/parts/types.xsd", Self.types)
    return scratch
  }

  @Test("A schema of the user's judges detail entries and header blocks")
  func schema() throws {
    let scratch = try folder()
    func rules(_ code: String, _ trace: String) throws -> [String] {
      let payload = """
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:f="urn:freight"><s:Header>\
        <f:trace>\(trace)</f:trace></s:Header><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring>\
        <detail><f:problem><f:code>\(code)</f:code></f:problem></detail></s:Fault></s:Body></s:Envelope>
        """
      return try Program.run(
        ["--format", "json", "--schema", "contract/freight.xsd", "-"], input: Data(payload.utf8),
        in: scratch.folder
      ).result().rules
    }
    #expect(try rules("B02", "7") == [])
    #expect(try rules("02", "7") == ["XSD-cvc-pattern-valid"])
    #expect(try rules("B02", "x") == ["XSD-cvc-datatype-valid-1-2-1"])
  }

  @Test(
    "What is wrong with a schema is said before any payload is judged",
    arguments: [
      ("none.xsd", "none.xsd: No such file"),
      ("text.xsd", "text.xsd:1:1: it cannot be read"),
      ("html.xsd", "html.xsd:1:1: its root element is not a schema of XML Schema"),
      ("remote.xsd", "remote.xsd:1:109: it refers to 'http://schema.test/x.xsd', which is remote"),
      ("lost.xsd", "lost.xsd:1:92: 'gone.xsd' cannot be read"),
      ("type.xsd", "type.xsd:1:80: "),
    ])
  func broken(_ file: String, _ expected: String) throws {
    let scratch = try Scratch()
    let open = #"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a">"#
    try scratch.write("text.xsd", "x")
    try scratch.write("html.xsd", "<html/>")
    try scratch.write(
      "remote.xsd",
      open + #"<xs:import namespace="urn:b" schemaLocation="http://schema.test/x.xsd"/></xs:schema>"#)
    try scratch.write("lost.xsd", open + #"<xs:include schemaLocation="gone.xsd"/></xs:schema>"#)
    try scratch.write("type.xsd", open + #"<xs:element name="a" type="xs:nothing"/></xs:schema>"#)
    let outcome = try Program.run(
      ["--schema", file, "-"], input: Data(Payload.fault().utf8), in: scratch.folder)
    #expect(outcome.status == 2)
    #expect(outcome.text == "")
    #expect(outcome.errors.contains(expected), "\(outcome.errors)")
  }

  @Test("Schemas may refer to each other in a circle, and two for one namespace are an error")
  func circle() throws {
    let scratch = try Scratch()
    func schema(_ name: String, _ other: String) throws {
      try scratch.write(
        "\(name).xsd",
        #"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:\#(name)"><xs:import namespace="urn:\#(other)" schemaLocation="\#(other).xsd"/><xs:element name="e" type="xs:int"/></xs:schema>"#
      )
    }
    try schema("a", "b")
    try schema("b", "a")
    let payload = Payload.detail(#"<b:e xmlns:b="urn:b">x</b:e>"#)
    let outcome = try Program.run(
      ["--format", "json", "--schema", "a.xsd", "-"], input: Data(payload.utf8), in: scratch.folder)
    #expect(try outcome.result().rules == ["XSD-cvc-datatype-valid-1-2-1"])
    try scratch.write(
      "c.xsd", #"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a"/>"#)
    let two = try Program.run(
      ["--schema", "a.xsd", "--schema", "c.xsd", "-"], input: Data(payload.utf8), in: scratch.folder)
    #expect(two.status == 2)
    #expect(two.errors.contains("'a.xsd' is a schema of the namespace 'urn:a' too"))
  }

  @Test("A profile file that is wrong is exit status 2, with every place")
  func profile() throws {
    let scratch = try Scratch()
    try scratch.write("a.yml", "profile: acme\nextends: acme\nrulez: 1\n")
    let outcome = try Program.run(
      ["--rules", "a.yml", "-"], input: Data(Payload.fault().utf8), in: scratch.folder)
    #expect(outcome.status == 2)
    #expect(outcome.text == "")
    #expect(
      outcome.errors.split(separator: "\n").map(String.init) == [
        "error: a.yml:2:10: the profile 'acme' extends itself",
        "error: a.yml:3:1: there is no 'rulez' in a profile file; did you mean rules?",
      ])
    try scratch.write("b.yml", "profile: acme\nextends: bp11\nlevels: {BP-R1004: error}\n")
    let own = try Program.run(
      ["--format", "json", "--rules", "b.yml", "-"], input: Data(Payload.fault(code: "Server").utf8),
      in: scratch.folder)
    #expect(own.status == 1)
    #expect(try own.result().rules == ["BP-R1004"])
    let named = try Program.run(
      ["--profile", "acmee", "--rules", "b.yml", "-"], input: Data(Payload.fault().utf8), in: scratch.folder)
    #expect(named.status == 2)
    #expect(named.errors.hasPrefix("error: there is no profile 'acmee'\n help: did you mean acme?"))
  }

  @Test(
    "The version that a code of Zuora is looked up for is that of the address of the request",
    arguments: [
      ("38.0", ["ZUORA-fault-code-not-in-version"]), ("91.0", []),
      ("38", ["ZUORA-fault-code-not-in-version"]),
    ])
  func zuoraVersion(_ version: String, _ expected: [String]) throws {
    let request = Payload.envelope(#"<z:query xmlns:z="http://api.zuora.com/"/>"#)
    let fault = Payload.envelope(
      #"<s:Fault xmlns:f="http://fault.api.zuora.com/"><faultcode>f:TEMPORARY_ERROR</faultcode><faultstring>Retry</faultstring>"#
        + "<detail><f:UnexpectedErrorFault><f:FaultCode>TEMPORARY_ERROR</f:FaultCode><f:FaultMessage>Retry</f:FaultMessage>"
        + "</f:UnexpectedErrorFault></detail></s:Fault>")
    func head(_ first: String, _ body: String) -> String {
      "\(first)\r\nContent-Type: text/xml; charset=utf-8\r\nSOAPAction: \"\"\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
    let scratch = try Scratch()
    try scratch.write(
      "a.http",
      head("POST /apps/services/a/\(version) HTTP/1.1\r\nHost: zuora.example", request)
        + head("HTTP/1.1 500 Internal Server Error", fault))
    let outcome = try Program.run(["--format", "json", "a.http"], in: scratch.folder)
    let rules = try outcome.report().results.flatMap(\.rules).filter { $0.hasPrefix("ZUORA-") }
    #expect(rules == expected)
  }

  @Test("A built-in profile that is shown can be used as a file")
  func show() throws {
    let scratch = try Scratch()
    let shown = try Program.run(["profiles", "show", "upnp"])
    #expect(shown.status == 0)
    try scratch.write("my.yml", shown.text.replacing("profile: upnp", with: "profile: my-upnp"))
    let test = try Program.run(["profiles", "test", "my.yml"], in: scratch.folder)
    #expect(test.status == 0)
    #expect(test.text == "my-upnp: 4 rules, 8 examples, 0 failed\n")
    let plain = try Program.run(["profiles", "show", "bp11"])
    try scratch.write("bp.yml", plain.text)
    let own = try Program.run(
      ["--format", "json", "--rules", "bp.yml", "-"], input: Data(Payload.fault(code: "Server").utf8),
      in: scratch.folder)
    #expect(own.status == 0, "\(own.errors)")
  }

  /// A profile of a service, with a rule, a code and an answer that is an error.
  static let freight = """
    profile: freight
    title: Freight
    selected-by: {namespaces: [urn:freight]}
    prefixes: {f: urn:freight}
    codes:
      - table: booking
        title: booking code
        columns: [retry]
        at: //f:problem/@code
        entries:
          B01: {meaning: The ship is full., remedy: Book another one., retry: after a day}
    responses:
      - {at: "//f:result[@ok = 'no']", title: the login was refused, code: "@why"}
    rules:
      - id: FREIGHT-code-missing
        title: The problem has no code
        level: error
        context: //f:problem
        assert: "@code"
        rationale: Nobody knows what to do.
        examples:
          conforming:
            - <s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring><detail><f:problem code="B01"/></detail></s:Fault>
          violating:
            - <s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring><detail>↓<f:problem/></detail></s:Fault>

    """

  @Test("The report says how a rule of the user's own is explained, and that is how it is")
  func explanation() throws {
    let scratch = try Scratch()
    try scratch.write("my profiles/freight.yml", Self.freight)
    try scratch.write(
      "more.yml",
      """
      profile: more
      extends: [freight]
      rules:
        - {id: MORE-x, title: t, level: error, context: /*, assert: "false()", rationale: Because of it., remedy: r}

      """)
    try scratch.write("a.xml", Payload.detail("<f:problem xmlns:f='urn:freight'/>"))
    func last(_ options: String...) throws -> String? {
      let outcome = try Program.run(options + ["a.xml"], in: scratch.folder)
      return outcome.text.split(separator: "\n").last { $0.hasPrefix("more on a rule") }.map(String.init)
    }
    let profile = "my profiles/freight.yml"
    #expect(
      try last("--rules", profile, "--profile", "freight")
        == "more on a rule: faultlint explain FREIGHT-code-missing --rules 'my profiles/freight.yml'")
    // A profile that builds on another needs the file of that as well.
    let arguments = ["MORE-x", "--rules", profile, "--rules", "more.yml"]
    #expect(
      try last(
        "--rules", profile, "--rules", "more.yml", "--profile", "more", "--ignore", "FREIGHT-code-missing")?
        .hasSuffix("explain MORE-x --rules 'my profiles/freight.yml' --rules more.yml") == true)
    let explained = try Program.run(["explain"] + arguments, in: scratch.folder)
    #expect(explained.status == 0 && explained.text.contains("Because of it."))
    try scratch.write("a.xml", Payload.fault(code: "Server"))
    #expect(try last("--rules", profile) == "more on a rule: faultlint explain BP-R1004")
  }

  @Test("Rules and codes of the user's own are explained and listed")
  func own() throws {
    let scratch = try Scratch()
    try scratch.write("freight.yml", Self.freight)
    func run(_ arguments: String...) throws -> Program.Outcome {
      try Program.run(arguments, in: scratch.folder)
    }
    let rule = try run("explain", "--rules", "freight.yml", "freight-code-missing")
    #expect(rule.status == 0)
    #expect(rule.text.contains("error under freight") && rule.text.contains("Nobody knows what to do."))
    let code = try run("explain", "--rules", "freight.yml", "freight:b01", "B01")
    #expect(code.text.contains("freight:B01\n") && code.text.contains("retry: after a day"))
    let json = try run("explain", "--rules", "freight.yml", "--format", "json", "freight:B01")
    let answer = try #require(try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    let found = try #require((answer["codes"] as? [[String: Any]])?.first)
    #expect(found["fields"] as? [String: String] == ["retry": "after a day"])
    #expect(
      try run("explain", "--rules", "freight.yml", "FREIGHT-code-mising").errors.contains(
        "did you mean FREIGHT-code-missing?"))
    #expect(
      try run("explain", "--rules", "freight.yml", "freight:B02").errors.contains("did you mean freight:B01?")
    )
    #expect(try run("explain", "FREIGHT-code-missing").status == 2)
    let list = try run("rules", "--rules", "freight.yml")
    #expect(list.text.contains("\nBP-R1004 ") && list.text.contains("\nFREIGHT-code-missing "))
    #expect(
      try run("rules", "--rules", "freight.yml", "--spec", "freight").text.hasPrefix("FREIGHT-code-missing "))
    #expect(
      try run("rules", "--rules", "freight.yml", "--profile", "freight").text.contains("FREIGHT-code-missing")
    )
    #expect(
      try run("rules", "--rules", "freight.yml", "--profile", "soap12").text.contains("FREIGHT") == false)
    #expect(
      try run("rules", "--rules", "freight.yml", "--search", "problem code").text.contains(
        "FREIGHT-code-missing"))
    let unknown = try run("rules", "--rules", "freight.yml", "--profile", "frieght")
    #expect(unknown.status == 2 && unknown.errors.contains("did you mean freight?"))
    #expect(try run("rules").text.contains("FREIGHT") == false)
    #expect(try run("profiles", "--rules", "freight.yml").text.contains("\nfreight "))
    #expect(try run("profiles", "show", "--rules", "freight.yml", "freight").text == Self.freight)
    let file = try run("profiles", "show", "freight.yml")
    #expect(file.status == 2 && file.errors.contains("profiles show --rules freight.yml NAME"))
    let none = try run("explain", "--rules", "none.yml", "X")
    #expect(none.status == 2 && none.errors == "error: --rules none.yml: No such file or directory\n")
    #expect(
      try run("profiles", "test", "none.yml").errors == "error: none.yml: No such file or directory\n")
  }

  @Test("An error response is told by its title, and its code as it is where no table has it")
  func refused() throws {
    let scratch = try Scratch()
    try scratch.write("freight.yml", Self.freight)
    try scratch.write("a.xml", Payload.envelope(#"<f:result xmlns:f="urn:freight" ok="no" why="DENIED"/>"#))
    try scratch.write("b.xml", Payload.envelope(#"<f:result xmlns:f="urn:freight" ok="yes"/>"#))
    let direct = try Program.run(["--rules", "freight.yml", "a.xml", "b.xml"], in: scratch.folder)
    #expect(direct.status == 0)
    #expect(direct.text.contains("answer says: the login was refused (code DENIED)\n   --> a.xml\n"))
    #expect(direct.text.contains("     1  the login was refused\n"))
    #expect(direct.text.contains("     1  SOAP message without a Fault\n"))
    let lines = try Program.run(
      ["--rules", "freight.yml", "--format", "ndjson=lines.ndjson", "a.xml", "b.xml"], in: scratch.folder)
    #expect(lines.status == 0)
    #expect(try Program.run(["merge", "lines.ndjson"], in: scratch.folder).text == direct.text)
  }

  @Test("A profile that no payload had a mark of is named, with what to do")
  func unused() throws {
    let scratch = try Scratch()
    try scratch.write("freight.yml", Self.freight)
    try scratch.write("a.xml", Payload.fault())
    func hint(_ arguments: String...) throws -> Bool {
      let text = try Program.run(["--rules", "freight.yml", "a.xml"] + arguments, in: scratch.folder).text
      return text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
        "hint: the profile freight was used for none of them, as none has a mark of its 'selected-by': --profile freight uses it for all"
      )
    }
    #expect(try hint())
    #expect(try !hint("--profile", "freight"))
    try scratch.write("request.xml", Payload.envelope(#"<f:book xmlns:f="urn:freight"/>"#))
    #expect(try !hint("--request", "request.xml"))
  }

  @Test(
    "A code is explained",
    arguments: [
      ("marketing-cloud:11", "AuthorizationFailure"), ("zuora:INVALID_SESSION", "session"),
      ("DFHPI1009", "request"), ("openair:9", "Logged out"), ("cwmp:9005", "parameter"),
      ("marketing-cloud:2", "No SOAP action was found"),
    ])
  func explain(_ name: String, _ words: String) throws {
    let outcome = try Program.run(["explain", name])
    #expect(outcome.status == 0)
    #expect(outcome.text.contains(words), "\(outcome.text)")
    let json = try JSONSerialization.jsonObject(
      with: try Program.run(["explain", "--format", "json", name]).output)
    #expect(((json as? [String: Any])?["codes"] as? [Any])?.isEmpty == false)
  }

  @Test("A code that there is not is met with those that are like it")
  func unknown() throws {
    let outcome = try Program.run(["explain", "zuora:INVALID_SESION"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("did you mean zuora:INVALID_SESSION?"))
  }

  @Test(
    "An answer that is no fault and says that something failed is an error response",
    arguments: [
      (#"<response status="1">unclosed token</response>"#, "the request could not be read", "1"),
      (
        #"<response><Auth status="0"/><Add status="602"><errors>bad</errors></Add></response>"#,
        "a command failed", "602"
      ),
      (
        Payload.envelope(
          #"<z:createResponse xmlns:z="http://api.zuora.com/"><z:result><z:Errors><z:Code>INVALID_ID</z:Code><z:Message>no</z:Message></z:Errors><z:Success>false</z:Success></z:result></z:createResponse>"#
        ), "a row failed", "INVALID_ID"
      ),
      (
        Payload.envelope(
          #"<p:RetrieveResponseMsg xmlns:p="http://exacttarget.com/wsdl/partnerAPI"><p:OverallStatus>Error: no such object</p:OverallStatus></p:RetrieveResponseMsg>"#
        ), "the request failed, or a part of it", nil
      ),
      (
        Payload.envelope(
          #"<am:fault xmlns:am="http://wso2.org/apimanager"><am:code>700700</am:code><am:message>API blocked</am:message></am:fault>"#
        ), "'am:fault' looks like a fault and is none of SOAP", nil
      ),
    ])
  func errorResponse(_ payload: String, _ title: String, _ code: String?) throws {
    let outcome = try Program.check(Data(payload.utf8))
    #expect(outcome.status == 0, "\(outcome.text)")
    let json = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
    let result = try #require((json["results"] as? [[String: Any]])?.first)
    #expect(result["verdict"] as? String == "error-response")
    let error = try #require((result["errors"] as? [[String: Any]])?.first)
    #expect(error["title"] as? String == title)
    #expect((error["code"] as? [String: Any])?["code"] as? String == code)
    #expect((json["summary"] as? [String: Any])?["errorResponse"] as? Int == 1)
  }

  @Test("An ordinary answer is not one")
  func ordinary() throws {
    for payload in [
      Payload.envelope(
        #"<z:createResponse xmlns:z="http://api.zuora.com/"><z:result><z:Success>true</z:Success></z:result></z:createResponse>"#
      ),
      Payload.envelope(#"<m:defaultResponse xmlns:m="urn:m"><m:reason>none</m:reason></m:defaultResponse>"#),
      #"<response><Auth status="0"/></response>"#,
    ] {
      #expect(try Program.check(Data(payload.utf8)).result().verdict == "not-a-fault", "\(payload)")
    }
  }
}
