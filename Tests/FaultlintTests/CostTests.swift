import Costs
import Faultlint
import Foundation
import Testing

/// What costs more than it is long: every kind of input that did is here at two sizes, the second eight times the first.
/// Work that is done over for every part would cost 64 times as much.
@Suite(.serialized) struct CostTests {
  /// One piece over and over.
  struct Input: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var head = ""
    let unit: String
    var tail = ""
    /// How many pieces the smaller one has.
    let count: Int

    init(_ name: String, _ count: Int, head: String = "", _ unit: String, tail: String = "") {
      testDescription = name
      self.count = count
      self.head = head
      self.unit = unit
      self.tail = tail
    }

    func bytes(_ times: Int) -> [UInt8] {
      Array((head + String(repeating: unit, count: count * times) + tail).utf8)
    }
  }

  static let soap11 = "http://schemas.xmlsoap.org/soap/envelope/"
  static let soap12 = "http://www.w3.org/2003/05/soap-envelope"
  static let chunked = "HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\n"
  static let bad = "<h xmlns='u' s:mustUnderstand='2'/>"
  static let blocks = "<s:Envelope xmlns:s='\(soap11)'><s:Header>"
  static let end = "</s:Header><s:Body/></s:Envelope>"

  static let inputs = [
    // Places in a capture are found without counting from its beginning for each.
    Input("payloads on one line", 500, "x <Fault/> "),
    Input("findings in a text that was unescaped", 60, head: "x \"" + blocks, bad + "\\n", tail: end + "\""),
    Input(
      "findings in lines with something around them", 60, head: "svc | \(blocks)\n", "svc | \(bad)\n",
      tail: "svc | \(end)\n"),
    Input("lines that are no JSON", 1500, head: "{\"body\":\"<a/>\"}\n", "x\n"),
    Input(
      "interactions of a cassette that are broken", 40,
      head: "interactions:\n- request: {method: POST}\n  response: {status: 500, body: <a/>}\n",
      "- request: {\n"),
    Input("hyphens in a comment", 1500, head: "<a><!--", " -- ", tail: "--></a>"),
    Input("lines that only open an object", 1500, head: "{\"body\":\"<a/>\"}\n", "{\n"),
    Input(
      "header fields in a list", 500,
      head: "{\"log\":{\"entries\":[{\"response\":{\"status\":500,\"headers\":[",
      "{\"name\":\"a\",\"value\":\"b\"},", tail: "{}],\"content\":{\"text\":\"<a/>\"}}}]}}"),
    Input(
      "header fields in an object", 800, head: "{\"headers\":{", "\"a\":\"b\",",
      tail: "\"c\":\"d\"},\"body\":\"<a/>\"}\n"),
    Input(
      "header fields in a text", 800, head: "{\"headers\":\"", "a: b\\r\\n", tail: "\",\"body\":\"<a/>\"}\n"),
    Input(
      "a header field over many lines", 800, head: "{\"headers\":\"a: b", "\\r\\n c",
      tail: "\",\"body\":\"<a/>\"}\n"),
    Input(
      "elements of header fields", 200, head: "<soapui-project><mockResponse name='a'>",
      "<responseHeaders><entry key='a' value='b'/></responseHeaders>",
      tail: "<responseContent>&lt;a/></responseContent></mockResponse></soapui-project>"),
    Input(
      "entries in entries", 200, head: "<OWASPZAPReport>",
      "<instance><responseheader>HTTP/1.1 500 X</responseheader><responsebody>"),
    Input("messages whose chunks are not what they say", 100, chunked + "FFFFFFF\r\nzz zz\r\n"),
    Input("the protocol named in one line", 3000, head: "HTTP/1.1 500 X\r\n\r\n", "HTTP/1.1 "),
    Input(
      "codings that were undone", 300, head: "HTTP/1.1 500 X\r\nContent-Encoding: ", "gzip, ",
      tail: "gzip\r\n\r\n<a/>\n"),
    Input(
      "marks of curl on one line", 4000, head: "> POST / HTTP/1.1\n> \n< HTTP/1.1 500 X\n< \n<a", ">> "),
    Input(
      "the protocol named on one line of a trace", 2000,
      head: ">> \"POST / HTTP/1.1[\\r][\\n]\"\n>> \"[\\r][\\n]\"\n", "x HTTP/1.1 "),
    Input(
      "header fields of a cassette", 300,
      head: "interactions:\n- request: {method: POST}\n  response:\n    body: <a/>\n    headers:\n",
      "      A: b\n"),
    Input("tags that only begin", 1000, "<Fault "),
    Input("escaped tags that only begin", 600, "\\u003cEnvelope "),
    Input("a name in an open element", 2000, head: "<a:Envelope>", "a:Envelope "),
    Input("end tags of another", 1000, head: "<a:Envelope>", "</a:Envelope x>"),
    Input("backslashes before a tag", 4000, "\\", tail: "u003cEnvelope "),
    Input("backslashes behind a tag", 4000, head: "\\u003ca:Envelope ", "\\"),
    Input(
      "findings whose paths are long", 150,
      head: "<s:Envelope xmlns:s='\(soap12)'><s:Body>"
        + String(repeating: "<\(String(repeating: "n", count: 300))>", count: 60),
      "<b><a s:encodingStyle='x y'/></b>"),
    Input("siblings with findings", 150, head: blocks, bad, tail: end),
  ]

  @Test("Eight times the bytes cost eight times as much, and not 64", arguments: inputs)
  func growth(_ input: Input) throws {
    #expect(try Self.growth(input.bytes(1), input.bytes(8)) < 24)
  }

  @Test(
    "Deep elements cost no more than others",
    arguments: [
      ("<s:Fault>", "</s:Fault>", soap11), ("<a s:encodingStyle='x y'>", "</a>", soap12),
    ])
  func depth(_ start: String, _ end: String, _ namespace: String) throws {
    func nested(_ count: Int) -> [UInt8] {
      Array(
        ("<s:Envelope xmlns:s='\(namespace)'><s:Body>" + String(repeating: start, count: count)
          + String(repeating: end, count: count) + "</s:Body></s:Envelope>").utf8)
    }
    var options = Linter.Options()
    options.limits.depth = 100_000
    #expect(try Self.growth(nested(200), nested(1600), try Linter(options: options)) < 24)
  }

  @Test("Entries of a detail are not held against each operation that a WSDL describes")
  func described() throws {
    func check(_ count: Int) throws -> () -> [Report] {
      var options = Linter.Options()
      options.descriptions = [try WSDL("a.wsdl") { _ in Array(Self.description(count).utf8) }]
      let linter = try Linter(options: options)
      // Half of them are declared.
      let entries = (0..<2 * count).map { "<e\($0) xmlns='u'/>" }.joined()
      let fault = "<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail>\(entries)</detail>"
      let message = Array(
        "<s:Envelope xmlns:s='\(Self.soap11)'><s:Body><s:Fault>\(fault)</s:Fault></s:Body></s:Envelope>".utf8)
      return { linter.check(capture: message) }
    }
    let (small, large) = (try check(100), try check(800))
    for (count, reports) in [(100, small()), (800, large())] {
      let rules = reports.flatMap(\.findings).map(\.rule.id)
      #expect(rules.count { $0 == "BP-R2740" } == count)
      #expect(rules.count { $0 == "WSDL-fault-several-entries" } == count - 1)
    }
    #expect(Cost.growth({ _ = small() }, { _ = large() }) < 24)
  }

  /// A WSDL with so many operations, each with a fault of its own.
  private static func description(_ count: Int) -> String {
    func each(_ text: (Int) -> String) -> String { (0..<count).map(text).joined() }
    return """
      <w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:b="http://schemas.xmlsoap.org/wsdl/soap/"
        xmlns:t="u" targetNamespace="u"><w:types>
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="u">
      """ + each { "<xs:element name='e\($0)'/>" } + "</xs:schema></w:types>"
        + each { "<w:message name='m\($0)'><w:part name='p' element='t:e\($0)'/></w:message>" }
        + "<w:portType name='p'>"
        + each {
          "<w:operation name='o\($0)'><w:input message='t:m\($0)'/><w:output message='t:m\($0)'/>"
            + "<w:fault name='f' message='t:m\($0)'/></w:operation>"
        }
        + "</w:portType><w:binding name='b' type='t:p'>"
        + "<b:binding style='document' transport='http://schemas.xmlsoap.org/soap/http'/>"
        + each {
          "<w:operation name='o\($0)'><b:operation soapAction='a\($0)'/><w:input><b:body use='literal'/></w:input>"
            + "<w:output><b:body use='literal'/></w:output>"
            + "<w:fault name='f'><b:fault name='f' use='literal'/></w:fault></w:operation>"
        }
        + "</w:binding><w:service name='s'><w:port name='p' binding='t:b'><b:address location='http://a/'/>"
        + "</w:port></w:service></w:definitions>"
  }

  /// How many times as much the second takes to check.
  private static func growth(
    _ small: [UInt8], _ large: [UInt8], _ linter: @autoclosure () throws -> Linter = Linter()
  ) throws -> Double {
    let linter = try linter()
    return Cost.growth({ _ = linter.check(capture: small) }, { _ = linter.check(capture: large) })
  }
}
