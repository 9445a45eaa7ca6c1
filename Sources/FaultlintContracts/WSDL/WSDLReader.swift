internal import FaultlintModel
internal import FaultlintText
internal import FaultlintXMLTree

/// Reads the operations of the SOAP bindings of WSDL 1.1 documents.
///
/// Source: WSDL 1.1, sections 2 and 3; its SOAP 1.2 binding (W3C member submission of 5 April 2006).
struct WSDLReader {
  /// What is wrong with the documents: what is referred to and not there, and what is there twice. Only what the bindings
  /// need is looked at.
  private(set) var errors: [ContractError] = []

  /// A definition with the file it stands in.
  private struct Component {
    let element: ElementView
    let file: XMLFile
  }

  private let documents: [XMLFile]
  private let schemas: SchemaSet
  private var messages: [String: Component] = [:]
  private var portTypes: [String: Component] = [:]
  private var bindings: [String: Component] = [:]

  private typealias Names = WSDLDocuments.Names

  init(_ documents: [XMLFile], _ schemas: SchemaSet) {
    self.documents = documents
    self.schemas = schemas
    for file in documents {
      let target = file.root.value(of: "targetNamespace") ?? ""
      for element in file.root.children where element.namespaceName == Names.wsdl {
        switch element.localName {
        case "message":
          messages[key(element, file, target, messages)] = Component(element: element, file: file)
        case "portType":
          portTypes[key(element, file, target, portTypes)] = Component(element: element, file: file)
        case "binding":
          bindings[key(element, file, target, bindings)] = Component(element: element, file: file)
        default: break
        }
      }
    }
  }

  /// Notes something that is wrong, once: several operations may need it. A hundred of them say enough.
  private mutating func report(_ error: @autoclosure () -> ContractError) {
    guard errors.count < 100 else { return }
    let error = error()
    if !errors.contains(error) { errors.append(error) }
  }

  /// The name that a component goes by; reports one that has none, or that of another.
  private mutating func key(
    _ element: ElementView, _ file: XMLFile, _ target: String, _ components: [String: Component]
  ) -> String {
    guard let name = element.value(of: "name") else {
      report(file.error("this \(element.localName) has no name", at: element))
      return ""
    }
    let key = "{\(target)}\(name)"
    if let other = components[key] {
      report(
        file.error(
          "there are two \(element.localName)s '\(name)', here and at \(other.file.placeText(of: other.element)): give one of them another name",
          at: element))
    }
    return key
  }

  /// Reads the operations of all SOAP bindings.
  mutating func operations() -> [ServiceDescription.Operation] {
    var operations: [ServiceDescription.Operation] = []
    var hasBinding = false
    for file in documents {
      for element in file.root.children where element.isNamed(Names.wsdl, "binding") {
        guard let soap = SOAPBinding(element) else { continue }
        hasBinding = true
        operations += read(soap, element, file)
      }
      for service in file.root.children where service.isNamed(Names.wsdl, "service") {
        for port in service.children where port.isNamed(Names.wsdl, "port") {
          _ = resolve("binding", of: port, file, bindings, "binding")
        }
      }
    }
    if !hasBinding, errors.isEmpty, let file = documents.first {
      report(
        file.error(
          "there is no SOAP binding in it or in what it imports, so nothing is said of faults: give the WSDL that has the binding",
          at: file.root))
    }
    return operations
  }

  /// What a binding says of SOAP.
  private struct SOAPBinding {
    let version: SOAPVersion
    let namespace: String
    let style: String?

    /// Reads a binding; nil if it is not to SOAP.
    init?(_ binding: ElementView) {
      for child in binding.children where child.localName == "binding" {
        switch child.namespaceName {
        case Names.soap11: version = .v11
        case Names.soap12: version = .v12
        default: continue
        }
        namespace = child.namespaceName
        style = child.value(of: "style")
        return
      }
      return nil
    }
  }

  // MARK: References

  /// What an attribute refers to by a qualified name.
  private mutating func resolve(
    _ attribute: String, of element: ElementView, _ file: XMLFile, _ components: [String: Component],
    _ kind: String
  ) -> Component? {
    guard let name = name(attribute, of: element, file) else { return nil }
    if let found = components["{\(name.namespace)}\(name.local)"] { return found }
    guard let place = element.attribute(named: attribute) else { return nil }
    report(
      file.error(
        "there is no \(kind) '\(name.local)' in the namespace '\(name.namespace)'\(Self.hint(name.local, components.keys))",
        at: place))
    return nil
  }

