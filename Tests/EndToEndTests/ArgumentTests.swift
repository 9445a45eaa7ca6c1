import ArgumentParser
import FaultlintReports
import Foundation
import Testing

@testable import faultlint_cli

/// What swift-argument-parser has read, whatever wraps it.
private protocol Wrapper { var value: Any { get } }
extension Option: Wrapper { fileprivate var value: Any { wrappedValue } }
extension Flag: Wrapper { fileprivate var value: Any { wrappedValue } }
extension OptionGroup: Wrapper { fileprivate var value: Any { wrappedValue } }

/// Reading command lines: by hand, and as swift-argument-parser reads them.
@Suite struct ArgumentTests {
  /// The options in the help of a command: each name, and whether it takes a value.
  private func options(of command: any ParsableCommand.Type) -> [String: Bool] {
    var options: [String: Bool] = [:]
    for line in command.helpMessage(columns: 400).split(separator: "\n") where line.hasPrefix("  -") {
      let names = line.dropFirst(2).prefix { $0 != "<" }
      let hasValue = names.count < line.count - 2
      for word in names.split(separator: "  ")[0].split(whereSeparator: { $0 == " " || $0 == "," }) {
        if word.hasPrefix("-") { options[String(word)] = hasValue }
      }
    }
    options["-h"] = nil
    options["--help"] = nil
    options["--version"] = nil
    return options
  }

  private func options<Values: OptionValues>(of type: Values.Type) -> [String: Bool] {
    var options: [String: Bool] = [:]
    for option in type.options {
      let hasValue = if case .value = option.effect { true } else { false }
      for name in [option.name, option.short] where !name.isEmpty { options[name] = hasValue }
    }
    return options
  }

  @Test func everyOptionIsRead() {
    #expect(options(of: CheckCommand.self).count > 40)
    #expect(options(of: CheckCommand.self) == options(of: CheckArguments.self))
    #expect(options(of: MergeCommand.self) == options(of: MergeArguments.self))
    #expect(options(of: BaselineCommand.Create.self) == options(of: BaselineArguments.self))
    #expect(options(of: BaselineCommand.Update.self) == options(of: CheckArguments.self))
    #expect(options(of: BaselineCommand.Prune.self) == options(of: CheckArguments.self))
    #expect(options(of: ConfigCommand.Show.self) == options(of: CheckArguments.self))
  }

  /// The properties of a value, by name, as text; those of groups among them.
  private func properties(of value: Any) -> [String: String] {
    var properties: [String: String] = [:]
    for (label, child) in Mirror(reflecting: value).children {
      guard let label else { continue }
      let name = label.hasPrefix("_") ? String(label.dropFirst()) : label
      let value = (child as? any Wrapper)?.value ?? child
      if value is PresentationOptions || value is ReportArguments {
        properties.merge(self.properties(of: value)) { $1 }
      } else {
        properties[name] = String(describing: value)
      }
    }
    return properties
  }

  private func read<Values: OptionValues>(_ words: [String]) throws -> CommandLineReader<Values> {
    try CommandLineReader<Values>(words.map { RawPath($0) }, of: [])
  }

  /// Values that options take, of each kind.
  private static let values = [
    "--format": ["text", "ndjson", "html=report.html"], "--fail-on": ["error", "warning", "note", "never"],
    "--input-format": ["auto", "har"], "--expect": ["fault", "any"], "--color": ["auto", "always", "never"],
    "--sender-role": ["ultimate", "intermediary"], "--body-processed": ["yes", "no"],
    "--fault-scope": ["body", "header"], "--binding-style": ["document", "rpc"],
    "--group-by": ["rule", "file", "code"], "--jobs": ["1", "+2", "0"], "--http-status": ["500", "0"],
    "--max-bytes": ["1000"], "--max-depth": ["10"], "--max-findings": ["0"], "--level": ["BP-R1004=error"],
    "--field": ["body=.a"],
  ]

  private static let lines: [[String]] = {
    var lines: [[String]] = [
      [], ["-j", "2"], ["-j=2"], ["-o", "report"], ["-o=report"], ["-qv"], ["-0q"], ["-q", "-v"],
      ["-qj", "2"], ["-jq", "2"],
      ["--output", "-"],
      ["--output", ""], ["--output", "a=b"], ["--output=a=b"], ["--jobs", "1", "--jobs", "2"],
      ["--config", "a", "--config", "b", "--no-config"], ["--content-type", "text/xml; charset=utf-8"],
      ["--ignore", "A", "--ignore", "B", "--enable", "C", "--level", "D=note", "--level", "E=error"],
      ["--profile", "bp11", "--fail-on", "warning", "--format", "ndjson", "--format", "json=a", "-q"],
      // What cannot be read.
      ["--nope"], ["-x"], ["-qx"], ["-j2"], ["-qj"], ["--format"], ["--format", "nope"],
      ["--format=nope"],
      ["--jobs", "x"], ["--jobs="], ["--jobs", "--quiet"], ["--jobs", "-1"], ["--jobs", "--"],
      ["--quiet=yes"],
      ["--no-config=true"], ["--max-bytes", "99999999999999999999"], ["--form", "text"], ["-jobs", "2"],
      ["--Format", "text"], ["---quiet"],
    ]
    for option in CheckArguments.options {
      for name in [option.name, option.short] where !name.isEmpty {
        if case .flag = option.effect {
          lines.append([name])
          continue
        }
        for value in Self.values[option.name] ?? ["a value"] {
          lines.append([name, value])
          lines.append(["\(name)=\(value)"])
        }
        lines.append([name, "nothing that it knows"])
      }
    }
    return lines
  }()

