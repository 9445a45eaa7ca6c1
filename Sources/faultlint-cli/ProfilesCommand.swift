internal import ArgumentParser
internal import FaultlintEngine
internal import FaultlintReports
internal import FaultlintRuleDocs
internal import FaultlintRules
internal import FaultlintText

/// `faultlint profiles`: the profiles there are.
struct ProfilesCommand: ReferenceCommand {
  static let configuration = CommandConfiguration(
    commandName: "profiles",
    abstract: "List the profiles.",
    usage: "faultlint profiles [<options>]")

  enum Format: String, Choice { case text, json }

  @Option(help: "How to write them.")
  var format: Format = .text

  @Option(help: "Whether to colour the text. NO_COLOR is obeyed.")
  var color: ColorChoice = .auto

  func write(_ output: inout Output) {
    switch format {
    case .text: color.ruleText.write(Profile.all, &output)
    case .json: RuleJSON(version: Main.version).write(Profile.all, &output)
    }
  }
}
