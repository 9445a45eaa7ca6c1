internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// Header blocks and the attributes SOAP gives them: SOAP 1.2 part 1, sections 5.2 to 5.2.4.
extension SOAP12 {
  static let headerBlockUnqualified = Rule(
    "SOAP12-header-block-unqualified", "A header block is in no namespace",
    level: .error,
    references: [.soap12("5.2.1"), .soap12("5.2")],
    profiles: [.soap12],
    rationale: """
      A node knows a header block by its namespace and name. Without a namespace it can belong to anybody, \
      and is skipped or refused. The schema cannot see this.
      """,
    remedy: "Put the block into the namespace of the specification or schema it comes from.",
    conforming: [.envelope12("<e:Header><m:h/></e:Header><e:Body/>")],
    violating: [.envelope12("<e:Header>↓<h/></e:Header><e:Body/>")],
    check: .envelope12 { envelope, findings in
      for block in envelope.headerBlocks where block.namespace == .none {
        findings.report("The header block '\(block.qualifiedName)' is in no namespace", at: block)
      }
    }
  )

  // MARK: mustUnderstand and relay

  static let mustUnderstandValue = booleanValue(.mustUnderstand, "mustUnderstand", section: "5.2.3")
  static let mustUnderstandNoncanonical = booleanNoncanonical(
    .mustUnderstand, "mustUnderstand", section: "5.2.3")
  static let mustUnderstandFalseGenerated = booleanFalse(.mustUnderstand, "mustUnderstand", section: "5.2.3")
  static let relayValue = booleanValue(.relay, "relay", section: "5.2.4")
  static let relayNoncanonical = booleanNoncanonical(.relay, "relay", section: "5.2.4")
  static let relayFalseGenerated = booleanFalse(.relay, "relay", section: "5.2.4")

  private static func booleanValue(_ name: LocalName, _ text: String, section: String) -> Rule {
    Rule(
      "SOAP12-\(text.lowercased())-value", "\(text) on a header block is not a boolean",
      level: .error,
      references: [.soap12(section)],
      profiles: [.soap12],
      rationale: """
        A receiver has to know whether \(text) is set before it does anything else with the message. It \
        answers a value it cannot read with a fault of its own, so what the message says is lost.
        """,
      remedy: "Write true, or leave the attribute out.",
      schema: [.attributeValue],
      conforming: [.envelope12("<e:Header><m:h e:\(text)=\"true\"/></e:Header><e:Body/>")],
      violating: [
        .envelope12("<e:Header><m:h ↓e:\(text)=\"yes\"/></e:Header><e:Body/>"),
        .envelope12("<e:Header><m:h ↓e:\(text)=\"\"/></e:Header><e:Body/>"),
      ],
      check: .envelope12 { envelope, findings in
        for attribute in envelope.blockAttributes(name) where attribute.boolean == nil {
          findings.report("\(text) is '\(attribute.value.shortened)', which is not a boolean", at: attribute)
        }
      })
  }

  private static func booleanNoncanonical(_ name: LocalName, _ text: String, section: String) -> Rule {
    Rule(
      "SOAP12-\(text.lowercased())-noncanonical", "\(text) is written 1 instead of true",
      level: .warning,
      references: [.soap12(section)],
      profiles: [.soap12],
      rationale: """
        Receivers must take both, but SOAP 1.2 asks senders for the word. A node that compares texts, or \
        signs what it sends on, takes the two for different.
        """,
      remedy: "Write true.",
      conforming: [
        .envelope12("<e:Header><m:h e:\(text)=\"true\"/></e:Header><e:Body/>"),
        .envelope12("<e:Header><m:h e:\(text)=\"1\"/></e:Header><e:Body/>").given {
          $0.senderRole = .intermediary
        },
      ],
      violating: [.envelope12("<e:Header><m:h ↓e:\(text)=\"1\"/></e:Header><e:Body/>")],
      check: .envelope12 { envelope, findings in
        // A node that passes a block on need not rewrite it.
        guard findings.exchange.senderRole != .intermediary else { return }
        for attribute in envelope.blockAttributes(name) where attribute.value.trimmed == "1" {
          findings.report("\(text) is written '1'", at: attribute)
        }
      })
  }

