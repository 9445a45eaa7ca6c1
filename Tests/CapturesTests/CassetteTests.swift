import FaultlintModel
import Testing

@testable import FaultlintCaptures

/// Cassettes: the expected values are what stands in the texts.
@Suite("Cassettes")
struct CassetteTests {
  static let ruby = """
    ---
    http_interactions:
    - request:
        method: post
        uri: http://a.example/o
        body:
          encoding: UTF-8
          string: "<q>\\u00e4</q>"
        headers:
          SOAPAction:
          - '"x"'
      response:
        status:
          code: 500
          message: Internal Server Error
        headers:
          Content-Type:
          - text/xml
        body:
          encoding: UTF-8
          string: '<a>it''s</a>'
        http_version: '1.1'
      recorded_at: Fri, 02 Jan 2026 03:04:05 GMT
    - request:
        method: post
        uri: http://a.example/o
        body: {encoding: UTF-8, string: ''}
        headers: {}
      response:
        status: {code: 200, message: OK}
        headers: {}
        body:
          encoding: ASCII-8BIT
          string: !binary |-
            PGIvPg==
    recorded_with: VCR 6.1.0

    """

  @Test(
    "A cassette is told by its content",
    arguments: [
      ruby, "version: 1\ninteractions:\n- request:\n    method: GET\n",
      "# c\n--- !tape\nname: t\ninteractions:\n- recorded: 2026-01-02\n  request:\n",
      "-\n    request:\n        a: b\n    response:\n",
      "- !ruby/struct:VCR::HTTPInteraction\n  request: !ruby/struct:VCR::Request\n  response: x\n",
      #"{"http_interactions":[],"recorded_with":"betamax/0.8.1"}"#,
      #"{"interactions":[{"request":{},"response":{}}],"version":1}"#,
      #"[{"request":{"method":"POST"},"response":{"status":200},"index":0}]"#,
    ])
  func recognized(_ text: String) { #expect(DetectionTests.found(Array(text.utf8)) == .cassette) }

  @Test(
    "Other YAML and text is none",
    arguments: [
      "a: b\nrequest:\n  c: d\n", "- one\n- two\n", "interactions: many\nhello\n",
      "- request: please\nand a word\nresponse: no\n",
      "http_interactions are recorded\n",
    ])
  func notRecognized(_ text: String) { #expect(DetectionTests.found(Array(text.utf8)) == nil) }

  @Test("A cassette of VCR", arguments: [1, 100, Int.max])
  func vcr(piece: Int) throws {
    let entries = read(Array(Self.ruby.utf8), as: .cassette, piece: piece)
    #expect(entries.map(\.payload) == ["<a>it's</a>", "<b/>"])
    #expect(entries.map(\.status) == [500, 200])
    #expect(entries.map(\.line) == [3, 24])
    #expect(entries.map(\.entry) == [0, 1])
    #expect(entries.map(\.requestMethod) == ["POST", "POST"])
    #expect(entries.map(\.request) == ["<q>ä</q>", nil])
    #expect(entries[0].fields == ["Content-Type: text/xml"])
    #expect(entries[0].requestFields == ["SOAPAction: \"x\""])
    #expect(entries[0].version == "1.1")
    #expect(entries.map(\.isText) == [true, false])
    #expect(entries.allSatisfy { $0.error == nil && $0.remark == nil })
  }

  @Test("Cassettes of others, as YAML and JSON")
  func others() {
    let texts = [
      // VCR.py
      "interactions:\n- request:\n    body: null\n    method: POST\n  response:\n    body: {string: <a/>}\n    headers:\n      Content-Type: [text/xml]\n    status: {code: 500, message: X}\nversion: 1\n",
      // Betamax of Groovy
      "!tape\nname: t\ninteractions:\n- recorded: 2026-01-02T03:04:05.000Z\n  request:\n    method: POST\n    uri: http://a.example/\n  response:\n    status: 500\n    headers:\n      Content-Type: text/xml\n    body: |-\n      <a/>\n",
      // go-vcr
      "---\nversion: 1\ninteractions:\n- request:\n    body: \"\"\n    method: POST\n  response:\n    body: <a/>\n    headers:\n      Content-Type:\n      - text/xml\n    status: 500 X\n    code: 500\n",
      // php-vcr
      "\n-\n    request:\n        method: POST\n        url: 'http://a.example/'\n    response:\n        status:\n            http_version: '1.1'\n            code: '500'\n            message: X\n        headers:\n            Content-Type: text/xml\n        body: <a/>\n",
      // VCR 1
      "--- \n- !ruby/struct:VCR::HTTPInteraction \n  request: !ruby/struct:VCR::Request \n    method: :post\n    uri: http://a.example/\n  response: !ruby/struct:VCR::Response \n    status: !ruby/struct:VCR::ResponseStatus \n      code: 500\n      message: X\n    headers: \n      Content-Type: \n      - text/xml\n    body: <a/>\n    http_version: \"1.1\"\n",
      #"{"http_interactions":[{"request":{"method":"POST"},"response":{"status":{"code":500},"headers":{"Content-Type":["text/xml"]},"body":{"base64_string":"PGEvPg=="}}}]}"#,
      #"[{"request":{"method":"POST"},"response":{"status":"500","headers":{"Content-Type":"text/xml"},"body":"<a/>"},"index":0}]"#,
    ]
    for text in texts {
      let entries = Read.entries(text)
      #expect(entries.map(\.text) == ["<a/>"], "\(text)")
      #expect(entries.first?.status == 500, "\(text)")
      #expect(entries.first?.field("Content-Type") == "text/xml", "\(text)")
      #expect(entries.first?.request == .request(method: "POST"), "\(text)")
      #expect(entries.first?.error == nil)
    }
  }

  @Test("Anchors and aliases")
  func aliases() {
    let text = """
      interactions:
      - request: &r {method: POST, body: &b <q/>}
        response: {status: &s 500, body: *b}
      - request: *r
        response: {status: *s, body: *none}
      - request: *r
        response: {status: *s, body: <c/>}

      """
    let entries = read(text, as: .cassette)
    #expect(entries.map(\.payload) == ["<q/>", "", "<c/>"])
    #expect(entries.first?.request == "<q/>")
    #expect(entries[1].error == "the YAML breaks at line 5: the alias '*none' has no anchor before it")
  }

  @Test("A long text is read whole, wherever libyaml is handed more of it")
  func longText() {
    let body = "<a>" + (0..<2000).map { "\($0)\u{20AC}" }.joined(separator: "_") + "</a>"
    let text = "interactions:\n- request: {method: POST}\n  response: {status: 500, body: \(body)}\n"
    #expect(read(text, as: .cassette).map(\.payload) == [body])
  }

  @Test("YAML that explodes is told, and costs no more than the limit")
  func bomb() {
    var options = CaptureOptions()
    options.entryBytes = 1 << 20
    var text = "interactions:\n- request: {method: POST}\n  response: {status: 500, body: <a/>}\n- request:\n"
    text += "    a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let list = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "    a\(level): &a\(level) [\(list)]\n"
    }
    text += "- request: {method: POST}\n  response: {status: 500, body: <c/>}\n"
    let entries = read(text, as: .cassette, options)
    #expect(entries.map(\.payload) == ["<a/>", "", "<c/>"])
    #expect(entries[1].line == 4)
    #expect(entries[1].error?.contains("with its aliases it has more than 1048576 bytes") == true)
  }

  @Test("Aliases that are each within bounds are not so all together")
  func manyAliases() {
    var options = CaptureOptions()
    options.entryBytes = 1 << 16
    let large = String(repeating: "x", count: 20_000)
    var text = "interactions:\n- request: {method: &a \(large)}\n  response: {status: 500, body: <a/>}\n"
    for _ in 0..<6 { text += "- request: {method: POST, x: *a}\n  response: {status: 500, body: <b/>}\n" }
    let entries = read(text, as: .cassette, options)
    #expect(entries.map(\.payload) == ["<a/>", "<b/>", "<b/>", "<b/>", "", "", ""])
    #expect(entries.dropFirst(4).allSatisfy { $0.error?.contains("with its aliases") == true })
  }

  @Test(
    "Where the YAML breaks the rest is read",
    arguments: [
      "    method: [a\n", "    method: \"x\n", "    \tmethod: x\n", "    a: b: c\n", "  wrong: x\n",
    ])
  func broken(line: String) throws {
    func interaction(_ body: String, _ more: String = "") -> String {
      "- request:\n    uri: x\n\(more)  response:\n    status: 500\n    body: <\(body)/>\n"
    }
    for indent in ["", "  "] {
      let items = [interaction("a"), interaction("b", line), interaction("c"), interaction("d")].joined()
        .split(separator: "\n").map { indent + $0 }.joined(separator: "\n")
      let entries = read("http_interactions:\n" + items + "\nrecorded_with: x\n", as: .cassette)
      let payloads = entries.filter { $0.error == nil }.map(\.payload)
      #expect(
        payloads == ["<a/>", "<c/>", "<d/>"] || payloads == ["<a/>", "<b/>", "<c/>", "<d/>"], "\(payloads)")
      let troubles = entries.compactMap(\.error)
      #expect(troubles.count == (payloads.count == 3 ? 1 : 0), "\(troubles)")
      #expect(troubles.allSatisfy { $0.hasPrefix("the YAML breaks at line ") })
      #expect(entries.map(\.entry) == Array(0..<entries.count))
    }
  }

