internal import ArgumentParser
internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintReports
internal import FaultlintRuleDocs
internal import FaultlintRules
internal import FaultlintText

/// `faultlint rules`: the rules there are.
struct RulesCommand: ReferenceCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List the rules.",
    usage: "faultlint rules [<options>]",
    discussion: """
      The rules of vendors stand last, and behind them those of the profile files that --rules names; those of the others are in \
      docs/rules too. A level is that of the profile if one is \
      named, and the rule's own otherwise. The JSON is described by docs/rules.schema.json.
      """)

  enum Format: String, Choice { case text, markdown, json }

  @OptionGroup var own: OwnProfiles

  @Option(
    help: ArgumentHelp(
      "Only the rules of this profile. Values: \(ProfileNames.all.joined(separator: ", ")).",
      valueName: "name")
  )
  var profile: String?

  @Option(
    help: ArgumentHelp(
      "Only the rules of this level. Values: \(Level.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "level"))
  var level: String?

  @Option(
    help: ArgumentHelp(
      "Only the rules of this family. Values: \(RuleFamily.all.map(\.name).joined(separator: ", ")).",
      valueName: "family"))
  var spec: String?

  @Option(
    help: ArgumentHelp(
      "Only the rules that have to do with these words: their ids and titles, the elements they look at, and why they matter.",
      valueName: "words"))
  var search: String?

  @Option(help: "How to write them.")
  var format: Format = .text

  @Option(help: "Whether to colour the text. NO_COLOR is obeyed.")
  var color: ColorChoice = .auto

  func validate() throws {
    // A name that is not known may be that of a profile file, which is not read yet.
    if let profile, own.rules.isEmpty, !ProfileNames.all.contains(profile) {
      throw ValidationError(ProfileNames.unknown(profile))
    }
    try Self.check(level, "level", Level.allCases.reversed().map(\.rawValue))
    // What the vendors add is read where nothing else has the name.
    if let spec, own.rules.isEmpty, !RuleFamily.all.contains(where: { $0.name == spec }) {
      try Self.check(spec, "family", RuleFamily.withVendors.map(\.name))
    }
  }

  private static func check(_ value: String?, _ what: String, _ values: [String]) throws {
    guard let value, !values.contains(value) else { return }
    let list = "the values are \(values.joined(separator: ", "))"
    throw ValidationError(
      "There is no \(what) '\(value)'. \(UsageError.choice(Spelling.nearest(to: value, in: values), list)).")
  }

  func write(_ output: inout Output) throws(ReferenceError) {
    let contracts = try own.contracts()
    if let profile, !(ProfileNames.all + contracts.map(\.name)).contains(profile) {
      throw ReferenceError(unknownProfile: profile, among: ProfileNames.all + contracts.map(\.name))
    }
    let rules = selection(contracts)
    if let search, rules.isEmpty, format == .text { throw ReferenceError(nothingAbout: search) }
    switch format {
    case .text: color.ruleText.write(rules, &output)
    case .markdown: output.write(RuleMarkdown.table(rules))
    case .json:
      RuleJSON(version: Main.version).write(
        rules.map { RulePage($0.rule, with: contracts) }, hasExamples: false, &output)
    }
  }

  private func selection(_ contracts: [Contract]) -> [(rule: Rule, level: Level)] {
    let all =
      profile.flatMap { RuleSearch.rules(under: $0, in: contracts) }
      ?? (RuleSearch.all + contracts.flatMap(\.rules)).map { ($0, $0.level) }
    let rules = all.filter { rule, level in
      (spec == nil || RuleFamily(of: rule).name == spec)
        && (self.level == nil || level.rawValue == self.level)
    }
    guard let search else { return rules }
    return RuleSearch.rules(about: search, in: rules.map(\.rule)).compactMap { found in
      rules.first { $0.rule === found }
    }
  }
}
