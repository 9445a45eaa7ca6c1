import Foundation
import Testing

/// Reports that somebody else wrote, or changed: `merge` neither falls nor passes on what is no JSON or steers a terminal.
@Suite struct HostileReportTests {
  static let summary = #"{"faultlint":{"version":"0.1.0","format":2},"summary":{"payloads":1,"skipped":0}}"#

  static func result(_ change: (inout String) -> Void = { _ in }) -> String {
    var text =
      #"{"source":{"path":"a","entry":1,"line":1},"verdict":"nonconforming","findings":[{"rule":"BP-R1004","#
      + #""level":"error","message":"m","line":1,"column":1,"offset":0,"path":"/a","also":["BP-R1000"]}]}"#
    change(&text)
    return text
  }

  static func merge(_ lines: [String], _ options: String...) throws -> Program.Outcome {
    try merge(Data((lines.joined(separator: "\n") + "\n").utf8), options)
  }

  static func merge(_ report: Data, _ options: [String]) throws -> Program.Outcome {
    try Program.run(["merge"] + options + ["-"], input: report)
  }

  @Test(
    "A number that nothing can be added to is refused",
    arguments: ["entry\":1", "line\":1,\"col", "column\":1", "offset\":0"],
    ["9223372036854775807", "9007199254740992"])
  func numbers(_ member: String, _ number: String) throws {
    let line = Self.result { text in
      let name = member.prefix { $0 != ":" }
      text = text.replacing(
        "\"\(member)", with: "\"\(name):\(number)\(member.hasSuffix("col") ? ",\"col" : "")")
    }
    #expect(line.contains(number))
    for format in ["text", "json", "ndjson"] {
      let outcome = try Self.merge([line, Self.result(), Self.summary], "--format", format)
      #expect(outcome.status == 2)
      #expect(
        outcome.errors.contains("-:1: this is no line of what --format ndjson writes: no number of a report"))
      #expect(!outcome.errors.contains("payloads"), "the other result is there")
    }
  }

  @Test func countsOfSkippedFilesAreAdded() throws {
    func summary(_ skipped: String) -> String {
      Self.summary.replacing("\"skipped\":0", with: "\"skipped\":\(skipped)")
    }
    let large = try Self.merge(
      [Self.result(), summary("9007199254740991"), Self.result(), summary("2")], "--format", "json")
    #expect(large.status == 1)
    #expect(try large.report().summary.skipped == 9_007_199_254_740_993)
    // As many as no Int holds together.
    let lines = [Self.result(), summary("0")] + (0..<1025).map { _ in summary("9007199254740991") }
    let tooLarge = try Self.merge(
      lines.map { $0.replacing("\"payloads\":1", with: "\"payloads\":0") }, "--format", "json")
    #expect(tooLarge.status == 2)
    #expect(tooLarge.errors.contains("the counts of skipped files are too large to be added"))
    #expect(try tooLarge.report().summary.skipped == .max)
  }

  @Test(
    "What is not UTF-8 and what nobody reads is passed on as JSON, or refused", arguments: ["json", "ndjson"])
  func bytes(_ format: String) throws {
    let line = Self.result {
      $0 = $0.replacing("{\"source", with: "{ \"x\" : \"?\\u009b\\ud800\" , \"source")
    }
    let bytes = (line + "\n" + Self.summary).utf8.map { $0 == UInt8(ascii: "?") ? 0xFF : $0 }
    let outcome = try Self.merge(Data(bytes), ["--format", format])
    #expect(outcome.status == 1)
    #expect(String(validating: outcome.output, as: UTF8.self) != nil)
    #expect(outcome.text.contains("\"\u{FFFD}\\u009b\\ufffd\""))
    let escape = try Self.merge(
      [Self.result { $0 = $0.replacing("{\"source", with: "{\"x\":\"\\q\",\"source") }, Self.summary],
      "--format", format)
    #expect(escape.status == 1)
    #expect(!escape.text.contains("\\q"))
    #expect(throws: Never.self) {
      for line in escape.text.split(separator: "\n") where format == "ndjson" {
        _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
      }
    }
  }

  @Test(
    "No text of a report steers a terminal",
    arguments: [
      ("path\":\"a", ""), ("path\":\"/a", ""), ("rule\":\"BP-R1004", ""), ("message\":\"m", ""),
      ("also\":[\"", ""), ("reference\":\"", "\","), ("profiles\":[\"", "\"],"), ("content\":\"", "\","),
      ("error\":\"", "\","), ("advice\":\"", "\","), ("soap\":\"", "\","), ("member\":\"", "\","),
      ("id\":\"", "\","),
      ("fault\":{\"code\":{\"text\":\"", "\"}},"), ("fault\":{\"reason\":[{\"text\":\"", "\"}]},"),
      ("exchange\":{\"method\":\"POST\",\"url\":\"", "\"},"),
      ("exchange\":{\"url\":\"/\",\"method\":\"", "\"},"),
    ])
  func steering(_ member: String, _ end: String) throws {
    let marks = #"\u001b[31m\u0007\n\u0000\u007f\u009b\u061c\u200f\u202e\u2028\u2066\u2069"#
    let raw = "\u{7F}\u{9B}31m\u{202E}\u{2066}"
    var line = Self.result()
    if line.contains("\"\(member)") {
      line = line.replacing("\"\(member)", with: "\"\(member)\(marks)\(raw)", maxReplacements: 1)
    } else {
      let place =
        member.hasPrefix("reference")
        ? "\"level\""
        : ["member", "id"].contains { member.hasPrefix($0) }
          ? "\"entry\"" : "\"verdict\""
      line = line.replacing(place, with: "\"\(member)\(marks)\(raw)\(end)\(place)")
    }
    let formats = [
      "short", "json", "ndjson", "sarif", "junit", "checkstyle", "github", "gitlab", "markdown",
    ].map { ["--format", $0] }
    for options in [["--verbose"], ["--quiet"], []] + formats {
      // Six of a kind, so that there is a table of them.
      let lines =
        Array(repeating: line, count: 6) + [Self.summary.replacing("\"payloads\":1", with: "\"payloads\":6")]
      let outcome = try Self.merge(Data(lines.joined(separator: "\n").utf8), options)
      #expect(outcome.status == 1)
      #expect(HostileTextTests.steering(outcome.text) == [], "\(options)")
      #expect(HostileTextTests.steering(outcome.errors) == [])
    }
  }

  @Test func aSecondReportInOneFileThatIsCutOffIsSaid() throws {
    let outcome = try Self.merge([Self.result(), Self.summary, Self.result()], "--format", "json")
    #expect(outcome.status == 2)
    #expect(
      outcome.errors
        == "error: -: there is no summary after the last result: the report was cut off\n")
    #expect(try outcome.report().summary.partial == true)
    #expect(try outcome.report().summary.payloads == 2)
  }

  @Test func aLineThatIsBothResultAndSummaryIsNeither() throws {
    let line = Self.result { $0 = $0.replacing("{\"source", with: "{\"summary\":{},\"source") }
    let outcome = try Self.merge([line, Self.result(), Self.summary], "--format", "json")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("-:1: this is no line of what --format ndjson writes: it has both"))
    #expect(try outcome.report().summary.payloads == 1)
  }

  @Test func marksOnOneLetterTakeNoTime() throws {
    let marks = String(repeating: "\u{316}\u{301}", count: 40_000)
    var line = Self.result { $0 = $0.replacing("BP-R1004", with: "X\(marks)") }
    line = line.replacing("\"verdict\"", with: "\"x\(marks)\":1,\"profiles\":[\"p\(marks)\"],\"verdict\"")
    let outcome = try Program.run(
      ["merge", "-"], input: Data([line, line, Self.summary].joined(separator: "\n").utf8), within: 20)
    #expect(outcome.status == 2, "the summary says one")
    #expect(outcome.text.contains("2 errors"))
  }
}
