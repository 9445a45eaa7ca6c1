/// All rules there are.
public enum Catalogue {
  /// Every rule, by group: reading, envelope and fault of each version, HTTP, profiles, disclosure, schemas.
  public static let all: [Rule] =
    Reading.rules + SOAP11.rules + SOAP12.rules + HTTPBinding.rules + BasicProfile.rules + Disclosure.rules
    + XMLSchema.rules

  /// The rules of SOAP 1.1.
  public static var soap11Rules: [Rule] { SOAP11.rules }
  /// The rules of SOAP 1.2.
  public static var soap12Rules: [Rule] { SOAP12.rules }
  /// The rules on what a fault gives away.
  public static var disclosureRules: [Rule] { Disclosure.rules }

  /// The ids of the rules that run only when asked for.
  public static var optInRules: [String] { all.filter(\.isOptIn).map(\.id) }

  /// The rule with this id.
  ///
  /// - Precondition: There is one. Ids come from profiles and rules, never from input.
  public static func rule(_ id: String) -> Rule {
    guard let rule = find(id) else { preconditionFailure("there is no rule \(id)") }
    return rule
  }

  /// The rule with this id, if there is one.
  public static func find(_ id: String) -> Rule? {
    // Only the group is looked into, so that a SOAP 1.1 message does not make the rules of SOAP 1.2.
    if id.hasPrefix("SOAP11-") { return soap11[id] }
    if id.hasPrefix("SOAP12-") { return soap12[id] }
    if id.hasPrefix("HTTP-") { return http[id] }
    if id.hasPrefix("BP-") || id.hasPrefix("SSBP-") || id.hasPrefix("WSDL-") { return basicProfile[id] }
    if id.hasPrefix("LEAK-") { return disclosure[id] }
    if id.hasPrefix("XSD-") { return schema[id] }
    return reading[id]
  }

  private static let reading = index(Reading.rules)
  private static let soap11 = index(SOAP11.rules)
  private static let soap12 = index(SOAP12.rules)
  private static let http = index(HTTPBinding.rules)
  private static let disclosure = index(Disclosure.rules)
  private static let basicProfile = index(BasicProfile.rules)
  private static let schema = index(XMLSchema.rules)

  private static func index(_ rules: [Rule]) -> [String: Rule] {
    Dictionary(rules.map { ($0.id, $0) }) { first, _ in
      preconditionFailure("two rules are called \(first.id)")
    }
  }
}
