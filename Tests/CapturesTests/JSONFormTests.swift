import FaultlintModel
import Testing

@testable import FaultlintCaptures

/// What products write as JSON: the expected values are what stands in the texts.
@Suite("Forms in JSON")
struct JSONFormTests {
  @Test(
    "A form is told by its members",
    arguments: [
      (#"{"request":{"urlPath":"/o"},"response":{"status":200,"body":"<a/>"}}"#, CaptureFormat.wireMock),
      (#"{"request":{"method":"POST"},"response":{"status":200,"bodyFileName":"a.xml"}}"#, .wireMock),
      (
        "{\n\"request\":{\"method\":\"POST\",\"url\":\"/o\"},\n\"response\":{\"status\":200,\"body\":\"\"}}",
        .wireMock
      ),
      (#"{"mappings":[{"id":"1","request":{},"response":{}}],"meta":{"total":1}}"#, .wireMock),
      (#"{"requests":[{"id":"1","request":{"url":"/"},"responseDefinition":{"status":500}}]}"#, .wireMock),
      (#"{"Guid":"1","Request":{"Methods":["post"]},"Response":{"StatusCode":500}}"#, .wireMockNet),
      (#"[{"Guid":"1","Request":{"Method":"POST"},"Response":{"StatusCode":500}}]"#, .wireMockNet),
      (#"{"data":{"pairs":[],"globalActions":{}},"meta":{"schemaVersion":"v5"}}"#, .hoverfly),
      (#"{"info":{"_postman_id":"1","name":"c"},"item":[]}"#, .postman),
      (
        #"[{"status":"COMPLETE","method":"GET","request":{"header":{"headers":[]}},"response":{"status":200}}]"#,
        .charles
      ),
      (#"{"_type":"export","__export_format":4,"resources":[]}"#, .insomnia),
      (#"{"request":{"method":"POST"},"response":{"status":200,"body":"<a/>"}}"#, .ndjson),
      ("{\n\"status\":500,\n\"body\":\"<s:Envelope/>\"}", .ndjson),
      ("[{\"response\":{\"headers\":{},\"body\":\"<s:Envelope/>\"}}]", .ndjson),
      (#"{"log":{"entries":[{"request":{},"response":{}}]}}"#, .har),
    ])
  func recognized(_ text: String, _ form: CaptureFormat) {
    #expect(DetectionTests.found(Array(text.utf8)) == form)
    #expect(DetectionTests.found(Array(("\u{FEFF} \n" + text).utf8)) == form)
  }

  @Test(
    "What only has a member of the same name is none",
    arguments: [
      #"{"info":{"name":"x"},"item":[]}"#, #"{"data":{"items":[]}}"#, #"{"resources":[]}"#,
      #"[{"status":1,"method":2}]"#, #"{"Response":{}}"#, "[\n1]", "{\n\"status\":500,\n\"body\":\"x\"}",
    ])
  func notRecognized(_ text: String) { #expect(DetectionTests.found(Array(text.utf8)) == nil) }

  // MARK: WireMock

  @Test("Mappings of WireMock, one or many")
  func wireMock() throws {
    let mapping =
      #"{"name":"n","request":{"method":"POST","urlPath":"/o","headers":{"SOAPAction":{"equalTo":"x"}}},"#
      + #""response":{"status":500,"headers":{"Content-Type":"text/xml"},"body":"<a>\"</a>"}}"#
    for (text, line) in [
      (mapping, 1), ("{\"mappings\":[\n\(mapping),\n\(mapping)],\"meta\":{}}", 2), ("[\(mapping)]", 1),
    ] {
      let entries = read(text, as: .wireMock)
      #expect(entries.count == (line == 2 ? 2 : 1))
      #expect(entries.map(\.entry) == Array(0..<entries.count))
      let entry = try #require(entries.first)
      #expect(entry.payload == "<a>\"</a>")
      #expect(entry.line == line)
      #expect(entry.status == 500)
      #expect(entry.fields == ["Content-Type: text/xml"])
      #expect(entry.id == "\"n\"")
      #expect(entry.requestMethod == "POST")
      // What the mapping asks of a request is not what was sent.
      #expect(entry.requestFields == [])
      #expect(entry.error == nil && entry.remark == nil)
    }
  }

  @Test("Other bodies of WireMock, and none")
  func wireMockBodies() {
    func entry(_ response: String) -> EntryText? {
      read(#"{"request":{"method":"POST","urlPath":"/"},"response":{\#(response)}}"#, as: .wireMock).first
    }
    #expect(entry(#""base64Body":"PGEvPg==""#)?.payload == "<a/>")
    #expect(entry(#""base64Body":"PGEvPg==""#)?.isText == false)
    #expect(entry(#""base64Body":"PGEvPg==""#)?.status == 200)
    #expect(entry(#""jsonBody":{"x":1}"#)?.payload == #"{"x":1}"#)
    #expect(
      entry(#""status":500,"bodyFileName":"soap/fault.xml""#)?.error
        == "its body stands in another file, 'soap/fault.xml', which is not read from here: check that file")
    let without = entry(#""status":503"#)
    #expect(without?.payload == "")
    #expect(without?.status == 503)
    #expect(without?.error == nil)
    #expect(without?.remark == "the mapping has no body")
    #expect(
      entry(#""base64Body":"PGE!""#)?.error?.hasPrefix("the body is no base64, from its character 4 on")
        == true
    )
  }

  @Test("The journal of WireMock has the requests as they were sent")
  func wireMockJournal() throws {
    let text =
      #"{"requests":[{"id":"7","request":{"url":"/o","method":"POST","headers":{"SOAPAction":"\"x\""},"body":"<q/>"},"#
      + #""responseDefinition":{"status":500,"body":"<a/>"},"wasMatched":true}]}"#
    let entry = try #require(read(text, as: .wireMock).first)
    #expect(entry.payload == "<a/>")
    #expect(entry.request == "<q/>")
    #expect(entry.requestFields == ["SOAPAction: \"x\""])
    #expect(entry.status == 500)
  }

  @Test("Mappings of WireMock.Net")
  func wireMockNet() throws {
    let text =
      #"[{"Guid":"g","Request":{"Path":{"Matchers":[{"Name":"WildcardMatcher","Pattern":"/o"}]},"Methods":["post"]},"#
      + #""Response":{"StatusCode":500,"Headers":{"Content-Type":["text/xml"]},"Body":"<a/>"}},"#
      + #"{"Guid":"h","Request":{},"Response":{"StatusCode":"500","BodyAsFile":"a.xml"}}]"#
    let entries = read(text, as: .wireMockNet)
    #expect(entries.map(\.payload) == ["<a/>", ""])
    #expect(entries.map(\.status) == [500, 500])
    #expect(entries[0].fields == ["Content-Type: text/xml"])
    #expect(entries[0].requestMethod == "POST")
    #expect(entries[1].error?.contains("'a.xml'") == true)
  }

  // MARK: Others

  @Test("A simulation of Hoverfly, of version 5 and of version 1")
  func hoverfly() throws {
    let text =
      #"{"data":{"pairs":["#
      + #"{"request":{"method":[{"matcher":"exact","value":"POST"}],"body":[{"matcher":"xml","value":"<q/>"}]},"#
      + #""response":{"status":500,"body":"PGEvPg==","encodedBody":true,"headers":{"Content-Type":["text/xml"]}}},"#
      + #"{"request":{"method":"GET","body":""},"response":{"status":200,"body":"<b/>","encodedBody":false}}"#
      + #"]},"meta":{}}"#
    let entries = read(text, as: .hoverfly)
    #expect(entries.map(\.payload) == ["<a/>", "<b/>"])
    #expect(entries.map(\.status) == [500, 200])
    #expect(entries.map(\.requestMethod) == ["POST", "GET"])
    #expect(entries.map(\.request) == ["<q/>", nil])
  }

  @Test("A collection of Postman: examples in folders, and requests without one")
  func postman() throws {
    let text = """
      {"info":{"_postman_id":"1"},"item":[
      {"name":"folder","item":[
      {"name":"deep","item":[
      {"name":"op","response":[
      {"name":"fault","originalRequest":{"method":"PUT","header":[{"key":"A","value":"1"}],"body":{"mode":"raw","raw":"<o/>"}},
       "code":500,"header":[{"key":"Content-Type","value":"text/xml"}],"body":"<a/>"},
      {"name":"other","code":200,"header":null,"body":null}
      ],"request":{"method":"POST","header":[{"key":"B","value":"2"}],"body":{"mode":"raw","raw":"<q/>"}}}]},
      {"name":"alone","request":{"method":"POST","header":[],"body":{"mode":"raw","raw":"<r/>"}},"response":[]}
      ]}]}
      """
    let entries = read(text, as: .postman)
    #expect(entries.map(\.payload) == ["<a/>", "", "<r/>"])
    #expect(entries.map(\.entry) == [0, 1, 2])
    #expect(entries.map(\.line) == [5, 7, 9])
    #expect(entries.map(\.id) == ["\"fault\"", "\"other\"", "\"alone\""])
    #expect(entries.map(\.status) == [500, 200, nil])
    #expect(entries.map(\.requestMethod) == ["PUT", "POST", nil])
    #expect(entries.map(\.request) == ["<o/>", "<q/>", nil])
    #expect(entries.map(\.requestFields) == [["A: 1"], ["B: 2"], []])
    #expect(entries[0].fields == ["Content-Type: text/xml"])
    #expect(entries[2].method == "POST")
    #expect(entries[1].remark == "the example has no body")
  }

  @Test("A session of Charles")
  func charles() throws {
    let text =
      #"[{"status":"COMPLETE","method":"POST","protocolVersion":"HTTP/1.1","path":"/o","#
      + #""request":{"header":{"headers":[{"name":"SOAPAction","value":"\"\""}]},"body":{"text":"<q/>","charset":"UTF-8"}},"#
      + #""response":{"status":500,"header":{"headers":[{"name":"Content-Type","value":"text/xml"}]},"body":{"encoding":"base64","encoded":"PGEvPg=="}}},"#
      + "\n"
      + #"{"status":"FAILED","method":"POST","path":"/o","request":{"header":{"headers":[]}},"response":{"status":null}}]"#
    let entries = read(text, as: .charles)
    #expect(entries.map(\.payload) == ["<a/>", ""])
    #expect(entries.map(\.line) == [1, 2])
    let first = try #require(entries.first)
    #expect(first.status == 500)
    #expect(first.version == "1.1")
    #expect(first.fields == ["Content-Type: text/xml"])
    #expect(first.request == "<q/>")
    #expect(first.requestFields == ["SOAPAction: \"\""])
    #expect(entries[1].status == nil)
  }

  @Test("An export of Insomnia: its requests")
  func insomnia() throws {
    let text =
      #"{"_type":"export","__export_format":4,"resources":[{"_id":"wrk_1","_type":"workspace","name":"w"},"#
      + #"{"_id":"req_1","_type":"request","name":"r","method":"POST","url":"http://a.example/","#
      + #""body":{"mimeType":"text/xml","text":"<q/>"},"headers":[{"name":"SOAPAction","value":"x"}]}]}"#
    let entries = read(text, as: .insomnia)
    #expect(entries.map(\.payload) == ["<q/>"])
    #expect(entries.first?.method == "POST")
    #expect(entries.first?.fields == ["SOAPAction: x", "Content-Type: text/xml"])
    #expect(entries.first?.isComplete == false)
  }

  @Test("A body in a content coding, and one with parts, are undone")
  func coded() {
    func entry(_ headers: String, _ body: String) -> EntryText? {
      read(
        #"{"request":{"urlPath":"/"},"response":{"headers":{\#(headers)},\#(body)}}"#, as: .wireMock
      ).first
    }
    // <a>packed</a>
    let packed = #""base64Body":"H4sIAAAAAAACA7NJtCtITM5OTbHRT7QDAP6zODENAAAA""#
    #expect(entry(#""Content-Encoding":"gzip""#, packed)?.payload == "<a>packed</a>")
    #expect(entry(#""Content-Encoding":"gzip""#, #""body":"<a/>""#)?.payload == "<a/>")
    #expect(
      entry(
        #""Content-Type":"multipart/related; boundary=b""#,
        #""body":"--b\r\nContent-Type: text/xml\r\n\r\n<a/>\r\n--b--\r\n""#)?.payload == "<a/>")
  }

  // MARK: Bad input

  @Test("A broken mapping costs no other", arguments: [1, 7, 64, Int.max])
  func broken(piece: Int) {
    let one = #"{"request":{"urlPath":"/"},"response":{"status":500,"body":"<a/>"}}"#
    let bad = one.replacing("500,", with: "500")
    let text = "{\"mappings\":[\n\(one),\n\(bad),\n\(one)\n]}"
    let entries = read(Array(text.utf8), as: .wireMock, piece: piece)
    #expect(entries.map(\.payload) == ["<a/>", "", "<a/>"])
    #expect(entries.map(\.line) == [2, 3, 4])
    #expect(entries[1].error?.contains("a comma is missing at line 3") == true)
  }

  @Test("A file that is cut off gives the entries before, then says so")
  func truncated() {
    let mapping = #"{"request":{"urlPath":"/"},"response":{"status":500,"body":"<a/>"}}"#
    for (form, text) in [
      (CaptureFormat.wireMock, "{\"mappings\":[\(mapping),\(mapping)]}"),
      (
        .postman,
        #"{"info":{},"item":[{"request":{"method":"POST","body":{"raw":"<a/>"}}},{"request":{"method":"POST","body":{"raw":"<a/>"}}}]}"#
      ),
    ] {
      let bytes = Array(text.utf8)
      for length in 40..<bytes.count {
        let entries = read(Array(bytes[..<length]), as: form)
        #expect(entries.last?.error != nil, "\(form.name) \(length)")
        #expect(["", "<a/>", "<a/><a/>"].contains(entries.map(\.payload).joined()))
      }
    }
  }

  @Test("What is nested 500 deep is read, and what is nested deeper is told")
  func deep() {
    func text(_ depth: Int) -> String {
      #"{"info":{},"item":[{"x":"# + String(repeating: "[", count: depth)
        + String(repeating: "]", count: depth)
        + #","request":{"method":"POST","body":{"raw":"<a/>"}}}]}"#
    }
    #expect(read(text(500), as: .postman).map(\.payload) == ["<a/>"])
    let deeper = read(text(600), as: .postman)
    #expect(deeper.map(\.payload) == [""])
    #expect(deeper.first?.error?.contains("the nesting is deeper than 512 at line 1") == true)
    let folders =
      String(repeating: #"{"item":["#, count: 250) + #"{"request":{"method":"POST","body":{"raw":"<a/>"}}}"#
      + String(repeating: "]}", count: 250)
    #expect(read(folders, as: .postman).map(\.payload) == ["<a/>"])
  }

  @Test("Changed files are read to their end", arguments: 0..<40)
  func mutated(seed: UInt64) {
    var numbers = SeededNumbers(seed + 1)
    let mapping =
      #"{"request":{"urlPath":"/"},"response":{"status":500,"base64Body":"PGEvPg==","headers":{"A":["b"]}}}"#
    let bytes = Array("{\"mappings\":[\(mapping),\n\(mapping),\n\(mapping)]}".utf8).mutated(&numbers)
    for form in CaptureFormat.all {
      let whole = read(bytes, as: form)
      #expect(
        read(bytes, as: form, piece: 7).map(\.payload).joined() == whole.map(\.payload).joined(),
        "\(form.name)")
    }
  }
}
