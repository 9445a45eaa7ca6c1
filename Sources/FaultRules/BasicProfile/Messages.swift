internal import FaultModel
internal import XMLTree

/// What the profiles ask of any message: WS-I Basic Profile 1.0 to 2.0, section 3.
extension BasicProfile {
  static let r1005 = Rule(
    "BP-R1005", "encodingStyle stands on an element of the SOAP namespace",
    level: .error,
    references: [.basicProfile("R1005")],
    rationale: """
      The profile has messages described by schemas alone; an encoding on the Envelope or the Fault would say that \
      its parts are to be read by other rules. Some stacks write it out of habit: switch it off.
      """,
    restates: ["BP-R1006", "BP-R1032"],
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
    rationale: "The profile has the children of Body described by schemas alone, not by an encoding.",
    restates: ["BP-R1005"],
    schema: [.attribute],
    conforming: [.body11("<m:x/>")],
    violating: [.body11(#"<m:x ↓s:encodingStyle=""/>"#)],
    check: .envelope11 { envelope, findings in
      for attribute in envelope.attributes(.encodingStyle)
      where envelope.bodies.contains(where: { $0.index == attribute.element.parent?.index }) {
        findings.report("encodingStyle stands on '\(attribute.element.qualifiedName)', a child of Body", at: attribute)
      }
    }
  )

  static let r1007 = Rule(
    "BP-R1007", "encodingStyle stands on a grandchild of Body in an rpc-literal message",
    level: .error,
    references: [.basicProfile("R1007")],
    rationale: "In an rpc-literal message the grandchildren of Body are the parameters, which a schema describes.",
    needs: .bindingStyle,
    restates: ["BP-R1003"],
    conforming: [
      .body11("<m:x><p/></m:x>").given { $0.bindingStyle = .rpcLiteral },
      .body11(#"<m:x><p s:encodingStyle=""/></m:x>"#).given { $0.bindingStyle = .documentLiteral },
    ],
    violating: [.body11(#"<m:x><p ↓s:encodingStyle="urn:e"/></m:x>"#).given { $0.bindingStyle = .rpcLiteral }],
    check: .envelope11 { envelope, findings in
      guard findings.exchange.bindingStyle == .rpcLiteral else { return }
      for attribute in envelope.attributes(.encodingStyle)
      where envelope.bodies.contains(where: { $0.index == attribute.element.parent?.parent?.index }) {
        findings.report(
          "encodingStyle stands on '\(attribute.element.qualifiedName)', a grandchild of Body", at: attribute)
      }
    }
  )

  static let r1008 = Rule(
    "BP-R1008", "The envelope has a document type declaration",
    level: .error,
    references: [.basicProfile("R1008"), .soap11("3"), .soap12("5")],
    rationale: """
      It can declare entities and default attributes, so most stacks refuse the message for fear of entity attacks. \
      Nothing it declares was read here. Leave it out.
      """,
    restates: ["SOAP11-dtd", "SOAP12-dtd"],
    conforming: [.envelope11("<s:Body/>")],
    violating: [
      .document(
        #"↓<!DOCTYPE s:Envelope><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>"#)
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
    rationale: "Receivers may refuse a message that has one. The XML declaration is none.",
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
    rationale: "SOAP 1.1 lets elements follow the Body, but few receivers look there; the profile forbids it.",
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
    rationale: """
      SOAP 1.1 knows 0 and 1; true and false are SOAP 1.2. Receivers may take any other value for 0 and skip an entry \
      they had to understand.
      """,
    restates: ["SOAP11-mustunderstand-value"],
    schema: [.attributeValue],
    conforming: [.envelope11(#"<s:Header><m:h s:mustUnderstand="1"/></s:Header><s:Body/>"#)],
    violating: [.envelope11(#"<s:Header><m:h ↓s:mustUnderstand="true"/></s:Header><s:Body/>"#)],
    check: .envelope11 { envelope, findings in
      for attribute in envelope.attributes(.mustUnderstand)
      where !(attribute.value == "0") && !(attribute.value == "1") {
        findings.report(
          "\(attribute.qualifiedName) is '\(attribute.value.string)', neither 0 nor 1", at: attribute)
      }
    }
  )

  static let r1014 = Rule(
    "BP-R1014", "A child of Body is in no namespace",
    level: .error,
    references: [.basicProfile("R1014")],
    rationale: "Receivers choose the operation, or see that it is a fault, by the namespace and name of Body's child.",
    restates: ["SOAP11-soap-name-wrong-namespace", "SOAP12-body-child-unqualified"],
    conforming: [.body11("<m:x/>"), .body12("<m:x/>")],
    violating: [.body11("↓<x/>")],
    check: .message { message, findings in
      for entry in message.envelope?.bodyEntries ?? [] where entry.namespace == .none {
        findings.report("'\(entry.qualifiedName)' in Body is in no namespace", at: entry)
      }
    }
  )

  static let r1032 = Rule(
    "BP-R1032", "Envelope, Header or Body has an attribute of the SOAP namespace",
    level: .error,
    references: [.basicProfile("R1032")],
    rationale: "SOAP's attributes belong on header entries; on the three they mean nothing and schemas refuse them.",
    restates: [
      "BP-R1005", "SOAP11-header-attribute-misplaced", "SOAP12-encodingstyle-placement",
      "SOAP12-header-attribute-misplaced",
    ],
    schema: [.attribute],
    conforming: [.envelope11("<s:Body/>")],
    violating: [.envelope11(#"<s:Body ↓s:mustUnderstand="1"/>"#)],
    check: .message { message, findings in
      guard let envelope = message.envelope else { return }
      for element in [envelope.element] + envelope.headers + envelope.bodies {
        for attribute in element.attributes where attribute.namespace == envelope.version.namespace {
          findings.report(
            "'\(element.qualifiedName)' has the SOAP attribute '\(attribute.qualifiedName)'", at: attribute)
        }
      }
    }
  )

  static let r2113 = Rule(
    "BP-R2113", "The envelope uses the arrayType attribute of SOAP encoding",
    level: .error,
    references: [.basicProfile("R2113")],
    rationale: "arrayType belongs to SOAP encoding, which the profile leaves out; an array is repeated elements.",
    conforming: [.body11("<m:x/>")],
    violating: [
      .body11(
        #"<m:x xmlns:c="http://schemas.xmlsoap.org/soap/encoding/" ↓c:arrayType="m:t[1]"/>"#)
    ],
    check: .message { message, findings in
      for attribute in message.envelope?.soapAttributes ?? []
      where attribute.namespace == .soap11Encoding && attribute.name == .arrayType {
        findings.report("'\(attribute.element.qualifiedName)' has the attribute arrayType of SOAP encoding", at: attribute)
      }
    }
  )

  static let r9980 = Rule(
    "BP-R9980", "The envelope breaks the structure its SOAP version demands",
    level: .error,
    references: [.basicProfile("R9980")],
    rationale: "Each rule of the SOAP version says itself what is wrong; this requirement only sums them up.",
    conforming: [.envelope11("<s:Body/>")],
    check: .umbrella(over: "SOAP1")
  )

  static let r9981 = Rule(
    "BP-R9981", "Body has more than one child element",
    level: .error,
    references: [.basicProfile("R9981")],
    rationale: """
      A message is a fault only if the Fault is alone in Body. With a result beside it, or a second Fault, clients \
      differ in what they believe.
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
      let entries = envelope.bodyEntries
      findings.report(
        "Body has \(entries.count) children: '\(entries[0].qualifiedName)' and '\(entries[1].qualifiedName)'"
          + (entries.count > 2 ? " and more" : ""),
        at: surplus)
    }
  )
}
