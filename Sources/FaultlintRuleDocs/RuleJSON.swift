internal import FaultlintEngine
internal import FaultlintRules
public import FaultlintText

/// Rules and profiles for other programs. `docs/rules.schema.json` describes it.
public struct RuleJSON: Sendable {
  let version: String

  /// A writer of the given version of the program.
  public init(version: String) { self.version = version }

  /// A document with these rules.
  ///
  /// - Parameters:
  ///   - pages: The rules.
  ///   - hasExamples: Whether to write their examples as well.
  ///   - codes: What codes of vendors mean, to write as well.
  ///   - output: Where to write.
  package func write(
    _ pages: [RulePage], hasExamples: Bool, codes: [JSONValue] = [], _ output: inout Output
  ) {
    output.write("{")
    output.writeProgram(version, format: 1)
    output.write(",\"rules\":[")
    for (index, page) in pages.enumerated() {
      output.write(index == 0 ? "\n" : ",\n")
      Self.write(page, hasExamples: hasExamples, &output)
    }
    output.write("\n]")
    if !codes.isEmpty { output.write(",\"codes\":" + JSONValue.array(codes).compact) }
    output.write("}\n")
  }

  /// Writes an object with one rule, on one line.
  ///
  /// - Parameters:
  ///   - page: The rule.
  ///   - hasExamples: Whether to write its examples as well.
  ///   - output: Where to write.
  public static func write(_ page: RulePage, hasExamples: Bool, _ output: inout Output) {
    let rule = page.rule
    output.write("{\"id\":")
    output.writeJSON(rule.id)
    output.write(",\"family\":")
    output.writeJSON(RuleFamily(of: rule).name)
    output.write(",\"title\":")
    output.writeJSON(rule.title)
    output.write(",\"level\":")
    output.writeJSON(rule.level.rawValue)
    output.write(",\"levels\":{")
    for (index, item) in page.levels.enumerated() {
      if index > 0 { output.write(",") }
      output.writeJSON(item.profile.name)
      output.write(":")
      output.writeJSON(item.level.rawValue)
    }
    output.write("},\"references\":")
    output.writeJSON(page.references) { output, reference in
      output.write("{\"text\":")
      output.writeJSON(reference.text)
      output.write(",\"address\":")
      output.writeJSON(reference.address)
      output.write("}")
    }
    output.write(",\"checkable\":\(rule.isReported),\"optIn\":\(rule.isOptIn),\"needs\":")
    output.writeJSON(rule.needs.map { [$0.rawValue] } ?? []) { $0.writeJSON($1) }
    output.write(",\"assertions\":")
    output.writeJSON(rule.assertions) { output, assertion in
      output.write("{\"profile\":")
      output.writeJSON(assertion.profile)
      output.write(",\"id\":")
      output.writeJSON(assertion.id)
      output.write("}")
    }
    output.write(",\"rationale\":")
    output.writeJSON(rule.rationale)
    output.write(",\"remedy\":")
    output.writeJSON(rule.remedy.isEmpty ? nil : rule.remedy)
    for (name, ids) in [
      ("restates", rule.restates), ("absorbs", rule.absorbs), ("supersedes", rule.supersedes),
    ] {
      output.write(",\"\(name)\":")
      output.writeJSON(ids) { $0.writeJSON($1) }
    }
    if hasExamples {
      output.write(",\"conforming\":")
      output.writeJSON(rule.conforming) { write($1, &$0) }
      output.write(",\"violating\":")
      output.writeJSON(rule.violating) { write($1, &$0) }
    }
    output.write("}")
  }

  private static func write(_ example: Example, _ output: inout Output) {
    output.write("{\"document\":")
    output.writeJSON(example.document)
    output.write(",\"marked\":")
    output.writeJSON(example.marked)
    output.write(",\"given\":")
    output.writeJSON(example.knowledge)
    output.write("}")
  }
}
