import Testing

@testable import FaultlintCaptures

@Suite("What a capture is")
struct DetectionTests {
  /// The form that the bytes show, and whether it is as sure in every way that they may come.
  static func found(_ bytes: [UInt8]) -> CaptureFormat? {
    bytes.withUnsafeBufferPointer { FormatDetector.form(of: CaptureHead($0, isWhole: true)) }
  }

  static let xml = "<a/>"

  @Test(
    "By content",
    arguments: [
      (xml, CaptureFormat.xml), ("\u{FEFF} \n<?xml version='1.0'?><a/>", .xml),
      ("<!DOCTYPE html><html>", .xml), ("<a/>\n<b/>", .xml),
      ("HTTP/1.1 500 X\r\n\r\n", .http), ("\r\nHTTP/2 200\r\n", .http),
      ("POST /a HTTP/1.1\r\nHost: a\r\n\r\n", .http),
      ("*   Trying 1.2.3.4...\n> POST / HTTP/1.1\n", .http),
      ("* using HTTP/2\n> POST / HTTP/2\n", .http), ("< HTTP/1.1 500 X\n< \n", .http),
      ("### one\n# two\nPOST https://a.example/\n\n<a/>", .http),
      ("POST https://a.example/\n\n<a/>", .http),
      ("{ \"log\" : {\"version\": \"1.2\", \"entries\": []}}", .har),
      ("{\"status\": 500, \"body\": \"<a/>\"}\n{\"status\": 200}\n", .ndjson),
      ("{\"msg\": \"<s:Envelope/>\"}", .ndjson),
      ("--b1\r\nContent-Type: text/xml\r\n\r\n<a/>\r\n--b1--", .multipart),
      ("MIME-Version: 1.0\nContent-Type: multipart/related;\n boundary=b1\n\n--b1\n", .multipart),
      (
        "<?xml version='1.0'?><!-- <a> --><w:log xmlns:w='http://www.ws-i.org/testing/2003/03/log/'>", .wsiLog
      ),
      ("<log xmlns='http://www.ws-i.org/testing/2004/07/log/'/>", .wsiLog),
      ("<log><entry>http://www.ws-i.org/testing/</entry></log>", .xml),
      ("2024-05-01 ERROR <s:Envelope>", .log), ("ERROR &lt;s:Envelope&gt;", .log),
      ("ERROR \"\\u003cs:Envelope\\u003e\"", .log), ("2024 ERROR <?xml?><s:Envelope>", .log),
      ("<134>Jan 1 host: <s:Envelope>", .log), ("---- answer ----\n<s:Fault>", .log),
      ("# A title\n\n```\nHTTP/1.1 200 OK\n\n<s:Fault>", .log),
    ])
  func content(_ text: String, _ expected: CaptureFormat) {
    #expect(Self.found(Array(text.utf8)) == expected)
  }

  @Test(
    "What no form recognises",
    arguments: [
      "", "   \n", "hello", "{\"error\": \"not found\"}", "{\n  \"name\": \"x\",\n  \"body\": 1\n}", "[1, 2]",
      "# A title\n\nSome text about an Envelope.\n", "name: value\nother: value\n", "--help\n",
      "GET started\n", "key = 1 < 2\n", "{\"x\": 1}\n",
    ])
  func nothing(_ text: String) { #expect(Self.found(Array(text.utf8)) == nil) }

  @Test(
    "The name of a capture changes nothing",
    arguments: ["x", "x.xml", "x.log", "x.har", "x.http", "x.ndjson"])
  func names(_ name: String) {
    let texts = [
      "INFO <s:Fault/> x", "'<s:Fault/>'", "<s:Fault/> INFO done", "{\"x\": 1}", "<a/>\n<s:Fault/>",
    ]
    for text in texts {
      let capture = Capture(Read.stream(Array(text.utf8)), name: name, options: CaptureOptions())
      #expect(Read.entries(text, name: name) == Read.entries(text), "\(text)")
      #expect(
        capture.format == Capture(Read.stream(Array(text.utf8)), name: "", options: CaptureOptions()).format)
    }
  }

