import Testing

@testable import FaultlintCaptures

/// Messages each line of which has something around it.
@Suite("Lines with something in front or behind")
struct LineFrameTests {
  static let lines = [
    "<s:Envelope xmlns:s='urn:s'>", "  <s:Body>", "    <s:Fault/>", "  </s:Body>", "</s:Envelope>",
  ]

  struct Frame: Sendable, CustomTestStringConvertible {
    let name: String
    /// The text of a line, from its number.
    let around: @Sendable (Int, String) -> String
    var testDescription: String { name }
  }

  static let frames = [
    Frame(name: "docker compose") { "svc_1  | \($1)" },
    Frame(name: "Ant") { "    [junit] \($1)" },
    Frame(name: "mail") { "> \($1)" },
    Frame(name: "comment") { " * \($1)" },
    Frame(name: "numbers") { "\($0 + 98): \($1)" },
    Frame(name: "log4j") { "2026-01-02 03:04:0\($0),12\($0) DEBUG [main] o.a.x - \($1)" },
    Frame(name: "thread and offset") { "t=0x1\($0)f #\($0 * 7) \($1)" },
    Frame(name: "syslog") { "Jan  2 03:04:0\($0) host app[12]: \($1)" },
    Frame(name: "calls") { "  out.println('\($1.replacing("'", with: "\""))');" },
    Frame(name: "GlassFish") { "[#|2026-01-02T03:04:05.93\($0)-0700|INFO|_ThreadID=221;|\n\($1)|#]\n" },
    Frame(name: "java.util.logging") { "Jan 2, 2026 3:04:0\($0) AM org.x.Y log\nINFO: \($1)" },
  ]

  @Test("The frame is taken off, and places point into the file", arguments: frames)
  func taken(frame: Frame) throws {
    let framed = Self.lines.enumerated().map { frame.around($0, $1) }
    let before = frame.around(0, "something else")
    let text = ([before] + framed + [frame.around(9, "the end")]).joined(separator: "\n") + "\n"
    for piece in [nil, 1, 5] as [Int?] {
      let capture = Capture(Read.stream(Array(text.utf8), piece: piece), name: "x", options: CaptureOptions())
      let reader = EntryReader(options: CaptureOptions())
      var count = 0
      while let segment = capture.next() {
        reader.read(segment) { entry in
          count += 1
          let payload = String(decoding: entry.payload, as: UTF8.self)
          #expect(
            payload.split(separator: "\n").map { $0.drop { $0 == " " } }
              == Self.lines.map {
                $0.replacing("'", with: frame.name == "calls" ? "\"" : "'").drop { $0 == " " }
              })
          #expect(entry.remark?.contains("its end") != true)
          let fault = payload.firstRange(of: "<s:Fault/>")
          let index = fault.map { payload.utf8.distance(from: payload.startIndex, to: $0.lowerBound) }
          let place = text.firstRange(of: "<s:Fault/>")
          let offset = place.map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) }
          #expect(index.flatMap { entry.places?.offset(of: $0) } == offset)
        }
      }
      #expect(count == 1, "pieces of \(piece ?? 0)")
    }
  }

  @Test("Lines of another program in between are passed over")
  func mixed() {
    var lines = Self.lines.map { "a_1 | \($0)" }
    lines.insert("b_1 | GET / 200", at: 2)
    lines.insert("b_1 | <s:Envelope/>", at: 4)
    let read = Read.entries(lines.joined(separator: "\n"))
    #expect(read.first?.text == Self.lines.joined(separator: "\n"))
  }

  @Test("Single-line records, and records of many lines without a prefix, have no frame")
  func none() {
    let record = "2026-01-02 03:04:05 INFO <s:Fault a='1'>x</s:Fault>\n"
    #expect(
      Read.entries(record + record).map(\.text) == [
        "<s:Fault a='1'>x</s:Fault>", "<s:Fault a='1'>x</s:Fault>",
      ])
    let many = "2026-01-02 03:04:05 INFO <s:Fault>\n  <a/>\n</s:Fault>\n2026-01-02 03:04:06 INFO x\n"
    #expect(Read.entries(many).map(\.text) == ["<s:Fault>\n  <a/>\n</s:Fault>"])
    #expect(Read.entries(many).first?.isVerbatim == true)
  }

  @Test("One that is cut off goes as far as its frame")
  func cutOff() {
    let text = "> <s:Fault>\n>   <a>\n> text\n\nno more\n> <s:Fault/>\n"
    let read = Read.entries(text)
    #expect(read.map(\.text) == ["<s:Fault>\n  <a>\ntext", "<s:Fault/>"])
    #expect(read.first?.remark == "its end is not in the log")
  }
}
