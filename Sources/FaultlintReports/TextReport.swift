public import Faultlint
internal import FaultlintEngine
internal import FaultlintRuleDocs
internal import FaultlintRules
public import FaultlintText
internal import FaultlintXMLTree

/// The report people read: the place in the form editors know (`path:line:column:`), what is wrong, the spot in its
/// line, the clause, and the reason once a rule.
public struct TextReport: ReportRenderer {
  static let format = ReportFormat("text", "for people") { TextReport($0) }

  /// How much to say.
  public enum Detail: Sendable {
    /// One line a finding and nothing else.
    case quiet
    /// Findings with excerpts, and a summary.
    case normal
    /// Notes and clean payloads as well, and the names of the rules that were not run.
    case verbose
  }

  private let style: Style
  private let detail: Detail
  private let width: Int
  private let hasSummary: Bool
  private var tally = Tally()
  /// The rules of which so many findings have been shown that the next is a line of a list. A worker is told now and
  /// then, so that it need not write out what will not be shown.
  public var listed: Set<ObjectIdentifier> = []
  private var timesShown: [ObjectIdentifier: Int] = [:]
  private var hasShown = false

  /// A report.
  public init(_ settings: ReportSettings) {
    detail = settings.detail
    style = Style(isOn: settings.color)
    hasSummary = settings.hasSummary && settings.detail != .quiet
    width = max(settings.width, 40)
  }

  /// Whether somebody may read along.
  public var isForReadingAlong: Bool { true }

  /// Writes one result into a part of the report, on any thread.
  public func write(_ result: Report, to part: inout ReportPart) {
    part.add(result)
    if detail == .verbose {
      writeHeading(result, &part.output)
      writeMeanings(result, &part.output)
    }
    let isClean = !result.findings.contains { $0.level > .note }
    for finding in result.findings {
      part.tally.add(finding)
      if finding.level == .note, isClean, detail != .verbose {
        part.tally.hiddenNotes += 1
      } else {
        write(finding, result, &part)
      }
    }
    if detail == .normal, result.verdict == .nonconforming || result.verdict == .errorResponse {
      writeMeanings(result, &part.output)
    }
  }

  /// The next part.
  public mutating func add(_ part: ReportPart, _ output: inout Output) {
    tally += part.tally
    let bytes = part.output.bytes
    var written = 0
    func show(_ range: Range<Int>) {
      guard !range.isEmpty else { return }
      // What has an empty line before it is not to have one at the start of the report.
      let isFirst = !hasShown && bytes[range.lowerBound] == UInt8(ascii: "\n")
      output.bytes += bytes[(isFirst ? range.lowerBound + 1 : range.lowerBound)..<range.upperBound]
      hasShown = true
    }
    for choice in part.choices {
      show(written..<choice.start)
      let shown = timesShown[choice.rule, default: 0]
      timesShown[choice.rule] = shown + 1
      switch shown {
      case 0: show(choice.start..<choice.reasonsEnd)
      case ..<Self.timesInFull: show(choice.start..<choice.fullEnd)
      default: show(choice.reasonsEnd..<choice.end)
      }
      if shown + 1 == Self.timesInFull { listed.insert(choice.rule) }
      written = choice.end
    }
    show(written..<bytes.count)
  }

  /// Of a rule the first finding is explained, the next ones are shown, the rest is a list.
  private static let timesInFull = 3

  /// What comes after the results.
  public func end(_ summary: Summary, _ output: inout Output) {
    if hasSummary, hasShown { output.write("\n") }
    // Even a list of findings must not look whole if it is not.
    if summary.isPartial {
      output.write(style.bold("partial: the run was ended before everything was checked") + "\n")
    }
    guard hasSummary else { return }
    writeTally(&output)
    var parts: [String] = []
    func count(_ number: Int, _ singular: String, _ plural: String) {
      if number > 0 { parts.append("\(number) \(number == 1 ? singular : plural)") }
    }
    count(summary.conforming, "conforming", "conforming")
    count(summary.nonconforming, "nonconforming", "nonconforming")
    count(summary.errorResponses, "error response", "error responses")
    count(summary.notAFault, "not a fault", "not a fault")
    count(summary.unreadable, "unreadable", "unreadable")
    let verdicts = parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")
    parts = []
    count(summary.errors, "error", "errors")
    count(summary.warnings, "warning", "warnings")
    count(summary.notes, "note", "notes")
    let findings = parts.isEmpty ? "no findings" : parts.joined(separator: ", ")
    let head = "\(summary.payloads) \(summary.payloads == 1 ? "payload" : "payloads")\(verdicts)"
    output.write(style.bold(head) + "\n" + style.bold(findings) + "\n")
    if !tally.profiles.isEmpty {
      let used = tally.profiles.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
      output.write("profiles: \(used.joined(separator: ", ").printable)\n")
    }
    writeFaults(&output)
    writeOthers(&output)
    writeNotRun(&output)
    if summary.skipped > 0 {
      output.write(
        "skipped: \(summary.skipped) \(summary.skipped == 1 ? "file that is no capture" : "files that are no captures")\n"
      )
    }
    let hiddenNotes = tally.hiddenNotes
    if hiddenNotes > 0 {
      output.write(
        "\(hiddenNotes) \(hiddenNotes == 1 ? "note is" : "notes are") hidden: --verbose shows them\n")
    }
    for (advice, _) in tally.advice.first(Self.mostCounted, by: \.text).shown {
      output.writeWrapped("hint: " + advice.textWithOption.printable, indent: 0, width: width)
    }
  }

