internal import FaultlintText
internal import FaultlintXMLTree

/// The documents of a WSDL 1.1: one that was asked for, and what it imports from beside it.
///
/// Source: WSDL 1.1, section 2.1; WS-I Basic Profile 1.1, section 4.2.
struct WSDLDocuments {
  /// The namespaces that a WSDL is made of.
  enum Names {
    static let wsdl = "http://schemas.xmlsoap.org/wsdl/"
    static let soap11 = "http://schemas.xmlsoap.org/wsdl/soap/"
    static let soap12 = "http://schemas.xmlsoap.org/wsdl/soap12/"
    /// WS-Addressing 1.0, Metadata, and the draft before it that many services have.
    static let addressing = [
      "http://www.w3.org/2007/05/addressing/metadata", "http://www.w3.org/2006/05/addressing/wsdl",
    ]
  }

  /// Those with definitions, the one that was asked for first.
  private(set) var definitions: [XMLFile] = []
  /// Those that are a schema: WSDL 1.1 imports them in the same way, in its own example.
  private(set) var schemas: [XMLFile] = []
  /// What is wrong with them.
  private(set) var errors: [ContractError] = []

  private var known: Set<String> = []

  /// Reads a WSDL with all it imports. Documents may import each other in a circle.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - load: The bytes of a file.
  init(_ path: String, _ load: (String) -> Result<[UInt8], ContractReader.LoadError>) {
    known.insert(path)
    switch load(path) {
    case .success(let bytes): add(bytes, path, isAskedFor: true)
    case .failure(let error):
      errors.append(ContractError(file: path, message: error.message))
    }
    var next = 0
    while next < definitions.count {
      let file = definitions[next]
      next += 1
      for element in file.root.children where element.isNamed(Names.wsdl, "import") {
        follow(element, file, load)
      }
    }
  }

  private mutating func add(_ bytes: [UInt8], _ path: String, isAskedFor: Bool) {
    let file: XMLFile
    do throws(ContractError) {
      file = try XMLFile(bytes, named: path)
    } catch {
      errors.append(error)
      return
    }
    let root = file.root
    if root.isNamed(Names.wsdl, "definitions") {
      definitions.append(file)
    } else if root.isNamed(SchemaText.namespace, "schema"), !isAskedFor {
      schemas.append(file)
    } else {
      errors.append(file.error(Self.complaint(root), at: root))
    }
  }

  /// Why an element is not the document element of a WSDL 1.1.
  private static func complaint(_ root: ElementView) -> String {
    let namespace = root.namespaceName
    if namespace == "http://www.w3.org/ns/wsdl"
      || namespace.hasPrefix("http://www.w3.org/20") && namespace.hasSuffix("wsdl")
    {
      return "this is WSDL 2.0, and only WSDL 1.1 is read: ask the service for its WSDL 1.1"
    }
    if root.isNamed(SchemaText.namespace, "schema") {
      return "this is an XML Schema and not a WSDL: give it as a schema"
    }
    if root.localName == "definitions" {
      return "definitions is in the namespace '\(namespace)', which is not that of WSDL 1.1, '\(Names.wsdl)'"
    }
    if root.localName.lowercased() == "html" {
      return
        "this is an HTML page and not a WSDL: services list their operations or ask to log in on such a page; the address of the WSDL often ends with ?wsdl"
    }
    return
      "the document element is '\(root.qualifiedName)', and that of a WSDL 1.1 is definitions in '\(Names.wsdl)'"
  }

  private mutating func follow(
    _ element: ElementView, _ file: XMLFile, _ load: (String) -> Result<[UInt8], ContractReader.LoadError>
  ) {
    guard let location = element.attribute(named: "location") else {
      errors.append(file.error("this import has no location: name the file that is to be read", at: element))
      return
    }
    guard let path = FileReference.path(location.text, from: file.name) else {
      errors.append(
        file.error(
          "it imports '\(location.text)', which is remote: put a copy beside it and name that", at: location))
      return
    }
    guard known.insert(path).inserted else { return }
    guard known.count <= Self.limit else {
      errors.append(file.error("more than \(Self.limit) files are imported", at: element))
      return
    }
    switch load(path) {
    case .success(let bytes): add(bytes, path, isAskedFor: false)
    case .failure(let error):
      errors.append(file.error("'\(location.text)' cannot be read: \(error.message)", at: location))
    }
  }

  /// How many files a WSDL may import.
  private static let limit = 500
}
