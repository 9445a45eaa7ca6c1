internal import Faultlint
internal import FaultlintEngine
internal import FaultlintModel

/// Why there is no such fixture.
public struct FixtureError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, in a sentence without a full stop.
  public let description: String
}

extension FaultFixtures {
  /// A message that breaks a certain rule, as the rule itself gives it for an example: for tests of how you handle it.
  ///
  /// - Parameter id: The id of the rule, such as `BP-R1000`. `faultlint rules` lists them.
  /// - Returns: The first of its examples.
  /// - Throws: ``FixtureError`` if there is no such rule, or if no message and no exchange can show a breach of it.
  public static func violating(_ id: String) throws(FixtureError) -> FaultFixture {
    guard let rule = RuleSet.builtIn[id] else { throw FixtureError(description: RuleNames.unknown(id)) }
    guard let fixture = fixtures(for: rule).first else {
      throw FixtureError(description: "there is no example that breaks \(id)")
    }
    return fixture
  }

  /// Messages that each break a rule: every example of every rule, in the order of the rules. Most are faults; some are
  /// messages that should have been one, and some are not XML.
  public static var all: [FaultFixture] { RuleSet.builtIn.rules.flatMap(fixtures) }

  private static func fixtures(for rule: Rule) -> [FaultFixture] {
    rule.violating.compactMap { example in
      let version = version(of: example)
      let profile = preferred.first { profile in
        profile.level(of: rule) != nil
          && (profile.version == nil || version == nil || profile.version == version)
      }
      guard let profile else { return nil }
      var exchange = Exchange(example.exchange)
      exchange.requestBody = example.request.map { Array($0.utf8) }
      let head = example.exchange.http
      return FaultFixture(
        xml: example.document, exchange: exchange, status: head?.status,
        headers: head?.fields.map { ($0.name, $0.value) } ?? [], rule: rule, profile: profile)
    }
  }

  /// The profiles in the order to judge by: those that are chosen without being asked for first.
  private static var preferred: [Profile] {
    let first = [Profile.bp11, .soap12]
    return first + Profile.all.filter { profile in !first.contains { $0.name == profile.name } }
  }

  private static let linter = Linter()

  /// The version of SOAP an example is of; nil if it is of none.
  private static func version(of example: Example) -> SOAPVersion? {
    let root = example.document.prefix(2000)
    if root.contains(SOAPVersion.v12.envelopeNamespace) || root.contains(SOAPVersion.v11.envelopeNamespace) {
      return linter.check(example.document).soapVersion
    }
    return nil
  }
}
