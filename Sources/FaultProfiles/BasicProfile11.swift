internal import FaultModel
public import FaultRules

extension Profile {
  /// WS-I Basic Profile 1.1 (second edition), which builds on SOAP 1.1.
  ///
  /// What only the envelope schema asks for is an error here: test assertion BP1701 wants the envelope valid, though
  /// no requirement says so.
  public static let bp11 = Profile(
    name: "bp11", title: "WS-I Basic Profile 1.1", version: .v11,
    rules: soap11.rules + extensionPoints + requirements,
    overrides: Dictionary(
      uniqueKeysWithValues: schemaOnly.map { ($0, Override(.error, reference: schemaAssertion)) }),
    schema: Override(.error, reference: schemaAssertion))

  private static let schemaAssertion = "WS-I Basic Profile 1.1, test assertion BP1701 (envelope schema)"

  private static let requirements = [
    "BP-R1000", "BP-R1001", "BP-R1003", "BP-R1004", "BP-R1005", "BP-R1006", "BP-R1007", "BP-R1008", "BP-R1009",
    "BP-R1011", "BP-R1013", "BP-R1014", "BP-R1016", "BP-R1031", "BP-R1032", "BP-R2113", "BP-R9980", "BP-R9981",
  ]

  private static let extensionPoints = ["SOAP11-actor-private", "SOAP11-body-attribute", "SOAP11-detail-present"]

  private static let schemaOnly = [
    "SOAP11-envelope-text", "SOAP11-header-text", "SOAP11-body-text", "SOAP11-fault-text", "SOAP11-detail-text",
    "SOAP11-fault-order", "SOAP11-fault-attribute", "SOAP11-fault-child-attribute", "SOAP11-fault-child-type",
    "SOAP11-upgrade-soap11-namespace",
  ]
}
