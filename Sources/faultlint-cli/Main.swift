internal import ArgumentParser
internal import Faultlint
internal import FaultlintEngine
internal import FaultlintReports
internal import Glibc

/// The program: arguments in, exit status out.
@main
enum Main {
  static let version = Linter.version

  static func main() {
    // A reader that goes away, or a file that may not grow, is an error of write(2), not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    StandardStream.reserve()
    exit(status(RawPath.arguments()))
  }

  private static func status(_ arguments: [RawPath]) -> Int32 {
    do {
      return try run(arguments)
    } catch {
      if !(error is UsageError), FaultlintCommand.exitCode(for: error).isSuccess {
        let text = FaultlintCommand.fullMessage(for: error)
        return StandardStream.answer(Array((text + "\n").utf8)) ? ExitStatus.clean : ExitStatus.error
      }
      let usage = error as? UsageError ?? UsageError(error)
      StandardStream.complain(usage.reason, help: usage.help)
      return ExitStatus.error
    }
  }

  private static func run(_ arguments: [RawPath]) throws -> Int32 {
    let words = arguments.prefix(2).map(\.display)
    let second = words.count > 1 ? words[1] : ""
    switch (words.first ?? "", second) {
    case ("check", _):
      return try read(CheckArguments.self, arguments, words: 1) { $0.job.run(on: $1) }
    case ("merge", _):
      return try read(MergeArguments.self, arguments, words: 1) { $0.job.run(on: $1) }
    case ("baseline", "create"):
      return try read(BaselineArguments.self, arguments, words: 2) {
        try BaselineChange(kind: .create, replaces: $0.force).job($0.check).run(on: $1)
      }
    case ("baseline", "update"), ("baseline", "prune"):
      return try read(CheckArguments.self, arguments, words: 2) {
        try BaselineChange(kind: second == "update" ? .update : .prune).job($0).run(on: $1)
      }
    case ("config", "show"):
      return try read(CheckArguments.self, arguments, words: 2) { ConfigCommand.Show.status($0.job, $1) }
    case ("config", "") where arguments.count == 1:
      return ConfigCommand.Show.status(CheckJob(), [])
    case ("config", _) where second.hasPrefix("-") && !["-", "-h", "--help"].contains(second):
      return try run([arguments[0], RawPath("show")] + arguments.dropFirst())
    case (let name, _) where commands.contains(name):
      return try parse(arguments)
    default:
      let line = try CommandLineReader<CheckArguments>(arguments, of: [])
      guard let index = line.command(in: arguments, among: commands) else {
        try line.check()
        return line.values.job.run(on: line.paths)
      }
      return try run([arguments[index]] + arguments[..<index] + arguments[(index + 1)...])
    }
  }

  private static func read<Values: OptionValues>(
    _ type: Values.Type, _ arguments: [RawPath], words: Int, _ run: (Values, [RawPath]) throws -> Int32
  ) throws -> Int32 {
    let line = try CommandLineReader<Values>(
      Array(arguments[words...]), of: arguments[..<words].map(\.display))
    try line.check()
    return try run(line.values, line.paths)
  }

  /// Has swift-argument-parser read what commands are given that take no paths.
  private static func parse(_ arguments: [RawPath]) throws -> Int32 {
    var command = try FaultlintCommand.parseAsRoot(
      arguments.map { argument throws(UsageError) in try argument.asOption })
    switch command {
    case let start as InitCommand: return start.status()
    case let reference as any ReferenceCommand: return reference.answer()
    case let test as ProfilesCommand.Test: return test.status()
    case let suite as any ConformanceSubcommand: return suite.status()
    default:
      try command.run()
      return ExitStatus.clean
    }
  }

  /// The names of all commands.
  static let commands: Set<String> = [
    "check", "merge", "baseline", "config", "init", "explain", "rules", "profiles", "conformance",
    "completions", "help",
  ]
}

/// The exit statuses people's scripts rely on.
enum ExitStatus {
  /// Nothing at or above the threshold.
  static let clean: Int32 = 0
  /// Findings at or above it.
  static let findings: Int32 = 1
  /// The job could not be done for some input or option.
  static let error: Int32 = 2

  /// That of a report in which everything could be used.
  static func of(_ summary: Summary, threshold: Level?) -> Int32 {
    guard let threshold, let highest = summary.highestLevel else { return clean }
    return highest >= threshold ? findings : clean
  }
}

/// The root command.
struct FaultlintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "faultlint",
    abstract: "Checks SOAP faults against SOAP 1.1 and 1.2, the WS-I Basic Profile and their schemas.",
    version: "faultlint \(Main.version), libxml2 \(Linter.libraryVersion)",
    subcommands: [
      CheckCommand.self, MergeCommand.self, InitCommand.self, ConfigCommand.self, BaselineCommand.self,
      ExplainCommand.self, RulesCommand.self, ProfilesCommand.self,
      ConformanceCommand.self, CompletionsCommand.self,
    ],
    defaultSubcommand: CheckCommand.self)
}
