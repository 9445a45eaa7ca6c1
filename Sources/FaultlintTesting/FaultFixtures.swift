public import Faultlint

/// Faults to test with: conforming ones of both versions, and ones that each break a certain rule.
///
/// ```swift
/// stub.answer(with: FaultFixtures.soap11(code: "Client", reason: "No such order").bytes)
///
/// @Test(arguments: FaultFixtures.all) func everyBrokenFaultIsSurvived(_ fixture: FaultFixture) {
///   #expect(throws: OrderError.self) { try client.read(fixture.bytes) }
/// }
/// ```
public enum FaultFixtures {
  /// A fault of SOAP 1.1 that conforms to the Basic Profile 1.1, in a response with status 500.
  ///
  /// Texts are escaped here; `detail` is XML, as it is to stand in the message.
  ///
  /// - Parameters:
  ///   - code: The local part of one of SOAP's codes (`"Client"`, `"Server"`, …), or a name with its namespace
  ///     (`"{urn:orders}Busy"`).
  ///   - reason: The faultstring.
  ///   - language: Its language, as in `en`; nil to say none.
  ///   - actor: The URI of the node that found the fault; nil to leave it out.
  ///   - detail: The detail entries, each an element in a namespace with the declarations it needs; nil for no detail.
  /// - Returns: The fault and its response.
  public static func soap11(
    code: ExpectedCode = "Server", reason: String = "The request could not be processed",
    language: String? = nil,
    actor: String? = nil, detail: String? = nil
  ) -> FaultFixture {
    let name = code.name(in: .v11)
    var fault = "<faultcode\(declaration(name, .v11))>\(written(name, .v11))</faultcode>"
    fault += "<faultstring\(attribute("xml:lang", language))>\(escaped(reason))</faultstring>"
    if let actor { fault += "<faultactor>\(escaped(actor))</faultactor>" }
    if let detail { fault += "<detail>\(detail)</detail>" }
    return conforming(fault, .v11, status: 500, profile: .bp11)
  }

  /// A fault of SOAP 1.2 that conforms, in a response with status 400 for the code Sender and 500 for others.
  ///
  /// Texts are escaped here; `detail` is XML, as it is to stand in the message.
  ///
  /// - Parameters:
  ///   - code: The local part of one of SOAP's five codes (`"Sender"`, `"Receiver"`, …).
  ///   - subcodes: The subcodes, from the outside in, as in `"{urn:orders}Busy"`.
  ///   - reasons: The texts by their languages, as in `["en": "Busy", "de": "Belegt"]`, in the order given.
  ///   - node: The URI of the node that found the fault; nil to leave it out.
  ///   - role: The URI of the role it acted in; nil to leave it out.
  ///   - detail: The detail entries with the declarations they need; nil for no Detail.
  /// - Returns: The fault and its response.
  public static func soap12(
    code: ExpectedCode = "Receiver", subcodes: [QualifiedName] = [],
    reasons: KeyValuePairs<String, String> = ["en": "The request could not be processed"],
    node: String? = nil,
    role: String? = nil, detail: String? = nil
  ) -> FaultFixture {
    let name = code.name(in: .v12)
    var codes = ""
    for subcode in subcodes.reversed() {
      codes =
        "<s:Subcode><s:Value\(declaration(subcode, .v12))>\(written(subcode, .v12))</s:Value>\(codes)</s:Subcode>"
    }
    var fault =
      "<s:Code><s:Value\(declaration(name, .v12))>\(written(name, .v12))</s:Value>\(codes)</s:Code><s:Reason>"
    for (language, text) in reasons {
      fault += "<s:Text\(attribute("xml:lang", language))>\(escaped(text))</s:Text>"
    }
    fault += "</s:Reason>"
    if let node { fault += "<s:Node>\(escaped(node))</s:Node>" }
    if let role { fault += "<s:Role>\(escaped(role))</s:Role>" }
    if let detail { fault += "<s:Detail>\(detail)</s:Detail>" }
    return conforming(fault, .v12, status: name.local == "Sender" ? 400 : 500, profile: .soap12)
  }

  private static func conforming(
    _ children: String, _ version: SOAPVersion, status: Int, profile: Profile
  ) -> FaultFixture {
    let type = version == .v11 ? "text/xml; charset=utf-8" : "application/soap+xml; charset=utf-8"
    let xml =
      #"<?xml version="1.0" encoding="utf-8"?>"# + "\n"
      + #"<s:Envelope xmlns:s="\#(version.envelopeNamespace)"><s:Body><s:Fault>\#(children)</s:Fault></s:Body></s:Envelope>"#
    return FaultFixture(
      xml: xml, exchange: Exchange(status: status, headers: ["Content-Type": type]), status: status,
      headers: [("Content-Type", type)], rule: nil, profile: profile)
  }

  // MARK: Names and texts

  private static func written(_ name: QualifiedName, _ version: SOAPVersion) -> String {
    name.namespace.isEmpty
      ? name.local : (name.namespace == version.envelopeNamespace ? "s:" : "c:") + name.local
  }

  private static func declaration(_ name: QualifiedName, _ version: SOAPVersion) -> String {
    name.namespace.isEmpty || name.namespace == version.envelopeNamespace
      ? "" : attribute("xmlns:c", name.namespace)
  }

  private static func attribute(_ name: String, _ value: String?) -> String {
    value.map { #" \#(name)="\#(escaped($0))""# } ?? ""
  }

  /// A text with references for what is markup, and without what XML cannot hold.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\r", "\n", "\t": result += "&#\(scalar.value);"
      default:
        let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        result.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
      }
    }
    return result
  }
}
