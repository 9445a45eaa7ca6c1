import FaultlintFiles
import FaultlintLibXML
import FaultlintXMLTree

extension Namespace {
  static let soap11 = Namespace(2)
  static let soap12 = Namespace(3)
  static let exactTarget = Namespace(4)
}

extension Vocabulary {
  /// The namespaces that our schemas declare.
  static let schemas = Vocabulary(
    localNames: [],
    namespaces: [
      (.xml, "http://www.w3.org/XML/1998/namespace"), (.soap11, "http://schemas.xmlsoap.org/soap/envelope/"),
      (.soap12, "http://www.w3.org/2003/05/soap-envelope"),
      (.exactTarget, "urn:fault.partner.exacttarget.com"),
    ])
}

/// The prefixes that test documents use, declared.
let prefixes = """
  xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:e="http://www.w3.org/2003/05/soap-envelope" \
  xmlns:et="urn:fault.partner.exacttarget.com" xmlns:m="urn:m" xmlns:xs="http://www.w3.org/2001/XMLSchema" \
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  """

extension Schema {
  /// Our own, for one version of SOAP or the other.
  static func ours(_ version: SOAP) throws -> Schema {
    try Schema(documents: version.documents, entry: Schemas.entry, targetNamespaces: version.targetNamespaces)
  }

  /// A schema of one document, for constraints that those of SOAP have no use for.
  static func of(_ components: String, namespace: String = "urn:t") throws -> Schema {
    let document = """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="\(namespace)" targetNamespace="\(namespace)" \
      elementFormDefault="qualified">\(components)</xs:schema>
      """
    return try Schema(documents: ["t.xsd": Array(document.utf8)], entry: "t.xsd", targetNamespaces: [])
  }

  /// What it objects to in a document: `constraint path`, in the order noticed; nil if there is no tree.
  func objections(to text: String) -> [String]? {
    guard let tree = TreeParser(vocabulary: .schemas).parse(text).tree else { return nil }
    return SchemaValidator(self).validate(tree).map { violation in
      let path = ElementView(tree, violation.element).path()
      let attribute = violation.attribute.map { "/@" + AttributeView(tree, $0).qualifiedName } ?? ""
      return "\(violation.constraint) \(path)\(attribute)"
    }
  }
}

enum SOAP: CaseIterable, Sendable {
  case v11
  case v12

  var documents: [String: [UInt8]] {
    switch self {
    case .v11: Schemas.soap11
    case .v12: Schemas.soap12
    }
  }

  var targetNamespaces: Set<Namespace> {
    switch self {
    case .v11: [.soap11, .exactTarget]
    case .v12: [.soap12, .exactTarget]
    }
  }

  /// An envelope around the content of a body.
  func envelope(_ body: String, header: String = "") -> String {
    switch self {
    case .v11: "<s:Envelope \(prefixes)>\(header)<s:Body>\(body)</s:Body></s:Envelope>"
    case .v12: "<e:Envelope \(prefixes)>\(header)<e:Body>\(body)</e:Body></e:Envelope>"
    }
  }

  /// A fault around the content of its detail.
  func fault(detail: String) -> String {
    switch self {
    case .v11:
      envelope(
        "<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><detail>\(detail)</detail></s:Fault>"
      )
    case .v12:
      envelope(
        """
        <e:Fault><e:Code><e:Value>e:Receiver</e:Value></e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>\
        <e:Detail>\(detail)</e:Detail></e:Fault>
        """)
    }
  }

  /// Where the detail of such a fault is.
  var detailPath: String {
    switch self {
    case .v11: "/s:Envelope/s:Body/s:Fault/detail"
    case .v12: "/e:Envelope/e:Body/e:Fault/e:Detail"
    }
  }
}
