import Testing

@testable import FaultlintCaptures

@Suite("Envelopes in logs")
struct LogTests {
  static let envelope = "<s:Envelope xmlns:s=\"urn:s\"><s:Body>é</s:Body></s:Envelope>"

  @Test(
    "An envelope is found in every form it is escaped in",
    arguments: [
      envelope,
      "<s:Envelope xmlns:s=\\\"urn:s\\\"><s:Body>\\u00e9<\\/s:Body><\\/s:Envelope>",
      "\\u003cs:Envelope xmlns:s=\\u0022urn:s\\u0022\\u003e\\u003Cs:Body\\u003Eé\\u003c/s:Body\\u003e\\u003c/s:Envelope\\u003e",
      "\\x3Cs:Envelope xmlns:s=\\x22urn:s\\x22\\x3E\\x3Cs:Body\\x3E\\xc3\\xa9\\x3C/s:Body\\x3E\\x3C/s:Envelope\\x3E",
      "&lt;s:Envelope xmlns:s=&quot;urn:s&quot;&gt;&lt;s:Body&gt;&#233;&lt;/s:Body&gt;&lt;/s:Envelope&gt;",
      "&lt;s:Envelope xmlns:s=\"urn:s\"&gt;&lt;s:Body&gt;é&lt;/s:Body&gt;&lt;/s:Envelope&gt;",
      "&#x3C;s:Envelope xmlns:s=&#34;urn:s&#34;&#x3e;&#x3c;s:Body&#x3e;é&#60;/s:Body&#62;&#x3C;/s:Envelope&#x3e;",
      "&amp;lt;s:Envelope xmlns:s=&amp;quot;urn:s&amp;quot;&amp;gt;&amp;lt;s:Body&amp;gt;é&amp;lt;/s:Body&amp;gt;"
        + "&amp;lt;/s:Envelope&amp;gt;",
      "%3Cs%3AEnvelope%20xmlns%3As%3D%22urn%3As%22%3E%3Cs%3ABody%3E%C3%A9%3C%2Fs%3ABody%3E%3C%2Fs%3AEnvelope%3E",
      "%3cs:Envelope+xmlns:s=%22urn:s%22%3e%3cs:Body%3e%c3%a9%3c/s:Body%3e%3c/s:Envelope%3e",
      "<s:Envelope xmlns:s=\\\\\\\"urn:s\\\\\\\"><s:Body>é<\\\\/s:Body><\\\\/s:Envelope>",
    ])
  func forms(text: String) {
    for (before, after) in [("", ""), ("INFO sent: ", " in 3 ms"), ("{\"body\":\"", "\"}\nnext")] {
      let entries = read("first line\n" + before + text + after + "\n", as: .log)
      #expect(entries.map(\.payload) == [Self.envelope], "\(text)")
      #expect(entries.map(\.line) == [2])
      #expect(entries.first?.isVerbatim == (text == Self.envelope))
      #expect(entries.first?.remark == nil)
    }
  }

  @Test("A prefix may be long", arguments: [1, 2, 11, 12, 13, 14, 40, 63, 64])
  func longPrefix(_ count: Int) {
    let prefix = String(repeating: "p", count: count)
    for name in ["Envelope", "Fault"] {
      let text = "<\(prefix):\(name) xmlns:\(prefix)=\"urn:s\"><a/></\(prefix):\(name)>"
      for before in ["", "x", "INFO "] {
        #expect(read("first\n\(before)\(text) after\n", as: .log).map(\.payload) == [text])
      }
    }
  }

