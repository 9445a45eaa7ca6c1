import Testing

@testable import FaultlintCaptures

@Suite("Message logs of the WS-I monitor")
struct WSILogTests {
  static let namespaces = [
    "http://www.ws-i.org/testing/2003/03/log/", "http://www.ws-i.org/testing/2004/07/log/",
  ]

  static func log(_ entries: String, namespace: String = namespaces[0], end: String = "</wsi-log:log>")
    -> String
  {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- <messageEntry> --><?x <messageEntry?>\n"
      + "<wsi-log:log timestamp=\"2026-11-26T03:30:07\" xmlns:wsi-log=\"\(namespace)\">\n"
      + "<wsi-log:monitor version=\"1.0\"><wsi-log:implementer name=\"x > y\"/></wsi-log:monitor>\n\(entries)\n\(end)"
  }

  static func entry(_ number: Int, _ conversation: Int, _ type: String, _ headers: String, _ content: String)
    -> String
  {
    "<wsi-log:messageEntry xsi:type=\"wsi-log:httpMessageEntry\" ID=\"\(number)\" "
      + "conversationID=\"\(conversation)\" type=\"\(type)\" timestamp=\"2026-11-26T03:30:07\">\n"
      + "<wsi-log:messageContent>\(content)</wsi-log:messageContent>\n"
      + "<wsi-log:senderHostAndPort>a:1</wsi-log:senderHostAndPort>\n"
      + "<wsi-log:httpHeaders>\(headers)</wsi-log:httpHeaders>\n</wsi-log:messageEntry>\n"
  }

  static let request =
    "POST /x HTTP/1.1&#13;&#10;Content-Type: text/xml&#13;&#10;SOAPAction: &quot;&quot;&#13;&#10;"
  static let response = "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/xml\r\n"

  @Test("Requests and responses are matched by conversation", arguments: namespaces)
  func conversations(namespace: String) {
    let entries = read(
      Self.log(
        Self.entry(1, 7, "request", Self.request, "&lt;q n=&quot;1&quot;/&gt;")
          + Self.entry(2, 8, "request", Self.request, "<![CDATA[<q n=\"2\"/>]]>")
          + Self.entry(3, 8, "response", Self.response, "<![CDATA[<r n=\"2\">]]>&lt;/r&gt;")
          + Self.entry(4, 7, "response", Self.response, "&lt;r&#x3e;&#233;\r\n&amp;amp;&lt;/r&gt;"),
        namespace: namespace), as: .wsiLog)
    #expect(entries.map(\.payload) == ["<q n=\"1\"/>", "<q n=\"2\"/>", "<r n=\"2\"></r>", "<r>é\n&amp;</r>"])
    #expect(entries.map(\.id) == ["1", "2", "3", "4"])
    #expect(entries.map(\.method) == ["POST", "POST", nil, nil])
    #expect(entries.map(\.status) == [nil, nil, 500, 500])
    #expect(entries.map(\.request) == [nil, nil, "<q n=\"2\"/>", "<q n=\"1\"/>"])
    #expect(entries.map(\.requestMethod) == [nil, nil, "POST", "POST"])
    #expect(entries[0].fields == ["Content-Type: text/xml", "SOAPAction: \"\""])
    #expect(entries[2].fields == ["Content-Type: text/xml"])
    #expect(entries.map(\.line) == [5, 10, 15, 22])
    #expect(entries.map(\.isVerbatim) == [false, true, false, false])
    #expect(entries[1].payloadLine == 11)
    #expect(entries.allSatisfy { $0.error == nil && $0.remark == nil && $0.isText })
  }

