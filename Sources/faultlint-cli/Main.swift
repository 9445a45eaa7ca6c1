internal import ArgumentParser
internal import Faultlint
internal import FaultlintEngine
internal import FaultlintReports
internal import FaultlintRules
internal import FaultlintText
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
    let arguments = Arguments(RawPath.arguments())
    if let problem = arguments.problem {
      StandardStream.complain(problem.reason, help: problem.help)
      exit(ExitStatus.error)
    }
    // Parsing options costs more than checking a small file; a hook that names only files need not pay.
    if arguments.options.isEmpty, !arguments.paths.isEmpty { exit(CheckJob().run(on: arguments.paths)) }
    // Nor need anybody pay for the commands that were not asked for. Where this fails, the root says why.
    if arguments.isCheck, let check = try? CheckCommand.parse(arguments.options).adding(arguments.repeated) {
      exit(check.job.run(on: arguments.paths))
    }
    do {
      var command = try FaultlintCommand.parseAsRoot(arguments.options)
      switch command {
      case let check as CheckCommand: exit(try check.adding(arguments.repeated).job.run(on: arguments.paths))
      case let change as any BaselineCommand.Change:
        exit(try change.job(arguments.repeated).run(on: arguments.paths))
      case let show as ConfigCommand.Show: exit(try show.status(arguments.repeated, arguments.paths))
      case let start as InitCommand: exit(start.status())
      case let merge as MergeCommand: exit(merge.job.run(on: arguments.paths))
      case let reference as any ReferenceCommand: exit(reference.answer())
      case let test as ProfilesCommand.Test: exit(test.status())
      case let suite as any ConformanceSubcommand: exit(suite.status())
      default: try command.run()
      }
    } catch {
      if FaultlintCommand.exitCode(for: error).isSuccess {
        let text = FaultlintCommand.fullMessage(for: error)
        exit(StandardStream.answer(Array((text + "\n").utf8)) ? ExitStatus.clean : ExitStatus.error)
      }
      let usage = UsageError(error)
      StandardStream.complain(usage.reason, help: usage.help)
      exit(ExitStatus.error)
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
  static let error: Int32 = 2

  /// That of a report in which everything could be used.
  static func of(_ summary: Summary, threshold: Level?) -> Int32 {
    guard let threshold, let highest = summary.highestLevel else { return clean }
    return highest >= threshold ? findings : clean
  }
}

/// The command line, split into options and paths before swift-argument-parser sees it: its time is quadratic in
/// the number of arguments, and people pass thousands of files. What other commands are given that take no paths is left
/// as it is.
struct Arguments {
  private(set) var options: [String] = []
  private(set) var paths: [RawPath] = []
  /// What options of `check` that may be repeated are given beyond the first few, by their names. The first few are left
  /// to the parser, which knows where they may stand.
  private(set) var repeated: [String: [String]] = [:]
  private var counts: [String: Int] = [:]
  /// Why nothing can be made of them; nil if something can.
  private(set) var problem: (reason: String, help: String)?

  /// Whether options are those of `check`, without its name.
  var isCheck: Bool { options.first.map { !Self.subcommands.contains($0) } ?? false }

  init(_ arguments: [RawPath]) {
    let name = arguments.first?.display ?? ""
    let second = arguments.dropFirst().first?.display ?? ""
    // How many words the command has, if it takes paths.
    let words = Self.takingPaths.contains(name) ? 1 : Self.takesPaths(second, below: name) ? 2 : 0
    if Self.subcommands.contains(name), words == 0 {
      for argument in arguments { options.append(text(of: argument)) }
      return
    }
    var rest = arguments[...]
    if words > 0 {
      options += rest.prefix(words).map(\.display)
      rest = rest.dropFirst(words)
    }
    var isOptionsOver = false
    var expectsValue = false
    var repeatedName: String?
    for argument in rest {
      if let name = repeatedName {
        repeated[name, default: []].append(text(of: argument))
        repeatedName = nil
      } else if expectsValue {
        options.append(text(of: argument))
        expectsValue = false
      } else if isOptionsOver || argument.isDash || !argument.isDashed {
        paths.append(argument)
      } else {
        let text = text(of: argument)
        if text == "--" {
          isOptionsOver = true
        } else if isOneTooMany(text) {
          repeatedName = text
        } else {
          options.append(text)
          expectsValue = Self.optionsWithValue.contains(text)
        }
      }
    }
    // A command may stand behind options, as in `faultlint --format json check a.xml`; a file of its name goes first.
    if options.first?.hasPrefix("-") == true, !isOptionsOver, let first = paths.first,
      Self.subcommands.contains(first.display), access(first.bytes, F_OK) != 0
    {
      options.insert(first.display, at: 0)
      paths.removeFirst()
      if !Self.takingPaths.contains(first.display) {
        options += paths.map(\.display)
        paths = []
      }
    }
    if !isOptionsOver { noticeTypo() }
  }

  /// An argument as an option or its value, which are texts.
  private mutating func text(of argument: RawPath) -> String {
    if let text = argument.text { return text }
    problem = ("'\(argument.display)' is not UTF-8", "only paths to check may be any bytes")
    return argument.display
  }

  /// What stands first and is the name of no file may be a command that is spelt wrong: what would follow is not about it.
  private mutating func noticeTypo() {
    guard let first = paths.first, first.isWord, access(first.bytes, F_OK) != 0 else { return }
    let near = Spelling.nearest(to: first.display, in: CommandNames.main)
    guard let question = Spelling.question(near) else { return }
    problem = ("there is no file '\(first.display)', and no command of that name", question)
  }

  /// Counts an option, and says whether it comes so often that the parser is not to see it.
  private mutating func isOneTooMany(_ option: String) -> Bool {
    guard CheckCommand.repeatable.contains(option) else { return false }
    counts[option, default: 0] += 1
    return counts[option, default: 0] > 64
  }

  /// The commands that take paths.
  private static let takingPaths: Set<String> = ["check", "merge"]
  /// Whether one that stands below another does.
  private static func takesPaths(_ name: String, below command: String) -> Bool {
    switch command {
    case "baseline": ["create", "update", "prune"].contains(name)
    case "config": name == "show"
    default: false
    }
  }

  static let subcommands: Set<String> = [
    "check", "merge", "baseline", "config", "init", "explain", "rules", "profiles", "conformance",
    "completions", "help",
  ]

  /// Every option of theirs that takes the next argument as its value. A test holds this against the options there
  /// are.
  static let optionsWithValue: Set<String> = [
    "--profile", "--rules", "--schema", "--wsdl", "--format", "--output", "-o", "--enable", "--ignore",
    "--level",
    "--fail-on",
    "--input-format", "--field", "--files-from",
    "--exclude", "--expect", "--sender-role", "--body-processed", "--fault-scope", "--binding-style",
    "--jobs",
    "-j", "--max-bytes", "--max-depth", "--color", "--http-status", "--content-type",
    "--request", "--node-roles", "--group-by", "--max-findings", "--config", "--baseline",
  ]
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
