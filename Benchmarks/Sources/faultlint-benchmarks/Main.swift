import Foundation

/// Measures faultlint against xmllint on a made-up corpus, and itself stage by stage. `script/bench` builds and
/// runs it.
@main
enum Main {
  static let usage = """
    usage: faultlint-benchmarks run --faultlint PROGRAM --schemas FOLDER [--corpus FOLDER] [--files N]
                                    [--rounds N] [--starts N] [--seed N] [--json FILE]
           faultlint-benchmarks generate --corpus FOLDER [--files N] [--seed N]
           faultlint-benchmarks stage parse|schema|lint|report --schemas FOLDER --corpus FOLDER [--rounds N]

    run       measures everything and prints a table
    generate  writes the corpus only
    stage     takes a corpus that was generated through one stage, for a profiler
    """

  static func main() {
    do {
      var arguments = Array(CommandLine.arguments.dropFirst())
      guard !arguments.isEmpty else { throw Trouble(usage) }
      switch arguments.removeFirst() {
      case "run": exit(try Run(Options(arguments)).run() ? 0 : 1)
      case "generate": _ = try Options(arguments).corpus()
      case "stage":
        guard let name = arguments.first, let stage = Documents.Stage(rawValue: name) else {
          throw Trouble(usage)
        }
        let options = try Options(Array(arguments.dropFirst()))
        let documents = try Documents(
          try Corpus(in: options.folder("corpus")), schemas: try options.folder("schemas"))
        for _ in 0..<(try options.number("rounds", 1)) { documents.run(stage) }
      default: throw Trouble(usage)
      }
    } catch let trouble as Trouble {
      complain(trouble.message)
      exit(2)
    } catch {
      complain("\(error)")
      exit(2)
    }
  }

  static func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}

/// The options of a run: each a name and a value.
struct Options {
  private var values: [String: String] = [:]

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      let known = ["faultlint", "schemas", "corpus", "files", "rounds", "starts", "seed", "json"]
      guard name.hasPrefix("--"), known.contains(String(name.dropFirst(2))), let value = rest.popFirst()
      else {
        throw Trouble(Main.usage)
      }
      values[String(name.dropFirst(2))] = value
    }
  }

  subscript(name: String) -> String? { values[name] }

  func number(_ name: String, _ fallback: Int) throws -> Int {
    guard let text = values[name] else { return fallback }
    guard let number = Int(text), number > 0 else { throw Trouble("--\(name) needs a number from 1") }
    return number
  }

  func folder(_ name: String) throws -> URL {
    guard let path = values[name] else { throw Trouble("--\(name) is missing\n\(Main.usage)") }
    return URL(fileURLWithPath: path).standardizedFileURL
  }

  func corpus() throws -> Corpus {
    try Corpus.generate(
      into: folder("corpus"), files: number("files", 5000), seed: UInt64(number("seed", 20_240_517)))
  }
}

/// One whole run.
struct Run {
  private let options: Options
  private let faultlint: String
  private let schemas: URL
  private let rounds: Int
  private let json: URL?

  init(_ options: Options) throws {
    self.options = options
    faultlint = try options.folder("faultlint").path
    schemas = try options.folder("schemas")
    rounds = max(5, try options.number("rounds", 7))
    json = options["json"].map { URL(fileURLWithPath: $0).absoluteURL }
  }

  /// Measures and prints.
  ///
  /// - Returns: Whether the verdicts are those of xmllint.
  func run() throws -> Bool {
    let corpus = try options.corpus()
    // So that the names alone are enough, for every program.
    guard FileManager.default.changeCurrentDirectoryPath(corpus.folder.path) else {
      throw Trouble("\(corpus.folder.path) cannot be entered")
    }
    let documents = try Documents(corpus, schemas: schemas)
    var results = Results()
    results.facts = facts(documents)

    Main.complain("comparing verdicts ...")
    let ours = documents.verdicts()
    let theirs = try SchemaVerdict.ofXMLLint(corpus, schema: schema)
    results.verdicts = SchemaVerdict.allCases.map { verdict in
      (verdict.rawValue, ours.count { $0 == verdict })
    }
    results.differences = zip(corpus.names, zip(ours, theirs)).filter { $1.0 != $1.1 }.map(\.0)

    Main.complain("measuring whole processes ...")
    results.comparisons.append(try wholeProcesses(corpus))
    Main.complain("measuring stages ...")
    results.comparisons.append(try stages(documents))
    Main.complain("measuring the start ...")
    results.comparisons.append(try starts(corpus))

    FileHandle.standardOutput.write(Data(results.markdown.utf8))
    if let json { try results.json().write(to: json) }
    return results.differences.isEmpty
  }

