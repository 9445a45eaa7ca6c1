internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// What the WSDL of the service says of a message as a whole: WSDL 1.1, sections 3.3 and 3.7.
extension WSDL {
  static let soapVersion = Rule(
    "WSDL-soap-version", "The WSDL binds no operation to the version of SOAP of the message",
    level: .error,
    references: [wsdl("3.3")],
    profiles: [.wsdl],
    rationale: """
      A client made from the description reads the version that is bound. To it, an envelope of the other one is not a \
      SOAP message, so the fault is lost. An answer that refuses the version of the request is left out.
      """,
    remedy:
      "Answer in the version that is bound, or add a binding and a port for the other version to the WSDL.",
    needs: .description,
    conforming: [
      .describedFault11("<m:problem/>"),
      Example.describedFault11("<m:problem/>").given { $0.description = .only(.v11) },
      Example.fault11("<faultcode>s:VersionMismatch</faultcode><faultstring>x</faultstring>")
        .given { $0.description = .only(.v12) },
    ],
    violating: [
      Example.document(
        #"↓<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>"#
          + "<faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault></s:Body></s:Envelope>"
      ).given { $0.description = .only(.v12) },
      Example.document(
        #"↓<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault><e:Code>"#
          + #"<e:Value>e:Receiver</e:Value></e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#
          + "</e:Body></e:Envelope>"
      ).given { $0.description = .only(.v11) },
    ],
    check: .described { envelope, described, findings in
      guard !described.description.binds(envelope.version), !envelope.refusesVersion else { return }
      // Around a bare Fault the envelope is assumed, and its version with it by the prefix or the namespace.
      let place = envelope.isFragment ? envelope.bodyEntries.first ?? envelope.element : envelope.element
      findings.report(
        "The message is SOAP \(envelope.version.rawValue), and the WSDL binds operations to another version only",
        at: place)
    }
  )

  static let headerBlockUndeclared = Rule(
    "WSDL-header-block-undeclared",
    "A header block is mandatory or not described in the WSDL (extension point E0001)",
    level: .note,
    references: [.basicProfile("E0001"), wsdl("3.7")],
    profiles: [
      .bp10, .bp11, .bp12.narrowed(to: blocksBesideAddressing), .bp20.narrowed(to: blocksBesideAddressing),
      .wsdl.narrowed(to: blocksBesideAddressing),
    ],
    assertions: [.bp10("WSI4100"), .bp11("BP4100"), .bp12("BP1901")],
    rationale: """
      Clients made from the description do not know of the block. If it has to be understood, they refuse the message. \
      The profile leaves such blocks to agreement; from version 1.2 on it knows those of WS-Addressing.
      """,
    remedy:
      "Describe the block with soap:header in the binding, or agree on it with everyone who uses the service.",
    needs: .description,
    conforming: [
      .envelope11("<s:Header><m:session/></s:Header><s:Body/>").described,
      .envelope12("<e:Header><m:session/></e:Header><e:Body/>").described,
      .envelope11("<s:Header><m:headerProblem/></s:Header><s:Body/>").described,
      .envelope12(#"<e:Header><e:NotUnderstood qname="m:h"/></e:Header><e:Body/>"#).described,
    ],
    violating: [
      .envelope11("<s:Header>↓<m:other/></s:Header><s:Body/>").described,
      .envelope12("<e:Header>↓<m:other/></e:Header><e:Body/>").described,
      .envelope11(#"<s:Header>↓<m:session s:mustUnderstand="1"/></s:Header><s:Body/>"#).described,
    ],
    check: blocks { _ in false }
  )

  private static let blocksBesideAddressing = blocks { block in
    block.namespace == .addressing || block.isReferenceParameter
  }

  private static func blocks(except isKnown: @escaping @Sendable (ElementView) -> Bool) -> Check {
    .described { envelope, described, findings in
      if described.operations.isEmpty { return }
      let mandatory = Set(envelope.mandatoryBlocks.map(\.index))
      // SOAP's own blocks are of every service.
      for block in envelope.headerBlocks where block.namespace != .soap12 && !isKnown(block) {
        if !described.isHeader(block) {
          findings.report(
            "The WSDL has no header block '\(block.qualifiedName)' for \(described.subject)", at: block)
        } else if mandatory.contains(block.index) {
          findings.report("The header block '\(block.qualifiedName)' has to be understood", at: block)
        }
      }
    }
  }
}

extension ElementView {
  /// Whether it was in the reference of the endpoint that the message is sent to.
  ///
  /// Source: WS-Addressing 1.0, SOAP Binding, section 3.3.
  fileprivate var isReferenceParameter: Bool {
    attributes.contains { attribute in
      attribute.namespace == .addressing && attribute.localName == "IsReferenceParameter"
        && (attribute.value.trimmed == "true" || attribute.value.trimmed == "1")
    }
  }
}
