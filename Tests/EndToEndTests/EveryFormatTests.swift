import FaultlintReports
import Foundation
import Testing

/// What may go wrong with any report, in each form there is.
@Suite("In every form of report") struct EveryFormatTests {
  static let formats = ReportFormat.all.map(\.name)

  /// How a report is asked for of which nothing depends on the machine.
  static func run(
    _ format: String, _ arguments: [String], in folder: Scratch, shell: String? = nil,
    by launcher: [String] = []
  ) throws -> Program.Outcome {
    try Program.run(["--format", format] + arguments, in: folder.folder, shell: shell, by: launcher)
  }

  @Test("A folder that is not there", arguments: formats)
  func missingFolder(_ format: String) throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", Payload.withExtra())
    let outcome = try Self.run(format, ["--output", "nowhere/report", "a.xml"], in: scratch)
    #expect(outcome.status == 2)
    #expect(outcome.text.isEmpty)
    #expect(outcome.errors == "error: --output nowhere/report: No such file or directory\n")
    #expect(try scratch.names() == ["a.xml"])
  }

  @Test(
    "A folder that may not be written to", .enabled(if: Unprivileged.isPossible, "root may do everything"),
    arguments: formats)
  func readOnlyFolder(_ format: String) throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", Payload.withExtra())
    try scratch.write("out/report", "old")
    #expect(chmod(scratch.folder.path, 0o755) == 0 && chmod(scratch.path("out"), 0o555) == 0)
    defer { chmod(scratch.path("out"), 0o755) }
    for name in ["out/report", "out/new"] {
      let outcome = try Self.run(
        format, ["--output", name, "a.xml"], in: scratch, by: Unprivileged.launcher)
      #expect(outcome.status == 2)
      #expect(outcome.errors == "error: --output \(name): Permission denied\n")
    }
    #expect(try String(contentsOfFile: scratch.path("out/report"), encoding: .utf8) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")) == ["report"])
  }

  @Test("A disk that is full", arguments: formats)
  func fullDisk(_ format: String) throws {
    let scratch = try Scratch()
    for number in 0..<20 { try scratch.write("in/\(number).xml", Payload.withExtra()) }
    let device = try Self.run(format, ["--output", "/dev/full", "in"], in: scratch)
    #expect(device.status == 2)
    #expect(
      device.errors.contains("error: --output /dev/full: No space left on device; the report is incomplete\n")
    )
    let stream = try Self.run(format, ["in"], in: scratch, shell: #"exec "$@" >/dev/full"#)
    #expect(stream.status == 2)
    #expect(
      stream.errors.contains("error: standard output: No space left on device; the report is incomplete\n"))
    // A file that may not grow beyond 512 bytes stands for a disk with a little room: all or nothing is written.
    try scratch.write("out/report", "old")
    let file = try Self.run(
      format, ["--output", "out/report", "in"], in: scratch, shell: #"ulimit -f 1; exec "$@""#)
    #expect(file.status == 2 || format == "markdown" && file.status == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")) == ["report"])
    let kept = try String(contentsOfFile: scratch.path("out/report"), encoding: .utf8)
    #expect((kept == "old") == (file.status == 2))
  }

  @Test("A line of a megabyte", arguments: formats)
  func longLine(_ format: String) throws {
    let scratch = try Scratch()
    let long = String(repeating: "x", count: 1 << 20)
    try scratch.write("text.xml", Payload.withExtra(string: long))
    try scratch.write("name.xml", Payload.fault("<\(long)/>"))
    try scratch.write("log.ndjson", "{\"body\":\"\(long)\"}\n")
    let outcome = try Self.run(format, ["."], in: scratch)
    #expect(outcome.status != 0 && outcome.status != -11)
    try Self.hold(format, outcome, of: ["text.xml", "name.xml"])
    // A payload is not written out where only a line of it is asked for.
    let whole = ["json", "ndjson", "sarif", "html"].contains(format)
    #expect(whole || outcome.output.count < 200_000, "\(outcome.output.count)")
  }

  /// Names with what means something to a terminal, a shell, XML, JSON, Markdown or a workflow command.
  static let names: [[UInt8]] = [
    Array("a\nb.xml".utf8), Array("a\r\nb.xml".utf8), Array("a'b\"c.xml".utf8), Array("<a>&amp;.xml".utf8),
    Array("::error::x.xml".utf8), Array("a,b:c%0A.xml".utf8), Array("| x | `y` @all.xml".utf8),
    Array("\u{1B}[31m.xml".utf8), Array("a\u{9B}b\u{202E}.xml".utf8), Array("\u{7}\u{8}\u{7F}.xml".utf8),
    Array("a\u{0B}\u{0C}.xml".utf8), Array("\u{2028}.xml".utf8), [0x61, 0xFF, 0x2E, 0x78, 0x6D, 0x6C],
    [0x61, 0xFE, 0x2E, 0x78, 0x6D, 0x6C], [0xC3, 0x28, 0x80, 0x2E, 0x78, 0x6D, 0x6C],
  ]

  /// Writes a payload to a file whose name need not be a text.
  private static func write(_ payload: String, to name: [UInt8], in folder: Scratch) throws {
    let path = (Array("\(folder.folder.path)/".utf8) + name + [0]).map { CChar(bitPattern: $0) }
    let file = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o644)
    try #require(file >= 0)
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    try handle.write(contentsOf: Data(payload.utf8))
  }

  @Test("Names of files that are no plain text", arguments: formats)
  func names(_ format: String) throws {
    let scratch = try Scratch()
    for name in Self.names { try Self.write(Payload.withExtra(), to: name, in: scratch) }
    let outcome = try Self.run(format, ["."], in: scratch)
    #expect(outcome.status == 1)
    #expect(outcome.errors.isEmpty)
    try Self.hold(format, outcome, of: [])
    // The two names that differ only in what is not UTF-8 stay two.
    let marks = format == "sarif" ? ["a%FF.xml", "a%FE.xml"] : [#"a\xFF.xml"#, #"a\xFE.xml"#]
    let text = outcome.text.replacing(#"\\x"#, with: #"\x"#)
    for mark in marks { #expect(text.contains(mark), "\(mark)") }
  }

  @Test("What is hostile in a payload", arguments: formats)
  func payloads(_ format: String) throws {
    let scratch = try Scratch()
    let marks = HostileTextTests.marks
    try scratch.write("a.xml", Payload.fault(code: "a\(marks)", "<faultactor>%\(marks)</faultactor>"))
    try scratch.write("b.xml", Payload.fault("<ex\u{61C}tra/>"))
    try scratch.write("c.xml", Payload.detail("<a \u{1B}[2J/>"))
    try scratch.write("d.ndjson", "{\"id\":\"\\u001b[2J\u{202E}\",\"body\":\"<a \u{9B}/>\"}\n")
    try scratch.write("e.xml", "<html><title>\(marks)]]></title></html>")
    for options in [[], ["--verbose"], ["--expect", "fault"]] {
      try Self.hold(format, try Self.run(format, options + ["."], in: scratch), of: [])
    }
  }

  @Test("What is hostile in a report that is merged", arguments: formats)
  func merged(_ format: String) throws {
    let marks = #"\u001b[31m\u0007\n\u0000\u009b\u202e\u2028]]>--><script>`|@all"# + "\u{7F}\u{9B}\u{202E}"
    let code =
      #"{"profile":"\#(marks)","kind":"\#(marks)","code":"\#(marks)","name":"\#(marks)","#
      + #""meaning":"\#(marks)","remedy":"\#(marks)"}"#
    let line =
      #"{"source":{"path":"\#(marks)","member":"\#(marks)","entry":1,"line":1,"id":"\#(marks)"},"#
      + #""verdict":"nonconforming","profiles":["\#(marks)"],"advice":"\#(marks)","error":"\#(marks)","#
      + #""content":"\#(marks)","exchange":{"method":"\#(marks)","url":"\#(marks)","status":500},"#
      + #""fault":{"code":{"text":"\#(marks)"},"reason":[{"text":"\#(marks)"}]},"#
      + #""findings":[{"rule":"\#(marks)","level":"error","message":"\#(marks)","line":1,"column":1,"offset":0,"#
      + #""path":"\#(marks)","reference":"\#(marks)","also":["\#(marks)"]}],"#
      + #""excused":[{"rule":"\#(marks)","line":1,"column":1,"reason":"\#(marks)"}],"codes":[\#(code)],"#
      + #""errors":[{"profile":null,"title":"\#(marks)","text":"\#(marks)","code":\#(code)}]}"#
    let summary =
      #"{"faultlint":{"version":"\#(marks)","format":2},"summary":{"payloads":1,"notRun":[{"rule":"\#(marks)","reason":"\#(marks)","payloads":1}]}}"#
    for options in [[], ["--verbose"]]
      + (format == "text" ? [["--group-by", "code"], ["--statistics"]] : [])
    {
      let outcome = try Program.run(
        ["merge", "--format", format] + options + ["-"], input: Data("\(line)\n\(summary)\n".utf8))
      #expect(outcome.status == 1 || outcome.status == 2)
      try Self.hold(format, outcome, of: [])
    }
  }

  /// Holds that a report is whole and its text harmless, whatever came in.
  static func hold(_ format: String, _ outcome: Program.Outcome, of names: [String]) throws {
    let text = try #require(String(validating: outcome.output, as: UTF8.self), "the report is not UTF-8")
    #expect(HostileTextTests.steering(text) == [], "\(format)")
    #expect(HostileTextTests.steering(outcome.errors) == [])
    for name in names { #expect(text.contains(name), "\(format) names \(name)") }
    switch format {
    case "json", "sarif", "gitlab":
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: outcome.output) }
    case "ndjson":
      for line in text.split(separator: "\n") {
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
      }
    case "junit", "checkstyle":
      let checked = try Program.run(["--format", "json", "-"], input: outcome.output)
      #expect(!checked.text.contains("XML-not-well-formed"), "\(format)")
      #expect(checked.text.contains("XML with the root element"))
    case "html": #expect(text.hasSuffix("</html>\n"))
    default: #expect(!text.isEmpty)
    }
  }
}
