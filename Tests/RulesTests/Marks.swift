import Faultlint
import FaultlintEngine
public import FaultlintEngine
import FaultlintModel
import FaultlintReports
import FaultlintRules
internal import FaultlintRules
public import Testing

extension Rule: CustomTestStringConvertible {
  /// How a failing test names it.
  public var testDescription: String { id }
}

extension Profile: CustomTestStringConvertible {
  /// How a failing test names it.
  public var testDescription: String { name }
}

/// An example of a rule under one of the profiles the rule is in.
struct ExampleCase: Sendable, CustomTestStringConvertible {
  let rule: Rule
  let profile: Profile
  let example: Example
  var testDescription: String { "\(rule.id) under \(profile.name): \(example.marked)" }

  static func all(_ examples: (Rule) -> [Example]) -> [ExampleCase] {
    RuleSet.builtIn.rules.flatMap { rule in
      Profile.all.filter { $0.runs(rule) }.flatMap { profile in
        examples(rule).filter { $0.version == nil || profile.version == nil || $0.version == profile.version }
          .map { ExampleCase(rule: rule, profile: profile, example: $0) }
      }
    }
  }

  /// What tells the linters that examples need apart.
  var court: String { profile.name + (rule.isOptIn ? " \(rule.id)" : "") }

  /// A linter for the example, and for all others of the same court.
  var linter: Linter {
    var options = Linter.Options()
    options.enabled = rule.isOptIn ? [rule.id] : []
    guard let linter = try? Linter(profiles: [profile], options: options) else {
      preconditionFailure("a rule of the set is not in the set")
    }
    return linter
  }

  /// What faultlint says of the example, or of a document that means the same.
  func lint(_ document: [UInt8]? = nil, by known: Linter? = nil) -> Report {
    let linter = known ?? linter
    var exchange = Exchange(example.exchange)
    exchange.requestBody = example.request.map { Array($0.utf8) }
    return linter.check(document ?? Array(example.document.utf8), in: exchange, name: "example")
  }
}

extension Example {
  /// The byte offsets of the marks in the document without them.
  var marks: [Int] {
    var offsets: [Int] = []
    var count = 0
    for character in marked {
      if character == "↓" { offsets.append(count) } else { count += String(character).utf8.count }
    }
    return offsets
  }

  /// The version of its envelope; nil if it has none of the two.
  var version: SOAPVersion? {
    if document.contains(":Envelope xmlns:e=") { return .v12 }
    if document.contains("Envelope xmlns:s=\"http://schemas") { return .v11 }
    return nil
  }
}

extension Profile {
  /// Whether a rule is in it and none of its others supersedes it.
  func runs(_ rule: Rule) -> Bool {
    rules.contains { $0 === rule }
  }
}

extension Finding {
  /// The leading rule and the others that the same defect breaks.
  var ids: [String] { [rule.id] + also }
}
