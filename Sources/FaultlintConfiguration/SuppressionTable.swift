internal import Faultlint
internal import FaultlintEngine
internal import Synchronization

/// Finds the suppressions that are for findings, without going over all of them for each. For use by any number of threads.
final class SuppressionTable: Sendable {
  private let suppressions: [Suppression]
  private let rules: GlobTable
  private let paths: GlobTable
  /// Those that are for some entries, by what these are called.
  private let entries: [String: [Int]]
  /// Those that are for all payloads.
  private let general: [Int]
  /// Of the rules that had findings, which suppressions are for them. The rule is kept so that its identity stays its own.
  private let known = Mutex<[ObjectIdentifier: (rule: Rule, fits: [Bool])]>([:])
  /// What was made so far, by rules and by the suppressions that are for payloads.
  private let made = Mutex<[Key: Choice]>([:])

  private struct Key: Hashable {
    let rule: ObjectIdentifier
    let numbers: [Int]?
  }

  /// What there is to choose from for the findings of a rule.
  private struct Choice: Sendable {
    /// By elements: those before the first that is for all elements.
    var elements = ElementTable()
    /// The first that is for all elements.
    var whole: Int?
  }

  /// A table.
  ///
  /// - Parameters:
  ///   - suppressions: What is suppressed.
  ///   - isInForce: Whether one counts, by its number.
  init(_ suppressions: [Suppression], where isInForce: (Int) -> Bool) {
    self.suppressions = suppressions
    var (rules, paths) = (GlobTable(), GlobTable())
    var entries: [String: [Int]] = [:]
    var general: [Int] = []
    for (number, suppression) in suppressions.enumerated() where isInForce(number) {
      for pattern in suppression.rules { rules.add(pattern.value, as: number) }
      for pattern in suppression.paths { paths.add(pattern, as: number) }
      for entry in suppression.entries where entries[entry]?.last != number {
        entries[entry, default: []].append(number)
      }
      if suppression.paths.isEmpty, suppression.entries.isEmpty { general.append(number) }
    }
    (self.rules, self.paths, self.entries, self.general) = (rules, paths, entries, general)
  }

  /// What is suppressed of the findings of one payload.
  struct Search {
    /// The suppressions that are for its path, among others.
    let fittingPath: [Int]
    /// Those that are for it and not for all payloads.
    private let own: [Int]
    private let table: SuppressionTable
    private var choices: [ObjectIdentifier: [Choice]] = [:]

    fileprivate init(_ table: SuppressionTable, _ fittingPath: [Int], own: [Int]) {
      (self.table, self.fittingPath, self.own) = (table, fittingPath, own)
    }

    /// The number of the first suppression that is for a finding; nil if none is.
    mutating func first(for finding: Finding) -> Int? {
      let key = ObjectIdentifier(finding.rule)
      let choices = self.choices[key] ?? table.choices(for: finding.rule, own)
      self.choices[key] = choices
      var first: Int?
      var steps: [Substring]?
      for choice in choices {
        if let whole = choice.whole { first = min(whole, first ?? whole) }
        guard !choice.elements.isEmpty else { continue }
        let names = steps ?? finding.path.split(separator: "/")
        steps = names
        if let number = choice.elements.first(fitting: names) { first = min(number, first ?? number) }
      }
      return first
    }
  }

  /// Finds the suppressions that are for a payload.
  ///
  /// - Parameters:
  ///   - source: Where it comes from.
  ///   - path: The names of its path from the folder of the configuration.
  /// - Returns: What finds those for its findings.
  func search(_ source: Source, path: [Substring]) -> Search {
    let fittingPath = paths.all(fitting: path)
    let fittingEntry = Set(entries.isEmpty ? [] : source.names.flatMap { entries[$0] ?? [] })
    let own =
      fittingPath.filter { suppressions[$0].entries.isEmpty || fittingEntry.contains($0) }
      + fittingEntry.filter { suppressions[$0].paths.isEmpty }
    return Search(self, fittingPath, own: own.sorted())
  }

  private func choices(for rule: Rule, _ own: [Int]) -> [Choice] {
    let general = choice(for: rule, nil)
    return own.isEmpty ? [general] : [general, choice(for: rule, own)]
  }

  private func choice(for rule: Rule, _ numbers: [Int]?) -> Choice {
    let fits = fitting(rule)
    return made.withLock { made in
      let key = Key(rule: ObjectIdentifier(rule), numbers: numbers)
      if let choice = made[key] { return choice }
      var choice = Choice()
      for number in numbers ?? general where fits[number] {
        // Those behind one that is for all elements are never the first.
        if suppressions[number].elements.isEmpty {
          choice.whole = number
          break
        }
        for pattern in suppressions[number].elements { choice.elements.add(pattern, as: number) }
      }
      made[key] = choice
      return choice
    }
  }

  /// Whether each suppression is for findings of a rule.
  private func fitting(_ rule: Rule) -> [Bool] {
    known.withLock { known in
      let key = ObjectIdentifier(rule)
      if let known = known[key] { return known.fits }
      var fits = suppressions.map(\.rules.isEmpty)
      for number in rules.all(fitting: [rule.id[...]]) { fits[number] = true }
      known[key] = (rule, fits)
      return fits
    }
  }
}

extension Source {
  /// What an entry may be called: its number, or the identifier that the capture gives it, with and without quotation marks.
  fileprivate var names: Set<String> {
    var names: Set = [String(entry)]
    if let id {
      names.insert(id)
      let (bytes, mark) = (id.utf8, UInt8(ascii: "\""))
      if bytes.count >= 2, bytes.first == mark, bytes.last == mark {
        names.insert(String(Substring(bytes.dropFirst().dropLast())))
      }
    }
    return names
  }
}
