import FaultlintContracts
import FaultlintEngine
import FaultlintLibXML
import FaultlintModel
import FaultlintXMLTree
import Foundation
import XMLMutations

/// Documents for expressions to be evaluated on.
enum Documents {
  private static let project = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The examples of all rules in profile files.
  static let examples: [String] = Array(
    Set(BuiltInContracts.all.flatMap(\.rules).flatMap { $0.conforming + $0.violating }.map(\.document))
  ).sorted()

  /// The samples, the suite, and the captures beside the checkout, if there are any.
  static let files: [[UInt8]] = {
    var documents: [[UInt8]] = []
    for folder in ["examples/captures", "conformance", "../shared/captures"] {
      let root = project.appending(path: folder)
      for file in (FileManager.default.subpaths(atPath: root.path) ?? []).sorted() {
        let place = root.appending(path: file)
        guard let size = try? place.resourceValues(forKeys: [.fileSizeKey]).fileSize, size > 0,
          let data = try? Data(contentsOf: place), let start = data.firstIndex(of: UInt8(ascii: "<"))
        else { continue }
        documents.append(Array(data[start...]))
      }
    }
    return documents
  }()

  /// An example that was changed at random.
  static func mutant(_ random: inout Generator, _ parser: TreeParser) -> [UInt8] {
    let example = examples[Int.random(in: examples.indices, using: &random)]
    guard let tree = parser.tree(Array(example.utf8)) else { return Array(example.utf8) }
    var root = MutableElement(tree.root)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let paths = root.paths
      let path = paths[Int.random(in: paths.indices, using: &random)]
      root = Edits.random(using: &random).apply(root, path) ?? root
    }
    return Array(root.markup.utf8)
  }
}

extension TreeParser {
  /// The tree of a document; nil if it is not well-formed.
  func tree(_ document: [UInt8]) -> XMLTree? {
    let parsed = document.withUnsafeBufferPointer { parse($0) }
    return parsed.problem == nil ? parsed.tree : nil
  }

  /// A document as a message; nil if it is not well-formed.
  func message(_ document: [UInt8]) -> Message? {
    tree(document).map { Message(tree: $0, prologue: Prologue()) }
  }
}
