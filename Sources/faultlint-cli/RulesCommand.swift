internal import ArgumentParser
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
      A level is that of the profile if one is named, and the rule's own otherwise. The JSON is described by \
      docs/rules.schema.json.
      """)

  enum Format: String, Choice { case text, markdown, json }

  @Option(
    help: ArgumentHelp(
      "Only the rules of this profile. Values: \(Profile.names.joined(separator: ", ")).", valueName: "name")
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

  @Option(help: "How to write them.")
  var format: Format = .text

  @Option(help: "Whether to colour the text. NO_COLOR is obeyed.")
  var color: ColorChoice = .auto

  func validate() throws {
    if let profile, Profile.named(profile) == nil {
      throw ValidationError(
        "There is no profile '\(profile)'. Profiles: \(Profile.names.joined(separator: ", ")).")
    }
    if let level, Level(rawValue: level) == nil {
      throw ValidationError("There is no level '\(level)'. Levels: error, warning, note.")
    }
    if let spec, !RuleFamily.all.contains(where: { $0.name == spec }) {
      throw ValidationError(
        "There is no family '\(spec)'. Families: \(RuleFamily.all.map(\.name).joined(separator: ", ")).")
    }
  }

  func write(_ output: inout Output) {
    let rules = selection
    switch format {
    case .text: color.ruleText.write(rules, &output)
    case .markdown: output.write(RuleMarkdown.table(rules))
    case .json:
      RuleJSON(version: Main.version).write(rules.map { RulePage($0.rule) }, hasExamples: false, &output)
    }
  }

  private var selection: [(rule: Rule, level: Level)] {
    let profile = profile.flatMap(Profile.named)
    return RuleSet.builtIn.rules.compactMap { rule in
      if let spec, RuleFamily(of: rule).name != spec { return nil }
      guard let level = profile.map({ $0.level(of: rule) }) ?? rule.level else { return nil }
      if let wanted = self.level, level.rawValue != wanted { return nil }
      return (rule, level)
    }
  }
}
