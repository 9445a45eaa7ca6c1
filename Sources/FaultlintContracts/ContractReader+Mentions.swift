internal import FaultlintEngine
internal import FaultlintLibXML
internal import FaultlintText
internal import FaultlintYAML

/// What a profile file names that it may declare further on: looked up when all of it is read.
extension ContractReader {
  /// A name of something that may be declared further on in the file.
  enum Mention {
    case rule(String, YAMLValue)
    /// A call in an expression that begins so far into a value.
    case call(XPathSyntax.Call, Int, YAMLValue)
  }

  mutating func check(_ mentions: [Mention], _ own: [Rule]) {
    for mention in mentions {
      switch mention {
      case .rule(let id, let place): _ = check(rule: id, own, line: place.line, column: place.column)
      case .call(let call, let start, let value): check(call, from: start, in: value)
      }
    }
  }

  private static let functionsOfTables: Set<String> = ["known-code", "code-class", "has-class", "code-field"]

  /// Reports arguments of a function that there is nothing for: the function would say no each time.
  private mutating func check(_ call: XPathSyntax.Call, from start: Int, in value: YAMLValue) {
    func place(_ argument: Int) -> Int? { call.literals[argument].map { start + $0.offset } }
    if call.name == "is-integer", let bits = call.literals[1], bits.text != "32", bits.text != "64" {
      source.report("is-integer() takes 32 or 64 bits, not \(bits.text)", at: place(1), in: value)
    }
    guard Self.functionsOfTables.contains(call.name) else { return }
    guard let name = call.literals[0] else {
      source.report("\(call.name)() needs the name of a table in quotation marks", at: nil, in: value)
      return
    }
    guard let table = check(table: name.text, at: place(0), in: value), let word = call.literals[2] else {
      return
    }
    let (kind, words) =
      call.name == "code-field"
      ? ("column of its own", table.columns)
      : ("code of the class", Array(Set(table.entries.flatMap(\.classes))).sorted())
    guard !words.contains(word.text) else { return }
    source.report(
      "the table '\(table.name)' has no \(kind) '\(word.text)'\(Self.hint(word.text, words, "it has"))",
      at: place(2),
      in: value)
  }

  /// The table with a name; nil if there is none, which is reported.
  @discardableResult
  mutating func check(table name: String, at offset: Int?, in value: YAMLValue) -> CodeTable? {
    places.tablesAsked.insert(name)
    if let table = tables.first(where: { $0.name == name }) { return table }
    let words = tables.map(\.name)
    source.report(
      "there is no table of codes '\(name)'\(Self.hint(name, words, "tables are"))", at: offset, in: value)
    return nil
  }

  /// What somebody may have meant who wrote a word that is none of these.
  static func hint(_ word: String, _ words: [String], _ all: String) -> String {
    if let question = Spelling.question(about: word, among: words) { return "; \(question)" }
    return words.isEmpty ? "" : "; \(all) \(words.joined(separator: ", "))"
  }
}
