internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRules
internal import FaultlintXMLTree

extension Envelope {
  /// Why the message does not claim the Basic Profile, as a sentence begins; nil if nothing shows that.
  ///
  /// Source: WS-I Basic Profile 1.1, section 4.1.7 (no SOAP encoding); UPnP Device Architecture 1.0, section 3.2.2, and
  /// Broadband Forum TR-069, section 3.4 (SOAP 1.1 with an encodingStyle or codes of their own).
  var reasonAgainstBasicProfile: String? {
    guard version == .v11 else { return nil }
    let encoding: StaticString = "http://schemas.xmlsoap.org/soap/encoding/"
    if soapAttributes.contains(where: { $0.name == .encodingStyle && $0.value.trimmed == encoding }) {
      return "The message uses SOAP encoding"
    }
    let details = faults11.flatMap { fault in fault.element.children.filter { $0.name == .detail11 } }
    let parts = headerBlocks + bodyEntries + details.flatMap { Array($0.children) }
    for part in parts {
      let name = part.tree.namespaces[part.namespace.id]
      if name.starts(with: "urn:schemas-upnp-org:".utf8) { return "The message is one of UPnP" }
      if name.starts(with: "urn:dslforum-org:cwmp-".utf8) { return "The message is one of TR-069 (CWMP)" }
    }
    return nil
  }
}

extension Profile {
  /// The rules of the Basic Profile that SOAP 1.1 does not have: what a message breaks that claims no more than SOAP.
  static let onlyInBasicProfile: Set<ObjectIdentifier> = Set(Profile.bp11.rules.map { ObjectIdentifier($0) })
    .subtracting(Profile.soap11.rules.map { ObjectIdentifier($0) })
}
