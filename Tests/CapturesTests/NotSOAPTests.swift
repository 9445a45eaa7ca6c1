import Testing

@testable import FaultlintCaptures

/// What captures hold in place of SOAP.
@Suite("What is not SOAP")
struct NotSOAPTests {
  /// What is said of the one entry of a capture.
  static func notSOAP(_ text: String) -> NotSOAP? {
    var found: [NotSOAP?] = []
    let capture = Capture(Read.stream(Array(text.utf8)), name: "x", options: CaptureOptions())
    let reader = EntryReader(options: CaptureOptions())
    while let segment = capture.next() { reader.read(segment) { found.append($0.notSOAP) } }
    return found.count == 1 ? found[0] : nil
  }

  @Test(
    "A fault that a program has read and printed is named, with what it says and how to get the XML",
    arguments: [
      (
        "PHP Fatal error:  Uncaught SoapFault exception: [s:Server] It broke in /srv/a.php:1\n",
        "SoapFault of PHP", "s:Server, It broke"
      ),
      (
        "SoapFault Object\n(\n    [faultstring] => It broke\n    [faultcode] => s:Server\n)\n", "print_r",
        "s:Server, It broke"
      ),
      ("object(SoapFault)#1 (9) {\n  [\"faultstring\"]=>\n  string(8) \"It broke\"\n}\n", "var_dump", ""),
      ("{:fault=>{:faultcode=>\"s:Server\", :faultstring=>\"It broke\"}}\n", "Ruby", "s:Server, It broke"),
      (
        "{\n \"Fault\": {\n  \"faultcode\": \"s:Server\",\n  \"faultstring\": \"It broke\"\n }\n}", "JSON",
        "s:Server, It broke"
      ),
      ("{\"faultcode\": \"s:Server\", \"faultstring\": \"It broke\"}", "JSON", "s:Server, It broke"),
      ("Traceback (most recent call last):\n  File \"a.py\"\nzeep.exceptions.Fault: It broke\n", "zeep", ""),
      ("javax.xml.ws.soap.SOAPFaultException: It broke\n\tat com.sun.x\n", "Java", ""),
      ("System.ServiceModel.FaultException: It broke\n   at X.Y()\n", "WCF", ""),
      ("Savon::SOAPFault: (s:Server) It broke\n", "Savon", ""),
    ])
  func decoded(_ text: String, _ name: String, _ said: String) throws {
    let found = try #require(Self.notSOAP(text))
    #expect(found.kind == .decodedFault)
    #expect(found.words.contains(name), "\(found.words)")
    #expect(found.words.contains(said), "\(found.words)")
    #expect(found.advice?.isEmpty == false)
  }

  @Test("Text without an envelope is named; what the parser names is left to it")
  func text() {
    #expect(Self.notSOAP("nothing here\n")?.kind == .noEnvelope)
    #expect(Self.notSOAP("01 | < s:Envelope xmlns:s=\"x\" >\n")?.words.contains("blank") == true)
    for text in ["", " \n", "{\"a\": 1}", "<html><br></html>", "<a/>", "a\u{0}b", "\u{FEFF}"] {
      #expect(Self.notSOAP(text) == nil, "\(text)")
    }
  }

  /// Whether exchanges are of SOAP.
  static func exchanges(_ text: String) -> [Bool?] {
    var found: [Bool?] = []
    let capture = Capture(Read.stream(Array(text.utf8)), name: "x", options: CaptureOptions())
    let reader = EntryReader(options: CaptureOptions())
    while let segment = capture.next() { reader.read(segment) { found.append($0.isSOAPExchange) } }
    return found
  }

  @Test("An exchange is one of SOAP if its request or response has to do with SOAP")
  func exchange() {
    func exchange(_ request: String, _ response: String) -> String {
      "\(request) HTTP/1.1\r\nHost: h\r\n\r\nHTTP/1.1 500 X\r\nContent-Type: text/html\r\n\r\n\(response)\r\n"
    }
    let soap = "<s:Envelope xmlns:s='urn:s'/>"
    #expect(Self.exchanges(exchange("GET /o?wsdl", "<html/>")) == [false])
    #expect(Self.exchanges(exchange("OPTIONS /o", "")) == [false])
    #expect(Self.exchanges(exchange("GET /o", soap)) == [true])
    #expect(Self.exchanges(exchange("POST /o", "<html/>")) == [nil])
    #expect(Self.exchanges("HTTP/1.1 500 X\r\n\r\n<html/>") == [nil])
    func post(_ field: String, _ body: String = "") -> String {
      "POST /o HTTP/1.1\r\n\(field)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)HTTP/1.1 500 X\r\n\r\n<html/>\r\n"
    }
    #expect(Self.exchanges(post("SOAPAction: \"\"")) == [true])
    #expect(Self.exchanges(post("Content-Type: application/soap+xml")) == [true])
    #expect(Self.exchanges(post("Content-Type: text/xml", soap)) == [true])
    #expect(Self.exchanges(post("Content-Type: text/xml")) == [nil])
    #expect(Self.exchanges(post("Content-Type: application/json")) == [false])
    // A page, a script or JSON may quote an envelope; one that is sent as if it were HTML is one all the same.
    #expect(Self.exchanges(exchange("GET /o", "<html><pre>\(soap)</pre></html>")) == [false])
    #expect(Self.exchanges(exchange("GET /o.js", "var x = \"\(soap)\";")) == [false])
    #expect(Self.exchanges(post("Content-Type: application/json", "{\"log\":\"\(soap)\"}")) == [false])
    #expect(Self.exchanges(post("Content-Type: text/html", " \(soap)\n")) == [true])
  }

  @Test("A table has its status in a column")
  func table() {
    let table =
      "time;status;response;x\n1;500;\"<s:Fault a=\"\"b\"\">\n</s:Fault>\";y\n2;200;;y\n3;200;<s:Fault/>;y\n"
    for piece in [nil, 1, 9] as [Int?] {
      let read = Read.entries(Array(table.utf8), piece: piece)
      #expect(read.map(\.text) == ["<s:Fault a=\"b\">\n</s:Fault>", "<s:Fault/>"])
      #expect(read.map(\.status) == [500, 200])
      #expect(read.map(\.position.line) == [2, 5])
    }
  }

  @Test("An envelope in other XML has the namespaces around it")
  func scope() {
    let xml =
      "<log xmlns:s='urn:s' xmlns='urn:l'><e xmlns:t=\"urn:t\"><x xmlns:u='urn:u'/>\n<s:Envelope><t:a/></s:Envelope></e><s:Envelope xmlns='urn:m'/></log>"
    #expect(
      Read.entries(xml).map(\.text) == [
        "<s:Envelope xmlns:s='urn:s' xmlns:t=\"urn:t\" xmlns='urn:l'><t:a/></s:Envelope>",
        "<s:Envelope xmlns:s='urn:s' xmlns='urn:m'/>",
      ])
  }

  @Test("An envelope within an envelope is a part of it, however it is written")
  func nested() {
    for inner in [
      "<![CDATA[<s:Envelope></s:Envelope>]]>", "<x><s:Envelope/></x>", "<x><s:Envelope><a/></s:Envelope></x>",
      "&lt;s:Envelope&gt;&lt;/s:Envelope&gt;",
    ] {
      let envelope = "<s:Envelope>\n<d>\(inner)</d>\n</s:Envelope>"
      for text in [envelope, "log\n\(envelope)\nlog \(envelope)\n"] {
        #expect(Set(Read.entries(text).map(\.text)) == [envelope])
      }
    }
  }
}
