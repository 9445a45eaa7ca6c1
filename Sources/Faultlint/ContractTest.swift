package import FaultlintContracts
internal import FaultlintEngine

/// Runs the examples of the rules of a contract.
package enum ContractTest {
  /// What came of it.
  package struct Result: Sendable {
    /// How many rules there are.
    package var rules = 0
    /// How many examples they have.
    package var examples = 0
    /// What is not as it should be, a sentence each.
    package var failures: [String] = []
    /// The ids of rules without a violating example.
    package var untested: [String] = []
  }

  /// Runs the examples.
  package static func run(_ contract: Contract) -> Result {
    var result = Result()
    for rule in contract.rules {
      result.rules += 1
      if rule.violating.isEmpty { result.untested.append(rule.id) }
      for (index, example) in rule.conforming.enumerated() {
        result.examples += 1
        let found = findings(of: rule, in: example, contract)
        if let found = found.first {
          result.failures.append(
            "\(rule.id): conforming example \(index + 1) has a finding at \(found.path): \(found.message)")
        }
      }
      for (index, example) in rule.violating.enumerated() {
        result.examples += 1
        let found = findings(of: rule, in: example, contract)
        let marks = Self.marks(of: example)
        let what = "\(rule.id): violating example \(index + 1)"
        if found.isEmpty {
          result.failures.append("\(what) has no finding")
        } else if !marks.isEmpty, Set(found.map(\.offset)) != Set(marks) {
          let paths = found.map { $0.path }.joined(separator: ", ")
          result.failures.append("\(what) has its finding at \(paths), and not where the mark is")
        }
      }
    }
    return result
  }

  private static func findings(of rule: Rule, in example: Example, _ contract: Contract) -> [Finding] {
    var options = Linter.Options()
    options.enabled = [rule.id]
    guard
      let linter = try? Linter(
        profiles: [], adding: [], contracts: [contract], candidates: [], options: options)
    else { return [] }
    return linter.check(example.document).findings.filter {
      $0.rule.id == rule.id || $0.also.contains(rule.id)
    }
  }

  /// Where the marks stand, in bytes of the document without them.
  private static func marks(of example: Example) -> [Int] {
    var marks: [Int] = []
    var offset = 0
    for character in example.marked {
      if character == "↓" { marks.append(offset) } else { offset += character.utf8.count }
    }
    return marks
  }
}
