import Foundation
import Testing

/// Captures of many payloads: NDJSON in, one line out for each line, and both places of each finding.
@Suite struct PipelineTests {
  @Test func aLineIsAnsweredBeforeTheNextIsThere() throws {
    let run = try LiveRun(["--input-format", "ndjson", "--format", "ndjson", "-"])
    for number in 0..<5 {
      let record = try Record.line(number, number % 2 == 0 ? Payload.fault() : Payload.withExtra())
      // A line may come in pieces.
      try run.send(String(record.prefix(40)))
      usleep(20_000)
      try run.send(String(record.dropFirst(40)))
      try run.waitForLines(number + 1)
    }
    try run.closeInput()
    let outcome = try run.finish()
    #expect(outcome.status == 1)
    let lines = try outcome.lines()
    #expect(lines.map(\.source.id) == (0..<5).map { "r\($0)" })
    #expect(lines.map(\.source.entry) == Array(0..<5))
    #expect(lines.map(\.source.line) == Array(1...5))
    #expect(
      lines.map(\.verdict)
        == ["conforming", "nonconforming", "conforming", "nonconforming", "conforming"])
  }

  @Test func aFindingIsPlacedInThePayloadAndInTheCapture() throws {
    let scratch = try Scratch()
    let payload = Payload.fault("\n  <extra/>")
    try scratch.write("log.ndjson", try Record.line(0, Payload.fault()) + Record.line(1, payload))
    let outcome = try Program.run(["--format", "json", "log.ndjson"], in: scratch.folder)
    let finding = try #require(try outcome.report().results[1].findings.first)
    #expect(finding.rule == "BP-R1000")
    #expect(finding.line == 2 && finding.column == 3)
    #expect(finding.captureLine == 2)
    #expect(finding.captureColumn == nil)
    let text = try Program.run(["log.ndjson"], in: scratch.folder).text
    #expect(text.contains("   --> log.ndjson:2, entry 1 (\"r1\"), 2:3 in the payload\n"))
    let quiet = try Program.run(["--quiet", "log.ndjson"], in: scratch.folder).text
    #expect(quiet.hasPrefix("log.ndjson:2: entry 1 (\"r1\"), 2:3: error: "))
    #expect(quiet.utf8.count { $0 == 0x0A } == 1)

    let plain = try #require(try Program.check(payload).result().findings.first)
    #expect(plain.captureLine == nil && plain.captureColumn == nil)
  }

  /// What is read for a worker at a time may begin in the middle of a line.
  @Test func aLineOfManyEnvelopesHasTheColumnsOfTheWholeLine() throws {
    let scratch = try Scratch()
    let large = Payload.fault("<!--\(String(repeating: "\u{E9}", count: 100_000))-->")
    let beginning = "10:00 \u{E9} sent \(large) and \(large) and "
    try scratch.write("app.log", "started\n\(beginning)\(Payload.fault("<extra/>"))\n")
    let outcome = try Program.run(["--format", "json", "app.log"], in: scratch.folder)
    let finding = try #require(try outcome.report().results.last?.findings.first)
    #expect(finding.rule == "BP-R1000")
    #expect(finding.captureLine == 2)
    #expect(finding.captureColumn == beginning.unicodeScalars.count + finding.column)
  }

  @Test func aBadLineIsSaidAndTheOthersAreReported() throws {
    let scratch = try Scratch()
    try scratch.write(
      "log.ndjson", try Record.line(0, Payload.fault()) + "{\"id\":\n" + Record.line(2, Payload.withExtra()))
    for jobs in ["1", "3"] {
      let outcome = try Program.run(["--format", "json", "--jobs", jobs, "log.ndjson"], in: scratch.folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.hasPrefix("error: log.ndjson:2: entry 1: "))
      let results = try outcome.report().results
      #expect(results.map(\.verdict) == ["conforming", "unreadable", "nonconforming"])
      #expect(results[1].error?.isEmpty == false)
      #expect(results[0].error == nil)
    }
  }

  @Test func aFieldIsWhereTheOptionSaysOrNowhere() throws {
    let line = try Record.line(0, Payload.fault(), ",\"status\":500,\"upstream\":[{\"code\":200}]")
    func rules(_ options: String...) throws -> [String] {
      try Program.run(
        ["--format", "json", "--input-format", "ndjson"] + options + ["-"], input: Data(line.utf8)
      ).result().rules
    }
    // A fault under 200 is BP-R1124's business, one under 500 is right.
    #expect(try rules() == [])
    #expect(try rules("--http-status", "200") == [])
    #expect(try rules("--field", "status=.upstream[0].code") == ["BP-R1124"])
    #expect(try rules("--field", "status=", "--http-status", "200") == ["BP-R1124"])
  }

  @Test func theCaptureGoesBeforeTheOptions() throws {
    let scratch = try Scratch()
    try scratch.write(
      "log.ndjson",
      try Record.line(0, Payload.fault(), ",\"status\":200") + Record.line(1, Payload.fault())
        + Record.line(2, Payload.fault(), ",\"status\":500"))
    // A fault under 200 is BP-R1124's business, one under 500 is right.
    let options = ["--format", "json", "--http-status", "500", "log.ndjson"]
    let results = try Program.run(options, in: scratch.folder).report().results
    #expect(results.map { $0.rules.contains("BP-R1124") } == [true, false, false])
    let other = try Program.run(
      ["--format", "json", "--http-status", "200", "log.ndjson"], in: scratch.folder
    ).report().results
    #expect(other.map { $0.rules.contains("BP-R1124") } == [true, true, false])
  }

  @Test(
    "However many work, and however it comes, the report is the same",
    arguments: ["json", "ndjson", "text", "html"])
  func order(_ format: String) throws {
    let scratch = try Scratch()
    var records = ""
    for number in 0..<3000 {
      records += try Record.line(
        number,
        number % 7 == 0 ? Payload.withExtra() : Payload.detail(String(repeating: "<a/>", count: number % 50)))
    }
    try scratch.write("a.ndjson", records)
    for number in 0..<40 { try scratch.write("b/\(number).xml", Payload.withExtra()) }
    let arguments = ["--format", format, "b", "a.ndjson", "b"]
    let alone = try Program.run(arguments + ["--jobs", "1"], in: scratch.folder)
    #expect(alone.status == 1)
    for jobs in ["2", "5"] {
      let together = try Program.run(arguments + ["--jobs", jobs], in: scratch.folder)
      #expect(together.output.difference(to: alone.output) == nil)
    }
    if format == "ndjson" { #expect(try alone.lines().count == 3080) }
  }

  @Test func aDiskThatIsFullAndAReaderThatGoesAwayEndTheRun() throws {
    let record = try Record.line(0, Payload.withExtra())
    let feed = "yes '\(record.dropLast().replacingOccurrences(of: "'", with: #"'\''"#))'"
    // The input has no end; what ends the run is the output.
    for target in ["> /dev/full", "| head -c 1000 > /dev/null"] {
      let outcome = try Program.run(
        ["--input-format", "ndjson", "--format", "ndjson", "-"], shell: "\(feed) | \"$@\" \(target)")
      #expect(outcome.errors.contains("standard output"))
    }
  }

  @Test func memoryDoesNotGrowWithThePayloads() throws {
    let record = try Record.line(0, Payload.withExtra())
    var peaks: [Int] = []
    for count in [2_000, 40_000] {
      let scratch = try Scratch()
      try scratch.write("a.ndjson", String(repeating: record, count: count))
      let outcome = try Program.run(
        ["--format", "ndjson", "--jobs", "2", "a.ndjson"], in: scratch.folder,
        shell:
          #""$@" >/dev/null & while kill -0 $! 2>/dev/null; do grep VmHWM /proc/$!/status 2>/dev/null | tr -dc '0-9\n'; sleep 0.02; done"#,
        within: 120)
      peaks.append(try #require(outcome.text.split(separator: "\n").compactMap { Int($0) }.max()))
    }
    // In KiB. Twenty times the payloads; the larger may have met more of what there is to keep.
    #expect(peaks[1] < peaks[0] + 8192, "\(peaks)")
  }
}
