internal import Foundation

/// Other programs, run in the top folder of the project.
enum Command {
  /// What a program prints, without white space at the ends.
  static func line(_ arguments: String...) throws -> String {
    String(decoding: try output(arguments), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  static func output(_ arguments: String...) throws -> Data { try output(arguments) }

  /// What a program prints on standard output; standard error is ours.
  ///
  /// - Throws: If it does not end with status 0.
  static func output(_ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      // A build says on standard output what is wrong.
      throw DevError(
        "this has failed: \(arguments.joined(separator: " "))",
        lines: String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init))
    }
    return output
  }
}
