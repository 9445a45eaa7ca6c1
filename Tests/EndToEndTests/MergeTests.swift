import Foundation
import Testing

/// Joining the reports of several runs.
@Suite struct MergeTests {
  /// Two halves of a run, and the whole.
  func halves(_ scratch: Scratch) throws -> (left: String, right: String, whole: String) {
    for number in 0..<20 {
      let payload =
        switch number % 4 {
        case 0: Payload.fault()
        case 1: Payload.withExtra()
        case 2: Payload.fault(code: "Server")
        default: Payload.envelope("<a/>")
        }
      try scratch.write("\(number < 10 ? "a" : "b")/\(number).xml", payload)
    }
    var reports: [String] = []
    for (name, folders) in [("left", ["a"]), ("right", ["b"]), ("whole", ["a", "b"])] {
      let outcome = try Program.run(["--format", "ndjson"] + folders, in: scratch.folder)
      reports.append(try scratch.write(name, outcome.output).path)
    }
    return (reports[0], reports[1], reports[2])
  }

  @Test("The joined report is that of one run", arguments: ["ndjson", "json", "text"])
  func joined(_ format: String) throws {
    let scratch = try Scratch()
    let (left, right, _) = try halves(scratch)
    let merged = try Program.run(["merge", left, right, "--format", format])
    let whole = try Program.run(["--format", format, "a", "b"], in: scratch.folder)
    #expect(merged.status == whole.status)
    #expect(merged.errors == "")
    if format == "text" {
      // The payloads are not at hand, so there are no excerpts.
      let lines = whole.text.split(separator: "\n", omittingEmptySubsequences: false)
      let withoutExcerpts = lines.filter { !$0.hasPrefix(" ") || !$0.contains(" | ") }
      #expect(merged.text == withoutExcerpts.joined(separator: "\n"))
    } else {
      #expect(merged.output.difference(to: whole.output) == nil)
    }
    // What was joined, and what is one after the other in one file, can be joined.
    let again = try Program.run(
      ["merge", "--format", format, "-"],
      input: Data(contentsOf: URL(filePath: left)) + Data(contentsOf: URL(filePath: right)))
    #expect(again.output.difference(to: merged.output) == nil)
  }

  @Test(
    "What a vendor's profile says of a payload is said again",
    arguments: ["text", "markdown", "html", "json"])
  func vendors(_ format: String) throws {
    let scratch = try Scratch()
    // A code, rows that failed, and what a vendor is excused for.
    for name in [
      "zuora/query-without-faultstring.xml", "zuora/create-row-error.xml", "openair/logged-out.xml",
    ] {
      try scratch.write(name, Payload.sample(name))
    }
    let lines = try Program.run(["--format", "ndjson", "zuora", "openair"], in: scratch.folder)
    try scratch.write("report.ndjson", lines.output)
    for options in [[], ["--verbose"]] {
      let whole = try Program.run(["--format", format] + options + ["zuora", "openair"], in: scratch.folder)
      let merged = try Program.run(
        ["merge", "--format", format] + options + ["report.ndjson"], in: scratch.folder)
      #expect(merged.status == whole.status)
      let expected = whole.text.split(separator: "\n").filter {
        // A record has no payload, so there are no excerpts.
        !($0.hasPrefix(" ") && $0.contains(" | ")) && !$0.hasPrefix("{\"payload\"")
      }
      #expect(merged.text.split(separator: "\n") == expected)
      if format == "text" {
        #expect(merged.text.contains("fault says: error code MALFORMED_QUERY"))
        #expect(merged.text.contains("answer says: a row failed"))
        #expect(merged.text.contains("is excused") == (options == ["--verbose"]))
      }
    }
  }

  @Test func findingsAreShownAsAskedFor() throws {
    let scratch = try Scratch()
    let (left, right, _) = try halves(scratch)
    for options in [
      ["--statistics"], ["--group-by", "rule", "--quiet"], ["--max-findings", "2"], ["--group-by", "file"],
    ] {
      let merged = try Program.run(["merge"] + options + [left, right])
      let whole = try Program.run(options + ["a", "b"], in: scratch.folder)
      #expect(merged.status == 1)
      let lines = whole.text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(
        merged.text == lines.filter { !$0.hasPrefix(" ") || !$0.contains(" | ") }.joined(separator: "\n"),
        "\(options)")
    }
    #expect(try Program.run(["merge", "--format", "json", "--statistics", left]).status == 2)
  }

  @Test func theStatusDependsOnTheThreshold() throws {
    let scratch = try Scratch()
    let (left, right, _) = try halves(scratch)
    #expect(try Program.run(["merge", "--fail-on", "never", left, right]).status == 0)
    #expect(try Program.run(["merge", left, right]).status == 1)
    try scratch.write("warning.xml", Payload.fault(code: "Server"))
    let outcome = try Program.run(["--format", "ndjson", "warning.xml"], in: scratch.folder)
    let warning = try scratch.write("warning", outcome.output).path
    #expect(try Program.run(["merge", warning]).status == 0)
    #expect(try Program.run(["merge", "--fail-on", "warning", warning]).status == 1)
  }

