public import FaultlintEngine

extension Profile {
  /// The profiles there are, in the order a list shows them.
  public static var all: [Profile] { table.map { $0.profile() } }

  /// The names of all profiles, in the same order.
  public static let names = table.map(\.name)

  /// The profile with a name.
  ///
  /// - Parameter name: The name, as in `bp11`. Case counts.
  /// - Returns: The profile; nil if there is none.
  public static func named(_ name: String) -> Profile? { table.first { $0.name == name }?.profile() }

  /// By name, so that a profile is made when it is asked for: rules that are not run cost nothing.
  private static let table: [(name: String, profile: @Sendable () -> Profile)] = [
    ("soap11", { .soap11 }), ("soap12", { .soap12 }), ("bp10", { .bp10 }), ("bp11", { .bp11 }),
    ("bp12", { .bp12 }), ("bp20", { .bp20 }), ("ssbp10", { .ssbp10 }), ("leak", { .leak }),
    ("wsdl", { .wsdl }),
  ]
}

extension RuleSet {
  /// Every rule there is, by group: input, envelope and fault of each version, HTTP, profiles, descriptions, disclosure, schemas.
  public static let builtIn = RuleSet(
    InputRules.rules + Declarations.rules + SOAP11.rules + SOAP12.rules + HTTPBinding.rules
      + BasicProfile.rules + WSDL.rules
      + Disclosure.rules + XMLSchema.rules)
}

extension StandingRules {
  /// The rules that no profile selects.
  package static let builtIn = StandingRules(
    input: { InputRules.rule(for: $0) }, schema: { XMLSchema.rule(for: $0) })
}
