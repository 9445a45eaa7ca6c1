internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// What the profiles ask of faults with WS-Addressing: WS-I Basic Profile 1.2 and 2.0, section 3.
extension BasicProfile {
  static let r1035 = Rule(
    "BP-R1035", "The wsa:Action of a VersionMismatch or MustUnderstand fault is not the one for SOAP faults",
    level: .error,
    references: [.basicProfile("R1035", of: "1.2")],
    profiles: [.bp12, .bp20],
    assertions: [.bp12("BP1035"), .bp20("BP1035")],
    rationale: """
      Clients with WS-Addressing dispatch by the action. The one that ends in /addressing/fault is for the faults \
      of WS-Addressing itself, so a client takes this fault for one of those, or does not know it.
      """,
    remedy: """
      Set wsa:Action to http://www.w3.org/2005/08/addressing/soap/fault in VersionMismatch and MustUnderstand \
      faults.
      """,
    conforming: [
      .addressed11(
        "http://www.w3.org/2005/08/addressing/soap/fault",
        body: "<s:Fault><faultcode>s:MustUnderstand</faultcode><faultstring>x</faultstring></s:Fault>")
    ],
    violating: [
      .envelope11(
        #"<s:Header>↓<a:Action xmlns:a="http://www.w3.org/2005/08/addressing">"#
          + "http://www.w3.org/2005/08/addressing/fault</a:Action></s:Header><s:Body><s:Fault>"
          + "<faultcode>s:MustUnderstand</faultcode><faultstring>x</faultstring></s:Fault></s:Body>")
    ],
    check: .message { message, findings in
      guard let envelope = message.envelope, envelope.hasFaultOfSOAP, let action = envelope.action,
        !(action.text.trimmed == AddressingFault.actionForSOAP)
      else { return }
      findings.report("wsa:Action is '\(action.text.trimmed.shortened)'", at: action)
    }
  )

  static let r1040 = Rule(
    "BP-R1040", "The fault lacks WS-Addressing headers the endpoint's policy demands",
    level: .error,
    references: [.basicProfile("R1040", of: "1.2")],
    profiles: [.bp12, .bp20],
    rationale: """
      wsa:Action is in every message with WS-Addressing, and clients dispatch by it; the other headers may be left \
      out for their defaults. A fault without it may reach no handler.
      """,
    remedy: """
      Give the fault a header block wsa:Action: the one the WSDL gives it, or \
      http://www.w3.org/2005/08/addressing/soap/fault for a fault of SOAP itself.
      """,
    needs: .addressingRequired,
    conforming: [
      Example.plain11.given { $0.addressingRequired = false },
      Example.addressed12("http://www.w3.org/2005/08/addressing/soap/fault").given {
        $0.addressingRequired = true
      },
    ],
    violating: [
      .body11("↓<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>")
        .given { $0.addressingRequired = true }
    ],
    check: .message { message, findings in
      guard findings.exchange.addressingRequired == true, let envelope = message.envelope, envelope.isFault,
        !envelope.isFragment, envelope.action == nil, let fault = envelope.bodyEntries.first
      else { return }
      findings.report("The fault has no header block wsa:Action", at: fault)
    }
  )

  static let r1041 = Rule(
    "BP-R1041", "The fault of an addressing endpoint says that a WS-Addressing header was not understood",
    level: .error,
    references: [.basicProfile("R1041", of: "1.2")],
    profiles: [.bp12, .bp20],
    rationale: """
      A client that follows the endpoint's policy has to send these headers. If the endpoint then says it does not \
      know them, the client has no message left to send that is right.
      """,
    remedy: """
      Process the WS-Addressing headers, or take the demand out of the policy. For a header with wrong content, \
      send the fault WS-Addressing defines for it.
      """,
    needs: .addressingRequired,
    conforming: [
      Example.mustUnderstand(
        #"<a:Action xmlns:a="http://www.w3.org/2005/08/addressing">http://www.w3.org/2005/08/addressing/soap/fault"#
          + #"</a:Action><e:NotUnderstood qname="m:h"/>"#
      ).given { $0.addressingRequired = true }
    ],
    violating: [
      Example.mustUnderstand(
        #"<a:Action xmlns:a="http://www.w3.org/2005/08/addressing">http://www.w3.org/2005/08/addressing/soap/fault"#
          + #"</a:Action><e:NotUnderstood xmlns:a="http://www.w3.org/2005/08/addressing" ↓qname="a:To"/>"#
      ).given { $0.addressingRequired = true }
    ],
    check: .message { message, findings in
      guard findings.exchange.addressingRequired == true else { return }
      for block in message.envelope?.headerBlocks ?? [] where block.isNamed(.soap12, .notUnderstood) {
        guard let name = block.qname, case .resolved(.addressing, _, _) = name.qualified else { continue }
        findings.report("'\(name.value.shortened)' is said not to be understood", at: name)
      }
    }
  )

