internal import ArgumentParser
internal import Faultlint
internal import FaultlintConformance
internal import FaultlintEngine
internal import FaultlintReports
internal import FaultlintRules
internal import FaultlintText

/// `faultlint conformance`: the conformance suite.
struct ConformanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conformance",
    abstract: "Run a suite of faults with known findings, or make one.",
    subcommands: [ConformanceList.self, ConformanceRun.self, ConformanceRecord.self])
}

/// A subcommand of `conformance`, which ends with a status of its own.
protocol ConformanceSubcommand: ParsableCommand {
  func status() -> Int32
}

/// Which suite, and which part of it.
struct SuiteOptions: ParsableArguments {
  @Argument(help: "A folder of cases (default: the suite that belongs to faultlint).")
  var suite: String?

  @Option(
    help: ArgumentHelp(
      "Only the sections whose folder begins with this, as in soap12/5.4.", valueName: "folder"))
  var section: String?

  /// The suite; nil, and why on standard error, if there is none.
  func load() -> Suite? {
    guard let path = suite ?? Suite.builtIn() else {
      StandardStream.complain(
        "there is no folder 'conformance' around this program", help: "name the folder of the suite")
      return nil
    }
    var loaded = Suite(path: path)
    for problem in loaded.problems { StandardStream.complain(problem.description) }
    if let section {
      // The number of a section is what people know of its folder.
      let folders = loaded.sections.flatMap { [$0.folder, String($0.folder.prefix { $0 != "-" })] }
      loaded.select(section: section)
      if loaded.sections.isEmpty {
        StandardStream.complain(
          "no section begins with '\(section)'",
          help: Spelling.question(about: section, among: folders)
            ?? "'faultlint conformance list' lists them")
        return nil
      }
    }
    return loaded
  }
}

/// `faultlint conformance list`: what is in a suite.
struct ConformanceList: ConformanceSubcommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the cases of a suite.")

  @OptionGroup var options: SuiteOptions

  func status() -> Int32 {
    guard let suite = options.load() else { return ExitStatus.error }
    var output = Output()
    let width = Terminal.tableWidth ?? .max
    for section in suite.sections {
      let heading = "\(section.folder): \(section.document) \(section.number), \(section.title)"
      output.writeWrapped(
        "\(heading.printable) (\(section.cases.count))", behind: "", columns: 0, indent: 2, width: width)
      for item in section.cases {
        let text = "\(item.id): \(item.title)\(item.contested == nil ? "" : " (contested)")"
        output.writeWrapped(text.printable, behind: "  ", columns: 2, indent: 4, width: width)
      }
    }
    output.write("\(suite.cases.count) cases in \(suite.sections.count) sections\n")
    guard StandardStream.answer(output.bytes), suite.problems.isEmpty else { return ExitStatus.error }
    return ExitStatus.clean
  }
}

/// `faultlint conformance run`: an implementation held to a suite.
struct ConformanceRun: ConformanceSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a suite against faultlint or another implementation.",
    discussion: """
      An implementation is a command that reads one question a line and writes one answer a line; the README of the \
      suite has the protocol.

      Exit status: 0 all pass; 1 some fail; 2 the suite or the implementation is broken.
      """)

  enum Format: String, Choice { case text, json, junit }

  @OptionGroup var options: SuiteOptions

  @Option(help: ArgumentHelp("The implementation to run (default: faultlint itself).", valueName: "command"))
  var implementation: String?

  @Option(help: ArgumentHelp("How long an implementation may take for an answer.", valueName: "seconds"))
  var timeLimit = 5.0

  @Option(help: "How to report.")
  var format: Format = .text

  @Option(name: [.long, .short], help: ArgumentHelp("Write the report to this file.", valueName: "file"))
  var output: String?

  @Flag(name: [.long, .short], help: "Name every case, not only those that did not pass.")
  var verbose = false

  func validate() throws {
    guard timeLimit > 0, timeLimit <= 3600 else {
      throw ValidationError("--time-limit needs 0 to 3600 seconds.")
    }
  }

  func status() -> Int32 {
    guard let suite = options.load() else { return ExitStatus.error }
    Interruption.listen()
    let run: SuiteRun
    do {
      let judge: any Implementation =
        if let implementation {
          try ExternalImplementation(
            command: implementation, limit: Int(timeLimit * 1000), interruption: Interruption.descriptor,
            watch: Interruption.setGroup)
        } else {
          BuiltInImplementation(version: Main.version)
        }
      run = SuiteRun(suite, against: judge) { Interruption.signal != nil }
    } catch {
      StandardStream.complain("--implementation: \(error.description)")
      return Interruption.signal.map { 128 + $0 } ?? ExitStatus.error
    }
    guard let sink = ReportSink(.output(output), reading: InputSelection()) else { return ExitStatus.error }
    let report =
      switch format {
      case .text:
        TreeReport(run, isVerbose: verbose, isColored: output == nil && Terminal.showsColor).text
      case .json: run.json
      case .junit: run.junit
      }
    _ = sink.write(Array(report.utf8))
    // Which says what kept it from being written, and takes back what is not whole.
    guard sink.finish(isPartial: run.isPartial) else { return ExitStatus.error }
    return Interruption.signal.map { 128 + $0 } ?? run.status
  }
}

/// `faultlint conformance record`: captures made a suite.
struct ConformanceRecord: ConformanceSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Make a suite from captures, with what faultlint finds as expectations to review.")

  @Argument(help: "Files, or folders of them.")
  var captures: [String]

  @Option(help: ArgumentHelp("The folder to make.", valueName: "folder"))
  var into: String

  @Option(
    name: .customLong("profile"),
    help: ArgumentHelp("Judge by this profile; may be repeated. Default: auto.", valueName: "name"))
  var profiles: [String] = []

  func validate() throws {
    for name in profiles where name != "auto" && !ProfileNames.all.contains(name) {
      throw ValidationError(ProfileNames.unknown(name))
    }
  }

  func status() -> Int32 {
    var recorder = Recorder(into: into, profiles: profiles.filter { $0 != "auto" }, version: Main.version)
    Interruption.listen()
    for capture in captures where Interruption.signal == nil { recorder.add(capture) }
    let count = recorder.write { Interruption.signal != nil }
    for problem in recorder.problems { StandardStream.complain(problem) }
    guard let count else { return Interruption.signal.map { 128 + $0 } ?? ExitStatus.error }
    let folder = into.printable
    var text = "\(count) cases in \(folder); look through the expectations in \(folder)/manifest.json\n"
    for item in recorder.leftOut { text += "left out: \(item.printable)\n" }
    let isSaid = StandardStream.answer(Array(text.utf8))
    return isSaid && recorder.problems.isEmpty ? ExitStatus.clean : ExitStatus.error
  }
}
