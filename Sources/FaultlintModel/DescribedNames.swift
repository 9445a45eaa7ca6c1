internal import FaultlintText
internal import FaultlintXMLTree

/// What some operations of a description say by names of elements, found without going over the operations: a message may
/// have as many elements as its description has operations. The tables are made when they are first asked.
final class DescribedNames: Sendable {
  let operations: [ServiceDescription.Operation]
  private let tables: Deferred<Tables>

  init(_ operations: [ServiceDescription.Operation]) {
    self.operations = operations
    tables = Deferred { Tables(operations) }
  }

  /// The first fault that an entry of a detail is; nil if it is none.
  func fault(declaring entry: ElementView) -> ServiceDescription.DeclaredFault? {
    let tables = tables.value
    return tables.faultNames.number(of: entry).map { tables.faults[$0] }
  }

  /// Whether an element is a header block that says what was wrong with a header block.
  func isHeaderFault(_ element: ElementView) -> Bool { tables.value.headerFaults.number(of: element) != nil }

  /// Whether an element is a header block, of those that say what was wrong with another too.
  func isHeader(_ element: ElementView) -> Bool {
    isHeaderFault(element) || tables.value.headers.number(of: element) != nil
  }

  /// What to call the faults, each once.
  var faultTexts: [String] { tables.value.faultTexts }

  /// The names of the operations, each once.
  var operationNames: [String] { tables.value.operationNames }

  private final class Tables: Sendable {
    let faults: [ServiceDescription.DeclaredFault]
    let faultTexts: [String]
    let operationNames: [String]
    let faultNames: ElementTable
    let headers: ElementTable
    let headerFaults: ElementTable

    init(_ operations: [ServiceDescription.Operation]) {
      faults = operations.flatMap(\.faults)
      var known: Set<String> = []
      faultTexts = faults.map(\.entry.text).filter { known.insert($0).inserted }
      known = []
      operationNames = operations.map(\.name).filter { known.insert($0).inserted }
      var (faultNames, headers, headerFaults) = (ElementTable(), ElementTable(), ElementTable())
      for (number, fault) in faults.enumerated() {
        switch fault.entry {
        case .element(let name): faultNames.add(name.local, in: name.namespace, as: number)
        case .typed(let locals): for local in locals { faultNames.add(local, in: nil, as: number) }
        }
      }
      for name in operations.lazy.flatMap(\.headers) { headers.add(name.local, in: name.namespace, as: 0) }
      for name in operations.lazy.flatMap(\.headerFaults) {
        headerFaults.add(name.local, in: name.namespace, as: 0)
      }
      (self.faultNames, self.headers, self.headerFaults) = (faultNames, headers, headerFaults)
    }
  }
}

/// Numbers by names of elements. No text is made of the name of an element that is looked up.
private struct ElementTable: Sendable {
  private struct Entry: Sendable {
    let local: String
    /// Nil if any will do.
    let namespace: String?
    let number: Int
  }

  /// The entries by the hash of their names.
  private var entries: [Int: [Entry]] = [:]

  /// Adds a name. Of several numbers the first counts.
  mutating func add(_ local: String, in namespace: String?, as number: Int) {
    var (localText, namespaceText) = (local, namespace ?? "")
    let hash = localText.withUTF8 { local in
      namespaceText.withUTF8 { Self.hash(local, namespace == nil ? nil : $0) }
    }
    let others = entries[hash, default: []]
    // As bytes, for that is how names are compared.
    guard
      !others.contains(where: { other in
        other.local.utf8.elementsEqual(local.utf8) && (other.namespace == nil) == (namespace == nil)
          && (other.namespace ?? "").utf8.elementsEqual((namespace ?? "").utf8)
      })
    else { return }
    entries[hash] = others + [Entry(local: local, namespace: namespace, number: number)]
  }

  /// The least number of an element; nil if it has none.
  func number(of element: ElementView) -> Int? {
    guard !entries.isEmpty else { return nil }
    let local = element.tree.localNames[element.name.id]
    let namespace = element.tree.namespaces[element.namespace.id]
    let exact = entries[Self.hash(local, namespace)]?.first { entry in
      entry.local.isText(of: local) && entry.namespace?.isText(of: namespace) ?? false
    }
    let inAny = entries[Self.hash(local, nil)]?.first { $0.local.isText(of: local) && $0.namespace == nil }
    guard let exact, let inAny else { return (exact ?? inAny)?.number }
    return min(exact.number, inAny.number)
  }

  private static func hash(_ local: UnsafeBufferPointer<UInt8>, _ namespace: UnsafeBufferPointer<UInt8>?)
    -> Int
  {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(local))
    hasher.combine(local.count)
    if let namespace { hasher.combine(bytes: UnsafeRawBufferPointer(namespace)) }
    return hasher.finalize()
  }
}
