public import FaultRules

extension Profile {
  /// What a fault gives away of the inside of a service. It is for both versions of SOAP, and goes beside others.
  public static let leak = Profile(
    name: "leak", title: "Disclosure of internals", version: nil, rules: Catalogue.disclosureRules.map(\.id),
    schema: nil)
}
