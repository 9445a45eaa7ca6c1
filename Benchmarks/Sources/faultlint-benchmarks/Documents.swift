import Faultlint
import FaultlintLibXML
import FaultlintModel
import FaultlintReports
import FaultlintText
import FaultlintXMLTree
import Foundation

/// The corpus in memory, and what one thread does with it, stage by stage.
final class Documents {
  private let contents: [UnsafeBufferPointer<UInt8>]
  private let parser = TreeParser(vocabulary: .soap)
  private let validator: SchemaValidator
  private let schemas: [SOAPVersion: EnvelopeSchema] = [
    .v11: EnvelopeSchema(.v11), .v12: EnvelopeSchema(.v12),
  ]
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

  func size(_ index: Int) -> Int { contents[index].count }

  // MARK: Stages

  /// How far a document is taken.
  enum Stage: String, CaseIterable {
    case parse
    /// Every document through the validator, as peers do it.
    case schema
    /// What the rules look at is found.
    case message
    /// Through the validator where the check asks it.
    case demand
    case lint
    case report

    /// What it stands for in tables.
    var title: String {
      switch self {
      case .parse: "parse"
      case .schema: "parse, schema"
      case .message: "parse, message"
      case .demand: "parse, message, schema where needed"
      case .lint: "whole check"
      case .report: "whole check, NDJSON"
      }
    }
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
    case .message:
      for content in contents { _ = message(content) }
    case .demand:
      for content in contents {
        guard let message = message(content) else { continue }
        _ = violations(message)
      }
    case .lint: for content in contents { _ = linter.check(content) }
    case .report:
      var report = JSONReport(ReportSettings(), lines: true)
      var output = Output()
      // In parts, as the workers of the command write it.
      var part = ReportPart()
      for content in contents {
        report.write(linter.check(content), to: &part)
        guard part.size > 1 << 16 else { continue }
        report.add(part, &output)
        output.bytes.removeAll(keepingCapacity: true)
        part = ReportPart()
      }
      report.add(part, &output)
    }
  }

  /// The same, for a profiler that watches nothing else.
  @inline(never)
  func runWatched(_ stage: Stage) { run(stage) }

  private func message(_ content: UnsafeBufferPointer<UInt8>) -> Message? {
    let document = parser.parse(content)
    guard document.problem == nil, let tree = document.tree else { return nil }
    return Message(tree: tree, prologue: document.prologue)
  }

  /// What the schemas object to, found as the check finds it.
  private func violations(_ message: Message) -> [SchemaViolation] {
    guard let envelope = message.envelope, let schema = schemas[envelope.version] else {
      return validator.validate(message.tree)
    }
    return schema.violations(message.tree, envelope)
  }

  // MARK: Facts

  /// What the check makes of the schemas for each document.
  func verdicts() -> [SchemaVerdict] {
    contents.map { content in
      message(content).map { violations($0).isEmpty ? .valid : .invalid } ?? .notWellFormed
    }
  }

  /// How many elements there are.
  var elements: Int { contents.reduce(0) { $0 + (parser.parse($1).tree?.elements.count ?? 0) } }

  /// Which of the documents that nothing is found in is nearest to a size.
  ///
  /// - Parameters:
  ///   - size: The size.
  ///   - profile: The name of a profile that it is judged by; nil for any.
  /// - Returns: Its index; 0 if there is none.
  func clean(near size: Int, judgedBy profile: String? = nil) -> Int {
    let bySize = contents.indices.sorted { abs(contents[$0].count - size) < abs(contents[$1].count - size) }
    return bySize.first { index in
      let report = linter.check(contents[index])
      return report.findings.isEmpty && profile.map(report.profiles.contains) ?? true
    } ?? 0
  }
}
