internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// What the profiles ask of a fault by the request it answers: WS-I Basic Profile 1.0 to 2.0, sections 3 and 4.7.
extension BasicProfile {
  static let r1015 = Rule(
    "BP-R1015", "A request whose root is not the SOAP Envelope was not answered with a fault",
    level: .error,
    references: [.basicProfile("R1015")],
    profiles: [.bp10.narrowed(to: anotherEnvelope), .bp11, .bp12],
    assertions: [.bp10("WSI1012"), .bp11("BP1012")],
    rationale: """
      A normal response says that the request was processed, and nobody can know what this one meant. The client \
      goes on as if its request had worked. Version 1.0 of the profile says so only of an Envelope in another \
      namespace.
      """,
    remedy: """
      Check the root element first. Answer with VersionMismatch if it is an Envelope of another namespace, and \
      with Client if it is anything else.
      """,
    needs: .requestMessage,
    restates: ["SOAP11-versionmismatch-not-used"],
    conforming: [
      Example.plain11.answering(.document("<a/>")), .body11("<m:x/>").answering(.body11("<m:x/>")),
    ],
    violating: [.body11("↓<m:x/>").answering(.document(#"<x:Envelope xmlns:x="urn:x"/>"#))],
    check: .envelope11 { envelope, findings in reportAnswer(to: { _ in true }, envelope, &findings) }
  )

  /// Version 1.0 says so of an Envelope in another namespace alone.
  private static let anotherEnvelope = Check.envelope11 { envelope, findings in
    reportAnswer(to: { $0.name == .envelope }, envelope, &findings)
  }

  /// Reports an answer that is not a fault to a request with another root than the Envelope, if it is one of these.
  private static func reportAnswer(
    to isMeant: (ElementView) -> Bool, _ envelope: Envelope, _ findings: inout FindingCollector
  ) {
    guard let request = findings.exchange.requestMessage?.root, !request.isNamed(.soap11, .envelope),
      isMeant(request), envelope.faults11.isEmpty
    else { return }
    findings.report(
      "The root of the request is '\(request.qualifiedName)', and the answer is not a fault",
      at: envelope.bodyEntries.first ?? envelope.element)
  }

  static let r2725 = Rule(
    "BP-R2725", "Another error was reported in place of VersionMismatch",
    level: .error,
    references: [.basicProfile("R2725")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI2999"), .bp11("BP2999")],
    rationale: """
      A node looks at the version first: what else it says of a message it cannot read is a guess, and sends the \
      client after the wrong error. The requirement puts MustUnderstand second; of that no message shows a breach, as \
      nobody but the node knows what it understands.
      """,
    remedy: """
      Check the namespace of the Envelope first, the mandatory header entries second and the rest after that; send \
      the fault of the first check that fails.
      """,
    needs: .requestMessage,
    restates: ["SOAP11-versionmismatch-not-used", "SOAP12-versionmismatch-not-used"],
    conforming: [
      .fault11("<faultcode>s:VersionMismatch</faultcode><faultstring>x</faultstring>").answering(
        .envelope12("<e:Body/>")),
      Example.plain12("Sender").answering(.body12("<m:x/>")),
    ],
    violating: [
      .body11("↓<s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring></s:Fault>")
        .answering(.envelope12("<e:Body/>")),
      .body12(
        "↓<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#
      ).answering(.document(#"<x:Envelope xmlns:x="urn:x"/>"#)),
    ],
    check: .message { message, findings in
      guard let request = findings.exchange.requestMessage?.root, request.name == .envelope,
        let envelope = message.envelope, envelope.isFault, request.namespace != envelope.version.namespace,
        !envelope.refusesVersion, let fault = envelope.bodyEntries.first
      else { return }
      findings.report(
        "The request is in the namespace '\(request.namespaceName)'\(request.namespaceHint), and the fault is not "
          + "VersionMismatch",
        at: fault)
    }
  )
}
