import FaultlintFoundation
import FaultlintTesting
import Foundation
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("Payloads of every form") struct PayloadTests {
  @Test("Texts and bytes") func bytes() {
    let text = Message.good11
    let bytes = Array(text.utf8)
    expectConformingFault(text)
    expectConformingFault(text[...])
    expectConformingFault(bytes)
    expectConformingFault(bytes[...])
    expectConformingFault(ContiguousArray(bytes))
    expectConformingFault(Data(bytes))
    expectConformingFault(Optional(Data(bytes)))
    bytes.withUnsafeBytes { _ = expectConformingFault($0) }
  }

  @Test("A text is what it is, whatever encoding it names") func declaredEncoding() {
    let text =
      #"<?xml version="1.0" encoding="iso-8859-1"?>"#
      + Message.good11.replacing("Out of order", with: "Größe")
    let fault = expectConformingFault(text)
    #expect(fault?.reason() == "Größe")
  }

  @Test("A file beside the test, and a path from there") func file() {
    expectConformingFault(.file("Payloads/fault.xml"))
    let text = failureText { expectConformingFault(.file("Payloads/qualified.xml")) }
    #expect(text.contains("received: Payloads/qualified.xml, "))
  }

  @Test("Status and header fields of an HTTP response are judged") func response() throws {
    let url = try #require(URL(string: "http://localhost/orders"))
    let good = HTTPURLResponse(
      url: url, statusCode: 500, httpVersion: "HTTP/1.1",
      headerFields: ["Content-Type": "text/xml; charset=utf-8"])
    expectConformingFault(.response(good, body: Data(Message.good11.utf8)))
    let bad = HTTPURLResponse(
      url: url, statusCode: 200, httpVersion: "HTTP/1.1",
      headerFields: ["Content-Type": "text/xml; charset=utf-8"])
    expectFault(.response(bad, body: Data(Message.good11.utf8)), violates: ["BP-R1126"])
  }

  @Test("What the assertion says goes before what the response says") func override() throws {
    let url = try #require(URL(string: "http://localhost/orders"))
    let response = HTTPURLResponse(
      url: url, statusCode: 200, httpVersion: "HTTP/1.1",
      headerFields: ["Content-Type": "text/xml; charset=utf-8"])
    expectConformingFault(.response(response, body: Data(Message.good11.utf8)), status: 500)
  }

  @Test("The overlay checks what URLSession hands over") func overlay() throws {
    let url = try #require(URL(string: "http://localhost/orders"))
    let response = try #require(
      HTTPURLResponse(
        url: url, statusCode: 200, httpVersion: "HTTP/1.1", headerFields: ["Content-Type": "text/xml"]))
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    request.httpBody = Data(Message.result11.utf8)
    let report = Linter().check(Data(Message.good11.utf8), in: response, request: request)
    #expect(report.findings.contains { $0.rule.id == "BP-R1126" || $0.also.contains("BP-R1126") })
    #expect(Linter().check(nil, in: response).content == "an empty entity")
    #expect(Exchange(response).status == 200)
  }
}
