internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// A fault, the request it answers, and the node that sent it: SOAP 1.2 part 1, sections 5.4.4 and 5.4.8 and appendix A.
extension SOAP12 {
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