  static let r1149 = Rule(
    "BP-R1149", "A predefined WS-Addressing fault is not laid out as its binding demands",
    level: .error,
    references: [
      .basicProfile("R1149", of: "1.2"), Reference("WS-Addressing 1.0, SOAP Binding, section 6"),
    ],
    profiles: [.bp12, .bp20],
    rationale: """
      Clients with WS-Addressing look for the name of the fault and its details where the binding puts them. \
      Elsewhere they are not found, and the fault counts as an unknown one.
      """,
    remedy: """
      In SOAP 1.2, write the name as a Subcode below the code it refines. In SOAP 1.1, write it as the faultcode, \
      put details into a header block wsa:FaultDetail and leave detail out. In both, wsa:Action is \
      http://www.w3.org/2005/08/addressing/fault.
      """,
    restates: ["SOAP12-code-value-not-standard"],
    conforming: [
      .addressed11(
        "http://www.w3.org/2005/08/addressing/fault",
        body:
          #"<s:Fault xmlns:a="http://www.w3.org/2005/08/addressing"><faultcode>a:DestinationUnreachable</faultcode>"#
          + "<faultstring>x</faultstring></s:Fault>"),
      .fault12(
        #"<e:Code xmlns:a="http://www.w3.org/2005/08/addressing"><e:Value>e:Sender</e:Value><e:Subcode>"#
          + "<e:Value>a:InvalidAddressingHeader</e:Value><e:Subcode><e:Value>a:InvalidEPR</e:Value></e:Subcode>"
          + #"</e:Subcode></e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
    ],
    violating: [
      .fault11(
        #"<faultcode xmlns:a="http://www.w3.org/2005/08/addressing">a:InvalidEPR</faultcode>"#
          + "<faultstring>x</faultstring>↓<detail/>"),
      .fault12(
        #"<e:Code xmlns:a="http://www.w3.org/2005/08/addressing"><e:Value>e:Receiver</e:Value><e:Subcode>"#
          + "↓<e:Value>a:ActionNotSupported</e:Value></e:Subcode>"
          + #"</e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
      .fault12(
        #"<e:Code xmlns:a="http://www.w3.org/2005/08/addressing"><e:Value>e:Sender</e:Value><e:Subcode>"#
          + "↓<e:Value>a:InvalidEPR</e:Value></e:Subcode>"
          + #"</e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
    ],
    check: .message { message, findings in
      guard let envelope = message.envelope else { return }
      for detail in envelope.faults11.filter(\.isOfAddressing).compactMap(\.detail) {
        findings.report("The WS-Addressing fault has a detail", at: detail)
      }
      for value in envelope.faults12.compactMap(\.misplacedAddressingName) {
        findings.report("'\(value.text.trimmed.shortened)' does not belong here", at: value)
      }
      if let action = envelope.action, envelope.hasFaultOfAddressing,
        !(action.text.trimmed == AddressingFault.action)
      {
        findings.report(
          "wsa:Action of the WS-Addressing fault is '\(action.text.trimmed.shortened)'", at: action)
      }
    }
  )
}

extension Envelope {
  /// Whether it is a fault that SOAP itself has every node send.
  fileprivate var hasFaultOfSOAP: Bool {
    faults11.contains { $0.standardCode == .versionMismatch || $0.standardCode == .mustUnderstand }
      || faults12.contains { $0.isCode("VersionMismatch") || $0.isCode("MustUnderstand") }
  }

  /// Whether it has a fault of WS-Addressing.
  fileprivate var hasFaultOfAddressing: Bool {
    faults11.contains(where: \.isOfAddressing) || faults12.contains(where: \.isOfAddressing)
  }
}
