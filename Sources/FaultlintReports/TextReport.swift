public import Faultlint
internal import FaultlintEngine
internal import FaultlintRuleDocs
internal import FaultlintRules
public import FaultlintText
internal import FaultlintXMLTree

/// The report people read. Every finding has the same lines in the same order: what is wrong, where, the spot in its line,
/// and what its rule says, which is written in full once a rule.
public struct TextReport: ReportRenderer {
  static let format = ReportFormat("text", "for people", heeds: [.statistics, .grouping, .mostFindings]) {
    TextReport($0)
  }

  /// How much to say.
  public enum Detail: Sendable {
    /// One line a finding and nothing else.
    case quiet
    /// Findings with excerpts, and a summary.
    case normal
    /// Notes and clean payloads as well, and the names of the rules that were not run.
    case verbose
  }

  private let settings: ReportSettings
  private let layout: TextLayout
  private var detail: Detail { settings.detail }
  private var presentation: Presentation { settings.presentation }
  private var tally = Tally()
  private var limit: FindingLimit
  private var groups: FindingGroups?
  /// The rules that have been explained.
  private var explained: Set<ObjectIdentifier> = []
  /// What is said of one that has been.
  private let saidBefore: (why: [UInt8], fix: [UInt8])
  /// Whether something has been written.
  private var hasShown = false
  /// Whether an empty line comes before what is written next.
  private var isBlankDue = false

  /// A report.
  public init(_ settings: ReportSettings) {
    self.settings = settings
    let layout = TextLayout(width: max(settings.width, 40), style: Style(isOn: settings.color))
    self.layout = layout
    saidBefore = (layout.line("why", "see above"), layout.line("fix", "see above"))
    limit = FindingLimit(settings.presentation.mostFindings)
    groups = settings.presentation.grouping.map {
      FindingGroups($0, most: settings.presentation.mostFindings)
    }
  }

  /// Whether somebody may read along.
  public var isForReadingAlong: Bool { groups == nil }

  // MARK: Results

  /// Writes one result into a part of the report, on any thread.
  public func write(_ result: Report, to part: inout ReportPart) {
    part.add(result)
    let isClean = !result.findings.contains { $0.level > .note }
    let group = group(of: result)
    if detail == .verbose, !presentation.isStatistics {
      let start = part.output.bytes.count
      writeHeading(result, &part.output)
      part.add(nil, in: group, from: start)
      writeMeanings(result, in: group, to: &part)
    }
    let exchange = result.findings.isEmpty ? nil : exchange(result)
    for finding in result.findings {
      part.tally.add(finding)
      if presentation.isStatistics { continue }
      if finding.level == .note, isClean, detail != .verbose {
        part.tally.hiddenNotes += 1
      } else {
        let group = presentation.grouping == .rule ? finding.rule.id : group
        write(finding, result, sentAs: exchange, in: group, to: &part)
      }
    }
    guard detail == .normal, !presentation.isStatistics else { return }
    if result.verdict == .nonconforming || result.verdict == .errorResponse {
      writeMeanings(result, in: group, to: &part)
    }
  }

  /// What the findings of a payload, and what is said of it besides, stand together with others by; nil in the order of
  /// the input, and by rules, where each finding has its own.
  private func group(of result: Report) -> String? {
    switch presentation.grouping {
    case nil, .rule: nil
    case .file: result.source.name.printable
    case .code: Self.code(of: result)
    }
  }

  private static func code(of result: Report) -> String {
    var headline = FaultHeadline()
    guard headline.take(from: result) else { return result.content?.printable ?? "no fault" }
    return headline.codesInWords.printable
  }

  private func write(
    _ finding: Finding, _ result: Report, sentAs exchange: String?, in group: String?,
    to part: inout ReportPart
  ) {
    let start = part.output.bytes.count
    guard detail != .quiet else {
      writeLine(finding, result, sentAs: exchange, &part.output)
      return part.add(finding, in: group, from: start)
    }
    layout.writeHead(finding.level, finding.rule.id, finding.message.printable, &part.output)
    layout.writePlace(&part.output) { $0.writePlace(of: finding, in: result) }
    Excerpt.write(finding, in: result, width: layout.width, style: layout.style, &part.output)
    let reasons = part.output.bytes.count
    layout.write("ref", finding.reference.printable, &part.output)
    if !finding.also.isEmpty {
      layout.write("also", finding.also.joined(separator: ", ").printable, &part.output)
    }
    layout.write("in", exchange, &part.output)
    part.add(finding, in: group, from: start, reasons: reasons)
  }

  /// All that is said of a finding, in one line.
  private func writeLine(
    _ finding: Finding, _ result: Report, sentAs exchange: String?, _ output: inout Output
  ) {
    let style = layout.style
    style.write(.bold, &output) { output in
      output.writeShortPlace(of: finding, in: result)
      output.write(":")
    }
    output.write(" ")
    style.write(.level(finding.level), &output) { $0.write(finding.level.rawValue) }
    output.write(": ")
    output.write(finding.message.printable)
    output.write(" ")
    style.write(.dim, &output) { output in
      output.write("[")
      output.write(finding.rule.id)
      output.write("]")
    }
    if let exchange {
      output.write(", in: ")
      output.write(exchange)
    }
    output.write("\n")
  }

