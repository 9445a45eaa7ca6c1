import Foundation
import Testing

/// The sample output in the documents is what the program prints. With `FAULTLINT_UPDATE=1` in the environment the
/// blocks are written anew instead.
@Suite struct ReadmeTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test(
    "Samples are what the program prints",
    arguments: ["README.md", "docs/captures.md", "docs/wsdl.md", "docs/profiles.md"]
      + ["marketing-cloud", "zuora", "openair", "dotnet", "ibm-cics"].map { "docs/vendors/\($0).md" })
  func samples(_ document: String) throws {
    let file = Self.root.appending(path: document)
    let text = try String(contentsOf: file, encoding: .utf8)
    var rewritten: [Substring] = []
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    var samples = 0
    while let line = lines.popFirst() {
      rewritten.append(line)
      guard line == "```console", let command = lines.popFirst(), command.hasPrefix("$ faultlint ") else {
        continue
      }
      let end = try #require(lines.firstIndex(of: "```"))
      let arguments = command.dropFirst("$ faultlint ".count).split(separator: " ").map(String.init)
      let outcome = try Program.run(arguments, in: Self.root)
      // Which libxml2 there is depends on the machine.
      let text = outcome.text.replacing(/libxml2 [0-9.]+/, with: "libxml2 2.9.14")
      let printed = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      if ProcessInfo.processInfo.environment["FAULTLINT_UPDATE"] == nil {
        Self.compare(Array(lines[..<end]), Array(printed), "\(document), `\(command)`")
      }
      rewritten.append(command)
      rewritten += printed
      lines = lines[end...]
      samples += 1
    }
    #expect(samples >= 2)
    if ProcessInfo.processInfo.environment["FAULTLINT_UPDATE"] != nil {
      try rewritten.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    }
  }

  /// Says where a sample first differs from what is printed, and how to write it anew.
  static func compare(_ sample: [Substring], _ printed: [Substring], _ place: String) {
    let same = zip(sample, printed).prefix { $0 == $1 }.count
    guard same < max(sample.count, printed.count) else { return }
    func line(_ lines: [Substring]) -> String { same < lines.count ? "'\(lines[same])'" : "the end" }
    Issue.record(
      """
      \(place), line \(same + 1): here stands \(line(sample)), and the program prints \(line(printed)). \
      FAULTLINT_UPDATE=1 script/test --filter ReadmeTests writes the samples anew.
      """)
  }
}
