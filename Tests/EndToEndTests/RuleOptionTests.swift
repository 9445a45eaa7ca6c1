import Foundation
import Testing

/// Options that change which rules run and how much their findings weigh, and those that change what the end of a
/// report says.
@Suite struct RuleOptionTests {
  /// BP-R1004 as a warning, BP-R1000 as an error.
  static let payload = Payload.fault(code: "Server", "<extra/>")

  func findings(_ options: String...) throws -> [String] {
    try Program.run(["--format", "json"] + options + ["-"], input: Data(Self.payload.utf8)).result().findings
      .map {
        "\($0.level) \($0.rule)"
      }
  }

  @Test func aRuleCanBeLeftOutAndWeighDifferently() throws {
    #expect(try findings() == ["warning BP-R1004", "error BP-R1000"])
    #expect(try findings("--level", "BP-R1004=error") == ["error BP-R1004", "error BP-R1000"])
    // What the same defect breaks besides is reported where the rule that goes before it is left out.
    #expect(
      try findings("--ignore", "BP-R1004") == ["warning SOAP11-faultcode-no-namespace", "error BP-R1000"])
    #expect(
      try findings("--ignore", "BP-R1004", "--ignore", "SOAP11-faultcode-no-namespace") == ["error BP-R1000"])
  }

  @Test(
    "Who sets the level of a rule means the findings that are named by it, whatever they stand for besides")
  func levelsOfFindingsThatStandForMore() throws {
    // A child of Fault that there is not: BP-R1000, and with it a rule of SOAP 1.1 that is an error as well.
    func all(_ options: String...) throws -> [[String]] {
      try Program.run(["--format", "json"] + options + ["-"], input: Data(Self.payload.utf8)).result()
        .findings
        .map { ["\($0.level)", $0.rule] + $0.also.filter { !$0.hasPrefix("XSD-") } }
    }
    let code = ["BP-R1004", "SOAP11-faultcode-no-namespace"]
    let child = ["BP-R1000", "SOAP11-fault-child-unknown"]
    #expect(try all() == [["warning"] + code, ["error"] + child])
    #expect(try all("--level", "BP-R1000=note") == [["warning"] + code, ["note"] + child])
    #expect(try all("--level", "BP-R1000=warning") == [["warning"] + code, ["warning"] + child])
    #expect(try all("--level", "BP-R1004=note") == [["note"] + code, ["error"] + child])
    // What a finding only stands for does not lower it, and raises it.
    #expect(try all("--level", "SOAP11-fault-child-unknown=note") == [["warning"] + code, ["error"] + child])
    #expect(
      try all("--level", "SOAP11-faultcode-no-namespace=error")
        == [["error"] + code.reversed(), ["error"] + child])
    // Of two that are set the higher one counts.
    #expect(
      try all("--level", "BP-R1000=note", "--level", "SOAP11-fault-child-unknown=warning")
        == [["warning"] + code, ["warning"] + child.reversed()])
  }

  @Test func theExitStatusFollowsTheLevels() throws {
    func status(_ options: String...) throws -> Int32 {
      try Program.run(options + ["-"], input: Data(Payload.fault(code: "Server").utf8)).status
    }
    #expect(try status() == 0)
    #expect(try status("--level", "BP-R1004=error") == 1)
    #expect(
      try status(
        "--fail-on", "warning", "--ignore", "BP-R1004", "--ignore", "SOAP11-faultcode-no-namespace") == 0)
  }

  @Test("A rule that is off unless asked for runs with --enable only, however much is said")
  func enable() throws {
    // An entry of detail without a namespace: advice that nobody is bound to.
    let rules = try Program.run(["rules", "--format", "json"]).output
    let list = try #require(try JSONSerialization.jsonObject(with: rules) as? [String: Any])
    let optIn = try #require(list["rules"] as? [[String: Any]]).filter { $0["optIn"] as? Bool == true }
    let ids = optIn.compactMap { $0["id"] as? String }
    #expect(ids.count > 0)
    let samples = Payload.samples.path
    func report(_ options: [String]) throws -> [[String]] {
      let outcome = try Program.run(["--format", "json", samples] + options, within: 120)
      return try outcome.report().results.map { [$0.verdict] + $0.rules }
    }
    let plain = try report([])
    #expect(try report(["--verbose"]) == plain)
    #expect(!plain.contains { !$0.filter(ids.contains).isEmpty })
    let enabled = try report(ids.flatMap { ["--enable", $0] })
    #expect(enabled.contains { !$0.filter(ids.contains).isEmpty })
  }

  @Test(
    "An id that no rule has is an error that names the like",
    arguments: [
      (["--enable", "BP-R10004"], "no rule 'BP-R10004'\n help: did you mean BP-R1000"),
      (["--ignore", "SOAP11-faultcode-mising"], "did you mean SOAP11-faultcode-missing?"),
      (["--level", "XML-fragmnt=error"], "did you mean XML-fragment?"),
      (["--ignore", "something else entirely"], "'faultlint rules' lists them"),
      (["--level", "BP-R1004"], "--level needs an id and a level (error, warning, note)"),
      (["--level", "BP-R1004=fatal"], "--level needs an id and a level"),
      (["--enable", "BP-R1004", "--ignore", "BP-R1004"], "contradict each other"),
    ])
  func unknown(_ options: [String], _ message: String) throws {
    let outcome = try Program.run(options + ["-"], input: Data(Self.payload.utf8))
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test("--no-summary leaves out what comes last", arguments: ["text", "json", "ndjson"])
  func summary(_ format: String) throws {
    let input = Data(Self.payload.utf8)
    let whole = try Program.run(["--format", format, "-"], input: input)
    let short = try Program.run(["--format", format, "--no-summary", "-"], input: input)
    #expect(short.status == whole.status)
    #expect(!short.text.isEmpty && short.output.count < whole.output.count)
    switch format {
    case "ndjson":
      #expect(short.text.split(separator: "\n").count == 1)
      #expect(whole.text.hasPrefix(short.text))
    case "json":
      let json = try #require(try JSONSerialization.jsonObject(with: short.output) as? [String: Any])
      #expect(json["summary"] == nil && json["results"] != nil)
    default:
      #expect(whole.text.hasPrefix(short.text))
      #expect(!short.text.contains("1 payload"))
    }
  }

  @Test("With --allow-unreadable a record that cannot be read is a result, and what ends a capture is not")
  func unreadable() throws {
    let scratch = try Scratch()
    let records =
      try Record.line(0, Payload.fault()) + "{\"id\":\n" + "{\"status\":500}\n"
      + Record.line(3, Payload.fault())
    try scratch.write("log.ndjson", records)
    func status(_ arguments: String...) throws -> Int32 {
      let outcome = try Program.run(["--format", "ndjson"] + arguments, in: scratch.folder)
      return outcome.status
    }
    #expect(try status("log.ndjson") == 2)
    #expect(try status("--allow-unreadable", "log.ndjson") == 0)
    let outcome = try Program.run(
      ["--format", "json", "--allow-unreadable", "log.ndjson"], in: scratch.folder)
    #expect(
      try outcome.report().results.map(\.verdict) == ["conforming", "unreadable", "unreadable", "conforming"])
    #expect(try outcome.report().results[2].error?.contains("--field body=") == true)
    // A file that is not there, a capture that is cut off in the middle, an archive that is broken.
    #expect(try status("--allow-unreadable", "missing", "log.ndjson") == 2)
    try scratch.write(
      "cut.har", #"{"log":{"version":"1.2","creator":{"name":"x"},"entries":[{"request":{"met"#)
    #expect(try status("--allow-unreadable", "cut.har") == 2)
    try scratch.write("cut.gz", Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B]))
    #expect(try status("--allow-unreadable", "cut.gz") == 2)
    // Findings count as ever.
    try scratch.write("log.ndjson", records + Record.line(4, Payload.withExtra()))
    #expect(try status("--allow-unreadable", "log.ndjson") == 1)
  }
}