  @Test("Several in a log, on one line and over many")
  func several() {
    let log = """
      2026-11-26 03:30:07 INFO nothing here, no Envelope, no <Faulty> and no SOAPFault
      2026-11-26 03:30:08 IN <a:Envelope xmlns:a='x'><a:Body/></a:Envelope> OUT <Fault/> x <b:Fault attr="1"></b:Fault >
      2026-11-26 03:30:09 IN <?xml version="1.0"?>
      <s:Envelope>
        <s:Body>
          <s:Fault></s:Fault>
        </s:Body>
      </s:Envelope>
      2026-11-26 03:30:10 done
      """
    let entries = read(log, as: .log)
    #expect(
      entries.map(\.payload) == [
        "<a:Envelope xmlns:a='x'><a:Body/></a:Envelope>", "<Fault/>", "<b:Fault attr=\"1\"></b:Fault >",
        "<?xml version=\"1.0\"?>\n<s:Envelope>\n  <s:Body>\n    <s:Fault></s:Fault>\n  </s:Body>\n</s:Envelope>",
      ])
    #expect(entries.map(\.line) == [2, 2, 2, 3])
    #expect(entries.map(\.payloadLine) == [2, 2, 2, 3])
    #expect(entries.map(\.entry) == [0, 1, 2, 3])
    #expect(entries.allSatisfy { $0.isVerbatim && $0.error == nil && $0.remark == nil })
    #expect(entries[3].isText)
  }

  @Test(
    "An envelope in other XML has the namespaces around it, in whatever pieces the log comes",
    arguments: [1, 7, 20, 40, 60, Int.max])
  func inherited(piece: Int) {
    let around = "<log xmlns:a=\"urn:a\"\n xmlns:s=\"urn:s\">\n"
    let log =
      around + "<s:Envelope><s:Body><a:b/></s:Body></s:Envelope>\n"
      + "<s:Envelope xmlns:s=\"x\"/><s:Envelope/></log>"
    #expect(
      read(Array(log.utf8), as: .log, piece: piece).map(\.payload) == [
        "<s:Envelope xmlns:s=\"urn:s\" xmlns:a=\"urn:a\"><s:Body><a:b/></s:Body></s:Envelope>",
        "<s:Envelope xmlns:s=\"x\"/>", "<s:Envelope xmlns:s=\"urn:s\"/>",
      ])
    // What an envelope declares holds in it, and no further.
    let bare = "<s:Envelope xmlns:s=\"x\"></s:Envelope>\n<s:Envelope></s:Envelope>\n"
    #expect(
      read(Array(bare.utf8), as: .log, piece: piece).map(\.payload) == [
        "<s:Envelope xmlns:s=\"x\"></s:Envelope>", "<s:Envelope></s:Envelope>",
      ])
  }

  @Test(
    "An element that is all in its start tag ends there, in whatever pieces the log comes",
    arguments: Array(1...24) + [40, 64, 100, Int.max])
  func emptyElements(piece: Int) {
    let empty = "<s:Envelope xmlns:s=\"urn:a/long-name\" a=\"b/c\"/>"
    let outer = "<s:Envelope><s:Body>\(empty)</s:Body></s:Envelope>"
    let lines = "<s:Envelope>\n<s:Body>\n\(empty)\n</s:Body>\n</s:Envelope>"
    let escaped = "<s:Envelope a=\\\"b\\\" c=\\\"dddddddddddddddddddddd\\\"/>"
    let log = "a \(empty)\nb \(outer) c\n\(lines)\n\"\(escaped)\"\nd\n"
    let entries = read(Array(log.utf8), as: .log, piece: piece)
    #expect(
      entries.map(\.payload) == [empty, outer, lines, escaped.replacing("\\", with: "")])
    #expect(entries.allSatisfy { $0.remark == nil && $0.error == nil })
  }

  @Test("An escaped declaration belongs to the payload")
  func declaration() {
    let entries = read(
      "x \"<?xml version=\\\"1.0\\\" encoding=\\\"utf-16\\\"?>\\n<Envelope a=\\\"b\\\">\\n<\\/Envelope>\"",
      as: .log)
    #expect(
      entries.map(\.payload) == [
        "<?xml version=\"1.0\" encoding=\"utf-16\"?>\n<Envelope a=\"b\">\n</Envelope>"
      ])
    #expect(entries.first?.isText == true)
    let escaped = read("&lt;?xml version=&quot;1.0&quot;?&gt;\n&lt;Envelope/&gt;", as: .log)
    #expect(escaped.map(\.payload) == ["<?xml version=\"1.0\"?>\n<Envelope/>"])
  }

  @Test(
    "One without an end goes to the next record, checked as it stands",
    arguments: [
      "2026-11-26T03:30:09 next", "[26/Nov/2026:03:30:09 +0000] next", "Nov 26 03:30:09 host next",
      "03:30:09,1 next",
      "WARN next", "<13>next", "{\"level\":\"info\"}", "[ERROR] next", "1764127809.123 next",
    ])
  func cutOff(record: String) {
    let log = "INFO <s:Envelope xmlns:s=\"x\">\n  <s:Body>\n  <s:Fa\n\(record)\n<s:Envelope/>\n"
    let entries = read(log, as: .log)
    #expect(entries.map(\.payload) == ["<s:Envelope xmlns:s=\"x\">\n  <s:Body>\n  <s:Fa", "<s:Envelope/>"])
    #expect(entries.map(\.remark) == ["its end is not in the log", nil])
    #expect(entries.map(\.line) == [1, 5])
  }

  @Test("One without an end that nothing follows, or the next of its kind")
  func cutOffElsewhere() {
    #expect(read("x <s:Envelope><s:Body>\n", as: .log).map(\.payload) == ["<s:Envelope><s:Body>"])
    let twice = read("x <s:Envelope><s:Bo... <s:Envelope></s:Envelope>", as: .log)
    #expect(twice.map(\.payload) == ["<s:Envelope><s:Bo...", "<s:Envelope></s:Envelope>"])
    // An escaped one is on one line.
    let escaped = read("\"<s:Envelope x=\\\"y\\\"><s:Bo...\nmore\n<s:Envelope/>", as: .log)
    #expect(escaped.map(\.payload) == ["<s:Envelope x=\"y\"><s:Bo...", "<s:Envelope/>"])
    var options = CaptureOptions()
    options.entryBytes = 1000
    let long = read("<Envelope>" + String(repeating: "x", count: 5000) + "\n<Fault/>", as: .log, options)
    #expect(long.map(\.payload.count) == [1000, 8])
  }

  @Test("Unknown escapes stay, odd ones are replaced")
  func escapes() {
    let entries = read(#"{"m":"<Fault a=\"\">\q \ud800 \ud83d\ude00 C:\\x &amp; \xzz<\/Fault>"}"#, as: .log)
    #expect(entries.map(\.payload) == [#"<Fault a="">\q \#u{FFFD} 😀 C:\x &amp; \xzz</Fault>"#])
    // A backslash in XML that is not escaped is one.
    #expect(
      read(#"<Fault a="b"><d>\network</d></Fault>"#, as: .log).map(\.payload) == [
        #"<Fault a="b"><d>\network</d></Fault>"#
      ])
  }

  @Test("A text without envelopes is one entry, and it is said that it holds no payload")
  func nothing() {
    let long = String(repeating: "INFO nothing to see: Fault Envelope <Faulty>\n", count: 20_000)
    for text in ["", "hello", long] {
      let stream = Read.stream(Array(text.utf8), piece: 1000)
      var splitter = LogSplitter(limit: 1 << 20)
      let segment = splitter.next(stream)
      #expect(segment?.holdsNoPayload == true)
      #expect(splitter.next(stream) == nil)
      // Of a long one the beginning is kept.
      #expect(read(text, as: .log).map(\.payload) == [String(text.prefix(CaptureHead.bytes))])
    }
  }

  @Test("Records that look alike, some with an envelope, are not taken for lines of one message")
  func alike() {
    let message =
      "<?xml version=\"1.0\"?><s:Envelope><s:Body>\(String(repeating: "x", count: 300))</s:Body></s:Envelope>"
    var log = ""
    for number in 0..<300 {
      log +=
        "2026-01-02 03:04:05,\(number) INFO [http-\(number % 7)] o.a.x - got answer in \(number) ms: \(message)\n"
      log += "2026-01-02 03:04:06,\(number) DEBUG [main] something else\n"
    }
    for piece in [Int.max, 1000, 4096] {
      let entries = read(Array(log.utf8), as: .log, piece: piece)
      #expect(entries.count == 300)
      #expect(entries.allSatisfy { $0.payload == message && $0.isVerbatim && $0.remark == nil })
    }
  }

  @Test("What one envelope leaves open another does not close, and time stays linear")
  func open() {
    let log = String(repeating: "<s:Fault a='b'>\n<c>x</c>\n", count: 20_000) + "<s:Fault></s:Fault>\n"
    let start = ContinuousClock.now
    let entries = read(log, as: .log)
    #expect(entries.count == 20_001)
    #expect(entries.last?.payload == "<s:Fault></s:Fault>")
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test(
    "A log in which an envelope is named a million times is read in linear time",
    arguments: [
      "\\", "<Fault ", "<Fault/>", "Envelope ", "<s:Envelope>", "Payload: ", "> ", "\"+\"",
    ])
  func hostile(_ text: String) {
    let log = "x <s:Envelope a=\"" + String(repeating: text, count: 400_000 / text.utf8.count)
    let start = ContinuousClock.now
    _ = read(log, as: .log)
    #expect(ContinuousClock.now - start < .seconds(20))
  }
}
