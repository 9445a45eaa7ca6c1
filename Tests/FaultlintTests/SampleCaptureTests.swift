import FaultRules
import Faultlint
import Foundation
import Reports
import Testing

/// The captures in `examples/captures`, against what their README says by the specifications.
@Suite struct SampleCaptureTests {
  struct Expectation: Sendable, CustomTestStringConvertible {
    let path, verdict, findings: String
    var testDescription: String { path }
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "examples/captures")

  static let expectations: [Expectation] = {
    let text = (try? String(contentsOf: folder.appending(path: "expected.tsv"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { line in
      let fields = line.split(separator: "\t").map(String.init)
      return Expectation(path: fields[0], verdict: fields[1], findings: fields[2])
    }
  }()

  @Test("A capture gives what its README says", arguments: expectations)
  func capture(_ expectation: Expectation) throws {
    let data = try Data(contentsOf: Self.folder.appending(path: expectation.path))
    let result = data.withUnsafeBytes {
      Linter().lint($0.bindMemory(to: UInt8.self), from: Source(path: expectation.path))
    }
    #expect(result.verdict.rawValue == expectation.verdict)
    let findings = result.findings.map {
      "\($0.finding.level.rawValue.uppercased()):\($0.finding.rule.id)@\($0.line)"
    }
    #expect((findings.isEmpty ? "-" : findings.joined(separator: ",")) == expectation.findings)
  }

  @Test func everyCaptureIsExpected() throws {
    let files = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".xml") }
    #expect(files.count >= 25)
    #expect(Set(files) == Set(Self.expectations.map(\.path)))
    let readme = try String(contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8)
    for file in files {
      let name = URL(filePath: file).deletingPathExtension().lastPathComponent
      #expect(readme.contains(name), "\(file) is not in the README")
    }
  }
}
