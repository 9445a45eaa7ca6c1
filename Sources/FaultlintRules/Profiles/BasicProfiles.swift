public import FaultlintEngine
internal import FaultlintModel

extension Profile {
  /// WS-I Basic Profile 1.0, which builds on SOAP 1.1.
  public static let bp10 = Profile(
    name: "bp10", title: "WS-I Basic Profile 1.0", version: .v11, family: "WS-I Basic Profile 1.0",
    bases: [soap11], rules: rulesOf11,
    schema: SchemaPolicy(
      .error, reference: "WS-I Basic Profile 1.0, test assertion WSI1701 (envelope schema)"))

  /// WS-I Basic Profile 1.1 (second edition), which builds on SOAP 1.1.
  ///
  /// What only the envelope schema asks for is an error here: test assertion BP1701 wants the envelope valid, though
  /// no requirement says so.
  public static let bp11 = Profile(
    name: "bp11", title: "WS-I Basic Profile 1.1", version: .v11, family: "WS-I Basic Profile 1.1",
    bases: [soap11], rules: rulesOf11, schema: schemaOf11)

  /// WS-I Basic Profile 1.2, which builds on SOAP 1.1 and WS-Addressing.
  public static let bp12 = Profile(
    name: "bp12", title: "WS-I Basic Profile 1.2", version: .v11, family: "WS-I Basic Profile 1.2",
    bases: [soap11], rules: rulesOf11,
    schema: SchemaPolicy(
      .error, reference: "WS-I Basic Profile 1.2 (envelope schema, as in test assertion BP1701 of 1.1)"))

  /// WS-I Basic Profile 2.0, which builds on SOAP 1.2 and WS-Addressing.
  public static let bp20 = Profile(
    name: "bp20", title: "WS-I Basic Profile 2.0", version: .v12, family: "WS-I Basic Profile 2.0",
    bases: [soap12], rules: SOAP12.rules + HTTPBinding.rules + BasicProfile.rules + WSDL.rules,
    schema: SchemaPolicy(.warning))

  /// WS-I Simple SOAP Binding Profile 1.0 with Basic Profile 1.1, from which its requirements were split off.
  public static let ssbp10 = Profile(
    name: "ssbp10", title: "WS-I Basic Profile 1.1 with Simple SOAP Binding Profile 1.0", version: .v11,
    family: "WS-I Basic Profile 1.1", bases: [bp11], rules: BasicProfile.rules, schema: schemaOf11)

  /// Where the rules of the profiles for SOAP 1.1 are found.
  private static let rulesOf11 = SOAP11.rules + HTTPBinding.rules + BasicProfile.rules + WSDL.rules

  private static let schemaOf11 = SchemaPolicy(
    .error, reference: "WS-I Basic Profile 1.1, test assertion BP1701 (envelope schema)")
}
