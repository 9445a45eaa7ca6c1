import Foundation

/// Holds the instructions a document takes, stage by stage, against thresholds that are checked in: seconds tell of
/// the machine and the moment, instructions only of the code.
struct Gate {
  /// What is checked in.
  private struct Thresholds: Codable {
    /// How much more than the threshold is let pass.
    var tolerance: Double
    /// How many documents are measured; the seed is the usual one.
    var documents: Int
    /// What the counts depend on besides the code.
    var versions: [String: String]
    var instructions: [String: Int]
  }

  private let program: String
  private let schemas: URL
  private let scratch: URL
  private let file: URL
  private let seed: UInt64
  private let isUpdate: Bool

  init(_ options: Options) throws {
    program = try options.place("program").path
    schemas = try options.place("schemas")
    scratch = try options.place("scratch")
    file = try options.place("thresholds")
    seed = try options.seed()
    isUpdate = options["update"] == "yes"
  }

  /// Counts, compares and prints.
  ///
  /// - Returns: False if a stage takes more than is let pass, and the versions are those of the thresholds.
  func run() throws -> Bool {
    var thresholds = Thresholds(tolerance: 0.03, documents: 1000, versions: [:], instructions: [:])
    let isThere = FileManager.default.fileExists(atPath: file.path)
    if isThere { thresholds = try JSONDecoder().decode(Thresholds.self, from: Data(contentsOf: file)) }
    guard isThere || isUpdate else {
      throw BenchmarkError("there are no thresholds in \(file.path): script/bench gate --update")
    }
    let versions = try Self.versions()
    Main.complain("counting, half a minute and more ...")
    let counts = try count(thresholds.documents)
    let isRight = show(counts, versions, against: thresholds)
    guard isUpdate else { return isRight }
    thresholds.versions = versions
    thresholds.instructions = counts
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try (encoder.encode(thresholds) + Data("\n".utf8)).write(to: file)
    Main.show("\nThe thresholds are now what was counted.\n")
    return true
  }

  private func show(_ counts: [String: Int], _ versions: [String: String], against thresholds: Thresholds)
    -> Bool
  {
    var excess: [String] = []
    var lines = ["| stage | instructions a document | threshold | change | |", "|---|---|---|---|---|"]
    for stage in Documents.Stage.allCases.map(\.rawValue) {
      let count = counts[stage] ?? 0
      guard let threshold = thresholds.instructions[stage] else {
        lines.append("| \(stage) | \(count) | none | | |")
        continue
      }
      let change = Double(count) / Double(threshold) - 1
      let isOver = change > thresholds.tolerance
      if isOver { excess.append(stage) }
      let verdict = isOver ? "TOO MANY" : change < -thresholds.tolerance ? "better: lower the threshold" : ""
      let sign = change < 0 ? "" : "+"
      lines.append(
        "| \(stage) | \(count) | \(threshold) | \(sign)\(Results.text(100 * change, 2)) % | \(verdict) |")
    }
    let others = Set(versions.keys).union(thresholds.versions.keys).sorted().filter {
      versions[$0] != thresholds.versions[$0]
    }
    if !isUpdate {
      lines.append("")
      for name in others {
        lines.append(
          "\(name): \(versions[name] ?? "none") here, \(thresholds.versions[name] ?? "none") there.")
      }
      if !others.isEmpty {
        lines.append("The counts depend on these, so this is a report and no gate.")
      } else if !excess.isEmpty {
        let limit = Results.text(100 * thresholds.tolerance, 0)
        lines.append(
          "More than \(limit) % over the threshold: \(excess.joined(separator: ", ")). "
            + "If that is worth it, say why in the commit, and: script/bench gate --update")
      }
    }
    Main.show(lines.joined(separator: "\n") + "\n")
    return excess.isEmpty || !others.isEmpty
  }

  // MARK: Counting

  /// The instructions a document of each stage.
  private func count(_ documents: Int) throws -> [String: Int] {
    let corpus = scratch.appendingPathComponent("corpus")
    _ = try Corpus(writing: Corpus.payloads(documents, seed: seed), into: corpus)
    var counts: [String: Int] = [:]
    for stage in Documents.Stage.allCases {
      counts[stage.rawValue] = try instructions(stage, corpus) / documents
    }
    return counts
  }

  private func instructions(_ stage: Documents.Stage, _ corpus: URL) throws -> Int {
    let log = scratch.appendingPathComponent("valgrind.log")
    // Swift's hashing has a new seed for each process otherwise.
    var command = Command([
      "env", "SWIFT_DETERMINISTIC_HASHING=1", "valgrind", "--tool=callgrind",
      "--callgrind-out-file=/dev/null",
      "--toggle-collect=*runWatched*", program, "stage", stage.rawValue, "--schemas", schemas.path,
      "--corpus",
      corpus.path,
    ])
    command.errors = log.path
    let status = try command.run().status
    let text = try String(contentsOf: log, encoding: .utf8)
    let line = text.split(separator: "\n").first { $0.contains("Collected :") }
    guard status == 0, let count = line?.split(separator: " ").last.flatMap({ Int($0) }), count > 0 else {
      throw BenchmarkError("valgrind counted nothing:\n\(text)")
    }
    return count
  }

  private static func versions() throws -> [String: String] {
    func firstLine(_ arguments: String...) throws -> String {
      let line = try Command(arguments).text().split(separator: "\n").first
      return line.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
    }
    return [
      "Swift": try firstLine("swift", "--version"),
      "libxml2": try firstLine("pkg-config", "--modversion", "libxml-2.0"),
      "libc": try firstLine("getconf", "GNU_LIBC_VERSION"),
      "machine": try firstLine("uname", "-m"),
    ]
  }
}
