internal import FaultlintContracts
internal import FaultlintLibXML
internal import FaultlintModel
internal import FaultlintXMLTree

/// Reads of schemas what ``PlainSchemas`` understands. libxml2 has compiled them, or will: nothing is said of what is wrong.
struct PlainSchemaReader {
  private(set) var declared = PlainSchemas.Declared()
  private let targets: [[UInt8]]
  /// The numbers of named types.
  private var types: [Name: Int] = [:]

  private struct Name: Hashable {
    let target: Int
    let local: String
  }

  /// Reads documents, each with its target namespace.
  init(_ documents: [[UInt8]], _ targets: [[UInt8]]) {
    self.targets = targets
    let parser = TreeParser(vocabulary: .soap)
    let trees = documents.map { bytes in bytes.withUnsafeBufferPointer { parser.parse($0).tree } }
    let roots = trees.compactMap { $0?.root }
    // What other documents may add or change nobody looks for.
    let isSimple =
      roots.count == documents.count
      && roots.allSatisfy { root in
        root.isSchema("schema")
          && !root.children.contains { $0.isSchema("include") || $0.isSchema("redefine") }
      }
    guard isSimple else { return }
    for (target, root) in roots.enumerated() {
      for type in root.children where type.isSchema("complexType") || type.isSchema("simpleType") {
        types[Name(target: target, local: type.value(of: "name") ?? "")] = declared.types.count
        declared.types.append(.unknown)
      }
    }
    for (target, root) in roots.enumerated() {
      let isQualified = root.value(of: "elementFormDefault") == "qualified"
      for child in root.children {
        if child.isSchema("element") {
          guard let particle = particle(child, target, isQualified) else { continue }
          declared.globals.append((target, particle.declaration))
        } else if let number = types[Name(target: target, local: child.value(of: "name") ?? "")] {
          declared.types[number] = content(of: child, target, isQualified)
        }
      }
    }
    // Until here the trees have to be alive.
    withExtendedLifetime(trees) {}
  }

  /// A declaration of an element; nil if there is something about it that is not understood.
  private mutating func particle(_ element: ElementView, _ target: Int, _ isQualified: Bool)
    -> PlainSchemas.Declared.Particle?
  {
    guard element.hasOnly(["name", "type", "minOccurs", "maxOccurs", "nillable", "form", "id"]) else {
      return nil
    }
    let most = element.value(of: "maxOccurs")
    guard let fewest = Self.number(element.value(of: "minOccurs")),
      let most = most == "unbounded" ? .max : Self.number(most)
    else { return nil }
    let type = element.attribute(named: "type")
    let children = element.children.filter { !$0.isSchema("annotation") }
    let number: Int
    if let type, children.isEmpty {
      number = self.type(named: type)
    } else if type == nil, children.count == 1, let child = children.first,
      child.isSchema("complexType") || child.isSchema("simpleType")
    {
      let content = content(of: child, target, isQualified)
      number = declared.types.count
      declared.types.append(content)
    } else {
      number = 0
    }
    let form = element.value(of: "form")
    return PlainSchemas.Declared.Particle(
      declaration: PlainSchemas.Declared.Declaration(
        name: Array((element.value(of: "name") ?? "").utf8), type: number,
        isNillable: ["true", "1"].contains(element.value(of: "nillable"))),
      target: (form.map { $0 == "qualified" } ?? isQualified) ? target : nil, fewest: fewest, most: most)
  }

  /// How often something may occur; once, if that is not said.
  private static func number(_ text: String?) -> Int? { text.map { Int($0) } ?? 1 }

  private mutating func content(of type: ElementView, _ target: Int, _ isQualified: Bool)
    -> PlainSchemas.Declared.Content
  {
    guard type.hasOnly(["name", "id"]) else { return .unknown }
    let children = type.children.filter { !$0.isSchema("annotation") }
    if type.isSchema("simpleType") {
      guard children.count == 1 else { return .unknown }
      return enumeration(children[0]).map { .text($0) } ?? .unknown
    }
    if children.isEmpty { return .nothing }
    guard children.count == 1, children[0].isSchema("sequence"), children[0].hasOnly(["id"]) else {
      return .unknown
    }
    var particles: [PlainSchemas.Declared.Particle] = []
    for child in children[0].children where !child.isSchema("annotation") {
      guard child.isSchema("element"), let particle = particle(child, target, isQualified) else {
        return .unknown
      }
      particles.append(particle)
    }
    return particles.isEmpty ? .nothing : .sequence(particles)
  }

  /// The words that a restriction of strings lists; nil if it is another one.
  private func enumeration(_ restriction: ElementView) -> PlainSchemas.Declared.Values? {
    guard restriction.isSchema("restriction"), restriction.hasOnly(["base", "id"]),
      case .any? = restriction.attribute(named: "base").flatMap(builtIn)
    else { return nil }
    let facets = restriction.children.filter { !$0.isSchema("annotation") }
    guard facets.allSatisfy({ $0.isSchema("enumeration") }), !facets.isEmpty else { return nil }
    return .words(facets.map { Array(($0.value(of: "value") ?? "").utf8) })
  }

  /// The number of a type that an attribute names; 0 if it is not understood.
  private mutating func type(named name: AttributeView) -> Int {
    if let values = builtIn(name) {
      declared.types.append(.text(values))
      return declared.types.count - 1
    }
    guard case .resolved(let namespace, let local, _) = QName(name.value, in: name.element) else { return 0 }
    let uri = name.element.tree.namespaces[namespace.id]
    guard let target = targets.firstIndex(where: { $0.elementsEqual(uri) }) else { return 0 }
    return types[Name(target: target, local: local.string(limit: 1_000))] ?? 0
  }

  /// What is in a type of XML Schema itself that an attribute names; nil if it is another one, or not understood.
  ///
  /// Source: XML Schema Part 2, sections 3.2 and 3.3.
  private func builtIn(_ name: AttributeView) -> PlainSchemas.Declared.Values? {
    guard case .resolved(.schema, let local, _) = QName(name.value, in: name.element) else { return nil }
    return switch local.shortened {
    case "string": .any
    case "boolean": .boolean
    case "byte", "unsignedByte": .digits(most: 2)
    case "short", "unsignedShort": .digits(most: 4)
    case "int", "unsignedInt": .digits(most: 9)
    case "long", "unsignedLong", "integer", "nonNegativeInteger", "decimal": .digits(most: 18)
    default: nil
    }
  }
}

extension ElementView {
  /// Whether it is an element of XML Schema with this name.
  fileprivate func isSchema(_ name: String) -> Bool { namespace == .schema && localName == name }

  /// Whether it has no attributes but these.
  fileprivate func hasOnly(_ names: [String]) -> Bool {
    attributes.allSatisfy { $0.namespace == .none && names.contains($0.localName) }
  }
}