  /// What swift-argument-parser takes is taken, and nothing else, and it means the same.
  @Test(arguments: lines) func bothReadTheSame(_ words: [String]) throws {
    let line: CommandLineReader<CheckArguments> = try read(words)
    do {
      let command = try CheckCommand.parse(words)
      #expect(!line.isRefused)
      #expect(line.paths.isEmpty)
      #expect(properties(of: line.values) == properties(of: command))
    } catch {
      #expect(line.isRefused, "\(CheckCommand.message(for: error))")
    }
  }

  @Test func optionsAndPathsAreToldApart() throws {
    let mixed: CommandLineReader<CheckArguments> =
      try read(["a.xml", "--format", "json", "-", "-j", "2", "--", "--quiet"])
    #expect(mixed.values.report.formats.map(\.form.name) == ["json"])
    #expect(mixed.values.jobs == 2)
    #expect(!mixed.values.report.quiet)
    #expect(mixed.paths.map(\.display) == ["a.xml", "-", "--quiet"])
    let merge: CommandLineReader<MergeArguments> = try read(["a.ndjson", "--format", "text", "b.ndjson"])
    #expect(merge.paths.map(\.display) == ["a.ndjson", "b.ndjson"])
  }

  @Test func aCommandMayStandBehindOptions() throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", Payload.fault())
    let check = try Program.run(["--format", "json", "check", "a.xml"], in: scratch.folder)
    #expect(check.status == 0)
    #expect(try check.report().summary.payloads == 1)
    let explain = try Program.run(["--color", "never", "explain", "BP-R1000"], in: scratch.folder)
    #expect(explain.status == 0)
    #expect(explain.text.contains("BP-R1000"))
    let merge = try Program.run(["--quiet", "merge", "missing.ndjson"], in: scratch.folder)
    #expect(merge.status == 2)
    #expect(merge.errors.contains("missing.ndjson"))
    // Behind -- it is a path, and so is a file of that name.
    let path = try Program.run(["--quiet", "--", "check"], in: scratch.folder)
    #expect(path.status == 2)
    #expect(path.errors.contains("check: No such file"))
    try scratch.write("check", Payload.fault())
    let file = try Program.run(["--format", "json", "check"], in: scratch.folder)
    #expect(try file.report().summary.payloads == 1)
  }

  @Test func whatIsWrongIsSaidWithItsCommand() throws {
    let scratch = try Scratch()
    for (words, reason, help) in [
      (["--jobs", "0", "a"], "--jobs needs a number from 1", "'faultlint check --help' says what there is"),
      (["--jobs", "x", "a"], "the value 'x' is invalid for '--jobs <n>'", "'faultlint check --help'"),
      (
        ["baseline", "create", "--jobs", "0", "a"], "--jobs needs a number from 1",
        "'faultlint baseline create --help'"
      ),
      (["config", "show", "--zzzzzzzz"], "unknown option '--zzzzzzzz'", "'faultlint config show --help'"),
      (
        ["merge", "--quiet", "--verbose", "a"], "--quiet and --verbose contradict each other",
        "'faultlint merge --help'"
      ),
      (["--formt", "a"], "unknown option '--formt'", "did you mean --format?"),
      (
        ["--fail-on", "worse", "a"], "the value 'worse' is invalid for '--fail-on <fail-on>'",
        "the values are error, warning, note, never"
      ),
      (["chek", "--nope"], "there is no file 'chek', and no command of that name", "did you mean check?"),
    ] {
      let outcome = try Program.run(words, in: scratch.folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("error: \(reason)"), "\(words): \(outcome.errors)")
      #expect(outcome.errors.contains(help), "\(words): \(outcome.errors)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func helpIsThatOfTheCommand() throws {
    let scratch = try Scratch()
    for (words, text) in [
      (["--help"], "SUBCOMMANDS"), (["--quiet", "--help"], "Check captured SOAP faults"),
      (["check", "-h"], "Check captured SOAP faults"), (["merge", "a", "--help"], "Join NDJSON reports"),
      (["config", "--help"], "SUBCOMMANDS"), (["baseline", "create", "--help"], "Note down all findings"),
      (["--nope", "--help"], "Check captured SOAP faults"), (["--version"], "faultlint "),
    ] {
      let outcome = try Program.run(words, in: scratch.folder)
      #expect(outcome.status == 0, "\(words)")
      #expect(outcome.text.contains(text), "\(words): \(outcome.text)")
    }
  }

  @Test func twentyThousandPathsTakeNoTimeOfTheirOwn() throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", Payload.fault())
    let paths = Array(repeating: "a.xml", count: 20_000)
    // Quadratic in the paths, splitting alone would take many seconds.
    let outcome = try Program.run(["--format", "json", "--quiet"] + paths, in: scratch.folder, within: 60)
    #expect(outcome.status == 0)
    #expect(try outcome.report().summary.payloads == 20_000)
    let missing = try Program.run(["--nope"] + paths, in: scratch.folder, within: 5)
    #expect(missing.status == 2)
    #expect(missing.errors.contains("--nope"))
    let options = (0..<20_000).flatMap { ["--ignore", "A-\($0)"] }
    let ignored = try Program.run(options + ["--nope", "a.xml"], in: scratch.folder, within: 5)
    #expect(ignored.status == 2)
    #expect(ignored.errors.contains("--nope"))
  }
}