  /// How many faults, and how many other things, are named in the summary.
  private static let mostCounted = 10

  /// The faults by what they say, the most frequent first.
  private func writeFaults(_ output: inout Output) {
    let (shown, rest) = tally.frequentFaults(Self.mostCounted)
    writeCounts("faults", shown.map { (Self.words($0.thing), $0.count) }, rest, &output)
  }

  /// What came instead of faults, the most frequent first.
  private func writeOthers(_ output: inout Output) {
    let (shown, rest) = tally.others.first(Self.mostCounted) { "\($0.content) \($0.status ?? 0)" }
    let rows = shown.map { ($0.thing.content + ($0.thing.status.map { ", status \($0)" } ?? ""), $0.count) }
    writeCounts("instead of faults", rows, rest, &output)
  }

  private func writeCounts(
    _ title: String, _ rows: [(text: String, count: Int)], _ rest: Int, _ output: inout Output
  ) {
    guard !rows.isEmpty else { return }
    output.write("\(title):\n")
    for (text, count) in rows + (rest > 0 ? [("others", rest)] : []) {
      let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ").cut(to: 300)
      var lines = Output()
      lines.writeWrapped(words.printable, indent: 8, width: width)
      output.write(Self.aligned(count))
      output.bytes += lines.bytes.dropFirst(6)
    }
  }

  /// A fault in a line: the local names of its codes, and its text.
  private static func words(_ fault: FaultHeadline) -> String {
    let codes = ([fault.code] + fault.subcodes).map { code in
      code.hasPrefix("{")
        ? code.lastIndex(of: "}").map { String(code[code.index(after: $0)...]) } ?? code : code
    }
    let code = codes.filter { !$0.isEmpty }.joined(separator: "/")
    return "\(code.isEmpty ? "no code" : code): \(fault.text.isEmpty ? "no text" : fault.text)"
  }

  /// The rules that were not run: their number, or their names by what they need.
  private func writeNotRun(_ output: inout Output) {
    let notRun = tally.notRun
    guard !notRun.isEmpty else { return }
    guard detail == .verbose else {
      let (rules, need) = notRun.count == 1 ? ("rule was", "it needs") : ("rules were", "they need")
      return output.writeWrapped(
        "\(notRun.count) \(rules) not run because a fact that \(need) is unknown: --verbose says which",
        indent: 0,
        width: width)
    }
    for (reason, rules) in Dictionary(grouping: notRun, by: \.reason).sorted(by: { $0.key < $1.key }) {
      output.writeWrapped("not run, because \(reason.printable):", indent: 0, width: width)
      output.writeWrapped(
        rules.map { $0.rule.id.printable }.joined(separator: ", "), indent: 6, width: width)
    }
  }

  private static func aligned(_ count: Int) -> String {
    String(repeating: " ", count: max(0, 6 - String(count).count)) + String(count)
  }

  // MARK: Parts

  private func writeHeading(_ result: Report, _ output: inout Output) {
    let source = result.source
    var line = "\n" + style.bold(source.name.printable)
    if !source.isWhole { line += ":\(source.line): \(Self.entry(source))" }
    line += ": \(result.verdict.rawValue)"
    if let version = result.soapVersion { line += ", SOAP \(version.rawValue)" }
    if !result.profiles.isEmpty { line += ", profile \(result.profiles.joined(separator: ", ").printable)" }
    if let content = result.content { line += ", \(content.printable)" }
    if let words = exchange(result) { line += ", \(words)" }
    if let status = result.exchange?.status { line += ", status \(status)" }
    output.write(line + "\n")
    // What could not be read is complained of elsewhere as well; here it is a line, where every payload has one.
    for text in [result.errorWithOption, result.advice?.textWithOption] {
      if let text { output.writeWrapped(text.printable, indent: 2, width: width) }
    }
    for finding in result.excused {
      output.writeWrapped(
        "\(finding.rule.id) excused at \(finding.line):\(finding.column): \((finding.excuse ?? "").printable)",
        indent: 2, width: width)
    }
  }

