import Foundation

/// What a validator makes of a file.
enum SchemaVerdict: String, CaseIterable {
  case valid
  case invalid
  case notWellFormed = "not well-formed"

  /// What xmllint makes of each file: it says so on standard error, and nothing of files it cannot parse.
  static func ofXMLLint(_ corpus: Corpus, schema: String, log: URL) throws -> [SchemaVerdict] {
    var verdicts: [String: SchemaVerdict] = [:]
    for batch in corpus.batches {
      var command = Command(Contenders.xmllint + ["--schema", schema] + batch)
      command.errors = log.path
      _ = try command.run()
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
