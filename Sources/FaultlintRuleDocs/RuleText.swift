public import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRules
public import FaultlintText

/// Rules as people read them in a terminal.
public struct RuleText: Sendable {
  private let style: Style
  private let width: Int
  private let tableWidth: Int?

  /// A writer.
  ///
  /// - Parameters:
  ///   - color: Whether to use the colours of terminals.
  ///   - width: The columns to wrap prose at.
  ///   - tableWidth: The columns of the terminal that lists are shown on; nil to break nothing of them.
  public init(color: Bool, width: Int, tableWidth: Int?) {
    style = Style(isOn: color)
    self.width = max(width, 40)
    self.tableWidth = tableWidth
  }

  /// All there is to say about a rule.
  public func write(_ page: RulePage, _ output: inout Output) {
    let rule = page.rule
    output.write(style.bold(rule.id) + "\n")
    output.writeWrapped(rule.title, indent: 2, width: width, style.bold)
    output.write("\n")
    for (index, item) in page.levelsInWords.enumerated() {
      writeField(index == 0 ? "level" : "", "\(item.level.rawValue) \(item.profiles)", &output) {
        $0.hasPrefix(item.level.rawValue)
          ? style.level(item.level) + $0.dropFirst(item.level.rawValue.count) : $0
      }
    }
    for (index, reference) in page.references.enumerated() {
      writeField(index == 0 ? "clause" : "", reference.text, &output)
      if let address = reference.address { writeField("", address, &output, style.dim) }
    }
    if !rule.assertions.isEmpty { writeField("WS-I tests", page.assertionsInWords, &output) }
    for relation in page.relations {
      writeField(relation.kind.rawValue, relation.rules.joined(separator: ", "), &output)
    }
    writeSection("Why it matters", rule.rationale, &output)
    if !rule.remedy.isEmpty { writeSection("How to fix it", rule.remedy, &output) }
    if let notes = page.notes { writeSection("Notes", notes, &output) }
    for (heading, examples) in page.examples { write(heading, examples[0], rule.level, &output) }
  }

  private func write(_ heading: String, _ example: Example, _ level: Level, _ output: inout Output) {
    let layout = ExampleLayout(example)
    let caption = example.caption(layout).map { ", \($0)" } ?? ""
    output.write("\n")
    output.writeWrapped(heading + caption, indent: 0, width: width) { line in
      line.hasPrefix(heading) ? style.bold(heading) + line.dropFirst(heading.count) : line
    }
    for line in layout.lines {
      output.write("  " + line.text + "\n")
      if let underline = line.underline { output.write("  " + style.mark(underline, level) + "\n") }
    }
  }

  /// A line a rule: id, level and title.
  ///
  /// - Parameters:
  ///   - rules: The rules, each with the level to show.
  ///   - output: Where to write.
  public func write(_ rules: [(rule: Rule, level: Level)], _ output: inout Output) {
    var table = TextTable(width: tableWidth)
    for (rule, level) in rules {
      table.append(
        TextTable.Cell(rule.id), TextTable.Cell(level.rawValue) { style.level(level, $0) },
        TextTable.Cell(rule.title))
    }
    table.write(&output)
  }

  /// A line a profile: name, version of SOAP, number of rules, title, and what it builds on.
  public func write(_ profiles: [Profile], _ output: inout Output) {
    var table = TextTable(width: tableWidth)
    for profile in profiles {
      let bases = profile.bases.isEmpty ? "" : "; builds on \(profile.bases.joined(separator: ", "))"
      table.append(
        TextTable.Cell(profile.name, style.bold),
        TextTable.Cell("SOAP \(profile.version?.rawValue ?? "1.1, 1.2")"),
        TextTable.Cell("\(profile.rules.count) rules"), TextTable.Cell(profile.title + bases))
    }
    table.write(&output)
  }

  private func writeField(
    _ name: String, _ value: String, _ output: inout Output, _ paint: ((String) -> String)? = nil
  ) {
    output.writeWrapped(
      value, behind: "  " + name.padded(to: 18), columns: 20, indent: 20, width: width, paint)
  }

  private func writeSection(_ heading: String, _ text: String, _ output: inout Output) {
    output.write("\n" + style.bold(heading) + "\n")
    output.writeWrapped(text, indent: 2, width: width)
  }
}
