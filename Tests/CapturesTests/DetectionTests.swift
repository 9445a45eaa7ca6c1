import Testing

@testable import FaultlintCaptures

@Suite("What a capture is")
struct DetectionTests {
  static func found(_ bytes: [UInt8], _ name: String) -> Detection? {
    bytes.withUnsafeBufferPointer { Detection($0, name: name) }
  }

  static let xml = "<a/>"

  @Test(
    "By content",
    arguments: [
      (xml, "x", Detection.capture(.xml)), ("\u{FEFF} \n<?xml version='1.0'?><a/>", "x", .capture(.xml)),
      ("<!DOCTYPE html><html>", "x", .capture(.xml)),
      ("HTTP/1.1 500 X\r\n\r\n", "x.xml", .capture(.http)), ("\r\nHTTP/2 200\r\n", "x", .capture(.http)),
      ("POST /a HTTP/1.1\r\nHost: a\r\n\r\n", "x.txt", .capture(.http)),
      ("*   Trying 1.2.3.4...\n> POST / HTTP/1.1\n", "x.log", .capture(.http)),
      ("< HTTP/1.1 500 X\n< \n", "x", .capture(.http)),
      ("### one\n# two\nPOST https://a.example/\n\n<a/>", "x", .capture(.http)),
      ("POST https://a.example/\n\n<a/>", "x.rest", .capture(.http)),
      ("{ \"log\" : {\"version\": \"1.2\", \"entries\": []}}", "x", .capture(.har)),
      ("{\"status\": 500, \"body\": \"<a/>\"}\n{\"status\": 200}\n", "x", .capture(.ndjson)),
      ("{\"msg\": \"<s:Envelope/>\"}", "x.json", .capture(.ndjson)),
      ("{\"x\": 1}\n", "x.ndjson", .capture(.ndjson)),
      ("--b1\r\nContent-Type: text/xml\r\n\r\n<a/>\r\n--b1--", "x", .capture(.multipart)),
      (
        "MIME-Version: 1.0\nContent-Type: multipart/related;\n boundary=b1\n\n--b1\n", "x",
        .capture(.multipart)
      ),
      (
        "<?xml version='1.0'?><!-- <a> --><w:log xmlns:w='http://www.ws-i.org/testing/2003/03/log/'>", "x",
        .capture(.wsiLog)
      ),
      ("<log xmlns='http://www.ws-i.org/testing/2004/07/log/'/>", "x.xml", .capture(.wsiLog)),
      ("<log><entry>http://www.ws-i.org/testing/</entry></log>", "x.xml", .capture(.xml)),
      ("2024-05-01 ERROR <s:Envelope>", "x", .capture(.log)),
      ("ERROR &lt;s:Envelope&gt;", "x", .capture(.log)),
      ("ERROR \"\\u003cs:Envelope\"", "x", .capture(.log)),
      ("2024 ERROR <?xml?><s:Envelope>", "x.xml", .capture(.xml)),
      ("nothing here", "x.log", .capture(.log)), ("nothing here", "x.TXT", .capture(.log)),
      ("<a/>\n<b/>", "x.log", .capture(.log)), ("<134>Jan 1 host: <s:Envelope>", "x", .capture(.log)),
    ])
  func content(_ text: String, _ name: String, _ expected: Detection) {
    #expect(Self.found(Array(text.utf8), name) == expected)
  }

