public import FaultlintEngine
internal import FaultlintModel

extension Profile {
  /// SOAP 1.1 as the Note has it. What only its schema asks for is a warning.
  public static let soap11 = Profile(
    name: "soap11", title: "SOAP 1.1", version: .v11,
    rules: SOAP11.rules + SOAP12.rules + Declarations.rules + HTTPBinding.rules,
    schema: SchemaPolicy(.warning))

  /// SOAP 1.2, second edition.
  public static let soap12 = Profile(
    name: "soap12", title: "SOAP 1.2", version: .v12,
    rules: SOAP12.rules + Declarations.rules + HTTPBinding.rules,
    schema: SchemaPolicy(.warning))
}
