internal import FaultModel
public import FaultRules

extension Profile {
  /// SOAP 1.1 as the Note has it. What only its schema asks for is a warning.
  public static let soap11 = Profile(
    name: "soap11", title: "SOAP 1.1", version: .v11,
    rules: Catalogue.soap11Rules.map(\.id).filter { !ofTheProfiles.contains($0) } + http + httpOf11,
    schema: Override(.warning))

  /// SOAP 1.2, second edition.
  public static let soap12 = Profile(
    name: "soap12", title: "SOAP 1.2", version: .v12,
    rules: Catalogue.soap12Rules.map(\.id).filter { !ofTheProfiles.contains($0) } + http + httpOf12,
    schema: Override(.warning))

  /// Notes on what the Basic Profile leaves to the parties; plain SOAP has nothing to say about them.
  private static let ofTheProfiles: Set<String> = [
    "SOAP11-actor-private", "SOAP11-body-attribute", "SOAP11-detail-present", "SOAP12-role-private",
    "SOAP12-detail-present",
  ]

  /// The rules of both HTTP bindings.
  private static let http = [
    "HTTP-status-for-fault", "HTTP-parameter-not-quoted", "HTTP-version-media-type", "HTTP-fault-in-2xx",
    "HTTP-content-type-missing", "HTTP-charset-mismatch", "HTTP-charset-missing", "HTTP-charset-unregistered",
    "HTTP-entity-extra-data", "HTTP-no-entity", "HTTP-multipart",
  ]

  private static let httpOf11 = [
    "HTTP-500-without-fault", "HTTP-media-type", "HTTP-soapaction-missing", "HTTP-soapaction-not-quoted",
    "HTTP-extension-framework",
  ]

  private static let httpOf12 = [
    "HTTP-fault-with-405-415", "HTTP-soap12-media-type", "HTTP-action-not-uri", "HTTP-soapaction-in-soap12",
    "HTTP-303-unprocessed",
  ]
}