  private var schema: URL { schemas.appendingPathComponent("all.xsd") }

  private func facts(_ documents: Documents) -> [(name: String, value: String)] {
    let sizes = documents.sizes
    let census = documents.census()
    let count = Double(documents.count)
    return [
      ("documents", "\(documents.count)"),
      (
        "bytes",
        "\(sizes.first ?? 0) to \(sizes.last ?? 0) each, median \(sizes[sizes.count / 2]), "
          + "mean \(documents.bytes / documents.count)"
      ),
      ("elements", Results.text(Double(census.elements) / count, 1) + " a document"),
      (
        "findings",
        Results.text(Double(census.findings) / count, 2) + " a document; some in "
          + Results.text(100 * Double(census.withFindings) / count, 0) + " % of them"
      ),
      ("rounds", "\(rounds), interleaved"),
      ("processors", "\(ProcessInfo.processInfo.activeProcessorCount)"),
    ]
  }

  // MARK: Whole processes

  private func wholeProcesses(_ corpus: Corpus) throws -> Results.Comparison {
    let report = corpus.folder.appendingPathComponent("report.ndjson").path
    defer { unlink(report) }
    func lint(_ name: String, _ options: [String]) -> Contest.Contestant {
      let command = Command(
        [faultlint, "--format", "ndjson", "--output", report, "--fail-on", "never"] + options + corpus.names)
      return .init(name: name) { try command.run() }
    }
    func xmllint(_ name: String, _ options: [String]) -> Contest.Contestant {
      let commands = corpus.batches.map {
        Command(["xmllint", "--nonet", "--noout"] + options + $0)
      }
      return .init(name: name) { try Sample.sum(commands.map { try $0.run() }) }
    }
    let halves = [0, 1].map { half in
      corpus.names.indices.filter { $0 % 2 == half }.map { corpus.names[$0] }
    }
    let parallel = Command(
      processes: halves.map { ["xmllint", "--nonet", "--noout", "--schema", schema.path] + $0 })
    return Results.Comparison(
      title: "Whole processes, files in the page cache", unit: .seconds,
      times: try Contest.hold(
        [
          xmllint("xmllint --schema", ["--schema", schema.path]),
          xmllint("xmllint (parse only)", []),
          .init(name: "two xmllint --schema at once") { try parallel.run() },
          lint("faultlint --jobs 1", ["--jobs", "1"]),
          lint("faultlint", []),
        ], rounds: rounds),
      base: "xmllint --schema", documents: corpus.names.count)
  }

  // MARK: Stages

  private func stages(_ documents: Documents) throws -> Results.Comparison {
    let names: [Documents.Stage: String] = [
      .parse: "parse", .schema: "parse, schema", .lint: "whole lint", .report: "whole lint, NDJSON",
    ]
    return Results.Comparison(
      title: "In process, one thread, documents in memory", unit: .seconds,
      times: try Contest.hold(
        Documents.Stage.allCases.map { stage in
          .init(name: names[stage] ?? stage.rawValue) { Clock.time { documents.run(stage) } }
        }, rounds: rounds),
      base: "parse, schema", documents: documents.count)
  }

  // MARK: One file

  private func starts(_ corpus: Corpus) throws -> Results.Comparison {
    let name = corpus.names[0]
    let lint = Command([faultlint, name])
    let version = Command([faultlint, "--version"])
    let xmllint = Command(["xmllint", "--nonet", "--noout", "--schema", schema.path, name])
    return Results.Comparison(
      title: "Whole process, one file", unit: .milliseconds,
      times: try Contest.hold(
        [
          .init(name: "xmllint --schema") { try xmllint.run() },
          .init(name: "faultlint") { try lint.run() },
          .init(name: "faultlint --version") { try version.run() },
        ], rounds: try options.number("starts", 100)),
      base: "xmllint --schema", documents: 1)
  }
}
