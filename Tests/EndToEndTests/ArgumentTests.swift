import ArgumentParser
import Foundation
import Testing

@testable import faultlint_cli

/// Taking options and paths apart.
@Suite struct ArgumentTests {
  /// Which options take a value is written down by hand, because swift-argument-parser only tells after it has
  /// parsed; its help is the judge.
  @Test func theOptionsWithAValueAreKnown() {
    var options: Set<String> = []
    for help in [CheckCommand.helpMessage(columns: 400), MergeCommand.helpMessage(columns: 400)] {
      for line in help.split(separator: "\n") where line.hasPrefix("  -") {
        let names = line.prefix { $0 != "<" }
        guard names.count < line.count else { continue }
        for word in names.split(whereSeparator: { $0 == " " || $0 == "," }) where word.hasPrefix("-") {
          options.insert(String(word))
        }
      }
    }
    #expect(options == Arguments.optionsWithValue)
  }

  func split(_ words: String...) -> Arguments { Arguments(words.map { RawPath($0) }) }

  @Test func optionsAndPathsAreToldApart() {
    let mixed = split("a.xml", "--format", "json", "-", "-j", "2", "--", "--quiet")
    #expect(mixed.options == ["--format", "json", "-j", "2"])
    #expect(mixed.paths.map(\.display) == ["a.xml", "-", "--quiet"])
    let merge = split("merge", "a.ndjson", "--format", "text", "b.ndjson")
    #expect(merge.options == ["merge", "--format", "text"])
    #expect(merge.paths.map(\.display) == ["a.ndjson", "b.ndjson"])
    #expect(split("explain", "BP-R1000").options == ["explain", "BP-R1000"])
  }

  @Test func aCommandMayStandBehindOptions() {
    let check = split("--format", "json", "check", "a.xml")
    #expect(check.options == ["check", "--format", "json"])
    #expect(check.paths.map(\.display) == ["a.xml"])
    #expect(
      split("--color", "never", "explain", "BP-R1000").options == ["explain", "--color", "never", "BP-R1000"])
    #expect(split("--quiet", "--", "check").paths.map(\.display) == ["check"])
  }

  @Test func twentyThousandPathsTakeNoTimeOfTheirOwn() throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", Payload.fault())
    let paths = Array(repeating: "a.xml", count: 20_000)
    // Quadratic in the paths, splitting alone would take many seconds.
    let outcome = try Program.run(["--format", "json", "--quiet"] + paths, in: scratch.folder, within: 60)
    #expect(outcome.status == 0)
    #expect(try outcome.report().summary.payloads == 20_000)
    let missing = try Program.run(["--nope"] + paths, in: scratch.folder, within: 5)
    #expect(missing.status == 2)
    #expect(missing.errors.contains("--nope"))
  }
}
