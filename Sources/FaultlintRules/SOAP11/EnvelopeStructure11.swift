internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// Envelope, Header and Body: SOAP 1.1, sections 4 to 4.3.
extension SOAP11 {
  static let envelopeAttributeUnqualified = Rule(
    "SOAP11-envelope-attribute-unqualified", "Envelope has an attribute in no namespace",
    level: .error,
    references: [.soap11("4, rule 1")],
    profiles: [.soap11],
    assertions: [.bp11("BP1600")],
    rationale: """
      Attributes of the Envelope must be in a namespace, so that nobody mistakes them for SOAP's own. A \
      client that validates refuses the message.
      """,
    remedy: "Give the attribute a prefix for your namespace, or put it on an element of your own.",
    schema: [.attribute],
    conforming: [
      .document(
        #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="urn:m" m:v="1"><s:Body/></s:Envelope>"#
      )
    ],
    violating: [
      .document(
        #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" ↓version="1"><s:Body/></s:Envelope>"#
      )
    ],
    check: .envelope11 { envelope, findings in
      for attribute in envelope.element.attributes where attribute.namespace == .none {
        findings.report(
          "The attribute '\(attribute.qualifiedName)' of Envelope is in no namespace", at: attribute)
      }
    }
  )

  static let bodyMissing = Rule(
    "SOAP11-body-missing", "Envelope has no Body",
    level: .error,
    references: [.soap11("4, rule 3")],
    profiles: [.soap11],
    assertions: [.bp11("BP1600")],
    rationale: """
      A client looks for the answer or the fault in the Body. Without one it finds neither: zeep (Python) \
      reports an unknown fault without a code.
      """,
    remedy: "Send a Body; it may be empty. It has to be in the namespace of the Envelope.",
    schema: [.children],
    conforming: [.envelope11("<s:Body/>")],
    violating: [
      .document(
        #"↓<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/></s:Envelope>"#)
    ],
    check: .envelope11 { envelope, findings in
      if envelope.bodies.isEmpty { findings.report("The Envelope has no Body", at: envelope.element) }
    }
  )

  static let headerPosition = Rule(
    "SOAP11-header-position", "Header is not the first child of Envelope",
    level: .error,
    references: [.soap11("4, rule 2"), .soap11("4.2")],
    profiles: [.soap11],
    assertions: [.bp11("BP1600")],
    rationale: """
      Receivers read the header entries before the Body, and need not look for a Header anywhere else. An \
      entry they had to understand (security, transactions) may be skipped.
      """,
    remedy: "Make the Header the first child of the Envelope.",
    schema: [.children],
    conforming: [.envelope11("<s:Header/><s:Body/>")],
    violating: [.envelope11("<s:Body/>↓<s:Header/>"), .envelope11("<m:x/>↓<s:Header/><s:Body/>")],
    check: .envelope11 { envelope, findings in
      guard let header = envelope.misplacedHeader else { return }
      findings.report("Header is not the first child of Envelope", at: header)
    }
  )

  static let envelopeChildPosition = Rule(
    "SOAP11-envelope-child-position", "Another element stands before Body or between Header and Body",
    level: .error,
    references: [.soap11("4, rule 3"), .soap11("4.3")],
    profiles: [.soap11],
    assertions: [.bp11("BP1600")],
    rationale: """
      The Body is the first child of the Envelope, or follows the Header. A client that reads child after \
      child meets another element where it expects the Body, and refuses the message.
      """,
    remedy: "Move the element into a header entry or into the Body.",
    schema: [.children],
    conforming: [.envelope11("<s:Header/><s:Body/>")],
    violating: [.envelope11("↓<m:x/><s:Body/>"), .envelope11("<s:Header/>↓<m:x/><s:Body/>")],
    check: .envelope11 { envelope, findings in
      guard let body = envelope.bodies.first, envelope.misplacedHeader == nil else { return }
      for child in envelope.children where child.index < body.index && !child.isNamed(.soap11, .header) {
        findings.report("'\(child.qualifiedName)' stands before Body", at: child)
      }
    }
  )

  static let headerDuplicate = Rule(
    "SOAP11-header-duplicate", "Envelope has more than one Header",
    level: .error,
    references: [.soap11("4.2"), .soap11Schema],
    profiles: [.soap11],
    assertions: [.bp11("BP1701")],
    rationale: """
      Receivers read one Header. The entries of a second one are lost, even those that must be understood.
      """,
    remedy: "Put all header entries into one Header.",
    schema: [.children],
    conforming: [.envelope11("<s:Header/><s:Body/>")],
    violating: [.envelope11("<s:Header/>↓<s:Header/><s:Body/>")],
    check: .envelope11 { envelope, findings in
      for header in envelope.headers.dropFirst() {
        findings.report("Envelope has a second Header", at: header)
      }
    }
  )

  static let bodyDuplicate = Rule(
    "SOAP11-body-duplicate", "Envelope has more than one Body",
    level: .error,
    references: [.soap11("4.3"), .soap11Schema],
    profiles: [.soap11],
    assertions: [.bp11("BP1701")],
    rationale: """
      SOAP has one Body, and which of two a client reads is a matter of its stack. One that reads the first \
      takes the answer for a success if the Fault is in the second.
      """,
    remedy: "Send one Body.",
    schema: [.children],
    conforming: [.envelope11("<s:Body/>")],
    violating: [.envelope11("<s:Body/>↓<s:Body/>")],
    check: .envelope11 { envelope, findings in
      for body in envelope.bodies.dropFirst() { findings.report("Envelope has a second Body", at: body) }
    }
  )

  static let envelopeChildUnqualified = Rule(
    "SOAP11-envelope-child-unqualified", "Envelope has an additional child in no namespace",
    level: .error,
    references: [.soap11("4, rule 1")],
    profiles: [.soap11],
    assertions: [.bp11("BP1600")],
    rationale: """
      SOAP 1.1 lets other elements follow the Body, but only if they are in a namespace. A client that \
      validates refuses the message.
      """,
    remedy: "Put the element into a namespace, or better into a header entry or the Body.",
    restates: ["SOAP11-soap-name-wrong-namespace", "SOAP11-envelope-child-position"],
    schema: [.children],
    conforming: [.envelope11("<s:Body/>")],
    violating: [.envelope11("<s:Body/>↓<sig/>")],
    check: .envelope11 { envelope, findings in
      for child in envelope.children where child.namespace == .none {
        findings.report("'\(child.qualifiedName)' in Envelope is in no namespace", at: child)
      }
    }
  )

  static let envelopeText = text(
    "SOAP11-envelope-text", in: "Envelope", violating: .envelope11("↓text<s:Body/>")
  ) { .one($0.element) }

  static let headerText = text(
    "SOAP11-header-text", in: "Header", violating: .envelope11("<s:Header>↓text</s:Header><s:Body/>")
  ) { $0.headers }

  static let bodyText = text("SOAP11-body-text", in: "Body", violating: .body11("↓text")) { $0.bodies }

  static let faultText = text(
    "SOAP11-fault-text", in: "Fault",
    violating: .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>↓text")
  ) { $0.faults11.map { $0.element } }

  static let detailText = text(
    "SOAP11-detail-text", in: "detail",
    violating: .fault11(
      "<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail>↓plain text</detail>")
  ) { $0.faults11.compactMap { $0.detail } }

  /// The five rules that an element with element-only content holds no text.
  private static func text(
    _ id: String, in name: String, violating: Example,
    _ containers: @escaping @Sendable (Envelope) -> Few<ElementView>
  ) -> Rule {
    Rule(
      id,
      "There is text straight inside \(name)"
        + (name == "detail" ? ", in addition to or instead of detail entries" : ""),
      level: .warning,
      references: [.soap11Schema],
      profiles: [.soap11],
      isOnlyInSchema: true,
      assertions: [.bp11("BP1701")],
      rationale: """
        The schema gives \(name) child elements only. Clients that validate refuse the message, others drop \
        the text, so nobody reads what it says.
        """,
      remedy: """
        Put the text into an element that is meant for it, or into one of your own inside detail. A stray \
        character left by a template is the usual cause.
        """,
      schema: [.text],
      conforming: [
        .fault11(
          "<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail> <m:d>text</m:d> </detail>")
      ],
      violating: [violating],
      check: .envelope11 { envelope, findings in
        for container in containers(envelope) {
          guard let offset = container.firstVisibleText else { continue }
          findings.report(
            "There is text straight inside '\(container.qualifiedName)'", at: offset, in: container)
        }
      })
  }
}

extension Envelope {
  /// The first Header, if something else comes before it.
  fileprivate var misplacedHeader: ElementView? {
    guard let header = headers.first, children.first?.index != header.index else { return nil }
    return header
  }
}
