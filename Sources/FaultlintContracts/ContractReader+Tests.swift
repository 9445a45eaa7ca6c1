internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRules
internal import FaultlintYAML

/// What a profile file says to test it by.
extension ContractReader {
  private static let testNames = [
    "title", "message", "request", "status", "profile", "verdict", "findings", "excused", "codes",
    "responses",
  ]

  mutating func tests(_ fields: ContractFields, _ profile: String, _ own: [Rule]) -> [Contract.Test] {
    fields.items("tests", &source).enumerated().compactMap { index, value in
      guard let parts = ContractFields(value, Self.testNames, what: "a test", &source),
        let text = parts.needed("message", of: "a test", at: value, &source)
      else { return nil }
      let expected = Self.testNames[4...]
      if !expected.contains(where: { parts[$0] != nil }) {
        source.report("a test needs what is expected: \(expected.joined(separator: ", "))", at: value)
      }
      var status: Int?
      if let word = parts.text("status", &source), let place = parts["status"] {
        status = Int(word)
        if status.map({ !(100...599).contains($0) }) ?? true {
          source.report("'status' is to be a number from 100 to 599", at: place)
        }
      }
      if let word = parts.text("verdict", &source), let place = parts["verdict"],
        !Self.verdicts.contains(word)
      {
        source.report(
          "there is no verdict '\(word)'\(Self.hint(word, Self.verdicts, "verdicts are"))", at: place)
      }
      for name in ["findings", "excused"] {
        for (id, place) in parts.texts(name, &source) {
          _ = check(rule: id, own, line: place.line, column: place.column)
        }
      }
      func texts(_ name: String, _ source: inout ContractSource) -> [String]? {
        parts[name] == nil ? nil : parts.texts(name, &source).map(\.text)
      }
      return Contract.Test(
        title: parts.text("title", &source)?.oneLine ?? "\(index + 1)",
        writtenMessage: WrittenMessage(text: text, prefixes: prefixes),
        writtenRequest: parts.text("request", &source).map { WrittenMessage(text: $0, prefixes: prefixes) },
        status: status, profile: parts.text("profile", &source) ?? profile,
        verdict: parts.text("verdict", &source), findings: texts("findings", &source),
        excused: texts("excused", &source), codes: texts("codes", &source),
        responses: texts("responses", &source), line: value.line, column: value.column)
    }
  }

  /// The verdicts that a payload may have which could be had.
  private static let verdicts = ["conforming", "nonconforming", "error-response", "not-a-fault"]
}