  @Test("Each form has a name of its own, and is found by it")
  func table() {
    #expect(Set(CaptureFormat.all.map(\.name)).count == CaptureFormat.all.count)
    for form in CaptureFormat.all {
      #expect(CaptureFormat.named(form.name) == form)
      #expect(!form.summary.isEmpty)
    }
    #expect(CaptureFormat.named("auto") == nil)
  }

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
    for bytes in all { #expect(Self.found(bytes) == .xml, "\(bytes.prefix(6))") }
    #expect(Self.found([0, 1, 2, 3, 0x3C, 0]) == nil)
    #expect(Self.found(Array(repeating: 0, count: 100)) == nil)
  }

  @Test("Text in UTF-16 with a mark is text", arguments: [true, false])
  func text16(isBigEndian: Bool) {
    let text = "\u{FEFF}INFO \u{1F600} <s:Fault a='\u{FC}'/> \u{1F600}\n"
    let bytes = text.utf16.flatMap { unit -> [UInt8] in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return isBigEndian ? [high, low] : [low, high]
    }
    for piece in [nil, 1, 3] as [Int?] {
      #expect(Read.entries(bytes, piece: piece).map(\.text) == ["<s:Fault a='\u{FC}'/>"])
    }
    // Cut in the middle of the last character.
    #expect(Read.entries(Array(bytes.dropLast(5))).map(\.text) == ["<s:Fault a='\u{FC}'/>"])
  }

  @Test(
    "Text in UTF-16 is read to its end however long it is, whatever lengths its characters have",
    arguments: 0..<4)
  func long16(shift: Int) {
    let count = 3000
    let line = "12 \u{20AC} <s:Fault a='\u{1F600}'/> \u{FC}\n"
    let text = "\u{FEFF}" + String(repeating: "x", count: shift) + String(repeating: line, count: count)
    let bytes = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(bytes.count > 1 << 17)
    for piece in [nil, 65_537] as [Int?] {
      let entries = Read.entries(bytes, piece: piece)
      #expect(entries.count == count && entries.allSatisfy { $0.text == "<s:Fault a='\u{1F600}'/>" })
    }
  }

  @Test("Records of a table are numbered through, however many pieces it is cut into")
  func longTable() {
    var options = CaptureOptions()
    options.format = .csv
    let count = 12_000
    let text = "status,body\n" + (0..<count).map { "500,<a\($0)/>\n" }.joined()
    #expect(text.utf8.count > 1 << 17)
    let entries = Read.entries(text, options: options)
    #expect(entries.map(\.position.entry) == Array(0..<count))
    #expect(entries.last?.text == "<a\(count - 1)/>")
  }