  @Test(
    "What is no capture",
    arguments: [
      "", "   \n", "hello", "{\"error\": \"not found\"}", "{\n  \"name\": \"x\",\n  \"body\": 1\n}", "[1, 2]",
      "# A title\n\nSome text about an Envelope.\n", "name: value\nother: value\n", "--help\n",
      "GET started\n",
      "key = 1 < 2\n",
    ])
  func nothing(_ text: String) { #expect(Self.found(Array(text.utf8), "x.md") == nil) }

  @Test("XML in encodings of which `<` is no byte")
  func wide() {
    let text = " <?xml version=\"1.0\"?><a/>"
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big4: [UInt8] = text.utf8.flatMap { byte -> [UInt8] in [0, 0, 0, byte] }
    let little4: [UInt8] = text.utf8.flatMap { byte -> [UInt8] in [byte, 0, 0, 0] }
    let all: [[UInt8]] = [
      big, little, Array(big.dropFirst(2)), Array(little.dropFirst(2)), [0xFE, 0xFF] + big,
      [0xFF, 0xFE] + little,
      big4, little4, [0, 0, 0xFE, 0xFF] + big4, [0xFF, 0xFE, 0, 0] + little4, [0x4C, 0x6F, 0xA7, 0x94, 0x93],
    ]
    for bytes in all { #expect(Self.found(bytes, "x") == .capture(.xml), "\(bytes.prefix(6))") }
    #expect(Self.found([0, 1, 2, 3, 0x3C, 0], "x") == nil)
    #expect(Self.found(Array(repeating: 0, count: 100), "x") == nil)
  }

  @Test("Packed bytes")
  func packed() {
    #expect(Self.found(PackedTests.gzip, "x") == .gzip)
    #expect(Self.found(PackedTests.zipOfFour, "x") == .zip)
    #expect(Self.found([0x1F, 0x8B], "x.gz") == nil)
  }

  @Test("A format that is told is taken")
  func told() {
    var options = CaptureOptions()
    options.format = .log
    #expect(Capture(Read.stream(Array(Self.xml.utf8)), name: "x.xml", options: options).format == .log)
  }

  @Test("What nothing is known of is one payload, and that is said")
  func unknown() {
    let capture = Capture(Read.stream(Array("hello".utf8)), name: "x", options: CaptureOptions())
    #expect(capture.format == .xml)
    #expect(!capture.isRecognized)
    #expect(Read.entries(of: capture).map(\.text) == ["hello"])
  }

  @Test("A log that grows is known by its first line")
  func growing() {
    var calls = 0
    let stream = ByteStream { buffer in
      calls += 1
      let line = Array("{\"body\": \"<a/>\"}\n".utf8)
      buffer.copyBytes(from: line)
      return line.count
    }
    #expect(Capture(stream, name: "-", options: CaptureOptions()).format == .ndjson)
    #expect(calls == 1)
  }

  // MARK: What stands before a payload

  @Test(
    "What stands before the payload is passed over, and remarked on",
    arguments: [
      (" \n<?xml version='1.0'?><a/>", "<?xml version='1.0'?><a/>", 2, "white space"),
      ("2024-05-01 ERROR response: <?xml version='1.0'?><a/>", "<?xml version='1.0'?><a/>", 1, "27 bytes"),
      ("[12:00] WARN:\n<s:Envelope xmlns:s='x'/>", "<s:Envelope xmlns:s='x'/>", 2, "14 bytes"),
      ("<134>host: <s:Fault/>", "<s:Fault/>", 1, "11 bytes"),
    ])
  func before(_ text: String, _ payload: String, _ line: Int, _ word: String) {
    let read = Read.entries(text, name: "x.xml")
    #expect(read.map(\.text) == [payload])
    #expect(read.first?.payloadLine == line)
    #expect(read.first?.isVerbatim == true)
    #expect(read.first?.remark?.contains(word) == true)
    #expect(read.first?.trouble == nil)
  }

  @Test(
    "What is a payload of its own stays as it is",
    arguments: [
      "<a/>", "\u{FEFF}<?xml version='1.0'?><a/>", " \n<a/>", "{\"x\": \"<?xml version='1.0'?>\"}",
      "[\"<?xml version='1.0'?>\"]", "plain text with 1 < 2", "<!-- c --><a/>", "", " ",
    ])
  func unchanged(_ text: String) {
    var options = CaptureOptions()
    options.format = .xml
    let read = Read.entries(text, name: "x.xml", options: options)
    #expect(read.map(\.text) == [text])
    #expect(read.first?.remark == nil)
  }
}
