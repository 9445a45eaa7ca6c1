import Foundation

/// The programs that are measured on the files and captures, as commands. All run in the folder of the corpus.
struct Contenders {
  /// The faultlint that is measured, as it is released where that can be built.
  let faultlint: String
  let corpus: Corpus
  /// The schema the peers validate with.
  let schema: String
  /// Where captures, reports and lists are.
  let scratch: URL
  /// Where `script/bench` has set the other peers up: a program each, or a file that says why not.
  private let peersFolder: URL

  enum Name {
    static let xmllintSchema = "xmllint --noout --schema"
    static let xmllintAtOnce = "xmllint --noout --schema, xargs -P 2"
    static let xmllintParse = "xmllint --noout"
    static let lxml = "lxml, XMLSchema.validate"
    static let lxmlAtOnce = "lxml, 2 processes"
    static let jaxpAtOnce = "JAXP with the JVM's start, 2 threads"
    static let jaxpWarm = "JAXP in a warm JVM, 2 threads"
    static let parseLoop = "C loop that only parses"

    static func faultlint(_ jobs: Int, _ capture: Capture? = nil) -> String {
      "faultlint --jobs \(jobs)" + (capture.map { ", \($0.rawValue)" } ?? "")
    }
  }

  init(_ options: Options, _ corpus: Corpus, scratch: URL) throws {
    self.corpus = corpus
    self.scratch = scratch
    faultlint = try options.place(options["released"] == nil ? "linked" : "released").path
    schema = try options.place("schemas").appendingPathComponent("all.xsd").path
    peersFolder = try options.place("peers")
    // For xargs.
    try Data(corpus.names.joined(separator: "\n").utf8).write(to: list)
  }

  /// Where faultlint writes its reports.
  var report: URL { scratch.appendingPathComponent("report.ndjson") }

  private var list: URL { scratch.appendingPathComponent("names") }

  // MARK: faultlint

  /// The whole check with every rule of the profile auto, the report written as NDJSON to a file.
  func check(_ paths: [String], jobs: Int, report: URL, with program: String? = nil) -> Command {
    var command = Command(
      [
        program ?? faultlint, "--format", "ndjson", "--output", report.path, "--fail-on", "never", "--jobs",
        "\(jobs)",
      ] + paths)
    command.written = report.path
    return command
  }

  /// Runs such a check.
  ///
  /// - Returns: What it reported on the corpus.
  /// - Throws: ``BenchmarkError`` if that is not about every payload.
  func reportOf(_ check: Command) throws -> Report {
    let status = try check.run().status
    let report = try Report(at: report)
    guard status == 0, report.payloads == corpus.names.count else {
      throw BenchmarkError(
        "\(check.arguments.joined(separator: " ")): exit status \(status), \(report.payloads) payloads "
          + "of \(corpus.names.count)")
    }
    return report
  }

  /// The path of a capture, or that of the folder of files.
  func path(_ capture: Capture?) -> String {
    capture.map { scratch.appendingPathComponent($0.fileName).path } ?? "."
  }

  /// faultlint on the folder and on the captures.
  var checks: [Contest.Contestant] {
    var contestants: [Contest.Contestant] = []
    for capture in [nil] + Capture.allCases {
      for jobs in [1, 2] {
        let command = check([path(capture)], jobs: jobs, report: report)
        contestants.append(.init(name: Name.faultlint(jobs, capture), run: command.run))
      }
    }
    let named = check(corpus.names, jobs: 1, report: report)
    contestants.append(.init(name: Name.faultlint(1) + ", paths as arguments", run: named.run))
    return contestants
  }

  /// faultlint, built in another way, on the folder.
  func checks(of program: String, built title: String) -> [Contest.Contestant] {
    [1, 2].map { jobs in
      .init(
        name: Name.faultlint(jobs) + ", \(title)",
        run: check([path(nil)], jobs: jobs, report: report, with: program).run)
    }
  }

  // MARK: Peers

  /// The peers that are there.
  var peers: [Contest.Contestant] {
    var peers = [
      xmllint(Name.xmllintSchema, ["--schema", schema]), xmllint(Name.xmllintParse, []),
      Contest.Contestant(name: Name.xmllintAtOnce, run: xmllintAtOnce.run),
    ]
    peers += counting.map { .init(name: $0.name, run: $0.command.run) }
    if isThere("jaxp") {
      // The JVM says what a second pass over the files took, without its start and with all that it has compiled.
      let command = Command([program("jaxp"), schema, ".", "2", "warm"])
      peers.append(.init(name: Name.jaxpWarm) { try Sample(text: command.text()) })
    }
    return peers
  }

  /// The peers that say what they counted.
  var counting: [(name: String, command: Command)] {
    optional.filter { isThere($0.program) }
      .map { ($0.name, Command([program($0.program)] + $0.arguments)) }
  }

  /// Why peers are missing, by name.
  var missing: [String: String] {
    var reasons: [String: String] = [:]
    let present = Set(counting.map(\.name))
    for peer in optional where !present.contains(peer.name) {
      let note = try? String(contentsOfFile: program(peer.program) + ".skipped", encoding: .utf8)
      reasons[peer.name] = note?.split(separator: "\n").first.map(String.init) ?? "not set up"
    }
    return reasons
  }

  private var optional: [(name: String, program: String, arguments: [String])] {
    [
      (Name.lxml, "lxml", [schema, ".", "1"]), (Name.lxmlAtOnce, "lxml", [schema, ".", "2"]),
      (Name.jaxpAtOnce, "jaxp", [schema, ".", "2"]), (Name.parseLoop, "parse-loop", ["."]),
    ]
  }

  private func isThere(_ peer: String) -> Bool { FileManager.default.isExecutableFile(atPath: program(peer)) }

  private func program(_ name: String) -> String { peersFolder.appendingPathComponent(name).path }

  private func xmllint(_ name: String, _ options: [String]) -> Contest.Contestant {
    let commands = corpus.batches.map { Command(Self.xmllint + options + $0) }
    return .init(name: name) { try Sample.sum(commands.map { try $0.run() }) }
  }

  private var xmllintAtOnce: Command {
    // Four shares: each a good piece of work, and neither process waits long for the other at the end.
    let share = min((corpus.names.count + 3) / 4, 20_000)
    var command = Command(
      ["xargs", "-P", "2", "-n", "\(share)"] + Self.xmllint + ["--schema", schema])
    command.input = .file(list.path)
    return command
  }

  static let xmllint = ["xmllint", "--nonet", "--noout"]
}
