internal import FaultlintText

/// The results of a run as a tree of sections, for people.
public struct TreeReport {
  private let run: SuiteRun
  private let isVerbose: Bool
  private let style: Style

  /// The marks before results.
  private struct Style {
    let isColored: Bool
    func mark(_ status: CaseOutcome.Status) -> String {
      let (mark, color) =
        switch status {
        case .passed: ("✔", 32)
        case .failed: ("✘", 31)
        case .broken: ("!", 31)
        case .skipped: ("-", 33)
        }
      return isColored ? "\u{1B}[\(color)m\(mark)\u{1B}[0m" : mark
    }
  }

  /// A report.
  ///
  /// - Parameters:
  ///   - run: What to report.
  ///   - isVerbose: Whether to name every case, not only those that did not pass.
  ///   - isColored: Whether to use the colours of terminals.
  public init(_ run: SuiteRun, isVerbose: Bool, isColored: Bool) {
    self.run = run
    self.isVerbose = isVerbose
    style = Style(isColored: isColored)
  }

  /// The text.
  public var text: String {
    // Manifests and implementations are other people's.
    var text = "\(run.implementation.printable), suite \(run.suite.name.printable)\n"
    var document = ""
    for (section, outcomes) in run.sections where !outcomes.isEmpty {
      if section.document != document {
        document = section.document
        text += "\n\(document.printable)\n"
      }
      text += heading(section, outcomes)
      for outcome in outcomes where isVerbose || (outcome.isCounted && outcome.status != .passed) {
        text += describe(outcome)
      }
    }
    if run.isPartial { text += "\npartial: the run was ended before everything was asked\n" }
    return text + "\n" + summary + "\n"
  }

  private func heading(_ section: SuiteSection, _ outcomes: [CaseOutcome]) -> String {
    var tally = Tally()
    for outcome in outcomes { tally.add(outcome) }
    let status: CaseOutcome.Status =
      tally[.broken] > 0 ? .broken : tally[.failed] > 0 ? .failed : tally[.passed] > 0 ? .passed : .skipped
    let count = tally.asked == 0 ? "not run" : "\(tally[.passed])/\(tally.asked)"
    return
      "  \(style.mark(status)) \(section.number.printable) \(section.title.printable): \(count)\n"
  }

  private func describe(_ outcome: CaseOutcome) -> String {
    let profiles = outcome.profiles.joined(separator: ", ")
    var text = "      \(style.mark(outcome.status)) \(outcome.item.title.printable) [\(profiles)]"
    if !outcome.isCounted { text += " (contested, not counted)" }
    if let reason = outcome.reason, outcome.status == .skipped { text += " (skipped: \(reason.printable))" }
    text += "\n"
    guard outcome.status == .failed || outcome.status == .broken else { return text }
    text += "          \(outcome.item.id.printable): \(outcome.item.file.printable)\n"
    for difference in outcome.differences { text += "          \(difference.text.printable)\n" }
    if let reason = outcome.reason { text += "          \(reason.printable)\n" }
    return text
  }

  private var summary: String {
    let tally = run.tally
    var parts = ["\(tally[.passed]) passed", "\(tally[.failed]) failed"]
    if tally[.broken] > 0 { parts.append("\(tally[.broken]) without a usable answer") }
    if tally[.skipped] > 0 { parts.append("\(tally[.skipped]) skipped") }
    if tally.contested > 0 { parts.append("\(tally.contested) contested, not counted") }
    return "\(run.suite.cases.count) cases, \(tally.asked) expectations: " + parts.joined(separator: ", ")
  }
}

extension SuiteRun {
  /// The results as JSON.
  public var json: String {
    JSONValue.object([
      ("suite", .string(suite.name)), ("implementation", .string(implementation)),
      (
        "summary",
        .object(
          [("cases", .number(suite.cases.count))]
            + CaseOutcome.Status.allCases.map { ($0.rawValue, .number(tally[$0])) }
            + [("contested", .number(tally.contested))]
            + (isPartial ? [("partial", JSONValue(.bool(true)))] : []))
      ),
      ("problems", .array(suite.problems.map { .string($0.description) })),
      (
        "sections",
        .array(
          sections.map { section, outcomes in
            .object([
              ("folder", .string(section.folder)), ("document", .string(section.document)),
              ("number", .string(section.number)), ("title", .string(section.title)),
              ("results", .array(outcomes.map(\.json))),
            ])
          })
      ),
    ]).pretty
  }

  /// The results as JUnit XML: a suite a section, a case an expectation.
  public var junit: String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text +=
      "<testsuites name=\"\(suite.name.xmlEscaped)\" tests=\"\(tally.asked + tally[.skipped] + tally.contested)\" "
    text += "failures=\"\(tally[.failed])\" errors=\"\(tally[.broken])\">\n"
    for (section, outcomes) in sections {
      let name = section.folder.isEmpty ? suite.name : section.folder
      text += "  <testsuite name=\"\(name.xmlEscaped)\" tests=\"\(outcomes.count)\">\n"
      for outcome in outcomes { text += outcome.junit(name) }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }
}

extension CaseOutcome {
  fileprivate var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("id", .string(item.id)), ("profiles", .array(profiles.map(JSONValue.string))),
      ("status", .string(status.rawValue)),
    ]
    if !isCounted { members.append(("contested", JSONValue(.bool(true)))) }
    if !differences.isEmpty {
      members.append(
        (
          "differences",
          .array(
            differences.map { .object([("kind", .string($0.kind.rawValue)), ("text", .string($0.text))]) })
        ))
    }
    if let reason { members.append(("reason", .string(reason))) }
    return .object(members)
  }

  fileprivate func junit(_ className: String) -> String {
    let name = "\(item.id) [\(profiles.joined(separator: ", "))]"
    let start =
      "    <testcase classname=\"\(className.xmlEscaped)\" name=\"\(name.xmlEscaped)\" file=\"\(item.file.xmlEscaped)\""
    let text = (differences.map(\.text) + [reason].compactMap(\.self)).joined(separator: "\n").xmlEscaped
    if !isCounted { return start + "><skipped message=\"contested\"/></testcase>\n" }
    switch status {
    case .passed: return start + "/>\n"
    case .failed:
      return start + "><failure message=\"\(item.title.xmlEscaped)\">\(text)</failure></testcase>\n"
    case .broken: return start + "><error message=\"no usable answer\">\(text)</error></testcase>\n"
    case .skipped: return start + "><skipped message=\"\(text)\"/></testcase>\n"
    }
  }
}

extension String {
  /// It as character data of XML, or as the value of an attribute.
  fileprivate var xmlEscaped: String {
    var output = Output()
    output.writeXML(self)
    return String(decoding: output.bytes, as: UTF8.self)
  }
}
