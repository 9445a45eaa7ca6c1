import Foundation
import Testing

/// Few open files, and more workers than anybody has cores.
@Suite struct ScarcityTests {
  /// A capture that is too large to be read in one go.
  private static let large = Payload.withExtra() + String(repeating: "x\n", count: 150_000)

  @Test(
    "With few open files a run is done whole, or says that it cannot be",
    arguments: [8, 9, 10, 11, 12, 13, 14, 16, 20, 32, 48, 64])
  func openFiles(_ limit: Int) throws {
    let scratch = try Scratch()
    for number in 0..<60 { try scratch.write("payloads/\(number).xml", Payload.withExtra()) }
    try scratch.write("payloads/deeper/large.log", Self.large)
    let whole = try Program.run(["--format", "ndjson", "--jobs", "1", "payloads"], in: scratch.folder)
    #expect(whole.status == 1)
    for jobs in ["1", "2", "8"] {
      let outcome = try Program.run(
        ["--format", "ndjson", "--jobs", jobs, "payloads"], in: scratch.folder,
        by: Program.withOpenFiles(limit))
      if outcome.status == 2 {
        #expect(outcome.output.isEmpty && outcome.errors.contains("too few files"))
        #expect(limit < 12)
      } else {
        #expect(outcome.status == 1)
        #expect(outcome.output.difference(to: whole.output) == nil)
      }
    }
  }

  @Test func allSortsOfInputFitIntoFewOpenFiles() throws {
    let scratch = try Scratch()
    try scratch.write("a/b/c/d.xml", Payload.withExtra())
    try scratch.write("large.log", Self.large)
    try scratch.write("list", String(repeating: "a/b/c/d.xml\na\nlarge.log\n", count: 4))
    let arguments = ["--jobs", "2", "--files-from", "list", "--output", "report", "a", "large.log"]
    let outcome = try Program.run(
      arguments, in: scratch.folder, by: Program.withOpenFiles(13))
    #expect(outcome.status == 1)
    #expect(!outcome.errors.contains("open files"))
    let few = try Data(contentsOf: scratch.folder.appending(path: "report"))
    try Program.run(arguments, in: scratch.folder)
    #expect(try Data(contentsOf: scratch.folder.appending(path: "report")) == few)
  }

  @Test(arguments: ["1000000", "9223372036854775807"])
  func moreWorkersThanWork(_ jobs: String) throws {
    let scratch = try Scratch()
    for number in 0..<60 { try scratch.write("payloads/\(number).xml", Payload.withExtra()) }
    let outcome = try Program.run(["--format", "json", "--jobs", jobs, "payloads"], in: scratch.folder)
    #expect(outcome.status == 1)
    #expect(try outcome.report().summary.payloads == 60)
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func theFirstSignalEndsHoweverManyWorkers(_ signal: Int32) throws {
    let run = try LiveRun([
      "--format", "ndjson", "--input-format", "ndjson", "--jobs", "9223372036854775807", "-",
    ])
    try run.send("{\"body\":\"<a/>\"}\n{\"body\":\"<a/>\"}\n")
    try run.waitForLines(2)
    run.signal(signal)
    #expect(try run.finish().status == 128 + signal)
  }

  @Test("A line is answered before the next one comes, with several workers too")
  func linesAreAnsweredAsTheyCome() throws {
    let run = try LiveRun(["--format", "ndjson", "--input-format", "ndjson", "--jobs", "8", "-"])
    for line in 1...6 {
      try run.send("{\"body\":\"<a/>\"}\n")
      try run.waitForLines(line)
    }
    try run.closeInput()
    #expect(try run.finish().status == 0)
  }

  @Test func thousandsOfOptions() throws {
    let scratch = try Scratch()
    for number in 0..<3 { try scratch.write("in/\(number).xml", Payload.fault()) }
    let options = (0..<5000).flatMap { ["--exclude", "\($0 + 1).xml"] }
    let outcome = try Program.run(["--format", "json", "in"] + options, in: scratch.folder)
    #expect(try outcome.report().results.map(\.source.path) == ["in/0.xml"])
    // What is wrong with the last is said as of the first.
    let wrong = (0..<200).flatMap { _ in ["--profile", "bp11"] } + ["--profile", "none"]
    let refused = try Program.run(["in"] + wrong, in: scratch.folder)
    #expect(refused.status == 2 && refused.errors.contains("there is no profile 'none'"))
    let elsewhere = try Program.run(["rules"] + options, in: scratch.folder)
    #expect(elsewhere.status == 2)
  }

  @Test func tooLittleMemoryIsSaid() throws {
    let scratch = try Scratch()
    let large = try FileHandle(forWritingTo: try scratch.write("large.bin", "\u{1}"))
    try large.truncate(atOffset: 1 << 30)
    let outcome = try Program.run(
      ["--output", "report", "--max-bytes", "2000000000", "large.bin"], in: scratch.folder,
      shell: "ulimit -v 500000; exec \"$@\"")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("too little memory"))
    #expect(try scratch.names() == ["large.bin"])
  }
}
