import Faultlint
import FaultlintEngine
import FaultlintLibXML
import FaultlintModel
import FaultlintReports
import FaultlintText
import Foundation

/// What is held of every report, in every form that there is.
enum WrittenReports {
  /// How much a text report may say.
  static let details: [TextReport.Detail] = [.quiet, .normal, .verbose]

  /// The forms to choose from. SARIF has what each rule says, which takes milliseconds, and comes half as often.
  static let forms = ReportFormat.all + ReportFormat.all.filter { $0.name != "sarif" }

  private static let lineForm = form("ndjson")

  private static func form(_ name: String) -> ReportFormat {
    guard let form = ReportFormat.named(name) else { fatalError("there are no reports \(name)") }
    return form
  }

  /// Writes the lines of results, reads them back and holds them to what every report keeps; some of the results in
  /// another form as well.
  ///
  /// - Parameters:
  ///   - reports: The results.
  ///   - draw: What is demanded.
  /// - Returns: The lines.
  @discardableResult static func hold(_ reports: [Report], _ draw: Draw) -> [UInt8] {
    let lines = lines(reports)
    holdText(lines, lineForm.name, draw)
    holdCounts(reports, lines)
    if draw.demands(.form) {
      let form = draw.choose(forms)
      holdText(written(reports, form, detail: draw.choose(details, for: 1)), form.name, draw)
    }
    if draw.demands(.merge) { holdMerged(reports, lines, draw) }
    return lines
  }

  /// The lines that a check writes of results.
  static func lines(_ reports: [Report]) -> [UInt8] { written(reports, lineForm) }

  /// What a form makes of results.
  private static func written(
    _ reports: [Report], _ form: ReportFormat, detail: TextReport.Detail = .normal
  ) -> [UInt8] {
    var renderer = form.renderer(settings(detail))
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

  private static func settings(_ detail: TextReport.Detail) -> ReportSettings {
    var settings = ReportSettings()
    settings.version = "fuzzed"
    settings.detail = detail
    return settings
  }

  // MARK: Texts

  /// What is written in JSON, as one document or a document a line, and in XML; all else is for people.
  private static let jsonNames: Set = ["json", "ndjson", "sarif", "gitlab", "suite-json", "baseline"]
  private static let xmlNames: Set = ["junit", "checkstyle", "suite-junit"]

  /// Holds that a text is UTF-8 without characters that steer a terminal, and that JSON is JSON and XML is XML.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - name: What it is: the name of a form, or another of the names above.
  ///   - draw: What is demanded.
  static func holdText(_ bytes: [UInt8], _ name: String, _ draw: Draw) {
    FuzzCounts.shared.add(text: name)
    holdCharacters(bytes, name)
    if jsonNames.contains(name) {
      holdJSON(bytes, name, isLines: name == lineForm.name, draw)
    } else if xmlNames.contains(name) {
      let problem = bytes.withUnsafeBufferPointer { libxml.parse($0).problem }
      demand(problem == nil, "\(name) is not well-formed: \(problem?.message ?? "")")
    }
  }

  private static func holdJSON(_ bytes: [UInt8], _ name: String, isLines: Bool, _ draw: Draw) {
    let isReadByOther = draw.demands(.otherReader)
    bytes.withUnsafeBufferPointer { bytes in
      for document in isLines ? bytes.split(separator: UInt8(ascii: "\n")) : [bytes[...]] {
        let json = UnsafeBufferPointer(rebasing: document)
        demand(isJSON(json), "\(name) is not JSON: \(String(decoding: json, as: UTF8.self))")
        if isReadByOther {
          let read = try? JSONSerialization.jsonObject(with: Data(json))
          demand(read != nil, "Foundation does not read \(name): \(String(decoding: json, as: UTF8.self))")
        }
      }
    }
  }

  /// libFuzzer calls from one thread only.
  nonisolated(unsafe) private static let libxml = TreeParser(vocabulary: .soap, readsPlainly: false)

  /// Holds that a text is UTF-8 without characters that steer a terminal.
  static func holdCharacters(_ bytes: [UInt8], _ name: String) {
    // Nearly all is plain ASCII.
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A }) { return }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return demand(false, "\(name) is not UTF-8")
    }
    for scalar in text.unicodeScalars where ControlCharacters.contains(scalar) && scalar != "\n" {
      demand(false, "U+\(String(scalar.value, radix: 16)) stands in \(name) as it is")
    }
  }

  private static func isJSON(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var scanner = JSONScanner(bytes)
    return (try? goOver(&scanner)) != nil && (try? scanner.finish()) != nil
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

  // MARK: Counts

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
    let joined = lines.withUnsafeBufferPointer { MergeFuzzing.join([$0], lineForm, settings(.normal)) }
    for complaint in joined.complaints { demand(false, complaint.reason) }
    let summary = joined.summary
    demand(summary.payloads == reports.count, "\(summary.payloads) of \(reports.count) payloads")
    let findings = summary.errors + summary.warnings + summary.notes
    demand(findings == reports.reduce(0) { $0 + $1.findings.count }, "\(findings) findings were read back")
    demand(joined.bytes == lines, "merge does not write the lines that it read")
  }

  /// Holds that what `merge` makes of the lines of a check is what the check makes, in JSON to the byte: other forms show
  /// the payloads as well.
  private static func holdMerged(_ reports: [Report], _ lines: [UInt8], _ draw: Draw) {
    let form = draw.choose(forms, for: 2)
    let settings = settings(draw.choose(details, for: 1))
    let joined = lines.withUnsafeBufferPointer { MergeFuzzing.join([$0], form, settings) }
    holdText(joined.bytes, form.name, draw)
    if form.name == "json" {
      demand(joined.bytes == written(reports, form), "merge does not write the JSON that a check does")
    }
  }
}
