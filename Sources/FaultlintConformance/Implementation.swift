internal import Faultlint
internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRules
internal import FaultlintXMLTree

/// Something that judges messages, and can be held to a suite.
public protocol Implementation: AnyObject {
  /// What it is called, with its version.
  var name: String { get }
  /// What it can tell.
  var capabilities: Set<Capability> { get }
  /// The profiles it has; nil if it did not say.
  var profiles: Set<String>? { get }

  /// Judges the message of a case under the profiles of an expectation.
  func judge(_ item: ConformanceCase, _ expectation: CaseExpectation) -> Reply
  /// Ends it.
  func stop()
}

/// What became of a question to an implementation.
public enum Reply: Sendable {
  /// It answered.
  case answer(Answer)
  /// It does not judge such a case; why.
  case skipped(String)
  /// It broke; how.
  case broken(String)
}

/// faultlint itself, in this process.
public final class BuiltInImplementation: Implementation {
  /// What it is called, with its version.
  public let name: String
  /// It tells all there is.
  public let capabilities = Set(Capability.allCases)
  /// Those that are built in.
  public let profiles: Set<String>? = Set(Profile.names + BuiltInContracts.names + ["auto"])
  private var linters: [String: Linter] = [:]
  private var descriptions: [String: WSDL] = [:]
  private let missing: (rule: String, profile: String)?

  /// faultlint of a version.
  ///
  /// - Parameters:
  ///   - version: The version.
  ///   - missing: The id of a rule to leave out of a profile where a case names it, to see whether the suite notices.
  public init(version: String, without missing: (rule: String, profile: String)? = nil) {
    name = "faultlint \(version)"
    self.missing = missing
  }

  /// Judges the message of a case under the profiles of an expectation.
  public func judge(_ item: ConformanceCase, _ expectation: CaseExpectation) -> Reply {
    do {
      var facts = item.facts
      if let path = facts.requestPath { facts.exchange.requestBody = try Files.read(path) }
      if let path = facts.descriptionPath {
        let wsdl = try descriptions[path] ?? WSDL(path, load: Files.read)
        descriptions[path] = wsdl
        facts.exchange.facts.description = wsdl.contract.description
      }
      let report = try check(try Files.read(item.path), item.path, expectation.profiles, facts)
      return .answer(
        Answer(verdict: report.verdict.rawValue, findings: report.findings.map(ExpectedFinding.init)))
    } catch {
      return .broken("\(error)")
    }
  }

  /// Nothing has to be ended.
  public func stop() {}

  /// Judges bytes.
  func check(_ bytes: [UInt8], _ path: String, _ profiles: [String], _ facts: CaseFacts) throws(LinterError)
    -> Report
  {
    let key = "\(profiles) \(facts.optIn) \(facts.expectsFault)"
    if linters[key] == nil {
      var options = Linter.Options()
      options.enabled = Set(facts.optIn)
      options.expectsFault = facts.expectsFault
      let named = profiles.compactMap(Profile.named).map { profile in
        guard let missing, missing.profile == profile.name, let rule = RuleSet.builtIn[missing.rule] else {
          return profile
        }
        return profile.without(rule)
      }
      linters[key] = try Linter(
        profiles: profiles.contains("auto") ? nil : named, adding: [],
        contracts: profiles.compactMap(BuiltInContracts.named), candidates: [], options: options)
    }
    return linters[key, default: Linter()].check(bytes, in: facts.exchange, name: path)
  }
}

extension ExpectedFinding {
  /// What faultlint found. The constraints of schemas in addition to a rule are left out: which one a validator names
  /// for a defect is its own affair.
  init(_ finding: Finding) {
    self.init(
      id: finding.rule.id, level: finding.level, line: finding.line,
      also: finding.also.filter { id in
        if case .schema = RuleSet.builtIn[id]?.check { false } else { true }
      })
  }
}
