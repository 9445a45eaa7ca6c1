internal import FaultlintContracts
internal import FaultlintRuleDocs
internal import Foundation

/// What maintainers run, from the top folder of the project: writes the files that are generated from the code, or says
/// which are stale.
///
///     faultlint-dev docs             writes docs/rules
///     faultlint-dev docs --check     exit status 1 and the names of the files that are not as they would be written
///     faultlint-dev profiles         writes profiles/compiled
///     faultlint-dev profiles --check exit status 1 and the names of the files that are not as they would be written
///     faultlint-dev api              writes docs/api
///     faultlint-dev api --check      exit status 1 and the declarations that have come and gone
///     faultlint-dev symbols FOLDER   writes the symbol graphs that documentation is made from, a folder a module
@main
enum DevMain {
  static func main() throws {
    do {
      switch Array(CommandLine.arguments.dropFirst()) {
      case ["docs"]: print(try rulePages.write())
      case ["docs", "--check"]: try check(rulePages, command: "docs")
      case ["profiles"]: print(try compiledProfiles().write())
      case ["profiles", "--check"]: try check(compiledProfiles(), command: "profiles")
      case ["api"]: print(try listings().write())
      case ["api", "--check"]: try check(listings(), command: "api")
      case let arguments where arguments.count == 2 && arguments[0] == "symbols":
        try SymbolGraphs().write(to: URL(filePath: arguments[1], directoryHint: .isDirectory))
      default:
        complain(
          "usage: faultlint-dev docs|profiles|api [--check], or symbols FOLDER, from the top folder of the project"
        )
        exit(2)
      }
    } catch let error as DevError {
      complain("faultlint-dev: \(error)")
      exit(2)
    }
  }

  private static var rulePages: GeneratedFolder {
    GeneratedFolder(
      "docs/rules", Dictionary(uniqueKeysWithValues: RuleMarkdown.files.map { ($0.name, $0.text) }))
  }

  private static func compiledProfiles() throws -> GeneratedFolder {
    var texts: [String: String] = [:]
    for name in BuiltInContracts.names {
      do {
        texts["\(name).json"] = try BuiltInContracts.compile(name).text
      } catch {
        throw DevError("profiles/\(name).yml is wrong:", lines: error.errors.map(\.description))
      }
    }
    return GeneratedFolder("profiles/compiled", texts)
  }

  private static func listings() throws -> GeneratedFolder {
    let graphs = try SymbolGraphs()
    var texts: [String: String] = [:]
    for module in SymbolGraphs.modules {
      let listing = APIListing(try graphs.symbols(of: module))
      guard listing.undocumented.isEmpty else {
        throw DevError("in \(module.name) there is no documentation on:", lines: listing.undocumented)
      }
      texts["\(module.name).txt"] =
        "# What \(module.name) offers callers. Written by: swift run faultlint-dev api\n\n" + listing.text
    }
    return GeneratedFolder("docs/api", texts, showsDifferences: true)
  }

  private static func check(_ folder: GeneratedFolder, command: String) throws {
    let complaints = try folder.complaints()
    guard !complaints.isEmpty else { return }
    for complaint in complaints { complain(complaint) }
    complain("run: swift run faultlint-dev \(command)")
    exit(1)
  }

  private static func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}

/// Why something cannot be generated.
struct DevError: Error, CustomStringConvertible {
  let description: String

  init(_ message: String, lines: [String] = []) {
    description = ([message] + lines).joined(separator: "\n  ")
  }
}
