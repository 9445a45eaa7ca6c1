import Foundation
import Testing

@testable import FaultlintCaptures

@Suite("JSON lines")
struct NDJSONTests {
  static let fault = "<s:Fault xmlns:s=\"urn:s\"/>"
  static let quoted = #""<s:Fault xmlns:s=\"urn:s\"/>""#

  @Test("A line in faultlint's own names gives everything it says")
  func ownNames() throws {
    let line =
      #"{"id":"a-1","status":500,"headers":{"Content-Type":"text/xml","Set-Cookie":["a=1","b=2"]},"#
      + #""body":"<a>\n\u00e9\ud83d\ude00\/</a>","request":{"method":"POST","headers":{"SOAPAction":" \"x\" "},"#
      + #""body":"<q/>"}}"#
    let entries = read(line + "\n", as: .ndjson)
    let entry = try #require(entries.first)
    #expect(entries.count == 1)
    #expect(entry.id == "\"a-1\"")
    #expect(entry.status == 500)
    #expect(entry.fields == ["Content-Type: text/xml", "Set-Cookie: a=1", "Set-Cookie: b=2"])
    #expect(entry.isComplete == true)
    #expect(entry.payload == "<a>\né😀/</a>")
    #expect(entry.isText)
    #expect(!entry.isVerbatim)
    #expect(entry.requestMethod == "POST")
    #expect(entry.requestFields == ["SOAPAction: \"x\""])
    #expect(entry.request == "<q/>")
    #expect(entry.error == nil)
    #expect(entry.remark == nil)
  }

  @Test(
    "The names that pipelines use are known",
    arguments: [
      // AWS API Gateway and Lambda
      #"{"statusCode":500,"headers":{"Content-Type":"text/xml"},"isBase64Encoded":false,"body":BODY}"#,
      // base64 of the same
      #"{"statusCode":"500","multiValueHeaders":{"Content-Type":["text/xml"]},"isBase64Encoded":true,"#
        + #""body":"PHM6RmF1bHQgeG1sbnM6cz0idXJuOnMiLz4="}"#,
      // Elastic Common Schema, nested and flat
      #"{"http":{"response":{"status_code":500,"mime_type":"text/xml","body":{"bytes":9,"content":BODY}}},"#
        + #""message":"POST /x"}"#,
      #"{"http.response.status_code":500,"http.response.mime_type":"text/xml","http.response.body.content":BODY}"#,
      #"{"http":{"response.status_code":500,"response":{"mime_type":"text/xml","body.content":BODY}}}"#,
      // OpenTelemetry
      #"{"attributes":{"http.response.status_code":500,"http.response.header.content-type":["text/xml"]},"#
        + #""body":{"stringValue":BODY}}"#,
      // Kong, with the body that some add
      #"{"response":{"status":500,"headers":{"content-type":"text/xml"},"body":BODY,"size":"9"},"request":{}}"#,
      // Apigee
      #"{"response":{"status":{"code":"500"},"header":{"content-type":"text/xml"},"content":BODY}}"#,
      #"{"response.status.code":"500","response.header.content-type":"text/xml","response.content":BODY}"#,
      // Envoy
      #"{"http_buffered_trace":{"response":{"headers":[{"key":":status","value":"500"},"#
        + #"{"key":"content-type","value":"text/xml"}],"body":{"truncated":false,"#
        + #""as_bytes":"PHM6RmF1bHQgeG1sbnM6cz0idXJuOnMiLz4="}}}}"#,
      // Splunk
      #"{"time":1,"event":{"status":500,"http_content_type":"text/xml","dest_content":BODY}}"#,
      // What people write
      #"{"response_code":500,"response_headers":[["Content-Type","text/xml"]],"response_body":BODY}"#,
      #"{"responseStatus":"500 Oops","responseHeaders":"HTTP/1.1 500 Oops\r\nContent-Type: text/xml\r\n","#
        + #""responseBody":BODY}"#,
      #"{"status":"HTTP/1.1 500","headers":["Content-Type: text/xml"],"payload":BODY}"#,
    ])
  func aliases(line: String) throws {
    let entry = try #require(read(line.replacing("BODY", with: Self.quoted), as: .ndjson).first)
    #expect(entry.payload == Self.fault)
    #expect(entry.status == 500)
    #expect(entry.fields.map { $0.lowercased() } == ["content-type: text/xml"])
    #expect(entry.error == nil)
    #expect(entry.remark == nil)
  }

