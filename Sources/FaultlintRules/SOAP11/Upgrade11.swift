internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// The Upgrade header block that tells which versions a node supports: SOAP 1.2 part 1, appendix A.
extension SOAP11 {
  static let upgradeMissing = Rule(
    "SOAP11-upgrade-missing",
    "The VersionMismatch fault does not list the supported envelopes in an Upgrade header block",
    level: .note,
    references: [.soap12("A")],
    profiles: [.soap11],
    rationale: """
      A client whose version was refused learns that it has to change, but not to what. With the list it \
      could send again in another version at once.
      """,
    remedy: """
      If the node speaks other versions too, list them in an Upgrade header block of the SOAP 1.2 namespace.
      """,
    conforming: [
      .envelope11(
        #"<s:Header><e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade></s:Header><s:Body>"#
          + "<s:Fault><faultcode>s:VersionMismatch</faultcode><faultstring>x</faultstring></s:Fault></s:Body>"
      )
    ],
    violating: [
      .body11("↓<s:Fault><faultcode>s:VersionMismatch</faultcode><faultstring>x</faultstring></s:Fault>")
    ],
    check: .envelope11 { envelope, findings in
      guard !envelope.isFragment, !envelope.headerBlocks.contains(where: { $0.name == .upgrade }) else {
        return
      }
      for fault in envelope.faults11 where fault.standardCode == .versionMismatch {
        findings.report("No Upgrade header block says which envelopes are supported", at: fault.element)
      }
    }
  )

  static let upgradeSOAP11Namespace = Rule(
    "SOAP11-upgrade-soap11-namespace",
    "The Upgrade header block is in the SOAP 1.1 namespace instead of the SOAP 1.2 one",
    level: .warning,
    references: [.soap12("5.4.7.1"), .soap11Schema],
    profiles: [.soap11],
    isOnlyInSchema: true,
    rationale: """
      Upgrade is defined in the SOAP 1.2 namespace, even where it travels in SOAP 1.1; an example in the \
      specification itself has it wrong. A client that looks for it there finds nothing, and the SOAP 1.1 \
      schema refuses header entries in its own namespace.
      """,
    remedy: """
      Declare a prefix for http://www.w3.org/2003/05/soap-envelope and write Upgrade and SupportedEnvelope \
      with it.
      """,
    schema: [.children],
    conforming: [
      .envelope11(
        #"<s:Header><e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade></s:Header><s:Body/>"#)
    ],
    violating: [
      .envelope11(
        #"<s:Header>↓<s:Upgrade><s:SupportedEnvelope qname="e:Envelope"/></s:Upgrade></s:Header><s:Body/>"#)
    ],
    check: .envelope11 { envelope, findings in
      for block in envelope.headerBlocks where block.isNamed(.soap11, .upgrade) {
        findings.report("'\(block.qualifiedName)' is in the SOAP 1.1 namespace", at: block)
      }
    }
  )
}