  /// What is known of a payload: a line, and what could not be read, what to do, and what its vendor is excused for.
  private func writeHeading(_ result: Report, _ output: inout Output) {
    let source = result.source
    var place = source.name.printable
    var facts: [String] = []
    if !source.isWhole {
      place += ":\(source.line)"
      facts.append(source.entryInWords)
    }
    facts.append(result.verdict.rawValue)
    if let version = result.soapVersion { facts.append("SOAP \(version.rawValue)") }
    if !result.profiles.isEmpty {
      facts.append("profile " + result.profiles.joined(separator: ", ").printable)
    }
    if let content = result.content { facts.append(content.printable) }
    if let words = exchange(result) { facts.append(words) }
    if let status = result.exchange?.status { facts.append("status \(status)") }
    output.writeWrapped(
      facts.joined(separator: ", "), behind: layout.style.bold(place) + ": ", columns: place.columns + 2,
      indent: 2, width: layout.width)
    // What could not be read is complained of elsewhere as well; here it is a line, where every payload has one.
    layout.write("error", result.errorWithOption?.printable, &output)
    layout.write("hint", result.advice?.textWithOption.printable, &output)
    for finding in result.excused {
      let words =
        "\(finding.rule.id) at \(finding.line):\(finding.column) is excused: \((finding.excuse ?? "").printable)"
      layout.write("note", words, &output)
    }
    layout.writeSuppressed(result, &output)
  }

  /// What the fault, or an answer that is none, says in the words of its vendor, and what that means.
  private func writeMeanings(_ result: Report, in group: String?, to part: inout ReportPart) {
    guard result.disclosed == nil else { return }
    let errors = result.errors.prefix(Self.mostErrors)
    let lines =
      result.codes.map { ("fault says", $0.line, $0.remedy) }
      + errors.map { ("answer says", $0.line, $0.code?.remedy) }
    for (index, (word, line, remedy)) in lines.enumerated() {
      let start = part.output.bytes.count
      layout.writeHead(word, line.printable, &part.output)
      layout.writePlace(&part.output) { $0.writePlace(of: result) }
      layout.write("fix", remedy?.printable, &part.output)
      let rest = result.errors.count - errors.count
      if index == lines.count - 1, rest > 0 { layout.write("note", "\(rest) more failed", &part.output) }
      part.add(nil, in: group, from: start)
    }
  }

  /// How many errors of one answer are shown.
  private static let mostErrors = 5

  /// The method and the address of the exchange that a payload came in; nil if the capture has no address.
  private func exchange(_ result: Report) -> String? {
    guard let exchange = result.exchange, let url = exchange.url else { return nil }
    return (exchange.method.map { "\($0) \(url)" } ?? url).printable.cut(to: 100)
  }

  // MARK: Parts

  /// The next part.
  public mutating func add(_ part: ReportPart, _ output: inout Output) {
    tally += part.tally
    for block in part.blocks {
      let bytes = part.bytes(of: block)
      let reasons = block.reasons.map { $0 - block.start }
      if groups == nil || block.group == nil {
        show(block.rule, bytes, reasons, &output)
      } else {
        groups?.add(block, bytes, reasons)
      }
    }
  }

  /// Shows a block, if there is room for it.
  private mutating func show(
    _ rule: Rule?, _ bytes: ArraySlice<UInt8>, _ reasons: Int?, _ output: inout Output
  ) {
    if rule == nil ? limit.notShown > 0 : !limit.take() { return }
    if isBlankDue { output.write("\n") }
    isBlankDue = detail != .quiet
    hasShown = true
    let middle = bytes.startIndex + (reasons ?? bytes.count)
    output.bytes += bytes[..<middle]
    if let rule, reasons != nil { writeReasons(rule, &output) }
    output.bytes += bytes[middle...]
  }

  /// Why a rule matters and what to do about a breach, or that it has been said. A rule that this version does not know
  /// has no reasons.
  private mutating func writeReasons(_ rule: Rule, _ output: inout Output) {
    let isFirst = explained.insert(ObjectIdentifier(rule)).inserted
    if !rule.rationale.isEmpty {
      if isFirst { layout.write("why", rule.rationale, &output) } else { output.bytes += saidBefore.why }
    }
    if !rule.remedy.isEmpty {
      if isFirst { layout.write("fix", rule.remedy, &output) } else { output.bytes += saidBefore.fix }
    }
  }

  // MARK: End

  /// What comes after the results.
  public mutating func end(_ summary: Summary, _ output: inout Output) {
    if let groups {
      // They may be a hundred megabytes, which are not to be copied while they grow.
      output.bytes.reserveCapacity(output.bytes.count + groups.room)
      for group in groups.sorted { write(group, &output) }
    }
    // Even a list of findings must not look whole if it is not.
    let remarks = [
      limit.remark, groups?.remark,
      summary.isPartial ? "partial: the run was ended before everything was checked" : nil,
    ].compactMap(\.self)
    let hasSummary = settings.hasSummary && detail != .quiet
    if isBlankDue, hasSummary || !remarks.isEmpty { output.write("\n") }
    let text = TextSummary(summary, tally, settings, layout)
    if presentation.isStatistics { text.writeRules(withNotes: true, &output) }
    for remark in remarks { output.write(layout.style.bold(remark) + "\n") }
    if hasSummary { text.write(&output) }
  }

  private mutating func write(_ group: FindingGroups.Group, _ output: inout Output) {
    if hasShown { output.write("\n") }
    hasShown = true
    layout.writeTitle(group.title, &output)
    isBlankDue = detail != .quiet
    for block in group.blocks { show(block.rule, block.bytes[...], block.reasons, &output) }
    limit.leaveOut(group.beyond)
  }
}
