import Foundation

/// Documents that lie about: the samples, the suite, and the captures beside the checkout, if there are any.
enum Documents {
  private static let project = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

  static let all: [(name: String, bytes: [UInt8])] = {
    var documents: [(String, [UInt8])] = []
    for folder in ["examples/captures", "conformance", "../shared/captures"] {
      let root = project.appending(path: folder)
      for file in (FileManager.default.subpaths(atPath: root.path) ?? []).sorted() {
        let place = root.appending(path: file)
        // Foundation leaks when it reads an empty file, which the address sanitizer tells.
        guard let size = try? place.resourceValues(forKeys: [.fileSizeKey]).fileSize, size > 0,
          let data = try? Data(contentsOf: place), data.contains(UInt8(ascii: "<"))
        else { continue }
        documents.append(("\(folder)/\(file)", Array(data)))
      }
    }
    return documents
  }()

  /// What mutants are made of: documents that are not long, because more of them can be tried, and texts of the kind that
  /// parsers differ about.
  static let seeds: [[UInt8]] =
    all.map(\.bytes).filter { $0.count <= 800 }
    + [
      "<a/>", "<!-- <!--><a/><!----><!---<!-->", "<a>\r\n</a>", "<a>\r\nx<b/>\r\n</a>", "<a><b/>\r\nx</a>",
      "<a>\r\n\r\n\u{E9}</a>",
      "<a><![CDATA[]]></a>", "<a> <![CDATA[]]> <b/></a>", "<a>x<!-- c -->y<![CDATA[z]]></a>",
      "<a> <!-- c --> </a>",
      "<p:a xmlns:p='urn:p' p:b='1' b='2'/>", "<a xmlns='urn:a'><b xmlns=''/></a>",
      "<a xml:lang='en' b=\"'\" c='\"'/>",
      "<?xml version='1.0' encoding='utf-8'?><!-- c --><a>&lt;&#233;&#x10FFFF;</a><!-- c -->",
      "<a><b><c><d/></c></b></a>",
    ].map { Array($0.utf8) }
}
