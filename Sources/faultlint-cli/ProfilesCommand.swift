internal import ArgumentParser
internal import Faultlint
internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintReports
internal import FaultlintRuleDocs
internal import FaultlintRules
internal import FaultlintText

/// `faultlint profiles`: the profiles there are, and those that people write.
struct ProfilesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profiles",
    abstract: "List the profiles, show one, or test a profile file.",
    subcommands: [List.self, Show.self, Test.self],
    defaultSubcommand: List.self)

  /// `faultlint profiles list`.
  struct List: ReferenceCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the profiles (the default).",
      usage: "faultlint profiles [<options>]")

    enum Format: String, Choice { case text, json }

    @OptionGroup var own: OwnProfiles

    @Option(help: "How to write them.")
    var format: Format = .text

    @Option(help: "Whether to colour the text. NO_COLOR is obeyed.")
    var color: ColorChoice = .auto

    func write(_ output: inout Output) throws(ReferenceError) {
      let profiles = Profile.all + (BuiltInContracts.all + (try own.contracts())).map(\.listed)
      switch format {
      case .text: color.ruleText.write(profiles, &output)
      case .json: RuleJSON(version: Main.version).write(profiles, &output)
      }
    }
  }

  /// `faultlint profiles show`.
  struct Show: ReferenceCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show a profile as a profile file, as far as it can be said in one.",
      usage: "faultlint profiles show [--rules <file>] <name>")

    @OptionGroup var own: OwnProfiles

    @Argument(help: ArgumentHelp("The name of the profile.", valueName: "name"))
    var name: String

    func write(_ output: inout Output) throws(ReferenceError) {
      let contracts = try own.contracts()
      if let file = BuiltInContracts.file(name) {
        output.bytes += file
      } else if let profile = Profile.named(name) {
        output.write(ProfileFileText.of(profile))
      } else if let contract = contracts.first(where: { $0.name == name }) {
        output.bytes += try ContractFiles.text(of: contract)
      } else {
        let (reason, help) = ProfileNames.missing(name, contracts.map(\.name))
        let isFile = name.contains(".") || name.contains("/")
        let hint = "a file is given with --rules: faultlint profiles show --rules \(name) NAME"
        throw ReferenceError((reason, isFile ? hint : help))
      }
    }
  }

  /// `faultlint profiles test`.
  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test",
      abstract: "Check the examples and tests of profile files.",
      usage: "faultlint profiles test <file> ...",
      discussion: """
        A conforming example is to have no finding of its rule, and a violating one has findings of its rule where the \
        mark ↓ stands, or anywhere if it has none. A test is to come out as it says. Exit status: 0 all are as they \
        should be; 1 some are not; 2 a file cannot be used.
        """)

    @Argument(help: ArgumentHelp("The profile files.", valueName: "file"))
    var files: [String]

    func status() -> Int32 {
      guard let contracts = ContractFiles.read(files, option: nil) else { return ExitStatus.error }
      var output = Output()
      var failures = 0
      for contract in contracts {
        let results = ContractTest.run(contract)
        for failure in results.failures { output.write("\(failure.printable)\n") }
        failures += results.failures.count
        let counts = [(results.rules, "rule"), (results.examples, "example"), (results.tests, "test")]
        let words = counts.filter { $0.1 != "test" || $0.0 > 0 }.map {
          "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")"
        }
        output.write("\(contract.name): \(words.joined(separator: ", ")), \(results.failures.count) failed\n")
        for id in results.untested {
          output.write(
            "\(contract.name): \(id) has no violating example, so nobody knows whether it finds anything\n")
        }
        for remark in results.remarks { output.write("\(remark.printable)\n") }
      }
      var stream = StandardStream.output
      guard stream.write(output.bytes) else { return ExitStatus.error }
      return failures == 0 ? ExitStatus.clean : ExitStatus.findings
    }
  }
}

extension Contract {
  /// It as one profile, for lists: its versions differ in what they build on.
  fileprivate var listed: Profile {
    Profile(
      name: name, title: title, version: profiles.count == 1 ? profiles[0].version : nil,
      bases: [], rules: rules, schema: nil)
  }
}
