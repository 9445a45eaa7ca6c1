public import Faultlint
internal import FaultlintEngine
internal import FaultlintRuleDocs
internal import FaultlintRules
public import FaultlintText

/// SARIF 2.1.0, the form in which tools hand findings to code scanners: one run with every rule there is, whether or not
/// it was broken.
///
/// Section numbers are those of the OASIS standard. Columns are Unicode scalars, which is what `columnKind` says
/// (3.14.17); the rules stand behind the results, since names in JSON have no order, and only then is it known which
/// rules of the user's own there are.
public struct SARIFReport: ReportRenderer {
  static let format = ReportFormat("sarif", "SARIF 2.1.0, for code scanners") { SARIFReport($0) }

  private let settings: ReportSettings
  private var isFirst = true
  /// What could not be read, as notifications, each with a comma before it.
  private var notifications: [UInt8] = []
  /// How many more there were than are kept.
  private var untold = 0
  /// The rules with findings, among them those that are not built in.
  private var broken = Counts<Tally.BrokenRule>()

  /// More are counted and not kept: memory is not to grow with the trouble.
  private static let mostNotificationBytes = 1 << 20

  /// A report.
  public init(_ settings: ReportSettings) { self.settings = settings }

  /// Whether somebody may read along.
  public var isForReadingAlong: Bool { false }

  /// What comes before the results.
  public func begin(_ output: inout Output) {
    output.write(
      "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\","
    )
    output.write("\"version\":\"2.1.0\",\"runs\":[{\"columnKind\":\"unicodeCodePoints\",\"results\":[")
  }

  /// Writes one result into a part of the report, on any thread.
  public func write(_ result: Report, to part: inout ReportPart) {
    part.summary.add(result)
    if let error = result.errorWithOption { writeNotification(error, result, &part.aside) }
    guard !result.findings.isEmpty || !result.suppressed.isEmpty else { return }
    let location = part.text(of: result.source) { source in
      var location = Output()
      writeLocation(of: source, &location)
      return String(decoding: location.bytes, as: UTF8.self)
    }
    func write(_ finding: Finding, _ suppressed: SuppressedFinding?) {
      part.tally.add(finding)
      part.output.write(",\n")
      self.write(finding, result, at: location, suppressed, &part.output)
    }
    for finding in result.findings { write(finding, nil) }
    for suppressed in result.suppressed { write(suppressed.finding, suppressed) }
  }

  /// The next part.
  public mutating func add(_ part: ReportPart, _ output: inout Output) {
    broken.add(part.tally.rules)
    if notifications.count + part.aside.bytes.count <= Self.mostNotificationBytes {
      notifications += part.aside.bytes
    } else {
      untold += part.summary.unreadable
    }
    output.write(elements: part.output.bytes, isFirst: &isFirst)
  }

  /// What comes after the results.
  public func end(_ summary: Summary, _ output: inout Output) {
    output.write("\n],\"tool\":{\"driver\":{\"name\":\"faultlint\",\"semanticVersion\":")
    output.writeJSON(settings.version)
    if let library = settings.library {
      output.write(",\"properties\":{\"libxml2\":")
      output.writeJSON(library)
      output.write("}")
    }
    output.write(",\"rules\":[")
    let own = broken.rows.map(\.thing.rule).filter { RuleSet.builtIn[$0.id] !== $0 }
    let rules = RuleSet.builtIn.rules.filter(\.isReported) + own.sorted { $0.id < $1.id }
    for (index, rule) in rules.enumerated() {
      output.write(index == 0 ? "\n" : ",\n")
      write(rule, &output)
    }
    // 3.20.14: successful is a run that could do its work, whatever it found.
    let isWhole = summary.unreadable == 0 && !summary.isPartial
    output.write("\n]}},\"invocations\":[{\"executionSuccessful\":\(isWhole)")
    writeNotifications(summary, &output)
    output.write("}]}]}\n")
  }

  // MARK: Results

