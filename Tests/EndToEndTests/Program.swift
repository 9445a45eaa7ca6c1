import Foundation
import Testing

/// The built program, run the way a user runs it.
enum Program {
  /// What a run gave.
  struct Outcome {
    let status: Int32
    let output: Data
    let errors: String

    /// Standard output as text.
    var text: String { String(decoding: output, as: UTF8.self) }

    /// Standard output as the results of a report of lines, the summary left out.
    func lines() throws -> [JSONReportContent.Result] {
      try text.split(separator: "\n").filter { !$0.hasPrefix("{\"faultlint\"") }.map {
        try JSONDecoder().decode(JSONReportContent.Result.self, from: Data($0.utf8))
      }
    }

    /// Standard output as the JSON of a report.
    func report() throws -> JSONReportContent {
      try JSONDecoder().decode(JSONReportContent.self, from: output)
    }

    /// The one result of a report.
    func result() throws -> JSONReportContent.Result {
      let report = try report()
      try #require(report.results.count == 1)
      return report.results[0]
    }
  }

  struct NotFound: Error, CustomStringConvertible {
    let description = "the program faultlint is not beside the tests; FAULTLINT_PROGRAM may name it"
  }

  struct Hung: Error, CustomStringConvertible {
    let arguments: [String]
    let seconds: Double
    var description: String {
      "still running after \(seconds) s: faultlint \(arguments.joined(separator: " ").prefix(500))"
    }
  }

  /// Where the program is.
  static let location: Result<URL, any Error> = {
    if let path = ProcessInfo.processInfo.environment["FAULTLINT_PROGRAM"] {
      return .success(URL(filePath: path))
    }
    let source = URL(filePath: #filePath).deletingLastPathComponent()
    let starts = [URL(filePath: CommandLine.arguments[0]), Bundle.main.bundleURL, source]
    for start in starts {
      var folder = start.resolvingSymlinksInPath()
      while folder.path != "/" {
        for place in ["", ".build/debug", ".build/release"] {
          for name in ["faultlint", "faultlint-cli"] {
            let file = folder.appending(path: place).appending(path: name)
            if isProgram(file) { return .success(file) }
          }
        }
        folder.deleteLastPathComponent()
      }
    }
    return .failure(NotFound())
  }()

  private static func isProgram(_ file: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) && !isFolder.boolValue
      // The repository has a script of this name, which builds.
      && file.deletingLastPathComponent().lastPathComponent != "script"
      && FileManager.default.isExecutableFile(atPath: file.path)
  }

  /// Runs the program.
  ///
  /// - Parameters:
  ///   - arguments: Its arguments.
  ///   - input: Its standard input.
  ///   - folder: Where it runs.
  ///   - shell: A shell script to run it by: `"$@"` stands for the program and its arguments.
  ///   - launcher: A program and arguments to run it by.
  ///   - seconds: How long it may take.
  /// - Returns: What came of it.
  /// - Throws: ``Hung`` if it has to be ended.
  @discardableResult
  static func run(
    _ arguments: [String], input: some DataProtocol = Data(), in folder: URL? = nil, shell: String? = nil,
    by launcher: [String] = [], within seconds: Double = 20
  ) throws -> Outcome {
    // Files, not pipes: nothing can block, whatever is written and read in which order.
    let scratch = try Scratch()
    let inputFile = try scratch.write("input", Data(input))
    let outputFile = try scratch.write("output", "")
    let errorFile = try scratch.write("errors", "")
    var command = launcher + [try location.get().path] + arguments
    if let shell { command = ["/bin/sh", "-c", shell, "sh"] + command }
    if !command[0].hasPrefix("/") { command.insert("/usr/bin/env", at: 0) }
    let child = try Child(
      command, in: folder ?? scratch.folder, input: inputFile, output: outputFile, errors: errorFile)
    let deadline = Date(timeIntervalSinceNow: seconds)
    while child.status == nil, Date() < deadline { usleep(2000) }
    guard let status = child.status else {
      child.kill()
      throw Hung(arguments: arguments, seconds: seconds)
    }
    return Outcome(
      status: status,
      output: try Data(contentsOf: outputFile),
      errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
  }

  /// What runs a program with no files but the standard streams, and with room for so many in all: others are those of tests
  /// that run meanwhile.
  static func withOpenFiles(_ limit: Int) -> [String] {
    let script = "for f in {3..255}; do eval \"exec $f>&-\"; done; ulimit -n \(limit); exec \"$@\""
    return ["bash", "-c", script, "bash"]
  }

  /// Checks one payload from standard input and reports in JSON.
  static func check(_ payload: some DataProtocol, _ options: String...) throws -> Outcome {
    try run(["--format", "json"] + options + ["-"], input: payload)
  }

  /// Checks one payload from standard input and reports in JSON.
  static func check(_ payload: String, _ options: String...) throws -> Outcome {
    try run(["--format", "json"] + options + ["-"], input: Data(payload.utf8))
  }
}

/// A folder of its own that goes when the test is over.
final class Scratch {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "faultlint-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  @discardableResult
  func write(_ name: String, _ content: Data) throws -> URL {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try content.write(to: file)
    return file
  }

