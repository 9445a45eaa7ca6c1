internal import FaultModel
internal import XMLTree

/// The Upgrade header block that tells which versions a node supports: SOAP 1.2 part 1, appendix A.
extension SOAP11 {
  static let upgradeMissing = Rule(
    "SOAP11-upgrade-missing",
    "The VersionMismatch fault does not list the supported envelopes in an Upgrade header block",
    level: .note,
    references: [.soap12("A")],
    rationale: "A node that also speaks SOAP 1.2 should say so in an Upgrade header block; the client can then retry.",
    conforming: [
      .envelope11(
        #"<s:Header><e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade></s:Header><s:Body>"#
          + "<s:Fault><faultcode>s:VersionMismatch</faultcode><faultstring>x</faultstring></s:Fault></s:Body>")
    ],
    violating: [
      .body11("↓<s:Fault><faultcode>s:VersionMismatch</faultcode><faultstring>x</faultstring></s:Fault>")
    ],
    check: .envelope11 { envelope, findings in
      guard !envelope.isFragment, !envelope.headerBlocks.contains(where: { $0.name == .upgrade }) else { return }
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
    rationale: """
      Upgrade is defined in the SOAP 1.2 namespace, also where it travels in SOAP 1.1 (an example of the specification \
      itself has it wrong); the SOAP 1.1 schema has no room for header entries in its own namespace.
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
