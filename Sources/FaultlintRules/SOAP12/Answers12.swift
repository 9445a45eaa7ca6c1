internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// A fault, the request it answers, and the node that sent it: SOAP 1.2 part 1, sections 2.8, 5.4.4, 5.4.6 and 5.4.8 and
/// appendix A.
extension SOAP12 {
  // MARK: The version, and the form of the message

  static let versionMismatchNotUsed = Rule(
    "SOAP12-versionmismatch-not-used",
    "A request whose root is not the Envelope of a version of SOAP was not answered with a VersionMismatch fault",
    level: .error,
    references: [.soap12("2.8"), .soap12("5.4.6, table 4")],
    profiles: [.soap12],
    rationale: """
      VersionMismatch is how a client learns that it has to speak another version of SOAP. With any other answer it \
      looks for the error in its data. A root that is not called Envelope at all can as well be taken for no SOAP message, \
      so there Sender is accepted too.
      """,
    remedy: """
      Check the namespace and name of the root of the request before anything else, and answer one you do not know \
      with the code VersionMismatch.
      """,
    needs: .requestMessage,
    conforming: [
      .versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)
        .answering(.document(#"<x:Envelope xmlns:x="urn:x"/>"#)),
      .plain12("Sender").answering(.document("<order/>")),
    ],
    violating: [
      .body12(
        "↓<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#
      ).answering(.document(#"<x:Envelope xmlns:x="urn:x"/>"#)),
      .body12("↓<m:result/>").answering(.document("<order/>")),
    ],
    check: .envelope12 { envelope, findings in
      guard let root = findings.exchange.requestMessage?.root, root.isOfNoVersion, !envelope.refusesVersion,
        root.name == .envelope || !envelope.hasCode("Sender")
      else { return }
      findings.report(
        "The root of the request is '\(root.qualifiedName)' in the namespace '\(root.namespaceName)'"
          + "\(root.namespaceHint), and the answer is not a VersionMismatch fault",
        at: envelope.bodyEntries.first ?? envelope.element)
    }
  )

  static let malformedRequestNotSender = Rule(
    "SOAP12-malformed-request-not-sender", "A malformed request was not answered with a Sender fault",
    level: .error,
    references: [.soap12("2.8"), .soap12("5")],
    profiles: [.soap12],
    rationale: """
      Sender tells the client that its message is to blame. After Receiver it sends the same message again, which can \
      only fail again; after a result it takes for done what nobody can have understood.
      """,
    remedy: """
      Answer with the code Sender what is not well-formed XML, has a document type declaration, or does not have the \
      structure of an Envelope.
      """,
    needs: .requestXML,
    conforming: [
      .plain12("Sender").answering(.envelope12("<e:Header/>")),
      .plain12("Receiver").answering(.body12("<m:x/>")),
    ],
    violating: [
      .body12(
        "↓<e:Fault><e:Code><e:Value>e:Receiver</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#
      ).answering(.envelope12("<e:Header/>")),
      .body12("↓<m:result/>").answering(.document("<e:Envelope>")),
    ],
    check: .envelope12 { envelope, findings in
      let request = findings.exchange.requestMessage
      let defect =
        findings.exchange.isRequestIllFormed ? "is not well-formed XML" : request?.malformation12
      guard let defect, !envelope.hasCode("Sender"), !envelope.reportsAnotherError(of: request?.envelope)
      else { return }
      findings.report(
        "The request \(defect), and the answer is not a Sender fault",
        at: envelope.bodyEntries.first ?? envelope.element)
    }
  )

  static let replyVersion = Rule(
    "SOAP12-reply-version", "A SOAP 1.1 request was answered in SOAP 1.2",
    level: .error,
    references: [.soap12("2.8"), .soap12("A")],
    profiles: [.soap12],
    rationale: """
      A node processes a message by the rules of its version, or refuses it in that version. A client that speaks \
      SOAP 1.1 alone cannot read an answer in SOAP 1.2, be it a result or a fault.
      """,
    remedy: """
      Answer a SOAP 1.1 request in SOAP 1.1. If the node does not support it, answer with a SOAP 1.1 fault whose \
      faultcode is VersionMismatch.
      """,
    needs: .requestMessage,
    // What the answer says is a symptom of its being in the wrong version.
    absorbs: ["BP-R2725"],
    conforming: [Example.plain12("Sender").answering(.body12("<m:x/>"))],
    violating: [
      Example.plain12("Sender").answering(.body11("<m:x/>")).markedAtStart,
      Example.body12("<m:result/>").answering(.body11("<m:x/>")).markedAtStart,
    ],
    check: .envelope12 { envelope, findings in
      guard findings.exchange.requestMessage?.root.isNamed(.soap11, .envelope) == true, !envelope.isFragment,
        !envelope.refusesVersion
      else { return }
      findings.report("The request is SOAP 1.1, and the answer is SOAP 1.2", at: envelope.element)
    }
  )

  static let versionMismatchReplyVersion = Rule(
    "SOAP12-versionmismatch-reply-version",
    "A SOAP 1.1 request was refused for its version in an envelope that is not SOAP 1.1",
    level: .error,
    references: [.soap12("A")],
    profiles: [.soap12],
    rationale: """
      A client that speaks SOAP 1.1 alone cannot read a refusal in SOAP 1.2, so it does not learn that the version \
      was the error.
      """,
    remedy: "Answer a SOAP 1.1 request with a SOAP 1.1 fault whose faultcode is VersionMismatch.",
    needs: .requestMessage,
    conforming: [
      .versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)
        .answering(.document(#"<x:Envelope xmlns:x="urn:x"/>"#))
    ],
    violating: [
      .versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)
        .answering(.body11("<m:x/>")).markedAtStart
    ],
    check: .envelope12 { envelope, findings in
      guard findings.exchange.requestMessage?.root.isNamed(.soap11, .envelope) == true,
        envelope.refusesVersion
      else {
        return
      }
      findings.report("The request is SOAP 1.1, and its version is refused in SOAP 1.2", at: envelope.element)
    }
  )

  // MARK: Codes that the request gives no reason for

  static let versionMismatchUnjustified = Rule(
    "SOAP12-versionmismatch-unjustified",
    "The fault says VersionMismatch although the request has the Envelope of SOAP 1.2",
    level: .error,
    references: [.soap12("5.4.6, table 4"), .soap12("2.8")],
    profiles: [.soap12],
    rationale: """
      The code says that the Envelope has another namespace or name than that of SOAP 1.2. A client that goes by it \
      changes the version it speaks, and the real error stays.
      """,
    remedy: "Send VersionMismatch for another Envelope only, and Sender or Receiver for other errors.",
    needs: .requestMessage,
    conforming: [
      .versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)
        .answering(.document(#"<x:Envelope xmlns:x="urn:x"/>"#))
    ],
    violating: [
      .envelope12(
        #"<e:Header><e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade></e:Header><e:Body><e:Fault>"#
          + "<e:Code>↓<e:Value>e:VersionMismatch</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault></e:Body>"#
      ).answering(.body12("<m:x/>"))
    ],
    check: .envelope12 { envelope, findings in
      guard findings.exchange.wellFormedRequest12 != nil else { return }
      for value in envelope.values(of: "VersionMismatch") {
        findings.report("The request has the Envelope of SOAP 1.2", at: value)
      }
    }
  )

  static let mustUnderstandUnjustified = Rule(
    "SOAP12-mustunderstand-unjustified",
    "The fault says MustUnderstand although the request had no mandatory header block",
    level: .error,
    references: [.soap12("5.4.6, table 4"), .soap12("2.4")],
    profiles: [.soap12],
    rationale:
      "The code says that a mandatory header block was not understood; a client looks for it in vain.",
    remedy: """
      Keep MustUnderstand for header blocks that have mustUnderstand true or 1 and are for the node. For other errors \
      use Sender or Receiver.
      """,
    needs: .requestMessage,
    conforming: [
      .mustUnderstand(#"<e:NotUnderstood qname="m:h"/>"#)
        .answering(.envelope12(#"<e:Header><m:h e:mustUnderstand="true"/></e:Header><e:Body/>"#))
    ],
    violating: [
      .body12(
        "↓<e:Fault><e:Code>↓<e:Value>e:MustUnderstand</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#
      ).answering(.body12("<m:x/>"))
    ],
    check: .envelope12 { envelope, findings in
      guard let request = findings.exchange.wellFormedRequest12, request.mandatoryBlocks.isEmpty,
        // A block that the answer names is reported there.
        !envelope.headerBlocks(.notUnderstood).contains(where: { $0.qname?.isResolved ?? false })
      else { return }
      for value in envelope.values(of: "MustUnderstand") {
        findings.report("No header block of the request is mandatory", at: value)
      }
    }
  )

  static let dataEncodingUnknownUnjustified = Rule(
    "SOAP12-dataencodingunknown-unjustified",
    "The fault says DataEncodingUnknown although the request has no encodingStyle",
    level: .error,
    references: [.soap12("5.4.6, table 4"), .soap12("5.1.1")],
    profiles: [.soap12],
    rationale: """
      The code says that a part of the request is in an encoding that the node does not support. Without encodingStyle \
      the request names no encoding, so a client finds nothing to change.
      """,
    remedy: "Use Sender or Receiver for errors that have nothing to do with encodingStyle.",
    needs: .requestMessage,
    conforming: [
      .plain12("DataEncodingUnknown").answering(.body12(#"<m:x e:encodingStyle="urn:enc"/>"#))
    ],
    violating: [
      .fault12(
        "<e:Code>↓<e:Value>e:DataEncodingUnknown</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#
      ).answering(.body12("<m:x/>"))
    ],
    check: .envelope12 { envelope, findings in
      guard let request = findings.exchange.wellFormedRequest12, !request.namesEncoding else { return }
      for value in envelope.values(of: "DataEncodingUnknown") {
        findings.report("Nothing in the request has an encodingStyle", at: value)
      }
    }
  )

  static let notUnderstoodNotInRequest = Rule(
    "SOAP12-notunderstood-not-in-request", "NotUnderstood names no mandatory header block of the request",
    level: .error,
    references: [.soap12("5.4.8.2"), .soap12("5.4.6, table 4")],
    profiles: [.soap12],
    rationale: "A client looks for the block among those it sent; one that it did not send tells it nothing.",
    remedy: """
      Write the namespace and name of the header block as the request has them, and name only blocks with \
      mustUnderstand true or 1.
      """,
    needs: .requestMessage,
    conforming: [
      .mustUnderstand(#"<e:NotUnderstood qname="m:h"/>"#)
        .answering(.envelope12(#"<e:Header><m:h e:mustUnderstand="true"/></e:Header><e:Body/>"#))
    ],
    violating: [
      .mustUnderstand(#"<e:NotUnderstood ↓qname="m:h"/>"#)
        .answering(.envelope12(#"<e:Header><m:g e:mustUnderstand="1"/><m:h/></e:Header><e:Body/>"#))
    ],
    check: .envelope12 { envelope, findings in
      guard let request = findings.exchange.requestMessage?.envelope, !request.isFragment else { return }
      for name in envelope.headerBlocks(.notUnderstood).compactMap(\.qname) {
        guard case .resolved(let namespace, let local, _) = name.qualified else { continue }
        let uri = envelope.element.tree.namespaces.string(namespace.id)
        if request.mandatoryBlocks.contains(where: { $0.namespaceName == uri && $0.hasLocalName(local) }) {
          continue
        }
        findings.report("The request has no mandatory header block '\(name.value.shortened)'", at: name)
      }
    }
  )

  static let roleNotAssumed = Rule(
    "SOAP12-role-not-assumed", "Role names a role the node did not act in",
    level: .error,
    references: [.soap12("5.4.4")],
    profiles: [.soap12],
    rationale:
      "Role says in which of its roles the node found the fault; a client looks for the error there.",
    remedy: "Write the URI of a role the node acts in, or leave Role out.",
    needs: .nodeRoles,
    conforming: [
      .acting("http://www.w3.org/2003/05/soap-envelope/role/next", of: "urn:gateway"),
      .acting("urn:gateway", of: "urn:gateway"),
      .plain12("Sender").given { $0.nodeRoles = [] },
    ],
    violating: [.acting("urn:cache", of: "urn:gateway", mark: "↓")],
    check: .fault12 { fault, findings in
      guard let role = fault.role, let text = role.plainText, !text.isBlank,
        let roles = findings.exchange.nodeRoles,
        Role12(text) != .next, !roles.contains(text.string(limit: 4096))
      else { return }
      findings.report("The node does not act in the role '\(text.shortened)'", at: role)
    }
  )
}

extension Example {
  /// A fault of a node with one role that says it acted in another.
  fileprivate static func acting(_ role: String, of own: String, mark: String = "") -> Example {
    fault12(
      "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
        + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#
        + "<e:Node>urn:n</e:Node>" + mark + "<e:Role>" + role + "</e:Role>"
    ).given { $0.nodeRoles = [own] }
  }
}

extension ExchangeFacts {
  /// The envelope of the request, if that is SOAP 1.2 in order.
  fileprivate var wellFormedRequest12: Envelope? {
    guard let requestMessage, requestMessage.malformation12 == nil, let envelope = requestMessage.envelope,
      envelope.version == .v12, !envelope.isFragment
    else { return nil }
    return envelope
  }
}

extension ElementView {
  /// Whether the root of a request is of no version of SOAP: another element than the Envelope of SOAP 1.1 or 1.2, and
  /// not a Body or Fault that a capture holds without its envelope.
  fileprivate var isOfNoVersion: Bool {
    guard SOAPVersion(namespace) != nil else { return true }
    return name != .envelope && name != .body && name != .fault
  }
}

extension Envelope {
  /// The Values of Code that are this one of the five codes.
  fileprivate func values(of code: StaticString) -> [ElementView] {
    faults12.filter { $0.isCode(code) }.compactMap { $0.code?.value?.element }
  }

  /// Whether it is a fault with this one of the five codes.
  fileprivate func hasCode(_ code: StaticString) -> Bool { faults12.contains { $0.isCode(code) } }

  /// Whether it is a fault for which a malformed request gives another reason. A node may report any one of the errors
  /// it finds.
  ///
  /// Source: SOAP 1.2 part 1, section 2.6.
  fileprivate func reportsAnotherError(of request: Envelope?) -> Bool {
    guard let request else { return false }
    return hasCode("MustUnderstand") && !request.mandatoryBlocks.isEmpty
      || hasCode("DataEncodingUnknown") && request.namesEncoding
  }
}

extension AttributeView {
  /// Whether its value is a qualified name in a namespace.
  fileprivate var isResolved: Bool { if case .resolved = qualified { true } else { false } }
}
