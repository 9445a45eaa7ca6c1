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
