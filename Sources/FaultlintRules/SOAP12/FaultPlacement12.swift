internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// Where a Fault may stand, and beside what: SOAP 1.2 part 1, section 5.4.
extension SOAP12 {
  static let faultNotAlone = Rule(
    "SOAP12-fault-not-alone", "Body has another element in addition to the Fault",
    level: .error,
    references: [.soap12("5.4")],
    profiles: [.soap12],
    rationale: """
      By SOAP 1.2 a message reports a fault only if the Fault is the single child of Body; with anything \
      next to it the message has no meaning. Clients differ in what they make of it: zeep (Python) raises the \
      first Fault and drops the rest.
      """,
    remedy: "Send the Fault alone. Further errors belong in its Detail.",
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .body12(
        "<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>↓<m:x/>"#),
      .body12(
        "↓<m:x/><e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#),
      .body12(
        "<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#
          + "↓<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#),
    ],
    check: .envelope12 { envelope, findings in
      guard let fault = envelope.faults12.first else { return }
      for entry in envelope.bodyEntries where entry.index != fault.element.index {
        findings.report("'\(entry.qualifiedName)' stands in Body in addition to the Fault", at: entry)
      }
    }
  )

  static let faultElsewhere = Rule(
    "SOAP12-fault-elsewhere",
    "A Fault element stands elsewhere than as a child of Body, where it has no meaning",
    level: .note,
    references: [.soap12("5.4")],
    profiles: [.soap12],
    rationale: """
      SOAP 1.2 allows it, but there a Fault is data like any other and makes no message a fault: with HTTP \
      status 200 the call seems to have succeeded, and zeep (Python) returns nothing. What stands inside was \
      not checked.
      """,
    remedy: "If the message is to report a fault, make the Fault the single child of Body.",
    restates: ["SOAP12-envelope-children"],
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .body12(
        "<m:x>↓<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault></m:x>"#),
      .envelope12("<e:Header>↓<e:Fault>anything</e:Fault></e:Header><e:Body/>"),
    ],
    check: .envelope12 { envelope, findings in
      for fault in envelope.strayFaults {
        guard let parent = fault.parent, envelope.isInStrayFault(fault), !envelope.isInStrayFault(parent)
        else {
          continue
        }
        findings.report("The Fault stands in '\(parent.qualifiedName)', not in Body", at: fault)
      }
    }
  )

  static let soapNameWrongNamespace = Rule(
    "SOAP12-soap-name-wrong-namespace",
    "A Fault in Body is in another namespace than the SOAP one and so counts as application data",
    level: .warning,
    references: [.soap12("5.4")],
    profiles: [.soap12],
    rationale: """
      Names count with their namespace: a Fault in another one is not a fault. With HTTP status 200 the call seems to \
      have succeeded.
      """,
    remedy: """
      Give the element the prefix of the Envelope. If it is data of your own, a name that is not SOAP's spares its \
      readers the doubt.
      """,
    conforming: [.plain12("Sender")],
    violating: [.body12("↓<m:Fault/>")],
    check: .envelope12 { envelope, findings in
      // In none it is in no way different from any other element in none.
      for entry in envelope.bodyEntries
      where entry.name == .fault && entry.namespace != .none && SOAPVersion(entry.namespace) == nil {
        findings.report(
          "'\(entry.qualifiedName)' is not the Fault of SOAP 1.2\(entry.namespaceHint)", at: entry)
      }
    }
  )

  static let soapNameUnknown = Rule(
    "SOAP12-soap-name-unknown", "A child of Body is in a SOAP namespace, and its name is not Fault",
    level: .warning,
    references: [.soap12("5.3"), .soap12("5.4")],
    profiles: [.soap12],
    rationale: """
      The namespace belongs to SOAP, which has a Fault in Body and nothing else. XML tells names apart by case, so \
      fault is not Fault: with HTTP status 200 the call seems to have succeeded. Clients differ: SAAJ (Java) reads a \
      fault in such an element, others do not.
      """,
    remedy: "Write Fault, or put an element of your own into a namespace of your own.",
    conforming: [.plain12("Sender"), .body12("<m:fault/>")],
    violating: [.body12("↓<e:fault/>")],
    check: .envelope12 { envelope, findings in
      for entry in envelope.entriesMisnamedInSOAP {
        findings.report(envelope.messageOfMisnamed(entry), at: entry)
      }
    }
  )

  static let soap11Fault = Rule(
    "SOAP12-soap11-fault", "The body of the SOAP 1.2 message holds a Fault of SOAP 1.1",
    level: .warning,
    references: [.soap12("5.4")],
    profiles: [.soap12],
    rationale: """
      To a SOAP 1.2 client this is ordinary data. zeep (Python) reports an unknown fault without a code, and \
      with HTTP status 200 the call seems to have succeeded and returns nothing.
      """,
    remedy: "Answer in the version of the request, Envelope and Fault alike.",
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .body12("↓<s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring></s:Fault>")
    ],
    check: .envelope12 { envelope, findings in
      for entry in envelope.bodyEntries where entry.isNamed(.soap11, .fault) {
        findings.report("'\(entry.qualifiedName)' is a Fault of SOAP 1.1 in a SOAP 1.2 message", at: entry)
      }
    }
  )
}
