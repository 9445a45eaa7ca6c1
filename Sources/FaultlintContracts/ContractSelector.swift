package import FaultlintModel
package import FaultlintXMLTree

/// What a message may have, or the exchange it came in, that tells which contract it is under.
package struct ContractMark: Sendable, Equatable {
  /// Kinds of marks.
  package enum Kind: String, Sendable {
    /// A namespace that is declared somewhere.
    case namespace
    /// The local name of a detail entry in no namespace.
    case entry
    /// A part of a faultactor.
    case actor
    /// The name of the document element in no namespace.
    case root
    /// A part of the address that the request went to.
    case address
    /// A part of the action that the request names.
    case action
  }

  /// The name of the contract.
  package let contract: String
  /// What it is.
  package let kind: Kind
  /// The text of it.
  package let text: String
}

extension Contract.Selection {
  /// What a message has to have one of.
  package func marks(of contract: String) -> [ContractMark] {
    let kinds: [(ContractMark.Kind, [String])] = [
      (.namespace, namespaces), (.entry, entries), (.actor, actors), (.root, roots),
      (.address, addresses), (.action, actions),
    ]
    return kinds.flatMap { kind, texts in
      texts.map { ContractMark(contract: contract, kind: kind, text: $0) }
    }
  }
}

/// Tells by their marks which contracts a message may be under. It looks at each message of a run, so it goes by lengths
/// before it compares texts.
package struct ContractSelector: Sendable {
  private let marks: [(mark: ContractMark, bytes: [UInt8])]
  private let lengths: [ContractMark.Kind: UInt64]
  private let namespaceLengths: UInt64
  /// Whether it looks at the heads of requests.
  package let looksAtHeads: Bool

  /// A selector for marks.
  package init(_ marks: [ContractMark]) {
    self.marks = marks.map { ($0, Array($0.text.utf8)) }
    var lengths: [ContractMark.Kind: UInt64] = [:]
    for (mark, bytes) in self.marks { lengths[mark.kind, default: 0] |= 1 << UInt64(bytes.count & 63) }
    self.lengths = lengths
    namespaceLengths = lengths[.namespace] ?? 0
    looksAtHeads = lengths[.address] != nil || lengths[.action] != nil
  }

  /// The names of the contracts that a SOAP message has a mark of, each once.
  package func contracts(for envelope: Envelope) -> [String] {
    if marks.isEmpty { return [] }
    var found: [String] = []
    findNamespaces(in: envelope, &found)
    if let fault = envelope.faults11.first {
      if let actor = fault.faultactor { find(.actor, &found) { actor.text.bytes.contains($0) } }
      if let detail = fault.detail { find(in: detail, &found) }
    } else if let detail = envelope.faults12.first?.detail {
      find(in: detail, &found)
    }
    return found
  }

  /// The names of the contracts that a request has a mark of, each once: a fault may have lost all that its service puts
  /// into it, and still answers a request for that service.
  package func contracts(forRequest envelope: Envelope) -> [String] {
    if marks.isEmpty { return [] }
    var found: [String] = []
    findNamespaces(in: envelope, &found)
    return found
  }

  /// The names of the contracts that the head of a request has a mark of, each once.
  package func contracts(forRequest head: HTTPHead) -> [String] {
    var found: [String] = []
    if lengths[.address] != nil, let target = head.target {
      var address = target.hasPrefix("/") ? (head.field("Host") ?? "") + target : target
      address.withUTF8 { address in find(.address, &found) { address.contains($0) } }
    }
    if lengths[.action] != nil,
      var action = head.field("SOAPAction") ?? head.contentType?.parameter("action")?.value
    {
      action.withUTF8 { action in find(.action, &found) { action.contains($0) } }
    }
    return found
  }

  private func findNamespaces(in envelope: Envelope, _ found: inout [String]) {
    let tree = envelope.element.tree
    for declaration in tree.declarations {
      let text = tree.namespaces[declaration.namespace.id]
      guard namespaceLengths & 1 << UInt64(text.count & 63) != 0 else { continue }
      find(.namespace, &found) { $0.elementsEqual(text) }
    }
  }

  /// The names of the contracts that an XML document which is no SOAP has a mark of.
  package func contracts(for root: ElementView) -> [String] {
    var found: [String] = []
    if root.namespace == .none {
      let name = root.tree.localNames[root.name.id]
      find(.root, &found) { $0.elementsEqual(name) }
    }
    return found
  }

  private func find(in detail: ElementView, _ found: inout [String]) {
    for entry in detail.children where entry.namespace == .none {
      let name = entry.tree.localNames[entry.name.id]
      find(.entry, &found) { $0.elementsEqual(name) }
    }
  }

  private func find(_ kind: ContractMark.Kind, _ found: inout [String], _ fits: ([UInt8]) -> Bool) {
    for (mark, bytes) in marks where mark.kind == kind && fits(bytes) && !found.contains(mark.contract) {
      found.append(mark.contract)
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func contains(_ part: [UInt8]) -> Bool {
    guard count >= part.count else { return false }
    return (0...(count - part.count)).contains { self[$0...].starts(with: part) }
  }
}