  private static func booleanFalse(_ name: LocalName, _ text: String, section: String) -> Rule {
    Rule(
      "SOAP12-\(text.lowercased())-false-generated",
      "\(text) is sent with the value false, where it should be left out",
      level: .warning,
      references: [.soap12(section)],
      profiles: [.soap12],
      rationale: """
        Leaving \(text) out means false already, and SOAP 1.2 asks senders to say it that way. Receivers \
        take the long form all the same.
        """,
      remedy: "Leave the attribute out.",
      conforming: [
        .envelope12("<e:Header><m:h/></e:Header><e:Body/>"),
        .envelope12("<e:Header><m:h e:\(text)=\"0\"/></e:Header><e:Body/>").given {
          $0.senderRole = .intermediary
        },
      ],
      violating: [
        .envelope12("<e:Header><m:h ↓e:\(text)=\"0\"/></e:Header><e:Body/>"),
        .envelope12("<e:Header><m:h ↓e:\(text)=\"false\"/></e:Header><e:Body/>"),
      ],
      check: .envelope12 { envelope, findings in
        guard findings.exchange.senderRole != .intermediary else { return }
        for attribute in envelope.blockAttributes(name) where attribute.boolean == false {
          findings.report("\(text) is '\(attribute.value.shortened)'", at: attribute)
        }
      })
  }

  // MARK: role

