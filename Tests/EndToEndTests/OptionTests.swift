import Foundation
import Testing

/// Options that make no sense: exit status 2, a message on standard error, and no report.
@Suite struct OptionTests {
  static let badOptions: [[String]] = [
    ["--nope"], ["-x"], ["--format"], ["--format", "yaml"], ["--format", "JSON"], ["--format="],
    ["--output="],
    ["--jobs", "0"], ["--jobs", "-1"], ["--jobs", "two"], ["--jobs", "1.5"],
    ["--jobs", "99999999999999999999"],
    ["--max-bytes", "0"], ["--max-bytes", "-5"], ["--max-bytes", "99999999999"], ["--max-bytes", "32M"],
    ["--max-depth", "0"], ["--max-depth", "100001"], ["--profile", "nope"],
    ["--profile", "bp11", "--profile", ""],
    ["--fail-on", "fatal"], ["--expect", "maybe"], ["--color", "blue"], ["--sender-role", "x"],
    ["--body-processed", "x"], ["--fault-scope", "x"], ["--input-format", "x"], ["--quiet", "--verbose"],
    ["--quiet=yes"], ["--http-status", "99"], ["--http-status", "600"], ["--http-status", "OK"],
    ["--body-processed"], ["--request"], ["--request="], ["--node-roles"], ["--node-roles", ""],
    ["--node-roles", "http://a b/"], ["--node-roles", "%zz"], ["--one-way=yes"], ["--wsa-required=no"],
    ["--lenient=1"], ["--field", "body"], ["--field", "boby=.a"], ["--field", "body=a..b"],
    ["--field", "status=.a", "--field", "body=."], ["--null"],
    ["--files-from", "-", "--files-from", "-"],
  ]

  @Test("A bad option is said, and nothing is checked", arguments: badOptions)
  func bad(_ options: [String]) throws {
    let scratch = try Scratch()
    let payload = try scratch.write("a.xml", Payload.withExtra()).path
    // A value that is missing is missing at the end.
    let lacksValue = [["--format"], ["--body-processed"], ["--request"], ["--node-roles"]].contains(options)
    let arguments = lacksValue ? [payload] + options : options + [payload]
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(!outcome.errors.isEmpty)
  }

  @Test func theMessageNamesWhatIsWrong() throws {
    #expect(try Program.run(["--nope", "a"]).errors.contains("--nope"))
    #expect(try Program.run(["--profile", "nope", "a"]).errors.contains("nope"))
    #expect(try Program.run(["--format", "yaml", "a"]).errors.contains("yaml"))
    #expect(try Program.run(["--max-bytes", "0", "a"]).errors.contains("--max-bytes"))
    #expect(try Program.run(["--field", "boby=.a", "a"]).errors.contains("'request.method'"))
  }

  @Test("Nothing to check is said", arguments: [[], ["check"], ["--format", "json"], ["--"]])
  func nothing(_ arguments: [String]) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("nothing to check"))
  }

  @Test(
    "Help and version are no errors",
    arguments: [["--help"], ["-h"], ["check", "--help"], ["help"], ["help", "check"], ["--version"]])
  func help(_ arguments: [String]) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(!outcome.output.isEmpty)
  }

  @Test(
    "The exit status depends on the threshold, and on no format",
    arguments: ["text", "json", "ndjson", "html"])
  func threshold(_ format: String) throws {
    let scratch = try Scratch()
    let clean = try scratch.write("clean.xml", Payload.fault()).path
    // BP-R1004 is a warning, XML-fragment a note, BP-R1000 an error.
    let warning = try scratch.write("warning.xml", Payload.fault(code: "Server")).path
    let note = try scratch.write(
      "note.xml", "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>x</faultstring></soap:Fault>"
    ).path
    let error = try scratch.write("error.xml", Payload.withExtra()).path
    for (threshold, statuses) in [
      ("note", [0, 1, 1, 1]), ("warning", [0, 0, 1, 1]), ("error", [0, 0, 0, 1]), ("never", [0, 0, 0, 0]),
    ] as [(String, [Int32])] {
      for (payload, status) in zip([clean, note, warning, error], statuses) {
        let outcome = try Program.run(["--format", format, "--fail-on", threshold, payload])
        #expect(outcome.status == status, "\(payload) at \(threshold)")
      }
    }
    // An error is one at every threshold.
    let missing = try Program.run(["--format", format, "--fail-on", "never", scratch.path("missing")])
    #expect(missing.status == 2)
  }
}
