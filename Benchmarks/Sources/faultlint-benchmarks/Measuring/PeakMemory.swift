import Foundation

/// The most memory a program has at once.
enum PeakMemory {
  /// Runs a command, with its standard input.
  ///
  /// - Returns: The bytes it had at most, and the last line it wrote to standard output.
  static func of(_ command: Command) throws -> (bytes: Int, lastLine: String) {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    // A report on a million payloads is not worth the disk.
    let script = #""$@" | tail -n 1"#
    var outer = Command(["/bin/sh", "-c", script, "sh", try helper(), file.path] + command.arguments)
    outer.input = command.input
    let lastLine = try outer.text()
    guard let text = try? String(contentsOf: file, encoding: .utf8), let bytes = Int(text) else {
      throw BenchmarkError("\(command.arguments[0]) could not be measured")
    }
    return (bytes, lastLine)
  }

  /// The small program beside this one that starts others and says what they had: what Linux says of a child counts
  /// what its parent had when it started it, and this program holds the corpus.
  private static func helper() throws -> String {
    guard
      let path = Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent("peak-memory"),
      FileManager.default.isExecutableFile(atPath: path.path)
    else { throw BenchmarkError("there is no peak-memory beside this program") }
    return path.path
  }
}
