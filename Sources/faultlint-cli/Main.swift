internal import ArgumentParser
internal import Glibc

/// The program: arguments in, exit status out.
@main
enum Main {
  static let version = "0.1.0"

  static func main() {
    // A reader that goes away, or a file that may not grow, is an error of write(2), not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    StandardStream.reserve()
    let arguments = Arguments(CommandLine.arguments.count > 0 ? RawPath.arguments() : [])
    // Parsing options costs more than checking a small file; a hook that names only files need not pay.
    if arguments.options.isEmpty, !arguments.paths.isEmpty { exit(CheckJob().run(on: arguments.paths)) }
    do {
      var command = try FaultlintCommand.parseAsRoot(arguments.options)
      switch command {
      case let check as CheckCommand: exit(check.job.run(on: arguments.paths))
      case let reference as any ReferenceCommand: exit(reference.answer())
      case let suite as any ConformanceSubcommand: exit(suite.status())
      default: try command.run()
      }
    } catch {
      let text = FaultlintCommand.fullMessage(for: error)
      if FaultlintCommand.exitCode(for: error).isSuccess {
        var output = StandardStream.output
        exit(output.write(Array((text + "\n").utf8)) ? 0 : ExitStatus.trouble)
      }
      StandardStream.complain(text)
      exit(ExitStatus.trouble)
    }
  }
}

/// The exit statuses people's scripts rely on.
enum ExitStatus {
  /// Nothing at or above the threshold.
  static let clean: Int32 = 0
  /// Findings at or above it.
  static let findings: Int32 = 1
  /// The job could not be done for some input or option.
  static let trouble: Int32 = 2
}

/// The command line, split into options and paths before swift-argument-parser sees it: its time is quadratic in
/// the number of positional arguments, and people pass thousands of files. Other commands than `check` take no
/// paths, and theirs is left as it is.
struct Arguments {
  private(set) var options: [String] = []
  private(set) var paths: [RawPath] = []

  init(_ arguments: [RawPath]) {
    if let first = arguments.first?.display, Self.subcommands.contains(first), first != "check" {
      options = arguments.map(\.display)
      return
    }
    var isOptionsOver = false
    var expectsValue = false
    for (index, argument) in arguments.enumerated() {
      let text = argument.display
      if expectsValue {
        options.append(text)
        expectsValue = false
      } else if isOptionsOver || text == "-" || !text.hasPrefix("-") {
        if index == 0, text == "check" { options.append(text) } else { paths.append(argument) }
      } else if text == "--" {
        isOptionsOver = true
      } else {
        options.append(text)
        expectsValue = Self.optionsWithValue.contains(text)
      }
    }
  }

  static let subcommands: Set<String> = [
    "check", "explain", "rules", "profiles", "conformance", "help",
  ]

  /// Every option that takes the next argument as its value. A test holds this against the options there are.
  static let optionsWithValue: Set<String> = [
    "--profile", "--format", "--output", "-o", "--fail-on", "--input-format", "--expect", "--sender-role",
    "--body-processed", "--fault-scope", "--binding-style", "--jobs", "-j", "--max-bytes", "--max-depth",
    "--color", "--http-status", "--content-type", "--request", "--node-roles",
  ]
}

/// The root command.
struct FaultlintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "faultlint",
    abstract: "Checks SOAP faults against SOAP 1.1 and 1.2, the WS-I Basic Profile and their schemas.",
    version: Main.version,
    subcommands: [
      CheckCommand.self, ExplainCommand.self, RulesCommand.self, ProfilesCommand.self,
      ConformanceCommand.self,
    ],
    defaultSubcommand: CheckCommand.self)
}
