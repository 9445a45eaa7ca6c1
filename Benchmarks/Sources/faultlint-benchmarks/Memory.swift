import Foundation

/// The most memory that faultlint has at once.
struct Memory {
  struct Entry {
    let name: String
    /// In MiB.
    let peak: Double
  }

  let files: Entry
  /// The lines of the corpus through standard input, once and many times over.
  let lines: Entry
  let manyLines: Entry

  var entries: [Entry] { [files, lines, manyLines] }

  /// Runs faultlint on the folder, and on at least `lines` lines of NDJSON.
  init(_ contenders: Contenders, lines: Int) throws {
    let documents = contenders.corpus.names.count
    let check = [contenders.faultlint, "--format", "ndjson", "--fail-on", "never", "--jobs", "2"]
    func entry(_ name: String, _ command: Command, _ payloads: Int) throws -> Entry {
      let (bytes, lastLine) = try PeakMemory.of(command)
      guard Report.payloads(inLine: lastLine) == payloads else {
        throw BenchmarkError("\(name): faultlint did not count \(payloads) payloads, but wrote \(lastLine)")
      }
      return Entry(name: name, peak: Double(bytes) / 1_048_576)
    }
    files = try entry("\(documents) files", Command(check + ["."]), documents)
    let capture = try Data(contentsOf: URL(fileURLWithPath: contenders.path(.ndjson)))
    func fed(_ times: Int) throws -> Entry {
      var command = Command(check + ["-"])
      command.input = .repeated(capture, times: times)
      return try entry("\(documents * times) lines of NDJSON", command, documents * times)
    }
    self.lines = try fed(1)
    manyLines = try fed((lines + documents - 1) / documents)
  }
}
