import FaultlintModel
import Testing

@testable import FaultlintCaptures

/// What the text before a message says of it.
@Suite("What logs say of their messages")
struct MessageContextTests {
  static let fault = "<s:Fault xmlns:s='urn:s'/>"

  @Test(
    "The status",
    arguments: [
      ("HTTP/1.1 500 Internal Server Error\nContent-Type: text/xml\n\n", 500),
      ("The server says:\n\n    HTTP/2 200 \n    content-type: text/xml\n\n    ", 200),
      ("INFO: Inbound Message\n----------------------------\nID: 1\nResponse-Code: 500\nPayload: ", 500),
      ("INFO o.a.c : RESP_OUT\n    Content-Type: text/xml\n    ResponseCode: 200\n    Payload: ", 200),
      ("---[HTTP response - http://h.test/o - 500]---\nContent-Type: text/xml\n", 500),
      ("---[HTTP response 400]---\n", 400),
      (
        "---[HTTP response - http://h.test/o - 200]---\nnull: HTTP/1.1 200 OK\nContent-type: text/xml\n\n\n",
        200
      ),
      ("DEBUG:zeep.transports:HTTP Response from http://h.test/o (status: 500):\n", 500),
      (
        "I, [2020-01-01T00:00:00 #4] INFO -- : SOAP response (status 200)\nD, [2020-01-01T00:00:00 #4] DEBUG -- : ",
        200
      ),
      ("2026-01-02 03:04:05 INFO status=500 took=3ms body=", 500),
      ("2026-01-02 03:04:05 INFO {\"status\": 500, \"body\": ", 500),
      ("DEBUG:suds.client:HTTP failed - 500 - Internal Server Error:\n", 500),
    ])
  func status(_ before: String, _ status: Int) {
    for text in [before + Self.fault + "\n", "x\n" + before + Self.fault + "\n"] {
      let read = Read.entries("log\n" + text)
      #expect(read.map(\.text) == [Self.fault])
      #expect(read.first?.status == status, "\(before)")
    }
  }

  @Test(
    "No status is taken from what is about something else",
    arguments: [
      "2026-01-02 03:04:05 INFO GET /health status=200\n2026-01-02 03:04:06 INFO body ",
      "2026-01-02 03:04:05 INFO took 200 ms: ", "the status page had 4000 hits: ", "status: 2001 ",
      "2026-01-02 03:04:05 INFO Sending request [", "DEBUG:zeep.transports:HTTP Post to http://h.test/o:\n",
      "(status: 500)\n1 2026-01-02 x\n2026-01-02 a\n2026-01-02 b\n2026-01-02 c ",
    ])
  func none(_ before: String) {
    let read = Read.entries("log\n" + before + Self.fault + "\n")
    #expect(read.map(\.text) == [Self.fault])
    #expect(read.first?.status == nil)
  }

  @Test("What stands behind one message is not said of the next")
  func behind() {
    let read = Read.entries("a \(Self.fault) status=500\n\(Self.fault) (status: 500)\n")
    #expect(read.map(\.status) == [nil, nil])
  }

  @Test("A head of HTTP gives its fields, with their places")
  func head() throws {
    let text = "# t\n```\nHTTP/1.1 200 OK\nContent-Type: text/xml\nX-A:  b\n\n\(Self.fault)\n```\n"
    let entry = try #require(Read.entries(text).first)
    #expect(entry.version == "1.1")
    #expect(entry.field("Content-Type") == "text/xml")
    #expect(entry.field("X-A") == "b")
    let offset = try #require(entry.fields?.last?.offset)
    #expect(Array(text.utf8)[offset...].starts(with: "X-A".utf8))
  }

  @Test("A start line in the line of the message says nothing of the fields")
  func startLineAlone() {
    var complete: [Bool?] = []
    for text in [
      "x \"firstLine\": \"HTTP/1.1 200 OK\", \"text\": \"\(Self.fault)\"\n",
      "log\nHTTP/1.1 200 OK\n\n\(Self.fault)\n",
    ] {
      let capture = Capture(Read.stream(Array(text.utf8)), name: "x", options: CaptureOptions())
      let reader = EntryReader(options: CaptureOptions())
      while let segment = capture.next() { reader.read(segment) { complete.append($0.http?.isComplete) } }
    }
    #expect(complete == [false, true])
  }

  @Test("CXF's Content-Type")
  func contentType() {
    let log = "INFO: Inbound Message\nID: 1\nResponse-Code: 500\nContent-Type: text/xml;charset=utf-8\n"
    for more in ["", "Headers: {content-type=[text/xml;charset=utf-8], Date=[x]}\n"] {
      #expect(
        Read.entries(log + more + "Payload: \(Self.fault)\n").first?.field("Content-Type")
          == "text/xml;charset=utf-8")
    }
    let headers = "ResponseCode: 500\nHeaders: {Content-Type=text/xml, Date=x}\nPayload: \(Self.fault)\n"
    #expect(Read.entries(headers).first?.field("Content-Type") == "text/xml")
  }

  @Test("A request before its response is what that answers, unless they are said to be of two exchanges")
  func requests() {
    func log(_ id: Int) -> String {
      """
      INFO: Outbound Message
      ID: 1
      Http-Method: POST
      Payload: <s:Envelope xmlns:s='urn:q'/>
      --------------------------------------
      INFO: Inbound Message
      ID: \(id)
      Response-Code: 500
      Payload: \(Self.fault)
      --------------------------------------

      """
    }
    #expect(Read.entries(log(1)).map(\.requestText) == [nil, "<s:Envelope xmlns:s='urn:q'/>"])
    #expect(Read.entries(log(2)).map(\.requestText) == [nil, nil])
    let spring = "TRACE Received response [\(Self.fault)] for request [<s:Envelope xmlns:s='urn:q'/>]\n"
    #expect(Read.entries(spring).map(\.requestText) == ["<s:Envelope xmlns:s='urn:q'/>", nil])
  }

  @Test("A body that a log names as such is a payload without an envelope too")
  func bodies() {
    let cxf =
      "ID: 4\nResponse-Code: 502\nContent-Type: text/html\nPayload: <html><br>Bad</html>\n--------------------\nINFO x\n"
    #expect(Read.entries("INFO: Inbound Message\n" + cxf).map(\.text) == ["<html><br>Bad</html>"])
    #expect(Read.entries("INFO: Inbound Message\n" + cxf).map(\.status) == [502])
    let metro =
      "---[HTTP response - http://h.test - 500]---\nnull: HTTP/1.1 500 X\nContent-length: 0\n--------------------\n"
    #expect(Read.entries(metro).map(\.text) == [""])
    #expect(Read.entries(metro).map(\.status) == [500])
    let zeep = "DEBUG:zeep.transports:HTTP Response from http://h.test (status: 404):\n<h1>No</h1>\nDEBUG:x\n"
    #expect(Read.entries(zeep).map(\.text) == ["<h1>No</h1>"])
    #expect(Read.entries("Payload: nothing of a response\n").map(\.status) == [nil])
  }

  @Test("JAX-WS RI's dump says what it did to the message")
  func dump() {
    let cut =
      "---[HTTP response - http://h.test - 500]---\nContent-Type: text/xml\n<s:Fault><a>lo\nMessage has been truncated\n--------------------\n"
    let read = Read.entries(cut)
    #expect(read.map(\.text) == ["<s:Fault><a>lo"])
    #expect(read.first?.remark?.contains("line breaks") == true)
    #expect(read.first?.remark?.contains("4096") == true)
    #expect(read.first?.remark?.contains("dumpTreshold") == true)
  }
}
