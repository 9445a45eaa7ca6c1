internal import FaultModel
internal import XMLTree

/// What the profiles ask of a fault by the request it answers: WS-I Basic Profile 1.0 to 2.0, sections 3 and 4.7.
extension BasicProfile {
  static let r1015 = Rule(
    "BP-R1015", "A request whose root is not the SOAP Envelope was not answered with a fault",
    level: .error,
    references: [.basicProfile("R1015")],
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
    check: .envelope11 { envelope, findings in
      guard let request = findings.exchange.requestMessage?.root, !request.isNamed(.soap11, .envelope),
        request.name == .envelope || findings.profiles.contains(where: anyRoot.contains),
        envelope.faults11.isEmpty
      else { return }
      findings.report(
        "The root of the request is '\(request.qualifiedName)', and the answer is no fault",
        at: envelope.bodyEntries.first ?? envelope.element)
    }
  )

  /// The profiles in which R1015 is on any root, and not on that of another Envelope alone.
  private static let anyRoot = ["bp11", "bp12", "ssbp10"]

  static let r2725 = Rule(
    "BP-R2725", "Another error was reported before VersionMismatch or MustUnderstand",
    level: .error,
    references: [.basicProfile("R2725")],
    rationale: """
      A node looks at the version first: what else it says of a message it cannot read is a guess, and sends the \
      client after the wrong error.
      """,
    remedy: """
      Check the namespace of the Envelope first, the mandatory header entries second and the rest after that; send \
      the fault of the first check that fails.
      """,
    needs: .requestMessage,
    restates: ["SOAP11-versionmismatch-not-used"],
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
        !envelope.refusesVersion
      else { return }
      findings.report(
        "The request is in the namespace '\(request.namespaceName)', and the fault is no VersionMismatch",
        at: envelope.bodyEntries[0])
    }
  )
}
