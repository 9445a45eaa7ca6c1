internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// What the profiles ask of a fault: WS-I Basic Profile 1.0, section 4; 1.1 and 1.2, section 3.
extension BasicProfile {
  static let r1000 = Rule(
    "BP-R1000", "The fault has a child that is not one of faultcode, faultstring, faultactor and detail",
    level: .error,
    references: [.basicProfile("R1000"), .soap11("4.4")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1306"), .bp11("BP1306")],
    rationale: """
      A client has four fields for a SOAP 1.1 fault and no fifth. zeep (Python) raises the fault without the \
      extra child, so what it says never reaches the caller; a client that validates refuses the whole \
      fault.
      """,
    remedy: "Move the extra element into detail, which is there for anything the four do not say.",
    restates: ["SOAP11-fault-child-unknown", "SOAP11-fault-child-foreign", "SOAP11-fault-child-case"],
    schema: [.children],
    conforming: [
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail><reason/></detail>")
    ],
    violating: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>↓<m:extra/>")],
    check: .fault11 { fault, findings in
      for child in fault.children where child.name == nil {
        findings.report(child.surplusMessage, at: child.element)
      }
    }
  )

  static let r1001 = Rule(
    "BP-R1001", "A child of the fault is in a namespace",
    level: .error,
    references: [.basicProfile("R1001"), .soap11("4.4")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1316"), .bp11("BP1316")],
    rationale: """
      The four children stand in no namespace, and clients look for them there only. zeep (Python) raises a \
      fault whose code, text, actor and detail are all empty: the caller learns that something failed and \
      nothing else.
      """,
    remedy: """
      Write the four without a prefix. If a default namespace on the Envelope reaches them, give the Envelope a \
      prefix instead.
      """,
    restates: ["SOAP11-fault-child-qualified", "SOAP11-fault-child-foreign", "BP-R1000"],
    schema: [.children],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("↓<s:faultcode>s:Server</s:faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      for child in fault.children where child.isQualified {
        let namespace =
          child.element.namespace == .soap11 ? "the SOAP namespace" : "'\(child.element.namespaceName)'"
        findings.report(
          "'\(child.element.qualifiedName)' is in \(namespace) instead of none", at: child.element)
      }
    }
  )

  static let r1003 = Rule(
    "BP-R1003", "detail has an attribute of the SOAP namespace",
    level: .error,
    references: [.basicProfile("R1003")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1203"), .bp11("BP1203")],
    rationale: """
      The attributes of SOAP tell a receiver how to process or decode an element. On detail they would \
      change how its entries are read, and a client that does not follow them reads something else than was \
      meant.
      """,
    remedy: """
      Leave the attribute out. Attributes of your own, with or without a namespace, are allowed on detail.
      """,
    restates: ["SOAP11-header-attribute-misplaced"],
    conforming: [
      .fault11(#"<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail a="1" m:b="2"/>"#)
    ],
    violating: [
      .fault11(
        #"<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail ↓s:encodingStyle="urn:e"/>"#)
    ],
    check: .fault11 { fault, findings in
      for attribute in fault.detail.map({ Array($0.attributes) }) ?? [] where attribute.namespace == .soap11 {
        findings.report("detail has the SOAP attribute '\(attribute.qualifiedName)'", at: attribute)
      }
    }
  )

  static let r1004 = Rule(
    "BP-R1004", "The faultcode is neither a standard code nor one in the namespace of its definer",
    level: .warning,
    references: [.basicProfile("R1004"), .soap11("4.4.1")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1302"), .bp11("BP1302")],
    rationale: """
      Clients decide by the code whether to repeat a request, correct it or give up. A name that neither \
      SOAP nor a namespace of yours defines tells them nothing, so they end in the branch for unknown \
      errors.
      """,
    remedy: """
      Use Client, Server, MustUnderstand or VersionMismatch with the prefix of the SOAP namespace. For a \
      code of your own, declare a prefix for a namespace you control.
      """,
    restates: [
      "SOAP11-faultcode-no-namespace", "SOAP11-faultcode-unknown", "SOAP11-faultcode-soap12-name",
      "SOAP11-faultcode-case", "BP-R1031",
    ],
    conforming: [
      .fault11("<faultcode>m:Busy</faultcode><faultstring>x</faultstring>"),
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>"),
    ],
    violating: [
      .fault11("↓<faultcode>Server</faultcode><faultstring>x</faultstring>"),
      .fault11("↓<faultcode>s:Busy</faultcode><faultstring>x</faultstring>"),
      .fault11("↓<faultcode>s:Sender</faultcode><faultstring>x</faultstring>"),
    ],
    check: .fault11 { fault, findings in
      guard let code = fault.code, case .resolved(let namespace, _, _) = code.name else { return }
      if namespace == .none {
        findings.report("The faultcode '\(code.text.shortened)' is in no namespace", at: code.element)
      } else if namespace == .soap11, fault.standardCode == nil {
        findings.report("'\(code.text.shortened)' is not one of the four codes of SOAP 1.1", at: code.element)
      }
    }
  )

  static let r1016 = Rule(
    "BP-R1016", "xml:lang on faultstring is not a breach",
    level: .note,
    references: [.basicProfile("R1016")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1998"), .bp11("BP3998")],
    rationale: """
      Services such as Spring-WS and WCF write xml:lang on faultstring. The profile obliges receivers to \
      accept it, although the plain schema of the envelope has no room for it.
      """,
    supersedes: ["SOAP11-faultstring-lang"],
    conforming: [.fault11(#"<faultcode>s:Server</faultcode><faultstring xml:lang="en">x</faultstring>"#)],
    check: .acceptance { violation, message in
      guard let index = violation.attribute else { return false }
      let attribute = AttributeView(message.tree, index)
      return attribute.isLang && attribute.element.isNamed(.none, .faultstring)
        && attribute.element.parent?.isNamed(.soap11, .fault) == true
    }
  )

  static let r1031 = Rule(
    "BP-R1031", "The faultcode uses the dot notation of SOAP 1.1",
    level: .warning,
    references: [.basicProfile("R1031"), .soap11("4.4.1")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1031"), .bp11("BP1031")],
    rationale: """
      SOAP 1.1 allows Client.Authentication, but clients compare the whole name. One that looks for Client \
      does not find it and takes the code for an unknown one.
      """,
    remedy: """
      Send the standard code alone and put the rest into detail, or use a code in a namespace of your own.
      """,
    restates: ["SOAP11-faultcode-empty-segment"],
    conforming: [
      .fault11("<faultcode>s:Client</faultcode><faultstring>x</faultstring>"),
      .fault11("<faultcode>m:v1.Busy</faultcode><faultstring>x</faultstring>"),
    ],
    violating: [
      .fault11("↓<faultcode>s:Client.Authentication</faultcode><faultstring>x</faultstring>"),
      .fault11("↓<faultcode>Server.userException</faultcode><faultstring>x</faultstring>"),
    ],
    check: .fault11 { fault, findings in
      // In a namespace of one's own a dot is a letter of the name.
      guard let code = fault.code, let local = code.local(in: .soap11) ?? code.local(in: .none),
        local.bytes.contains(UInt8(ascii: "."))
      else { return }
      findings.report("The faultcode '\(code.text.shortened)' is written with a dot", at: code.element)
    }
  )
}
