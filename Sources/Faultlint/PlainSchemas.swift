internal import FaultlintModel
internal import FaultlintXMLTree

/// Detail entries and header blocks of which it is certain that the schemas of their namespaces accept them.
///
/// What services declare is little: elements in a sequence that hold texts, numbers and further such elements. That much
/// of a schema is understood here; an element with anything else in its type is left to the validator, as is whatever
/// breaks what is understood, or lies deeper than a few calls in each other are safe for.
///
/// Source: XML Schema Part 1, sections 3.3 (elements), 3.4 (types) and 3.8 (model groups).
final class PlainSchemas {
  /// The target namespaces.
  private let targets: [[UInt8]]
  private let documents: [[UInt8]]
  /// Read when a message first has an element in one of the namespaces; most have none.
  private lazy var declared = PlainSchemaReader(documents, targets).declared

  /// Which target a namespace is, or -1. Behind a pointer, because it is asked for each element and attribute, and a class
  /// would count accesses.
  private let numbers = UnsafeMutablePointer<NameMemo>.allocate(capacity: 1)

  /// Schemas, each with its target namespace; nil if one is for elements in no namespace.
  init?(_ schemas: [(namespace: String, bytes: [UInt8])]) {
    guard !schemas.contains(where: { $0.namespace.isEmpty }) else { return nil }
    targets = schemas.map { Array($0.namespace.utf8) }
    documents = schemas.map(\.bytes)
    numbers.initialize(to: NameMemo())
  }

  deinit {
    numbers.deinitialize(count: 1)
    numbers.deallocate()
  }

  /// Takes the names of a document.
  func use(_ tree: XMLTree) { numbers.pointee.use(tree.nameOwners?.namespaces) }

  /// Whether a namespace is one of the targets.
  @inline(__always) func declare(_ namespace: Namespace, _ tree: TreeView) -> Bool {
    target(namespace, tree) >= 0
  }

  @inline(__always) private func target(_ namespace: Namespace, _ tree: TreeView) -> Int32 {
    numbers.pointee.value(of: namespace.id) { findTarget(tree.namespaces[namespace.id]) }
  }

  @inline(never) private func findTarget(_ name: UnsafeBufferPointer<UInt8>) -> Int32 {
    Int32(
      targets.firstIndex { target in target.withUnsafeBufferPointer { $0.hasSameBytes(as: name) } } ?? -1)
  }

  /// How many elements in the target namespaces an entry has that is accepted for certain, itself included; nil if that is
  /// not certain.
  func acceptedParts(of entry: ElementView) -> Int? {
    let target = Int(target(entry.namespace, entry.tree))
    let name = entry.tree.localNames[entry.name.id]
    guard let global = declared.globals.first(where: { $0.target == target && $0.declaration.isNamed(name) })
    else { return nil }
    return parts(of: entry, as: global.declaration, within: Self.deepest)
  }

  /// How deep an entry is looked into: a type may have itself inside it, and a thread has only so much room.
  private static let deepest = 100

  private func parts(
    of element: ElementView, as declaration: Declared.Declaration, within depth: Int
  ) -> Int? {
    if depth == 0 { return nil }
    let own = declare(element.namespace, element.tree) ? 1 : 0
    var isNil = false
    for attribute in element.attributes {
      guard declaration.isNillable, attribute.namespace == .schemaInstance, attribute.name == .nilAttribute,
        attribute.value == "true" || attribute.value == "1"
      else { return nil }
      isNil = true
    }
    let content = isNil ? .nothing : declared.types[declaration.type]
    switch content {
    case .unknown: return nil
    case .nothing:
      var runs = element.textRuns
      return element.children.first == nil && runs.next() == nil ? own : nil
    case .text(let values):
      return element.children.first == nil && values.accept(element.text.bytes) ? own : nil
    case .sequence(let particles):
      guard element.textRuns.allSatisfy({ TextView($0, in: element.tree).isBlank }) else { return nil }
      return parts(of: element, particles, within: depth - 1).map { $0 + own }
    }
  }

  private func parts(
    of parent: ElementView, _ particles: [Declared.Particle], within depth: Int
  ) -> Int? {
    var parts = 0
    var children = parent.children
    var next = children.next()
    for particle in particles {
      var count = 0
      while let child = next, count < particle.most, isOf(particle, child) {
        guard let further = self.parts(of: child, as: particle.declaration, within: depth) else { return nil }
        parts += further
        count += 1
        next = children.next()
      }
      if count < particle.fewest { return nil }
    }
    return next == nil ? parts : nil
  }

  private func isOf(_ particle: Declared.Particle, _ child: ElementView) -> Bool {
    guard particle.declaration.isNamed(child.tree.localNames[child.name.id]) else { return false }
    return particle.target.map { $0 == Int(target(child.namespace, child.tree)) }
      ?? (child.namespace == .none)
  }

  /// What schemas declare, as far as it is understood.
  struct Declared {
    /// The elements that may stand anywhere.
    var globals: [(target: Int, declaration: Declaration)] = []
    /// The types; the first is what is not understood.
    var types: [Content] = [.unknown]

    /// An element with its type.
    struct Declaration {
      let name: [UInt8]
      let type: Int
      let isNillable: Bool

      @inline(__always) func isNamed(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
        name.withUnsafeBufferPointer { $0.hasSameBytes(as: other) }
      }
    }

    /// What an element may hold.
    enum Content {
      case unknown
      /// Neither elements nor text, not even white space.
      case nothing
      case text(Values)
      case sequence([Particle])
    }

    /// Elements that follow one another.
    struct Particle {
      let declaration: Declaration
      /// The target namespace that they are in; nil if they are in none.
      let target: Int?
      let fewest: Int
      let most: Int
    }

    /// Values that are in a simple type beyond doubt.
    enum Values {
      case any
      /// Digits and nothing else, so few that every such number is in the type.
      case digits(most: Int)
      case boolean
      case words([[UInt8]])

      func accept(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .any: true
        case .digits(let most):
          text.count >= 1 && text.count <= most && text.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        case .boolean: ["true", "false", "1", "0"].contains { text.elementsEqual($0.utf8) }
        case .words(let words): words.contains { text.elementsEqual($0) }
        }
      }
    }
  }
}
