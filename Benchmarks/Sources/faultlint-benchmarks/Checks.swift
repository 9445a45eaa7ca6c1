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

  var isRight: Bool { !lines.contains { $0.isWrong } }

  init(_ contenders: Contenders, _ documents: Documents) throws {
    files = try contenders.reportOf(contenders.check(["."], jobs: 1, report: contenders.report))
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
    let check = contenders.check(["."], jobs: 2, report: contenders.report)
    let isSame = try contenders.reportOf(check).bytes == files.bytes
    add("the report with two workers", isSame ? "the same bytes" : "differs", isWrong: !isSame)
  }

  /// The reports on the captures, which hold the same payloads.
  private mutating func checkCaptures(_ contenders: Contenders) throws {
    let aside = try Report.rulesThatNeedFacts(contenders.faultlint)
    for capture in Capture.allCases {
      let check = contenders.check([contenders.path(capture)], jobs: 2, report: contenders.report)
      let report = try contenders.reportOf(check)
      let names = report.differences(from: files, aside: aside).map { contenders.corpus.names[$0] }
      let further = report.census.filter { aside.contains($0.rule) }.map { "\($0.rule) \($0.payloads)" }
      add(
        "the findings in \(capture.rawValue)",
        ([Self.difference(names)] + further).joined(separator: "; "), isWrong: !names.isEmpty)
    }
  }

  private static func difference(_ names: [String]) -> String {
    names.isEmpty
      ? "the same" : "\(names.count) differ: \(names.prefix(20).joined(separator: ", "))"
  }
}
