internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// Where a Fault may stand, and beside what: SOAP 1.1, sections 4.4 and 7.1.
extension SOAP11 {
  static let faultNotBodyEntry = Rule(
    "SOAP11-fault-not-body-entry", "A Fault element stands elsewhere than as a child of Body",
    level: .error,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: """
      A client looks for the Fault among the children of Body and nowhere else. zeep (Python) reports an \
      unknown fault, and with HTTP status 200 the call seems to have succeeded and returns nothing.
      """,
    remedy: """
      Make the Fault the child of Body. A gateway that passes on another service's fault in its detail \
      should wrap it in an element of its own.
      """,
    schema: [.children],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [
      .envelope11(
        "<s:Header>↓<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault></s:Header><s:Body/>"
      ),
      .body11("<m:x>↓<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault></m:x>"),
    ],
    check: .envelope11 { envelope, findings in
      for fault in envelope.strayFaults where !envelope.isInSecondBody(fault) {
        let parent = fault.parent?.qualifiedName ?? ""
        findings.report("The Fault stands in '\(parent)', not in Body", at: fault)
      }
    }
  )

  static let faultMultiple = Rule(
    "SOAP11-fault-multiple", "Body has more than one Fault",
    level: .error,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: """
      A message reports one fault. zeep (Python) raises the first and drops the second without a word; other \
      stacks may take another. The schema does not notice.
      """,
    remedy: "Send one Fault and put the further errors into its detail.",
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [
      .body11(
        "<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>"
          + "↓<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>")
    ],
    check: .envelope11 { envelope, findings in
      for fault in envelope.faults11.dropFirst() {
        findings.report("Body has \(envelope.faults11.count) Faults", at: fault.element)
      }
    }
  )

  static let faultNotAlone = Rule(
    "SOAP11-fault-not-alone", "Body has another element in addition to the Fault",
    level: .warning,
    references: [.soap11("7.1")],
    profiles: [.soap11],
    rationale: """
      A result and a Fault contradict each other, and clients differ in which they believe: zeep (Python) \
      raises the Fault and drops the result. SOAP 1.1 says so for RPC only, the Basic Profile for every \
      message (R9981).
      """,
    remedy: "Send one of the two. Partial success belongs into a result of your own.",
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [
      .body11("<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>↓<m:result/>")
    ],
    check: .envelope11 { envelope, findings in
      guard !envelope.faults11.isEmpty else { return }
      for entry in envelope.bodyEntries where !entry.isNamed(.soap11, .fault) {
        // For RPC the Note itself calls it an error.
        let isRPC = findings.exchange.bindingStyle.map { $0 != .documentLiteral } ?? false
        findings.report(
          "'\(entry.qualifiedName)' stands in Body in addition to the Fault", at: entry,
          level: isRPC ? .error : nil)
      }
    }
  )

  static let soap12Fault = Rule(
    "SOAP11-soap12-fault", "The body of the SOAP 1.1 message holds a Fault of SOAP 1.2",
    level: .warning,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: """
      To a SOAP 1.1 client this is ordinary data. zeep (Python) reports an unknown fault without a code, and \
      with HTTP status 200 the call seems to have succeeded and returns nothing.
      """,
    remedy: "Answer in the version of the request, Envelope and Fault alike.",
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [
      .body11(
        "↓<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#)
    ],
    check: .envelope11 { envelope, findings in
      for entry in envelope.bodyEntries where entry.isNamed(.soap12, .fault) {
        findings.report("'\(entry.qualifiedName)' is a Fault of SOAP 1.2 in a SOAP 1.1 message", at: entry)
      }
    }
  )
}

extension Envelope {
  /// Whether a Fault stands in a Body after the first, which is a breach of its own.
  fileprivate func isInSecondBody(_ fault: ElementView) -> Bool {
    fault.parent?.index != bodies.first?.index && isBody(fault.parent)
  }
}
