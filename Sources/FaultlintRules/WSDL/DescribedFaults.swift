internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// Where the WSDL of the service says that faults and their details stand: WSDL 1.1, sections 2.4, 3.6 and 3.7.
extension WSDL {
  static let faultUndeclared = Rule(
    "WSDL-fault-undeclared", "A detail entry is not a fault that the WSDL declares for the operation",
    level: .warning,
    references: [wsdl("2.4.2"), wsdl("3.6")],
    profiles: [.wsdl],
    rationale: """
      Clients made from the description have a type for each declared fault. Any other entry reaches their callers as \
      an element of no known type, and most of them get no more than the faultstring. It is a warning because the \
      Basic Profile lets services send details that nobody described (R2742).
      """,
    remedy: """
      Declare the fault in the portType, as wsdl:fault of the operation with a message whose part names this element, \
      and bind it with soap:fault; or send one that is declared.
      """,
    needs: .description,
    conforming: [
      .describedFault11("<m:problem/>"), .describedFault12("<m:problem/>"),
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>").described,
      .describedFault12(
        #"<a:ProblemHeaderQName xmlns:a="http://www.w3.org/2005/08/addressing">a:To</a:ProblemHeaderQName>"#),
    ],
    violating: [
      .describedFault11("↓<m:other/>"), .describedFault12("<m:problem/>↓<m:other/>"),
      .describedFault11("↓<problem/>"),
    ],
    check: .described { envelope, described, findings in
      for entry in envelope.detailEntries where described.lacks(entry) {
        findings.report(
          "'\(entry.qualifiedName)' is not a fault that the WSDL declares for \(described.subject)\(described.alternatives)",
          at: entry)
      }
    }
  )

  static let faultSeveralEntries = Rule(
    "WSDL-fault-several-entries", "The detail has more than one fault that the WSDL declares",
    level: .warning,
    references: [wsdl("3.6")],
    profiles: [.wsdl],
    rationale: """
      The message of a declared fault has one part, so its detail has one entry. Clients made from the description take \
      the first one they know and drop the rest.
      """,
    remedy: "Send one entry. If several things are to be said, declare a fault whose element holds them.",
    needs: .description,
    conforming: [.describedFault11("<m:problem/>"), .describedFault12("<m:problem/>")],
    violating: [
      .describedFault11("<m:problem/>↓<m:problem/>"), .describedFault12("<m:problem/>↓<m:problem/>"),
    ],
    check: .described { envelope, described, findings in
      for entries in envelope.details.map(\.children) {
        for entry in entries.filter({ described.fault(declaring: $0) != nil }).dropFirst() {
          findings.report("'\(entry.qualifiedName)' is one more declared fault in the same detail", at: entry)
        }
      }
    }
  )

  static let faultEncoded = Rule(
    "WSDL-fault-encoded", "A detail entry says how it is encoded, and the WSDL binds its fault as literal",
    level: .warning,
    references: [wsdl("3.6"), wsdl("3.5")],
    profiles: [.wsdl],
    rationale: """
      With use="literal" an entry is what its schema says and nothing else. A client that reads it by the schema does \
      not follow references or array types of an encoding, and one that decodes it reads something else.
      """,
    remedy: """
      Leave encodingStyle out and write the entry as its schema says; or bind the fault with use="encoded" if it is \
      encoded, which the Basic Profile does not allow.
      """,
    needs: .description,
    conforming: [.describedFault11("<m:problem/>")],
    violating: [
      .describedFault11(#"<m:problem ↓s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/>"#)
    ],
    check: .described { envelope, described, findings in
      let entries = envelope.detailEntries
      for attribute in envelope.soapAttributes
      where attribute.name == .encodingStyle && attribute.namespace == envelope.version.namespace {
        let entry = entries.element(around: attribute.element)
        guard let entry, let fault = described.fault(declaring: entry), fault.isBound, !fault.isEncoded else {
          continue
        }
        findings.report(
          "'\(entry.qualifiedName)' says that it is encoded, and its fault is bound as literal (\(fault.place))",
          at: attribute)
      }
    }
  )

  static let headerFaultInDetail = Rule(
    "WSDL-headerfault-in-detail", "A detail entry is what the WSDL declares as a fault of a header block",
    level: .error,
    references: [wsdl("3.7"), .soap11("4.4")],
    profiles: [.wsdl],
    rationale: """
      What is wrong with a header block is said in a header block; the detail is about the Body. Clients made from the \
      description look for a headerfault in the header and do not find it.
      """,
    remedy:
      "Move the element to the header. If it is about the Body, declare it as a fault of the operation.",
    needs: .description,
    restates: ["WSDL-fault-undeclared"],
    conforming: [
      .envelope11(
        "<s:Header><m:headerProblem/></s:Header><s:Body><s:Fault><faultcode>s:Client</faultcode>"
          + "<faultstring>x</faultstring></s:Fault></s:Body>"
      ).described
    ],
    violating: [.describedFault11("↓<m:headerProblem/>"), .describedFault12("↓<m:headerProblem/>")],
    check: .described { envelope, described, findings in
      for entry in envelope.detailEntries
      where described.isHeaderFault(entry) && described.fault(declaring: entry) == nil {
        findings.report(
          "'\(entry.qualifiedName)' is declared as a fault of a header block, and stands in the detail",
          at: entry)
      }
    }
  )

  static let faultInHeader = Rule(
    "WSDL-fault-in-header", "A header block is what the WSDL declares as a fault of the operation",
    level: .warning,
    references: [wsdl("3.6")],
    profiles: [.wsdl],
    rationale: """
      A soap:fault describes what is in the detail. Clients made from the description look for it there, and the \
      caller gets a fault without one.
      """,
    remedy:
      "Move the element to the detail. If it is about a header block, declare it as headerfault of that.",
    needs: .description,
    restates: ["WSDL-header-block-undeclared"],
    conforming: [.describedFault11("<m:problem/>")],
    violating: [
      .envelope11(
        "<s:Header>↓<m:problem/></s:Header><s:Body><s:Fault><faultcode>s:Server</faultcode>"
          + "<faultstring>x</faultstring></s:Fault></s:Body>"
      ).described
    ],
    check: .described { envelope, described, findings in
      guard !envelope.hasNoFault else { return }
      for block in envelope.headerBlocks
      where described.fault(declaring: block) != nil && !described.isHeader(block) {
        findings.report(
          "'\(block.qualifiedName)' is declared as a fault of the operation, and stands in the header",
          at: block)
      }
    }
  )
}

extension Envelope {
  /// The details of its faults.
  var details: [ElementView] { faults11.compactMap(\.detail) + faults12.compactMap(\.detail) }

  /// The entries of the details of its faults.
  var detailEntries: [ElementView] { details.flatMap { Array($0.children) } }
}

extension ElementView {
  /// Whether an entry or a block is of SOAP itself, WS-Addressing or WS-Security: the faults that a description declares
  /// are those beyond what the protocols have.
  ///
  /// Source: WSDL 1.1, section 2.4.2.
  var isOfProtocol: Bool {
    switch namespace {
    case .soap12, .addressing, .addressing2004, .security, .security11: true
    default: false
    }
  }
}

extension DescribedExchange {
  /// Whether a detail entry is one that a description should have and this one has not. Where nothing is bound to the
  /// version of the message, that is what is wrong, and not the entry.
  func lacks(_ entry: ElementView) -> Bool {
    !operations.isEmpty && !entry.isOfProtocol && fault(declaring: entry) == nil
  }

  /// The faults that are declared, for a message.
  var alternatives: String {
    let names = faultTexts
    if names.isEmpty { return ", which has none" }
    let shown = names.prefix(4).map { "'\($0)'" }.joined(separator: ", ")
    return "; declared: \(shown)" + (names.count > 4 ? " and \(names.count - 4) others" : "")
  }
}
