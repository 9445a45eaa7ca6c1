package import FaultlintContracts
public import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRules

/// All there is to say about a rule: what `explain`, the list of rules and the pages in `docs/rules` are made of.
public struct RulePage: Sendable {
  /// The rule.
  public let rule: Rule
  /// The profiles it is in, each with the level it has there.
  public let levels: [ProfileLevel]
  /// How it stands to other rules, from its side and from theirs.
  public let relations: [Relation]

  /// The level of a rule in a profile.
  public struct ProfileLevel: Sendable {
    /// The profile.
    public let profile: Profile
    /// The level.
    public let level: Level
  }

  /// How a rule stands to others.
  public struct Relation: Sendable {
    /// What it is, in words that the ids follow.
    public let kind: Kind
    /// The ids of the others.
    public let rules: [String]

    /// The kinds there are, in the order they are shown.
    public enum Kind: String, Sendable {
      /// One finding serves both where they are broken at one place.
      case sameDefect = "same defect as"
      /// The others are symptoms of this one.
      case causeOf = "cause of"
      /// This one is a symptom of the others.
      case symptomOf = "symptom of"
      /// The others do not run where this one does.
      case runsInsteadOf = "runs instead of"
      /// This one does not run where the others do.
      case givesWayTo = "gives way to"
    }
  }

  /// The page of a rule.
  public init(_ rule: Rule) { self.init(rule, with: []) }

  /// The page of a rule, which may be one of contracts of the user.
  package init(_ rule: Rule, with contracts: [Contract]) {
    self.rule = rule
    levels =
      Profile.all.compactMap { profile in
        profile.level(of: rule).map { ProfileLevel(profile: profile, level: $0) }
      }
      + Self.levelsUnderContracts(rule, contracts)
    // The pages of others do not know of rules that vendors have.
    let all =
      RuleSet.builtIn[rule.id] === rule
      ? RuleSet.builtIn.rules : RuleSearch.all + contracts.flatMap(\.rules)
    let relations: [Relation] = [
      Relation(
        kind: .sameDefect, rules: rule.restates + all.filter { $0.restates.contains(rule.id) }.map(\.id)),
      Relation(kind: .causeOf, rules: rule.absorbs),
      Relation(kind: .symptomOf, rules: all.filter { $0.absorbs.contains(rule.id) }.map(\.id)),
      Relation(kind: .runsInsteadOf, rules: rule.supersedes),
      Relation(kind: .givesWayTo, rules: all.filter { $0.supersedes.contains(rule.id) }.map(\.id)),
    ]
    self.relations = relations.filter { !$0.rules.isEmpty }
  }

  /// The levels of a rule of a vendor.
  private static func levelsUnderContracts(_ rule: Rule, _ contracts: [Contract]) -> [ProfileLevel] {
    guard case .expression = rule.check else { return [] }
    return (contracts + BuiltInContracts.all).compactMap { contract in
      guard let profile = contract.profiles.first, contract.rules.contains(where: { $0 === rule }) else {
        return nil
      }
      return ProfileLevel(profile: profile, level: rule.level)
    }
  }

  /// The levels with the profiles that have them, the worst first; no profile if it is in none.
  public var levelsInWords: [(level: Level, profiles: String)] {
    if levels.isEmpty { return [(rule.level, "")] }
    return Level.allCases.reversed().compactMap { level in
      let names = levels.filter { $0.level == level }.map(\.profile.name)
      if names.isEmpty { return nil }
      return (
        level,
        names.count == Profile.all.count ? "under every profile" : "under " + names.joined(separator: ", ")
      )
    }
  }

  /// The test assertions of WS-I that test the same, each with the profiles that have it; empty if there is none.
  public var assertionsInWords: String {
    let ids = rule.assertions.map(\.id).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return ids.map { id in
      "\(id) (\(rule.assertions.filter { $0.id == id }.map(\.profile).joined(separator: ", ")))"
    }.joined(separator: ", ")
  }

  /// Where its references can be read, as far as that is public.
  public var references: [(text: String, address: String?)] {
    rule.references.map { ($0.description, $0.address) }
  }

