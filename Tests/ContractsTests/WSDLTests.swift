import Faultlint
import Foundation
import Testing

/// What a WSDL promises, read from files in memory.
@Suite struct WSDLTests {
  static let head = """
    <definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
      xmlns:t="urn:t" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">

    """
  static let types = """
    <types><xs:schema targetNamespace="urn:t"><xs:element name="a" type="xs:int"/></xs:schema></types>

    """
  static let messages = """
    <message name="in"><part name="p" element="t:a"/></message>
    <message name="bad"><part name="p" element="t:a"/></message>

    """
  static let portType = """
    <portType name="P"><operation name="o"><input message="t:in"/><output message="t:in"/><fault name="f" message="t:bad"/></operation></portType>

    """
  static let binding = """
    <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="o"><soap:operation soapAction="urn:o"/><input><soap:body use="literal"/></input>
    <output><soap:body use="literal"/></output><fault name="f"><soap:fault name="f" use="literal"/></fault></operation></binding>

    """
  static let service = """
    <service name="S"><port name="p" binding="t:B"><soap:address location="http://t.example/"/></port></service>

    """
  static let end = "</definitions>\n"
  static let whole = head + types + messages + portType + binding + service + end

  struct Missing: Error, CustomStringConvertible { let description = "there is no such file" }

  static func read(_ files: [String: String], _ name: String = "a.wsdl") throws(WSDLError) -> WSDL {
    try WSDL(name) { name in
      guard let text = files[name] else { throw Missing() }
      return Array(text.utf8)
    }
  }

  static func problems(_ files: [String: String], _ name: String = "a.wsdl") -> [String] {
    do throws(WSDLError) {
      _ = try read(files, name)
      return []
    } catch {
      return error.problems
    }
  }

  static func linter(_ files: [String: String], profiles: [Profile]? = nil) throws -> Linter {
    var options = Linter.Options()
    options.descriptions = [try read(files)]
    return try Linter(profiles: profiles, options: options)
  }

  static func fault(_ detail: String) -> String {
    #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="urn:t"><s:Body><s:Fault>"#
      + "<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail>\(detail)</detail></s:Fault></s:Body></s:Envelope>"
  }

  // MARK: What is wrong with a WSDL

  @Test(
    "What a WSDL refers to and has not is said with its place",
    arguments: [
      (
        "t:bad\"/></operation>", "t:baad\"/></operation>",
        "a.wsdl:6:103: there is no message 'baad' in the namespace 'urn:t': did you mean bad?"
      ),
      (
        "message=\"t:bad\"", "message=\"bad\"",
        "a.wsdl:6:103: there is no message 'bad' in the namespace 'http://schemas.xmlsoap.org/wsdl/': there is one of that name in another namespace, so look at the prefix"
      ),
      ("message=\"t:bad\"", "message=\"q:bad\"", "a.wsdl:6:103: the prefix 'q' is not declared here"),
      (
        "type=\"t:P\"", "type=\"t:Q\"",
        "a.wsdl:7:19: there is no portType 'Q' in the namespace 'urn:t': did you mean P?"
      ),
      (
        "binding=\"t:B\"", "binding=\"t:C\"",
        "a.wsdl:10:34: there is no binding 'C' in the namespace 'urn:t': did you mean B?"
      ),
      (
        "<soap:body use=\"literal\"/></input>", "<soap:body parts=\"q\" use=\"literal\"/></input>",
        "a.wsdl:8:75: there is no part 'q' in the message at a.wsdl:4:1"
      ),
      (
        "<fault name=\"f\"><soap", "<fault name=\"g\"><soap",
        "a.wsdl:9:51: there is no fault 'g' in the operation of the portType, at a.wsdl:6:20: did you mean f?"
      ),
      (
        "<operation name=\"o\"><soap", "<operation name=\"p\"><soap",
        "a.wsdl:8:1: there is no operation 'p' in the portType of this binding, at a.wsdl:6:1"
      ),
      (
        "name=\"bad\"><part name=\"p\" element=\"t:a\"", "name=\"bad\"><part name=\"p\" element=\"t:b\"",
        "a.wsdl:5:36: the schema of the namespace 'urn:t' has no element 'b': did you mean a?"
      ),
      (
        "name=\"bad\"><part name=\"p\" element=\"t:a\"/>",
        "name=\"bad\"><part name=\"p\" element=\"t:a\"/><part name=\"q\" element=\"t:a\"/>",
        "a.wsdl:5:1: the message of a fault has one part, and this one has 2"
      ),
      (
        "type=\"xs:int\"", "type=\"t:Nope\"",
        "a.wsdl:3:43: element decl. '{urn:t}a', attribute 'type': The QName value '{urn:t}Nope' does not resolve to a(n) type definition"
      ),
    ])
  func undefined(_ old: String, _ new: String, _ expected: String) {
    let text = Self.whole.replacingOccurrences(of: old, with: new)
    #expect(text != Self.whole)
    #expect(Self.problems(["a.wsdl": text]) == [expected])
  }

