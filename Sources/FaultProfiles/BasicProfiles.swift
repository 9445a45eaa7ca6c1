internal import FaultModel
public import FaultRules

extension Profile {
  /// WS-I Basic Profile 1.0, which builds on SOAP 1.1.
  public static let bp10 = Profile(
    name: "bp10", title: "WS-I Basic Profile 1.0", version: .v11, family: "WS-I Basic Profile 1.0",
    rules: soap11.rules + extensionPoints + ["HTTP-extension-point"] + shared + sharedOf11
      + [
        "BP-R0005", "BP-R1010", "BP-R1012", "BP-R1018", "BP-R1030", "BP-R1109", "BP-R1119", "BP-R2714",
        "BP-R4001",
      ],
    overrides: schemaLevels("WS-I Basic Profile 1.0, test assertion WSI1701 (envelope schema)"),
    schema: Override(.error, reference: "WS-I Basic Profile 1.0, test assertion WSI1701 (envelope schema)"))

  /// WS-I Basic Profile 1.1 (second edition), which builds on SOAP 1.1.
  ///
  /// What only the envelope schema asks for is an error here: test assertion BP1701 wants the envelope valid, though
  /// no requirement says so.
  public static let bp11 = Profile(
    name: "bp11", title: "WS-I Basic Profile 1.1", version: .v11, family: "WS-I Basic Profile 1.1",
    rules: rulesOf11, overrides: levelsOf11, schema: Override(.error, reference: schemaAssertion))

  /// WS-I Basic Profile 1.2, which builds on SOAP 1.1 and WS-Addressing.
  public static let bp12 = Profile(
    name: "bp12", title: "WS-I Basic Profile 1.2", version: .v11, family: "WS-I Basic Profile 1.2",
    rules: soap11.rules + extensionPoints + shared + sharedOf11 + sharedFrom12 + ["BP-R1144"],
    overrides: schemaLevels("WS-I Basic Profile 1.2 (envelope schema, as in test assertion BP1701 of 1.1)"),
    schema: Override(
      .error, reference: "WS-I Basic Profile 1.2 (envelope schema, as in test assertion BP1701 of 1.1)"))

  /// WS-I Basic Profile 2.0, which builds on SOAP 1.2 and WS-Addressing.
  public static let bp20 = Profile(
    name: "bp20", title: "WS-I Basic Profile 2.0", version: .v12, family: "WS-I Basic Profile 2.0",
    rules: soap12.rules + ["SOAP12-role-private", "SOAP12-detail-present"] + shared + sharedFrom12
      + ["BP-R1144-bp20", "BP-R2744-bp20", "BP-R2757", "BP-R2761"],
    schema: Override(.warning))

  /// WS-I Simple SOAP Binding Profile 1.0 with Basic Profile 1.1, from which its requirements were split off.
  public static let ssbp10 = Profile(
    name: "ssbp10", title: "WS-I Basic Profile 1.1 with Simple SOAP Binding Profile 1.0", version: .v11,
    family: "WS-I Basic Profile 1.1",
    rules: rulesOf11 + [
      "BP-R9701", "BP-R1010", "BP-R1012", "BP-R1018", "BP-R1019", "BP-R4001",
      "SSBP-R9700", "SSBP-R9702", "SSBP-R9703",
    ],
    overrides: levelsOf11.merging(
      ["R9701", "R1012", "R1018"].map { number in
        ("BP-\(number)", Override(.error, reference: "WS-I Simple SOAP Binding Profile 1.0 \(number)"))
      },
      uniquingKeysWith: { first, _ in first }),
    schema: Override(.error, reference: schemaAssertion))

  // MARK: Parts of these

  private static let rulesOf11 =
    soap11.rules + extensionPoints + ["HTTP-extension-point", "SOAP11-body-attribute"] + shared + sharedOf11
    + [
      "BP-R1030", "BP-R1032", "BP-R1033", "BP-R1109", "BP-R1119", "BP-R1127", "BP-R2714", "BP-R9980",
      "BP-R9981",
    ]

  /// SHOULD NOT in 1.1, MUST NOT from 1.2 on.
  private static let levelsOf11 = schemaLevels(schemaAssertion)
    .merging(["BP-R1033": Override(.warning)], uniquingKeysWith: { first, _ in first })

  private static let schemaAssertion = "WS-I Basic Profile 1.1, test assertion BP1701 (envelope schema)"

  /// In 1.0 to 2.0.
  private static let shared = [
    "BP-R1008", "BP-R1009", "BP-R1014", "BP-R1017", "BP-R1029", "BP-R1107", "BP-R1111", "BP-R1112",
    "BP-R1124",
    "BP-R1130", "BP-R1140", "BP-R1141", "BP-R2113", "BP-R2724", "BP-R2725", "BP-R2740", "BP-R2742",
    "BP-R2743",
    "WSDL-header-block-undeclared",
  ]

  /// In 1.0 to 1.2, which build on SOAP 1.1.
  private static let sharedOf11 = [
    "BP-R1000", "BP-R1001", "BP-R1002", "BP-R1003", "BP-R1004", "BP-R1005", "BP-R1006", "BP-R1007",
    "BP-R1011",
    "BP-R1013", "BP-R1015", "BP-R1016", "BP-R1025", "BP-R1027", "BP-R1028", "BP-R1031", "BP-R1108",
    "BP-R1113",
    "BP-R1114", "BP-R1115", "BP-R1125", "BP-R1126", "BP-R1132", "BP-R2744", "BP-R2745",
  ]

  /// In 1.2 and 2.0.
  private static let sharedFrom12 = [
    "BP-R1010", "BP-R1012", "BP-R1018", "BP-R1019", "BP-R1032", "BP-R1033", "BP-R1035", "BP-R1036",
    "BP-R1040",
    "BP-R1041", "BP-R1109-bp12", "BP-R1147", "BP-R1149", "BP-R2714-bp12", "BP-R2900", "BP-R4006", "BP-R4007",
    "BP-R9701", "BP-R9980", "BP-R9981",
  ]

  private static let extensionPoints = ["SOAP11-actor-private", "SOAP11-detail-present"]

  /// What only the envelope schema asks for.
  private static func schemaLevels(_ reference: String) -> [String: Override] {
    let ids = [
      "SOAP11-envelope-text", "SOAP11-header-text", "SOAP11-body-text", "SOAP11-fault-text",
      "SOAP11-detail-text",
      "SOAP11-fault-order", "SOAP11-fault-attribute", "SOAP11-fault-child-attribute",
      "SOAP11-fault-child-type",
      "SOAP11-upgrade-soap11-namespace",
    ]
    return Dictionary(uniqueKeysWithValues: ids.map { ($0, Override(.error, reference: reference)) })
  }
}
