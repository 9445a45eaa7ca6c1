import Foundation

/// One whole measurement.
struct Run {
  private let options: Options
  private let contenders: Contenders
  private let documents: Documents
  private let rounds: Int
  private let json: URL?
  /// faultlint, built in each way that it can be.
  private let builds: [(build: Start.Build, program: String)]

  /// Writes the corpus, and gets everything ready.
  init(_ options: Options) throws {
    self.options = options
    rounds = max(5, try options.number("rounds", 7))
    json = options["json"].map { URL(fileURLWithPath: $0).absoluteURL }
    builds = try Start.builds.compactMap { build in
      guard options[build.option] != nil else { return nil }
      return (build, try options.place(build.option).path)
    }
    let scratch = try options.place("scratch")
    Main.complain("writing the corpus ...")
    let payloads = try options.payloads()
    let corpus = try Corpus(writing: payloads, into: scratch.appendingPathComponent("corpus"))
    for capture in Capture.allCases { try capture.write(payloads, into: scratch) }
    contenders = try Contenders(options, corpus, scratch: scratch)
    documents = try Documents(corpus, schemas: try options.place("schemas"))
  }

  /// Measures and prints.
  ///
  /// - Returns: Whether faultlint says what it should; whether targets are reached is not asked.
  func run() throws -> Bool {
    // So that the names alone are enough, for every program.
    let folder = contenders.corpus.folder.path
    guard FileManager.default.changeCurrentDirectoryPath(folder) else {
      throw BenchmarkError("\(folder) cannot be entered")
    }
    let busyness = Busyness()
    busyness.warn()
    Main.complain("comparing what the programs say ...")
    let checks = try Checks(contenders, documents)
    Main.complain("measuring whole processes, \(rounds) rounds ...")
    let whole = try wholeProcesses()
    Main.complain("measuring stages ...")
    let stages = try self.stages()
    Main.complain("measuring the start ...")
    let starts = try self.starts()
    Main.complain("measuring memory ...")
    let memory = try Memory(contenders, lines: try options.number("lines", 1_000_000))
    let targets = Targets(whole: whole, stages: stages, starts: starts, memory: memory, missing: missing)
    let results = Results(
      facts: facts(checks.files) + [share(whole)] + busyness.facts, targets: targets.rows,
      contests: [whole, stages, starts],
      memory: memory, checks: checks)
    Main.show(results.markdown)
    if let json { try results.json().write(to: json) }
    return checks.isRight
  }

  private var missing: [String: String] {
    var missing = contenders.missing
    for build in Start.builds {
      for hasOption in [false, true] { missing[build.name(hasOption)] = "no --\(build.option) PROGRAM given" }
    }
    return missing
  }

  private func facts(_ report: Report) -> [(name: String, value: String)] {
    let sizes = documents.sizes
    let count = Double(documents.count)
    func percent(_ part: Int) -> String { Results.text(100 * Double(part) / count, 1) + " %" }
    return [
      ("documents", "\(documents.count), \(Results.text(Double(documents.bytes) / 1e6, 2)) MB"),
      (
        "bytes",
        "\(sizes.first ?? 0) to \(sizes.last ?? 0) each, median \(sizes[sizes.count / 2]), "
          + "mean \(documents.bytes / documents.count)"
      ),
      ("elements", Results.text(Double(documents.elements) / count, 1) + " a document"),
      (
        "findings",
        "some in \(percent(report.rules.count { !$0.isEmpty })) of the documents, "
          + "at error level in \(percent(report.withErrors))"
      ),
      (
        "rules with findings",
        report.census.map { "\($0.rule) \(percent($0.payloads))" }.joined(separator: ", ")
      ),
      (
        "faultlint",
        builds.first { $0.program == contenders.faultlint }?.build.title ?? "?"
      ),
      ("rounds", "\(rounds), interleaved"),
      ("processors", "\(ProcessInfo.processInfo.activeProcessorCount)"),
    ]
  }

  /// Whether the machine had two processors to give: where not, no row on two workers says anything.
  private func share(_ whole: Contest) -> (name: String, value: String) {
    let ratio = whole[Contenders.Name.xmllintAtOnce].flatMap { two in
      whole[Contenders.Name.xmllintSchema].map { two.ratio(to: $0, \.elapsed) }
    }
    return (
      "two processes of xmllint that share the work",
      "\(ratio.map { Results.text($0, 2) } ?? "?") of the time of one; little over 0.5 where two processors are free"
    )
  }

  // MARK: Contests

  private func wholeProcesses() throws -> Contest {
    let others = builds.filter { $0.program != contenders.faultlint }
    return try Contest(
      "Whole processes, files in the page cache", documents: documents.count,
      base: Contenders.Name.xmllintSchema, rounds: rounds,
      contenders.peers + contenders.checks
        + others.flatMap { contenders.checks(of: $0.program, built: $0.build.title) })
  }

  private func stages() throws -> Contest {
    try Contest(
      "In process, one thread, documents in memory", documents: documents.count,
      base: Documents.Stage.schema.title, rounds: rounds,
      Documents.Stage.allCases.map { stage in
        .init(name: stage.title) { Clock.time { documents.run(stage) } }
      })
  }

  private func starts() throws -> Contest {
    let index = documents.clean(near: 500)
    let name = contenders.corpus.names[index]
    let ofVendor = contenders.corpus.names[documents.clean(near: 500, judgedBy: "marketing-cloud")]
    func xmllint(_ name: String) -> Command {
      Command(Contenders.xmllint + ["--schema", contenders.schema, name])
    }
    var programs = [
      (Start.xmllint, xmllint(name)), (Start.xmllint + Start.ofVendor, xmllint(ofVendor)),
      (Start.version, Command([contenders.faultlint, "--version"])),
      ("faultlint" + Start.ofVendor, Command([contenders.faultlint, ofVendor])),
    ]
    for (build, program) in builds {
      for hasOption in [false, true] {
        let options = hasOption ? ["--format", "ndjson"] : []
        programs.append((build.name(hasOption), Command([program] + options + [name])))
      }
    }
    return try Contest(
      "Whole process, one file of \(documents.size(index)) bytes", documents: 1, base: Start.xmllint,
      rounds: try options.number("starts", 100), programs.map { .init(name: $0, run: $1.run) })
  }
}

/// What is measured on one file.
enum Start {
  static let xmllint = "xmllint --noout --schema"
  static let version = "faultlint --version"
  /// On a file that is judged by the rules of a vendor too.
  static let ofVendor = ", a fault of Marketing Cloud"

  /// A way to build faultlint.
  struct Build {
    /// The option of this program that names it.
    let option: String
    let title: String
    /// What has to be reached and what is aimed for, of the time of xmllint, without an option and with one; nil where
    /// nobody ships it.
    let goals: (target: Double, aim: Double)?

    func name(_ hasOption: Bool) -> String { "faultlint, \(title)" + (hasOption ? ", --format ndjson" : "") }
  }

  static let builds = [
    Build(option: "dynamic", title: "dynamic", goals: nil),
    Build(option: "linked", title: "Swift linked in", goals: (1.5, 1.3)),
    Build(option: "released", title: "as released", goals: (0.7, 0.6)),
  ]
}
