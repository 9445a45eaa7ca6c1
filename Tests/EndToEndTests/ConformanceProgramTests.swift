import Foundation
import Testing

/// `faultlint conformance` with suites and implementations that nobody should have, and where nothing can be written.
@Suite struct ConformanceProgramTests {
  static let marks = #"\u001b[2J\u0007\n\u007f\u009b31m\u202e\u2066"#

  static func manifest(_ id: String = "a", text: String = "t", facts: String = "{}") -> String {
    """
    {"section": {"document": "d\(text)", "number": "1\(text)", "title": "\(text)"}, "cases": [
    {"id": "\(id)", "title": "\(text)", "file": "x.xml", "kind": "conforming", "sources": ["s"], "facts": \(facts),
    "expect": [{"profiles": ["soap11"], "verdict": "conforming", "findings": []}]}]}
    """
  }

  static func suite(_ manifest: String = manifest(), in folder: String = "suite") throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("\(folder)/x.xml", Payload.fault())
    try scratch.write("\(folder)/manifest.json", manifest)
    return scratch
  }

  /// Processes whose command line has a word in it.
  static func running(_ word: String) throws -> Bool {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").contains { name in
      guard Int32(name) != nil, let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline")
      else {
        return false
      }
      return String(decoding: line, as: UTF8.self).contains(word)
    }
  }

  /// Whether it is gone in a moment: a process that was ended takes some time to go.
  static func isGone(_ word: String) throws -> Bool {
    for _ in 0..<500 where try running(word) { usleep(10_000) }
    return try !running(word)
  }

  @Test func whatSuitesAndImplementationsSayNeverSteersATerminal() throws {
    let folder = "suite\u{1B}[31m\u{9B}\u{202E}\nx"
    let scratch = try Self.suite(Self.manifest("a\(Self.marks)", text: "t\(Self.marks)"), in: folder)
    try scratch.write("\(folder)/bad/manifest.json", "{\"\(Self.marks)\":1}")
    try scratch.write(
      "\(folder)/worse/manifest.json", Self.manifest().replacing("x.xml", with: "x\(Self.marks)"))
    let adapter = try scratch.write(
      "adapter.sh",
      """
      read -r l; printf '%s\\n' '{"name":"n\(Self.marks)","version":"v\(Self.marks)"}'
      read -r l; printf '%s\\n' '{"seq":1,"\(Self.marks)":1,"$KIND":"r\(Self.marks)"}'; read -r l
      """
    ).path
    var outcomes = [try Program.run(["conformance", "list", folder], in: scratch.folder)]
    for kind in ["skipped", "error", "verdict"] {
      for format in ["text", "json", "junit"] {
        let script = try String(contentsOfFile: adapter, encoding: .utf8).replacing("$KIND", with: kind)
        let path = try scratch.write("\(kind).sh", script).path
        outcomes.append(
          try Program.run(
            [
              "conformance", "run", folder, "--verbose", "--format", format, "--implementation",
              "sh '\(path)'",
            ], in: scratch.folder))
      }
    }
    outcomes.append(
      try Program.run(
        ["conformance", "run", folder, "--implementation", "echo '\u{1B}[31m'"], in: scratch.folder))
    outcomes.append(
      try Program.run(["conformance", "record", folder, "--into", "new\u{1B}[31m\nx"], in: scratch.folder))
    for (number, outcome) in outcomes.enumerated() {
      #expect(HostileTextTests.steering(outcome.text) == [], "\(number)")
      #expect(HostileTextTests.steering(outcome.errors) == [], "\(number)")
      #expect(!outcome.text.isEmpty || !outcome.errors.isEmpty)
      #expect(
        !outcome.errors.split(separator: "\n").contains { !$0.hasPrefix("error: ") }, "\(outcome.errors)")
    }
  }

  @Test func anImplementationThatDoesNotReadIsEndedInTime() throws {
    let long = String(repeating: "y", count: 200_000)
    let scratch = try Self.suite(Self.manifest(facts: #"{"http": {"headers": [["X", "\#(long)"]]}}"#))
    let mark = "7\(UInt32.random(in: 100_000...999_999))"
    let outcome = try Program.run(
      [
        "conformance", "run", "suite", "--time-limit", "1", "--implementation",
        "echo '{\"name\":\"x\"}'; sleep \(mark)",
      ],
      in: scratch.folder)
    #expect(outcome.status == 2)
    #expect(outcome.text.contains("it does not read the question within 1.0 s"))
    #expect(try Self.isGone(mark))
  }

  @Test func anImplementationThatWritesBeforeItReadsGetsItsQuestion() throws {
    let long = String(repeating: "y", count: 200_000)
    let scratch = try Self.suite(Self.manifest(facts: #"{"http": {"headers": [["X", "\#(long)"]]}}"#))
    // It writes more than a pipe holds before it reads, as we do.
    let adapter = try scratch.write(
      "adapter.sh",
      """
      read -r l; echo '{"name":"x"}'
      printf '{"seq":1,"verdict":"valid","z":"'; head -c 300000 /dev/zero | tr '\\0' x; echo '"}'
      cat >/dev/null
      """
    ).path
    let outcome = try Program.run(
      ["conformance", "run", "suite", "--implementation", "sh '\(adapter)'"], in: scratch.folder)
    #expect(outcome.status == 0, "\(outcome.text)")
  }

  @Test("An interruption ends the implementation with all it has started", arguments: [1, 2])
  func interruption(_ signals: Int) throws {
    let scratch = try Self.suite()
    let mark = "7\(UInt32.random(in: 100_000...999_999))"
    let run = try LiveRun(
      [
        "conformance", "run", "suite", "--time-limit", "60", "--implementation",
        "read -r l; echo '{\"name\":\"x\"}'; sleep \(mark) & sleep \(mark)",
      ], in: scratch.folder)
    for _ in 0..<1000 where try !Self.running("sleep\0\(mark)") { usleep(10_000) }
    #expect(try Self.running("sleep\0\(mark)"))
    usleep(300_000)
    for _ in 0..<signals { run.signal(SIGINT) }
    let outcome = try run.finish()
    #expect(outcome.status == 130)
    if signals == 1 {
      #expect(outcome.text.contains("partial: the run was ended before everything was asked"))
    }
    #expect(try Self.isGone(mark))
  }

  @Test func whatAnImplementationLeavesBehindIsEndedToo() throws {
    let scratch = try Self.suite()
    let mark = "7\(UInt32.random(in: 100_000...999_999))"
    let outcome = try Program.run(
      [
        "conformance", "run", "suite", "--implementation",
        "sleep \(mark) >/dev/null & read -r l; echo '{\"name\":\"x\"}'; read -r l; "
          + "echo '{\"seq\":1,\"verdict\":\"valid\"}'; read -r l",
      ], in: scratch.folder)
    #expect(outcome.status == 0)
    #expect(try Self.isGone(mark))
  }

  @Test("Links that lead back, pipes and devices", arguments: ["list", "run", "record"])
  func odd(_ command: String) throws {
    let scratch = try Self.suite()
    let suite = scratch.folder.appending(path: "suite")
    for name in ["a", "b", "c"] {
      try FileManager.default.createSymbolicLink(atPath: suite.path + "/" + name, withDestinationPath: ".")
    }
    try FileManager.default.createDirectory(
      at: suite.appending(path: "d"), withIntermediateDirectories: false)
    try FileManager.default.createDirectory(
      at: suite.appending(path: "e"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: suite.path + "/d/manifest.json", withDestinationPath: "/dev/zero")
    try FileManager.default.createSymbolicLink(
      atPath: suite.path + "/d/zero.xml", withDestinationPath: "/dev/zero")
    try #require(mkfifo(suite.path + "/e/manifest.json", 0o600) == 0)
    try #require(mkfifo(suite.path + "/e/pipe.xml", 0o600) == 0)
    let outcome = try Program.run(
      ["conformance", command, "suite"] + (command == "record" ? ["--into", "new"] : []), in: scratch.folder)
    #expect(outcome.status == 2)
    // What is recorded may have any form, so that it may have any name.
    let manifests = ["d/manifest.json", "e/manifest.json"]
    let files = manifests + (command == "record" ? ["d/zero.xml", "e/pipe.xml"] : [])
    for file in files {
      #expect(outcome.errors.contains("\(file): this is not a plain file"), "\(outcome.errors)")
    }
    #expect(outcome.errors.split(separator: "\n").count == files.count)
    switch command {
    case "list": #expect(outcome.text.hasSuffix("1 cases in 1 sections\n"))
    case "run": #expect(outcome.text.contains("1 cases, 1 expectations: 1 passed, 0 failed"))
    default: #expect(outcome.text.hasPrefix("1 cases in new;"))
    }
  }

  @Test("A report that cannot be written is said", arguments: ["text", "json", "junit"])
  func fullDisk(_ format: String) throws {
    let scratch = try Self.suite()
    let run = ["conformance", "run", "suite", "--format", format]
    let file = try Program.run(run + ["--output", "/dev/full"], in: scratch.folder)
    #expect(file.status == 2)
    #expect(file.errors.contains("/dev/full: No space left on device; the report is incomplete"))
    // A file that may not grow.
    let long = String(repeating: "t", count: 3000)
    try scratch.write("suite/manifest.json", Self.manifest(long, text: long))
    let small = try Program.run(
      run + ["--output", "report", "--verbose"], in: scratch.folder,
      shell: #"trap '' XFSZ; ulimit -f 1; exec "$@""#)
    #expect(small.status == 2)
    #expect(small.errors.contains("--output report: File too large; no report was written"))
    #expect(try scratch.names() == ["suite"], "nothing is left")
    for command in [
      run, ["conformance", "list", "suite"], ["rules"], ["--version"], ["explain", "BP-R1004"],
    ] {
      let full = try Program.run(command, in: scratch.folder, shell: #"exec "$@" >/dev/full"#)
      #expect(full.status == 2)
      #expect(full.errors.hasPrefix("error: standard output: No space left on device; "), "\(command)")
      let closed = try Program.run(command, in: scratch.folder, shell: #"exec "$@" >&-"#)
      #expect(closed.status == 2)
      #expect(closed.errors.contains("standard output"), "\(command)")
    }
  }

  @Test func aSuiteIsRecordedWholeOrNotAtAll() throws {
    let scratch = try Scratch()
    for number in 0..<5 { try scratch.write("captures/\(number).xml", Payload.withExtra()) }
    try scratch.write("captures/9.xml", Payload.withExtra(string: String(repeating: "x", count: 10_000)))
    let outcome = try Program.run(
      ["conformance", "record", "captures", "--into", "deep/down/suite"], in: scratch.folder,
      shell: #"trap '' XFSZ; ulimit -f 4; exec "$@""#)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("deep/down/suite/9.xml: File too large; no suite was written"))
    #expect(try scratch.names() == ["captures"])
    // What was there before stays.
    try scratch.write("there/0.xml", "mine")
    let beside = try Program.run(
      ["conformance", "record", "captures", "--into", "there"], in: scratch.folder)
    #expect(beside.status == 2)
    #expect(try String(contentsOfFile: scratch.path("there/0.xml"), encoding: .utf8) == "mine")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("there")) == ["0.xml"])
  }

  @Test func aManifestWithManyBrokenCasesTakesNoTime() throws {
    let broken = Array(repeating: "{\"id\":\"a\"}", count: 40_000).joined(separator: ",\n")
    let scratch = try Self.suite(
      "{\"section\":{\"document\":\"d\",\"number\":\"1\",\"title\":\"t\"},\"cases\":[\n\(broken)]}")
    let outcome = try Program.run(["conformance", "list", "suite"], in: scratch.folder, within: 20)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("manifest.json:40001: case 'a': 'title' is missing"))
    let marks = String(repeating: "\\u0316\\u0301", count: 40_000)
    try scratch.write("suite/manifest.json", "{\"\(marks)\":1,\"section\":1,\"cases\":1}")
    #expect(try Program.run(["conformance", "list", "suite"], in: scratch.folder, within: 20).status == 2)
  }
}