  /// What may have been meant by a name that there is not.
  private static func hint(_ name: String, _ keys: some Sequence<String>) -> String {
    let names = keys.map { String($0[$0.index(after: $0.lastIndex(of: "}") ?? $0.startIndex)...]) }.sorted()
    if names.contains(name) {
      return ": there is one of that name in another namespace, so look at the prefix"
    }
    return question(name, names)
  }

  fileprivate static func question(_ name: String, _ names: [String]) -> String {
    Spelling.question(about: name, among: names).map { ": \($0)" } ?? ""
  }

  /// The qualified name that an attribute has to have as its value.
  private mutating func name(_ attribute: String, of element: ElementView, _ file: XMLFile) -> ElementName? {
    guard let value = element.attribute(named: attribute) else {
      report(file.error("this \(element.localName) has no attribute '\(attribute)'", at: element))
      return nil
    }
    switch QName(value.value, in: element) {
    case .resolved(let namespace, let local, _):
      return ElementName(element.tree.namespaces.string(namespace.id), local.string(limit: 1000))
    case .unbound(let prefix):
      report(file.error("the prefix '\(prefix.shortened)' is not declared here", at: value))
    case .malformed:
      report(file.error("'\(value.text)' is not a qualified name", at: value))
    }
    return nil
  }

  // MARK: Operations

  private mutating func read(
    _ soap: SOAPBinding, _ binding: ElementView, _ file: XMLFile
  ) -> [ServiceDescription.Operation] {
    guard let portType = resolve("type", of: binding, file, portTypes, "portType") else { return [] }
    var abstracts: [String: [ElementView]] = [:]
    for operation in portType.element.children where operation.isNamed(Names.wsdl, "operation") {
      abstracts[operation.value(of: "name") ?? "", default: []].append(operation)
    }
    var operations: [ServiceDescription.Operation] = []
    for bound in binding.children where bound.isNamed(Names.wsdl, "operation") {
      guard let name = bound.value(of: "name") else {
        report(file.error("this operation has no name", at: bound))
        continue
      }
      // Operations of one name are told apart by the names of their input and output.
      let candidates = abstracts[name] ?? []
      let index = candidates.firstIndex {
        Self.isSame($0, bound, "input") && Self.isSame($0, bound, "output")
      }
      guard !candidates.isEmpty else {
        report(
          file.error(
            "there is no operation '\(name)' in the portType of this binding, at \(portType.file.placeText(of: portType.element))",
            at: bound))
        continue
      }
      let abstract = candidates[index ?? 0]
      abstracts[name]?.remove(at: index ?? 0)
      operations.append(
        operation(
          name, soap, Component(element: bound, file: file), Component(element: abstract, file: portType.file)
        ))
    }
    return operations
  }

  private static func isSame(_ abstract: ElementView, _ bound: ElementView, _ child: String) -> Bool {
    let names = [abstract, bound].map { $0.child(Names.wsdl, child)?.value(of: "name") }
    guard let one = names[0], let other = names[1] else { return true }
    return one == other
  }

  private mutating func operation(
    _ name: String, _ soap: SOAPBinding, _ bound: Component, _ abstract: Component
  ) -> ServiceDescription.Operation {
    let details = bound.element.child(soap.namespace, "operation")
    let isRPC = (details?.value(of: "style") ?? soap.style) == "rpc"
    let input = bound.element.child(Names.wsdl, "input")
    let output = bound.element.child(Names.wsdl, "output")
    let isEncoded = [input, output].contains { $0?.descendant(soap.namespace, "body")?.isEncoded ?? false }
    var result = ServiceDescription.Operation(
      name, soap.version,
      style: isRPC ? (isEncoded ? .rpcEncoded : .rpcLiteral) : isEncoded ? nil : .documentLiteral)
    let sent = abstract.element.child(Names.wsdl, "input")
    let answered = abstract.element.child(Names.wsdl, "output")
    result.isOneWay = answered == nil
    result.soapAction = details?.value(of: "soapAction") ?? ""
    result.input = content(name, isRPC, soap, input, bound.file, sent, abstract.file)
    result.output = content(name + "Response", isRPC, soap, output, bound.file, answered, abstract.file)
    let actions = Actions(abstract.element, name)
    result.inputAction =
      Actions.stated(sent)
      ?? (result.soapAction.isEmpty
        ? actions.standard(sent, "Request", isOneWay: answered == nil) : result.soapAction)
    result.outputAction = Actions.stated(answered) ?? actions.standard(answered, "Response", isOneWay: false)
    for part in [input, output].compactMap(\.self) {
      for header in part.descendants(soap.namespace, "header") {
        result.headers += self.header(header, bound.file)
        for fault in header.descendants(soap.namespace, "headerfault") {
          result.headerFaults += self.header(fault, bound.file)
        }
      }
    }
    result.faults = faults(soap, bound, abstract, actions)
    return result
  }

