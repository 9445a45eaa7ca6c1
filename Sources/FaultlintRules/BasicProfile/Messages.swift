internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// What the profiles ask of any message: WS-I Basic Profile 1.0, section 4; 1.1 to 2.0, section 3.
extension BasicProfile {
  static let r1005 = Rule(
    "BP-R1005", "encodingStyle stands on an element of the SOAP namespace",
    level: .error,
    references: [.basicProfile("R1005")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1307"), .bp11("BP1307")],
    rationale: """
      The attribute says that the element was written by the rules of an encoding. The profile has messages \
      described by schemas alone, so a client generated from a schema either ignores the attribute or \
      refuses the message.
      """,
    remedy: """
      Switch off encodingStyle in the service; some stacks write it on the Envelope out of habit. Describe \
      the message as document-literal or rpc-literal.
      """,
    restates: ["BP-R1006", "BP-R1032"],
    supersedes: ["SOAP11-encodingstyle-schema"],
    schema: [.attribute],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [
      .document(
        #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" "#
          + #"↓s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body/></s:Envelope>"#)
    ],
    check: .envelope11 { envelope, findings in
      for attribute in envelope.attributes(.encodingStyle) where attribute.element.namespace == .soap11 {
        findings.report("encodingStyle stands on '\(attribute.element.qualifiedName)'", at: attribute)
      }
    }
  )

  static let r1006 = Rule(
    "BP-R1006", "encodingStyle stands on a child of Body",
    level: .error,
    references: [.basicProfile("R1006")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1308"), .bp11("BP1308")],
    rationale: """
      The profile has the children of Body described by schemas alone. A client generated from a schema does \
      not decode by another encoding, and may refuse a message that asks for one.
      """,
    remedy: "Leave encodingStyle out, and bind the operation as literal.",
    restates: ["BP-R1005"],
    schema: [.attribute],
    conforming: [.body11("<m:x/>")],
    violating: [.body11(#"<m:x ↓s:encodingStyle=""/>"#)],
    check: .envelope11 { envelope, findings in
      for attribute in envelope.attributes(.encodingStyle)
      where envelope.isBody(attribute.element.parent) {
        findings.report(
          "encodingStyle stands on '\(attribute.element.qualifiedName)', a child of Body", at: attribute)
      }
    }
  )

  static let r1007 = Rule(
    "BP-R1007", "encodingStyle stands on a grandchild of Body in an rpc-literal message",
    level: .error,
    references: [.basicProfile("R1007")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1318"), .bp11("BP1318")],
    rationale: """
      In an rpc-literal message the grandchildren of Body are the parameters, and a schema says how they are \
      read. An encoding on one of them contradicts the schema, so clients differ in the value they get.
      """,
    remedy: "Leave encodingStyle out of the parameters.",
    needs: .bindingStyle,
    restates: ["BP-R1003"],
    conforming: [
      .body11("<m:x><p/></m:x>").given { $0.bindingStyle = .rpcLiteral },
      .body11(#"<m:x><p s:encodingStyle=""/></m:x>"#).given { $0.bindingStyle = .documentLiteral },
    ],
    violating: [
      .body11(#"<m:x><p ↓s:encodingStyle="urn:e"/></m:x>"#).given { $0.bindingStyle = .rpcLiteral }
    ],
    check: .envelope11 { envelope, findings in
      guard findings.exchange.bindingStyle == .rpcLiteral else { return }
      for attribute in envelope.attributes(.encodingStyle)
      where envelope.isBody(attribute.element.parent?.parent) {
        findings.report(
          "encodingStyle stands on '\(attribute.element.qualifiedName)', a grandchild of Body", at: attribute)
      }
    }
  )

  static let r1008 = Rule(
    "BP-R1008", "The envelope has a document type declaration",
    level: .error,
    references: [.basicProfile("R1008"), .soap11("3"), .soap12("5")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1007"), .bp11("BP1007"), .bp12("BP1007"), .bp20("BP1007")],
    rationale: """
      A DTD can declare entities and default attributes, which is how entity attacks are made, so hardened \
      stacks refuse the message: zeep (Python) stops at the first entity it declares, and the fault is lost. \
      faultlint reads nothing of what a DTD declares.
      """,
    remedy: "Send the Envelope without a DTD, and write out what its entities stood for.",
    restates: ["SOAP11-dtd", "SOAP12-dtd"],
    conforming: [.envelope11("<s:Body/>")],
    violating: [
      .document(
        #"↓<!DOCTYPE s:Envelope><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>"#
      )
    ],
    check: .message { message, findings in
      guard let offset = message.prologue.documentType else { return }
      findings.report("The message has a document type declaration", at: offset)
    }
  )

  static let r1009 = Rule(
    "BP-R1009", "The envelope has a processing instruction",
    level: .error,
    references: [.basicProfile("R1009"), .soap11("3"), .soap12("5")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1208"), .bp11("BP1208"), .bp12("BP1208"), .bp20("BP1208")],
    rationale: """
      The profile forbids processing instructions, so a receiver may refuse a message that has one. Where it \
      does not, the text around it suffers: zeep (Python) cuts a faultstring off at an instruction inside \
      it.
      """,
    remedy: "Remove the instruction. The XML declaration in the first line is not one and may stay.",
    restates: ["SOAP11-pi", "SOAP12-pi"],
    conforming: [.envelope11("<s:Body/>")],
    violating: [.envelope11("↓<?x y?><s:Body/>")],
    check: .message { message, findings in
      for offset in message.tree.processingInstructions {
        findings.report("The message has a processing instruction", at: offset)
      }
    }
  )

  static let r1011 = Rule(
    "BP-R1011", "An element follows Body",
    level: .error,
    references: [.basicProfile("R1011")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1309"), .bp11("BP1309")],
    rationale: """
      SOAP 1.1 lets elements follow the Body, but receivers look into Header and Body only. What stands \
      behind is lost, or a client that validates refuses the message.
      """,
    remedy: "Move the element into a header entry or into the Body.",
    restates: ["SOAP11-envelope-child-unqualified", "SOAP11-body-duplicate", "SOAP11-header-position"],
    schema: [.children],
    conforming: [.envelope11("<s:Body/>")],
    violating: [.envelope11("<s:Body/>↓<m:sig/>")],
    check: .envelope11 { envelope, findings in
      guard let body = envelope.bodies.first else { return }
      for child in envelope.children where child.index > body.index {
        findings.report("'\(child.qualifiedName)' follows the Body", at: child)
      }
    }
  )

  static let r1013 = Rule(
    "BP-R1013", "mustUnderstand is neither 0 nor 1",
    level: .error,
    references: [.basicProfile("R1013"), .soap11("4.2.3")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1301"), .bp11("BP1301"), .bp12("BP1013")],
    rationale: """
      In SOAP 1.1 the value is 0 or 1; true and false came with SOAP 1.2. A receiver that compares with 1 \
      takes anything else for 0, and skips an entry that it had to understand.
      """,
    remedy: "Write 1 for an entry that must be understood, and leave the attribute out otherwise.",
    restates: ["SOAP11-mustunderstand-value"],
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

  static let r1014 = Rule(
    "BP-R1014", "A child of Body is in no namespace",
    level: .error,
    references: [.basicProfile("R1014")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1202"), .bp11("BP1202"), .bp12("BP1202"), .bp20("BP1202")],
    rationale: """
      Receivers tell by the namespace and name of the child what the message is: which operation, or a \
      fault. With HTTP status 200, zeep (Python) takes a Fault in no namespace for a success that returned \
      nothing.
      """,
    remedy: "Put the element into the namespace of its schema; a Fault belongs in that of the Envelope.",
    restates: ["SOAP11-soap-name-wrong-namespace", "SOAP12-body-child-unqualified"],
    conforming: [.body11("<m:x/>"), .body12("<m:x/>")],
    violating: [.body11("↓<x/>")],
    check: .message { message, findings in
      guard let envelope = message.envelope else { return }
      for entry in envelope.bodyEntries where entry.namespace == .none {
        findings.report("'\(entry.qualifiedName)' in Body is in no namespace", at: entry)
      }
    }
  )

  static let r1032 = Rule(
    "BP-R1032", "Envelope, Header or Body has an attribute of the SOAP namespace",
    level: .error,
    references: [.basicProfile("R1032")],
    profiles: [.bp11, .bp12, .bp20],
    assertions: [.bp11("BP1032"), .bp12("BP1032"), .bp20("BP1032")],
    rationale: """
      The attributes of SOAP are for header entries. On the Envelope, the Header and the Body they have no \
      effect, and a client that validates refuses the message.
      """,
    remedy: "Move the attribute to the header entry it is meant for, or leave it out.",
    restates: [
      "BP-R1005", "SOAP11-header-attribute-misplaced", "SOAP11-body-attribute",
      "SOAP12-encodingstyle-placement", "SOAP12-header-attribute-misplaced",
    ],
    schema: [.attribute],
    conforming: [.envelope11("<s:Body/>")],
    violating: [.envelope11(#"<s:Body ↓s:mustUnderstand="1"/>"#)],
    check: .message { message, findings in
      guard let envelope = message.envelope else { return }
      for attribute in envelope.soapAttributes where attribute.namespace == envelope.version.namespace {
        let element = attribute.element
        guard
          element.index == envelope.element.index || envelope.isHeader(element) || envelope.isBody(element)
        else { continue }
        findings.report(
          "'\(element.qualifiedName)' has the SOAP attribute '\(attribute.qualifiedName)'", at: attribute)
      }
    }
  )

  static let r2113 = Rule(
    "BP-R2113", "The envelope uses the arrayType attribute of SOAP encoding",
    level: .error,
    references: [.basicProfile("R2113")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1204"), .bp11("BP1204"), .bp12("BP1204"), .bp20("BP1204")],
    rationale: """
      arrayType belongs to SOAP encoding, which the profile leaves out. A client generated from a literal \
      schema does not know the attribute: it drops it or refuses the message.
      """,
    remedy: "Write an array as repeated elements, and describe it so in the schema.",
    conforming: [.body11("<m:x/>")],
    violating: [
      .body11(
        #"<m:x xmlns:c="http://schemas.xmlsoap.org/soap/encoding/" ↓c:arrayType="m:t[1]"/>"#)
    ],
    check: .message { message, findings in
      for attribute in message.envelope?.soapAttributes ?? []
      where attribute.namespace == .soap11Encoding && attribute.name == .arrayType {
        findings.report(
          "'\(attribute.element.qualifiedName)' has the attribute arrayType of SOAP encoding", at: attribute)
      }
    }
  )

  static let r9980 = Rule(
    "BP-R9980", "The envelope breaks the structure its SOAP version demands",
    level: .error,
    references: [.basicProfile("R9980")],
    profiles: [.bp11, .bp12, .bp20],
    assertions: [.bp11("BP1600"), .bp12("BP1600"), .bp20("BP1600")],
    rationale: """
      The requirement sums up the rules of the SOAP version. Each of them says itself what is wrong, so this \
      one is never reported.
      """,
    conforming: [.envelope11("<s:Body/>")],
    check: .umbrella
  )

  static let r9981 = Rule(
    "BP-R9981", "Body has more than one child element",
    level: .error,
    references: [.basicProfile("R9981")],
    profiles: [.bp11, .bp12, .bp20],
    assertions: [.bp12("BP9991"), .bp20("BP9991")],
    rationale: """
      A message reports a fault if the Fault is alone in the Body. With two children, clients differ in what \
      they believe: of two Faults zeep (Python) raises the first and drops the second; of a result and a \
      Fault it raises the Fault and drops the result.
      """,
    remedy: """
      Send one child. Further errors go into the detail of one Fault, and partial success into a result of \
      your own.
      """,
    restates: ["SOAP11-fault-multiple", "SOAP12-fault-not-alone"],
    supersedes: ["SOAP11-fault-not-alone"],
    conforming: [.body11("<m:x/>")],
    violating: [
      .body11("<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>↓<m:x/>"),
      .body11("<m:x/>↓<m:y/>"),
    ],
    check: .message { message, findings in
      guard let envelope = message.envelope, let surplus = envelope.surplusEntry else { return }
      let entries = Array(envelope.bodyEntries)
      findings.report(
        "Body has \(entries.count) children: '\(entries[0].qualifiedName)' and '\(entries[1].qualifiedName)'"
          + (entries.count > 2 ? " and more" : ""),
        at: surplus)
    }
  )
}
