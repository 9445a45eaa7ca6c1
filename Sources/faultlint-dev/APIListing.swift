/// What a module shows its callers, one declaration a line.
///
/// A name stands with those of the types it is in, and a type with all it conforms to:
/// `let Fault.Code.text: String`, `struct Fault.Code: Sendable`.
struct APIListing {
  /// The declarations, sorted by name.
  let lines: [String]
  /// The names of those that no comment documents.
  let undocumented: [String]

  /// The lines as a text.
  var text: String { lines.map { $0 + "\n" }.joined() }

  /// What nearly every type conforms to without saying so.
  private static let implied: Set = ["Copyable", "Escapable", "SendableMetatype"]

  /// The listing of a module from its graphs.
  init(_ graphs: [SymbolGraph]) {
    let symbols = graphs.flatMap(\.symbols)
    let names = Dictionary(
      symbols.map { ($0.identifier.precise, $0.pathComponents.joined(separator: ".")) },
      uniquingKeysWith: { $1 })
    let conformances = Dictionary(
      grouping: graphs.flatMap(\.relationships).filter {
        $0.kind == "conformsTo" || $0.kind == "inheritsFrom"
      },
      by: \.source
    ).mapValues { relationships in
      Set(relationships.map { names[$0.target] ?? Self.withoutModule($0.targetFallback ?? $0.target) })
        .subtracting(Self.implied).sorted()
    }
    var found: [(name: String, line: String)] = []
    for symbol in symbols {
      let parents = conformances[symbol.identifier.precise] ?? []
      // The members of an extension stand for themselves.
      if symbol.isExtension && parents.isEmpty { continue }
      let name = symbol.pathComponents.joined(separator: ".")
      found.append((name, Self.declaration(of: symbol, conformingTo: parents)))
    }
    lines = found.sorted { ($0.name, $0.line) < ($1.name, $1.line) }.map(\.line)
    undocumented = symbols.filter { !$0.isExtension && $0.docComment == nil }
      .map { $0.pathComponents.joined(separator: ".") }.sorted()
  }

  /// A declaration on one line.
  private static func declaration(of symbol: SymbolGraph.Symbol, conformingTo parents: [String]) -> String {
    var fragments = symbol.declarationFragments.map(\.spelling)
    let own = symbol.pathComponents.last ?? ""
    let name = own.hasPrefix("(") ? own : String(own.prefix { $0 != "(" })
    if !symbol.isExtension, let index = fragments.firstIndex(of: name) {
      fragments[index] = (symbol.pathComponents.dropLast() + [name]).joined(separator: ".")
    }
    let text = fragments.joined().split { $0.isWhitespace }.joined(separator: " ")
    guard !parents.isEmpty else { return text }
    let condition = text.firstRange(of: " where ")?.lowerBound ?? text.endIndex
    return text[..<condition] + ": " + parents.joined(separator: ", ") + text[condition...]
  }

  private static func withoutModule(_ name: String) -> String {
    name.firstIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? name
  }
}
