public import Faultlint
public import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRules
internal import FaultlintText

/// A section of a specification, and the cases that it decides.
public struct SuiteSection: Sendable {
  /// Its folder, from that of the suite.
  public let folder: String
  /// The specification.
  public let document: String
  /// The number of the section there.
  public let number: String
  /// The heading of the section.
  public let title: String
  /// The cases, in the order of the manifest.
  public var cases: [ConformanceCase]
}

/// A message and what a correct checker says of it.
public struct ConformanceCase: Sendable {
  /// Whether the message keeps the rules it is about.
  public enum Kind: String, Sendable, CaseIterable {
    /// It keeps them.
    case conforming
    /// It breaks one.
    case violating
    /// It lies on the edge, where checkers go wrong.
    case boundary
  }

  /// Its name in the whole suite.
  public let id: String
  /// What it shows, in a sentence.
  public let title: String
  /// The file of the message, from the folder of the suite.
  public let file: String
  /// Where to find it on disk.
  public let path: String
  /// Whether it keeps the rules it is about.
  public let kind: Kind
  /// The rules it is about.
  public let rules: [String]
  /// Where its expectations come from.
  public let sources: [String]
  /// What is known about the exchange.
  public let facts: CaseFacts
  /// What is expected, for one selection of profiles after the other.
  public let expectations: [CaseExpectation]
  /// The readings, where the sources leave it open; such a case is not counted.
  public let contested: String?
  /// The id of the case that keeps the rule, in as few other bytes as possible.
  public let twin: String?
  /// The line of the manifest that it begins in.
  public let line: Int
}

extension ConformanceCase {
  /// Whether it is about a rule, or expects a finding of it.
  func mentions(_ rule: String) -> Bool {
    rules.contains(rule)
      || expectations.contains { $0.findings.contains { $0.id == rule || $0.also?.contains(rule) == true } }
  }
}

/// What a case says about the exchange besides the message.
public struct CaseFacts: Sendable {
  /// What is known about the exchange.
  public var exchange = Exchange()
  /// Whether a message that is no fault is an error.
  public var expectsFault = false
  /// The rules to run that are off unless asked for.
  public var optIn: [String] = []
  /// The file of the request that the message answers, from the folder of the suite.
  public var request: String?
  /// Where to find it on disk.
  var requestPath: String?
  /// The WSDL of the service, from the folder of the suite.
  public var description: String?
  /// Where to find it on disk.
  var descriptionPath: String?
  /// The same as the manifest has it, for implementations.
  let json: JSONValue

  init(json: JSONValue) { self.json = json }
}

/// What is expected under a selection of profiles.
public struct CaseExpectation: Sendable {
  /// The names of the profiles, or `auto` alone.
  public let profiles: [String]
  /// The verdict.
  public let verdict: Verdict
  /// The findings, all there are, in document order.
  public let findings: [ExpectedFinding]
}

/// A finding that is expected.
public struct ExpectedFinding: Sendable, Hashable {
  /// The rule that leads.
  public let id: String
  /// The level; nil if it was not told.
  public let level: Level?
  /// The line; nil if it is about no place, or was not told.
  public let line: Int?
  /// The other rules the same defect breaks, constraints of schemas left out; nil if they were not told.
  public let also: [String]?

  /// A finding with every part given.
  public init(id: String, level: Level?, line: Int?, also: [String]?) {
    self.id = id
    self.level = level
    self.line = line
    self.also = also
  }
}