  /// What the fault, or an answer that is none, says in the words of its vendor, and what that means.
  private func writeMeanings(_ result: Report, _ output: inout Output) {
    guard result.disclosed == nil else { return }
    let place = detail == .verbose ? "" : "\(result.source.name): "
    let isFirst = detail != .verbose
    let lines =
      result.codes.map { ("it says", $0.line, $0.remedy) }
      + result.errors.prefix(Self.mostErrors).map { ("it says", $0.line, $0.code?.remedy) }
    if isFirst, !lines.isEmpty { output.write("\n") }
    for (verb, line, remedy) in lines {
      output.writeWrapped("\(place)\(verb): \(line)".printable, indent: 2, width: width)
      if let remedy { output.writeWrapped(remedy.printable, indent: 4, width: width, style.dim) }
    }
    let rest = result.errors.count - Self.mostErrors
    if rest > 0 { output.write("    and \(rest) more\n") }
  }

  /// How many errors of one answer are shown.
  private static let mostErrors = 5

  /// The method and the address of the exchange that a payload came in; nil if the capture has no address.
  private func exchange(_ result: Report) -> String? {
    guard let exchange = result.exchange, let url = exchange.url else { return nil }
    return (exchange.method.map { "\($0) \(url)" } ?? url).printable.cut(to: 100)
  }

  /// The number of an entry, and its identifier if it has one.
  private static func entry(_ source: Source) -> String {
    "entry \(source.entry)" + (source.id.map { " (\($0.printable.cut(to: 60)))" } ?? "")
  }

  /// Where a finding is: in the form that editors know if the place is one of the capture's, and otherwise the line
  /// of the entry and then the place in its payload.
  private func place(_ finding: Finding, _ result: Report) -> String {
    let path = result.source.name.printable
    let captured = result.capturePlace(of: finding)
    let line = captured.line
    if let column = captured.column { return style.bold("\(path):\(line):\(column):") }
    let place = finding.isInHead ? "head" : "\(finding.line):\(finding.column)"
    return style.bold("\(path):\(line):") + " \(Self.entry(result.source)), \(place):"
  }

  private func write(_ finding: Finding, _ result: Report, _ part: inout ReportPart) {
    let rule = ObjectIdentifier(finding.rule)
    let place = place(finding, result)
    let level = style.level(finding.level)
    let id = style.dim("[\(finding.rule.id)]")
    let exchange = exchange(result)
    let start = part.output.bytes.count
    var fullEnd = start
    var reasonsEnd = start
    let timesInPart = part.timesInFull[rule, default: 0]
    let hasForms = detail != .quiet && timesInPart < Self.timesInFull && !listed.contains(rule)
    if hasForms {
      part.timesInFull[rule] = timesInPart + 1
      part.output.write("\n\(place) \(level) \(id)\n")
      part.output.writeWrapped(finding.message.printable, indent: 2, width: width)
      Excerpt(finding, in: result, width: width, style: style)?.write(&part.output)
      var clause = finding.reference
      if !finding.also.isEmpty { clause += "; also \(finding.also.joined(separator: ", "))" }
      part.output.writeWrapped(clause.printable, indent: 6, width: width)
      if let exchange { part.output.writeWrapped("in: \(exchange)", indent: 6, width: width) }
      fullEnd = part.output.bytes.count
      if timesInPart == 0 {
        part.output.writeWrapped(finding.rule.rationale, indent: 6, width: width, style.dim)
        part.output.writeWrapped(finding.rule.remedy, indent: 6, width: width, style.dim)
      }
      reasonsEnd = part.output.bytes.count
    }
    let origin = exchange.map { ", in: \($0)" } ?? ""
    part.output.write("\(place) \(level): \(finding.message.printable) \(id)\(origin)\n")
    if hasForms {
      part.choices.append(
        ReportPart.Choice(
          rule: rule, start: start, fullEnd: fullEnd, reasonsEnd: reasonsEnd, end: part.output.bytes.count))
    }
  }

  private func writeTally(_ output: inout Output) {
    let rows = tally.rules.values.filter { $0.level > .note || detail == .verbose }.sorted {
      ($1.level, $1.count, $0.rule.id) < ($0.level, $0.count, $1.rule.id)
    }
    guard rows.contains(where: { $0.count > 1 }), rows.map(\.count).reduce(0, +) > 5 else { return }
    let longest = min(rows.map(\.rule.id.count).max() ?? 0, 32)
    for row in rows {
      let count = Self.aligned(row.count)
      let level = style.level(row.level) + String(repeating: " ", count: 7 - row.level.rawValue.count)
      let id = row.rule.id + String(repeating: " ", count: max(0, longest - row.rule.id.count))
      output.write("\(count)  \(level)  \(id)")
      let room = width - 17 - id.count - 2
      if room > 20 { output.write("  " + style.dim(row.rule.title.cut(to: room))) }
      output.write("\n")
    }
    output.write("\n")
  }
}