  @Test func aReportThatIsCutOffIsSaidAndMakesAPartialOne() throws {
    let scratch = try Scratch()
    let (left, right, _) = try halves(scratch)
    let text = try String(contentsOfFile: left, encoding: .utf8)
    let lines = text.split(separator: "\n")
    let cases = [
      // The summary is missing; and half of the last result too.
      (lines.dropLast().joined(separator: "\n") + "\n", 10, "no summary"),
      (lines.dropLast().joined(separator: "\n").dropLast(20) + "", 9, "left:10: "),
    ]
    for (content, count, reason) in cases {
      try scratch.write("left", content)
      let outcome = try Program.run(["merge", "--format", "json", "left", right], in: scratch.folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(reason))
      #expect(outcome.errors.contains("left: there is no summary"))
      let report = try outcome.report()
      #expect(report.summary.partial == true)
      #expect(report.results.count == count + 10)
      #expect(report.summary.payloads == count + 10)
    }
  }

  @Test("A report behind another in one file is cut off as well as one alone")
  func secondReportCutOff() throws {
    let scratch = try Scratch()
    let (left, right, _) = try halves(scratch)
    let whole = try String(contentsOfFile: left, encoding: .utf8)
    let lines = try String(contentsOfFile: right, encoding: .utf8).split(separator: "\n")
    try scratch.write("both", whole + lines.dropLast().joined(separator: "\n") + "\n")
    let outcome = try Program.run(["merge", "--format", "json", "both"], in: scratch.folder)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("both: there is no summary"))
    #expect(try outcome.report().summary.partial == true)
  }

  @Test(
    "A line that is none of a report is named",
    arguments: [
      "{", "nonsense", "[1]", "{\"a\":1}",
      "{\"source\":{\"path\":\"a\"},\"verdict\":\"fine\",\"findings\":[]}",
      "{\"source\":{},\"verdict\":\"conforming\",\"findings\":[]}",
      "{\"faultlint\":{\"version\":\"9.0.0\",\"format\":3},\"summary\":{}}", "NUL", "{\"a\":\"\\q\"}",
      "{\"faultlint\":{\"version\":\"0.1.0\",\"format\":1},\"summary\":{}}",
      "{\"source\":{\"path\":\"a\"},\"verdict\":\"conforming\",\"findings\":[],\"notRun\":[]}",
    ])
  func foreign(_ line: String) throws {
    let scratch = try Scratch()
    let (left, right, _) = try halves(scratch)
    var lines = try String(contentsOfFile: left, encoding: .utf8).split(separator: "\n").map(String.init)
    lines.insert(line.replacing("NUL", with: "\0"), at: 3)
    try scratch.write("left", lines.joined(separator: "\n") + "\n")
    let outcome = try Program.run(["merge", "--format", "json", "left", right], in: scratch.folder)
    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("error: left:4: "))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(try outcome.report().summary.payloads == 20)
  }

  @Test func aFileThatIsSomethingElseIsNotComplainedOfLineByLine() throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", String(repeating: "<a/>\n", count: 1000))
    let outcome = try Program.run(["merge", "a.xml", "missing"], in: scratch.folder)
    #expect(outcome.status == 2)
    let errors = outcome.errors.split(separator: "\n")
    #expect(errors[0].hasPrefix("error: a.xml:1: "))
    #expect(errors[1] == "error: a.xml: 999 more lines cannot be used")
    #expect(outcome.errors.contains("error: missing: No such file"))
    #expect(errors.count == 4)
  }

  @Test func aSummaryThatDoesNotFitItsResultsIsSaid() throws {
    let scratch = try Scratch()
    let (left, _, _) = try halves(scratch)
    // Half of the results are gone, and the summary is still there.
    let lines = try String(contentsOfFile: left, encoding: .utf8).split(separator: "\n")
    try scratch.write("left", (lines[..<5] + lines[10...]).joined(separator: "\n") + "\n")
    let outcome = try Program.run(["merge", "--format", "json", "left"], in: scratch.folder)
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.contains("left:6: the summary says payloads: 10, and the results before it have 5"))
    #expect(try outcome.report().summary.payloads == 5)
  }

  @Test func aPartialReportMakesAPartialOne() throws {
    let scratch = try Scratch()
    let (left, right, _) = try halves(scratch)
    let text = try String(contentsOfFile: left, encoding: .utf8)
    try scratch.write(
      "left", text.replacingOccurrences(of: "\"skipped\":0,", with: "\"skipped\":3,\"partial\":true,"))
    let outcome = try Program.run(["merge", "--format", "json", "left", right], in: scratch.folder)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("left: the run was ended before everything was checked"))
    let summary = try outcome.report().summary
    #expect(summary.partial == true)
    #expect(summary.skipped == 3)
    #expect(summary.payloads == 20)
  }

  @Test func nothingToMergeIsSaid() throws {
    let outcome = try Program.run(["merge"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("nothing to merge"))
    #expect(try Program.run(["merge", "--help"]).status == 0)
    #expect(try Program.run(["merge", "--format", "yaml", "a"]).status == 2)
  }
}