  @Test(
    "What is not a WSDL 1.1 is named as what it is",
    arguments: [
      ("<description xmlns=\"http://www.w3.org/ns/wsdl\"/>", "this is WSDL 2.0"),
      ("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"/>", "this is an XML Schema"),
      ("<html><body/></html>", "this is an HTML page"), ("<a/>", "the document element is 'a'"),
      ("<definitions xmlns=\"urn:x\"/>", "definitions is in the namespace 'urn:x'"),
      ("hello", "it cannot be read"), ("", "it cannot be read"), (head, "it cannot be read"),
      (
        "<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>" + whole,
        "it has a document type declaration"
      ),
      (head + types + messages + portType + end, "there is no SOAP binding"),
    ])
  func other(_ text: String, _ expected: String) throws {
    let problems = Self.problems(["a.wsdl": text])
    #expect(problems.count == 1)
    let problem = try #require(problems.first)
    #expect(problem.contains(": \(expected)"), "\(problem)")
    #expect(problem.hasPrefix("a.wsdl:"))
  }

  @Test("Imports are read from beside the file, in a circle too, and nothing remote")
  func imports() throws {
    func parts(_ location: String) -> [String: String] {
      let reference = "<import namespace=\"urn:t\" location=\"\(location)\"/>\n"
      return [
        "in/a.wsdl": Self.head + reference + Self.binding + Self.end,
        "in/sub/b.wsdl": Self.head + "<import namespace=\"urn:t\" location=\"../a.wsdl\"/>"
          + "<types><xs:schema targetNamespace=\"urn:t\"><xs:include schemaLocation=\"c%20d.xsd\"/></xs:schema></types>"
          + Self.messages + Self.portType + Self.end,
        "in/sub/c d.xsd":
          "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:t\"><xs:element name=\"a\" type=\"xs:int\"/></xs:schema>",
      ]
    }
    #expect(Self.problems(parts("sub/b.wsdl"), "in/a.wsdl") == [])
    #expect(
      Self.problems(parts("gone.wsdl"), "in/a.wsdl")
        == ["in/a.wsdl:3:27: 'gone.wsdl' cannot be read: there is no such file"])
    #expect(
      Self.problems(parts("http://t.example/b.wsdl"), "in/a.wsdl")
        == [
          "in/a.wsdl:3:27: it imports 'http://t.example/b.wsdl', which is remote: put a copy beside it and name that"
        ])
    #expect(
      Self.problems([
        "a.wsdl": Self.whole.replacingOccurrences(
          of: "<xs:element name=\"a\"",
          with:
            "<xs:import namespace=\"urn:z\" schemaLocation=\"https://z.example/z.xsd\"/><xs:element name=\"a\""
        )
      ])
        == [
          "a.wsdl:3:72: it refers to 'https://z.example/z.xsd', which is remote: put a copy beside it and name that"
        ])
  }

  @Test("Schemas for one namespace are one unless they say something twice")
  func twoSchemas() throws {
    func types(_ second: String) -> String {
      """
      <types><xs:schema targetNamespace="urn:t"><xs:element name="a" type="t:T"/></xs:schema>
      <xs:schema targetNamespace="urn:t"><xs:simpleType name="T"><xs:restriction base="xs:int"/></xs:simpleType>\(second)</xs:schema></types>

      """
    }
    func file(_ second: String) -> [String: String] {
      ["a.wsdl": Self.head + types(second) + Self.messages + Self.portType + Self.binding + Self.end]
    }
    let linter = try Self.linter(file(""))
    #expect(linter.check(Self.fault("<t:a>1</t:a>")).findings.isEmpty)
    #expect(
      linter.check(Self.fault("<t:a>x</t:a>")).findings.map(\.rule.id) == ["XSD-cvc-datatype-valid-1-2-1"])
    #expect(
      Self.problems(file("<xs:element name=\"a\"/>"))
        == [
          "a.wsdl:4:107: two schemas for the namespace 'urn:t' declare the element 'a', here and at a.wsdl:3:43: leave one of them out"
        ])
    var options = Linter.Options()
    options.descriptions = [
      try Self.read(["a.wsdl": Self.whole]),
      try Self.read(["b.wsdl": Self.whole.replacingOccurrences(of: "xs:int", with: "xs:string")], "b.wsdl"),
    ]
    let error = #expect(throws: LinterError.self) { try Linter(options: options) }
    #expect(
      error?.description
        == "b.wsdl:3:8: there are two schemas for the namespace 'urn:t', here and in a.wsdl: give one of them at a time"
    )
    // The same types in two descriptions are one.
    options.descriptions[1] = try Self.read(["b.wsdl": Self.whole], "b.wsdl")
    #expect(try Linter(options: options).check(Self.fault("<t:a>1</t:a>")).findings.isEmpty)
  }

  @Test("Inline schemas need not import each other")
  func missingImports() throws {
    let types = """
      <types><xs:schema targetNamespace="urn:t" xmlns:u="urn:u"><xs:element name="a" type="u:T"/></xs:schema>
      <xs:schema targetNamespace="urn:u"><xs:simpleType name="T"><xs:restriction base="xs:int"/></xs:simpleType></xs:schema></types>

      """
    let linter = try Self.linter([
      "a.wsdl": Self.head + types + Self.messages + Self.portType + Self.binding + Self.end
    ])
    #expect(
      linter.check(Self.fault("<t:a>x</t:a>")).findings.map(\.rule.id) == ["XSD-cvc-datatype-valid-1-2-1"])
  }

  @Test("A WSDL of five megabytes is read, and an error in it is found", .timeLimit(.minutes(2)))
  func large() throws {
    let operations = (0..<5000).map { number in
      "<operation name=\"o\(number)\"><input message=\"t:in\"/><output message=\"t:in\"/><fault name=\"f\" message=\"t:bad\"/></operation>\n"
    }.joined()
    let bound = (0..<5000).map { number in
      "<operation name=\"o\(number)\"><soap:operation soapAction=\"urn:o\(number)\"/><input><soap:body use=\"literal\"/></input><output><soap:body use=\"literal\"/></output><fault name=\"f\"><soap:fault name=\"f\" use=\"literal\"/></fault></operation>\n"
    }.joined()
    let declarations = (0..<22_000).map { number in
      "<xs:complexType name=\"T\(number)\"><xs:sequence><xs:element name=\"x\" type=\"xs:string\"/><xs:element name=\"y\" type=\"t:T\(number * 7 % 22_000)\" minOccurs=\"0\"/></xs:sequence></xs:complexType>\n"
    }.joined()
    let text =
      Self.head + Self.types.replacingOccurrences(of: "</xs:schema>", with: declarations + "</xs:schema>")
      + Self.messages
      + Self.portType.replacingOccurrences(of: "</portType>", with: operations + "</portType>")
      + Self.binding.replacingOccurrences(of: "</binding>", with: bound + "</binding>") + Self.end
    #expect(text.utf8.count > 5_000_000)
    #expect(Self.problems(["a.wsdl": text]) == [])
    let broken = text.replacingOccurrences(of: "name=\"o4999\"><soap", with: "name=\"o5999\"><soap")
    #expect(Self.problems(["a.wsdl": broken]).count == 1)
  }

  // MARK: What it promises

  static let several =
    head
      + """
      <types><xs:schema targetNamespace="urn:t"><xs:element name="one"/><xs:element name="two"/><xs:element name="oneFault"/>
      <xs:element name="twoFault"/></xs:schema></types>
      <message name="one"><part name="p" element="t:one"/></message><message name="two"><part name="p" element="t:two"/></message>
      <message name="oneFault"><part name="p" element="t:oneFault"/></message>
      <message name="twoFault"><part name="p" element="t:twoFault"/></message>
      <portType name="P"><operation name="one"><input message="t:one"/><output message="t:one"/><fault name="f" message="t:oneFault"/></operation>
      <operation name="two"><input message="t:two"/><output message="t:two"/><fault name="f" message="t:twoFault"/></operation></portType>
      <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
      <operation name="one"><soap:operation soapAction="urn:one"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output><fault name="f"><soap:fault name="f"/></fault></operation>
      <operation name="two"><soap:operation soapAction="urn:two"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output><fault name="f"><soap:fault name="f"/></fault></operation>
      </binding></definitions>
      """

  static func request(_ body: String, _ action: String?) -> Exchange {
    Exchange(
      status: 500, headers: ["Content-Type": "text/xml; charset=utf-8"],
      request: Exchange.Request(
        method: "POST",
        headers: Exchange.Headers(
          [("Content-Type", "text/xml")] + (action.map { [("SOAPAction", "\"\($0)\"")] } ?? [])),
        body: body.isEmpty
          ? nil
          : Array(
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:t=\"urn:t\"><s:Body>\(body)</s:Body></s:Envelope>"
              .utf8)))
  }

  static let undeclared = ["BP-R2740", "WSDL-fault-undeclared"]

  @Test(
    "The operation is known by the Body of the request, then by SOAPAction; else it may be any",
    arguments: [
      ("<t:one/>", nil as String?, true, false), ("<t:two/>", nil, false, true), ("", "urn:one", true, false),
      ("", "urn:two", false, true), ("", nil, true, true), ("", "urn:unknown", true, true),
      ("<t:one/>", "urn:two", true, false), ("<t:other/>", nil, true, true),
    ])
  func operation(_ body: String, _ action: String?, _ hasOne: Bool, _ hasTwo: Bool) throws {
    let linter = try Self.linter(["a.wsdl": Self.several])
    for (entry, isDeclared) in [("<t:oneFault/>", hasOne), ("<t:twoFault/>", hasTwo), ("<t:one/>", false)] {
      let report = linter.check(Self.fault(entry), in: Self.request(body, action))
      let found = report.findings.filter { $0.rule.id == "BP-R2740" }
      #expect(found.isEmpty == isDeclared, "\(entry)")
      #expect(found.flatMap(\.also) == (isDeclared ? [] : ["WSDL-fault-undeclared"]))
    }
  }

  @Test("Its own wsa:Action tells the operation of a fault")
  func action() throws {
    let linter = try Self.linter(["a.wsdl": Self.several])
    func fault(_ entry: String) -> String {
      Self.fault(entry).replacingOccurrences(
        of: "<s:Body>",
        with:
          "<s:Header><a:Action xmlns:a=\"http://www.w3.org/2005/08/addressing\">urn:t:P:one:Fault:f</a:Action></s:Header><s:Body>"
      )
    }
    func undeclared(_ entry: String) -> Bool {
      linter.check(fault(entry)).findings.contains { $0.rule.id == "BP-R2740" }
    }
    #expect(!undeclared("<t:oneFault/>"))
    #expect(undeclared("<t:twoFault/>"))
  }

  @Test("Style and one-way come from the WSDL, unless they are told")
  func facts() throws {
    let oneWay = Self.several.replacingOccurrences(of: "<output message=\"t:one\"/>", with: "")
      .replacingOccurrences(of: "<fault name=\"f\" message=\"t:oneFault\"/>", with: "")
      .replacingOccurrences(
        of:
          "urn:one\"/><input><soap:body use=\"literal\"/></input><output><soap:body use=\"literal\"/></output><fault name=\"f\"><soap:fault name=\"f\"/></fault>",
        with: "urn:one\"/><input><soap:body use=\"literal\"/></input>")
    let linter = try Self.linter(["a.wsdl": oneWay])
    func ids(_ body: String) -> [String] {
      linter.check(Self.fault(""), in: Self.request(body, nil)).findings.map(\.rule.id)
    }
    #expect(ids("<t:one/>").contains("BP-R2714"))
    #expect(!ids("<t:two/>").contains("BP-R2714"))
    var exchange = Self.request("<t:one/>", nil)
    exchange.isOneWay = false
    #expect(!linter.check(Self.fault(""), in: exchange).findings.contains { $0.rule.id == "BP-R2714" })
  }

  @Test("A linter without a WSDL runs none of its rules, and says so")
  func without() {
    let report = Linter().check(Self.fault("<t:other/>"))
    #expect(report.findings.isEmpty)
    #expect(report.profiles == ["bp11"])
    #expect(
      report.notRun.contains {
        $0.rule.id == "BP-R2740" && $0.reason == "the WSDL of the service is not given"
      })
  }
}
