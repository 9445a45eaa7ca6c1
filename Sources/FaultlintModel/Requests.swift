public import FaultlintXMLTree

extension Message {
  /// The document element, whatever it is.
  public var root: ElementView { tree.root }
}

extension Envelope {
  /// The header blocks that the receiver has to understand. Those for the role none are nobody's to process.
  ///
  /// Source: SOAP 1.1, section 4.2.3; SOAP 1.2 part 1, sections 2.2 and 5.2.3.
  public var mandatoryBlocks: [ElementView] {
    headerBlocks.filter { block in
      guard let value = block.attribute(version.namespace, .mustUnderstand)?.value.trimmed else {
        return false
      }
      if let role = block.attribute(.soap12, .role)?.value.trimmed, version == .v12,
        Role12(role) == Role12.none
      {
        return false
      }
      return value == "1" || (version == .v12 && value == "true")
    }
  }

  /// The fault in it says that the version of the request was refused.
  public var refusesVersion: Bool {
    faults11.contains { $0.standardCode == .versionMismatch }
      || faults12.contains { $0.isCode("VersionMismatch") }
  }
}

extension ElementView {
  /// Whether this is its local name.
  public func hasLocalName(_ text: TextView) -> Bool { tree.localNames[name.id].elementsEqual(text.bytes) }

  /// Whether it has the expanded name of an element of another document.
  public func hasSameName(as other: ElementView) -> Bool {
    localName == other.localName && namespaceName == other.namespaceName
  }
}

extension Envelope {
  /// Whether something in it says by which rules data was encoded, in the namespace of its version.
  ///
  /// Source: SOAP 1.2 part 1, section 5.1.1.
  public var namesEncoding: Bool {
    soapAttributes.contains { $0.name == .encodingStyle && $0.namespace == version.namespace }
  }
}

extension Message {
  /// What is wrong with the message construct of a request in SOAP 1.2, as far as it is certain: a document type
  /// declaration, children of Envelope that are not an optional Header and one Body, a header block in no namespace.
  /// Nil if nothing is, or if it is not SOAP 1.2.
  ///
  /// Source: SOAP 1.2 part 1, sections 2.8, 5, 5.1 and 5.2.1.
  public var malformation12: String? {
    guard let envelope, envelope.version == .v12, !envelope.isFragment else { return nil }
    if prologue.documentType != nil { return "has a document type declaration" }
    if envelope.bodies.isEmpty { return "has no Body" }
    let parts = envelope.children.map { part in
      part.isNamed(.soap12, .header) ? LocalName.header : part.isNamed(.soap12, .body) ? .body : nil
    }
    if parts != [.body], parts != [.header, .body] {
      return "has other children of Envelope than an optional Header and one Body"
    }
    if let block = envelope.headerBlocks.first(where: { $0.namespace == .none }) {
      return "has the header block '\(block.qualifiedName)' in no namespace"
    }
    return nil
  }
}

extension ElementView {
  /// Whether this would be its local name if only its letters were in the right case.
  public func isNamedButForCase(_ name: StaticString) -> Bool {
    localName.lowercased() == "\(name)".lowercased()
  }
}

extension ElementView {
  /// Whether a header block is for the node that gets the message: for every node, or for the last one.
  ///
  /// Source: SOAP 1.1, section 4.2.2; SOAP 1.2 part 1, section 2.2.
  public var isForReceiver: Bool {
    if let actor = attribute(.soap11, .actor)?.value.trimmed {
      return actor.isBlank || actor == "http://schemas.xmlsoap.org/soap/actor/next"
    }
    if let role = attribute(.soap12, .role)?.value.trimmed {
      return role.isBlank || Role12(role) == .next || Role12(role) == .ultimateReceiver
    }
    return true
  }

  /// Whether a header block is of SOAP itself, WS-Addressing, WS-Security or CWMP (TR-069), which clients know that get
  /// it.
  public var isCommonlyKnown: Bool {
    switch namespace {
    case .soap12, .addressing, .addressing2004, .security, .security11: true
    default: namespaceName.hasPrefix("urn:dslforum-org:cwmp-")
    }
  }
}
