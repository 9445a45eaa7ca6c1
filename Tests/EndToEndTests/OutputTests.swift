import Foundation
import Testing

/// Reports that cannot be written. A report is whole, or it is not there and the exit status says so.
@Suite struct OutputTests {
  /// A folder of payloads whose report is larger than any buffer.
  func manyPayloads(_ scratch: Scratch) throws -> String {
    for number in 0..<300 { try scratch.write("payloads/\(number).xml", Payload.withExtra()) }
    return scratch.path("payloads")
  }

  @Test func aReportGoesToAFileAndNothingElseDoes() throws {
    let scratch = try Scratch()
    let payload = try scratch.write("a.xml", Payload.withExtra()).path
    for format in ["json", "text", "ndjson", "html"] {
      let direct = try Program.run(["--format", format, payload])
      let file = scratch.path("report")
      let outcome = try Program.run(["--format", format, "--output", file, payload])
      #expect(outcome.status == 1)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors == "")
      #expect(try Data(contentsOf: URL(filePath: file)) == direct.output)
      #expect(try scratch.names() == ["a.xml", "report"], "nothing is left beside it")
    }
  }

  @Test func anUnreadableInputDoesNotKeepTheReportFromItsFile() throws {
    let scratch = try Scratch()
    let payload = try scratch.write("a.xml", Payload.fault()).path
    let report = scratch.path("report.json")
    let outcome = try Program.run(["--format", "json", "--output", report, scratch.path("missing"), payload])
    #expect(outcome.status == 2)
    let content = try JSONDecoder().decode(
      JSONReportContent.self, from: Data(contentsOf: URL(filePath: report)))
    #expect(content.results.map(\.verdict) == ["unreadable", "conforming"])
  }

  @Test func placesWhereNoReportCanBe() throws {
    let scratch = try Scratch()
    let payload = try scratch.write("a.xml", Payload.withExtra()).path
    try FileManager.default.createDirectory(
      at: scratch.folder.appending(path: "folder"), withIntermediateDirectories: false)
    for path in [
      scratch.path("folder"), scratch.path("missing/report"), scratch.path("a.xml/report"), "/proc/report",
    ] {
      let outcome = try Program.run(["--output", path, payload])
      #expect(outcome.status == 2, "\(path)")
      #expect(outcome.errors.contains(path))
      #expect(outcome.output.isEmpty)
    }
    #expect(try scratch.names() == ["a.xml", "folder"])
    #expect(try String(contentsOfFile: payload, encoding: .utf8) == Payload.withExtra())
  }

  @Test(
    "A place where a user may not write",
    .enabled(
      if: Unprivileged.isPossible, "root may do everything; needs another user, or setpriv to become one"))
  func permissions() throws {
    let scratch = try Scratch()
    let payload = try scratch.write("a.xml", Payload.fault()).path
    let report = try scratch.write("folder/report", "old").path
    #expect(chmod(scratch.folder.path, 0o755) == 0 && chmod(scratch.path("folder"), 0o555) == 0)
    defer { chmod(scratch.path("folder"), 0o755) }
    let outcome = try Program.run(["--output", report, payload], by: Unprivileged.launcher)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(report) && outcome.errors.contains("denied"))
    #expect(try String(contentsOfFile: report, encoding: .utf8) == "old")
  }

  @Test func aFullDiskIsSaid() throws {
    let scratch = try Scratch()
    let payloads = try manyPayloads(scratch)
    for format in ["json", "text", "ndjson", "html"] {
      let file = try Program.run(["--format", format, "--output", "/dev/full", payloads])
      #expect(file.status == 2)
      #expect(file.errors.contains("/dev/full") && file.errors.contains("No space left"))
      let stream = try Program.run(["--format", format, payloads], shell: #"exec "$@" >/dev/full"#)
      #expect(stream.status == 2)
      #expect(stream.errors.contains("standard output") && stream.errors.contains("No space left"))
    }
    for option in ["--help", "--version"] {
      #expect(try Program.run([option], shell: #"exec "$@" >/dev/full"#).status == 2)
    }
  }

  @Test("A report that cannot be whole leaves what was there", arguments: ["trap '' XFSZ;", ""])
  func atomic(_ preparation: String) throws {
    let scratch = try Scratch()
    let payloads = try manyPayloads(scratch)
    try scratch.write("out/report", "old")
    for name in ["report", "new"] {
      let outcome = try Program.run(
        ["--format", "json", "--output", scratch.path("out/\(name)"), payloads],
        shell: preparation + #"ulimit -f 1; exec "$@""#)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("out/\(name)"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")) == ["report"])
    #expect(try String(contentsOfFile: scratch.path("out/report"), encoding: .utf8) == "old")
  }

  @Test func aReaderThatGoesAwayIsSaid() throws {
    let scratch = try Scratch()
    let payloads = try manyPayloads(scratch)
    let status = scratch.path("status")
    for format in ["json", "text", "ndjson", "html"] {
      let outcome = try Program.run(
        ["--format", format, payloads], shell: #"{ sleep 0.3; "$@"; echo $? >'\#(status)'; } | true; wait"#)
      for _ in 0..<1000 where (try? String(contentsOfFile: status, encoding: .utf8))?.isEmpty ?? true {
        usleep(10_000)
      }
      #expect(try String(contentsOfFile: status, encoding: .utf8) == "2\n", "\(format)")
      #expect(outcome.errors.contains("standard output"))
      try FileManager.default.removeItem(atPath: status)
    }
  }

  @Test func closedStreamsAreNotTakenForFiles() throws {
    let scratch = try Scratch()
    let payload = try scratch.write("a.xml", Payload.fault()).path
    let output = try Program.run([payload], shell: #"exec "$@" >&-"#)
    #expect(output.status == 2)
    #expect(output.errors.contains("standard output"))
    #expect(try String(contentsOfFile: payload, encoding: .utf8) == Payload.fault())

    // The report's file must not become standard error and get the complaints.
    let report = scratch.path("report.json")
    let errors = try Program.run(
      ["--format", "json", "--output", report, scratch.path("missing"), payload], shell: #"exec "$@" 2>&-"#)
    #expect(errors.status == 2)
    let content = try JSONDecoder().decode(
      JSONReportContent.self, from: Data(contentsOf: URL(filePath: report)))
    #expect(content.results.map(\.verdict) == ["unreadable", "conforming"])

    let all = try Program.run(["--output", report, payload], shell: #"exec "$@" <&- >&- 2>&-"#)
    #expect(all.status == 0)
    #expect(try String(contentsOfFile: report, encoding: .utf8).contains("1 conforming"))
  }

  @Test func aReportMayReplaceAFileAndGoToAPipe() throws {
    let scratch = try Scratch()
    let payload = try scratch.write("a.xml", Payload.fault()).path
    let report = try scratch.write("report", String(repeating: "old", count: 10_000))
    #expect(try Program.run(["--format", "json", "--output", report.path, payload]).status == 0)
    _ = try JSONDecoder().decode(JSONReportContent.self, from: Data(contentsOf: report))

    let pipe = scratch.path("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    let outcome = try Program.run(
      ["--format", "json", "--output", pipe, payload],
      shell: #"cat '\#(pipe)' & "$@" >&2; status=$?; wait; exit $status"#)
    #expect(outcome.status == 0)
    #expect(try outcome.result().verdict == "conforming")
  }
}
