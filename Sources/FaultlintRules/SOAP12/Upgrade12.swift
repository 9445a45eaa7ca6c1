internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// The Upgrade header block of VersionMismatch faults: SOAP 1.2 part 1, section 5.4.7. It is the same in an envelope of
/// SOAP 1.1, by which a node refuses that version: appendix A.
extension SOAP12 {
  static let upgradeMissing = Rule(
    "SOAP12-upgrade-missing", "The VersionMismatch fault has no Upgrade header block",
    level: .warning,
    references: [.soap12("5.4.7")],
    profiles: [.soap12],
    rationale: """
      The header block lists the envelopes the node does support. Without it a client learns that it sent \
      the wrong version, but not which one to try instead.
      """,
    remedy: "Add an Upgrade header block with a SupportedEnvelope for each version.",
    conforming: [.versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)],
    violating: [
      .body12(
        "↓<e:Fault><e:Code><e:Value>e:VersionMismatch</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#)
    ],
    check: .envelope12 { envelope, findings in
      guard !envelope.isFragment, envelope.headerBlocks(.upgrade).isEmpty else { return }
      for fault in envelope.faults12 where fault.isCode("VersionMismatch") {
        findings.report("No Upgrade header block says which envelopes are supported", at: fault.element)
      }
    }
  )

  static let upgradeUnexpected = Rule(
    "SOAP12-upgrade-unexpected",
    "An Upgrade header block accompanies something else than a VersionMismatch fault",
    level: .note,
    references: [.soap12("5.4.7")],
    profiles: [.soap12, .soap11],
    rationale: """
      SOAP 1.2 defines Upgrade for VersionMismatch faults, and clients look for it there. It forbids it \
      nowhere else, but nobody reads it.
      """,
    remedy: "Send it with a VersionMismatch fault only.",
    conforming: [.versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)],
    violating: [
      .envelope12(
        #"<e:Header>↓<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade></e:Header><e:Body/>"#)
    ],
    check: .envelope { envelope, findings in
      guard !envelope.refusesVersion else { return }
      for upgrade in envelope.headerBlocks(.upgrade) {
        findings.report("Upgrade stands in a message that is not a VersionMismatch fault", at: upgrade)
      }
    }
  )

  static let upgradeDuplicate = Rule(
    "SOAP12-upgrade-duplicate", "There is more than one Upgrade header block",
    level: .note,
    references: [.soap12("5.4.7.1")],
    profiles: [.soap12, .soap11],
    rationale: """
      Upgrade lists the supported envelopes in order of preference. Of two lists a client reads one, or does not know \
      which comes first.
      """,
    remedy: "Put all SupportedEnvelopes into one Upgrade, the best one first.",
    conforming: [.versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)],
    violating: [
      .versionMismatch(
        #"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#
          + #"↓<e:Upgrade><e:SupportedEnvelope qname="s:Envelope"/></e:Upgrade>"#)
    ],
    check: .envelope { envelope, findings in
      for upgrade in envelope.headerBlocks(.upgrade).dropFirst() {
        findings.report("There is a second Upgrade header block", at: upgrade)
      }
    }
  )

  static let upgradeEmpty = Rule(
    "SOAP12-upgrade-empty", "Upgrade names no supported envelope",
    level: .error,
    references: [.soap12("5.4.7.1"), .soap12Schema],
    profiles: [.soap12, .soap11],
    rationale: """
      Upgrade is the list of supported envelopes, in order of preference. With none in it a client has \
      nothing to upgrade to; an element of another namespace does not count.
      """,
    remedy: "Add a SupportedEnvelope, in the SOAP 1.2 namespace, for each version.",
    absorbs: ["SOAP12-upgrade-child-unknown", "SOAP12-upgrade-text"],
    schema: [.children],
    conforming: [.versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)],
    violating: [
      .versionMismatch("↓<e:Upgrade/>"),
      .versionMismatch(#"↓<e:Upgrade><SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#),
    ],
    check: .envelope { envelope, findings in
      for upgrade in envelope.headerBlocks(.upgrade)
      where !upgrade.children.contains(where: { $0.isNamed(.soap12, .supportedEnvelope) }) {
        findings.report("Upgrade has no SupportedEnvelope", at: upgrade)
      }
    }
  )

