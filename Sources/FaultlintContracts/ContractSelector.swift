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

/// Tells by their marks which contracts a message may be under. It looks at each message of a run, so it compares a
/// namespace once for all messages that have it, and has no object for each mark.
package struct ContractSelector: Sendable {
  private struct Mark: BitwiseCopyable {
    /// Where its text stands in `texts`.
    let start: Int
    let count: Int
    /// The index of the contract in `contracts`.
    let contract: Int
  }

  private let contracts: [String]
  private let texts: [UInt8]
  private let namespaces: [Mark]
  private let entries: [Mark]
  private let actors: [Mark]
  private let roots: [Mark]
  private let addresses: [Mark]
  private let actions: [Mark]

  /// Whether it looks at the heads of requests.
  package var looksAtHeads: Bool { !addresses.isEmpty || !actions.isEmpty }

  /// A selector for marks.
  package init(_ marks: [ContractMark]) {
    var contracts: [String] = []
    var texts: [UInt8] = []
    func of(_ kind: ContractMark.Kind) -> [Mark] {
      marks.filter { $0.kind == kind }.map { mark in
        if !contracts.contains(mark.contract) { contracts.append(mark.contract) }
        let start = texts.count
        texts += mark.text.utf8
        return Mark(
          start: start, count: texts.count - start,
          contract: contracts.firstIndex(of: mark.contract).unsafelyUnwrapped)
      }
    }
    namespaces = of(.namespace)
    entries = of(.entry)
    actors = of(.actor)
    roots = of(.root)
    addresses = of(.address)
    actions = of(.action)
    self.contracts = contracts
    self.texts = texts
  }

  /// The names of the contracts that a SOAP message has a mark of, each once.
  ///
  /// - Parameters:
  ///   - message: The message.
  ///   - envelope: Its envelope.
  ///   - memo: What is found out about namespaces, for messages to come.
  /// - Returns: The names.
  package func contracts(for message: Message, _ envelope: Envelope, _ memo: inout NameMemo) -> [String] {
    if contracts.isEmpty { return [] }
    var found: [String] = []
    findNamespaces(in: message.tree, &found, &memo)
    if let fault = envelope.faults11.first {
      if let actor = fault.faultactor { find(actors, &found) { actor.text.bytes.contains($0) } }
      if let detail = fault.detail { find(in: detail, &found) }
    } else if let detail = envelope.faults12.first?.detail {
      find(in: detail, &found)
    }
    return found
  }

  /// The names of the contracts that a request has a mark of, each once: a fault may have lost all that its service puts
  /// into it, and still answers a request for that service.
  package func contracts(forRequest message: Message, _ memo: inout NameMemo) -> [String] {
    if contracts.isEmpty { return [] }
    var found: [String] = []
    findNamespaces(in: message.tree, &found, &memo)
    return found
  }

  /// The names of the contracts that the head of a request has a mark of, each once.
  package func contracts(forRequest head: HTTPHead) -> [String] {
    var found: [String] = []
    if !addresses.isEmpty, let target = head.target {
      var address = target.hasPrefix("/") ? (head.field("Host") ?? "") + target : target
      address.withUTF8 { address in find(addresses, &found) { address.contains($0) } }
    }
    if !actions.isEmpty, var action = head.soapAction {
      action.withUTF8 { action in find(actions, &found) { action.contains($0) } }
    }
    return found
  }

  private func findNamespaces(in document: XMLTree, _ found: inout [String], _ memo: inout NameMemo) {
    memo.use(document.nameOwners?.namespaces)
    let tree = document.view
    for declaration in tree.declarations {
      let isMark = memo.value(of: declaration.namespace.id) {
        var contracts: [String] = []
        add(tree.namespaces[declaration.namespace.id], to: &contracts)
        return contracts.isEmpty ? 0 : 1
      }
      if isMark == 1 { add(tree.namespaces[declaration.namespace.id], to: &found) }
    }
  }

  /// Adds the contracts that a namespace is a mark of.
  private func add(_ namespace: UnsafeBufferPointer<UInt8>, to found: inout [String]) {
    find(namespaces, &found) { namespace.hasSameBytes(as: $0) }
  }

  /// The names of the contracts that an XML document which is no SOAP has a mark of.
  package func contracts(for root: ElementView) -> [String] {
    var found: [String] = []
    if root.namespace == .none {
      let name = root.tree.localNames[root.name.id]
      find(roots, &found) { name.hasSameBytes(as: $0) }
    }
    return found
  }

  private func find(in detail: ElementView, _ found: inout [String]) {
    guard !entries.isEmpty else { return }
    // There may be a hundred thousand entries, and nearly all have the name of the one before.
    var last: LocalName?
    for entry in detail.children where entry.namespace == .none && entry.name != last {
      last = entry.name
      let name = entry.tree.localNames[entry.name.id]
      find(entries, &found) { name.hasSameBytes(as: $0) }
    }
  }

  @inline(__always)
  private func find(
    _ marks: [Mark], _ found: inout [String], _ fits: (UnsafeBufferPointer<UInt8>) -> Bool
  ) {
    texts.withUnsafeBufferPointer { texts in
      for mark in marks {
        let text = UnsafeBufferPointer(rebasing: texts[mark.start..<mark.start + mark.count])
        if fits(text), !found.contains(contracts[mark.contract]) { found.append(contracts[mark.contract]) }
      }
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func contains(_ part: UnsafeBufferPointer<UInt8>) -> Bool {
    guard count >= part.count else { return false }
    return (0...(count - part.count)).contains { starts(with: part, at: $0) }
  }

  @inline(__always)
  private func starts(with part: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    var index = 0
    while index < part.count {
      if self[offset + index] != part[index] { return false }
      index += 1
    }
    return true
  }
}
