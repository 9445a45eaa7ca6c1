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
    /// Notes, clean payloads and what was not run as well.
    case verbose
  }

  private let style: Style
  private let detail: Detail
  private let width: Int
  private var tally = ReportPart.Tally()
  /// The rules of which so many findings have been shown that the next is a line of a list. A worker is told now and
  /// then, so that it need not write out what will not be shown.
  public var listed: Set<ObjectIdentifier> = []
  private var timesShown: [ObjectIdentifier: Int] = [:]
  private var hasShown = false

  /// A report.
  public init(_ settings: ReportSettings) {
    detail = settings.detail
    style = Style(isOn: settings.color)
    width = max(settings.width, 40)
  }

  /// Whether somebody may read along.
  public var isForReadingAlong: Bool { true }

  /// Writes one result into a part of the report, on any thread.
  public func write(_ result: Report, to part: inout ReportPart) {
    part.summary.add(result)
    for profile in result.profiles { part.tally.profiles[profile, default: 0] += 1 }
    if !result.hasFault, result.error == nil, result.soapVersion != nil || result.content != nil {
      part.tally.add(result.content ?? "SOAP message without a Fault")
    }
    if detail == .verbose { writeHeading(result, &part.output) }
    if let error = result.error { writeError(error, result, &part.output) }
    let isClean = !result.findings.contains { $0.level > .note }
    for finding in result.findings {
      part.tally.add(finding)
      if finding.level == .note, isClean, detail != .verbose {
        part.tally.hiddenNotes += 1
      } else {
        write(finding, result, &part)
      }
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
    if detail != .quiet, hasShown { output.write("\n") }
    // Even a list of findings must not look whole if it is not.
    if summary.isPartial {
      output.write(style.bold("partial: the run was ended before everything was checked") + "\n")
    }
    guard detail != .quiet else { return }
    writeTally(&output)
    var parts: [String] = []
    func count(_ number: Int, _ singular: String, _ plural: String) {
      if number > 0 { parts.append("\(number) \(number == 1 ? singular : plural)") }
    }
    count(summary.conforming, "conforming", "conforming")
    count(summary.nonconforming, "nonconforming", "nonconforming")
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
      output.write("profiles: \(used.joined(separator: ", "))\n")
    }
    writeContents(&output)
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
  }

  /// How many kinds of content are named in the summary.
  private static let mostContents = 6

  /// What came instead of faults, the most frequent first.
  private func writeContents(_ output: inout Output) {
    let sorted = tally.contents.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    guard !sorted.isEmpty else { return }
    var shown = sorted.prefix(Self.mostContents).map {
      "\(Self.printable($0.key).cut(to: 100))\($0.value == 1 ? "" : " (\($0.value))")"
    }
    let rest = sorted.dropFirst(Self.mostContents).reduce(tally.otherContents) { $0 + $1.value }
    if rest > 0 { shown.append("and \(rest) more") }
    output.writeWrapped("instead of faults: " + shown.joined(separator: ", "), indent: 0, width: width)
  }

  // MARK: Parts

  private func writeHeading(_ result: Report, _ output: inout Output) {
    let source = result.source
    var line = "\n" + style.bold(Self.printable(source.name))
    if !source.isWhole { line += ":\(source.line): \(Self.entry(source))" }
    line += ": \(result.verdict.rawValue)"
    if let version = result.soapVersion { line += ", SOAP \(version.rawValue)" }
    if !result.profiles.isEmpty { line += ", profile \(result.profiles.joined(separator: ", "))" }
    if let content = result.content { line += ", \(Self.printable(content))" }
    output.write(line + "\n")
    for item in result.notRun {
      output.writeWrapped("\(item.rule.id) not run: \(item.reasonWithOption)", indent: 2, width: width)
    }
  }

  /// What could not be read is complained of elsewhere; here it is a line, where every payload has one.
  private func writeError(_ error: String, _ result: Report, _ output: inout Output) {
    guard detail == .verbose else { return }
    output.writeWrapped(Self.printable(error), indent: 2, width: width)
  }

  /// The number of an entry, and its identifier if it has one.
  private static func entry(_ source: Source) -> String {
    "entry \(source.entry)" + (source.id.map { " (\(printable($0).cut(to: 60)))" } ?? "")
  }

  /// Where a finding is: in the form that editors know if the place is one of the capture's, and otherwise the line
  /// of the entry and then the place in its payload.
  private func place(_ finding: Finding, _ result: Report) -> String {
    let path = Self.printable(result.source.name)
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
    let start = part.output.bytes.count
    var fullEnd = start
    var reasonsEnd = start
    let timesInPart = part.timesInFull[rule, default: 0]
    let hasForms = detail != .quiet && timesInPart < Self.timesInFull && !listed.contains(rule)
    if hasForms {
      part.timesInFull[rule] = timesInPart + 1
      part.output.write("\n\(place) \(level) \(id)\n")
      part.output.writeWrapped(Self.printable(finding.message), indent: 2, width: width)
      Excerpt(finding, in: result, width: width, style: style)?.write(&part.output)
      var clause = Self.printable(finding.reference)
      if !finding.also.isEmpty { clause += "; also \(finding.also.joined(separator: ", "))" }
      part.output.writeWrapped(clause, indent: 6, width: width)
      fullEnd = part.output.bytes.count
      if timesInPart == 0 {
        part.output.writeWrapped(finding.rule.rationale, indent: 6, width: width, style.dim)
        part.output.writeWrapped(finding.rule.remedy, indent: 6, width: width, style.dim)
      }
      reasonsEnd = part.output.bytes.count
    }
    part.output.write("\(place) \(level): \(Self.printable(finding.message)) \(id)\n")
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
      let count = String(repeating: " ", count: max(0, 6 - String(row.count).count)) + String(row.count)
      let level = style.level(row.level) + String(repeating: " ", count: 7 - row.level.rawValue.count)
      let id = row.rule.id + String(repeating: " ", count: max(0, longest - row.rule.id.count))
      output.write("\(count)  \(level)  \(id)")
      let room = width - 17 - id.count - 2
      if room > 20 { output.write("  " + style.dim(row.rule.title.cut(to: room))) }
      output.write("\n")
    }
    output.write("\n")
  }

  /// Text without characters that would steer a terminal: input decides what is in it.
  public static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(isControl(scalar) ? "\u{FFFD}" : scalar) }
    return String(result)
  }

  /// Control characters, ends of lines, and the marks that turn the direction of text around.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