  static let upgradeChildUnknown = Rule(
    "SOAP12-upgrade-child-unknown", "Upgrade has a child that is not SupportedEnvelope",
    level: .error,
    references: [.soap12("5.4.7.1"), .soap12Schema],
    profiles: [.soap12, .soap11],
    rationale: """
      Upgrade has room for SupportedEnvelope only. Clients drop anything else, or refuse the message because \
      of it.
      """,
    remedy: "Move the extra element into a header block of your own.",
    schema: [.children],
    conforming: [.versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)],
    violating: [
      .versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/>↓<m:x/></e:Upgrade>"#)
    ],
    check: .envelope { envelope, findings in
      for child in envelope.headerBlocks(.upgrade).flatMap({ Array($0.children) })
      where !child.isNamed(.soap12, .supportedEnvelope) {
        findings.report("'\(child.qualifiedName)' in Upgrade is not SupportedEnvelope", at: child)
      }
    }
  )

  static let upgradeEncodingStyle = Rule(
    "SOAP12-upgrade-encodingstyle", "encodingStyle stands on Upgrade",
    level: .error,
    references: [.soap12("5.4.7.1")],
    profiles: [.soap12, .soap11],
    rationale: """
      Upgrade holds no data that could be encoded, and SOAP 1.2 forbids the attribute there by name. A \
      client that validates refuses the message.
      """,
    remedy: "Leave the attribute out.",
    schema: [.attribute],
    conforming: [.versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)],
    violating: [
      .versionMismatch(
        #"<e:Upgrade ↓e:encodingStyle="urn:enc"><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)
    ],
    check: .envelope { envelope, findings in
      for attribute in envelope.headerBlocks(.upgrade).compactMap(\.encodingStyle) {
        findings.report("'\(attribute.qualifiedName)' stands on Upgrade", at: attribute)
      }
    }
  )

  // MARK: The qname of SupportedEnvelope

  static let upgradeQNameMissing = Rule(
    "SOAP12-upgrade-qname-missing", "SupportedEnvelope has no qname attribute in no namespace",
    level: .error,
    references: [.soap12("5.4.7.2"), .soap12("5.4.7.3")],
    profiles: [.soap12, .soap11],
    rationale: """
      qname is where the supported envelope is named. Without it the element says nothing; a client does not \
      look for it in the SOAP namespace.
      """,
    remedy: "Write qname without a prefix, and the name of the envelope as its value.",
    // Content without qname is the same defect: the name was written in the wrong place.
    schema: [.attribute, .children],
    conforming: [.versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)],
    violating: [
      .versionMismatch("<e:Upgrade>↓<e:SupportedEnvelope/></e:Upgrade>"),
      .versionMismatch(#"<e:Upgrade>↓<e:SupportedEnvelope e:qname="e:Envelope"/></e:Upgrade>"#),
    ],
    check: .envelope { envelope, findings in
      for element in envelope.supportedEnvelopes where element.qname == nil {
        findings.report("SupportedEnvelope has no attribute qname", at: element)
      }
    }
  )

  static let upgradeQNameNotQName = Rule(
    "SOAP12-upgrade-qname-not-qname", "The qname of SupportedEnvelope is not a qualified name",
    level: .error,
    references: [.soap12("5.4.7.3")],
    profiles: [.soap12, .soap11],
    rationale: """
      A client reads there the qualified name of an envelope. From anything else it learns nothing, and one \
      that validates refuses the message.
      """,
    remedy: "Write a declared prefix, a colon and Envelope.",
    schema: [.attributeValue],
    conforming: [.versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)],
    violating: [
      .versionMismatch(#"<e:Upgrade><e:SupportedEnvelope ↓qname="a:b:c"/></e:Upgrade>"#),
      .versionMismatch(#"<e:Upgrade><e:SupportedEnvelope ↓qname=""/></e:Upgrade>"#),
    ],
    check: .envelope { envelope, findings in
      for attribute in envelope.supportedEnvelopes.compactMap(\.qname) {
        guard case .malformed = attribute.qualified else { continue }
        findings.report("The qname '\(attribute.value.shortened)' is not a qualified name", at: attribute)
      }
    }
  )

  static let upgradeQNameUnbound = Rule(
    "SOAP12-upgrade-qname-unbound", "The prefix in the qname of SupportedEnvelope is not declared",
    level: .error,
    references: [.soap12("5.4.7.3"), Reference("Namespaces in XML 1.0, section 4")],
    profiles: [.soap12, .soap11],
    rationale: """
      Without a declaration the name means nothing, so a client does not learn which envelope is supported.
      """,
    remedy: "Declare the prefix on SupportedEnvelope or on an element around it.",
    schema: [.attributeValue],
    conforming: [
      .versionMismatch(
        #"<e:Upgrade><e:SupportedEnvelope xmlns:q="http://schemas.xmlsoap.org/soap/envelope/" "#
          + #"qname="q:Envelope"/></e:Upgrade>"#)
    ],
    violating: [.versionMismatch(#"<e:Upgrade><e:SupportedEnvelope ↓qname="q:Envelope"/></e:Upgrade>"#)],
    check: .envelope { envelope, findings in
      for attribute in envelope.supportedEnvelopes.compactMap(\.qname) {
        guard case .unbound(let prefix) = attribute.qualified else { continue }
        findings.report("The prefix '\(prefix.shortened)' of the qname is not declared", at: attribute)
      }
    }
  )

  static let upgradeQNameNotEnvelope = Rule(
    "SOAP12-upgrade-qname-not-envelope",
    "The qname of SupportedEnvelope is not the Envelope of a SOAP namespace",
    level: .warning,
    references: [.soap12("5.4.7.3")],
    profiles: [.soap12, .soap11],
    rationale: """
      What a client can upgrade to is the Envelope of some version of SOAP. It knows no other name.
      """,
    remedy: "Write Envelope, with a prefix for the namespace of the version.",
    conforming: [.versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="s:Envelope"/></e:Upgrade>"#)],
    violating: [
      .versionMismatch(#"<e:Upgrade><e:SupportedEnvelope ↓qname="m:Envelope"/></e:Upgrade>"#),
      .versionMismatch(#"<e:Upgrade><e:SupportedEnvelope ↓qname="e:Body"/></e:Upgrade>"#),
    ],
    check: .envelope { envelope, findings in
      for attribute in envelope.supportedEnvelopes.compactMap(\.qname) {
        guard case .resolved(let namespace, let local, _) = attribute.qualified else { continue }
        if SOAPVersion(namespace) == nil || !(local == "Envelope") {
          let hint = NearNamespace(attribute.tree.namespaces.string(namespace.id)).map {
            ": \($0.difference)"
          }
          findings.report(
            "The qname '\(attribute.value.shortened)' is not an Envelope of SOAP\(hint ?? "")", at: attribute)
        }
      }
    }
  )

  static let upgradeQNameUnprefixed = Rule(
    "SOAP12-upgrade-qname-unprefixed", "The qname of SupportedEnvelope has no prefix",
    level: .warning,
    references: [.soap12("5.4.7.3")],
    profiles: [.soap12, .soap11],
    rationale: """
      Without a prefix the name is in the default namespace, if there is one, and in none otherwise. A \
      client that looks for a colon does not find the name.
      """,
    remedy: "Write the prefix of the envelope's namespace, as the specification does.",
    // Without a default namespace it names nothing either, for the same reason.
    restates: ["SOAP12-upgrade-qname-not-envelope"],
    conforming: [.versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)],
    violating: [
      .versionMismatch(
        #"<e:Upgrade><e:SupportedEnvelope xmlns="http://www.w3.org/2003/05/soap-envelope" ↓qname="Envelope"/>"#
          + "</e:Upgrade>"),
      .versionMismatch(#"<e:Upgrade><e:SupportedEnvelope ↓qname="Envelope"/></e:Upgrade>"#),
    ],
    check: .envelope { envelope, findings in
      for attribute in envelope.supportedEnvelopes.compactMap(\.qname) {
        guard case .resolved(_, _, hasPrefix: false) = attribute.qualified else { continue }
        findings.report("The qname '\(attribute.value.shortened)' has no prefix", at: attribute)
      }
    }
  )

  static let supportedEnvelopeContent = Rule(
    "SOAP12-supportedenvelope-content", "SupportedEnvelope has content, although its type is empty",
    level: .warning,
    references: [.soap12Schema],
    profiles: [.soap12, .soap11],
    rationale: """
      All that SupportedEnvelope says stands in its qname. A client that validates refuses content, and \
      others drop it.
      """,
    remedy: "Empty the element.",
    schema: [.children, .text],
    conforming: [.versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)],
    violating: [
      .versionMismatch(
        #"<e:Upgrade>↓<e:SupportedEnvelope qname="e:Envelope">x</e:SupportedEnvelope></e:Upgrade>"#),
      .versionMismatch(
        #"<e:Upgrade>↓<e:SupportedEnvelope qname="e:Envelope"><m:x/></e:SupportedEnvelope></e:Upgrade>"#),
    ],
    check: .envelope { envelope, findings in
      for element in envelope.supportedEnvelopes where element.qname != nil && !element.isVoid {
        findings.report("SupportedEnvelope has content", at: element)
      }
    }
  )
}

extension Envelope {
  /// The SupportedEnvelopes of its Upgrade header blocks.
  var supportedEnvelopes: [ElementView] {
    headerBlocks(.upgrade).flatMap { $0.children.filter { $0.isNamed(.soap12, .supportedEnvelope) } }
  }
}

extension ElementView {
  /// The attribute of SupportedEnvelope and NotUnderstood that says what they name.
  var qname: AttributeView? { attribute(.none, .qname) }

  /// Whether there is nothing in it but white space.
  var isVoid: Bool { children.first == nil && firstVisibleText == nil }
}

extension AttributeView {
  /// Its value as a qualified name.
  var qualified: QName { QName(value, in: element) }
}

extension Example {
  /// A VersionMismatch fault with these header blocks, so that Upgrade is where it belongs.
  static func versionMismatch(_ header: String) -> Example {
    envelope12(
      "<e:Header>" + header
        + "</e:Header><e:Body><e:Fault><e:Code><e:Value>e:VersionMismatch</e:Value></e:Code>"
        + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault></e:Body>"#)
  }
}
