import Testing

@testable import FaultlintCaptures

@Suite("HTTP archives")
struct HARTests {
  /// An entry with a response that has this text.
  static func entry(_ content: String, status: Int = 500, more: String = "") -> String {
    #"{"startedDateTime":"2026-11-26T03:30:07Z","request":{"method":"POST","url":"http://x/","#
      + #""httpVersion":"HTTP/1.1","headers":[{"name":"SOAPAction","value":"\"\""}],"#
      + #""postData":{"mimeType":"text/xml","text":"<q/>"}},"response":{"status":\#(status),"#
      + #""httpVersion":"HTTP/1.1","headers":[{"name":"Content-Type","value":"text/xml"}],"#
      + #""content":{"mimeType":"text/xml",\#(content)}}\#(more)}"#
  }

  static func archive(_ entries: [String]) -> String {
    #"{"log":{"version":"1.2","creator":{"name":"entries","version":"[{"},"pages":[],"entries":["#
      + "\n" + entries.joined(separator: ",\n") + "\n]}}"
  }

  @Test("An entry gives both messages")
  func whole() throws {
    let entries = read(
      Self.archive([
        Self.entry(#""size":4,"text":"<a\/>""#),
        Self.entry(#""size":4,"text":"PGIvPg==","encoding":"base64""#),
      ]),
      as: .har)
    #expect(entries.map(\.payload) == ["<a/>", "<b/>"])
    #expect(entries.map(\.isText) == [true, false])
    #expect(entries.map(\.line) == [2, 3])
    #expect(entries.map(\.entry) == [0, 1])
    let first = try #require(entries.first)
    #expect(first.status == 500)
    #expect(first.version == "1.1")
    #expect(first.fields == ["Content-Type: text/xml"])
    #expect(first.isComplete == true)
    #expect(first.requestMethod == "POST")
    #expect(first.requestFields == ["SOAPAction: \"\""])
    #expect(first.request == "<q/>")
    #expect(entries.allSatisfy { $0.error == nil && $0.remark == nil })
  }

  @Test("Where the entries stand in the archive does not matter")
  func order() {
    let one = Self.entry(#""text":"<a/>""#)
    for text in [
      #"{"x":{"entries":[1]},"log":{"entries":[\#(one)],"pages":[{"a":"]}"}],"version":"1.2"},"y":1}"#,
      "\u{FEFF}{\n\"log\" : { \"comment\" : \"\\\"entries\\\":[\" , \"entries\" : [ \(one) ] } }\n",
    ] {
      let entries = read(text, as: .har)
      #expect(entries.map(\.payload) == ["<a/>"])
      #expect(entries.map(\.error) == [nil])
    }
    #expect(read(Self.archive([]), as: .har) == [])
  }

  @Test("Entries without content")
  func withoutContent() {
    let image = Self.entry(#""size":9"#).replacing("text/xml", with: "image/png")
    let socket = Self.entry(#""size":0"#, status: 101, more: #","_webSocketMessages":[{"data":"<x/>"}]"#)
    let failed =
      #"{"startedDateTime":"","request":{},"response":{"status":0,"headers":[],"content":{"size":0,"#
      + #""mimeType":"x-unknown"},"_error":"net::ERR_FAILED"}}"#
    let entries = read(
      Self.archive([
        Self.entry(#""size":0"#, status: 204), Self.entry(#""size":9"#), image, socket, failed,
        #"{"startedDateTime":"","request":{}}"#,
      ]), as: .har)
    #expect(entries.map(\.payload) == Array(repeating: "", count: 6))
    let missing = "the archive was saved without the content of this response (9 bytes)"
    #expect(entries.map(\.error) == [nil, missing, nil, nil, nil, "the entry has no response"])
    #expect(
      entries.map(\.remark) == [
        nil, nil, missing, "the entry is a WebSocket; its messages are not read",
        "the archive notes 'net::ERR_FAILED'", nil,
      ])
    #expect(entries[4].status == nil)
  }

  @Test("Compressed content is unpacked")
  func compressed() {
    func archive(_ text: String) -> String {
      Self.archive([
        Self.entry("\"text\":\"\(text)\",\"encoding\":\"base64\"").replacing(
          #"[{"name":"Content-Type","value":"text/xml"}]"#,
          with: #"[{"name":"content-encoding","value":"gzip"}]"#)
      ])
    }
    // <a>packed</a>
    let whole = "H4sIAAAAAAACA7NJtCtITM5OTbHRT7QDAP6zODENAAAA"
    #expect(read(archive(whole), as: .har).map(\.payload) == ["<a>packed</a>"])
    let broken = read(archive(String(whole.prefix(24))), as: .har)
    #expect(broken.count == 1)
    #expect(broken.first?.error?.contains("cannot be unpacked: it ends early") ?? false)
  }

  @Test(
    "A broken entry in the middle costs no other",
    arguments: [
      // What is done to the second of three entries, and what is said of it.
      (#""status":500,"#, #""status":500"#, "a comma is missing"),
      (#"}]"#, #"]"#, "the brackets do not match"),
      (#""text":"<b/>"}}"#, #""text":"<b/>"}"#, "a comma or the name of a member is missing"),
      (#""text":"<b/>"}}"#, #""text":"<b/>"}}}"#, ""),
      (#""text":"<b/>"}}"#, #""text":"<b/>"}}]"#, ""),
      (#""text":"<b/>""#, #""text":"<b/>"#, ""),
      (#""text":"<b/>""#, "\"text\":\"<b\n/>\"", "a string goes over the end of its line"),
      (#""text":"<b/>""#, #""text":"<\b/\>""#, #"'\>' is no escape"#),
      (#""text":"<b/>""#, #""text":"<b/>\ud8""#, #"'\u' has no four hexadecimal digits"#),
      (#""text":"<b/>""#, #""text":nothing"#, "this is no value"),
      ("{\"startedDateTime\"", "\"startedDateTime\"", ""),
    ])
  func brokenEntry(part: String, replacement: String, message: String) throws {
    var broken = Self.entry(#""text":"<b/>""#)
    let place = try #require(broken.firstRange(of: part))
    broken.replaceSubrange(place, with: replacement)
    let text = Self.archive([Self.entry(#""text":"<a/>""#), broken, Self.entry(#""text":"<c/>""#)])
    let entries = read(text, as: .har)
    let whole = entries.filter { $0.error == nil }.map(\.payload)
    #expect(whole.first == "<a/>")
    #expect(whole.last == "<c/>")
    let troubles = entries.compactMap(\.error)
    #expect(!troubles.isEmpty)
    #expect(troubles.first?.hasPrefix(message) == true, "\(troubles)")
    #expect(entries.map(\.entry) == Array(0..<entries.count))
    #expect(entries.last?.line ?? 0 >= 4)
  }

  @Test("An archive that is cut off gives the whole entries, then says so")
  func truncated() {
    let bytes = Array(Self.archive([Self.entry(#""text":"<a/>""#), Self.entry(#""text":"<b/>""#)]).utf8)
    for length in 0..<bytes.count {
      let entries = read(Array(bytes[..<length]), as: .har)
      #expect(entries.last?.error != nil, "\(length)")
      #expect(entries.filter { $0.error != nil }.count == 1, "\(length)")
      let whole = entries.dropLast().map(\.payload)
      #expect(["", "<a/>", "<a/><b/>"].contains(whole.joined()))
    }
    #expect(
      read(Array(bytes.dropLast()), as: .har).last?.error == "the archive is cut off after its entries")
  }

  @Test(
    "What is no archive is told",
    arguments: ["", "[]", "{}", "{\"log\":{}}", "{\"log\":[]}", "<x/>", "{\"log\" 1}"])
  func noArchive(text: String) {
    let entries = read(text, as: .har)
    #expect(entries.count == 1)
    #expect(entries.first?.error != nil)
  }

  @Test("An entry that is too large costs no other and is not kept")
  func large() {
    var options = CaptureOptions()
    options.entryBytes = 1 << 16
    let large = Self.entry("\"text\":\"" + String(repeating: "x", count: 1 << 20) + "\"")
    let entries = read(
      Self.archive([Self.entry(#""text":"<a/>""#), large, Self.entry(#""text":"<c/>""#)]), as: .har, options)
    #expect(entries.map(\.payload) == ["<a/>", "", "<c/>"])
    #expect(entries[1].error == "the entry has more than 65536 bytes")
  }
}