  @Test("Cassettes in JSON and in YAML are read by one worker in any order")
  func both() {
    let json = """
      {"http_interactions": [{"request": {"method": "get", "uri": "http://a.example/"},
      "response": {"status": {"code": 500}, "body": {"string": "<j/>"}}}]}
      """
    let yaml = Array(Self.ruby.utf8)
    let list = Array(#"[1, {"response": {"body": "<k/>"}}]"#.utf8)
    let reader = EntryReader(options: CaptureOptions())
    var payloads: [[String]] = []
    for bytes in [Array(json.utf8), yaml, list, yaml, Array(json.utf8)] {
      var found: [String] = []
      bytes.withUnsafeBufferPointer { buffer in
        let capture = Capture(ByteStream(buffer), name: "a", options: CaptureOptions())
        var splitter = CaptureFormat.cassette.makeSplitter(CaptureOptions())
        let stream = ByteStream(buffer)
        #expect(capture.format == .cassette || bytes == list)
        while let segment = splitter.next(stream) {
          reader.read(segment) { if $0.error == nil { found.append(EntryText($0).payload) } }
        }
      }
      payloads.append(found)
    }
    #expect(payloads[0] == ["<j/>"] && payloads[4] == ["<j/>"])
    #expect(payloads[1].first == "<a>it's</a>" && payloads[3] == payloads[1])
    #expect(payloads[2] == ["<k/>"])
  }

  @Test("A cassette that is cut off gives the interactions before, then says so")
  func truncated() {
    let bytes = Array(Self.ruby.utf8)
    for length in stride(from: 30, to: bytes.count, by: 7) {
      let entries = read(Array(bytes[..<length]), as: .cassette)
      #expect(entries.count <= 3)
      #expect(entries.allSatisfy { ["", "<a>it's</a>", "<b/>"].contains($0.payload) || $0.error == nil })
    }
    let half = read(Array(bytes.dropLast(120)), as: .cassette)
    #expect(half.first?.payload == "<a>it's</a>")
  }

  @Test("One break after the other costs no more than a few times the bytes")
  func hostile() {
    let text = "interactions:\n" + String(repeating: "- request: [\n", count: 20_000)
    let broken = read(text, as: .cassette)
    #expect(broken.count == 20_000)
    #expect(broken.allSatisfy { $0.error?.hasPrefix("the YAML breaks at line ") == true })
    // Each quote is closed by the next, or goes on to the end.
    let quotes = "interactions:\n" + String(repeating: "- request: \"x\n", count: 20_001)
    #expect(read(quotes, as: .cassette).count == 20_001)
    let deep = "interactions:\n- " + String(repeating: "[", count: 100_000)
    #expect(read(deep, as: .cassette).last?.error != nil)
    #expect(
      read(
        "interactions:\n- request: {a: " + String(repeating: "[", count: 600)
          + String(repeating: "]", count: 600) + "}\n", as: .cassette
      ).count == 1)
  }

