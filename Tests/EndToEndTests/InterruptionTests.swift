import Foundation
import Testing

/// Runs that are ended early report what was done, and say that it is not all.
@Suite struct InterruptionTests {
  @Test("A run that waits for input ends, and is reported", arguments: [SIGINT, SIGTERM, SIGHUP])
  func whileWaitingForInput(_ signal: Int32) throws {
    let run = try LiveRun(["--input-format", "ndjson", "--format", "ndjson", "-"])
    for number in 0..<3 { try run.send(try Record.line(number, Payload.withExtra())) }
    // Half a record is no payload that was done.
    try run.send("{\"id\":\"r3\",\"body\":\"<s:Env")
    try run.waitForLines(3)
    run.signal(signal)
    let outcome = try run.finish()
    #expect(outcome.status == 128 + signal)
    #expect(try outcome.lines().map(\.source.id) == ["r0", "r1", "r2"])
    #expect(outcome.text.split(separator: "\n").last?.contains(",\"partial\":true,") == true)
    #expect(outcome.text.contains("\"payloads\":3,"))
  }

  @Test(
    "Every form of report says that it is partial", arguments: [["text"], ["text", "--quiet"], ["json"]])
  func forms(_ form: [String]) throws {
    let scratch = try Scratch()
    let report = scratch.path("report")
    try scratch.write("report", "old")
    let run = try LiveRun(["--output", report, "--input-format", "ndjson", "--format"] + form + ["-"])
    try run.send(try Record.line(0, Payload.withExtra()))
    // Nothing shows when the first record has been read; it is there in a moment, or not reported.
    usleep(500_000)
    run.signal(SIGINT)
    let outcome = try run.finish()
    #expect(outcome.status == 130)
    #expect(outcome.errors.contains("partial"))
    #expect(try scratch.names() == ["report"])
    let content = try String(contentsOfFile: report, encoding: .utf8)
    #expect(content.contains(form[0] == "json" ? "\"partial\":true" : "partial: the run was ended"))
    #expect(content.contains("BP-R1000"))
  }

  @Test("At any time the report is in order and its counts are its own", arguments: 0..<12)
  func anyTime(_ step: Int) throws {
    let scratch = try Scratch()
    for number in 0..<1000 {
      try scratch.write("captures/\(String(format: "%04d", number)).xml", Payload.withExtra())
    }
    let run = try LiveRun(["--format", "json", "--jobs", "3", "captures"], in: scratch.folder)
    usleep(UInt32(step) * 15_000)
    run.signal(SIGINT)
    let outcome = try run.finish()
    // A signal before the program listens ends it; one that comes too late changes nothing.
    if outcome.status == -SIGINT {
      #expect(outcome.output.isEmpty)
      return
    }
    #expect(outcome.status == 130 || outcome.status == 1)
    let report = try outcome.report()
    #expect(report.summary.partial == (outcome.status == 130 ? true : nil))
    #expect(report.summary.payloads == report.results.count)
    #expect(
      report.results.map(\.source.path)
        == (0..<report.results.count).map { "captures/\(String(format: "%04d", $0)).xml" })
    #expect(outcome.status == 130 || report.results.count == 1000)
  }

  @Test func aSecondSignalEndsItAtOnceAndLeavesNoFile() throws {
    let scratch = try Scratch()
    // The report goes to a pipe that nobody empties, so that the first signal cannot be heeded to the end.
    let pipe = scratch.path("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    let reader = open(pipe, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    for number in 0..<300 { try scratch.write("captures/\(number).xml", Payload.withExtra()) }
    let run = try LiveRun(["--format", "json", "--output", pipe, "captures", "captures"], in: scratch.folder)
    usleep(1_500_000)
    run.signal(SIGINT)
    usleep(200_000)
    run.signal(SIGINT)
    #expect(try run.finish().status == 130)
  }

  @Test func aSecondSignalTakesTheReportThatWasBegunWithIt() throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", Payload.withExtra())
    try scratch.write("out/report", "old")
    // More complaints than a pipe holds, which nobody reads: the first signal cannot be heeded to the end.
    let missing = (0..<1500).map { "missing-\($0)-" + String(repeating: "x", count: 100) }
    try #require(mkfifo(scratch.path("errors"), 0o600) == 0)
    let outcome = try Program.run(
      ["--output", "out/report", "a.xml"] + missing, in: scratch.folder,
      shell: """
        exec 3<>errors; "$@" 2>&3 & sleep 1.5; ls -A out; kill -TERM $!; sleep 0.3; kill -TERM $!; wait $!; echo $?; ls -A out
        """)
    let lines = outcome.text.split(separator: "\n")
    #expect(lines.count == 4 && lines.contains("report"), "it was begun: \(lines)")
    #expect(lines.contains { $0.hasPrefix(".report.") }, "it was begun: \(lines)")
    #expect(lines.suffix(2) == ["143", "report"], "\(lines)")
    #expect(try String(contentsOfFile: scratch.path("out/report"), encoding: .utf8) == "old")
  }

  @Test func whoeverIgnoresASignalMeansIt() throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", Payload.fault())
    let outcome = try Program.run(
      ["--format", "json", "a.xml", "-"], input: Data(Payload.fault().utf8), in: scratch.folder,
      shell: #"trap '' INT; { cat; sleep 0.5; } | { sh -c 'sleep 0.2; kill -INT $PPID' & exec "$@"; }"#)
    #expect(outcome.status == 0)
    #expect(try outcome.report().summary.payloads == 2)
  }
}

/// Lines of NDJSON as a log pipeline writes them.
enum Record {
  static func line(_ number: Int, _ payload: String, _ rest: String = "") throws -> String {
    let body = String(decoding: try JSONEncoder().encode(payload), as: UTF8.self)
    return "{\"id\":\"r\(number)\",\"body\":\(body)\(rest)}\n"
  }
}
