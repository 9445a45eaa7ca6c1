import Faultlint
import FaultlintEngine
import FaultlintLibXML
import FaultlintModel
import FaultlintReports
import FaultlintText

/// What is held of every report, in every form that there is.
enum WrittenReports {
  /// What reports said that were written, by its hash: most changes of an input change nothing of it.
  nonisolated(unsafe) private static var seen: Set<Int> = []
  /// How many are remembered before the set begins anew.
  private static let mostSeen = 1 << 20
  /// Of so many reports that say what others said, one is written all the same: forms show the input too.
  private static let oneOf = 8

  /// Writes reports in some of the forms there are, and holds what is written to what every form keeps.
  ///
  /// Writing takes five times the time of a check. So the lines are always written and read back, and other forms of what
  /// has not been said before; a program that is given one input has seen nothing.
  ///
  /// - Parameters:
  ///   - reports: The results.
  ///   - input: What they are of, which picks the forms.
  static func hold(_ reports: [Report], of input: UnsafeBufferPointer<UInt8>) {
    guard let form = ReportFormat.named("ndjson") else { fatalError("there are no reports of lines") }
    let lines = written(reports, form)
    holdCounts(reports, lines)
    let number = Int(input.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 } >> 8)
    if seen.count >= mostSeen { seen.removeAll() }
    guard seen.insert(lines.hashValue).inserted || number % oneOf == 0 else { return }
    holdText(lines, form.name)
    let details: [TextReport.Detail] = [.quiet, .normal, .verbose]
    for form in [ReportFormat.all[number / oneOf % ReportFormat.all.count], ReportFormat.all[0]] {
      holdText(written(reports, form, detail: details[number % 3]), form.name)
    }
  }

  /// What a form makes of results.
  static func written(
    _ reports: [Report], _ form: ReportFormat, detail: TextReport.Detail = .normal
  ) -> [UInt8] {
    var settings = ReportSettings()
    settings.version = "fuzzed"
    settings.detail = detail
    var renderer = form.renderer(settings)
    var output = Output()
    var summary = Summary()
    renderer.begin(&output)
    for report in reports {
      summary.add(report)
      renderer.add(report, &output)
    }
    renderer.end(summary, &output)
    return output.bytes
  }

  /// Holds that a text is UTF-8 without characters that steer a terminal, and well-formed if it looks like JSON or XML.
  static func holdText(_ bytes: [UInt8], _ name: String) {
    guard let text = String(validating: bytes, as: UTF8.self) else { fatalError("\(name) is not UTF-8") }
    for scalar in text.unicodeScalars where ControlCharacters.contains(scalar) && scalar != "\n" {
      fatalError("does not hold: U+\(String(scalar.value, radix: 16)) stands in \(name) as it is")
    }
    switch bytes.first {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if !isJSON(bytes) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
          demand(
            isJSON(Array(line)), "a line of \(name) is no JSON: \(String(decoding: line, as: UTF8.self))")
        }
      }
    case UInt8(ascii: "<") where bytes.starts(with: "<?xml".utf8):
      let problem = bytes.withUnsafeBufferPointer { TreeParser(vocabulary: .soap).parse($0).problem }
      demand(problem == nil, "\(name) is not well-formed: \(problem?.message ?? "")")
    default: break
    }
  }

  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      return (try? goOver(&scanner)) != nil && (try? scanner.finish()) != nil
    }
  }

  /// Goes over a value and looks at every escape in it.
  private static func goOver(_ scanner: inout JSONScanner) throws(JSONError) {
    switch try scanner.kind() {
    case .object:
      try scanner.enterObject()
      while let name = try scanner.nextMember() {
        _ = try scanner.exactText(name)
        try goOver(&scanner)
      }
    case .array:
      try scanner.enterArray()
      while try scanner.nextElement() { try goOver(&scanner) }
    case .string: _ = try scanner.exactText(try scanner.string())
    default: try scanner.skip()
    }
  }

  /// Holds that verdicts and counts are those of the findings, as a reader of the lines of a report finds them.
  private static func holdCounts(_ reports: [Report], _ lines: [UInt8]) {
    for report in reports {
      let hasErrors = report.findings.contains { $0.level == .error }
      switch report.verdict {
      case .conforming, .notAFault, .errorResponse: demand(!hasErrors, "\(report.verdict) with errors")
      case .nonconforming: demand(hasErrors, "nonconforming without an error")
      case .unreadable: demand(report.error != nil, "unreadable without a reason")
      }
    }
    var joiner = ReportJoiner()
    var parts = [ReportPart()]
    joiner.begin("-")
    guard let form = ReportFormat.named("ndjson")?.renderer(ReportSettings()) else { return }
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      line.withUnsafeBufferPointer { joiner.add($0, number: 1, in: [form], to: &parts) }
    }
    joiner.end(isRead: true)
    for complaint in joiner.takeComplaints() { fatalError("does not hold: \(complaint.reason)") }
    let summary = parts[0].summary
    demand(summary.payloads == reports.count, "\(summary.payloads) of \(reports.count) payloads")
    let findings = summary.errors + summary.warnings + summary.notes
    demand(findings == reports.reduce(0) { $0 + $1.findings.count }, "\(findings) findings were read back")
  }
}