  private func write(
    _ finding: Finding, _ result: Report, at location: String, _ suppressed: SuppressedFinding?,
    _ output: inout Output
  ) {
    output.write("{\"ruleId\":")
    output.writeJSON(finding.rule.id)
    output.write(",\"level\":")
    output.writeJSON(finding.level.rawValue)
    output.write(",\"message\":{\"text\":\"")
    result.forEachPart(ofMessageInFile: finding) { output.writeEscaped($0) }
    output.write(". ")
    output.writeEscaped(finding.reference)
    output.write("\"},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":")
    output.write(location)
    output.write(",\"region\":{\"startLine\":")
    let place = FilePlace(finding, in: result)
    output.write(place.line)
    if let column = place.column {
      output.write(",\"startColumn\":")
      output.write(column)
      if let end = place.endColumn, end > column {
        output.write(",\"endColumn\":")
        output.write(end)
      }
    }
    output.write("}}")
    if !finding.path.isEmpty {
      output.write(",\"logicalLocations\":[{\"kind\":\"element\",\"fullyQualifiedName\":")
      output.writeJSON(finding.path)
      output.write("}]")
    }
    output.write("}],\"partialFingerprints\":{\"faultlint/v1\":")
    output.writeJSON(Fingerprint(finding, in: result).text)
    output.write("}")
    writeStanding(of: suppressed, &output)
    output.write(",\"properties\":{\"verdict\":")
    output.writeJSON(result.verdict.rawValue)
    output.write(",\"profiles\":")
    output.writeJSON(result.profiles) { $0.writeJSON($1) }
    if !finding.also.isEmpty {
      output.write(",\"also\":")
      output.writeJSON(finding.also) { $0.writeJSON($1) }
    }
    output.write("}}")
  }

  /// Whether a result is suppressed, and whether it was there before. Where anything may be, it is said of every result:
  /// 3.27.23 has all of a run say it or none; 3.27.24 and 3.35.
  private func writeStanding(of suppressed: SuppressedFinding?, _ output: inout Output) {
    if settings.hasBaseline {
      output.write(",\"baselineState\":\"\(suppressed?.kind == .baseline ? "unchanged" : "new")\"")
    }
    guard settings.suppresses else { return }
    output.write(",\"suppressions\":[")
    if let suppressed {
      output.write("{\"kind\":\"external\",\"status\":\"accepted\",\"justification\":")
      output.writeJSON(suppressed.reason)
      output.write("}")
    }
    output.write("]")
  }

  /// The address is relative to the root of the sources, by the name that code scanners know (3.4.4).
  private func writeLocation(of source: Source, _ output: inout Output) {
    let address = source.address(from: settings.workingFolder)
    output.write("{\"uri\":")
    output.writeJSON(address)
    if !address.hasPrefix("file:") { output.write(",\"uriBaseId\":\"%SRCROOT%\"") }
    output.write("}")
  }

  // MARK: Notifications

  private func writeNotification(_ error: String, _ result: Report, _ output: inout Output) {
    output.write(",\n{\"level\":\"error\",\"message\":{\"text\":")
    output.writeJSON(error)
    output.write("},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":")
    writeLocation(of: result.source, &output)
    output.write(",\"region\":{\"startLine\":\(result.source.line)}}}]}")
  }

  private func writeNotifications(_ summary: Summary, _ output: inout Output) {
    var all = Output()
    all.bytes = notifications
    func say(_ text: String) {
      all.write(",\n{\"level\":\"warning\",\"message\":{\"text\":")
      all.writeJSON(text)
      all.write("}}")
    }
    if untold > 0 { say("\(untold) more payloads could not be read") }
    if summary.isPartial { say("The run was ended before everything was checked") }
    guard !all.bytes.isEmpty else { return }
    output.write(",\"toolExecutionNotifications\":[")
    output.bytes += all.bytes[1...]
    output.write("]")
  }

  // MARK: Rules

  private func write(_ rule: Rule, _ output: inout Output) {
    output.write("{\"id\":")
    output.writeJSON(rule.id)
    output.write(",\"shortDescription\":{\"text\":")
    output.writeJSON(rule.title)
    output.write("},\"fullDescription\":{\"text\":")
    output.writeJSON(rule.rationale)
    output.write("},\"help\":{\"text\":")
    output.writeJSON(rule.explanation)
    output.write(",\"markdown\":")
    output.writeJSON(RuleMarkdown.help(rule))
    output.write("},\"defaultConfiguration\":{\"level\":")
    output.writeJSON(rule.level.rawValue)
    if rule.isOptIn { output.write(",\"enabled\":false") }
    output.write("}")
    if let address = rule.references.lazy.compactMap(\.address).first {
      output.write(",\"helpUri\":")
      output.writeJSON(address)
    }
    output.write(",\"properties\":{\"tags\":")
    output.writeJSON(tags(rule)) { $0.writeJSON($1) }
    output.write(",\"references\":")
    output.writeJSON(rule.references) { $0.writeJSON($1.description) }
    output.write(
      ",\"problem.severity\":\"\(rule.level == .note ? "recommendation" : rule.level.rawValue)\"}}")
  }

  /// The words code scanners filter by: SOAP, where the rule comes from, and whether it is about what leaks.
  private func tags(_ rule: Rule) -> [String] {
    ["soap", RuleFamily(of: rule).name] + (rule.isDisclosure ? ["security"] : [])
  }
}
