internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// faultactor: SOAP 1.1, section 4.4.
extension SOAP11 {
  static let faultactorChildElement = Rule(
    "SOAP11-faultactor-child-element", "faultactor has an element child",
    level: .error,
    references: [.soap11("4.4"), .soap11Schema],
    profiles: [.soap11],
    assertions: [.bp11("BP1701")],
    rationale: "faultactor is one URI. Clients drop the markup in it, or refuse the fault because of it.",
    remedy: "Write the URI as text; what else there is to say goes into detail.",
    schema: [.value],
    conforming: [
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring><faultactor>urn:a</faultactor>")
    ],
    violating: [
      .fault11(
        "<faultcode>s:Server</faultcode><faultstring>x</faultstring><faultactor>urn:a↓<m:x/></faultactor>")
    ],
    check: .fault11 { fault, findings in
      guard let child = fault.faultactor?.children.first else { return }
      findings.report("'\(child.qualifiedName)' stands inside faultactor", at: child)
    }
  )

  static let faultactorNotURI = Rule(
    "SOAP11-faultactor-not-uri", "The faultactor is not a URI reference",
    level: .error,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    assertions: [.bp11("BP1701")],
    rationale: """
      faultactor names the node that found the fault by its URI. A client with a typed field for it refuses \
      the fault; another cannot compare it with the nodes it knows.
      """,
    remedy: """
      Write the URI of the node, with spaces and other forbidden characters percent-encoded. If it has none, \
      leave faultactor out and name it in faultstring.
      """,
    schema: [.value],
    conforming: [
      .fault11(
        "<faultcode>s:Server</faultcode><faultstring>x</faultstring><faultactor>http://a.example/n</faultactor>"
      ),
      .fault11(
        "<faultcode>s:Server</faultcode><faultstring>x</faultstring><faultactor>MessageReceiver.Parser</faultactor>"
      ),
    ],
    violating: [
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>↓<faultactor>%zz</faultactor>"),
      .fault11(
        "<faultcode>s:Server</faultcode><faultstring>x</faultstring>↓<faultactor>our gateway</faultactor>"),
    ],
    check: .fault11 { fault, findings in
      guard let actor = fault.faultactor, actor.children.first == nil, !URIReference.matches(actor.text)
      else {
        return
      }
      findings.report("The faultactor '\(actor.text.trimmed.shortened)' is not a URI reference", at: actor)
    }
  )

  static let faultactorEmpty = Rule(
    "SOAP11-faultactor-empty", "The faultactor is blank",
    level: .warning,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: "A blank faultactor names nobody, so a client cannot tell which node failed.",
    remedy: "Write the URI of the node, or leave faultactor out.",
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>↓<faultactor/>")],
    check: .fault11 { fault, findings in
      guard let actor = fault.faultactor, actor.children.first == nil, actor.text.isBlank else { return }
      findings.report("faultactor is blank", at: actor)
    }
  )

  static let faultactorMissing = Rule(
    "SOAP11-faultactor-missing",
    "The fault comes from a node that is not the ultimate destination and has no faultactor",
    level: .error,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: """
      With an intermediary on the way, faultactor is all that tells a client whether the gateway or the \
      service behind it failed. Without it, people look in the wrong place.
      """,
    remedy: "Have the intermediary write its own URI into faultactor.",
    needs: .senderRole,
    conforming: [
      .fault11(
        "<faultcode>s:Server</faultcode><faultstring>x</faultstring><faultactor>http://gw.example/</faultactor>"
      ).given { $0.senderRole = .intermediary },
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>").given {
        $0.senderRole = .ultimate
      },
    ],
    violating: [
      .body11("↓<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>")
        .given { $0.senderRole = .intermediary }
    ],
    check: .fault11 { fault, findings in
      guard findings.exchange.senderRole == .intermediary, fault.faultactor == nil,
        !fault.hasQualified(.faultactor)
      else { return }
      findings.report("The Fault of an intermediary has no faultactor", at: fault.element)
    }
  )

  static let faultactorOptional = Rule(
    "SOAP11-faultactor-optional",
    "Presence or absence of faultactor is not a breach when the node is the ultimate destination or unknown",
    level: .note,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: "The ultimate destination may name itself in faultactor and need not.",
    conforming: [
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>"),
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring><faultactor>urn:a</faultactor>"),
    ],
    check: .acceptance { _, _ in false }
  )
}
