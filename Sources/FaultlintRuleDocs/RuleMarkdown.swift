public import FaultlintEngine
internal import FaultlintRules
internal import FaultlintText

/// The pages in `docs/rules`: one a rule, one for the constraints of XML Schema, and an index.
public enum RuleMarkdown {
  /// All files, by name.
  public static var files: [(name: String, text: String)] {
    let schema = RuleFamily.all.filter(isOnePage)
    let pages = RuleSet.builtIn.rules.filter { !isOnePage(RuleFamily(of: $0)) }
    return [("README.md", index)]
      + pages.map { ("\($0.id).md", page(RulePage($0))) }
      + schema.map { ("\($0.name.uppercased()).md", familyPage($0)) }
  }

  /// A table of rules, each with the level to show.
  public static func table(_ rules: [(rule: Rule, level: Level)], links: Bool = false) -> String {
    var text = "| Rule | Level | What is wrong | Clause |\n|---|---|---|---|\n"
    for (rule, level) in rules {
      let name = links ? link(rule.id) : "`\(rule.id)`"
      text +=
        "| \(name) | \(level.rawValue) | \(cell(rule.title)) | \(cell(rule.references[0].description)) |\n"
    }
    return text
  }

  /// What programs show who ask for help with a finding: why it matters, what to do, and where it is stated.
  public static func help(_ rule: Rule) -> String {
    var text = escaped(rule.rationale) + "\n"
    if !rule.remedy.isEmpty { text += "\n**How to fix it.** \(escaped(rule.remedy))\n" }
    let clauses = rule.references.map { reference in
      reference.address.map { "[\(reference.description)](\($0))" } ?? reference.description
    }
    return text + "\n\(clauses.joined(separator: "; "))\n"
  }

  // MARK: Pages

  private static let generated =
    "<!-- Generated from the code: edit the rule, then run `faultlint-dev docs`. -->\n\n"

  private static var index: String {
    var text = """
      # Rules

      \(generated)Every rule faultlint knows, by where it comes from. The level is the rule's own; a profile may give it another, \
      which its page says. In a terminal `faultlint explain ID` says the same, for an id, the number of a requirement \
      (`R1004`) or a test assertion of WS-I (`BP1302`).

      """
    for family in RuleFamily.all {
      text += "\n## \(family.title)\n\n"
      if isOnePage(family) {
        let count = family.rules.count
        text +=
          "[\(count) constraints](\(family.name.uppercased()).md), each reported under the name the specification gives it.\n"
      } else {
        text += table(family.rules.map { ($0, $0.level) }, links: true)
      }
    }
    return text
  }

  private static func page(_ page: RulePage) -> String {
    let rule = page.rule
    var text = "# \(escaped(rule.title))\n\n\(generated)`\(rule.id)`\n\n"
    text += facts(page)
    text += "\n## Why it matters\n\n\(wrapped(escaped(rule.rationale)))"
    if !rule.remedy.isEmpty { text += "\n## How to fix it\n\n\(wrapped(escaped(rule.remedy)))" }
    for (heading, examples) in page.examples {
      text += "\n## \(heading)\n"
      for example in examples { text += block(example) }
    }
    return text
  }

  private static func facts(_ page: RulePage) -> String {
    let rule = page.rule
    var rows: [(String, String)] = []
    let levels = page.levelsInWords.map { "\($0.level.rawValue) \($0.profiles)" }
    rows.append(("Level", levels.joined(separator: "; ")))
    let clauses = page.references.map { text, address in address.map { "[\(text)](\($0))" } ?? text }
    rows.append(("Clause", clauses.joined(separator: "; ")))
    if !rule.assertions.isEmpty { rows.append(("WS-I tests", page.assertionsInWords)) }
    for relation in page.relations {
      rows.append((capitalised(relation.kind.rawValue), relation.rules.map(link).joined(separator: ", ")))
    }
    if let notes = page.notes { rows.append(("Notes", escaped(notes))) }
    return "| | |\n|---|---|\n" + rows.map { "| \($0.0) | \($0.1) |\n" }.joined()
  }

  /// The rules of a family that share their reason and remedy, on one page.
  private static func familyPage(_ family: RuleFamily) -> String {
    var text = "# \(family.title)\n\n\(generated)"
    guard let first = family.rules.first else { return text }
    text +=
      wrapped(escaped(first.rationale)) + "\n" + wrapped(escaped(first.remedy)) + "\n"
      + facts(RulePage(first))
    text += "\n| Rule | What is wrong |\n|---|---|\n"
    for rule in family.rules { text += "| <a id=\"\(rule.id)\"></a>`\(rule.id)` | \(cell(rule.title)) |\n" }
    return text
  }

  private static func block(_ example: Example) -> String {
    let layout = ExampleLayout(example)
    var text = example.caption(layout).map { "\n\(capitalised($0)):\n" } ?? ""
    text += example.document.contains("<") ? "\n```xml\n" : "\n```text\n"
    for line in layout.lines {
      text += line.text + "\n"
      if let underline = line.underline { text += underline + "\n" }
    }
    return text + "```\n"
  }

  // MARK: Markdown

  private static func isOnePage(_ family: RuleFamily) -> Bool { family.name == "xsd" }

  private static func link(_ id: String) -> String {
    let isInFamilyPage = RuleSet.builtIn[id].map { isOnePage(RuleFamily(of: $0)) } ?? false
    return isInFamilyPage ? "[`\(id)`](XSD.md#\(id))" : "[`\(id)`](\(id).md)"
  }

  private static func wrapped(_ text: String) -> String {
    var output = Output()
    output.writeWrapped(text, indent: 0, width: 116)
    return String(decoding: output.bytes, as: UTF8.self)
  }

  private static func cell(_ text: String) -> String {
    escaped(text).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }

  /// By bytes, as all that is escaped is ASCII: a SARIF report has the help of every rule, and going over its characters
  /// took more time than the rest of the report.
  private static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "*"), UInt8(ascii: "_"): bytes += [UInt8(ascii: "\\"), byte]
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