  static let roleAttributeNotURI = Rule(
    "SOAP12-role-attribute-not-uri", "The role attribute is not a URI reference",
    level: .error,
    references: [.soap12("5.2.2"), .soap12("6")],
    profiles: [.soap12],
    rationale: """
      The role says by its URI which nodes a header block is for. What is not a URI names none of them, so \
      nobody processes the block, mandatory or not.
      """,
    remedy: """
      Write the URI of the role, or leave the attribute out: the block is then for the ultimate receiver.
      """,
    schema: [.attributeValue],
    conforming: [
      .envelope12(
        #"<e:Header><m:h e:role="http://www.w3.org/2003/05/soap-envelope/role/next"/></e:Header><e:Body/>"#)
    ],
    violating: [.envelope12(#"<e:Header><m:h ↓e:role="%zz"/></e:Header><e:Body/>"#)],
    check: .envelope12 { envelope, findings in
      for attribute in envelope.blockAttributes(.role) where !URIReference.matches(attribute.value) {
        findings.report("The role '\(attribute.value.shortened)' is not a URI reference", at: attribute)
      }
    }
  )

  static let roleUltimateGenerated = Rule(
    "SOAP12-role-ultimate-generated",
    "The role attribute spells out ultimateReceiver, where it should be left out",
    level: .warning,
    references: [.soap12("5.2.2")],
    profiles: [.soap12],
    rationale: """
      A block without a role is for the ultimate receiver, and SOAP 1.2 asks senders to say it that way. \
      Receivers take the long form all the same.
      """,
    remedy: "Leave the attribute out.",
    conforming: [.envelope12("<e:Header><m:h/></e:Header><e:Body/>")],
    violating: [
      .envelope12(
        #"<e:Header><m:h ↓e:role="http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver"/></e:Header>"#
          + "<e:Body/>")
    ],
    check: .envelope12 { envelope, findings in
      for attribute in envelope.blockAttributes(.role) where Role12(attribute.value) == .ultimateReceiver {
        findings.report("The role ultimateReceiver is spelled out", at: attribute)
      }
    }
  )

  // MARK: Attributes without effect

  static let headerAttributeMisplaced = Rule(
    "SOAP12-header-attribute-misplaced",
    "role, mustUnderstand or relay stands on an element that is not a header block",
    level: .warning,
    references: [.soap12("5.2.2"), .soap12("5.2.3"), .soap12("5.2.4")],
    profiles: [.soap12],
    rationale: """
      Receivers ignore the three anywhere but on a child of Header. An element that was to be understood is \
      not, and nobody notices.
      """,
    remedy: "Move the attribute to the header block itself, or leave it out.",
    restates: [
      "SOAP12-fault-attribute", "SOAP12-text-attribute", "SOAP12-detail-attribute-unqualified",
      "SOAP12-notunderstood-attribute",
    ],
    schema: [.attribute, .attributeValue],
    conforming: [.envelope12(#"<e:Header><m:h e:mustUnderstand="true"/></e:Header><e:Body/>"#)],
    violating: [
      .body12(#"<m:x ↓e:mustUnderstand="true"/>"#),
      .envelope12(#"<e:Header><m:h><m:x ↓e:role="urn:r"/></m:h></e:Header><e:Body ↓e:relay="true"/>"#),
    ],
    check: .envelope12 { envelope, findings in
      guard !envelope.soapAttributes.isEmpty else { return }
      for attribute in [.role, .mustUnderstand, .relay].flatMap(envelope.soap12Attributes)
      where !envelope.isHeaderBlock(attribute.element) {
        findings.report(
          "'\(attribute.qualifiedName)' stands on '\(attribute.element.qualifiedName)', which is not a header block",
          at: attribute)
      }
    }
  )

  static let faultMandatoryHeader = Rule(
    "SOAP12-fault-mandatory-header", "A header block that has to be understood comes with the Fault",
    level: .warning,
    references: [.soap12("2.6"), .soap12("5.2.3")],
    profiles: [.soap12],
    rationale: """
      A client that does not know the header block has to refuse the message. JAX-WS RI and Axis (Java) do: the \
      caller gets a MustUnderstand fault of its own client in place of the fault of the service. Those of \
      WS-Addressing, WS-Security and CWMP are left out, which clients that get them know.
      """,
    remedy: "Leave mustUnderstand out of answers that report a fault, or leave the whole header block out.",
    conforming: [
      .envelope12(
        #"<e:Header><a:Action xmlns:a="http://www.w3.org/2005/08/addressing" e:mustUnderstand="true">urn:a</a:Action>"#
          + "<m:h/></e:Header><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault></e:Body>"#),
      .envelope12(#"<e:Header><m:h e:mustUnderstand="true"/></e:Header><e:Body/>"#),
    ],
    violating: [
      .envelope12(
        #"<e:Header>↓<m:h e:mustUnderstand="true"/></e:Header><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value>"#
          + #"</e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault></e:Body>"#)
    ],
    check: .envelope12 { envelope, findings in
      guard !envelope.faults12.isEmpty else { return }
      for block in envelope.mandatoryBlocks where block.isForReceiver && !block.isCommonlyKnown {
        findings.report(
          "'\(block.qualifiedName)' has to be understood before the Fault may be read", at: block)
      }
    }
  )

  static let soap11Attribute = Rule(
    "SOAP12-soap11-attribute",
    "A SOAP 1.1 attribute, or actor, is used in a SOAP 1.2 message and has no effect there",
    level: .note,
    references: [.soap12("5.2"), .soap11("4.2")],
    profiles: [.soap12],
    rationale: """
      To a SOAP 1.2 node these are foreign attributes without meaning. A block that was to be understood is \
      skipped, and one meant for a gateway goes to the end.
      """,
    remedy: "Use mustUnderstand and role of the SOAP 1.2 namespace; actor is called role now.",
    restates: [
      "SOAP12-fault-attribute", "SOAP12-text-attribute", "SOAP12-detail-attribute-unqualified",
      "SOAP12-notunderstood-attribute",
    ],
    schema: [.attribute],
    conforming: [.envelope12(#"<e:Header><m:h e:role="urn:r"/></e:Header><e:Body/>"#)],
    violating: [
      .envelope12(#"<e:Header><m:h ↓e:actor="urn:r"/></e:Header><e:Body/>"#),
      .envelope12(#"<e:Header><m:h ↓s:mustUnderstand="1"/></e:Header><e:Body/>"#),
    ],
    check: .envelope12 { envelope, findings in
      for attribute in envelope.soapAttributes
      where attribute.isOfSOAP11 && !envelope.isInStrayFault(attribute.element) {
        findings.report("'\(attribute.qualifiedName)' has no meaning in SOAP 1.2", at: attribute)
      }
    }
  )
}

extension Envelope {
  /// The attributes with this name in the SOAP 1.2 namespace. Those in Faults without meaning are left out.
  func soap12Attributes(_ name: LocalName) -> [AttributeView] {
    soapAttributes.filter { $0.name == name && $0.namespace == .soap12 && !isInStrayFault($0.element) }
  }

  /// Those of them that stand on header blocks, where they have a meaning.
  func blockAttributes(_ name: LocalName) -> [AttributeView] {
    soap12Attributes(name).filter { isHeaderBlock($0.element) }
  }
}

extension AttributeView {
  /// Its value as a boolean of XML Schema; nil if it is none.
  fileprivate var boolean: Bool? {
    let text = value.trimmed
    if text == "true" || text == "1" { return true }
    return text == "false" || text == "0" ? false : nil
  }

  /// Whether SOAP 1.1 has it and SOAP 1.2 has not.
  fileprivate var isOfSOAP11: Bool {
    switch name {
    case .mustUnderstand, .encodingStyle: namespace == .soap11
    case .actor: namespace == .soap11 || namespace == .soap12
    default: false
    }
  }
}
