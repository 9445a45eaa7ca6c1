internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// Node and Role: SOAP 1.2 part 1, sections 5.4.3 and 5.4.4.
extension SOAP12 {
  static let nodeURI = Rule(
    "SOAP12-node-uri", "Node is not a URI reference",
    level: .error,
    references: [.soap12("5.4.3"), .soap12("6")],
    profiles: [.soap12],
    rationale: """
      Node names the node that found the fault by its URI. A client with a typed field for it refuses the \
      fault; another cannot tell which node that is.
      """,
    remedy: """
      Write the URI of the node, with spaces and other forbidden characters percent-encoded. If it has none, \
      leave Node out and name it in Reason.
      """,
    schema: [.value],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason><e:Node>http://n.example/</e:Node>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>↓<e:Node>%zz</e:Node>"#),
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>↓<e:Node>our gateway</e:Node>"#),
    ],
    check: .fault12 { fault, findings in
      guard let node = fault.node, let text = node.plainText, !URIReference.matches(text) else { return }
      findings.report("The Node '\(text.shortened)' is not a URI reference", at: node)
    }
  )

  static let nodeEmpty = Rule(
    "SOAP12-node-empty", "Node is blank",
    level: .warning,
    references: [.soap12("5.4.3")],
    profiles: [.soap12],
    rationale: "A blank Node names nobody, so a client cannot tell which node failed.",
    remedy: "Write the URI of the node, or leave Node out.",
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>↓<e:Node/>"#)
    ],
    check: .fault12 { fault, findings in
      guard let node = fault.node, let text = node.plainText, text.isBlank else { return }
      findings.report("Node is blank", at: node)
    }
  )

  static let nodeMissing = Rule(
    "SOAP12-node-missing", "The fault comes from a node that is not the ultimate receiver and has no Node",
    level: .error,
    references: [.soap12("5.4.3")],
    profiles: [.soap12],
    rationale: """
      With an intermediary on the way, Node is all that tells a client whether the gateway or the service \
      behind it failed. Without it, people look in the wrong place.
      """,
    remedy: "Have the intermediary write its own URI into Node.",
    needs: .senderRole,
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason><e:Node>http://gw.example/</e:Node>"#
      ).given { $0.senderRole = .intermediary },
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#
      ).given { $0.senderRole = .ultimate },
    ],
    violating: [
      .body12(
        "↓<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#
      ).given { $0.senderRole = .intermediary }
    ],
    check: .fault12 { fault, findings in
      guard findings.exchange.senderRole == .intermediary, fault.node == nil else { return }
      findings.report("The Fault of an intermediary has no Node", at: fault.element)
    }
  )

  static let nodeAbsent = Rule(
    "SOAP12-node-absent",
    "Role is next or a private role, which hints at an intermediary, and Node is absent",
    level: .note,
    references: [.soap12("5.4.3")],
    profiles: [.soap12],
    rationale: """
      A node that acts in such a role is often a gateway, and a client cannot tell a gateway that does not \
      name itself from the service behind it. The payload alone does not prove that it is one.
      """,
    remedy: """
      If the fault comes from a gateway, have it write its URI into Node. With --sender-role faultlint need \
      not guess.
      """,
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason>"
          + "<e:Role>http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver</e:Role>"),
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason>"
          + "<e:Node>urn:n</e:Node><e:Role>urn:r</e:Role>"),
    ],
    violating: [
      .body12(
        "↓<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#
          + "<e:Role>http://www.w3.org/2003/05/soap-envelope/role/next</e:Role></e:Fault>"),
      .body12(
        "↓<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason><e:Role>urn:gateway</e:Role></e:Fault>"#),
    ],
    check: .fault12 { fault, findings in
      // Where the sender is known there is nothing to guess.
      guard findings.exchange.senderRole == nil, fault.node == nil, let role = fault.intermediaryRole else {
        return
      }
      findings.report("Role is '\(role.shortened)', but there is no Node", at: fault.element)
    }
  )

  static let roleURI = Rule(
    "SOAP12-role-uri", "Role is not a URI reference",
    level: .error,
    references: [.soap12("5.4.4"), .soap12("6")],
    profiles: [.soap12],
    rationale: """
      Role says by its URI in which role the node acted. A client with a typed field for it refuses the \
      fault; another cannot compare it with the roles it addressed.
      """,
    remedy: "Write the URI of the role, or leave Role out.",
    schema: [.value],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason>"
          + "<e:Role>http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver</e:Role>")
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>↓<e:Role>%zz</e:Role>"#)
    ],
    check: .fault12 { fault, findings in
      guard let role = fault.role, let text = role.plainText, !URIReference.matches(text) else { return }
      findings.report("The Role '\(text.shortened)' is not a URI reference", at: role)
    }
  )

  static let roleEmpty = Rule(
    "SOAP12-role-empty", "Role is blank",
    level: .warning,
    references: [.soap12("5.4.4")],
    profiles: [.soap12],
    rationale: """
      A blank Role names no role, so a client cannot tell which of its header blocks the node acted on.
      """,
    remedy: "Write the URI of the role the node acted in, or leave Role out.",
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>↓<e:Role> </e:Role>"#)
    ],
    check: .fault12 { fault, findings in
      guard let role = fault.role, let text = role.plainText, text.isBlank else { return }
      findings.report("Role is blank", at: role)
    }
  )

  static let roleNone = Rule(
    "SOAP12-role-none", "Role is none, in which no node can act",
    level: .error,
    references: [.soap12("5.4.4"), .soap12("2.2")],
    profiles: [.soap12],
    rationale: """
      SOAP 1.2 forbids every node to act in the role none, so no node can have found a fault in it. A client \
      learns something that cannot be true.
      """,
    remedy: "Leave Role out, or name the role the node did act in.",
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason>"
          + "<e:Node>urn:n</e:Node><e:Role>http://www.w3.org/2003/05/soap-envelope/role/next</e:Role>")
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason>"
          + "↓<e:Role>http://www.w3.org/2003/05/soap-envelope/role/none</e:Role>")
    ],
    check: .fault12 { fault, findings in
      guard let role = fault.role, let text = role.plainText, Role12(text) == Role12.none else { return }
      findings.report("Role is none", at: role)
    }
  )
}

extension Fault12 {
  /// The value of Role, if intermediaries use to act in such a role: next, or one that SOAP does not define.
  fileprivate var intermediaryRole: TextView? {
    guard let text = role?.plainText, !text.isBlank, URIReference.matches(text) else { return nil }
    switch Role12(text) {
    case .some(.next), nil: return text
    case .some(.ultimateReceiver), .some(.none): return nil
    }
  }
}

extension ElementView {
  /// Its text without white space at the ends; nil if it has children, for then there is no one text to judge.
  var plainText: TextView? { children.first == nil ? text.trimmed : nil }
}
