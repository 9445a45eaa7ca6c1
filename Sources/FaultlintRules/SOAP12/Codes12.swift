internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// Code and its Value: SOAP 1.2 part 1, sections 5.4.1, 5.4.1.1 and 5.4.6.
extension SOAP12 {
  static let codeValueMissing = Rule(
    "SOAP12-code-value-missing", "Code has no Value",
    level: .error,
    references: [.soap12("5.4.1")],
    profiles: [.soap12],
    rationale: """
      The Value is the code; a Subcode only refines it, and text next to it is not read. zeep (Python) raises \
      a fault whose code is empty, so a client that branches on it ends in the branch for unknown errors.
      """,
    remedy: "Write one of the five codes of SOAP 1.2 into a Value, as the first child of Code.",
    absorbs: ["SOAP12-fault-text"],
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:a</e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "↓<e:Code><e:Subcode><e:Value>m:a</e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
      .fault12(#"↓<e:Code>e:Sender</e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
    ],
    check: .fault12 { fault, findings in
      guard let code = fault.code, code.values.isEmpty else { return }
      findings.report("Code has no Value", at: code.element)
    }
  )

  static let codeValueDuplicate = Rule(
    "SOAP12-code-value-duplicate", "Code has more than one Value",
    level: .error,
    references: [.soap12("5.4.1")],
    profiles: [.soap12],
    rationale: """
      A fault has one code, and which of two a client reads is a matter of its stack: zeep (Python) takes \
      the first. A client that validates refuses the fault.
      """,
    remedy: "Keep one Value. A finer code of your own goes into a Subcode.",
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:a</e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value>↓<e:Value>m:a</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      for value in (fault.code?.values ?? .none).dropFirst() {
        findings.report("Code has a second Value", at: value)
      }
    }
  )

  static let codeChildrenOrder = Rule(
    "SOAP12-code-children-order", "In Code the Subcode comes before the Value",
    level: .error,
    references: [.soap12("5.4.1")],
    profiles: [.soap12],
    rationale: """
      SOAP 1.2 puts the Value first. A client that reads child after child meets a Subcode where it expects \
      the code, and refuses the fault; others (zeep, for one) do not mind.
      """,
    remedy: "Write the Value before the Subcode.",
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:a</e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code>↓<e:Subcode><e:Value>m:a</e:Value></e:Subcode><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      guard let subcode = fault.code?.subcodeBeforeValue else { return }
      findings.report("Subcode comes before the Value of Code", at: subcode)
    }
  )

  static let codeChildUnknown = Rule(
    "SOAP12-code-child-unknown", "Code has a child that is neither Value nor Subcode",
    level: .error,
    references: [.soap12("5.4.1")],
    profiles: [.soap12],
    rationale: """
      Code has room for a Value and a Subcode. Clients drop anything else, or refuse the fault because of \
      it.
      """,
    remedy: "Move the extra element into Detail.",
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value>↓<m:x/></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      for child in fault.code?.others ?? [] {
        findings.report("'\(child.qualifiedName)' in Code is neither Value nor Subcode", at: child)
      }
    }
  )

  static let codeValueUnboundPrefix = Rule(
    "SOAP12-code-value-unbound-prefix", "The prefix of the code value is not declared",
    level: .error,
    references: [.soap12("5.4.1.1"), Reference("Namespaces in XML 1.0, section 4")],
    profiles: [.soap12],
    rationale: """
      Without a declaration the prefix means nothing. A client that resolves the code stops there and loses \
      the whole fault; one that does not (zeep, for one) hands on a code nobody can interpret.
      """,
    remedy: "Declare the prefix for the SOAP 1.2 namespace on the Value or on an element around it.",
    schema: [.value],
    conforming: [
      .fault12(
        #"<e:Code><e:Value xmlns:q="http://www.w3.org/2003/05/soap-envelope">q:Sender</e:Value></e:Code>"#
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code>↓<e:Value>q:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      guard let value = fault.code?.value, case .unbound(let prefix) = value.name else { return }
      findings.report("The prefix '\(prefix.shortened)' of the code value is not declared", at: value.element)
    }
  )

  static let codeValueNotStandard = Rule(
    "SOAP12-code-value-not-standard", "The code value is not one of the five codes of SOAP 1.2",
    level: .error,
    references: [.soap12("5.4.1.1"), .soap12("5.4.6")],
    profiles: [.soap12],
    rationale: """
      SOAP 1.2 knows VersionMismatch, MustUnderstand, DataEncodingUnknown, Sender and Receiver, all in its \
      namespace. A client with a typed field for the code refuses the fault over any other; the rest end in \
      the branch for unknown errors.
      """,
    remedy: """
      Use one of the five with the prefix of the Envelope: Sender for Client, Receiver for Server. A code of \
      your own, or what stood behind a dot in SOAP 1.1, goes into a Subcode.
      """,
    schema: [.value],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:Busy</e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
      .document(
        #"<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"><Body><Fault><Code><Value>Sender</Value></Code>"#
          + #"<Reason><Text xml:lang="en">x</Text></Reason></Fault></Body></Envelope>"#),
    ],
    violating: [
      .fault12(
        "<e:Code>↓<e:Value>m:Busy</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
      .fault12(
        "<e:Code>↓<e:Value>e:Sender.Auth</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
      .fault12(
        "<e:Code>↓<e:Value>Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
      .fault12(
        "<e:Code>↓<e:Value/></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
    ],
    check: .fault12 { fault, findings in
      guard let value = fault.code?.value, !fault.hasStandardCode else { return }
      if case .unbound = value.name { return }
      findings.report(value.notStandardMessage, at: value.element)
    }
  )

  // MARK: How values are written

  static let codeWhiteSpace = Rule(
    "SOAP12-code-white-space", "There is white space around the value of Code or Subcode",
    level: .note,
    references: [.soap12("5.4.1.1"), .soap12("5.4.1.3")],
    profiles: [.soap12],
    rationale: """
      White space is not a part of a qualified name, and a client that reads by the schema drops it. SAAJ (Java) \
      keeps it, so that the local part of the code ends in a line break and equals nothing.
      """,
    remedy: "Write the code straight between the tags.",
    conforming: [.plain12("Sender")],
    violating: [
      .fault12(
        "<e:Code>↓<e:Value> e:Sender </e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      for value in fault.codes.lazy.compactMap({ $0.value }) where value.hasWhiteSpaceAround {
        findings.report("There is white space around the code '\(value.text.shortened)'", at: value.element)
      }
    }
  )

  static let valueSplit = Rule(
    "SOAP12-value-split",
    "A comment or a CDATA section splits the value of a Value, Text, Node or Role",
    level: .note,
    references: [.soap12("5.4")],
    profiles: [.soap12],
    rationale: """
      To XML the value is one text, but many clients read its first piece only. A comment in the code leaves SAAJ \
      (Java) with an empty name; a CDATA section in part of a text makes PHP refuse the whole fault.
      """,
    remedy: "Write the value in one piece, and escape characters (&amp; for &) in place of CDATA.",
    conforming: [.plain12("Sender")],
    violating: [
      .fault12(
        "<e:Code>↓<e:Value>e:<!-- c -->Sender</e:Value></e:Code>"
          + #"<e:Reason>↓<e:Text xml:lang="en">a<![CDATA[ & b]]></e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      guard fault.element.tree.mayHaveMarksInTexts else { return }
      let values = fault.codes.flatMap(\.values) + fault.texts + [fault.node, fault.role].compactMap(\.self)
      for value in values {
        guard let split = value.textSplit else { continue }
        findings.report(split.message(of: value), at: value)
      }
    }
  )
}

extension FaultCode {
  /// What keeps it from being one of the five codes.
  fileprivate var notStandardMessage: String {
    switch name {
    case .malformed where text.isBlank: "The Value of Code is empty"
    case .malformed: "The code '\(text.shortened)' is not a qualified name"
    case .resolved(.none, _, _): "The code '\(text.shortened)' is in no namespace"
    case .resolved(.soap11, _, _): "The code '\(text.shortened)' is in the SOAP 1.1 namespace"
    case .resolved where nearNamespace != nil:
      "The code '\(text.shortened)' is not in the SOAP 1.2 namespace: \(nearNamespace?.difference ?? "")"
    default: "The code '\(text.shortened)' is not one of the five codes of SOAP 1.2"
    }
  }
}
