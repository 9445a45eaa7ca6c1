import Foundation
import Testing

/// What people handed in, in `Tests/Cases`, against what is right for each.
@Suite struct CaseTests {
  /// A file, how the program ends on it, and for each of its payloads the verdict, what it is if it is no SOAP, and the
  /// findings that are no notes, with their places in the file.
  struct Case: Sendable, Equatable, CustomTestStringConvertible {
    let file: String
    let status: Int32
    let payloads: [String]
    var testDescription: String { file }
  }

  static let folder = Payload.samples.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Tests/Cases")

  static let cases: [Case] = {
    let text = (try? String(contentsOf: folder.appending(path: "expected.tsv"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { line in
      let fields = line.split(separator: "\t").map(String.init)
      return Case(file: fields[0], status: Int32(fields[1]) ?? -1, payloads: Array(fields[2...]))
    }
  }()

  /// What the program says of a file.
  static func judge(_ file: String, in folder: URL) throws -> Case {
    let outcome = try Program.run(["--format", "json", file], in: folder)
    #expect(outcome.errors == "")
    let payloads = try outcome.report().results.map { result in
      var words = [result.verdict]
      if let content = result.content { words.append("{\(content)}") }
      for finding in result.findings where finding.level != "note" {
        let line = finding.captureLine ?? finding.line
        let column = finding.captureColumn ?? (finding.captureLine == nil ? finding.column : nil)
        words.append("\(finding.level):\(finding.rule)@\(line):\(column.map { "\($0)" } ?? "-")")
      }
      return words.joined(separator: " ")
    }
    return Case(file: file, status: outcome.status, payloads: payloads)
  }

  @Test("A case gives what is right", arguments: cases)
  func judged(_ expected: Case) throws { #expect(try Self.judge(expected.file, in: Self.folder) == expected) }

  @Test func everyCaseIsExpected() throws {
    let files = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path)
      .filter { $0.contains("/") }
    #expect(files.count > 90)
    #expect(Set(files) == Set(Self.cases.map(\.file)))
  }

  @Test("The name of a case changes nothing", arguments: cases.filter { $0.file.hasPrefix("made/") })
  func name(_ expected: Case) throws {
    let scratch = try Scratch()
    let data = try Data(contentsOf: Self.folder.appending(path: expected.file))
    for name in ["x.xml", "x.log", "x.har", "x"] {
      try scratch.write(name, data)
      let judged = try Self.judge(name, in: scratch.folder)
      #expect(judged.payloads == expected.payloads, "\(name)")
    }
  }

  @Test(
    "What holds no fault is an error where one is expected",
    arguments: cases.filter { $0.payloads.allSatisfy { $0.hasPrefix("not-a-fault") } })
  func expected(_ known: Case) throws {
    let outcome = try Program.run(["--expect", "fault", "--format", "json", known.file], in: Self.folder)
    #expect(outcome.status == 1)
  }
}
