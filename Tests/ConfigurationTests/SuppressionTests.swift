import Costs
import Faultlint
import FaultlintConfiguration
import Foundation
import Testing

/// What is suppressed, what an override applies to, and what finding that costs.
@Suite(.serialized) struct SuppressionTests {
  static func configuration(_ text: String) throws -> Configuration {
    let (configuration, errors) = ConfigurationReaderTests.read(text)
    try #require(errors.isEmpty, "\(errors)")
    return configuration
  }

  /// A message with so many header blocks that break a rule each, named h0, h1 and so on.
  static func report(_ count: Int) throws -> Report {
    let blocks = (0..<count).map { "<h\($0) xmlns='u' s:mustUnderstand='2'/>" }.joined()
    let message =
      "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header>\(blocks)</s:Header>"
      + "<s:Body/></s:Envelope>"
    return try #require(Linter().check(capture: Array(message.utf8)).first)
  }

  static func filter(_ text: String) throws -> FindingFilter {
    let today = try #require(CalendarDay("2026-11-29"))
    return FindingFilter(
      suppressions: try configuration(text).suppressions, baseline: nil, today: today)
  }

  static func origin(_ path: String) -> FindingFilter.Origin {
    FindingFilter.Origin(visit: 0, names: path.split(separator: "/"), file: path)
  }

  /// The reasons for which the findings of a rule at h0 to h5 are suppressed; a hyphen for those that are kept.
  static func reasons(_ suppressions: String, path: String = "in/a.xml") throws -> [String] {
    var report = try report(6)
    let id = "BP-R1013"
    try #require(report.findings.count { $0.rule.id == id } == 6)
    try filter("suppressions:\n" + suppressions).apply(to: &report, from: origin(path), accepting: [])
    return (0..<6).map { number in
      report.suppressed.first { $0.finding.rule.id == id && $0.finding.path.contains("h\(number)") }?.reason
        ?? "-"
    }
  }

  @Test(
    "A finding falls under the first suppression that is for it",
    arguments: [
      ("- {rules: '*', reason: a}\n- {rules: BP-R1013, reason: b}", "aaaaaa"),
      ("- {rules: XSD-*, reason: a}\n- {rules: BP-R1013, reason: b}", "bbbbbb"),
      ("- {elements: h1, reason: a}\n- {rules: BP-*, reason: b}\n- {elements: h2, reason: c}", "babbbb"),
      (
        "- {elements: [h1, h3], reason: a}\n- {elements: 'h[1]', reason: b}\n- {elements: 'h?', reason: c}",
        "cacacc"
      ),
      ("- {elements: /Envelope/Header/h1, reason: a}\n- {elements: /Envelope/*/h2, reason: b}", "-ab---"),
      ("- {elements: 's:Header/h1', reason: a}\n- {elements: '**/s:Header/h1', reason: b}", "-b----"),
      ("- {elements: 'q:h1', reason: a}\n- {elements: Header/**/@mustUnderstand, reason: b}", "------"),
      ("- {elements: Header, paths: x, reason: a}\n- {elements: h1, paths: in, reason: b}", "-b----"),
      (
        "- {paths: in/*.xml, rules: X*, reason: a}\n- {paths: a.xml, reason: b}\n- {rules: '*', reason: c}",
        "bbbbbb"
      ),
      (
        "- {rules: '*', until: 2026-11-28, reason: a}\n- {elements: h5, until: 2026-11-29, reason: b}",
        "-----b"
      ),
      (
        "- {entries: 1, reason: a}\n- {entries: [0, 1], elements: h0, reason: b}\n- {entries: 0, paths: y, reason: c}",
        "b-----"
      ),
    ])
  func first(_ suppressions: String, _ expected: String) throws {
    #expect(try Self.reasons(suppressions).joined() == expected)
  }