  @Test("A path says where a field is in other people's logs")
  func paths() throws {
    var options = CaptureOptions()
    options.fields = ["body": ".a.b[1].\"c.d\"", "status": "x[\"y z\"]", "id": ".n", "headers": ""]
    let line =
      #"{"body":"no","headers":{"A":"b"},"a":{"b":[0,{"c.d":"<yes/>"},2]},"x":{"y z":503},"n":7,"id":8}"#
    let entry = try #require(read(line, as: .ndjson, options).first)
    #expect(entry.payload == "<yes/>")
    #expect(entry.status == 503)
    #expect(entry.id == "7")
    #expect(entry.fields == [])
    #expect(entry.isComplete == false)
    let missing = try #require(read(#"{"body":"x"}"#, as: .ndjson, options).first)
    #expect(missing.error == "there is no body at '.a.b[1].\"c.d\"'")
  }

  @Test("A field or a path that is none is told")
  func badPaths() {
    #expect(CaptureField.problem(in: ["body": ".a.b", "request.method": "m", "status": ""]) == nil)
    #expect(CaptureField.problem(in: ["boby": ".a"])?.contains("'boby'") == true)
    for path in [".a..b", ".a[", ".a[x]", ".a\"b\"", ".\"a", "."] {
      #expect(CaptureField.problem(in: ["body": path])?.contains("is no path") == true, "\(path)")
    }
  }

