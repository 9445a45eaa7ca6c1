import Foundation
import Testing

/// The captures in `examples/captures`, against what `expected.tsv` says of them by the specifications.
@Suite struct SampleCaptureTests {
  /// What is expected of a payload, or what the program says of it.
  struct Judgement: Sendable, Equatable, CustomTestStringConvertible {
    /// The path below the folder, and the number of the payload in the capture.
    let place: String
    let verdict, findings: String
    var testDescription: String { place }
  }

  static let expectations: [Judgement] = {
    let file = Payload.samples.appending(path: "expected.tsv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { line in
      let fields = line.split(separator: "\t").map(String.init)
      return Judgement(place: "\(fields[0]) \(fields[1])", verdict: fields[2], findings: fields[3])
    }
  }()

  /// What the program says of all of them, by place, and how it ended.
  static let run = Result { () throws -> (outcome: Program.Outcome, judgements: [String: Judgement]) in
    let outcome = try Program.run(["--format", "ndjson", "."], in: Payload.samples)
    let judgements = try outcome.lines().map(Judgement.init)
    return (outcome, Dictionary(judgements.map { ($0.place, $0) }, uniquingKeysWith: { first, _ in first }))
  }

  @Test("A payload gives what is expected of it", arguments: expectations)
  func payload(_ expectation: Judgement) throws {
    #expect(try Self.run.get().judgements[expectation.place] == expectation)
  }

  @Test func everyPayloadIsExpected() throws {
    let (outcome, judgements) = try Self.run.get()
    #expect(outcome.status == 1)
    #expect(outcome.errors == "")
    #expect(try outcome.lines().count == judgements.count)
    #expect(Self.expectations.count >= 80)
    #expect(Set(judgements.keys) == Set(Self.expectations.map(\.place)))
  }

  @Test func everyCaptureIsInTheReadme() throws {
    let readme = try String(contentsOf: Payload.samples.appending(path: "README.md"), encoding: .utf8)
    let files = try FileManager.default.subpathsOfDirectory(atPath: Payload.samples.path)
      .filter { $0.contains("/") && $0.contains(".") }
    #expect(files.count >= 60)
    for file in files {
      let name = URL(filePath: file).lastPathComponent
      #expect(readme.contains("`\(name)`"), "\(file) is not in the README")
      #expect(
        Self.expectations.contains { $0.place.hasPrefix(file + " ") || $0.place.hasPrefix(file + "/") },
        "\(file) is not in expected.tsv")
    }
  }

  /// What keeps the status from being 1 has a folder of its own.
  @Test func theOthersAreReadAroundABrokenLine() throws {
    let folder = Payload.samples.deletingLastPathComponent().appending(path: "broken")
    let outcome = try Program.run(["--format", "json", "bad-line.ndjson"], in: folder)
    #expect(outcome.status == 2)
    #expect(
      outcome.errors
        == "error: bad-line.ndjson:2: entry 1: a string has no end at line 2, column 141\n")
    let results = try outcome.report().results
    #expect(results.map(\.verdict) == ["conforming", "unreadable", "nonconforming"])
    #expect(results[2].rules == ["SOAP11-faultstring-missing"])
  }
}

extension SampleCaptureTests.Judgement {
  /// What the program says.
  init(_ result: JSONReportContent.Result) {
    let path =
      result.source.path.hasPrefix("./") ? String(result.source.path.dropFirst(2)) : result.source.path
    place = "\(path)\(result.source.member.map { "/\($0)" } ?? "") \(result.source.entry)"
    verdict = result.verdict
    let list = result.findings.map {
      "\($0.level.uppercased()):\($0.rule)@\($0.captureLine.map { "\($0)/" } ?? "")\($0.line)"
    }
    findings = list.isEmpty ? "-" : list.joined(separator: ",")
  }
}
