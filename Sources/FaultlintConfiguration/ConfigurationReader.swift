package import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintText
internal import FaultlintYAML

/// Reads configurations. `docs/configuration.md` describes them for those who write them, `docs/config.schema.json` for
/// their editors.
package struct ConfigurationReader {
  private var source: ContractSource
  private let file: String
  private var configuration = Configuration()

  /// The keys of each kind of mapping there is in a configuration.
  package static let keys = [
    "configuration": [
      "profiles", "rules", "schemas", "wsdls", "levels", "facts", "expect", "fail-on", "exclude", "limits",
      "jobs",
      "overrides", "suppressions", "accept",
    ],
    "override": ["paths", "profiles", "levels", "facts", "expect", "accept"],
    "suppression": ["rules", "paths", "entries", "elements", "reason", "until"],
    "facts": FactSetting.allCases.map(\.rawValue),
    "limits": ["max-bytes", "max-depth"],
  ]

  /// Reads a configuration.
  ///
  /// - Parameters:
  ///   - text: Its bytes.
  ///   - file: What to call it.
  /// - Returns: The configuration, and everything that is wrong with it, in the order of the file; what is wrong is left
  ///   out of the configuration.
  package static func read(_ text: [UInt8], file: String) -> (Configuration, [ContractError]) {
    var reader = ConfigurationReader(file: file, text: text)
    // A file that has nothing but comments in it says nothing, and is no mistake.
    if isEmpty(text) { return (reader.configuration, []) }
    do throws(YAMLError) {
      reader.read(try YAMLValue(reading: text))
    } catch {
      reader.source.report(error)
    }
    return (reader.configuration, reader.source.errors)
  }

  private init(file: String, text: [UInt8]) {
    self.file = file
    source = ContractSource(file: file, text: text)
  }

  private static func isEmpty(_ text: [UInt8]) -> Bool {
    text.split(separator: 0x0A).allSatisfy { line in
      let first = line.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
      return first == nil || first == UInt8(ascii: "#")
    }
  }

  private mutating func read(_ value: YAMLValue) {
    guard !value.isNull, let fields = fields(value, "configuration", what: "a configuration") else { return }
    configuration.settings = settings(fields)
    configuration.profileFiles = files("rules", fields)
    configuration.schemas = files("schemas", fields)
    configuration.descriptions = files("wsdls", fields)
    configuration.excluded = globs("exclude", fields)
    if let (word, place) = word("fail-on", fields, of: Level.allCases.map(\.rawValue) + ["never"]) {
      configuration.run.failOn = Sourced(word, place)
    }
    configuration.run.jobs = number("jobs", fields, 1...Int(Int32.max))
    if let value = fields["limits"], let limits = self.fields(value, "limits", what: "'limits'") {
      configuration.run.maxBytes = number("max-bytes", limits, RunSettings.bytes)
      configuration.run.maxDepth = number("max-depth", limits, RunSettings.depths)
    }
    configuration.overrides = fields.items("overrides", &source).compactMap { override($0) }
    configuration.suppressions = fields.items("suppressions", &source).compactMap { suppression($0) }
  }

  private mutating func fields(_ value: YAMLValue, _ kind: String, what: String) -> ContractFields? {
    ContractFields(value, Self.keys[kind] ?? [], what: what, &source)
  }

  private func origin(_ place: YAMLValue) -> Origin { Origin(file, place) }

  // MARK: What payloads are judged by

  private mutating func settings(_ fields: ContractFields) -> CheckSettings {
    var settings = CheckSettings()
    if let value = fields["profiles"] {
      settings.profiles = Sourced(
        fields.texts("profiles", &source).map { Sourced($0.text, origin($0.place)) }, origin(value))
    }
    settings.rules = levels(fields)
    if let value = fields["facts"], let facts = self.fields(value, "facts", what: "'facts'") {
      readFacts(facts, into: &settings)
    }
    if let (word, place) = word("expect", fields, of: ["fault", "any"]) {
      settings.expectsFault = Sourced(word == "fault", place)
    }
    settings.accepted = fields.texts("accept", &source).map { Sourced($0.text, origin($0.place)) }
    return settings
  }

  private mutating func levels(_ fields: ContractFields) -> [String: Sourced<RuleChange>] {
    guard let value = fields["levels"] else { return [:] }
    let words = RuleChange.words.joined(separator: ", ")
    guard let members = value.members else {
      source.report("'levels' is to be a mapping of rules to one of \(words)", at: value)
      return [:]
    }
    var levels: [String: Sourced<RuleChange>] = [:]
    for (key, value) in members {
      guard let word = value.text, let change = RuleChange(word: word) else {
        let hint =
          Spelling.question(about: value.text ?? "", among: RuleChange.words) ?? "it is one of \(words)"
        source.report("'\(value.text ?? "")' is not what a rule can be set to; \(hint)", at: value)
        continue
      }
      levels[key.name] = Sourced(change, .file(file, line: key.line, column: key.column))
    }
    return levels
  }

  private mutating func readFacts(_ fields: ContractFields, into settings: inout CheckSettings) {
    for fact in FactSetting.allCases {
      guard let value = fields[fact.rawValue] else { continue }
      let isList = fact == .nodeRoles
      guard isList || value.text != nil else {
        source.report("'\(fact.rawValue)' is to be one value", at: value)
        continue
      }
      let texts = fields.texts(fact.rawValue, &source).map { text, place in
        (fact.words.contains("yes") ? Self.answer(text) : text, place)
      }
      for (text, place) in texts {
        guard let problem = fact.problem(text) else { continue }
        let hint = Spelling.question(about: text, among: fact.words).map { "; \($0)" } ?? ""
        source.report("'\(fact.rawValue)' cannot be '\(text)': \(problem)\(hint)", at: place)
      }
      settings[fact] = Sourced(texts.map(\.0), origin(value))
    }
  }

  /// What YAML has for yes and no, in our words.
  private static func answer(_ text: String) -> String {
    switch text {
    case "true", "on": "yes"
    case "false", "off": "no"
    default: text
    }
  }

  // MARK: Values

  private mutating func files(_ name: String, _ fields: ContractFields) -> [Sourced<String>] {
    if name == "rules", let value = fields[name], value.members != nil {
      source.report("'rules' is a list of profile files; what rules are set to stands in 'levels'", at: value)
      return []
    }
    return fields.texts(name, &source).compactMap { text, place in
      if text.isEmpty { source.report("a file has no such name", at: place) }
      return text.isEmpty ? nil : Sourced(text, origin(place))
    }
  }

  private mutating func globs(_ name: String, _ fields: ContractFields) -> [Sourced<Glob>] {
    var globs: [Sourced<Glob>] = []
    for (text, place) in fields.texts(name, &source) {
      do throws(GlobError) {
        globs.append(Sourced(try Glob(text), origin(place)))
      } catch {
        source.report("'\(text)' is not a pattern of paths: \(error.message)", at: place)
      }
    }
    return globs
  }

  private mutating func word(
    _ name: String, _ fields: ContractFields, of words: [String]
  ) -> (String, Origin)? {
    guard let value = fields[name] else { return nil }
    if let text = value.text, words.contains(text) { return (text, origin(value)) }
    let hint =
      Spelling.question(about: value.text ?? "", among: words)
      ?? "it is one of \(words.joined(separator: ", "))"
    source.report(
      value.text.map { "'\(name)' cannot be '\($0)'; \(hint)" } ?? "'\(name)' is to be one word; \(hint)",
      at: value)
    return nil
  }

  private mutating func number(
    _ name: String, _ fields: ContractFields, _ range: ClosedRange<Int>
  ) -> Sourced<Int>? {
    guard let value = fields[name] else { return nil }
    guard let number = value.text.flatMap({ Int($0) }), range.contains(number) else {
      source.report(
        "'\(name)' is to be a number from \(range.lowerBound) to \(range.upperBound)", at: value)
      return nil
    }
    return Sourced(number, origin(value))
  }

  // MARK: Lists

  private mutating func override(_ value: YAMLValue) -> Configuration.Override? {
    guard let fields = fields(value, "override", what: "an override") else { return nil }
    if fields["paths"] == nil { source.report("an override needs 'paths'", at: value) }
    return Configuration.Override(
      paths: globs("paths", fields).map(\.value), settings: settings(fields), origin: origin(value))
  }

  private mutating func suppression(_ value: YAMLValue) -> Suppression? {
    guard let fields = fields(value, "suppression", what: "a suppression") else { return nil }
    var suppression = Suppression(origin: origin(value))
    suppression.rules = globs("rules", fields)
    suppression.paths = globs("paths", fields).map(\.value)
    suppression.entries = fields.texts("entries", &source).map(\.text)
    for (text, place) in fields.texts("elements", &source) {
      do throws(GlobError) {
        suppression.elements.append(try ElementPattern(text))
      } catch {
        source.report("'\(text)' is not a pattern of elements: \(error.message)", at: place)
      }
    }
    if ["rules", "paths", "entries", "elements"].allSatisfy({ fields[$0] == nil }) {
      source.report(
        "a suppression needs one of 'rules', 'paths', 'entries' and 'elements': it would hide everything",
        at: value)
    }
    let reason = fields.needed("reason", of: "a suppression", at: value, &source)
    if let reason, reason.allSatisfy(\.isWhitespace) {
      source.report("a suppression needs a reason that says something", at: fields["reason"] ?? value)
    }
    suppression.reason = reason?.oneLine ?? ""
    if let text = fields.text("until", &source) {
      suppression.until = CalendarDay(text)
      if suppression.until == nil {
        source.report("'until' is to be a day, as in 2026-12-31, not '\(text)'", at: fields["until"] ?? value)
      }
    }
    return suppression
  }
}
