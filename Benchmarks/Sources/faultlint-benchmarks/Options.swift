import Foundation

/// The options of a run: each a name and a value.
struct Options {
  private static let known = [
    "linked", "dynamic", "released", "schemas", "peers", "corpus", "scratch", "files", "lines", "rounds",
    "starts",
    "seed",
    "json", "svg", "program", "thresholds", "update",
  ]

  private var values: [String: String] = [:]

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      let name = String(argument.dropFirst(2))
      guard argument.hasPrefix("--"), Self.known.contains(name), let value = rest.popFirst() else {
        throw BenchmarkError(Main.usage)
      }
      values[name] = value
    }
  }

  subscript(name: String) -> String? { values[name] }

  func number(_ name: String, _ fallback: Int) throws -> Int {
    guard let text = values[name] else { return fallback }
    guard let number = Int(text), number > 0 else { throw BenchmarkError("--\(name) needs a number from 1") }
    return number
  }

  /// A file or folder, as an absolute path.
  func place(_ name: String) throws -> URL {
    guard let path = values[name] else { throw BenchmarkError("--\(name) is missing\n\(Main.usage)") }
    return URL(fileURLWithPath: path).standardizedFileURL
  }

  func payloads() throws -> [Payload] {
    try Corpus.payloads(number("files", 20_000), seed: seed())
  }

  func seed() throws -> UInt64 { UInt64(try number("seed", 20_240_517)) }
}