  @Test("Patterns in a table fit what each of them fits", arguments: [false, true])
  func table(_ isReversed: Bool) throws {
    let steps = ["a", "b", "a*", "*", "?", "[ab]", "**", "e\u{301}", "\u{e9}", "\\*"]
    var patterns: [String] = steps.flatMap { [$0, "/" + $0, $0 + "/"] }
    for one in steps {
      for two in steps {
        patterns += ["\(one)/\(two)", "/\(one)/\(two)"]
        for three in steps { patterns.append("\(one)/\(two)/\(three)") }
      }
    }
    let globs = try (isReversed ? patterns.reversed() : patterns).map { try Glob($0) }
    var table = GlobTable()
    for (number, glob) in globs.enumerated() { table.add(glob, as: number) }
    let names = ["a", "b", "ab", "c", "\u{e9}", "*"]
    var paths: [[String]] = [[]] + names.map { [$0] }
    for one in names { for two in names { paths.append([one, two]) } }
    for one in ["a", "c"] { for two in names { paths += [[one, two, "b", "a"], [one, two, "ab"]] } }
    for path in paths {
      let path = path.map { $0[...] }
      let expected = globs.indices.filter { globs[$0].matches(path) }
      #expect(table.all(fitting: path) == expected, "\(path)")
      #expect(table.first(fitting: path) == expected.first, "\(path)")
    }
  }

  @Test("Overrides apply in the order in which they stand")
  func overrides() throws {
    let configuration = try Self.configuration(
      """
      overrides:
      - {paths: [in/a.xml, a.xml], profiles: soap11}
      - {paths: '*.xml', profiles: soap12}
      - {paths: in/old, profiles: soap11}
      - {paths: /a.xml, profiles: soap11}
      """)
    #expect(configuration.overrides(for: ["in", "a.xml"]) == [0, 1])
    #expect(configuration.overrides(for: ["in", "old", "b.xml"]) == [1, 2])
    #expect(configuration.overrides(for: ["a.xml"]) == [0, 1, 3])
    #expect(configuration.overrides(for: ["in", "a.log"]) == [])
  }

  // MARK: What it costs

  static let suppressed: [(name: String, unit: @Sendable (Int) -> String)] = [
    ("all alike", { _ in "- {rules: 'XSD-*', reason: r}\n" }),
    ("by element", { "- {rules: '*', elements: 'x\($0)', reason: r}\n" }),
    ("by element and path", { "- {elements: h, paths: 'x\($0)/a.xml', reason: r}\n" }),
    ("by path and wild cards", { "- {rules: '*', paths: 'x\($0)/**/*y', reason: r}\n" }),
    ("by element, wild cards in a name above", { "- {elements: 'x\($0)/*', reason: r}\n" }),
    ("the same element", { _ in "- {rules: BP-R1013, elements: 'h9*', reason: r}\n" }),
    ("by entry", { "- {entries: '\($0 + 1)', elements: 'h', reason: r}\n" }),
  ]

  @Test("Findings are not held against each suppression", arguments: suppressed.indices)
  func suppressions(_ index: Int) throws {
    func apply(_ count: Int) throws -> () -> Void {
      let filter = try Self.filter("suppressions:\n" + (0..<count).map(Self.suppressed[index].unit).joined())
      let report = try Self.report(count)
      let origin = Self.origin("in/a.xml")
      return {
        var report = report
        filter.apply(to: &report, from: origin, accepting: [])
      }
    }
    #expect(try Cost.growth(apply(200), apply(1600)) < 24, "\(Self.suppressed[index].name)")
  }

  @Test("Files are not held against each override")
  func manyOverrides() throws {
    func find(_ count: Int) throws -> () -> Void {
      let configuration = try Self.configuration(
        "overrides:\n" + (0..<count).map { "- {paths: 'in/\($0).xml', profiles: soap11}\n" }.joined())
      return {
        for number in 0..<count {
          #expect(configuration.overrides(for: ["in", "\(number).xml"]) == [number])
        }
      }
    }
    #expect(try Cost.growth(find(100), find(800)) < 24)
  }
}
