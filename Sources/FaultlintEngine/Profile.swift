public import FaultlintModel

/// A named set of rules with the levels it gives them.
///
/// It holds the rules themselves. Which of them are its own stands in each rule; what else it has comes from the
/// profiles it includes.
public struct Profile: Sendable {
  /// Its name on the command line and in reports, as in `bp11`.
  public let name: String
  /// What it is called in prose, as in `WS-I Basic Profile 1.1`.
  public let title: String
  /// The version of SOAP whose messages it judges; nil if it judges both.
  public let version: SOAPVersion?
  /// The names of the profiles it builds on.
  public let bases: [String]
  /// What stands before the number of a requirement that it shares with others; nil if it shares none.
  package let family: String?
  /// Its rules in the order they run, those of its bases first.
  package let entries: [Entry]
  /// How bad it is that the envelope is not valid against its schema where no rule says what is wrong;
  /// nil if that does not matter to this profile.
  package let schema: SchemaPolicy?
  /// The ids of rules that are off unless asked for, and that it asks for.
  package let enabled: Set<String>
  /// What it takes for its vendor's own way.
  package let excuses: [Excuse]

  /// A rule of a profile.
  package struct Entry: Sendable {
    /// The rule.
    package let rule: Rule
    /// How bad a breach is.
    package let level: Level
    /// The clause to cite.
    package let citation: String
    /// What is looked for.
    package let check: Check
    /// Whether less is looked for than under other profiles.
    package let isNarrowed: Bool
    /// Whether it comes from a profile that this one includes.
    package let isInherited: Bool

    /// The same at another level.
    func at(_ level: Level) -> Entry {
      Entry(
        rule: rule, level: level, citation: citation, check: check, isNarrowed: isNarrowed,
        isInherited: isInherited)
    }
  }

  /// What a profile makes of objections of the envelope schema.
  package struct SchemaPolicy: Sendable {
    /// How bad they are.
    package let level: Level
    /// The clause to cite for them; nil for the schema itself.
    package let reference: String?

    /// A policy.
    package init(_ level: Level, reference: String? = nil) {
      self.level = level
      self.reference = reference
    }
  }

  /// A profile.
  ///
  /// - Parameters:
  ///   - name: Its name, by which rules say that they are in it.
  ///   - title: What it is called in prose.
  ///   - version: The version of SOAP; nil for both.
  ///   - family: What stands before the number of a requirement that it shares with others.
  ///   - bases: The profiles it includes.
  ///   - rules: Where to look for its rules: those that say they are in it are taken, in this order.
  ///   - schema: What it makes of objections of the envelope schema.
  ///   - levels: Levels of rules by id, in place of those they have otherwise; nil to leave a rule out.
  ///   - enabled: The ids of rules to run that are off unless asked for.
  ///   - excuses: What it takes for its vendor's own way, beside what its bases do.
  package init(
    name: String, title: String, version: SOAPVersion?, family: String? = nil, bases: [Profile] = [],
    rules: [Rule], schema: SchemaPolicy?, levels: [String: Level?] = [:],
    enabled: Set<String> = [], excuses: [Excuse] = []
  ) {
    self.name = name
    self.title = title
    self.version = version
    self.family = family
    self.bases = bases.map(\.name)
    self.schema = schema
    self.enabled = enabled.union(bases.flatMap(\.enabled))
    self.excuses = excuses + bases.flatMap(\.excuses)
    var entries: [Entry] = []
    for entry in bases.flatMap(\.entries) {
      let isLeftToSchema = entry.rule.isOnlyInSchema
      entries.append(
        Entry(
          rule: entry.rule, level: isLeftToSchema ? schema?.level ?? entry.level : entry.level,
          citation: isLeftToSchema ? schema?.reference ?? entry.citation : entry.citation,
          check: entry.check, isNarrowed: entry.isNarrowed, isInherited: true))
    }
    for rule in rules {
      guard let membership = rule.membership(in: name) else { continue }
      let leftTo = rule.isOnlyInSchema && !bases.isEmpty ? schema : nil
      let entry = Entry(
        rule: rule, level: membership.level ?? leftTo?.level ?? rule.level,
        citation: membership.citation ?? leftTo?.reference
          ?? rule.citation(version: version, family: family),
        check: membership.check ?? rule.check, isNarrowed: membership.check != nil, isInherited: false)
      if bases.isEmpty {
        entries.append(entry)
      } else if let index = entries.firstIndex(where: { $0.rule === rule }) {
        entries[index] = entry
      } else {
        entries.append(entry)
      }
    }
    self.entries =
      levels.isEmpty
      ? entries
      : entries.compactMap { entry in
        guard let level = levels[entry.rule.id] else { return entry }
        return level.map(entry.at)
      }
  }

  private init(_ other: Profile, entries: [Entry]) {
    name = other.name
    title = other.title
    version = other.version
    family = other.family
    bases = other.bases
    schema = other.schema
    enabled = other.enabled
    excuses = other.excuses
    self.entries = entries
  }

  /// The same without a rule.
  package func without(_ rule: Rule) -> Profile {
    Profile(self, entries: entries.filter { $0.rule !== rule })
  }

  /// The rules that run under it, in the order they run: all of it but what another of its rules supersedes.
  public var rules: [Rule] { entries.running.map(\.rule) }

  /// How bad a breach of a rule is under it. What the readers of bytes and schemas report runs under every profile.
  ///
  /// - Parameter rule: The rule.
  /// - Returns: The level; nil if the rule does not run under this profile.
  public func level(of rule: Rule) -> Level? {
    switch rule.check {
    case .schema: return schema?.level
    case .input where rule.memberships.isEmpty: return rule.level
    default: break
    }
    guard let entry = entries.first(where: { $0.rule === rule }) else { return nil }
    return entries.contains { $0.rule.supersedes.contains(rule.id) } ? nil : entry.level
  }
}

extension [Profile.Entry] {
  /// Those that run where all of these are selected: without what another of them supersedes.
  var running: [Profile.Entry] {
    let superseded = Set(flatMap(\.rule.supersedes))
    return filter { !superseded.contains($0.rule.id) }
  }
}
