internal import FaultModel
internal import XMLTree

/// A bare Fault or Body, as documentation and logs hold them, and the envelope it lacks.
struct Fragment {
  /// What to put around it.
  let enclosure: Enclosure
  /// What was assumed, for the note that says so.
  let assumption: String

  /// The fragment a document is; nil if it is none.
  init?(_ document: ParsedDocument) {
    guard let root = document.tree?.root, let version = Self.version(root, document) else { return nil }
    let unknown = document.undeclaredPrefixes + Self.unboundCodePrefixes(root)
    var declarations = ""
    for (prefix, uri) in Self.wellKnown(version) { declarations += " xmlns:\(prefix)=\"\(uri)\"" }
    let strangers = unknown.filter { prefix in !Self.wellKnown(version).contains { $0.prefix == prefix } }
    for (index, prefix) in strangers.enumerated() where !strangers[..<index].contains(prefix) {
      declarations += " xmlns:\(prefix)=\"urn:faultlint:undeclared:\(index)\""
    }
    let name = Self.prefix
    let isFault = root.name == .fault
    let uri = Self.uri(version)
    enclosure = Enclosure(
      opening: "<\(name):Envelope xmlns:\(name)=\"\(uri)\"\(declarations)>" + (isFault ? "<\(name):Body>" : ""),
      closing: (isFault ? "</\(name):Body>" : "") + "</\(name):Envelope>",
      elements: isFault ? 2 : 1)
    let prefixes = unknown.isEmpty ? "" : " and the \(unknown.count == 1 ? "prefix" : "prefixes") "
      + unknown.map { "'\($0)'" }.joined(separator: ", ")
    assumption = "A bare \(root.localName): a SOAP \(version.rawValue) envelope\(prefixes) \(unknown.isEmpty ? "was" : "were") assumed"
  }

  /// No document has reason to use this prefix.
  private static let prefix = "faultlint-assumed"

  private static func uri(_ version: SOAPVersion) -> String {
    switch version {
    case .v11: "http://schemas.xmlsoap.org/soap/envelope/"
    case .v12: "http://www.w3.org/2003/05/soap-envelope"
    }
  }

  /// The version of SOAP the fragment is of: by its namespace, or else by its shape.
  private static func version(_ root: ElementView, _ document: ParsedDocument) -> SOAPVersion? {
    guard root.name == .fault || root.name == .body else { return nil }
    if let version = SOAPVersion(root.namespace) { return version }
    guard root.namespace == .none else { return nil }
    let fault = root.name == .fault ? root : root.children.first { $0.name == .fault }
    let shape = fault.flatMap { fault -> SOAPVersion? in
      if fault.children.contains(where: { $0.name == .faultcode || $0.name == .faultstring }) { return .v11 }
      return fault.children.contains { $0.name == .code || $0.name == .reason } ? .v12 : nil
    }
    let written = root.qualifiedName.split(separator: ":")
    guard written.count == 2 else { return shape }
    guard let known = wellKnown(.v11).first(where: { $0.prefix == written[0] }) else { return shape }
    return known.uri == uri(.v12) ? .v12 : shape ?? .v11
  }

  /// Prefixes that say what they mean, and what they usually mean beside SOAP of this version.
  private static func wellKnown(_ version: SOAPVersion) -> [(prefix: String, uri: String)] {
    let soap = uri(version)
    return [
      ("soap", soap), ("soapenv", soap), ("SOAP-ENV", soap), ("soap-env", soap), ("SOAP", soap), ("s", soap),
      ("S", soap), ("env", soap), ("soap11", uri(.v11)), ("soap12", uri(.v12)), ("SOAP12", uri(.v12)),
      ("xsi", "http://www.w3.org/2001/XMLSchema-instance"), ("xsd", "http://www.w3.org/2001/XMLSchema"),
      ("xs", "http://www.w3.org/2001/XMLSchema"),
      ("wsse", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"),
      ("wsu", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"),
      ("wsa", "http://www.w3.org/2005/08/addressing"),
    ]
  }

  /// Prefixes of fault codes that nothing in the fragment declares: the envelope it was cut from may have.
  private static func unboundCodePrefixes(_ root: ElementView) -> [String] {
    var prefixes: [String] = []
    for index in root.tree.elements.indices {
      let name = root.tree.elements[index].name
      guard name == .faultcode || name == .value, let code = FaultCode(ElementView(root.tree, index)),
        case .unbound(let prefix) = code.name
      else { continue }
      prefixes.append(prefix.string)
    }
    return prefixes
  }
}