  @Test("The documentation names every place of every field", arguments: CaptureField.allCases)
  func documented(_ field: CaptureField) throws {
    let document = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/captures.md")
    let text = try String(contentsOf: document, encoding: .utf8)
    let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("| `\(field.rawValue)` |") })
    let named = row.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map {
      String($0.element)
    }
    // Bodies may be objects with the text inside; a note below the table says so.
    let inside = [".content", ".text", ".stringValue", ".as_string"] + FieldTree.base64Names.map { "." + $0 }
    let places = field.places.filter { place in
      !inside.contains { place.hasSuffix($0) && field.places.contains(String(place.dropLast($0.count))) }
        || named.contains(place)
    }
    #expect(Array(named.dropFirst()) == places)
  }

  @Test("A bad line costs no other, and is told with line and column")
  func badLine() {
    let text = #"{"body":"<a/>"}"# + "\n" + #"{"body":"<b/>" "x":1}"# + "\r\n\n  \n" + #"{"body":"<c/>"}"#
    let entries = read(text, as: .ndjson)
    #expect(entries.map(\.payload) == ["<a/>", "", "<c/>"])
    #expect(entries.map(\.line) == [1, 2, 5])
    #expect(entries.map(\.entry) == [0, 1, 2])
    #expect(entries.map(\.offset) == [0, 16, 43])
    #expect(entries[1].error == "a comma or '}' is missing at line 2, column 16")
  }

  @Test(
    "What is wrong with a line is told",
    arguments: [
      (#"{"body":"é\q"}"#, #"'\q' is no escape at line 1, column 11"#),
      (#"{"body":"a\u12g4"}"#, #"'\u' has no four hexadecimal digits at line 1, column 11"#),
      ("{\"body\":\"a\tb\"}", "a control character stands in a string unescaped at line 1, column 11"),
      (#"{"body":"a"#, "a string has no end at line 1, column 9"),
      (#"{"body":"a"} x"#, "there is something after the end of the value at line 1, column 14"),
      (#"{"body":01}"#, "this is no number at line 1, column 9"),
      ("hello", "no value begins with 'h' at line 1, column 1"),
      ("12", "an object is expected at line 1, column 1"),
      (#"{"status":500}"#, "there is no body in this object where faultlint looks for one"),
      (
        #"{"body":"PHM!","encoding":"base64"}"#,
        "the body is no base64, from its character 4 on, at line 1, column 9"
      ),
    ])
  func troubles(line: String, error: String) {
    let entries = read(line + "\n{\"body\":\"<z/>\"}\n", as: .ndjson)
    #expect(entries.first?.error == error)
    #expect(entries.last?.payload == "<z/>")
    #expect(entries.count == 2)
  }

  @Test("Odd bodies")
  func oddBodies() {
    let text = #"""
      {"body":"a\ud800b"}
      {"body":null,"status":204}
      {"body":{"error":"x"}}
      {"body":"\"<a b=\\\"c\\\"/>\""}
      {"body":"<a/>","body":"<b/>"}
      {"request":{"method":"POST","body":"<q/>"}}
      {"bo\u0064y":"<c/>"}
      {"body":"","status":"oops"}
      {"body":"<a\t/>","body":"<b\n/>"}
      {"body":"\q","body":"<b\n/>"}
      {"body":"<b\n/>","log":"\q"}
      """#
    let entries = read(text, as: .ndjson)
    #expect(entries.map(\.error) == Array(repeating: nil, count: 11))
    #expect(
      entries.map(\.payload) == [
        "a\u{FFFD}b", "", #"{"error":"x"}"#, #"<a b="c"/>"#, "<b/>", "<q/>", "<c/>", "",
        "<b\n/>", "<b\n/>", "<b\n/>",
      ])
    #expect(
      entries.map(\.remark) == [
        "half a surrogate pair in the body was replaced by U+FFFD", nil,
        "the body is no JSON string: it is checked as it is written", "the body was escaped twice", nil, nil,
        nil,
        "the status 'oops' is none of HTTP", nil, nil, nil,
      ])
    #expect(entries[5].method == "POST")
    #expect(entries[5].requestMethod == nil)
  }

  @Test("Arrays and objects over several lines are the same format")
  func layouts() {
    let pretty = "{\n  \"body\": \"<a/>\",\n  \"status\": 500\n}\n"
    #expect(read(pretty, as: .ndjson).map(\.payload) == ["<a/>"])
    #expect(read(pretty + pretty, as: .ndjson).map(\.line) == [1, 5])
    let array = "\u{FEFF}[\n{\"body\":\"<a/>\"},\n {\"body\":\n\"<b/>\"}, {\"body\":\"<c/>\"}\n]\n"
    let entries = read(array, as: .ndjson)
    #expect(entries.map(\.payload) == ["<a/>", "<b/>", "<c/>"])
    #expect(entries.map(\.line) == [2, 3, 4])
    #expect(entries.map(\.entry) == [0, 1, 2])
    #expect(read("[]", as: .ndjson) == [])
    #expect(read("", as: .ndjson) == [])
    #expect(read("\u{FEFF}\n \n", as: .ndjson) == [])
    #expect(read("\u{FEFF}{\"body\":\"<a/>\"}", as: .ndjson).map(\.payload) == ["<a/>"])
    // A first line that is cut off does not make lines anything else.
    let broken = "{\"body\":\n{\"body\":\"<b/>\"}\n"
    #expect(read(broken, as: .ndjson).map(\.payload) == ["", "<b/>"])
  }

  @Test("A broken element of an array costs no other")
  func brokenElement() {
    let text =
      "[\n {\"id\":1,\"body\":\"<a/>\"},\n {\"id\":2,\"body\":[\"<b/>\"},\n {\"id\":3,\"body\":\"<c/>\"}\n]"
    let entries = read(text, as: .ndjson)
    #expect(entries.map(\.payload) == ["<a/>", "", "<c/>"])
    #expect(entries[1].error == "the brackets do not match at line 3, byte 50")
    #expect(entries.map(\.line) == [2, 3, 4])
    #expect(entries.map(\.entry) == [0, 1, 2])
    // What can be cut but not read.
    let escape = read(#"[{"body":"\q"},{"body":"<a/>"}]"#, as: .ndjson)
    #expect(escape.map(\.payload) == ["", "<a/>"])
    // Where lines may be long the place is an offset.
    #expect(escape[0].error == #"'\q' is no escape at line 1, byte 10"#)
    let cutOff = read(#"[{"body":"<a/>"},{"body":"<b"#, as: .ndjson)
    #expect(cutOff.map(\.payload) == ["<a/>", ""])
    #expect(cutOff[1].error == "the capture ends inside this entry")
    #expect(
      read(#"[{"body":"<a/>"}"#, as: .ndjson).last?.error
        == "the capture ends inside the array of the entries")
  }

  @Test("A line of 100 MB is told, costs no other and is not kept")
  func longLine() {
    var options = CaptureOptions()
    options.entryBytes = 1 << 20
    let head = Array("{\"body\":\"<a/>\"}\n{\"body\":\"".utf8)
    let tail = Array("\"}\n{\"body\":\"<c/>\"}\n".utf8)
    let whole = head.count + 100_000_000 + tail.count
    var given = 0
    let stream = ByteStream { buffer in
      let count = min(buffer.count, 1 << 18, whole - given)
      for index in given..<given + count {
        buffer[index - given] =
          index < head.count
          ? head[index] : index < head.count + 100_000_000 ? 0x78 : tail[index - head.count - 100_000_000]
        // Debug builds are slow: what is alike is set at once.
        if index == head.count, given + count < head.count + 100_000_000 { break }
      }
      if given > head.count, given + count < head.count + 100_000_000 {
        buffer.prefix(count).initializeMemory(as: UInt8.self, repeating: 0x78)
      } else if given == 0 {
        UnsafeMutableRawBufferPointer(rebasing: buffer[head.count..<count])
          .initializeMemory(as: UInt8.self, repeating: 0x78)
      }
      given += count
      return count
    }
    var splitter = NDJSONSplitter(options)
    let decoder = NDJSONDecoder(options)
    var entries: [EntryText] = []
    var most = 0
    while let segment = splitter.next(stream) {
      most = max(most, segment.bytes.count, stream.window.count)
      decoder.decode(segment) { entries.append(EntryText($0)) }
    }
    #expect(entries.map(\.payload) == ["<a/>", "", "<c/>"])
    #expect(entries.map(\.line) == [1, 2, 3])
    #expect(entries[1].error == "the line has more than 1048576 bytes")
    #expect(most < 4 << 20)
  }

  @Test("Lines that are there are handed out before more is read")
  func follows() {
    let pieces = ["{\"body\":\"<a/>\"}\n{\"bo", "dy\":\"<b/>\"}\n"]
    var reads = 0
    let stream = ByteStream { buffer in
      guard reads < pieces.count else { return 0 }
      let bytes = Array(pieces[reads].utf8)
      buffer.copyBytes(from: bytes)
      reads += 1
      return bytes.count
    }
    var splitter = NDJSONSplitter(CaptureOptions())
    #expect(splitter.next(stream)?.bytes.count == 16)
    #expect(reads == 1)
    #expect(splitter.next(stream)?.bytes.count == 16)
    #expect(reads == 2)
    #expect(splitter.next(stream) == nil)
  }

  @Test("A read that fails is told after the whole lines, once", arguments: ["", "[", "{\n"])
  func failure(start: String) {
    let text = Array((start + "{\"body\":\"<a/>\"}\n{\"body\"").utf8)
    let entries = read(text, as: .ndjson, failingAt: text.count)
    #expect(entries.filter { $0.error == "the line went dead" }.count == 1)
    #expect(entries.last?.error == "the line went dead")
    if start != "{\n" { #expect(entries.map(\.payload) == ["<a/>", ""]) }
  }

  @Test(
    "Words around an envelope are passed over, and what they say of its status counts where the object is silent"
  )
  func words() {
    let envelope = #"<s:Envelope xmlns:s=\"urn:s\"/>"#
    let lines = """
      {"_raw": "2026-01-02 status=200 \(envelope) done"}
      {"_raw": "2026-01-02 status=200 \(envelope)", "status": 500}
      {"message": "got &lt;s:Envelope xmlns:s='urn:s'/&gt;"}
      {"message": "no XML </x>"}
      {"message": "\(envelope) and \(envelope)"}

      """
    let entries = read(lines, as: .ndjson)
    let plain = "<s:Envelope xmlns:s=\"urn:s\"/>"
    #expect(
      entries.map(\.payload) == [
        plain, plain, "<s:Envelope xmlns:s='urn:s'/>", "no XML </x>", plain,
      ])
    #expect(entries.map(\.status) == [200, 500, nil, nil, nil])
    #expect(entries.last?.remark?.contains("further") == true)
  }

  @Test("An envelope in a member that nobody knows is found, and a path that was given goes before it")
  func anywhere() {
    let soap = "<s:Envelope xmlns:s='urn:s'/>"
    let lines = [
      #"{"a":{"b":[1,{"c":"words \#(soap) words"}]}}"#,
      #"{"answer":"\u003cs:Envelope xmlns:s='urn:s'/\u003e"}"#,
      #"{"a":"nothing"}"#,
    ]
    let read = read(Array(lines.joined(separator: "\n").utf8), as: .ndjson)
    #expect(read.map(\.payload) == [soap, soap, ""])
    #expect(read[2].error?.hasPrefix("there is no body in this object") == true)
  }

  @Test("Words around the envelope of an entity that was sent as XML were sent as well")
  func wordsOfAnEntity() {
    let text = "Warning: x <s:Envelope xmlns:s='urn:s'/>"
    let lines = """
      {"status": 500, "headers": {"Content-Type": "text/xml; charset=utf-8"}, "body": "\(text)"}
      {"status": 500, "contentType": "application/soap+xml", "body": "\(text)"}
      {"status": 500, "contentType": "text/plain", "body": "\(text)"}
      {"status": 500, "contentType": "text/xml", "body": "got &lt;s:Envelope xmlns:s='urn:s'/&gt;"}

      """
    #expect(
      read(lines, as: .ndjson).map(\.payload) == [
        text, text, "<s:Envelope xmlns:s='urn:s'/>", "<s:Envelope xmlns:s='urn:s'/>",
      ])
  }
}