  @Test("Changed cassettes are read to their end", arguments: 0..<60)
  func mutated(seed: UInt64) {
    var numbers = SeededNumbers(seed + 1)
    let bytes = Array(Self.ruby.utf8).mutated(&numbers)
    let whole = read(bytes, as: .cassette)
    #expect(read(bytes, as: .cassette, piece: 7).map(\.payload) == whole.map(\.payload))
  }
}

/// Archives of Fiddler, and captures of packets.
@Suite("Sessions of Fiddler, and packets")
struct FiddlerTests {
  /// A zip archive of stored files.
  static func zip(_ files: [(name: String, text: String)]) -> [UInt8] {
    func number(_ value: Int, _ width: Int) -> [UInt8] { (0..<width).map { UInt8(value >> ($0 * 8) & 0xFF) } }
    func checkSum(_ bytes: [UInt8]) -> Int {
      var sum: UInt32 = 0xFFFF_FFFF
      for byte in bytes {
        sum ^= UInt32(byte)
        for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
      }
      return Int(~sum)
    }
    var result: [UInt8] = []
    var directory: [UInt8] = []
    for (name, text) in files {
      let bytes = Array(text.utf8)
      let facts =
        number(0, 2) + number(0, 2) + number(0, 4) + number(checkSum(bytes), 4) + number(bytes.count, 4)
        + number(bytes.count, 4) + number(name.utf8.count, 2) + number(0, 2)
      directory += number(0x0201_4B50, 4) + number(20, 2) + number(20, 2) + facts
      directory +=
        number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) + number(result.count, 4) + Array(name.utf8)
      result += number(0x0403_4B50, 4) + number(20, 2) + facts + Array(name.utf8) + bytes
    }
    let start = result.count
    result +=
      directory + number(0x0605_4B50, 4) + number(0, 4) + number(files.count, 2) + number(files.count, 2)
    return result + number(directory.count, 4) + number(start, 4) + number(0, 2)
  }

  static let request = "POST http://a.example/o HTTP/1.1\r\nSOAPAction: x\r\nContent-Length: 4\r\n\r\n<q/>"
  static let response = "HTTP/1.1 500 X\r\nContent-Length: 4\r\n\r\n<a/>"

  @Test("Request and response of a session are one entry, whatever stands between them")
  func sessions() {
    let archive = Self.zip([
      ("[Content_Types].xml", "<Types/>"), ("_index.htm", "<html/>"),
      ("raw/1_c.txt", Self.request), ("raw/1_m.xml", "<Session/>"), ("raw/1_s.txt", Self.response),
      ("raw/2_c.txt", "CONNECT a.example:443 HTTP/1.1\r\n\r\n"),
      ("raw/2_s.txt", "HTTP/1.1 200 Connection Established\r\n\r\n"),
      ("raw/3_s.txt", Self.response), ("raw/4_c.txt", Self.request),
    ])
    let members = Read.members(archive, name: "x.saz")
    #expect(members.map(\.name) == ["raw/1_c.txt", "raw/3_s.txt", "raw/4_c.txt"])
    #expect(members.map { $0.entries.map(\.text) } == [["<a/>"], ["<a/>"], ["<q/>"]])
    #expect(members.first?.entries.first?.status == 500)
    #expect(members.first?.entries.first?.request == .request(method: "POST"))
    #expect(members.first?.entries.first?.requestText == "<q/>")
    #expect(members.allSatisfy { $0.error == nil })
  }

  @Test("Files of the same names in another archive are read as they are")
  func otherArchive() {
    let members = Read.members(Self.zip([("a_s.txt", Self.response), ("b_m.xml", "<b/>")]), name: "x.zip")
    #expect(members.map { $0.entries.map(\.text) } == [["<a/>"], ["<b/>"]])
  }

  @Test(
    "Packets are said to be packets, with what to do",
    arguments: [
      [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0], [0xA1, 0xB2, 0x3C, 0x4D],
      [0x0A, 0x0D, 0x0D, 0x0A, 28, 0, 0, 0, 0x4D, 0x3C, 0x2B, 0x1A],
    ] as [[UInt8]])
  func packets(_ bytes: [UInt8]) {
    let members = Read.members(bytes + [0, 1, 2], name: "x")
    #expect(members.count == 1)
    #expect(members.first?.error?.contains("tshark") == true)
    #expect(members.first?.error?.contains("mitmproxy") == true)
  }

  @Test("Line ends in front of an envelope are none")
  func lineEnds() {
    let members = Read.members(Array("\n\r\r\n<s:Fault></s:Fault>".utf8), name: "x")
    #expect(members.first?.error == nil)
  }
}
