import FaultlintModel
import Testing

@testable import FaultlintCaptures

/// Bodies end as RFC 9112, section 6.3, says; where a capture says otherwise, where the next message begins.
@Suite("HTTP messages")
struct HTTPTests {
  static let fault = "<e:Fault xmlns:e='urn:x'/>"  // 26 bytes

  @Test("A response by its Content-Length")
  func length() throws {
    let read = Read.http(
      "HTTP/1.1 500 Internal Server Error\nContent-Type:  text/xml ; charset=utf-8 \nContent-Length: 26\n\n\(Self.fault)"
    )
    #expect(read.count == 1)
    let entry = try #require(read.first)
    #expect(entry.text == Self.fault)
    #expect(entry.start == .response(status: 500))
    #expect(entry.version == "1.1")
    #expect(
      entry.fields == [
        HTTPHead.Field(name: "Content-Type", value: "text/xml ; charset=utf-8", offset: 36),
        HTTPHead.Field(name: "Content-Length", value: "26", offset: 78),
      ])
    #expect(entry.payloadLine == 5)
    #expect(entry.isVerbatim)
    #expect(entry.position == Segment.Position(entry: 0, line: 1, offset: 0))
    #expect(entry.remark == nil)
    #expect(entry.error == nil)
  }

  @Test("Line ends may be bare line feeds")
  func lineFeeds() {
    let read = Read.entries("HTTP/1.1 500 X\nContent-Length: 26\n\n\(Self.fault)")
    #expect(read.map(\.text) == [Self.fault])
    #expect(read.first?.payloadLine == 4)
    #expect(read.first?.remark == nil)
  }

  @Test("Without a length the body ends with the capture")
  func toEnd() {
    let read = Read.http("HTTP/1.0 500 X\nContent-Type: text/xml\n\n\(Self.fault)\n")
    #expect(read.map(\.text) == ["\(Self.fault)\r\n"])
    #expect(read.first?.remark == nil)
  }

  @Test("A head of HTTP/2, as tools print it")
  func version2() {
    let read = Read.http("HTTP/2 500 \ncontent-type: text/xml\n\n\(Self.fault)")
    #expect(read.map(\.text) == [Self.fault])
    #expect(read.first?.version == "2")
    #expect(read.first?.status == 500)
  }

  @Test("A request and its response are one entry")
  func exchange() throws {
    let read = Read.http(
      """
      POST /svc HTTP/1.1
      Host: a.example
      SOAPAction: ""
      Content-Length: 4

      <q/>HTTP/1.1 500 X
      Content-Length: 26

      \(Self.fault)
      """)
    #expect(read.count == 1)
    let entry = try #require(read.first)
    #expect(entry.text == Self.fault)
    #expect(entry.status == 500)
    #expect(entry.request == .request(method: "POST"))
    #expect(entry.requestFields?.map(\.name) == ["Host", "SOAPAction", "Content-Length"])
    #expect(entry.requestText == "<q/>")
    #expect(entry.position.line == 6)
    #expect(entry.payloadLine == 9)
  }

  @Test("A request alone is an entry")
  func requestAlone() {
    let read = Read.http("POST /svc HTTP/1.1\nHost: a\nContent-Length: 26\n\n\(Self.fault)")
    #expect(read.map(\.text) == [Self.fault])
    #expect(read.first?.start == .request(method: "POST"))
    #expect(read.first?.request == nil)
  }

  static func request(_ path: String, _ body: String) -> String {
    "POST \(path) HTTP/1.1\nContent-Length: \(body.utf8.count)\n\n\(body)"
  }

  static func response(_ status: Int, _ body: String) -> String {
    "HTTP/1.1 \(status) X\nContent-Length: \(body.utf8.count)\n\n\(body)"
  }

  @Test("Several exchanges on one connection")
  func keepAlive() {
    let read = Read.http(
      Self.request("/1", "<q1/>") + Self.response(500, "<a1/>") + Self.request("/2", "<q2/>")
        + Self.response(200, "<a2/>"))
    #expect(read.map(\.text) == ["<a1/>", "<a2/>"])
    #expect(read.map(\.requestText) == ["<q1/>", "<q2/>"])
    #expect(read.map(\.position.entry) == [0, 1])
    #expect(read.map(\.position.line) == [4, 10])
  }

  @Test("Pipelined requests are answered in order")
  func pipeline() {
    let read = Read.http(
      Self.request("/1", "<q1/>") + Self.request("/2", "<q2/>") + Self.response(500, "<a1/>")
        + Self.response(200, "<a2/>"))
    #expect(read.map(\.text) == ["<a1/>", "<a2/>"])
    #expect(read.map(\.requestText) == ["<q1/>", "<q2/>"])
  }

  @Test("A request that nothing answers harms no other")
  func unanswered() {
    let read = Read.http(
      Self.request("/1", "<q1/>") + Self.request("/2", "<q2/>") + Self.response(500, "<a1/>")
        + Self.request("/3", "<q3/>") + Self.response(500, "<a3/>"))
    #expect(read.map(\.text) == ["<q2/>", "<a1/>", "<a3/>"])
    #expect(read.map(\.requestText) == [nil, "<q1/>", "<q3/>"])
  }

  @Test("A thousand requests that nothing answers are a thousand entries")
  func requestsOnly() {
    let read = Read.http((0..<1000).map { Self.request("/\($0)", "<q n='\($0)'/>") }.joined())
    #expect(read.count == 1000)
    #expect(read.map(\.position.entry) == Array(0..<1000))
    #expect(read[777].text == "<q n='777'/>")
  }

  @Test("Interim responses are passed over, also between the head and the body of a request")
  func interim() {
    let read = Read.http(
      """
      POST / HTTP/1.1
      Expect: 100-continue
      Content-Length: 4

      HTTP/1.1 100 Continue

      <q/>HTTP/1.1 103 Early Hints
      Link: </x>

      HTTP/1.1 500 X
      Content-Length: 26

      \(Self.fault)
      """)
    #expect(read.map(\.text) == [Self.fault])
    #expect(read.first?.status == 500)
    #expect(read.first?.requestText == "<q/>")
  }

  @Test("An interim response alone is an error")
  func interimAlone() {
    let read = Read.http("HTTP/1.1 100 Continue\n\n")
    #expect(read.count == 1)
    #expect(read.first?.error?.contains("100") == true)
  }

  @Test("A proxy that opens a tunnel is passed over, a redirect is an answer")
  func headsBefore() {
    let read = Read.http(
      """
      HTTP/1.1 200 Connection established

      HTTP/1.1 301 Moved
      Location: /b
      Content-Length: 178

      HTTP/1.1 500 X
      Content-Length: 26

      \(Self.fault)
      """)
    #expect(read.map(\.status) == [301, 500])
    #expect(read.map(\.text) == ["", Self.fault])
    #expect(read.first?.remark == "Content-Length says 178 bytes, and the capture has no body")
  }

  @Test("Responses that have no body by their status or method")
  func bodiless() {
    let read = Read.http(
      "HTTP/1.1 204 No Content\nContent-Length: 3\n\nHEAD / HTTP/1.1\n\nHTTP/1.1 200 OK\nContent-Length: 90\n\n"
        + Self.response(500, "<a/>"))
    #expect(read.map(\.text) == ["", "", "<a/>"])
    #expect(read.map(\.remark) == [nil, nil, nil])
  }

  @Test("An empty entity is empty")
  func empty() {
    let read = Read.http("HTTP/1.1 500 X\nContent-Length: 0\n\n\n")
    #expect(read.map(\.payload) == [[]])
    #expect(read.first?.remark == nil)
    #expect(read.first?.error == nil)
  }

  // MARK: Lengths that are wrong

  @Test("Too long a length takes the rest, and says so")
  func tooLong() {
    let read = Read.http("HTTP/1.1 500 X\nContent-Length: 300\n\n\(Self.fault)")
    #expect(read.map(\.text) == [Self.fault])
    #expect(read.first?.remark == "Content-Length says 300 bytes, and the body has 26")
    #expect(read.first?.error == nil)
  }

  @Test("Too long a length does not swallow the next message")
  func tooLongBetween() {
    let read = Read.http(
      "HTTP/1.1 500 X\nContent-Length: 60\n\n\(Self.fault)" + Self.response(500, "<next/>") + "\n")
    #expect(read.map(\.text) == [Self.fault, "<next/>"])
    #expect(read.first?.remark == "Content-Length says 60 bytes, and the body has 26")
  }

  @Test("Too short a length leaves the surplus in the body")
  func tooShort() {
    let read = Read.http(
      "HTTP/1.1 500 X\nContent-Length: 10\n\n\(Self.fault)" + Self.response(500, "<next/>"))
    #expect(read.map(\.text) == [Self.fault, "<next/>"])
    #expect(read.first?.remark == "Content-Length says 10 bytes, and the body has 26")
  }

  @Test(
    "Lengths that contradict each other, or are none",
    arguments: ["26\nContent-Length: 7", "26, 27", "x", "-1", ""])
  func contradictory(_ length: String) {
    let read = Read.http("HTTP/1.1 500 X\nContent-Length: \(length)\n\n\(Self.fault)")
    #expect(read.map(\.text) == [Self.fault])
    #expect(read.first?.remark == "there is no telling by Content-Length where the body ends")
  }

  @Test("The same length twice is one")
  func repeated() {
    let read = Read.http("HTTP/1.1 500 X\nContent-Length: 26\nContent-Length: 26, 26\n\n\(Self.fault)")
    #expect(read.map(\.text) == [Self.fault])
    #expect(read.first?.remark == nil)
  }

  @Test(
    "A length that only a number too large has", arguments: ["99999999999999", "999999999999999999999999"])
  func huge(_ length: String) {
    let read = Read.http(
      "HTTP/1.1 500 X\nContent-Length: \(length)\n\n\(Self.fault)" + Self.response(500, "<next/>"))
    #expect(read.map(\.text) == [Self.fault, "<next/>"])
    #expect(read.first?.remark != nil)
  }

  // MARK: Heads that are wrong

  @Test("Heads are kept as they are")
  func malformed() {
    let read = Read.http(
      "HTTP/1.1 500 X\nHo st: a\nno colon\nX-Folded: a\n  b\n\tc\nX-Space : d\nContent-Length: 26\n\n\(Self.fault)"
    )
    #expect(read.map(\.text) == [Self.fault])
    #expect(
      read.first?.fields?.map(\.name) == ["Ho st", "no colon", "X-Folded", "X-Space ", "Content-Length"])
    #expect(read.first?.fields?.map(\.value) == ["a", "", "a b c", "d", "26"])
  }

  @Test("A method that is no token passes, to be reported")
  func badMethod() {
    let read = Read.http("PO(ST / HTTP/1.1\nContent-Length: 4\n\n<q/>")
    #expect(read.first?.start == .request(method: "PO(ST"))
    #expect(read.first?.text == "<q/>")
  }

  @Test("A head that breaks off is an error")
  func brokenHead() {
    let read = Read.http(Self.response(500, "<a/>") + "HTTP/1.1 500 X\nContent-Ty")
    #expect(read.map(\.text) == ["<a/>", ""])
    #expect(read[0].error == nil)
    #expect(read[1].error != nil)
  }

  @Test("A body right behind its head")
  func noBlankLine() {
    let read = Read.http("HTTP/1.1 500 X\nContent-Type: text/xml\n<a>\n</a>")
    #expect(read.map(\.text) == ["<a>\r\n</a>"])
    #expect(read.first?.remark == "no blank line stands between head and body")
  }

  @Test("What is no HTTP is an error, not silence")
  func noHTTP() {
    let read = Read.http("hello\nworld\n")
    #expect(read.count == 1)
    #expect(read.first?.error?.contains("no HTTP message") == true)
  }

  // MARK: Chunks

  @Test("Chunks that are what they say")
  func honestChunks() {
    let read = Read.http(
      "HTTP/1.1 500 X\nTransfer-Encoding: chunked\n\n5;name=\"v\"\n<a>bc\nA\n<!-- --> d\n4  \n</a>\n0\nX-Trailer: 1\n\n"
        + Self.response(200, "<n/>"))
    #expect(read.map(\.text) == ["<a>bc<!-- --> d</a>", "<n/>"])
    #expect(read.map(\.remark) == [nil, nil])
    #expect(read.map(\.isVerbatim) == [false, true])
  }

  @Test("One chunk stands in the capture as it is")
  func oneChunk() {
    let read = Read.http("HTTP/1.1 500 X\nTransfer-Encoding: chunked\n\n1a\n\(Self.fault)\n0\n\n")
    #expect(read.map(\.text) == [Self.fault])
    #expect(read.first?.isVerbatim == true)
    #expect(read.first?.payloadLine == 5)
  }

  @Test("Chunks that a tool took apart already")
  func unchunked() {
    let read = Read.http("HTTP/1.1 500 X\nTransfer-Encoding: chunked\n\n\(Self.fault)")
    #expect(read.map(\.text) == [Self.fault])
    #expect(read.first?.remark == "the capture has the body without its chunks")
  }

  @Test(
    "Chunk sizes that lie",
    arguments: [
      ("5\n<a>bcdefg\n4\n</a>\n0\n\n", "<a>bcdefg</a>", "chunk 1 says that it has 5 bytes and has 9"),
      ("ff\n<a>bcdefg\n4\n</a>\n0\n\n", "<a>bcdefg</a>", "chunk 1 says that it has 255 bytes and has 9"),
      (
        "ffffffffff\n<a>bcdefg</a>", "<a>bcdefg</a>",
        "the chunked body breaks off after 13 bytes of a chunk of 1099511627775"
      ),
      ("3\n<a>\nxyz\n</a>", "<a>xyz\r\n</a>", "after 1 chunks there is a line that is no chunk size"),
      ("9\n<a>bcdefg\n", "<a>bcdefg", "the chunked body ends without its last chunk"),
      ("9\n<a>bcdefg", "<a>bcdefg", "the chunked body ends without its last chunk"),
      ("3\n<a>\n6\nbcdefg", "<a>bcdefg", "the chunked body ends without its last chunk"),
      ("8\n<a>bcdefg", "<a>bcdefg", "chunk 1 says that it has 8 bytes and has 9"),
    ])
  func lyingChunks(_ body: String, _ expected: String, _ remark: String) {
    let read = Read.http("HTTP/1.1 500 X\nTransfer-Encoding: chunked\n\n\(body)")
    #expect(read.map(\.text) == [expected])
    #expect(read.first?.remark == remark)
    #expect(read.first?.error == nil)
  }

  @Test("A chunk that breaks off does not swallow the next message")
  func brokenChunk() {
    let read = Read.http(
      "HTTP/1.1 500 X\nTransfer-Encoding: chunked\n\n200\n<a>bc</a>" + Self.response(500, "<next/>") + "\n")
    #expect(read.map(\.text) == ["<a>bc</a>", "<next/>"])
  }

  // MARK: curl and files of clients

  @Test("What curl -v prints")
  func curl() throws {
    let read = Read.entries(
      """
      *   Trying 127.0.0.1:8080...
      * Connected to localhost (127.0.0.1) port 8080 (#0)
      > POST /svc HTTP/1.1
      > Host: localhost:8080
      > SOAPAction: ""
      > Content-Length: 310
      >\u{20}
      } [310 bytes data]
      * upload completely sent off: 310 bytes
      < HTTP/1.1 100 Continue
      <\u{20}
      * Mark bundle as not supporting multiuse
      < HTTP/1.1 500 Internal Server Error
      < Content-Type: text/xml
      < Transfer-Encoding: chunked
      <\u{20}
      { [26 bytes data]
      \(Self.fault)* Connection #0 to host localhost left intact
      * Found bundle for host
      > POST /svc HTTP/1.1
      > Host: localhost:8080
      >\u{20}
      < HTTP/1.1 200 OK
      < Content-Length: 7
      <\u{20}
      <next/>
      * Closing connection 0
      """)
    #expect(read.map(\.text) == [Self.fault, "<next/>"])
    #expect(read.map(\.status) == [500, 200])
    #expect(read.map(\.request) == [.request(method: "POST"), .request(method: "POST")])
    let first = try #require(read.first)
    #expect(first.field("content-type") == "text/xml")
    #expect(first.requestFields?.map(\.name) == ["Host", "SOAPAction", "Content-Length"])
    #expect(first.requestPayload == nil)
    #expect(first.payloadLine == 18)
    #expect(first.isVerbatim)
    #expect(first.remark == nil)
    #expect(read[1].position.line == 23)
  }

  @Test("A progress meter in what curl prints")
  func progress() {
    let meter =
      "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n"
      + "                                 Dload  Upload   Total   Spent    Left  Speed\n"
      + "\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0* Connected\n"
    let read = Read.entries(
      meter
        + "> GET / HTTP/1.1\r\n> \r\n< HTTP/1.1 500 X\r\n< Content-Length: 26\r\n< \r\n{ [26 bytes data]\n"
        + "\r100    26  100    26    0     0   9999      0 --:--:-- --:--:-- --:--:--  9999\(Self.fault)"
        + "* Connection #0 left intact\n")
    #expect(read.map(\.text) == [Self.fault])
    #expect(read.first?.request == .request(method: "GET"))
    #expect(read.first?.remark == nil)
  }

  @Test("The file of an HTTP client")
  func clientFile() {
    let read = Read.entries(
      """
      @host = https://a.example
      # first
      POST {{host}}/svc
      Content-Type: text/xml

      <one/>

      ### second
      // a comment
      POST https://a.example/svc HTTP/1.1
      Content-Type: text/xml

      <two>
      </two>
      ###

      GET https://a.example/svc?wsdl
      """, name: "requests.http")
    #expect(read.map(\.text) == ["<one/>", "<two>\n</two>", ""])
    #expect(
      read.map(\.start) == [.request(method: "POST"), .request(method: "POST"), .request(method: "GET")])
    #expect(read.map(\.version) == [nil, "1.1", nil])
    #expect(read[1].payloadLine == 13)
  }

  // MARK: Limits

  @Test("An entry that is too large is told, and the next is read")
  func limit() {
    var options = CaptureOptions()
    options.entryBytes = 1 << 17
    let large = "<a>" + String(repeating: "x", count: 1 << 19) + "</a>"
    let read = Read.http(
      Self.response(500, "<one/>") + Self.response(500, large) + Self.response(500, "<two/>"),
      options: options)
    #expect(read.map(\.text) == ["<one/>", "", "<two/>"])
    #expect(read.map(\.position.entry) == [0, 1, 2])
    #expect(read[1].error?.contains("131072 bytes") == true)
    #expect(read[1].position.line == 4)
    #expect(read[2].position.line == 7)
  }

  @Test("Many messages come in segments, and every place is right")
  func segments() throws {
    let message = Self.response(500, "<a>\n" + String(repeating: "y", count: 1000) + "</a>").replacing(
      "\n", with: "\r\n")
    let body = "<a>\r\n" + String(repeating: "y", count: 1000) + "</a>"
    let one = "HTTP/1.1 500 X\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    #expect(message.count > 1000)
    let read = Read.entries(String(repeating: one, count: 300), name: "many.http")
    #expect(read.count == 300)
    for (number, entry) in read.enumerated() {
      #expect(
        entry.position
          == Segment.Position(entry: number, line: number * 4 + 1, offset: number * one.utf8.count))
      #expect(entry.payloadLine == number * 4 + 4)
      #expect(entry.text == body)
      #expect(entry.fields?.first?.offset == number * one.utf8.count + 16)
    }
  }

  @Test(
    "A request in the file of an editor ends at the next, whether or not more is known of the file",
    arguments: ["POST http://a/\n\n<a/>\n", "POST http://a/\nTransfer-Encoding: chunked\n\n5\n<a/>\n"])
  func separated(_ request: String) {
    let bytes = Array(String(repeating: "###\n" + request, count: 10_000).utf8)
    let capture = Capture(Read.stream(bytes, piece: 1 << 14), name: "many.http", options: CaptureOptions())
    let reader = EntryReader(options: CaptureOptions())
    var segments = 0
    var payloads = 0
    while let segment = capture.next() {
      segments += 1
      reader.read(segment) { _ in payloads += 1 }
    }
    #expect(payloads == 10_000)
    #expect(segments > 3)
  }
}
