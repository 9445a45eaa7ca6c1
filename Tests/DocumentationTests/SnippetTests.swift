import Foundation
import Testing

/// The Swift in the documents stands in files that are compiled, most of them in `Snippets` beside this one, where it is
/// run as well. What is not to be held to a file, like a piece of a manifest, is marked with a word behind `swift`.
@Suite struct SnippetTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The articles, the documents in Markdown, and the comments of the sources.
  static let documents =
    files(in: ["Sources"], endingIn: ["md", "swift"]) + files(in: ["docs"], endingIn: ["md"])
    + ["CONTRIBUTING.md", "README.md"]

  static let compiled = Dictionary(
    uniqueKeysWithValues: files(in: ["Sources", "Tests", "examples"], endingIn: ["swift"]).map {
      ($0, lines(of: $0).map(withoutIndentation))
    })

  @Test("Snippets are compiled")
  func snippets() throws {
    var count = 0
    for document in Self.documents {
      for snippet in Self.snippets(in: Self.lines(of: document), ofSwift: document.hasSuffix(".swift")) {
        count += 1
        let (same, file) = Self.nearest(to: snippet)
        guard same < snippet.code.count else { continue }
        Issue.record(
          """
          \(document):\(snippet.line + same): no file that is compiled has this snippet as it stands here. \
          The nearest is \(file), which does not go on with '\(snippet.code[same])'.
          """)
      }
    }
    #expect(count >= 5)
  }

  @Test("Snippets are found in Markdown and in comments, and those of other kinds are not")
  func extraction() {
    let markdown = [
      "text", "  ```swift", "  a", "", "    b", "  ```", "```swift manifest", "c", "```", "```sh", "d", "```",
    ]
    let found = Self.snippets(in: markdown, ofSwift: false)
    #expect(found.map(\.code) == [["a", "", "b"]])
    #expect(found.map(\.line) == [3])
    let imports = Self.snippets(in: ["```swift", "import A", "import B", "", "a", "```"], ofSwift: false)
    #expect(imports.map(\.imports) == [["import A", "import B"]])
    #expect(imports.map(\.code) == [["a"]])
    #expect(imports.map(\.line) == [5])
    let comment = ["  /// ```swift", "  /// a {", "  ///   b", "  ///", "  /// }", "  /// ```", "  func f()"]
    #expect(Self.snippets(in: comment, ofSwift: true).map(\.code) == [["a {", "b", "", "}"]])
    #expect(Self.snippets(in: comment, ofSwift: false).isEmpty)
  }

  // MARK: Documents

  struct Snippet {
    /// The imports that it begins with.
    var imports: [String] = []
    /// What follows them, without the indentation.
    var code: [String] = []
    /// The line of the document that the code begins in, from 1.
    var line: Int

    mutating func add(_ text: String) {
      if code.isEmpty, text.hasPrefix("import ") || text.isEmpty {
        line += 1
        if !text.isEmpty { imports.append(text) }
      } else {
        code.append(text)
      }
    }
  }

  static func snippets(in lines: [String], ofSwift isSwift: Bool) -> [Snippet] {
    var found: [Snippet] = []
    var open: Snippet?
    for (index, line) in lines.enumerated() {
      var text = withoutIndentation(line)
      if isSwift {
        guard text.hasPrefix("///") else {
          open = nil
          continue
        }
        text = withoutIndentation(String(text.dropFirst(3)))
      }
      if let snippet = open {
        if text == "```" {
          found.append(snippet)
          open = nil
        } else {
          open?.add(text)
        }
      } else if text == "```swift" {
        open = Snippet(line: index + 2)
      }
    }
    return found
  }

  // MARK: Files

  /// The file with its imports in which the most lines of a snippet stand, from the first on, and how many they are.
  static func nearest(to snippet: Snippet) -> (same: Int, file: String) {
    var best = (same: 0, file: "none")
    for (file, lines) in compiled where snippet.imports.allSatisfy(lines.contains) {
      for start in lines.indices where lines[start] == snippet.code.first {
        let same = zip(lines[start...], snippet.code).prefix { $0 == $1 }.count
        if same > best.same { best = (same, "\(file):\(start + 1)") }
      }
    }
    return best
  }

  static func lines(of file: String) -> [String] {
    let data = (try? Data(contentsOf: root.appending(path: file))) ?? Data()
    return String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  static func withoutIndentation(_ line: String) -> String { String(line.drop { $0 == " " }) }

  static func files(in folders: [String], endingIn endings: Set<String>) -> [String] {
    folders.flatMap { folder in
      (FileManager.default.enumerator(atPath: root.appending(path: folder).path) ?? .init()).compactMap {
        item in
        guard let path = item as? String, endings.contains(URL(filePath: path).pathExtension),
          !path.contains(".build/")
        else { return nil }
        return "\(folder)/\(path)"
      }
    }.sorted()
  }
}
