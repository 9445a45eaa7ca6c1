internal import Faultlint
internal import FaultlintEngine
internal import FaultlintRuleDocs
internal import FaultlintText

/// The end of the text report: what came, what was found, and what is not shown.
struct TextSummary {
  private let summary: Summary
  private let tally: Tally
  private let settings: ReportSettings
  private let layout: TextLayout
  private var style: Style { layout.style }
  private var isVerbose: Bool { settings.detail == .verbose }

  /// How many faults, and how many other things, are named.
  private static let mostCounted = 10

  init(_ summary: Summary, _ tally: Tally, _ settings: ReportSettings, _ layout: TextLayout) {
    self.summary = summary
    self.tally = tally
    self.settings = settings
    self.layout = layout
  }

  func write(_ output: inout Output) {
    if isClean, !isVerbose {
      writeInALine(&output)
    } else {
      if !settings.presentation.isStatistics { writeRules(withNotes: isVerbose, unlessShort: true, &output) }
      writeCounts(&output)
      writeProfiles(&output)
      writeFaults(&output)
      writeOthers(&output)
      writeNotRun(&output)
      writeSkipped(&output)
      writeHidden(&output)
    }
    writeUnused(&output)
    for (advice, _) in tally.advice.first(Self.mostCounted, by: { $0.text < $1.text }).shown {
      writeLine("hint: " + advice.textWithOption.printable, &output)
    }
    writeExplanation(&output)
    if isVerbose { output.write(settings.programs + "\n") }
  }

  /// The profiles of files that no payload had a mark of: whoever names one expects that it is used.
  private func writeUnused(_ output: inout Output) {
    let used = tally.profiles
    for name in settings.candidates where summary.payloads > 0 && used[name] == nil {
      writeLine(
        "hint: the profile \(name) was used for none of them, as none has a mark of its 'selected-by': --profile \(name) uses it for all",
        &output)
    }
  }

  // MARK: A clean run

  /// Whether all there is to say is that all is well.
  private var isClean: Bool {
    summary.errors + summary.warnings == 0 && summary.payloads > 0
      && summary.conforming == summary.payloads && !summary.isPartial
  }

  /// What came of a clean run: somebody who has nothing to do is told no more than that, and how much it is worth.
  private func writeInALine(_ output: inout Output) {
    var parts = ["\(counted(summary.payloads, "payload")): \(summary.conforming) conforming"]
    let notes = tally.hiddenNotes
    parts.append(notes == 0 ? "no findings" : "\(counted(notes, "note")) hidden")
    parts += summary.suppressedInWords.map(\.words)
    let notRun = tally.notRun.count
    if notRun > 0 { parts.append("\(counted(notRun, "rule")) not run") }
    if summary.skipped > 0 { parts.append("\(counted(summary.skipped, "file")) skipped") }
    let profiles = Self.commaSeparated(tally.profiles.keys.sorted()).printable
    writeLine(Self.commaSeparated(parts) + (profiles.isEmpty ? "" : " (\(profiles))"), &output)
  }

  /// What `joined(separator:)` makes, which looks for types that nothing else in such a run needs.
  private static func commaSeparated(_ texts: [String]) -> String {
    var list = ""
    for text in texts {
      if !list.isEmpty { list += ", " }
      list += text
    }
    return list
  }

  // MARK: Any other

