import FaultModel
import Faultlint
import Foundation
import LibXML
import Reports
import XMLTree

/// The corpus in memory, and what one thread does with it, stage by stage.
final class Documents {
  private let contents: [UnsafeBufferPointer<UInt8>]
  private let parser = TreeParser(vocabulary: .soap)
  private let validator: SchemaValidator
  private let linter = Linter()

  /// Reads the corpus, and compiles the schemas xmllint is given.
  init(_ corpus: Corpus, schemas: URL) throws {
    contents = try corpus.names.map { name in
      let data = try Data(contentsOf: corpus.folder.appendingPathComponent(name))
      let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: data.count)
      _ = copy.initialize(from: data)
      return UnsafeBufferPointer(copy)
    }
    var sources: [String: [UInt8]] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: schemas.path) where file.hasSuffix(".xsd")
    {
      sources[file] = Array(try Data(contentsOf: schemas.appendingPathComponent(file)))
    }
    validator = SchemaValidator(
      try Schema(
        documents: sources, entry: "all.xsd", targetNamespaces: [.soap11, .soap12, .exactTargetFault]))
  }

  deinit { for content in contents { content.deallocate() } }

  var count: Int { contents.count }
  var bytes: Int { contents.reduce(0) { $0 + $1.count } }
  var sizes: [Int] { contents.map(\.count).sorted() }

  // MARK: Stages

  /// How far a document is taken.
  enum Stage: String, CaseIterable {
    case parse
    case schema
    case lint
    case report
  }

  /// Takes each document as far as `stage`.
  func run(_ stage: Stage) {
    switch stage {
    case .parse: for content in contents { _ = parser.parse(content) }
    case .schema:
      for content in contents {
        guard let tree = parser.parse(content).tree else { continue }
        _ = validator.validate(tree)
      }
    case .lint: for content in contents { _ = linter.lint(content, from: Source(path: "")) }
    case .report:
      var report = JSONReport(version: "", lines: true)
      var output = Output()
      for content in contents {
        report.add(linter.lint(content, from: Source(path: "")), &output)
        if output.bytes.count > 1 << 16 { output.bytes.removeAll(keepingCapacity: true) }
      }
    }
  }

  // MARK: Facts

  /// What the schema says of each document.
  func verdicts() -> [SchemaVerdict] {
    contents.map { content in
      let document = parser.parse(content)
      guard document.problem == nil, let tree = document.tree else { return .notWellFormed }
      return validator.validate(tree).isEmpty ? .valid : .invalid
    }
  }

  /// How many elements and findings there are.
  func census() -> (elements: Int, findings: Int, withFindings: Int) {
    var census = (elements: 0, findings: 0, withFindings: 0)
    for content in contents {
      let result = linter.lint(content, from: Source(path: ""))
      census.elements += result.document?.tree?.elements.count ?? 0
      census.findings += result.findings.count
      census.withFindings += result.findings.isEmpty ? 0 : 1
    }
    return census
  }
}

/// What a validator makes of a file.
enum SchemaVerdict: String, CaseIterable {
  case valid
  case invalid
  case notWellFormed = "not well-formed"

  /// What xmllint makes of each file: it says so on standard error, and nothing of files it cannot parse.
  static func ofXMLLint(_ corpus: Corpus, schema: URL) throws -> [SchemaVerdict] {
    let log = corpus.folder.appendingPathComponent("xmllint.log")
    defer { try? FileManager.default.removeItem(at: log) }
    var verdicts: [String: SchemaVerdict] = [:]
    for batch in corpus.batches {
      _ = try Command(
        ["xmllint", "--nonet", "--noout", "--schema", schema.path] + batch, errors: log.path
      ).run()
      for line in String(decoding: try Data(contentsOf: log), as: UTF8.self).split(separator: "\n") {
        if line.hasSuffix(".xml validates") {
          verdicts[String(line.dropLast(" validates".count))] = .valid
        } else if line.hasSuffix(".xml fails to validate") {
          verdicts[String(line.dropLast(" fails to validate".count))] = .invalid
        }
      }
    }
    return corpus.names.map { verdicts[$0] ?? .notWellFormed }
  }
}

extension Corpus {
  /// The names in groups that fit on a command line.
  var batches: [[String]] {
    stride(from: 0, to: names.count, by: 10_000).map { Array(names[$0..<min($0 + 10_000, names.count)]) }
  }
}