  /// The element that a header or headerfault names; none if that is not known.
  private mutating func header(_ element: ElementView, _ file: XMLFile) -> [ElementName] {
    guard let message = resolve("message", of: element, file, messages, "message") else { return [] }
    guard let name = element.value(of: "part") else {
      report(file.error("this \(element.localName) has no attribute 'part'", at: element))
      return []
    }
    guard
      let part = message.element.children.first(where: {
        $0.isNamed(Names.wsdl, "part") && $0.value(of: "name") == name
      })
    else {
      if let place = element.attribute(named: "part") {
        report(
          file.error(
            "there is no part '\(name)' in the message at \(message.file.placeText(of: message.element))",
            at: place))
      }
      return []
    }
    if let element = self.element(of: part, message.file) { return [element] }
    // A part with a type gets the name of the part, in the namespace that is given.
    return part.value(of: "type") == nil ? [] : [ElementName(element.value(of: "namespace") ?? "", name)]
  }

  /// The element that a part names; nil if it names a type.
  private mutating func element(of part: ElementView, _ file: XMLFile) -> ElementName? {
    guard let place = part.attribute(named: "element") else {
      if part.attribute(named: "type") == nil {
        report(file.error("this part names neither an element nor a type", at: part))
      }
      return nil
    }
    guard let name = name("element", of: part, file) else { return nil }
    if let complaint = schemas.complaint(ofElement: name) {
      report(file.error(complaint, at: place))
      return nil
    }
    return name
  }

  /// What the Body of a message holds.
  private mutating func content(
    _ wrapper: String, _ isRPC: Bool, _ soap: SOAPBinding, _ bound: ElementView?, _ boundFile: XMLFile,
    _ abstract: ElementView?, _ abstractFile: XMLFile
  ) -> ServiceDescription.BodyContent {
    guard let abstract, let message = resolve("message", of: abstract, abstractFile, messages, "message")
    else { return .nothing }
    let body = bound?.descendant(soap.namespace, "body")
    if isRPC { return .element(ElementName(body?.value(of: "namespace") ?? "", wrapper)) }
    var parts = message.element.children.filter { $0.isNamed(Names.wsdl, "part") }
    if let list = body?.attribute(named: "parts") {
      let names = list.text.split(whereSeparator: \.isWhitespace).map(String.init)
      for name in names where !parts.contains(where: { $0.value(of: "name") == name }) {
        report(
          boundFile.error(
            "there is no part '\(name)' in the message at \(message.file.placeText(of: message.element))",
            at: list))
      }
      parts = parts.filter { names.contains($0.value(of: "name") ?? "") }
    } else {
      // What is bound to a header is not in the Body.
      let headers = bound?.descendants(soap.namespace, "header") ?? []
      let taken = headers.filter { header in
        QName(header.attribute(named: "message")?.value ?? header.text, in: header).local
          == message.element.value(of: "name")
      }.compactMap { $0.value(of: "part") }
      let left = parts.filter { !taken.contains($0.value(of: "name") ?? "") }
      parts = left.isEmpty && parts.count == 1 ? parts : left
    }
    guard let first = parts.first else { return .nothing }
    return element(of: first, message.file).map { .element($0) } ?? .unknown
  }

  // MARK: Faults

  private mutating func faults(
    _ soap: SOAPBinding, _ bound: Component, _ abstract: Component, _ actions: Actions
  ) -> [ServiceDescription.DeclaredFault] {
    let declared = abstract.element.children.filter { $0.isNamed(Names.wsdl, "fault") }
    let bindings = bound.element.children.filter { $0.isNamed(Names.wsdl, "fault") }
    for binding in bindings {
      guard let name = binding.attribute(named: "name") else {
        report(bound.file.error("this fault has no name", at: binding))
        continue
      }
      let names = declared.compactMap { $0.value(of: "name") }
      guard !names.contains(name.text) else { continue }
      report(
        bound.file.error(
          "there is no fault '\(name.text)' in the operation of the portType, at \(abstract.file.placeText(of: abstract.element))\(Self.question(name.text, names))",
          at: name))
    }
    return declared.compactMap { fault in
      declaredFault(
        fault, abstract.file, soap, bindings.first { $0.value(of: "name") == fault.value(of: "name") },
        bound.file, actions)
    }
  }

