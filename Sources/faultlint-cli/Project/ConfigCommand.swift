internal import ArgumentParser
internal import FaultlintConfiguration
internal import FaultlintReports
internal import FaultlintRuleDocs
internal import FaultlintText

/// `faultlint config`: what a run goes by.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Show what is in force, or the quirks that can be accepted.",
    subcommands: [Show.self, Accept.self],
    defaultSubcommand: Show.self)

  /// `faultlint config show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show what is in force here, and where each of it was said (the default).",
      usage: "faultlint config show [<options>] [<path> ...]",
      discussion:
        "With a path, what is in force for the payloads of that file: the overrides for it are applied.")

    @OptionGroup(title: "Options of check")
    var check: CheckCommand

    /// Writes it to standard output, or what is wrong to standard error.
    ///
    /// - Parameters:
    ///   - job: What options say.
    ///   - paths: The files to show it for.
    /// - Returns: The exit status.
    static func status(_ job: CheckJob, _ paths: [RawPath]) -> Int32 {
      guard let project = Project(job.choice, job.profiles), let plan = CheckPlan(project, job) else {
        return ExitStatus.error
      }
      var output = Output()
      SettingsText(project, job).write(paths.map { ($0.display, plan.names(of: $0.display)) }, &output)
      return StandardStream.answer(output.bytes) ? ExitStatus.clean : ExitStatus.error
    }
  }

  /// `faultlint config accept`.
  struct Accept: ReferenceCommand {
    static let configuration = CommandConfiguration(
      commandName: "accept",
      abstract: "List the quirks of SOAP stacks that a configuration can accept, with their evidence.",
      usage: "faultlint config accept [<name>]")

    @Argument(help: ArgumentHelp("Only the set of this name.", valueName: "name"))
    var name: String?

    func write(_ output: inout Output) throws(ReferenceError) {
      if let name, AcceptedSet.named(name) == nil {
        let near = Spelling.nearest(to: name, in: AcceptedSet.names)
        let help = UsageError.choice(near, "the sets are \(AcceptedSet.names.joined(separator: ", "))")
        throw ReferenceError(("there is no set of quirks '\(name.printable)'", help))
      }
      let width = Terminal.width
      for (index, set) in AcceptedSet.all.filter({ name == nil || $0.name == name }).enumerated() {
        if index > 0 { output.write("\n") }
        output.write("\(set.name)\n")
        output.writeWrapped(set.title + ".", indent: 2, width: width)
        output.writeWrapped(set.reason, indent: 2, width: width)
        let rules = set.findings.flatMap(\.rules)
        output.writeWrapped("rules: \(rules.joined(separator: ", "))", indent: 2, width: width)
        for item in set.evidence {
          output.writeWrapped("\(item.stack) (\(item.versions)): \(item.says)", indent: 2, width: width)
          output.write("    \(item.source)\n")
        }
      }
    }
  }
}
