import Foundation
import Testing

@testable import faultlint_dev

@Suite struct APIListingTests {
  /// A symbol of a graph. Each fragment is a pair of a kind and what is written.
  static func symbol(
    _ kind: String, _ path: [String], _ fragments: [(String, String)], id: String = UUID().uuidString,
    isDocumented: Bool = true
  ) -> [String: Any] {
    var symbol: [String: Any] = [
      "kind": ["identifier": kind], "identifier": ["precise": id, "interfaceLanguage": "swift"],
      "pathComponents": path,
      "declarationFragments": fragments.map { ["kind": $0.0, "spelling": $0.1] },
    ]
    if isDocumented { symbol["docComment"] = ["lines": []] }
    return symbol
  }

  static func listing(_ symbols: [[String: Any]], _ relationships: [[String: String]] = []) throws
    -> APIListing
  {
    let graph: [String: Any] = ["symbols": symbols, "relationships": relationships]
    return APIListing([
      try JSONDecoder().decode(SymbolGraph.self, from: JSONSerialization.data(withJSONObject: graph))
    ])
  }

  @Test("A member stands with the types it is in, sorted by name")
  func members() throws {
    let listing = try Self.listing([
      Self.symbol(
        "swift.method", ["Linter", "check(_:)"],
        [
          ("keyword", "func"), ("text", " "), ("identifier", "check"), ("text", "("), ("externalParam", "_"),
          ("text", " "), ("internalParam", "check"), ("text", ": "), ("typeIdentifier", "String"),
          ("text", ")"),
        ]),
      Self.symbol(
        "swift.init", ["Fault", "Code", "init(text:)"],
        [
          ("keyword", "init"), ("text", "("), ("externalParam", "text"), ("text", ": "),
          ("typeIdentifier", "String"), ("text", ")"),
        ]),
      Self.symbol(
        "swift.func.op", ["Level", "<(_:_:)"],
        [
          ("keyword", "static"), ("text", " "), ("keyword", "func"), ("text", " "), ("identifier", "<"),
          ("text", " (…)"),
        ]
      ),
    ])
    #expect(
      listing.lines == [
        "Fault.Code.init(text: String)", "static func Level.< (…)", "func Linter.check(_ check: String)",
      ])
  }

  @Test("A type stands with what it conforms to, before its conditions")
  func conformances() throws {
    let listing = try Self.listing(
      [
        Self.symbol(
          "swift.struct", ["Box"],
          [
            ("keyword", "struct"), ("text", " "), ("identifier", "Box"), ("text", "<"),
            ("genericParameter", "T"), ("text", "> "), ("keyword", "where"), ("text", "\n  T : Sendable"),
          ], id: "box"),
        Self.symbol(
          "swift.protocol", ["Held"], [("keyword", "protocol"), ("text", " "), ("identifier", "Held")],
          id: "held"),
      ],
      [
        ["kind": "conformsTo", "source": "box", "target": "held"],
        [
          "kind": "conformsTo", "source": "box", "target": "s:s8SendableP",
          "targetFallback": "Swift.Sendable",
        ],
        [
          "kind": "conformsTo", "source": "box", "target": "s:s8CopyableP",
          "targetFallback": "Swift.Copyable",
        ],
        ["kind": "memberOf", "source": "held", "target": "box"],
      ])
    #expect(listing.lines == ["struct Box<T>: Held, Sendable where T : Sendable", "protocol Held"])
  }

  @Test("An extension stands for what it makes a type conform to, and for nothing else")
  func extensions() throws {
    let text = [("keyword", "extension"), ("text", " "), ("typeIdentifier", "String")]
    let listing = try Self.listing(
      [
        Self.symbol("swift.extension", ["String"], text, id: "first", isDocumented: false),
        Self.symbol("swift.extension", ["String"], text, id: "second", isDocumented: false),
      ],
      [
        [
          "kind": "conformsTo", "source": "first", "target": "payload",
          "targetFallback": "Testing.FaultPayload",
        ]
      ])
    #expect(listing.lines == ["extension String: FaultPayload"])
    #expect(listing.undocumented.isEmpty)
  }

  @Test("What no comment documents is named")
  func undocumented() throws {
    let listing = try Self.listing([
      Self.symbol(
        "swift.enum.case", ["Level", "note"], [("keyword", "case"), ("text", " "), ("identifier", "note")]),
      Self.symbol(
        "swift.enum.case", ["Level", "error"], [("keyword", "case"), ("text", " "), ("identifier", "error")],
        isDocumented: false),
    ])
    #expect(listing.undocumented == ["Level.error"])
    #expect(listing.lines == ["case Level.error", "case Level.note"])
  }
}

@Suite struct GeneratedFolderTests {
  @Test("What is stale is named, with the lines that have come and gone")
  func complaints() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let before = GeneratedFolder(
      folder.path, ["same.txt": "a\n", "changed.txt": "a\nb\nc\n", "gone.txt": "x\n"])
    #expect(try before.write().hasSuffix(": 3 files, 3 changed"))
    #expect(try before.complaints() == [])

    let after = GeneratedFolder(
      folder.path, ["same.txt": "a\n", "changed.txt": "a\nbb\nc\n", "new.txt": "y\n"], showsDifferences: true)
    #expect(
      try after.complaints() == [
        "\(folder.path)/changed.txt is stale", "- b", "+ bb", "\(folder.path)/gone.txt is stale", "- x",
        "\(folder.path)/new.txt is stale", "+ y",
      ])
    #expect(try after.write().hasSuffix(": 3 files, 3 changed"))
    #expect(try after.complaints() == [])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
        "changed.txt", "new.txt", "same.txt",
      ])
  }
}
