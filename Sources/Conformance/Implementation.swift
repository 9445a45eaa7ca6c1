internal import FaultModel
internal import FaultProfiles
internal import FaultRules
internal import Faultlint
internal import Reports
internal import XMLTree

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
public final class Itself: Implementation {
  /// What it is called, with its version.
  public let name: String
  /// It tells all there is.
  public let capabilities = Set(Capability.allCases)
  /// Those that are built in.
  public let profiles: Set<String>? = Set(Profiles.names + ["auto"])
  private var linters: [String: Linter] = [:]
  private let missing: String?

  /// faultlint of a version.
  ///
  /// - Parameters:
  ///   - version: The version.
  ///   - missing: The id of a rule to leave out of every profile that a case names, to see whether the suite notices.
  public init(version: String, without missing: String? = nil) {
    name = "faultlint \(version)"
    self.missing = missing
  }

  /// Judges the message of a case under the profiles of an expectation.
  public func judge(_ item: ConformanceCase, _ expectation: CaseExpectation) -> Reply {
    do {
      var facts = item.facts
      if let path = facts.requestPath {
        let request = try Files.read(path)
        facts.exchange.requestMessage = request.withUnsafeBufferPointer(Linter().message)
      }
      let result = lint(try Files.read(item.path), item.path, expectation.profiles, facts)
      return .answer(
        Answer(verdict: result.verdict.rawValue, findings: result.findings.map(ExpectedFinding.init)))
    } catch {
      return .broken("\(error)")
    }
  }

  /// Nothing has to be ended.
  public func stop() {}

  /// Judges bytes.
  func lint(_ bytes: [UInt8], _ path: String, _ profiles: [String], _ facts: CaseFacts) -> PayloadResult {
    let key = "\(profiles) \(facts.optIn) \(facts.expectsFault)"
    let linter: Linter
    if let known = linters[key] {
      linter = known
    } else {
      var options = LintOptions()
      options.profiles = profiles.compactMap(Profiles.named).map { $0.without(missing) }
      options.optIn = Set(facts.optIn)
      options.expectsFault = facts.expectsFault
      linter = Linter(options: options)
      linters[key] = linter
    }
    return bytes.withUnsafeBufferPointer { linter.lint($0, from: Source(path: path), in: facts.exchange) }
  }
}

extension Profile {
  /// The same without a rule.
  fileprivate func without(_ id: String?) -> Profile {
    guard let id, rules.contains(id) else { return self }
    return Profile(
      name: name, title: title, version: version, family: family, rules: rules.filter { $0 != id },
      overrides: overrides, schema: schema)
  }
}

extension ExpectedFinding {
  /// What faultlint found. The constraints of schemas beside a rule are left out: which one a validator names for a
  /// defect is its own affair.
  init(_ located: LocatedFinding) {
    self.init(
      id: located.finding.rule.id, level: located.finding.level, line: located.line,
      also: located.finding.also.filter { !$0.hasPrefix("XSD-") })
  }
}
