internal import Foundation

/// A folder that holds nothing but files that are generated from the code and checked in.
struct GeneratedFolder {
  private let path: String
  /// What the files are to hold, by their names.
  private let texts: [String: String]
  private let showsDifferences: Bool

  /// A folder.
  ///
  /// - Parameters:
  ///   - path: Where it is, from the top folder of the project.
  ///   - texts: What its files are to hold, by their names.
  ///   - showsDifferences: Whether to complain of each line that has come or gone: for files whose order says nothing.
  init(_ path: String, _ texts: [String: String], showsDifferences: Bool = false) {
    self.path = path
    self.texts = texts
    self.showsDifferences = showsDifferences
  }

  /// Brings the files up to date.
  ///
  /// - Returns: What was done, in words.
  func write() throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let stale = try stale()
    for name in stale {
      let file = folder.appending(path: name)
      if let text = texts[name] {
        try Data(text.utf8).write(to: file)
      } else {
        try FileManager.default.removeItem(at: file)
      }
    }
    return "\(path): \(texts.count) files, \(stale.count) changed"
  }

  /// What is to be said of the files that are not up to date, a line each.
  func complaints() throws -> [String] {
    try stale().flatMap { name in
      ["\(path)/\(name) is stale"]
        + (showsDifferences ? Self.difference(from: text(of: name) ?? "", to: texts[name] ?? "") : [])
    }
  }

  /// The lines that only one of two texts has, in order, with `-` or `+` before them.
  static func difference(from old: String, to new: String) -> [String] {
    let old = Set(old.split(separator: "\n"))
    let new = Set(new.split(separator: "\n"))
    let gone = old.subtracting(new).map { (line: $0, mark: "-") }
    let come = new.subtracting(old).map { (line: $0, mark: "+") }
    return (gone + come).sorted { ($0.line, $1.mark) < ($1.line, $0.mark) }.map { "\($0.mark) \($0.line)" }
  }

  private var folder: URL { URL(filePath: path, directoryHint: .isDirectory) }

  private func text(of name: String) -> String? {
    (try? Data(contentsOf: folder.appending(path: name))).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The names of the files that are missing, different, or not to be there.
  private func stale() throws -> [String] {
    let there = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let changed = texts.filter { text(of: $0.key) != $0.value }.keys
    return (Array(changed) + there.filter { texts[$0] == nil }).sorted()
  }
}
