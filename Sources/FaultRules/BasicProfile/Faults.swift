internal import FaultModel
internal import XMLTree

/// What the profiles ask of a fault: WS-I Basic Profile 1.0 to 1.2, section 3.
extension BasicProfile {
  static let r1000 = Rule(
    "BP-R1000", "The fault has a child that is none of faultcode, faultstring, faultactor and detail",
    level: .error,
    references: [.basicProfile("R1000"), .soap11("4.4")],
    rationale: """
      A client binds a SOAP 1.1 fault to four fields; what a fifth child carries may never reach its caller. Put it \
      into detail.
      """,
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
    rationale: """
      The children of a Fault stand in no namespace. Clients that look for them there find nothing and report an empty \
      fault (zeep: code and text are lost). The usual cause is a default namespace on the Envelope: give it a prefix, \
      or write xmlns="" on the children.
      """,
    restates: ["SOAP11-fault-child-qualified", "SOAP11-fault-child-foreign", "BP-R1000"],
    schema: [.children],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("↓<s:faultcode>s:Server</s:faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      for child in fault.children where child.isQualified {
        let namespace =
          child.element.namespace == .soap11 ? "the SOAP namespace" : "'\(child.element.namespaceName)'"
        findings.report("'\(child.element.qualifiedName)' is in \(namespace) instead of none", at: child.element)
      }
    }
  )

  static let r1003 = Rule(
    "BP-R1003", "detail has an attribute of the SOAP namespace",
    level: .error,
    references: [.basicProfile("R1003")],
    rationale: "detail may have any attribute but those of SOAP: encodingStyle on it would change how entries are read.",
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
    rationale: """
      A client branches on the standard codes; a code of your own it can only know by your namespace. Use Client, \
      Server, MustUnderstand or VersionMismatch of SOAP, or a name in a namespace you control.
      """,
    restates: [
      "SOAP11-faultcode-no-namespace", "SOAP11-faultcode-unknown", "SOAP11-faultcode-soap12-name",
      "SOAP11-faultcode-case",
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
        findings.report("The faultcode '\(code.text.string)' is in no namespace", at: code.element)
      } else if namespace == .soap11, fault.standardCode == nil {
        findings.report("'\(code.text.string)' is none of the four codes of SOAP 1.1", at: code.element)
      }
    }
  )

  static let r1016 = Rule(
    "BP-R1016", "xml:lang on faultstring is no breach",
    level: .note,
    references: [.basicProfile("R1016")],
    rationale: "Receivers must accept it, although the plain schema of the envelope has no room for it.",
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
    "BP-R1031", "The faultcode refines a standard code with a dot",
    level: .warning,
    references: [.basicProfile("R1031"), .soap11("4.4.1")],
    rationale: """
      SOAP 1.1 allows Client.Authentication, but clients that compare the whole name do not find Client. Use the \
      standard code and put the rest into detail, or a code in your own namespace.
      """,
    restates: ["SOAP11-faultcode-empty-segment"],
    conforming: [
      .fault11("<faultcode>s:Client</faultcode><faultstring>x</faultstring>"),
      .fault11("<faultcode>m:v1.Busy</faultcode><faultstring>x</faultstring>"),
    ],
    violating: [.fault11("↓<faultcode>s:Client.Authentication</faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      guard let code = fault.code, let local = code.local(in: .soap11),
        local.bytes.contains(UInt8(ascii: "."))
      else { return }
      findings.report("The faultcode '\(code.text.string)' is refined with a dot", at: code.element)
    }
  )
}
