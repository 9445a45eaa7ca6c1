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
      The actor names by its URI the node that an entry is for. What is no URI names none, so no node \
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
        findings.report("The actor '\(attribute.value.shortened)' is no URI reference", at: attribute)
      }
    }
  )

  static let headerAttributeMisplaced = Rule(
    "SOAP11-header-attribute-misplaced",
    "mustUnderstand or actor stands on an element that is no header entry",
    level: .warning,
    references: [.soap11("4.2.1")],
    profiles: [.soap11],
    rationale: """
      Receivers must ignore both anywhere but on a child of Header. An element that was to be understood is \
      not, and nobody notices.
      """,
    remedy: "Move the attribute to the header entry itself, or leave it out.",
    schema: [.attribute],
    conforming: [.envelope11(#"<s:Header><m:h s:mustUnderstand="1"/></s:Header><s:Body/>"#)],
    violating: [.body11(#"<m:x ↓s:mustUnderstand="1"/>"#)],
    check: .envelope11 { envelope, findings in
      for attribute in envelope.attributes(.mustUnderstand) + envelope.attributes(.actor)
      where !envelope.isHeaderBlock(attribute.element) {
        findings.report(
          "\(attribute.qualifiedName) stands on '\(attribute.element.qualifiedName)', which is no header entry",
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
      encodingStyle lists, by their URIs, the rules a receiver may decode by. A token that is no URI names \
      none, and a client that validates refuses the message.
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
            "encodingStyle holds '\(token.shortened)', which is no URI reference", at: attribute)
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
      where URIReference.matches(attribute.value)
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
  /// The attributes with this name in the envelope namespace of SOAP 1.1.
  func attributes(_ name: LocalName) -> [AttributeView] {
    soapAttributes.filter { $0.name == name && $0.namespace == .soap11 }
  }
}
