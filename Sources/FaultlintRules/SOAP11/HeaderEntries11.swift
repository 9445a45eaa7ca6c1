internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// Header entries and the attributes SOAP gives them: SOAP 1.1, sections 4.1.1 and 4.2.
extension SOAP11 {
  static let headerEntryUnqualified = Rule(
    "SOAP11-header-entry-unqualified", "A header entry is in no namespace",
    level: .error,
    references: [.soap11("4.2, rule 1")],
    profiles: [.soap11],
    assertions: [.bp11("BP1600")],
    rationale: """
      A node knows a header entry by its namespace and name. Without a namespace it is known to none for \
      sure, and skipped.
      """,
    remedy: "Put the entry into the namespace of the specification or schema it comes from.",
    schema: [.children],
    conforming: [.envelope11("<s:Header><m:h/></s:Header><s:Body/>")],
    violating: [.envelope11("<s:Header>↓<h/></s:Header><s:Body/>")],
    check: .envelope11 { envelope, findings in
      for entry in envelope.headerBlocks where entry.namespace == .none {
        findings.report("The header entry '\(entry.qualifiedName)' is in no namespace", at: entry)
      }
    }
  )

  static let mustUnderstandValue = Rule(
    "SOAP11-mustunderstand-value", "mustUnderstand is neither 0 nor 1",
    level: .error,
    references: [.soap11("4.2.3")],
    profiles: [.soap11],
    assertions: [.bp10("WSI1301"), .bp11("BP1301")],
    rationale: """
      In SOAP 1.1 the value is 0 or 1; true and false came with SOAP 1.2. A receiver that compares with 1 \
      takes anything else for 0, and skips an entry that it had to understand.
      """,
    remedy: "Write 1 for an entry that must be understood, and leave the attribute out otherwise.",
    schema: [.attributeValue],
    conforming: [.envelope11(#"<s:Header><m:h s:mustUnderstand="1"/></s:Header><s:Body/>"#)],
    violating: [.envelope11(#"<s:Header><m:h ↓s:mustUnderstand="true"/></s:Header><s:Body/>"#)],
    check: .envelope11 { envelope, findings in
      for attribute in envelope.attributes(.mustUnderstand)
      where !(attribute.value == "0") && !(attribute.value == "1") {
        findings.report(
          "\(attribute.qualifiedName) is '\(attribute.value.shortened)', neither 0 nor 1", at: attribute)
      }
    }
  )

  static let actorNotURI = Rule(
    "SOAP11-actor-not-uri", "The actor attribute is not a URI reference",
    level: .error,
    references: [.soap11("4.2.2")],
    profiles: [.soap11],
    rationale: """
      The actor names by its URI the node that an entry is for. What is not a URI names no node, so none \
      processes the entry.
      """,
    remedy: "Write the URI of the node, or leave actor out: the entry is then for the ultimate destination.",
    schema: [.attributeValue],
    conforming: [
      .envelope11(
        #"<s:Header><m:h s:actor="http://schemas.xmlsoap.org/soap/actor/next"/></s:Header><s:Body/>"#)
    ],
    violating: [.envelope11(#"<s:Header><m:h ↓s:actor="%zz"/></s:Header><s:Body/>"#)],
    check: .envelope11 { envelope, findings in
      for attribute in envelope.attributes(.actor) where !URIReference.matches(attribute.value) {
        findings.report("The actor '\(attribute.value.shortened)' is not a URI reference", at: attribute)
      }
    }
  )

  static let headerAttributeMisplaced = Rule(
    "SOAP11-header-attribute-misplaced",
    "mustUnderstand or actor stands on an element that is not a header entry",
    level: .warning,
    references: [.soap11("4.2.1")],
    profiles: [.soap11],
    rationale: """
      Receivers must ignore both anywhere but on a child of Header. An element that was to be understood is \
      not, and nobody notices.
      """,
    remedy: "Move the attribute to the header entry itself, or leave it out.",
    restates: ["SOAP11-fault-attribute", "SOAP11-fault-child-attribute", "SOAP11-body-attribute"],
    schema: [.attribute],
    conforming: [.envelope11(#"<s:Header><m:h s:mustUnderstand="1"/></s:Header><s:Body/>"#)],
    violating: [.body11(#"<m:x ↓s:mustUnderstand="1"/>"#)],
    check: .envelope11 { envelope, findings in
      for attribute in envelope.attributes(.mustUnderstand) + envelope.attributes(.actor)
      where !envelope.isHeaderBlock(attribute.element) {
        findings.report(
          "\(attribute.qualifiedName) stands on '\(attribute.element.qualifiedName)', which is not a header entry",
          at: attribute)
      }
    }
  )

  static let faultMandatoryHeader = Rule(
    "SOAP11-fault-mandatory-header", "A header entry that has to be understood comes with the Fault",
    level: .warning,
    references: [.soap11("4.2.3")],
    profiles: [.soap11],
    rationale: """
      A client that does not know the header entry has to refuse the message. JAX-WS RI and Axis (Java) do: the \
      caller gets a MustUnderstand fault of its own client in place of the fault of the service. Those of \
      WS-Addressing, WS-Security and CWMP are left out, which clients that get them know.
      """,
    remedy: "Leave mustUnderstand out of answers that report a fault, or leave the whole header entry out.",
    conforming: [
      .envelope11(
        #"<s:Header><a:Action xmlns:a="http://www.w3.org/2005/08/addressing" s:mustUnderstand="1">urn:a</a:Action>"#
          + "<m:h/></s:Header><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring>"
          + "</s:Fault></s:Body>"),
      .envelope11(#"<s:Header><m:h s:mustUnderstand="1"/></s:Header><s:Body/>"#),
    ],
    violating: [
      .envelope11(
        #"<s:Header>↓<m:h s:mustUnderstand="1"/></s:Header><s:Body><s:Fault><faultcode>s:Server</faultcode>"#
          + "<faultstring>x</faultstring></s:Fault></s:Body>")
    ],
    check: .envelope11 { envelope, findings in
      guard !envelope.faults11.isEmpty else { return }
      for block in envelope.mandatoryBlocks where block.isForReceiver && !block.isCommonlyKnown {
        // Another way to write it is a breach of its own.
        guard let attribute = block.attribute(.soap11, .mustUnderstand), attribute.value == "1" else {
          continue
        }
        findings.report(
          "'\(block.qualifiedName)' has to be understood before the Fault may be read", at: block)
      }
    }
  )

  static let encodingStyleNotInSchema = Rule(
    "SOAP11-encodingstyle-schema",
    "encodingStyle stands where the prose allows it and the envelope schema has no room for it",
    level: .note,
    references: [.soap11("4.1.1"), .soap11Schema],
    profiles: [.soap11],
    rationale: """
      SOAP 1.1 lets encodingStyle stand on any element, and its own examples have it on Envelope. The schema of the \
      envelope has no room for it on Envelope, Header, Fault and three of the children of Fault. A client that \
      validates refuses the message; the Basic Profile forbids the attribute.
      """,
    remedy:
      "Put it on a child of Body or Header or on a detail entry, which holds the encoded data, or leave it out.",
    restates: ["SOAP11-fault-child-attribute"],
    schema: [.attribute],
    conforming: [.body11(#"<m:x s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/>"#)],
    violating: [
      .document(
        #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" "#
          + #"↓s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body/></s:Envelope>"#),
      .fault11(#"<faultcode ↓s:encodingStyle="">s:Server</faultcode><faultstring>x</faultstring>"#),
    ],
    check: .envelope11 { envelope, findings in
      let attributes = envelope.attributes(.encodingStyle)
      guard !attributes.isEmpty else { return }
      let closed = envelope.elementsWithoutSOAPAttributes
      for attribute in attributes where closed.contains(attribute.element.index) {
        findings.report(
          "encodingStyle stands on '\(attribute.element.qualifiedName)', where the envelope schema has no room for it",
          at: attribute)
      }
    }
  )

  static let encodingStyleNotURI = Rule(
    "SOAP11-encodingstyle-not-uri", "encodingStyle holds a token that is not a URI reference",
    level: .error,
    references: [.soap11("4.1.1")],
    profiles: [.soap11],
    rationale: """
      encodingStyle lists, by their URIs, the rules a receiver may decode by. A token that is not a URI names \
      nothing, and a client that validates refuses the message.
      """,
    remedy: "Write URIs with spaces between them, or leave the attribute out. An empty list is allowed.",
    schema: [.attributeValue],
    conforming: [
      .document(
        #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><m:h xmlns:m="urn:m"><m:x "#
          + #"s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/ urn:b"/></m:h></s:Header><s:Body/></s:Envelope>"#
      )
    ],
    violating: [
      .envelope11(#"<s:Header><m:h ↓s:encodingStyle="%zz"/></s:Header><s:Body/>"#)
    ],
    check: .envelope11 { envelope, findings in
      for attribute in envelope.attributes(.encodingStyle) {
        for token in attribute.value.tokens where !URIReference.matches(token) {
          findings.report(
            "encodingStyle holds '\(token.shortened)', which is not a URI reference", at: attribute)
        }
      }
    }
  )

  static let actorPrivate = Rule(
    "SOAP11-actor-private", "An actor other than next is a private agreement (extension point E0004)",
    level: .note,
    references: [.basicProfile("E0004")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI4101"), .bp11("BP4101"), .bp12("BP1904")],
    rationale: """
      Only the actor 'next' has a meaning for everybody. Any other is known to those who agreed on it, and \
      passed over by the rest.
      """,
    remedy: """
      Nothing has to change if all nodes on the way know the actor. Otherwise leave it out or use next.
      """,
    conforming: [
      .envelope11(
        #"<s:Header><m:h s:actor="http://schemas.xmlsoap.org/soap/actor/next"/></s:Header><s:Body/>"#)
    ],
    violating: [.envelope11(#"<s:Header><m:h ↓s:actor="urn:gateway"/></s:Header><s:Body/>"#)],
    check: .envelope11 { envelope, findings in
      for attribute in envelope.attributes(.actor)
      where envelope.isHeaderBlock(attribute.element) && URIReference.matches(attribute.value)
        && !(attribute.value == "http://schemas.xmlsoap.org/soap/actor/next") && !attribute.value.isBlank
      {
        findings.report("The actor '\(attribute.value.shortened)' is a private agreement", at: attribute)
      }
    }
  )

  static let bodyAttribute = Rule(
    "SOAP11-body-attribute",
    "Body has an attribute, whose meaning the parties have to agree on (extension point E0025)",
    level: .note,
    references: [.basicProfile("E0025")],
    profiles: [.bp11],
    assertions: [.bp11("BP4109")],
    rationale: """
      SOAP 1.1 gives Body no attributes of its own. A receiver that has not agreed on one does not see it.
      """,
    remedy: """
      Nothing has to change if the receivers know the attribute; wsu:Id for a signature is the usual one. \
      Otherwise use a header entry.
      """,
    conforming: [.envelope11("<s:Body/>")],
    violating: [.envelope11(#"<s:Body ↓m:id="b"/>"#)],
    check: .envelope11 { envelope, findings in
      for attribute in envelope.bodies.flatMap({ Array($0.attributes) }) {
        findings.report("Body has the attribute '\(attribute.qualifiedName)'", at: attribute)
      }
    }
  )
}

extension Envelope {
  /// The indices of the elements of SOAP whose schema type has no room for attributes of the SOAP namespace.
  fileprivate var elementsWithoutSOAPAttributes: Set<Int> {
    let parts = faults11.flatMap { fault in
      [fault.element] + fault.children.filter { $0.field != nil && $0.field != .detail }.map(\.element)
    }
    return Set(([element] + headers + parts).map(\.index))
  }

  /// The attributes with this name in the envelope namespace of SOAP 1.1.
  func attributes(_ name: LocalName) -> [AttributeView] {
    soapAttributes.filter { $0.name == name && $0.namespace == .soap11 }
  }
}