  /// What it needs to be checked, or why it never is; nil if there is nothing to say.
  public var notes: String? {
    var sentences: [String] = []
    if let fact = rule.needs { sentences.append("Not run unless it is told: \(fact.reasonWithOption).") }
    if rule.isOptIn { sentences.append("Runs with --enable \(rule.id) only.") }
    if case .notCheckable(let reason) = rule.check {
      sentences.append("Never checked: \(reason).")
    } else if !rule.isReported {
      sentences.append("Never reported itself.")
    }
    if case .schema = rule.check {
      sentences.append(
        "In a detail entry in a namespace whose schema faultlint has it is an error, whatever the profile: no clause of "
          + "SOAP says so, but a service that breaks its own schema breaks the clients made from it.")
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  /// Its examples of both kinds, with their headings.
  public var examples: [(heading: String, examples: [Example])] {
    [("Conforming", rule.conforming), ("Violating", rule.violating)].filter { !$0.1.isEmpty }
  }
}

extension Example {
  /// What is known about its exchange, in words; nil if nothing is.
  var knowledge: String? {
    var facts: [String] = []
    switch exchange.senderRole {
    case .ultimate: facts.append("the sender is the ultimate receiver")
    case .intermediary: facts.append("the sender is an intermediary")
    case nil: break
    }
    if let isProcessed = exchange.bodyProcessed {
      facts.append(
        isProcessed ? "the Body was processed successfully" : "the Body was not processed successfully")
    }
    switch exchange.faultScope {
    case .body: facts.append("the fault is about the Body")
    case .header: facts.append("the fault is about a header entry")
    case nil: break
    }
    if let description = exchange.description { facts.append("the WSDL has \(description.summary)") }
    if let style = exchange.bindingStyle { facts.append("the operation is \(style.rawValue)") }
    if let request = exchange.request { facts.append("the request is \(request.summary)") }
    if let head = exchange.http { facts.append("it travels under \(head.summary)") }
    return facts.isEmpty ? nil : facts.joined(separator: ", ")
  }

  /// What to say above its layout; nil if nothing.
  func caption(_ layout: ExampleLayout) -> String? {
    let parts = [knowledge.map { "if \($0)" }, layout.isShortened ? "shortened" : nil].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}

extension ServiceDescription {
  /// Its operations in a line, each once.
  var summary: String {
    var versions: [String: [String]] = [:]
    for operation in operations {
      versions[operation.summary, default: []].append(operation.version.rawValue)
    }
    let texts = operations.map(\.summary).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return texts.map { "\($0), bound to SOAP \(versions[$0, default: []].joined(separator: " and "))" }
      .joined(separator: "; ")
  }
}

extension ServiceDescription.Operation {
  /// What it has, in words.
  fileprivate var summary: String {
    let parts =
      faults.map(\.summary) + headers.map { "the header block \($0.local)" }
      + headerFaults.map { "the headerfault \($0.local)" }
      + (soapAction.isEmpty ? [] : ["the soapAction \(soapAction)"])
    return "the operation \(name) with \(parts.joined(separator: ", "))"
  }
}

extension ServiceDescription.DeclaredFault {
  /// What it is, and what is unusual about how it is bound.
  fileprivate var summary: String {
    var notes: [String] = []
    if case .typed = entry { notes.append("by its type") }
    if !isBound { notes.append("not bound") }
    if boundName != name {
      notes.append(boundName.map { "its soap:fault called \($0)" } ?? "its soap:fault without a name")
    }
    if isEncoded { notes.append("encoded") }
    return "the fault \(entry.text)" + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")
  }
}

extension HTTPHead {
  /// Its start line and fields in one line.
  fileprivate var summary: String {
    let start: String? =
      switch self.start {
      case .response(let status): "status \(status)"
      case .request(let method): method
      case nil: nil
      }
    let line = [version.map { "HTTP/\($0)" }, start].compactMap(\.self).joined(separator: " ")
    return ([line].filter { !$0.isEmpty } + fields.map { "\($0.name): \($0.value)" }).joined(separator: "; ")
  }
}