  private func writeCounts(_ output: inout Output) {
    let verdicts = [
      (summary.conforming, "conforming"), (summary.nonconforming, "nonconforming"),
      (summary.errorResponses, summary.errorResponses == 1 ? "error response" : "error responses"),
      (summary.notAFault, "not a fault"), (summary.unreadable, "unreadable"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let levels = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")]
      .filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
    let came = verdicts.isEmpty ? "" : ": " + verdicts.joined(separator: ", ")
    writeLine(counted(summary.payloads, "payload") + came, &output, style.bold)
    writeLine(levels.isEmpty ? "no findings" : levels.joined(separator: ", "), &output, style.bold)
    for (words, them) in summary.suppressedInWords {
      writeLine(isVerbose ? words : "\(words): --verbose shows \(them)", &output)
    }
  }

  private func writeProfiles(_ output: inout Output) {
    let profiles = tally.profiles
    guard !profiles.isEmpty else { return }
    let used = profiles.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
    writeLine("profiles: " + used.joined(separator: ", ").printable, &output)
  }

  /// The faults by what they say, the most frequent first.
  private func writeFaults(_ output: inout Output) {
    let (shown, rest) = tally.frequentFaults(Self.mostCounted)
    writeCounts("faults", shown.map { ($0.thing.words, $0.count) }, rest, &output)
  }

  /// What came instead of faults, the most frequent first.
  private func writeOthers(_ output: inout Output) {
    let (shown, rest) = tally.others.first(Self.mostCounted, by: <)
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
      let number = count.aligned
      output.writeWrapped(
        words.printable, behind: number + "  ", columns: number.count + 2, indent: 8, width: layout.width)
    }
  }

  /// The rules that were not run: their number, or their names by what they need.
  private func writeNotRun(_ output: inout Output) {
    let notRun = tally.notRun
    guard !notRun.isEmpty else { return }
    guard isVerbose else {
      let (rules, need) = notRun.count == 1 ? ("rule was", "it needs") : ("rules were", "they need")
      return writeLine(
        "\(notRun.count) \(rules) not run because a fact that \(need) is unknown: --verbose says which",
        &output)
    }
    for (reason, rules) in Dictionary(grouping: notRun, by: \.reason).sorted(by: { $0.key < $1.key }) {
      writeLine("not run, because \(reason.printable):", &output)
      output.writeWrapped(
        rules.map { $0.rule.id.printable }.joined(separator: ", "), indent: 6, width: layout.width)
    }
  }

  private func writeSkipped(_ output: inout Output) {
    guard summary.skipped > 0 else { return }
    let what = summary.skipped == 1 ? "file that is no capture" : "files that are no captures"
    writeLine("skipped: \(summary.skipped) \(what)", &output)
  }

  private func writeHidden(_ output: inout Output) {
    let notes = tally.hiddenNotes
    guard notes > 0 else { return }
    writeLine("\(counted(notes, "note")) \(notes == 1 ? "is" : "are") hidden: --verbose shows them", &output)
  }

  /// Where more is said of the worst rule that was broken.
  private func writeExplanation(_ output: inout Output) {
    let rule = rules(withNotes: isVerbose).first { !$0.rule.rationale.isEmpty }?.rule
    guard let rule else { return }
    let files = (settings.ruleFiles[rule.id] ?? []).map { " --rules \($0.asArgument.printable)" }
    let line = "more on a rule: faultlint explain \(rule.id)\(files.joined())"
    // A command with paths is not broken: it is there to be copied.
    if files.isEmpty { writeLine(line, &output) } else { output.write(line + "\n") }
  }

  // MARK: Rules

  /// Adds a line a rule that was broken, the worst first.
  ///
  /// - Parameters:
  ///   - withNotes: Whether notes are among them.
  ///   - unlessShort: Whether to leave out a list that says no more than the findings themselves.
  ///   - output: Where to write.
  func writeRules(withNotes: Bool, unlessShort: Bool = false, _ output: inout Output) {
    let rows = rules(withNotes: withNotes)
    let isShort = !rows.contains { $0.count > 1 } || rows.map(\.count).reduce(0, +) <= 5
    guard !rows.isEmpty, !(unlessShort && isShort) else { return }
    var table = TextTable(width: settings.tableWidth)
    for row in rows {
      table.append(
        TextTable.Cell(row.count.aligned),
        TextTable.Cell(row.level.rawValue) { style.level(row.level, $0) },
        TextTable.Cell(row.rule.id), TextTable.Cell(row.rule.title.printable))
    }
    table.write(&output)
    if settings.detail != .quiet, settings.hasSummary { output.write("\n") }
  }

  private func rules(withNotes: Bool) -> [(rule: Rule, level: Level, count: Int)] {
    tally.brokenRules.filter { $0.level > .note || withNotes }
  }

  /// Adds a line of the summary; what has no room in it stands below, indented.
  private func writeLine(_ text: String, _ output: inout Output, _ paint: ((String) -> String)? = nil) {
    output.writeWrapped(text, behind: "", columns: 0, indent: 2, width: layout.width, paint)
  }

  private func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
}

extension FaultHeadline {
  /// The local names of its codes, from the outside in.
  var codesInWords: String {
    let codes = ([code] + subcodes).map { code in
      code.hasPrefix("{")
        ? code.lastIndex(of: "}").map { String(code[code.index(after: $0)...]) } ?? code : code
    }
    let words = codes.filter { !$0.isEmpty }.joined(separator: "/")
    return words.isEmpty ? "no code" : words
  }

  /// It in a line: its codes, and its text.
  fileprivate var words: String { "\(codesInWords): \(text.isEmpty ? "no text" : text)" }
}

extension String {
  /// It as an argument of a command.
  fileprivate var asArgument: String {
    let isPlain = utf8.allSatisfy { byte in
      (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || (0x2B...0x3A).contains(byte) || byte == 0x5F
        || byte >= 0x80
    }
    return isPlain && !isEmpty
      ? self : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
