import Foundation

/// Whether what is measured does its job: a fast program that says something else is no match.
struct Checks {
  struct Line {
    let name: String
    let outcome: String
    /// Whether it speaks against faultlint.
    let isWrong: Bool
  }

  private(set) var lines: [Line] = []
  /// The report on the files.
  let files: Report
  /// The captures that faultlint does not read, with the reason.
  private(set) var unread: [Capture: String] = [:]

  var isRight: Bool { !lines.contains { $0.isWrong } }

  init(_ contenders: Contenders, _ documents: Documents) throws {
    let check = contenders.check(["."], jobs: 1, report: contenders.report)
    _ = try check.run()
    files = try Report(at: contenders.report)
    guard files.payloads == contenders.corpus.names.count else {
      throw Trouble("faultlint found \(files.payloads) payloads in \(contenders.corpus.names.count) files")
    }
    try checkVerdicts(contenders, documents)
    try checkReport(contenders)
    try checkCaptures(contenders)
  }

  private mutating func add(_ name: String, _ outcome: String, isWrong: Bool = false) {
    lines.append(Line(name: name, outcome: outcome, isWrong: isWrong))
  }

  /// The schema's verdict against xmllint's, file by file, and against the totals of the other peers.
  private mutating func checkVerdicts(_ contenders: Contenders, _ documents: Documents) throws {
    let ours = documents.verdicts()
    let theirs = try SchemaVerdict.ofXMLLint(
      contenders.corpus, schema: contenders.schema, log: contenders.scratch.appendingPathComponent("log"))
    let totals = SchemaVerdict.allCases.map { verdict in
      "\(ours.count { $0 == verdict }) \(verdict.rawValue)"
    }.joined(separator: ", ")
    add("the schemas' verdicts", totals)
    let different = zip(contenders.corpus.names, zip(ours, theirs)).filter { $1.0 != $1.1 }.map(\.0)
    add("xmllint, file by file", Self.difference(different), isWrong: !different.isEmpty)
    for peer in contenders.counting {
      add(peer.name, try peer.command.text().split(separator: "\n").joined(separator: "; "))
    }
  }

  /// The report on the files, which must not depend on how many share the work.
  private mutating func checkReport(_ contenders: Contenders) throws {
    _ = try contenders.check(["."], jobs: 2, report: contenders.report).run()
    let isSame = try Data(contentsOf: contenders.report) == files.bytes
    add("the report with two workers", isSame ? "the same bytes" : "differs", isWrong: !isSame)
  }

  /// The reports on the captures, which hold the same payloads.
  private mutating func checkCaptures(_ contenders: Contenders) throws {
    let aside = try Report.rulesThatNeedFacts(contenders.faultlint)
    for capture in Capture.allCases {
      try? FileManager.default.removeItem(at: contenders.report)
      let check = contenders.check([contenders.path(capture)], jobs: 2, report: contenders.report)
      let status = try check.run().status
      let report = try? Report(at: contenders.report)
      if status == 0, let report, report.payloads == files.payloads {
        let indices = report.differences(from: files, aside: aside)
        let names = indices.map { contenders.corpus.names[$0] }
        add("the findings in \(capture.rawValue)", Self.difference(names), isWrong: !names.isEmpty)
      } else {
        let reason =
          status == 0
          ? "payloads: \(report?.payloads ?? 0) instead of \(files.payloads)" : "exit status \(status)"
        unread[capture] = "not read yet (\(reason))"
        add("the findings in \(capture.rawValue)", unread[capture] ?? "")
      }
    }
  }

  private static func difference(_ names: [String]) -> String {
    names.isEmpty
      ? "the same" : "\(names.count) differ: \(names.prefix(20).joined(separator: ", "))"
  }
}
