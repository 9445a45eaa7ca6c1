public import FaultlintEngine

extension Profile {
  /// What a fault gives away of the inside of a service. It is for both versions of SOAP, and is run in addition to
  /// others.
  public static let leak = Profile(
    name: "leak", title: "Disclosure of internals", version: nil, rules: Disclosure.rules, schema: nil)
}
