/// The part of a symbol graph that we read.
///
/// Source: the SymbolKit package, whose OpenAPI document describes the format.
struct SymbolGraph: Decodable {
  let symbols: [Symbol]
  let relationships: [Relationship]

  /// A declaration.
  struct Symbol: Decodable {
    struct Kind: Decodable { let identifier: String }
    struct Identifier: Decodable { let precise: String }
    struct Documentation: Decodable {}

    /// A token of the source, or what stands between two.
    struct Fragment: Decodable {
      let kind: String
      let spelling: String
    }

    let kind: Kind
    let identifier: Identifier
    /// Its name after those of the types it is in, with labels: `["Report", "check(_:in:)"]`.
    let pathComponents: [String]
    let declarationFragments: [Fragment]
    let docComment: Documentation?

    var isExtension: Bool { kind.identifier == "swift.extension" }
  }

  /// How one declaration stands to another.
  struct Relationship: Decodable {
    let kind: String
    let source: String
    let target: String
    /// The name of the other, if that is not of the same module: `Swift.Sendable`.
    let targetFallback: String?
  }
}
