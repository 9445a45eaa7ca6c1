package import FaultlintContracts
public import FaultlintEngine
internal import FaultlintRules
internal import FaultlintText

/// Finds rules by what people have in hand: an id, the number of a requirement, a test assertion of WS-I, the number of
/// another requirement that says the same; or words of what they are about.
public enum RuleSearch {
  /// All rules there are, those of vendors last.
  public static var all: [Rule] { RuleSet.builtIn.rules + BuiltInContracts.all.flatMap(\.rules) }

  /// The rules a name stands for, whatever its case. An assertion may stand for several.
  public static func rules(named name: String) -> [Rule] { rules(named: name, in: []) }

  /// The rules a name stands for, those of contracts of the user among them.
  package static func rules(named name: String, in contracts: [Contract]) -> [Rule] {
    let wanted = name.uppercased()
    for keys in [idKeys, assertionKeys, requirementKeys] {
      let found = RuleSet.builtIn.rules.filter { keys($0).contains(wanted) }
      if !found.isEmpty { return found }
    }
    // The rules of vendors are read where nothing else has the name.
    return (contracts + BuiltInContracts.all).flatMap(\.rules).filter { $0.id.uppercased() == wanted }
  }

  /// The rules of a profile and the levels it gives them.
  ///
  /// - Parameter name: The name of a profile, a vendor's among them, whose profiles for each version of SOAP count as one.
  /// - Returns: The rules in the order of the catalogue; nil if there is no such profile.
  public static func rules(under name: String) -> [(rule: Rule, level: Level)]? { rules(under: name, in: []) }

  /// The rules of a profile and the levels it gives them, where the profile may be one of contracts of the user.
  package static func rules(under name: String, in contracts: [Contract]) -> [(rule: Rule, level: Level)]? {
    let profiles =
      contracts.first { $0.name == name }?.profiles ?? Profile.named(name).map { [$0] }
      ?? BuiltInContracts.named(name)?.profiles
    return profiles.map { profiles in
      (all + contracts.flatMap(\.rules)).compactMap { rule in
        profiles.compactMap { $0.level(of: rule) }.max().map { (rule, $0) }
      }
    }
  }

  /// The names that differ least from one that stands for nothing; none if all differ much.
  public static func suggestions(for name: String) -> [String] { suggestions(for: name, in: []) }

  /// The names that differ least from one that stands for nothing, those of contracts of the user among them.
  package static func suggestions(for name: String, in contracts: [Contract]) -> [String] {
    Spelling.nearest(
      to: name,
      in: (all + contracts.flatMap(\.rules)).flatMap { [$0.id] + idKeys($0) + assertionKeys($0) } + keywords)
  }

  // MARK: Words

  /// The rules that have to do with something.
  ///
  /// - Parameters:
  ///   - text: Words, which must all be in what a rule is about: its id, its title and the elements it looks at, or its
  ///     rationale, remedy and references. In any case; a word of four letters may be a part of another.
  ///   - rules: Where to look.
  /// - Returns: The rules, first those that have the words in the id, the title or an element.
  public static func rules(about text: String, in rules: [Rule] = all) -> [Rule] {
    let wanted = Set(words(text)).map(WantedWord.init)
    guard !wanted.isEmpty else { return [] }
    var (first, others): ([Rule], [Rule]) = ([], [])
    for rule in rules {
      let subject = words(rule.id) + words(rule.title) + elements(of: rule)
      if wanted.allSatisfy({ $0.isIn(subject) }) {
        first.append(rule)
        continue
      }
      let prose = [rule.rationale, rule.remedy] + rule.references.map(\.description)
      let all = subject + prose.flatMap(words)
      if wanted.allSatisfy({ $0.isIn(all) }) { others.append(rule) }
    }
    return first + others
  }

  /// Words of ids, which are what most look for.
  private static var keywords: Set<String> {
    Set(all.flatMap { words($0.id) }.filter { $0.count >= 4 && !$0.contains(where: \.isNumber) })
  }

  private static func words(_ text: String) -> [String] {
    let text = text.lowercased()
    // To ask of each character what it is takes three times as long, and nearly all there is to say is ASCII.
    guard text.isASCII else {
      return text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
    return text.utf8.split { byte in
      !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }.map { String(Substring($0)) }
  }

  /// A word that is looked for. What it is like is found out once and not for each rule, as it may be of any length.
  private struct WantedWord {
    let text: String
    /// Whether it is to be a whole word: a number is itself, or another.
    let isWhole: Bool

    init(_ text: String) {
      self.text = text
      isWhole = text.prefix(4).count < 4 || text.contains(where: \.isNumber)
    }

    func isIn(_ words: [String]) -> Bool { words.contains { isWhole ? $0 == text : $0.hasPart(text) } }
  }

  /// The local names, in small letters, of the elements and attributes at which its examples are broken.
  private static func elements(of rule: Rule) -> [String] {
    rule.violating.flatMap { example in
      example.marked.split(separator: "↓").dropFirst().compactMap { text in
        let name = (text.first == "<" ? text.dropFirst() : text).prefix {
          $0.isLetter || $0.isNumber || $0 == ":" || $0 == "-" || $0 == "_"
        }
        return name.split(separator: ":").last?.lowercased()
      }
    }
  }

  // MARK: Names

  /// The id, and for a requirement its number without the profile.
  private static func idKeys(_ rule: Rule) -> [String] {
    let id = rule.id.uppercased()
    guard RuleFamily(of: rule).isRequirement, let hyphen = id.firstIndex(of: "-") else { return [id] }
    return [id, String(id[id.index(after: hyphen)...])]
  }

  /// The numbers of the requirements that it cites: that of one profile may be another's under a number of its own.
  private static func requirementKeys(_ rule: Rule) -> [String] {
    rule.references.compactMap { reference in
      let word = reference.description.split(separator: " ").last.map(String.init) ?? ""
      return reference.description.hasPrefix("WS-I ") && word.hasPrefix("R") ? word.uppercased() : nil
    }
  }

  private static func assertionKeys(_ rule: Rule) -> [String] { rule.assertions.map { $0.id.uppercased() } }
}

extension String {
  /// Whether another text is a part of it. The standard library's own answer first goes over the whole of the other text,
  /// for each of all words.
  fileprivate func hasPart(_ other: String) -> Bool {
    guard other.utf8.count <= utf8.count else { return false }
    var (text, other) = (self, other)
    return text.withUTF8 { text in other.withUTF8 { text.next($0, from: 0) != nil } }
  }
}