  @Test("Half a unit of UTF-16 at the end is not lost", arguments: [true, false])
  func half16(isBigEndian: Bool) {
    func encoded(_ text: String) -> [UInt8] {
      text.utf16.flatMap {
        isBigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)]
      }
    }
    // Nothing but the mark and the half: for the parser of XML to name, and no text.
    #expect(Read.entries(encoded("\u{FEFF}") + [0]).map(\.payload) == [encoded("\u{FEFF}") + [0]])
    // Behind text.
    var options = CaptureOptions()
    options.format = .csv
    let table = encoded("\u{FEFF}status,body\n500,<a/>")
    #expect(Read.entries(table + [0], options: options).map(\.text) == ["<a/>\u{FFFD}"])
  }

  @Test("Packed bytes")
  func packed() {
    func container(_ bytes: [UInt8]) -> Container? { bytes.withUnsafeBufferPointer { Container($0) } }
    #expect(container(PackedTests.gzip) == .gzip)
    #expect(container(PackedTests.zipOfFour) == .zip)
    #expect(container([0x1F, 0x8B]) == nil)
  }

  @Test("A format that is told is taken")
  func told() {
    var options = CaptureOptions()
    options.format = .log
    #expect(Capture(Read.stream(Array(Self.xml.utf8)), name: "x.xml", options: options).format == .log)
  }

  @Test("What nothing is known of is searched, and holds itself where nothing is found")
  func unknown() {
    let capture = Capture(Read.stream(Array("hello".utf8)), name: "x", options: CaptureOptions())
    #expect(capture.format == .log)
    #expect(!capture.isRecognized)
    #expect(capture.isText)
    #expect(Read.entries(of: capture).map(\.text) == ["hello"])
  }

  @Test("An envelope that comes late is found")
  func late() {
    let text = String(repeating: "nothing to see here\n", count: 10_000) + "<s:Fault/>\n"
    for piece in [nil, 1000, 70_000] as [Int?] {
      let read = Read.entries(Array(text.utf8), piece: piece)
      #expect(read.map(\.text) == ["<s:Fault/>"])
      #expect(read.first?.payloadLine == 10_001)
    }
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
      (
        "2024-05-01 ERROR response: <?xml version='1.0'?><Fault/>", "<?xml version='1.0'?><Fault/>", 1,
        "27 bytes"
      ),
      ("[12:00] WARN:\n<s:Envelope xmlns:s='x'/>", "<s:Envelope xmlns:s='x'/>", 2, "14 bytes"),
      ("<134>host: <s:Fault/>", "<s:Fault/>", 1, "11 bytes"),
    ])
  func before(_ text: String, _ payload: String, _ line: Int, _ word: String) {
    let read = Read.entries(text, name: "x.xml")
    #expect(read.map(\.text) == [payload])
    #expect(read.first?.payloadLine == line)
    #expect(read.first?.isVerbatim == true)
    #expect(read.first?.remark?.contains(word) == true)
    #expect(read.first?.error == nil)
  }

  private static let envelope = "<s:Envelope xmlns:s='x'><s:Body/></s:Envelope>"

  @Test(
    "Markup behind the one envelope of a file is for the parser to refuse",
    arguments: [
      "<trailer/>", "\n<html><p>x</html>", "</log>", "<a", "<a/>500", "<!-- c --><trailer/>",
      "<?p?>\n<trailer/>", "<![CDATA[x]]>",
    ])
  func markupBehind(_ rest: String) {
    for start in ["", "\u{FEFF}", " \n", "<?xml version='1.0'?>"] {
      let text = start + Self.envelope + rest
      for name in ["x.xml", "x.log", "-"] {
        let read = Read.entries(text, name: name)
        #expect(read.map(\.text) == [text])
        #expect(read.first?.remark == nil)
      }
    }
  }

  @Test(
    "Text behind the envelope of a file was put there, and what is a second document is another payload",
    arguments: [
      ("500", 1), ("&amp;", 1), ("< 500", 1), ("<14>Jan 1 host: x", 1), ("<?xml version='1.0'?><a/>", 1),
      ("]]>", 1),
      ("500<a/>", 1), (Self.envelope, 2), ("<?xml version='1.0'?>" + Self.envelope, 2),
      ("<a>" + Self.envelope + "</a>", 2),
      ("<s:Fault/>", 2),
    ])
  func textBehind(_ rest: String, _ payloads: Int) {
    let read = Read.entries(Self.envelope + "\n" + rest, name: "x.xml")
    #expect(read.count == payloads)
    #expect(read.first?.text == Self.envelope)
    if payloads == 1 { #expect(read.first?.remark?.contains("behind the payload") == true) }
  }

  @Test(
    "What is a payload of its own stays as it is",
    arguments: [
      "<a/>", "\u{FEFF}<?xml version='1.0'?><a/>", " \n<a/>", "{\"x\": \"<?xml version='1.0'?>\"}",
      "[\"<?xml version='1.0'?>\"]", "plain text with 1 < 2", "<!-- c --><a/>", "", " ",
      "<!-- a --><s:Fault/><!-- b --> <?c?>\n", "<s:Envelope><s:Body>", "<s:Fault></s:Fault></s:Fault>",
    ])
  func unchanged(_ text: String) {
    var options = CaptureOptions()
    options.format = .xml
    let read = Read.entries(text, name: "x.xml", options: options)
    #expect(read.map(\.text) == [text])
    #expect(read.first?.remark == nil)
  }
}
