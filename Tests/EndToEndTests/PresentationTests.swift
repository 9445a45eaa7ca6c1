import Faultlint
import Foundation
import Testing

@testable import faultlint_cli

/// How findings are shown, what fits a terminal, and errors that say what was meant.
@Suite struct PresentationTests {
  // MARK: Options

  @Test("What makes no sense for a form is said before anything is checked")
  func nonsense() throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", Payload.withExtra())
    let cases = [
      (["--statistics", "--format", "json"], "--statistics is nothing for --format json"),
      (["--group-by", "rule", "--format", "sarif"], "--group-by is nothing for --format sarif"),
      (["--group-by", "rule", "--format", "markdown"], "--group-by is nothing for --format markdown"),
      (["--max-findings", "1", "--format", "junit"], "--max-findings is nothing for --format junit"),
      (["--statistics", "--group-by", "file"], "--statistics shows no findings"),
      (["--statistics", "--max-findings", "1"], "--statistics shows no findings"),
      (["--group-by", "rules"], "the value 'rules' is invalid for '--group-by"),
      (["--max-findings", "few"], "the value 'few' is invalid for '--max-findings"),
    ]
    for command in [[], ["merge"]] {
      for (options, message) in cases {
        let outcome = try Program.run(command + options + ["a.xml"], in: scratch.folder)
        #expect(outcome.status == 2)
        #expect(outcome.text.isEmpty)
        #expect(outcome.errors.hasPrefix("error: \(message)"), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 2 && outcome.errors.contains("\n help: "))
      }
    }
    // With a report for people beside it, that one is as asked for, and the other is whole.
    let both = try Program.run(
      ["--max-findings", "0", "--format", "json=a.json", "a.xml"], in: scratch.folder)
    #expect(both.status == 1)
    #expect(both.text.contains("1 more finding is not shown (--max-findings 0)"))
    #expect(
      try String(contentsOf: scratch.folder.appending(path: "a.json"), encoding: .utf8).contains("BP-R1000"))
  }

  @Test("Neither status nor counts depend on how much is shown, nor on who did it", arguments: ["1", "4"])
  func order(_ jobs: String) throws {
    let scratch = try Scratch()
    for number in 0..<40 {
      try scratch.write(
        "in/\(number).xml", number % 2 == 0 ? Payload.withExtra() : Payload.fault(code: "Server"))
    }
    let all = try Program.run(["--jobs", jobs, "in"], in: scratch.folder)
    for options in [
      ["--statistics"], ["--group-by", "code"], ["--max-findings", "5"], ["--max-findings", "0"],
    ] {
      let outcome = try Program.run(["--jobs", jobs] + options + ["in"], in: scratch.folder)
      let alone = try Program.run(["--jobs", "1"] + options + ["in"], in: scratch.folder)
      #expect(outcome.status == 1)
      #expect(outcome.output.difference(to: alone.output) == nil)
      #expect(outcome.text.contains("40 payloads: 20 conforming, 20 nonconforming\n20 errors, 20 warnings\n"))
    }
    let five = try Program.run(["--max-findings", "5", "in"], in: scratch.folder).text
    let shown = five.prefix(upTo: five.firstRange(of: "\n35 more findings are not shown")!.lowerBound)
    #expect(all.text.hasPrefix(shown), "the first ones, as they are without a limit")
    #expect(shown.split(separator: "\n").count { $0.hasPrefix("   --> ") } == 5)
  }

  // MARK: Terminals

  /// Runs a command of the shell on a terminal of its own.
  static func onTerminal(_ command: String, in folder: URL? = nil) throws -> String {
    let program = try Program.location.get().path
    let outcome = try Program.run(
      [], in: folder,
      shell: #"shift; exec script -qec '\#(command.replacing("faultlint", with: program))' /dev/null"#)
    return outcome.text.replacing("\r\n", with: "\n")
  }

  static let hasTerminal = (try? onTerminal("echo yes")) == "yes\n"

  @Test(
    "Tables keep to the terminal", .enabled(if: hasTerminal, "needs script(1) of util-linux"),
    arguments: ["rules", "profiles", "conformance list --section soap12/5.4"], [40, 60, 100])
  func terminal(_ command: String, _ columns: Int) throws {
    let text = try Self.onTerminal(
      "COLUMNS=\(columns) NO_COLOR=1 faultlint \(command)", in: ReadmeTests.root)
    #expect(text.split(separator: "\n").count > 5)
    for line in text.split(separator: "\n") {
      // An id that is wider than the terminal is not broken.
      #expect(line.count <= columns || line.drop { $0 == " " }.split(separator: " ").count == 1, "\(line)")
    }
    // In a pipe a row is a line, whatever COLUMNS says, and nothing is lost in either.
    let pipe = try Program.run(
      command.split(separator: " ").map(String.init), in: ReadmeTests.root,
      shell: #"COLUMNS=\#(columns) exec "$@""#
    ).text
    func words(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "\n" } }
    #expect(words(pipe) == words(text))
    #expect(pipe.split(separator: "\n").contains { $0.count > columns })
    #expect(!pipe.contains("…"))
  }

  @Test("Findings are wrapped at COLUMNS", .enabled(if: hasTerminal, "needs script(1) of util-linux"))
  func columns() throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", Payload.withExtra())
    for run in [
      try Self.onTerminal("COLUMNS=50 NO_COLOR=1 faultlint a.xml", in: scratch.folder),
      try Program.run(["a.xml"], in: scratch.folder, shell: #"COLUMNS=50 exec "$@""#).text,
    ] {
      let lines = run.split(separator: "\n")
      #expect(lines.contains { $0.count > 40 } && lines.allSatisfy { $0.count <= 50 }, "\(run)")
    }
  }

  @Test("Progress fits into its line, and says what matters first")
  func progress() {
    var summary = Summary()
    #expect(Progress.line(summary, nil, seconds: 2, width: 79) == "0 payloads, 0/s")
    for verdict in [Verdict.conforming, .nonconforming, .errorResponse, .notAFault, .unreadable] {
      for _ in 0..<30_000 { summary.add(verdict) }
    }
    for width in [20, 40, 79] {
      let line = Progress.line(summary, 0.31, seconds: 5000, width: width)
      #expect(line.count <= width && line.hasPrefix("31 %, 3 h 5 min left"), "\(line)")
    }
    #expect(
      Progress.line(summary, 0.31, seconds: 5000, width: 79)
        == "31 %, 3 h 5 min left, 150000 payloads, 30000 nonconforming, 30000 unreadable")
  }

  @Test(
    "Progress is shown also when the report goes to a file",
    .enabled(if: hasTerminal, "needs script(1) of util-linux"))
  func progressBesideAFile() throws {
    let scratch = try Scratch()
    // Standard input that stays open for two seconds makes the run long.
    try scratch.write("a.xml", Payload.withExtra())
    let text = try Self.onTerminal(
      "(cat a.xml; sleep 2) | faultlint --format json --output report.json -", in: scratch.folder)
    #expect(text.contains("\r\u{1B}[K") && text.contains(" payloads"), "\(text)")
    for line in text.split(separator: "\r") { #expect(line.count <= 85) }
    #expect(
      try String(contentsOf: scratch.folder.appending(path: "report.json"), encoding: .utf8).contains(
        "BP-R1000"))
  }

  // MARK: What was meant

  @Test(
    "What is spelt wrong gets what was meant",
    arguments: [
      (["--fromat", "json", "a.xml"], "unknown option '--fromat'", "did you mean --format?"),
      (["--format", "jsno", "a.xml"], "the value 'jsno' is invalid", "did you mean json?"),
      (["--format", "htlm=a.html", "a.xml"], "the value 'htlm=a.html' is invalid", "did you mean html?"),
      (["--fail-on", "wraning", "a.xml"], "the value 'wraning' is invalid", "did you mean warning?"),
      (["--profile", "bp1", "a.xml"], "there is no profile 'bp1'", "did you mean bp10 or bp11 or bp12?"),
      (["--profile", "zoura", "a.xml"], "there is no profile 'zoura'", "did you mean zuora?"),
      (["--ignore", "BP-R100O", "a.xml"], "there is no rule 'BP-R100O'", "did you mean BP-R100"),
      (
        ["--enable", "ZUORA-fault-contant", "a.xml"], "there is no rule", "did you mean ZUORA-fault-content?"
      ),
      (["--level", "BP-R1000=eror", "a.xml"], "--level needs an id and a level", "did you mean error?"),
      (
        ["expalin", "BP-R1000"], "there is no file 'expalin', and no command of that name",
        "did you mean explain?"
      ),
      (["--quiet", "merg", "a.ndjson"], "there is no file 'merg'", "did you mean merge?"),
      (["profiles", "lst"], "unexpected argument 'lst'", "did you mean list?"),
      (["profiles", "show", "zoura"], "there is no profile 'zoura'", "did you mean zuora?"),
      (["rules", "--spec", "saop11"], "there is no family 'saop11'", "did you mean soap11"),
      (["rules", "--level", "eror"], "there is no level 'eror'", "did you mean error?"),
      (["rules", "--profile", "bp1"], "there is no profile 'bp1'", "did you mean bp10"),
      (["rules", "--serach", "x"], "unknown option '--serach'", "did you mean --search?"),
      (
        ["rules", "--search", "fautlstring"], "no rule has to do with 'fautlstring'",
        "did you mean faultstring?"
      ),
      (["explain", "fautlstring"], "there is no rule 'fautlstring'", "did you mean faultstring?"),
      (
        ["conformance", "list", "--section", "soap12/5.44"], "no section begins with",
        "did you mean soap12/5.4"
      ),
      (["merge", "--format", "markdwon", "a"], "the value 'markdwon' is invalid", "did you mean markdown?"),
      (["completions", "bsh"], "the value 'bsh' is invalid", "did you mean bash"),
    ])
  func meant(_ arguments: [String], _ reason: String, _ help: String) throws {
    let outcome = try Program.run(arguments, in: ReadmeTests.root)
    #expect(outcome.status == 2)
    #expect(outcome.text.isEmpty)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 2, "\(outcome.errors)")
    #expect(lines.first?.hasPrefix("error: \(reason)") ?? false, "\(outcome.errors)")
    #expect(lines.last?.hasPrefix(" help: \(help)") ?? false, "\(outcome.errors)")
  }

  @Test func aFileOfSuchANameIsAFile() throws {
    let scratch = try Scratch()
    try scratch.write("expalin", Payload.withExtra())
    #expect(try Program.run(["expalin"], in: scratch.folder).text.contains("--> expalin:1:"))
    // What is like no command is a file that is missing.
    #expect(
      try Program.run(["captures"], in: scratch.folder).errors
        == "error: captures: No such file or directory\n")
    #expect(try Program.run(["./expalni"], in: scratch.folder).errors.hasPrefix("error: ./expalni: No such"))
  }

  @Test func anOptionIsAText() throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", Payload.withExtra())
    let outcome = try Program.run(
      ["a.xml"], in: scratch.folder, shell: #"exec "$@" --output "$(printf 'a\377')""#)
    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix(#"error: 'a\xFF' is not UTF-8"#))
    #expect(try scratch.names() == ["a.xml"])
  }

  @Test func theVersionsAreThoseThatRun() throws {
    let version = try Program.run(["--version"]).text
    #expect(
      version.wholeMatch(of: /faultlint [0-9]+\.[0-9]+\.[0-9]+, libxml2 2\.[0-9]+\.[0-9]+\n/) != nil,
      "\(version)")
    let report = try Program.check(Payload.fault()).text
    let library = version.split(separator: " ").last!.dropLast()
    #expect(report.contains(#""libxml2":"\#(library)""#))
  }

  @Test func aWordFindsRules() throws {
    let many = try Program.run(["explain", "faultstring"]).text.split(separator: "\n")
    #expect(many[0].hasSuffix("rules have to do with 'faultstring':"))
    #expect(many[1].hasPrefix("SOAP11-faultstring-missing "))
    let one = try Program.run(["explain", "Faultstring language tag"])
    #expect(one.status == 0 && one.text.hasPrefix("SOAP11-faultstring-lang-malformed\n"))
    let rules = try Program.run([
      "rules", "--search", "faultstring", "--profile", "zuora", "--level", "error",
    ]).text
    #expect(
      rules.split(separator: "\n").allSatisfy { $0.contains("  error  ") }
        && rules.contains("SOAP11-faultstring-missing"))
    #expect(
      try Program.run(["rules", "--search", "xyzzy", "--format", "json"]).text.contains("\"rules\":[\n]"))
    let zuora = try Program.run(["rules", "--spec", "zuora"]).text.split(separator: "\n")
    #expect(zuora.count == 18 && zuora.allSatisfy { $0.hasPrefix("ZUORA-") })
  }
}
