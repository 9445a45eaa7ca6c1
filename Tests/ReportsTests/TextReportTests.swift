import Faultlint
import FaultlintReports
import Foundation
import Testing

/// The report that people read.
@Suite struct TextReportTests {
  /// `<reason>` begins at the same place as in ``Samples/unknownChild``, which is the first of these.
  static func reports(_ count: Int) -> [Report] {
    (0..<count).map { Samples.check(Samples.unknownChild, path: "\($0).xml") }
  }

  /// The lines of a finding: the place is that of `reason`, which stands behind 67 characters.
  static func block(_ path: String, _ why: [String], _ fix: [String]) -> [String] {
    [
      "error[BP-R1000]: 'reason' is not one of faultcode, faultstring, faultactor and", "  detail",
      "   --> \(path):3:68",
    ] + why + fix
  }

  private func finding(_ lines: [Substring], _ path: String) throws -> [String] {
    let place = try #require(lines.firstIndex { $0 == "   --> \(path):3:68" })
    let end = lines[place...].firstIndex { $0.isEmpty } ?? lines.endIndex
    return lines[place..<end].map(String.init)
  }

  @Test("Every finding has the same lines in the same order, and what its rule says once")
  func shape() throws {
    let text = try Rendered("text", Self.reports(40)).text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("error[BP-R1000]: 'reason' is not one of"))
    func labels(_ path: String) throws -> [String] {
      try finding(lines, path).compactMap { line in
        let head = line.prefix { $0 != ":" }.drop { $0 == " " }
        return line.hasPrefix(" ") && head.count <= 4 && line.count > 5 && line.dropFirst(5).first == ":"
          ? String(head) : nil
      }
    }
    for number in 0..<40 { #expect(try labels("\(number).xml") == ["why", "fix", "ref", "also"]) }
    let rule = try #require(RuleSet.builtIn["BP-R1000"])
    let first = try finding(lines, "0.xml").joined(separator: " ").replacing(/\ +/, with: " ")
    #expect(
      first.contains("why: \(rule.rationale) fix: \(rule.remedy) ref: WS-I Basic Profile 1.1 R1000 also: "))
    for number in [1, 39] {
      let later = try finding(lines, "\(number).xml")
      #expect(later.contains("  why: see above") && later.contains("  fix: see above"))
      #expect(later.contains("  ref: WS-I Basic Profile 1.1 R1000"))
    }
    #expect(text.components(separatedBy: rule.remedy.prefix(20)).count == 2, "it is said once")
  }

  @Test("With colours it says the same, and colours are all that is added")
  func colours() throws {
    let colored = try Rendered("text", Self.reports(2)) { $0.color = true }.text
    let plain = try Rendered("text", Self.reports(2)).text
    #expect(colored != plain)
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test("Lines keep to the width, but ids, places and addresses are whole", arguments: [40, 50, 60, 80, 120])
  func width(_ width: Int) throws {
    let path = "a folder/with spaces/and-a-very-long-name-that-is-wider-than-any-terminal-is/a.xml"
    let report = Samples.check(Samples.unknownChild, path: path)
    let lines = try Rendered("text", [report]) {
      $0.width = width
      $0.detail = .verbose
    }.lines
    #expect(lines.contains("   --> \(path):3:68"))
    #expect(lines.contains { $0.hasPrefix("error[BP-R1000]:") })
    for line in lines where !line.contains(path) {
      let words = line.split(separator: " ")
      #expect(line.count <= width || words.count <= 2, "\(line)")
    }
  }

  @Test func aLineOfAMegabyteIsCutAroundItsSpot() throws {
    let long = String(repeating: "<!--x-->", count: 130_000)
    let payload = Samples.unknownChild.replacing("<reason>", with: "\(long)<reason>").replacing(
      "</reason>", with: "</reason>\(long)")
    let lines = try Rendered("text", [Samples.check(payload)]).lines
    let spot = try #require(lines.firstIndex { $0.hasPrefix("   3 | …") && $0.hasSuffix("…") })
    #expect(lines[spot].count <= 80)
    let pad = lines[spot + 1].prefix { $0 != "^" }.count
    #expect(lines[spot].dropFirst(pad).hasPrefix("<reason>"))
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test func aCleanRunSaysOneLine() throws {
    let reports = (0..<3).map { Samples.check(Samples.clean, path: "\($0).xml") }
    let text = try Rendered("text", reports).text
    #expect(
      text.hasPrefix("3 payloads: 3 conforming, no findings, ") && text.hasSuffix(" rules not run (bp11)\n"))
    #expect(text.count { $0 == "\n" } == 1)
    // What hides something says so, and what is no fault is not clean.
    let fragment = Samples.check(
      "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>x</faultstring></soap:Fault>")
    #expect(try Rendered("text", [fragment]).text.hasPrefix("1 payload: 1 conforming, 1 note hidden, "))
    let page = try Rendered("text", [Samples.check("<html><title>Down</title></html>")]).text
    #expect(
      page.contains("1 not a fault") && page.contains("instead of faults:\n     1  HTML page\n"))
    #expect(try Rendered("text", [Samples.unreadable()]).text.contains("1 payload: 1 unreadable"))
  }

  @Test func versionsAreSaidWhenAskedFor() throws {
    let reports = [Samples.check(Samples.clean)]
    #expect(!(try Rendered("text", reports) { $0.library = "2.9.14" }.text.contains("2.9.14")))
    let verbose = try Rendered("text", reports) {
      $0.library = "2.9.14"
      $0.detail = .verbose
    }
    #expect(verbose.lines.last == "faultlint 1.2.3, libxml2 2.9.14")
  }

  // MARK: How much is shown

  @Test func statisticsCountByRule() throws {
    let reports = Self.reports(3) + [Samples.check(Samples.clean.replacing("s:Server", with: "Server"))]
    let report = try Rendered("text", reports) { $0.presentation.isStatistics = true }
    #expect(
      report.lines.prefix(2) == [
        "     3  error    BP-R1000  The fault has a child that is not one of faultcode, faultstring, faultactor and detail",
        "     1  warning  BP-R1004  The faultcode is neither a standard code nor one in the namespace of its definer",
      ])
    #expect(report.lines[2] == "4 payloads: 1 conforming, 3 nonconforming")
    #expect(!report.text.contains("-->"))
    let quiet = try Rendered("text", reports) {
      $0.presentation.isStatistics = true
      $0.detail = .quiet
    }
    #expect(quiet.lines == report.lines.prefix(2).map { $0 })
  }

  @Test("No more findings than asked for, and how many more there are", arguments: [0, 1, 3, 7, 8])
  func limit(_ most: Int) throws {
    for (name, mark) in [
      ("text", "   --> "), ("short", " error: "), ("github", "::error "), ("markdown", "| error "),
    ] {
      let report = try Rendered(name, Self.reports(7)) { $0.presentation.mostFindings = most }
      #expect(report.lines.count { $0.contains(mark) } == min(most, 7), "\(name)")
      let rest = 7 - min(most, 7)
      let words =
        name == "markdown"
        ? "\(rest) more " : "\(rest) more \(rest == 1 ? "finding is" : "findings are") not shown"
      #expect(report.text.contains(words) == (rest > 0), "\(name): \(report.text)")
      if name == "text" {
        #expect(report.text.contains("7 payloads: 7 nonconforming\n7 errors\n"), "counts are of all")
      }
    }
  }

  @Test func groupsStandTogether() throws {
    // Two files, each with an unknown child and a code in no namespace.
    let both = Samples.unknownChild.replacing("s:Server", with: "Oops")
    let reports =
      ["b.xml", "a.xml"].map { Samples.check(both, path: $0) } + [
        Samples.check(Samples.unknownChild, path: "c.xml")
      ]
    func lines(_ grouping: Presentation.Grouping, _ most: Int? = nil) throws -> [String] {
      try Rendered("text", reports) {
        $0.presentation.grouping = grouping
        $0.presentation.mostFindings = most
        $0.detail = .quiet
      }.lines.map { line in
        line.hasPrefix("#") ? String(line) : line.prefix { $0 != ":" } + " " + line.suffix(10)
      }
    }
    #expect(
      try lines(.rule)
        == [
          "# BP-R1000 (3 errors): The fault has a child that is not one of faultcode,",
          "  faultstring, faultactor and detail",
          "b.xml [BP-R1000]", "a.xml [BP-R1000]", "c.xml [BP-R1000]",
          "# BP-R1004 (2 warnings): The faultcode is neither a standard code nor one in the",
          "  namespace of its definer", "b.xml [BP-R1004]", "a.xml [BP-R1004]",
        ].map { $0.hasPrefix("  ") ? $0.prefix { $0 != ":" } + " " + $0.suffix(10) : $0 })
    #expect(
      try lines(.file) == [
        "# b.xml: 1 error, 1 warning", "b.xml [BP-R1004]", "b.xml [BP-R1000]", "# a.xml: 1 error, 1 warning",
        "a.xml [BP-R1004]", "a.xml [BP-R1000]", "# c.xml: 1 error", "c.xml [BP-R1000]",
      ])
    #expect(
      try lines(.code, 3) == [
        "# Oops: 2 errors, 2 warnings", "b.xml [BP-R1004]", "b.xml [BP-R1000]", "a.xml [BP-R1004]",
        "# Server: 1 error", "2 more findings are not shown (--max-findings 3) indings 3)",
      ])
  }

  @Test func inAGroupTheReasonsComeFirst() throws {
    let text = try Rendered("text", Self.reports(3)) { $0.presentation.grouping = .rule }.text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count { $0 == "  why: see above" } == 2)
    #expect(lines[0].hasPrefix("# BP-R1000 (3 errors): "))
    #expect(try !finding(lines, "0.xml").contains("  why: see above"))
  }
}
