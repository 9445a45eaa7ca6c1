internal import FaultlintRuleDocs
internal import Foundation

/// What maintainers run: writes the files that are generated from the code, or says which are stale.
///
///     faultlint-dev docs           writes docs/rules
///     faultlint-dev docs --check   exit status 1 and the names of the files that are not as they would be written
@main
enum DevMain {
  static func main() throws {
    switch Array(CommandLine.arguments.dropFirst()) {
    case ["docs"]: try write()
    case ["docs", "--check"]: try check()
    default:
      complain("usage: faultlint-dev docs [--check], from the top folder of the project")
      exit(2)
    }
  }

  private static let folder = URL(filePath: "docs/rules")

  private static func write() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let stale = try stale()
    let texts = Dictionary(uniqueKeysWithValues: RuleMarkdown.files.map { ($0.name, $0.text) })
    for name in stale {
      let file = folder.appending(path: name)
      if let text = texts[name] {
        try Data(text.utf8).write(to: file)
      } else {
        try FileManager.default.removeItem(at: file)
      }
    }
    print("docs/rules: \(texts.count) files, \(stale.count) changed")
  }

  private static func check() throws {
    let stale = try stale()
    guard !stale.isEmpty else { return }
    for name in stale { complain("docs/rules/\(name) is stale") }
    complain("run: swift run faultlint-dev docs")
    exit(1)
  }

  private static func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

  /// The names of the files that are missing, different, or not to be there.
  private static func stale() throws -> [String] {
    let there = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let files = RuleMarkdown.files
    let changed = files.filter {
      (try? Data(contentsOf: folder.appending(path: $0.name))) != Data($0.text.utf8)
    }
    return (changed.map(\.name) + there.filter { name in !files.contains { $0.name == name } }).sorted()
  }
}
