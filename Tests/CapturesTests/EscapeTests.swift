import Testing

@testable import FaultlintCaptures

/// What was done to a message on its way into a text, undone, with places that point into the text.
@Suite("Messages written into something else")
struct EscapeTests {
  /// The message that all of them hold.
  static let message =
    "<s:Envelope xmlns:s=\"urn:s\">\n<s:Body>it's \"ü\" &amp; C:\\x</s:Body>\n</s:Envelope>"

  struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    var message = EscapeTests.message
    var testDescription: String { name }
  }

  static let samples = [
    Sample(
      name: "Java",
      text: #"""
        String s = "<s:Envelope xmlns:s=\"urn:s\">\n" +
            "<s:Body>it's \"\u00fc\" " + "&amp; C:\\x</s:Body>\n"
            + "</s:Envelope>"; // done
        """#),
    Sample(
      name: "JavaScript in single quotes",
      text: #"""
        const s = '<s:Envelope xmlns:s="urn:s">\n' +
          '<s:Body>it\'s "ü" &amp; C:\\x</s:Body>\n</s:Envelope>';
        """#),
    Sample(
      name: "StringBuilder",
      text: #"""
        sb.append("<s:Envelope xmlns:s=\"urn:s\">\n");
        sb.append("<s:Body>it's \"ü\" &amp; C:\\x</s:Body>\n");
        sb.append("</s:Envelope>");
        """#),
    Sample(
      name: "C# verbatim",
      text:
        "var s = @\"<s:Envelope xmlns:s=\"\"urn:s\"\">\n<s:Body>it's \"\"ü\"\" &amp; C:\\x</s:Body>\n</s:Envelope>\";"
    ),
    Sample(
      name: "repr of bytes",
      text:
        #"DEBUG b'<s:Envelope xmlns:s="urn:s">\n<s:Body>it\'s "\xc3\xbc" &amp; C:\\x</s:Body>\n</s:Envelope>' sent"#
    ),
    Sample(
      name: "repr of a string of Latin-1",
      text:
        #"DEBUG '<s:Envelope xmlns:s="urn:s">\n<s:Body>it\'s "\xfc" &amp; C:\\x</s:Body>\n</s:Envelope>' sent"#
    ),
    Sample(
      name: "NSLog",
      text:
        #"body = "<s:Envelope xmlns:s=\"urn:s\">\n<s:Body>it's \"\U00fc\" &amp; C:\\x</s:Body>\n</s:Envelope>";"#
    ),
    Sample(
      name: "octal",
      text:
        #"body = "<s:Envelope xmlns:s=\"urn:s\">\n<s:Body>it's \"\303\274\" &amp; C:\\x</s:Body>\n</s:Envelope>";"#
    ),
    Sample(
      name: "YAML in double quotes, folded",
      text:
        "a: \"<s:Envelope xmlns:s=\\\"urn:s\\\">\\n<s:Body>it's\\\n    \\ \\\"ü\\\" &amp;\\\n    \\ C:\\\\x</s:Body>\\n</s:Envelope>\""
    ),
    Sample(
      name: "YAML in single quotes",
      text: "a: '<s:Envelope xmlns:s=\"urn:s\">\n<s:Body>it''s \"ü\" &amp; C:\\x</s:Body>\n</s:Envelope>'"),
    Sample(
      name: "CSV",
      text:
        "5,\"<s:Envelope xmlns:s=\"\"urn:s\"\">\n<s:Body>it's \"\"ü\"\" &amp; C:\\x</s:Body>\n</s:Envelope>\",x"
    ),
    Sample(
      name: "Markdown",
      text:
        "<s:Envelope xmlns:s=\"urn:s\"\\>\n<s:Body\\>it's \"ü\" &amp; C:\\\\x</s:Body>\n</s:Envelope\\> in prose"
    ),
    Sample(
      name: "SQL",
      text:
        "select '<s:Envelope xmlns:s=\"urn:s\">\n' ||\n '<s:Body>it''s \"ü\" &amp; C:\\x</s:Body>\n</s:Envelope>'",
      message: "<s:Envelope xmlns:s=\"urn:s\">\n<s:Body>it''s \"ü\" &amp; C:\\x</s:Body>\n</s:Envelope>"),
    Sample(
      name: "XML in JSON",
      text:
        #"{"a": "&lt;s:Envelope xmlns:s=\"urn:s\"&gt;\n&lt;s:Body&gt;it's \"ü\" &amp;amp; C:\\x&lt;/s:Body&gt;\n&lt;/s:Envelope&gt;"}"#
    ),
  ]

  @Test("The message is what was meant, and each of its bytes has its place", arguments: samples)
  func undone(sample: Sample) throws {
    let text = Array(("before\n" + sample.text + "\nbehind\n").utf8)
    var found: [String] = []
    for piece in [nil, 1, 7] as [Int?] {
      let capture = Capture(Read.stream(text, piece: piece), name: "x", options: CaptureOptions())
      let reader = EntryReader(options: CaptureOptions())
      found = []
      while let segment = capture.next() {
        reader.read(segment) { entry in
          let payload = Array(entry.payload)
          found.append(String(decoding: payload, as: UTF8.self))
          guard let places = entry.places else { return }
          var last = -1
          for (index, byte) in payload.enumerated() {
            let offset = places.offset(of: index)
            #expect(offset >= last, "\(index)")
            last = offset
            // What is no escape stands there as it is.
            if byte < 0x80, byte > 0x20, !"<>&\"'\\".utf8.contains(byte) {
              #expect(text[offset] == byte, "byte \(index), at \(offset)")
            }
          }
        }
      }
      #expect(found == [sample.message], "pieces of \(piece ?? 0)")
    }
  }

  @Test(
    "What only looks like an escape stays",
    arguments: [
      "<Fault a=\"\"><b c='' /></Fault>", "<Fault><d>\\\\server\\new</d></Fault>",
      "<Fault><d>a + \"b\" + \"c\"</d></Fault>", "<Fault\n a=\"1\"\n b=\"2\"></Fault>",
    ])
  func plain(_ text: String) {
    for before in ["", "x "] {
      let read = Read.entries("log\n" + before + text + before + "\n")
      #expect(read.map(\.text) == [text])
      #expect(read.first?.isVerbatim == true)
    }
  }

  @Test("No-break spaces for indentation are blanks, and that is said; in a text they stay")
  func noBreakSpaces() {
    let read = Read.entries("\u{A0}<Fault>\n\u{A0} \u{A0}<faultstring>a\u{A0}b</faultstring>\n</Fault>")
    #expect(read.map(\.text) == ["<Fault>\n   <faultstring>a\u{A0}b</faultstring>\n</Fault>"])
    #expect(read.first?.remark?.contains("no-break") == true)
  }
}
