import Foundation
import Testing

/// Options that make no sense: exit status 2, a message on standard error, and no report.
@Suite struct OptionTests {
  static let badOptions: [(options: [String], message: String)] = [
    (["--nope"], "unknown option '--nope'"),
    (["-x"], "unknown option '-x'"),
    (["--format"], "missing value for '--format "),
    (["--format", "yaml"], "the value 'yaml' is invalid for '--format "),
    (["--format", "JSON"], "the value 'JSON' is invalid for '--format "),
    (["--format="], "missing value for '--format "),
    (["--output="], "missing value for '--output "),
    (["--jobs", "0"], "--jobs needs a number from 1"),
    (["--jobs", "-1"], "missing value for '--jobs "),
    (["--jobs", "two"], "the value 'two' is invalid for '--jobs "),
    (["--jobs", "1.5"], "the value '1.5' is invalid for '--jobs "),
    (["--jobs", "99999999999999999999"], "the value '99999999999999999999' is invalid for '--jobs "),
    (["--max-bytes", "0"], "--max-bytes needs a number from 1 to 2147483647"),
    (["--max-bytes", "99999999999"], "--max-bytes needs a number from 1 to 2147483647"),
    (["--max-bytes", "-5"], "missing value for '--max-bytes "),
    (["--max-bytes", "32M"], "the value '32M' is invalid for '--max-bytes "),
    (["--max-depth", "0"], "--max-depth needs a number from 1 to 100000"),
    (["--max-depth", "100001"], "--max-depth needs a number from 1 to 100000"),
    (["--profile", "nope"], "there is no profile 'nope'"),
    (["--profile", "bp11", "--profile", ""], "there is no profile ''"),
    (["--fail-on", "fatal"], "the value 'fatal' is invalid for '--fail-on "),
    (["--expect", "maybe"], "the value 'maybe' is invalid for '--expect "),
    (["--color", "blue"], "the value 'blue' is invalid for '--color "),
    (["--sender-role", "x"], "the value 'x' is invalid for '--sender-role "),
    (["--body-processed", "x"], "the value 'x' is invalid for '--body-processed "),
    (["--fault-scope", "x"], "the value 'x' is invalid for '--fault-scope "),
    (["--input-format", "x"], "the value 'x' is invalid for '--input-format "),
    (["--quiet", "--verbose"], "--quiet and --verbose contradict each other"),
    (["--quiet=yes"], "'--quiet' does not take any value, but 'yes'"),
    (["--http-status", "99"], "--http-status needs a number from 100 to 599"),
    (["--http-status", "600"], "--http-status needs a number from 100 to 599"),
    (["--http-status", "OK"], "the value 'OK' is invalid for '--http-status "),
    (["--body-processed"], "missing value for '--body-processed "),
    (["--request"], "missing value for '--request "),
    (["--request="], "missing value for '--request "),
    (["--node-roles"], "missing value for '--node-roles "),
    (["--node-roles", ""], "--node-roles needs a URI, and '' is not one"),
    (["--node-roles", "http://a b/"], "--node-roles needs a URI, and 'http://a b/' is not one"),
    (["--node-roles", "%zz"], "--node-roles needs a URI, and '%zz' is not one"),
    (["--one-way=yes"], "'--one-way' does not take any value, but 'yes'"),
    (["--wsa-required=no"], "'--wsa-required' does not take any value, but 'no'"),
    (["--lenient=1"], "'--lenient' does not take any value, but '1'"),
    (["--field", "body"], "--field needs a name and a path, as in body=.response.text, not 'body'"),
    (["--field", "boby=.a"], "--field: there is no field 'boby'"),
    (["--field", "body=a..b"], "--field: 'a..b' is no path"),
    (["--field", "status=.a", "--field", "body=."], "--field: '.' is no path"),
    (["--null"], "--null is about --files-from"),
    (["--files-from", "-", "--files-from", "-"], "standard input can be only one list"),
  ]

  @Test("A bad option is said, and nothing is checked", arguments: badOptions)
  func bad(_ options: [String], _ message: String) throws {
    let scratch = try Scratch()
    let payload = try scratch.write("a.xml", Payload.withExtra()).path
    // A value that is missing is missing at the end.
    let lacksValue = [["--format"], ["--body-processed"], ["--request"], ["--node-roles"]].contains(options)
    let arguments = lacksValue ? [payload] + options : options + [payload]
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    let first = outcome.errors.split(separator: "\n").first ?? ""
    #expect(first.contains(message), "\(outcome.errors)")
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
