internal import FaultlintText

/// Something that is wrong with a suite.
public struct SuiteError: Sendable, CustomStringConvertible {
  /// The file, from the folder of the suite.
  public let path: String
  /// The line in it, from 1.
  public let line: Int?
  /// What is wrong, without a full stop.
  public let message: String

  /// The file, the line and what is wrong.
  public var description: String { path + (line.map { ":\($0)" } ?? "") + ": " + message }
}

/// A folder of cases: every `manifest.json` in it and below it.
public struct Suite: Sendable {
  /// What it is called.
  public let name: String
  /// Its folder.
  public let path: String
  /// Its sections, by folder.
  public private(set) var sections: [SuiteSection] = []
  /// What is wrong with it. The cases that are not concerned are there.
  public private(set) var problems: [SuiteError] = []

  /// All its cases.
  public var cases: [ConformanceCase] { sections.flatMap(\.cases) }

  /// Reads a folder.
  ///
  /// - Parameter path: The folder.
  public init(path: String) {
    let root = Files.absolute(path) ?? path
    self.path = root
    name = root.split(separator: "/").last.map(String.init) ?? root
    guard Files.isFolder(root) else {
      problems = [SuiteError(path: path, line: nil, message: "there is no such folder")]
      return
    }
    var seen: Set<Files.Identity> = []
    collect("", &seen)
    if sections.isEmpty, problems.isEmpty {
      problems = [
        SuiteError(path: path, line: nil, message: "there is no manifest.json in or below this folder")
      ]
    }
    dropDuplicates()
  }

  /// Keeps only the sections whose folder begins with this.
  public mutating func select(section: String) {
    sections.removeAll { !$0.folder.hasPrefix(section) }
  }

  /// Keeps only the cases that are about a rule.
  public mutating func select(rule: String) {
    for index in sections.indices { sections[index].cases.removeAll { !$0.mentions(rule) } }
    sections.removeAll { $0.cases.isEmpty }
  }

  /// The suite that belongs to an executable: the folder `conformance` or `share/faultlint/conformance` beside it or
  /// around it, which is found in a checkout as well as where it was installed.
  public static func builtIn() -> String? {
    guard var folder = Files.absolute("/proc/self/exe") else { return nil }
    while let slash = folder.lastIndex(of: "/") {
      folder = String(folder[..<slash])
      for name in ["conformance", "share/faultlint/conformance"]
      where Files.isFile("\(folder)/\(name)/manifest.schema.json") {
        return "\(folder)/\(name)"
      }
    }
    return nil
  }

  /// Reads a folder and those in it, each once: links may lead to one in many ways, or back.
  private mutating func collect(_ folder: String, _ seen: inout Set<Files.Identity>) {
    let path = Files.join(self.path, folder)
    if let identity = Files.Identity(path), !seen.insert(identity).inserted { return }
    guard let names = Files.list(path) else {
      problems.append(SuiteError(path: folder, line: nil, message: "this folder cannot be read"))
      return
    }
    if names.contains("manifest.json") {
      var reader = ManifestReader(folder: folder, root: self.path)
      do {
        if let section = reader.read(try Files.read(Files.join(path, "manifest.json"))) {
          sections.append(section)
        }
        problems += reader.problems
      } catch {
        problems.append(
          SuiteError(path: Files.join(folder, "manifest.json"), line: nil, message: error.reason))
      }
    }
    for name in names where Files.isFolder(Files.join(path, name)) {
      collect(Files.join(folder, name), &seen)
    }
  }

  private mutating func dropDuplicates() {
    var places: [[UInt8]: String] = [:]
    for index in sections.indices {
      let manifest = Files.join(sections[index].folder, "manifest.json")
      sections[index].cases.removeAll { item in
        if let first = places[Array(item.id.utf8)] {
          problems.append(
            SuiteError(
              path: manifest, line: item.line,
              message: "case '\(item.id.shortened)': the id is taken by the case at \(first)"))
          return true
        }
        places[Array(item.id.utf8)] = "\(manifest):\(item.line)"
        return false
      }
    }
  }
}