  @discardableResult
  func write(_ name: String, _ content: String) throws -> URL { try write(name, Data(content.utf8)) }

  /// The names of what is in it.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }
}

/// What a JSON report says.
struct JSONReportContent: Decodable {
  struct Summary: Decodable, Equatable {
    let payloads, conforming, nonconforming, errorResponse, notAFault, unreadable, errors, warnings, notes,
      skipped: Int
    let partial: Bool?
    let otherFaults, otherContents: Int?
    let faults: [Fault]
    let insteadOfFaults: [Other]
    let notRun: [NotRun]

    struct Fault: Decodable, Equatable {
      let code: String?
      let subcodes: [String]?
      let reason: String
      let payloads: Int
    }
    struct Other: Decodable, Equatable {
      let content: String
      let status: Int?
      let payloads: Int
    }
    struct NotRun: Decodable, Equatable {
      let rule, reason: String
      let payloads: Int
    }
  }

  /// What a capture calls a payload: a text or a number, as the capture has it.
  struct Identifier: Decodable, Equatable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    let text: String

    init(stringLiteral text: String) { self.text = text }

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      text = try (try? value.decode(String.self)) ?? String(value.decode(Int.self))
    }
  }

  struct Result: Decodable {
    struct Source: Decodable {
      let path: String
      let entry: Int
      let member: String?
      let id: Identifier?
      private let statedLine: Int?
      /// The line of the capture; nothing is said of it where each line is a payload.
      var line: Int { statedLine ?? entry + 1 }

      private enum CodingKeys: String, CodingKey { case path, entry, member, id, statedLine = "line" }
    }
    struct Exchange: Decodable, Equatable {
      let method, url: String?
      let status: Int?
    }
    struct Fault: Decodable {
      let detail: [String]?
    }
    struct Finding: Decodable {
      let rule, level, message, path: String
      let line, column, offset: Int
      let captureLine, captureColumn: Int?
      let also: [String]
    }
    let source: Source
    let verdict: String
    let error: String?
    let advice: String?
    let content: String?
    let exchange: Exchange?
    let fault: Fault?
    let findings: [Finding]
    var rules: [String] { findings.map(\.rule) }
  }

  let summary: Summary
  let results: [Result]
}

extension Data {
  /// The first line that is not the same in an output that is to be; nil if there is none. What the test library would make of
  /// two that differ takes time that is quadratic in their length.
  func difference(to other: Data) -> String? {
    if self == other { return nil }
    let lines = [self, other].map { $0.split(separator: 0x0A, omittingEmptySubsequences: false) }
    guard
      let index = (0..<Swift.max(lines[0].count, lines[1].count)).first(where: { index in
        lines[0].dropFirst(index).first != lines[1].dropFirst(index).first
      })
    else { return nil }
    let texts = lines.map { String(decoding: $0.dropFirst(index).first ?? Data(), as: UTF8.self) }
    return "line \(index + 1) is \(texts[0]), not \(texts[1])"
  }
}