  private mutating func declaredFault(
    _ fault: ElementView, _ file: XMLFile, _ soap: SOAPBinding, _ binding: ElementView?, _ boundFile: XMLFile,
    _ actions: Actions
  ) -> ServiceDescription.DeclaredFault? {
    guard let name = fault.value(of: "name") else {
      report(file.error("this fault has no name", at: fault))
      return nil
    }
    guard let message = resolve("message", of: fault, file, messages, "message") else { return nil }
    let parts = message.element.children.filter { $0.isNamed(Names.wsdl, "part") }
    guard let part = parts.first, parts.count == 1 else {
      report(
        message.file.error(
          "the message of a fault has one part, and this one has \(parts.count)", at: message.element))
      return nil
    }
    let entry: ServiceDescription.Entry
    if let element = element(of: part, message.file) {
      entry = .element(element)
    } else if part.attribute(named: "type") != nil, let type = self.name("type", of: part, message.file) {
      entry = .typed(
        locals: [part.value(of: "name"), name, type.local].compactMap(\.self).reduce(into: []) {
          if !$0.contains($1) { $0.append($1) }
        })
    } else {
      return nil
    }
    var result = ServiceDescription.DeclaredFault(name, entry)
    let soapFault = binding?.child(soap.namespace, "fault")
    result.isBound = soapFault != nil
    result.boundName = soapFault?.value(of: "name")
    result.isEncoded = soapFault?.isEncoded ?? false
    result.action = Actions.stated(fault) ?? actions.standard(fault: name)
    result.place = soapFault.map(boundFile.placeText) ?? file.placeText(of: fault)
    return result
  }
}

extension QName {
  /// The local part; nil if it is not a name.
  fileprivate var local: String? {
    if case .resolved(_, let local, _) = self { local.string(limit: 1000) } else { nil }
  }
}

extension SchemaSet {
  /// Why an element that a part names cannot be used; nil if it can.
  fileprivate func complaint(ofElement name: ElementName) -> String? {
    if elements.contains("{\(name.namespace)}\(name.local)") || provided.contains(name.namespace) {
      return nil
    }
    // What is included without a namespace takes that of the schema around it.
    if namespaces.contains(""), elements.contains("{}\(name.local)") { return nil }
    if name.namespace == SchemaText.namespace {
      return "'\(name.local)' of XML Schema is a type and not an element: name it with the attribute type"
    }
    guard namespaces.contains(name.namespace) else {
      return
        "there is no schema of the namespace '\(name.namespace)': put it into types, or give it as a schema"
    }
    let prefix = "{\(name.namespace)}"
    let names = elements.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.sorted()
    let hint = WSDLReader.question(name.local, names)
    return "the schema of the namespace '\(name.namespace)' has no element '\(name.local)'\(hint)"
  }
}

/// What wsa:Action says of the messages of an operation.
///
/// Source: WS-Addressing 1.0, Metadata, section 4.4.
private struct Actions {
  private let start: String
  private let delimiter: String
  private let operation: String

  init(_ abstract: ElementView, _ operation: String) {
    let target = abstract.tree.root.value(of: "targetNamespace") ?? ""
    delimiter = target.lowercased().hasPrefix("urn:") ? ":" : "/"
    let port = abstract.parent?.value(of: "name") ?? ""
    start = target + (target.hasSuffix(delimiter) ? "" : delimiter) + port + delimiter
    self.operation = operation
  }

  /// What is stated on an input, output or fault; nil if nothing is.
  static func stated(_ element: ElementView?) -> String? {
    element?.attributes.first { attribute in
      attribute.localName == "Action"
        && WSDLDocuments.Names.addressing.contains(
          attribute.tree.namespaces.string(attribute.namespace.id))
    }?.text
  }

  /// That of an input or output.
  func standard(_ element: ElementView?, _ suffix: String, isOneWay: Bool) -> String {
    start + (element?.value(of: "name") ?? operation + (isOneWay ? "" : suffix))
  }

  /// That of a fault.
  func standard(fault name: String) -> String { start + operation + delimiter + "Fault" + delimiter + name }
}

extension ElementView {
  /// Its first child with this name.
  fileprivate func child(_ namespace: String, _ local: String) -> ElementView? {
    children.first { $0.isNamed(namespace, local) }
  }

  /// The elements inside it with this name, in document order.
  fileprivate func descendants(_ namespace: String, _ local: String) -> [ElementView] {
    (index + 1..<Int(tree.elements[index].end)).map { ElementView(tree, $0) }.filter {
      $0.isNamed(namespace, local)
    }
  }

  /// The first of them.
  fileprivate func descendant(_ namespace: String, _ local: String) -> ElementView? {
    descendants(namespace, local).first
  }

  /// Whether it says that what it binds is written by the rules of an encoding.
  fileprivate var isEncoded: Bool { value(of: "use") == "encoded" }
}