  @Test("The root part of a message with attachments is the payload")
  func attachments() {
    let content =
      "<wsi-log:messageEntry ID=\"a&quot;b\" conversationID=\"1\" type=\"response\"><wsi-log:messageContentWithAttachments>"
      + "<wsi-log:mimePart><wsi-log:boundaryString>b</wsi-log:boundaryString><wsi-log:mimeHeaders>Content-ID: &lt;x&gt;"
      + "</wsi-log:mimeHeaders><wsi-log:mimeContent>AAAA</wsi-log:mimeContent></wsi-log:mimePart><wsi-log:mimePart>"
      + "<wsi-log:mimeHeaders>Content-ID: &lt;root&gt;</wsi-log:mimeHeaders><wsi-log:mimeContent>&lt;r/&gt;"
      + "</wsi-log:mimeContent></wsi-log:mimePart></wsi-log:messageContentWithAttachments><wsi-log:httpHeaders>"
      + "HTTP/1.1 200 OK\nContent-Type: multipart/related; start=\"&lt;root&gt;\"\n</wsi-log:httpHeaders></wsi-log:messageEntry>"
    let entries = read(Self.log(content, namespace: Self.namespaces[1]), as: .wsiLog)
    #expect(entries.map(\.payload) == ["<r/>"])
    #expect(entries.map(\.id) == ["\"a\\\"b\""])
    #expect(entries.map(\.status) == [200])
  }

  @Test("What is broken is told, and the rest is read")
  func broken() {
    let whole = Self.entry(1, 1, "response", Self.response, "&lt;a/&gt;")
    let open = whole.replacing("</wsi-log:messageEntry>", with: "")
    let entries = read(Self.log(whole + open + whole), as: .wsiLog)
    #expect(entries.map(\.payload) == ["<a/>", "", "<a/>"])
    #expect(entries[1].error == "the messageEntry has no end")
    #expect(entries.map(\.entry) == [0, 1, 2])

    let cutOff = read(Self.log(whole + open, end: ""), as: .wsiLog)
    #expect(cutOff.map(\.payload) == ["<a/>", ""])
    #expect(cutOff[1].error == "the log ends inside this messageEntry")
    #expect(
      read(Self.log(whole, end: ""), as: .wsiLog).last?.error == "the log has no end tag: it is cut off")
    let empty = whole.replacing("messageContent", with: "other")
    #expect(read(Self.log(empty), as: .wsiLog).map(\.error) == ["the messageEntry has no messageContent"])
    for text in ["", "text", "<log/>", "<a:b xmlns:a=\"\(Self.namespaces[0])\"/>"] {
      #expect(read(text, as: .wsiLog).first?.error?.hasPrefix("this is no message log") == true)
    }
    #expect(read(Self.log(""), as: .wsiLog) == [])
  }

  @Test("Entries that do not say what they are go together all the same, in whatever pieces")
  func untold() {
    let request = Self.entry(1, 1, "request", Self.request, "&lt;q/&gt;")
    let response = Self.entry(2, 1, "response", Self.response, "&lt;r/&gt;")
    for (part, name) in [(" type=\"request\"", "no type"), (" conversationID=\"1\"", "no conversation")] {
      let log = Self.log(
        request.replacing(part, with: "")
          + (name == "no type" ? response : response.replacing(part, with: "")))
      for piece in [1, 100, 10_000] {
        let entries = read(Array(log.utf8), as: .wsiLog, piece: piece)
        #expect(entries.map(\.request) == [nil, "<q/>"], "\(name), pieces of \(piece)")
      }
    }
  }

  @Test("An element without its end costs no other entry")
  func openElement() {
    let whole = Self.entry(1, 1, "response", Self.response, "&lt;a/&gt;")
    let open = whole.replacing("</wsi-log:messageContent>", with: "")
    for piece in [1, 10_000] {
      let entries = read(Array(Self.log(open + whole).utf8), as: .wsiLog, piece: piece)
      #expect(entries.map(\.payload) == ["", "<a/>"])
      #expect(entries.map(\.status) == [nil, 500])
    }
  }

  @Test("An entry that is too large costs no other", arguments: ["x", "&lt;", "]]>"])
  func large(filling: String) {
    var options = CaptureOptions()
    options.entryBytes = 1 << 16
    let text = String(repeating: filling, count: (1 << 20) / filling.utf8.count)
    let content = filling == "]]>" ? "<![CDATA[" + text.replacing("]]>", with: "<x>") + "]]>" : text
    let entries = read(
      Self.log(
        Self.entry(1, 1, "response", Self.response, "&lt;a/&gt;")
          + Self.entry(2, 2, "response", Self.response, content)
          + Self.entry(3, 3, "response", Self.response, "&lt;c/&gt;")), as: .wsiLog, options)
    #expect(entries.map(\.payload) == ["<a/>", "", "<c/>"])
    #expect(entries[1].error == "the messageEntry has more than 65536 bytes")
  }
}
