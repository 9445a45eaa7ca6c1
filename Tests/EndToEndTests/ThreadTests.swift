import Foundation
import Testing

/// A libxml2 without threads: several workers would destroy each other's memory.
@Suite struct ThreadTests {
  /// A library that makes libxml2 say that it has no threads, for a program to be started with.
  private func library(_ scratch: Scratch) throws -> String {
    let source = try scratch.write(
      "unthreaded.c",
      """
      int xmlHasFeature(int feature) { return feature != 1; }
      """)
    let library = scratch.path("unthreaded.so")
    let compiler = Process()
    compiler.executableURL = URL(filePath: "/usr/bin/env")
    compiler.arguments = ["clang", "-shared", "-fPIC", "-o", library, source.path]
    try compiler.run()
    compiler.waitUntilExit()
    try #require(compiler.terminationStatus == 0, "clang, which Swift brings, does not compile")
    return library
  }

  @Test("Where libxml2 has no threads, several workers do not start, and one does the work of all")
  func unthreaded() throws {
    let scratch = try Scratch()
    for number in 0..<20 { try scratch.write("payloads/\(number).xml", Payload.fault()) }
    let preload = ["env", "LD_PRELOAD=\(try library(scratch))"]
    func run(_ options: String...) throws -> Program.Outcome {
      try Program.run(
        ["--format", "ndjson"] + options + ["payloads"], in: scratch.folder, by: preload)
    }
    let refused = try run("--jobs", "2")
    #expect(refused.status == 2)
    #expect(refused.output.isEmpty)
    #expect(refused.errors.contains("--jobs 2 needs threads"))
    #expect(refused.errors.contains("use --jobs 1"))

    let expected = try Program.run(["--format", "ndjson", "--jobs", "4", "payloads"], in: scratch.folder)
    #expect(expected.output.split(separator: 0x0A).count >= 20)
    for outcome in [try run("--jobs", "1"), try run()] {
      #expect(outcome.status == expected.status)
      #expect(outcome.output.difference(to: expected.output) == nil)
    }
  }
}
