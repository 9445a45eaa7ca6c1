internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// A fault and the request it answers: SOAP 1.1, sections 4.1.2, 4.2.3 and 4.4.1.
extension SOAP11 {
  static let versionMismatchNotUsed = Rule(
    "SOAP11-versionmismatch-not-used",
    "A request whose Envelope is in a foreign namespace was not answered with a VersionMismatch fault",
    level: .error,
    references: [.soap11("4.1.2"), .soap11("4.4.1")],
    profiles: [.soap11],
    rationale: """
      VersionMismatch is how a client learns that it has to speak another version of SOAP. With any other answer \
      it looks for the error in its data.
      """,
    remedy: """
      Check the namespace of the request's Envelope before anything else, and answer one you do not know with \
      faultcode VersionMismatch.
      """,
    needs: .requestMessage,
    conforming: [
      .fault11("<faultcode>s:VersionMismatch</faultcode><faultstring>x</faultstring>").answering(
        .envelope12("<e:Body/>")),
      Example.plain11.answering(.body11("<m:x/>")),
    ],
    violating: [
      .body11("↓<s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring></s:Fault>")
        .answering(.envelope12("<e:Body/>"))
    ],
    check: .envelope11 { envelope, findings in
      guard let request = findings.exchange.requestMessage?.root, request.name == .envelope,
        request.namespace != .soap11, !envelope.refusesVersion
      else { return }
      findings.report(
        "The request is in the namespace '\(request.namespaceName)'\(request.namespaceHint), and the answer is not "
          + "a VersionMismatch fault",
        at: envelope.bodyEntries.first ?? envelope.element)
    }
  )

  static let versionMismatchUnjustified = Rule(
    "SOAP11-versionmismatch-unjustified",
    "The fault says VersionMismatch although the request has the Envelope of SOAP 1.1",
    level: .error,
    references: [.soap11("4.4.1"), .soap12("A")],
    profiles: [.soap11],
    rationale: """
      The code says that the namespace of the Envelope was wrong. A client that goes by it changes the version it \
      speaks, and the real error stays. A node that supports SOAP 1.2 alone refuses SOAP 1.1 with this code, and \
      lists what it supports in an Upgrade header block; that is not a breach.
      """,
    remedy: """
      Send VersionMismatch for an Envelope in another namespace only, and Client or Server for other errors. A node \
      that does not support SOAP 1.1 says so in an Upgrade header block.
      """,
    needs: .requestMessage,
    conforming: [
      .fault11("<faultcode>s:VersionMismatch</faultcode><faultstring>x</faultstring>").answering(
        .envelope12("<e:Body/>")),
      .envelope11(
        #"<s:Header><e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade></s:Header><s:Body>"#
          + "<s:Fault><faultcode>s:VersionMismatch</faultcode><faultstring>x</faultstring></s:Fault></s:Body>"
      ).answering(.body11("<m:x/>")),
    ],
    violating: [
      .fault11("↓<faultcode>s:VersionMismatch</faultcode><faultstring>x</faultstring>")
        .answering(.body11("<m:x/>"))
    ],
    check: .envelope11 { envelope, findings in
      guard let request = findings.exchange.requestMessage?.envelope, request.version == .v11,
        !request.isFragment, !envelope.offersAnotherVersion
      else { return }
      for fault in envelope.faults11 where fault.standardCode == .versionMismatch {
        findings.report("The request has the Envelope of SOAP 1.1", at: fault.faultcode ?? fault.element)
      }
    }
  )

  static let mustUnderstandUnjustified = Rule(
    "SOAP11-mustunderstand-unjustified",
    "The fault says MustUnderstand although the request had no mandatory header entry for the node",
    level: .error,
    references: [.soap11("4.2.3"), .soap11("4.4.1")],
    profiles: [.soap11],
    rationale:
      "The code says that a header entry with mustUnderstand 1 was not understood; a client looks for it in vain.",
    remedy: """
      Keep MustUnderstand for header entries that have mustUnderstand 1 and are for the node. For other errors use \
      Client or Server.
      """,
    needs: .requestMessage,
    conforming: [
      .fault11("<faultcode>s:MustUnderstand</faultcode><faultstring>x</faultstring>")
        .answering(.envelope11(#"<s:Header><m:h s:mustUnderstand="1"/></s:Header><s:Body/>"#)),
      Example.plain11.answering(.body11("<m:x/>")),
    ],
    violating: [
      .fault11("↓<faultcode>s:MustUnderstand</faultcode><faultstring>x</faultstring>")
        .answering(.envelope11(#"<s:Header><m:h s:mustUnderstand="0"/></s:Header><s:Body/>"#))
    ],
    check: .fault11 { fault, findings in
      guard let request = findings.exchange.requestMessage?.envelope, !request.isFragment,
        request.mandatoryBlocks.isEmpty, fault.standardCode == .mustUnderstand, let code = fault.faultcode
      else { return }
      findings.report("No header entry of the request has mustUnderstand 1", at: code)
    }
  )
}

extension Envelope {
  /// Whether an Upgrade header block says which versions the node supports, and SOAP 1.1 is not among them.
  fileprivate var offersAnotherVersion: Bool {
    let offers = supportedEnvelopes.compactMap { $0.qname?.qualified }
    return !offers.isEmpty
      && !offers.contains { if case .resolved(.soap11, _, _) = $0 { true } else { false } }
  }
}
