import Foundation
import Testing

/// A project that lives with old findings.
@Suite struct BaselineTests {
  /// Two hundred files with an error and a warning each.
  static func project(_ files: Int = 100) throws -> Scratch {
    let scratch = try Scratch()
    for index in 0..<files {
      try scratch.write(
        "captures/\(index % 7)/\(index).xml", Payload.fault(code: "Server", "<extra\(index % 3)/>"))
    }
    return scratch
  }

  static func run(_ scratch: Scratch, _ arguments: [String]) throws -> Program.Outcome {
    try Program.run(arguments, in: scratch.folder, within: 60)
  }

  static func file(_ scratch: Scratch) throws -> String {
    try String(contentsOf: scratch.folder.appending(path: ".faultlint-baseline.json"), encoding: .utf8)
  }

  @Test("A project of 200 findings adopts faultlint in two commands")
  func adoption() throws {
    let scratch = try Self.project()
    #expect(try Self.run(scratch, ["--quiet", "."]).text.split(separator: "\n").count == 200)
    #expect(try Self.run(scratch, ["init"]).status == 0)
    let created = try Self.run(scratch, ["baseline", "create", "."])
    #expect(created.status == 0, "\(created.errors)")
    #expect(
      created.text == """
        .faultlint-baseline.json: 200 findings in 100 files
           100  BP-R1000
           100  BP-R1004

        """)
    let check = try Self.run(scratch, ["check", "--fail-on", "note", "."])
    #expect(check.status == 0)
    #expect(check.text.contains("no findings, 200 findings are in the baseline, "))
    #expect(check.errors == "")
    let json = try Self.run(scratch, ["--format", "json", "."])
    let summary = try JSONSerialization.jsonObject(with: json.output) as? [String: Any]
    #expect((summary?["summary"] as? [String: Any])?["known"] as? Int == 200)
    #expect(try json.report().summary.errors == 0)
    #expect(try Self.run(scratch, ["--no-baseline", "."]).status == 1)
    // From another folder, by another path.
    let inside = try Program.run(["0", "../captures/1"], in: scratch.folder.appending(path: "captures"))
    #expect(inside.status == 0)
    #expect(try Self.run(scratch, [scratch.folder.path]).status == 0)
  }

  @Test("It does not depend on the number of workers, and is written alike each time")
  func jobs() throws {
    let scratch = try Self.project(40)
    #expect(try Self.run(scratch, ["baseline", "create", "--jobs", "1", "."]).status == 0)
    let one = try Self.file(scratch)
    #expect(try Self.run(scratch, ["baseline", "create", "--force", "--jobs", "8", "captures"]).status == 0)
    #expect(try Self.file(scratch) == one)
    #expect(
      try Self.run(scratch, ["baseline", "create", "captures"]).errors.contains("there is a baseline already")
    )
    #expect(try Self.file(scratch) == one)
  }

  @Test("Moved lines stay known; a new defect, and a second of the same kind, are new")
  func new() throws {
    let scratch = try Self.project(3)
    #expect(try Self.run(scratch, ["baseline", "create", "."]).status == 0)
    let path = "captures/0/0.xml"
    func findings(_ text: String) throws -> [String] {
      try scratch.write(path, text)
      return try Self.run(scratch, ["--format", "json", path]).result().rules
    }
    let old = Payload.fault(code: "Server", "<extra0/>")
    #expect(try findings(old) == [])
    #expect(try findings("<!-- a\n\n -->\n" + old.replacing("<s:Body>", with: "\n  <s:Body>\n")) == [])
    #expect(try findings(old.replacing("<extra0/>", with: "<extra0/><other/>")) == ["BP-R1000"])
    #expect(try findings(old.replacing("<extra0/>", with: "<extra0/><extra0/>")) == ["BP-R1000"])
    let twice = try Self.run(scratch, ["--format", "json", path]).result()
    // The first of two is the known one.
    let line = old.replacing("<extra0/>", with: "<extra0/><extra0/>")
    let second = try #require(line.range(of: "<extra0/>", options: .backwards))
    #expect(twice.findings.map(\.column) == [line.distance(from: line.startIndex, to: second.lowerBound) + 1])
    // The same in another file is new too.
    try scratch.write("captures/new.xml", old)
    #expect(try Self.run(scratch, ["captures/new.xml"]).status == 1)
    #expect(try Self.run(scratch, ["captures/new.xml", "captures/1/1.xml"]).status == 1)
    // A file that is named twice has its findings once.
    #expect(try Self.run(scratch, ["captures/1/1.xml", "captures/1/1.xml"]).status == 0)
  }

  @Test("What is no longer there is said, and pruned")
  func prune() throws {
    let scratch = try Self.project(6)
    #expect(try Self.run(scratch, ["baseline", "create", "."]).status == 0)
    try scratch.write("captures/0/0.xml", Payload.fault(code: "Server"))
    try FileManager.default.removeItem(at: scratch.folder.appending(path: "captures/1/1.xml"))
    let check = try Self.run(scratch, ["."])
    #expect(check.status == 0)
    #expect(
      check.errors
        == "note: .faultlint-baseline.json: 3 known findings can no longer be found: 'faultlint baseline prune' takes them out; --verbose lists them\n"
    )
    let verbose = try Self.run(scratch, ["--verbose", "."])
    #expect(verbose.errors.contains("note: captures/0/0.xml: BP-R1000 can no longer be found\n"))
    #expect(verbose.errors.contains("note: captures/1/1.xml: BP-R1004 can no longer be found\n"))
    // What was not looked at is not missed, but for what is gone.
    #expect(try Self.run(scratch, ["captures/2"]).errors.contains("2 known findings"))
    // A new finding is not noted down by prune, but by update.
    try scratch.write("captures/2/2.xml", Payload.fault(code: "Server", "<extra2/><new/>"))
    let pruned = try Self.run(scratch, ["baseline", "prune", "."])
    #expect(pruned.status == 0)
    #expect(
      pruned.text == """
        .faultlint-baseline.json: 9 findings in 5 files
             4  BP-R1000 (-2)
             5  BP-R1004 (-1)

        """)
    #expect(try Self.run(scratch, ["."]).status == 1)
    #expect(try Self.run(scratch, ["baseline", "update", "captures/2"]).text.contains("BP-R1000 (+1)"))
    let after = try Self.run(scratch, ["."])
    #expect(after.status == 0 && after.errors == "")
    #expect(try Self.run(scratch, ["baseline", "prune", "."]).text.contains("unchanged, 10 findings"))
  }

  @Test("Of a log with many entries the first are known, whatever the number of workers", arguments: [1, 4])
  func log(_ jobs: Int) throws {
    let scratch = try Scratch()
    let count = 4000
    func write(_ count: Int) throws {
      var text = ""
      for index in 0..<count { text += try Record.line(index, Payload.withExtra(string: "x")) }
      try scratch.write("log.ndjson", text)
    }
    try write(count)
    #expect(try Self.run(scratch, ["baseline", "create", "--jobs", "\(jobs)", "log.ndjson"]).status == 0)
    #expect(try Self.file(scratch).contains("\"count\": \(count)}"))
    #expect(try Self.run(scratch, ["--jobs", "\(jobs)", "log.ndjson"]).status == 0)
    try write(count + 2)
    let outcome = try Self.run(scratch, ["--format", "ndjson", "--jobs", "\(jobs)", "log.ndjson"])
    #expect(outcome.status == 1)
    let failed = try outcome.lines().enumerated().filter { !$0.element.findings.isEmpty }.map(\.offset)
    #expect(failed == [count, count + 1])
    try write(count - 1)
    #expect(try Self.run(scratch, ["log.ndjson"]).errors.contains("1 known finding can no longer be found"))
  }

  @Test("Members of an archive, and names of any kind, are told apart")
  func names() throws {
    let scratch = try Scratch()
    let names = ["a\nb.xml", "q\"uote.xml", "tab\t.xml", "ü.xml", "-.xml"]
    for name in names { try scratch.write("in/\(name)", Payload.withExtra()) }
    let bytes = scratch.folder.path + "/in/"
    let odd = Array(bytes.utf8) + [0x62, 0xFF, 0x2E, 0x78, 0x6D, 0x6C, 0]
    let descriptor = odd.map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { path in
      path.baseAddress.map { open($0, O_WRONLY | O_CREAT, 0o644) } ?? -1
    }
    try #require(descriptor >= 0)
    let text = Array(Payload.withExtra().utf8)
    #expect(write(descriptor, text, text.count) == text.count)
    close(descriptor)
    let created = try Self.run(scratch, ["baseline", "create", "in"])
    #expect(created.text.hasPrefix(".faultlint-baseline.json: 6 findings in 6 files\n"), "\(created.text)")
    #expect(try JSONSerialization.jsonObject(with: Data(try Self.file(scratch).utf8)) is [String: Any])
    let check = try Self.run(scratch, ["in"])
    #expect(check.status == 0, "\(check.text)")
    #expect(check.errors == "")
  }

  @Test(
    "A baseline that cannot be used is exit status 2, and a sentence",
    arguments: [
      ("", "the text ends"), ("{", "the text ends"), ("[]", "is expected"),
      (#"{"faultlintBaseline": 9, "files": []}"#, "it is of format 9, which a newer faultlint has written"),
      (#"{"faultlintBaseline": 1, "files": {"a": ["#, "the text ends"),
      (#"{"results": []}"#, "this is not a baseline"),
    ])
  func broken(_ text: String, _ expected: String) throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", Payload.fault())
    try scratch.write(".faultlint-baseline.json", text)
    for arguments in [["a.xml"], ["baseline", "update", "a.xml"], ["baseline", "prune", "a.xml"]] {
      let outcome = try Self.run(scratch, arguments)
      #expect(outcome.status == 2)
      #expect(outcome.text == "")
      #expect(outcome.errors.hasPrefix("error: .faultlint-baseline.json"), "\(outcome.errors)")
      #expect(outcome.errors.contains(expected), "\(outcome.errors)")
    }
    #expect(try Self.file(scratch) == text)
    #expect(try Self.run(scratch, ["--no-baseline", "a.xml"]).status == 0)
    #expect(try Self.run(scratch, ["baseline", "create", "--force", "a.xml"]).status == 0)
    #expect(try Self.run(scratch, ["a.xml"]).status == 0)
  }

  @Test("Nothing is written if some input cannot be used, or if there is nothing to change")
  func notWritten() throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", Payload.withExtra())
    let outcome = try Self.run(scratch, ["baseline", "create", "a.xml", "missing.xml"])
    #expect(outcome.status == 2)
    #expect(try scratch.names() == ["a.xml"])
    for command in ["update", "prune"] {
      let outcome = try Self.run(scratch, ["baseline", command, "a.xml"])
      #expect(outcome.status == 2)
      #expect(
        outcome.errors
          == "error: there is no baseline to \(command)\n help: 'faultlint baseline create' makes one\n")
    }
    #expect(try Self.run(scratch, ["baseline", "create", "--format", "json", "a.xml"]).status == 2)
    let elsewhere = try Self.run(scratch, ["baseline", "create", "--baseline", "no/such/b.json", "a.xml"])
    #expect(elsewhere.status == 2)
    #expect(elsewhere.errors.contains("no/such/b.json"))
    #expect(try Self.run(scratch, ["baseline", "create", "--baseline", "b.json", "a.xml"]).status == 0)
    #expect(try Self.run(scratch, ["--baseline", "b.json", "a.xml"]).status == 0)
    #expect(try Self.run(scratch, ["a.xml"]).status == 1)
  }

  @Test("Beside the configuration, whatever folder it is made from")
  func place() throws {
    let scratch = try Self.project(2)
    try scratch.write(".faultlint.yml", "suppressions: [{rules: BP-R1004, reason: known}]\n")
    let folder = scratch.folder.appending(path: "captures")
    let created = try Program.run(["baseline", "create", "."], in: folder)
    #expect(created.text == "../.faultlint-baseline.json: 2 findings in 2 files\n     2  BP-R1000\n")
    #expect(try Self.file(scratch).contains("\"captures/0/0.xml\""))
    #expect(try Program.run(["."], in: folder).status == 0)
  }

  @Test("SARIF says of each result whether it was there before, and what suppresses it")
  func sarif() throws {
    let scratch = try Self.project(1)
    #expect(try Self.run(scratch, ["baseline", "create", "."]).status == 0)
    try scratch.write(
      ".faultlint.yml", "suppressions: [{rules: BP-R1001, reason: \"Old \\\"gateway\\\".\"}]\n")
    try scratch.write(
      "captures/0/0.xml", Payload.fault(code: "Server", "<extra0/><s:detail/><new/>"))
    let outcome = try Self.run(scratch, ["--format", "sarif", "."])
    #expect(outcome.status == 1)
    let json = try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any]
    let results = try #require((json?["runs"] as? [[String: Any]])?.first?["results"] as? [[String: Any]])
    let standing = results.map { result in
      let suppressions = result["suppressions"] as? [[String: String]]
      return
        "\(result["ruleId"] ?? "") \(result["baselineState"] ?? "") \(suppressions?.map { $0["justification"] ?? "" } ?? ["none"])"
    }
    #expect(
      standing == [
        #"BP-R1000 new []"#, #"BP-R1001 new ["Old \"gateway\"."]"#,
        #"BP-R1004 unchanged ["it is in the baseline"]"#, #"BP-R1000 unchanged ["it is in the baseline"]"#,
      ], "\(standing)")
  }

  @Test("Reports that are joined keep what was known")
  func merge() throws {
    let scratch = try Self.project(4)
    #expect(try Self.run(scratch, ["baseline", "create", "."]).status == 0)
    #expect(try Self.run(scratch, ["--format", "ndjson", "--output", "r.ndjson", "."]).status == 0)
    let text = try Self.run(scratch, ["merge", "r.ndjson"])
    #expect(text.status == 0, "\(text.errors)")
    #expect(text.text.contains("8 findings are in the baseline"))
    let json = try Self.run(scratch, ["merge", "--format", "json", "r.ndjson"])
    let summary = try JSONSerialization.jsonObject(with: json.output) as? [String: Any]
    #expect((summary?["summary"] as? [String: Any])?["known"] as? Int == 8)
  }
}
