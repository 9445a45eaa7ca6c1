internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// A bare Fault or Body, as documentation and logs hold them, and the envelope it lacks.
struct Fragment {
  /// What to put around it.
  let enclosure: Enclosure
  /// What was assumed, for the note that says so.
  let assumption: String

  /// The fragment a document is; nil if it is none.
  init?(_ document: ParsedDocument) {
    guard let root = document.tree?.root, let version = Self.version(root, document) else { return nil }
    var unknown = document.undeclaredPrefixes
    Self.addUnboundCodePrefixes(root, to: &unknown)
    var declarations = ""
    for (prefix, uri) in Self.wellKnown(version) { declarations += " xmlns:\(prefix)=\"\(uri)\"" }
    let name = Self.prefix
    let declared = Set(Self.wellKnown(version).map(\.prefix) + [name])
    let uri = Self.uri(version)
    let ownPrefixes = Self.ownPrefixes(root)
    for (index, prefix) in unknown.filter({ !declared.contains($0) }).enumerated() {
      declarations +=
        " xmlns:\(prefix)=\"\(ownPrefixes.contains(prefix) ? uri : "urn:faultlint:undeclared:\(index)")\""
    }
    let isFault = root.name == .fault
    enclosure = Enclosure(
      opening: "<\(name):Envelope xmlns:\(name)=\"\(uri)\"\(declarations)>"
        + (isFault ? "<\(name):Body>" : ""),
      closing: (isFault ? "</\(name):Body>" : "") + "</\(name):Envelope>",
      elements: isFault ? 2 : 1)
    assumption = "A bare \(root.localName): a SOAP \(version.rawValue) envelope\(Self.list(unknown)) assumed"
  }

  /// What to say of prefixes that were assumed.
  private static func list(_ prefixes: [String]) -> String {
    guard !prefixes.isEmpty else { return " was" }
    let shown = prefixes.prefix(10).map { "'\(String(cutting: ArraySlice($0.utf8)))'" }.joined(
      separator: ", ")
    let rest = prefixes.count > 10 ? " and \(prefixes.count - 10) more" : ""
    return " and the \(prefixes.count == 1 ? "prefix" : "prefixes") \(shown)\(rest) were"
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

  /// The prefixes that a Body and its Fault are written with: whatever they are called, they are those of SOAP.
  private static func ownPrefixes(_ root: ElementView) -> [String] {
    let fault = root.name == .body ? root.children.first { $0.name == .fault } : nil
    return [root, fault].compactMap(\.self).filter { $0.namespace == .none }.compactMap { element in
      let written = element.qualifiedName.split(separator: ":")
      return written.count == 2 ? String(written[0]) : nil
    }
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
  private static func addUnboundCodePrefixes(_ root: ElementView, to prefixes: inout [String]) {
    var known = Set(prefixes)
    var left = most
    for index in root.tree.elements.indices where left > 0 {
      let name = root.tree.elements[index].name
      guard name == .faultcode || name == .value, let code = FaultCode(ElementView(root.tree, index)),
        case .unbound(let prefix) = code.name, prefix.count <= longest, !(prefix == "xmlns"),
        known.insert(prefix.shortened).inserted
      else { continue }
      prefixes.append(prefix.shortened)
      left -= 1
    }
  }

  /// How many prefixes of fault codes are assumed, and how long they may be. Further ones stay undeclared.
  private static let most = 1000
  private static let longest = 100
}
