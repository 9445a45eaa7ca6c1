public import FaultlintEngine

extension Profile {
  /// What the WSDL of a service says of its messages. It is for both versions of SOAP, and joins the others where a WSDL is
  /// given.
  public static let wsdl = Profile(
    name: "wsdl", title: "WSDL 1.1 of the service", version: nil, rules: WSDL.rules, schema: nil)
}
