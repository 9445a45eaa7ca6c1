internal import Foundation

/// What the compiler knows of the modules that callers import.
struct SymbolGraphs {
  /// A module that callers import.
  struct Module {
    /// Its name.
    let name: String
    /// The modules that callers do not import, of which this one shows something.
    var shown: [String] = []
  }

  /// All of them.
  static let modules = [
    Module(
      name: "Faultlint", shown: ["FaultlintEngine", "FaultlintModel", "FaultlintRules", "FaultlintXMLTree"]),
    Module(name: "FaultlintFoundation"),
    Module(name: "FaultlintTesting"),
  ]

  private let arguments: [String]

  /// Builds the modules.
  ///
  /// - Throws: If that fails, or ``modules`` lacks one that the package offers.
  init() throws {
    try Self.compare(
      Self.modules.map(\.name), withProductsIn: Command.output("swift", "package", "dump-package"))
    for module in Self.modules {
      _ = try Command.output("swift", "build", "--quiet", "--target", module.name)
    }
    let built = try Command.line("swift", "build", "--show-bin-path")
    let headers = try Command.line("pkg-config", "--cflags-only-I", "libxml-2.0", "zlib", "yaml-0.1")
    let target = try JSONDecoder().decode(
      TargetInfo.self, from: Command.output("swift", "-print-target-info")
    ).target
    arguments =
      [
        "-target", target.triple, "-I", built + "/Modules", "-I", "Sources/CFaultlintFiles/include",
        "-I", "Sources/CFaultlintOctets", "-I", "Sources/CFaultlintXML2", "-I", "Sources/CFaultlintZlib",
        "-I", "Sources/CFaultlintYAML",
      ] + headers.split(separator: " ").map(String.init)
  }

  /// The graphs as files for `docc`: a folder a module.
  func write(to folder: URL) throws {
    for module in Self.modules {
      let folder = folder.appending(path: module.name, directoryHint: .isDirectory)
      // Where the extended type is shown as the module's own, what extends it belongs to its page.
      try extract(module, into: folder, withBlocks: module.shown.isEmpty)
    }
  }

  /// The graphs of a module: one of what it declares, and one a module of which it extends types.
  func symbols(of module: Module) throws -> [SymbolGraph] {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try extract(module, into: folder, withBlocks: true)
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).map {
      try JSONDecoder().decode(SymbolGraph.self, from: Data(contentsOf: $0))
    }
  }

  private func extract(_ module: Module, into folder: URL, withBlocks: Bool) throws {
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    _ = try Command.output(
      ["swift", "symbolgraph-extract", "-module-name", module.name] + arguments + [
        "-output-dir", folder.path, "-minimum-access-level", "public", "-skip-synthesized-members",
        withBlocks ? "-emit-extension-block-symbols" : "-omit-extension-block-symbols",
        "-experimental-allowed-reexported-modules=" + module.shown.joined(separator: ","),
      ])
  }

  // MARK: What the package offers

  private struct TargetInfo: Decodable {
    struct Target: Decodable { let triple: String }

    let target: Target
  }

  private struct Manifest: Decodable {
    struct Product: Decodable {
      let name: String
      let type: [String: [String]?]
    }

    let products: [Product]
  }

  /// None of the libraries that the package offers may be left out.
  private static func compare(_ modules: [String], withProductsIn manifest: Data) throws {
    let products = try JSONDecoder().decode(Manifest.self, from: manifest).products
    let missing = products.filter { $0.type.keys.contains("library") && !modules.contains($0.name) }.map(
      \.name)
    guard missing.isEmpty else {
      throw DevError("Package.swift offers libraries that SymbolGraphs.modules lacks:", lines: missing)
    }
  }
}
