internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// Envelope, Header and Body: SOAP 1.2 part 1, sections 5.1 to 5.3.
extension SOAP12 {
  static let envelopeAttributeUnqualified = attributeUnqualified(
    "SOAP12-envelope-attribute-unqualified", on: "Envelope", section: "5.1",
    conforming: .document(
      #"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xml:lang="en"><e:Body/></e:Envelope>"#),
    violating: .document(
      #"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" ↓version="1"><e:Body/></e:Envelope>"#)
  ) { .one($0.element) }

  static let headerAttributeUnqualified = attributeUnqualified(
    "SOAP12-header-attribute-unqualified", on: "Header", section: "5.2",
    conforming: .envelope12(#"<e:Header m:a="1"/><e:Body/>"#),
    violating: .envelope12(#"<e:Header ↓a="1"/><e:Body/>"#)
  ) { $0.headers }

  static let bodyAttributeUnqualified = attributeUnqualified(
    "SOAP12-body-attribute-unqualified", on: "Body", section: "5.3",
    conforming: .envelope12(#"<e:Body m:id="b"/>"#),
    violating: .envelope12(#"<e:Body ↓id="b"/>"#)
  ) { $0.bodies }

  /// The three rules that an element of the envelope has only attributes in a namespace.
  private static func attributeUnqualified(
    _ id: String, on name: String, section: String, conforming: Example, violating: Example,
    _ elements: @escaping @Sendable (Envelope) -> Few<ElementView>
  ) -> Rule {
    Rule(
      id, "\(name) has an attribute in no namespace",
      level: .error,
      references: [.soap12(section)],
      profiles: [.soap12],
      rationale: """
        Attributes of \(name) must be in a namespace, so that nobody mistakes them for SOAP's own. A client \
        that validates refuses the message.
        """,
      remedy: "Give the attribute a prefix for your namespace, or put it on an element of your own.",
      schema: [.attribute],
      conforming: [conforming],
      violating: [violating],
      check: .envelope12 { envelope, findings in
        for element in elements(envelope) {
          for attribute in element.attributes where attribute.namespace == .none {
            findings.report(
              "The attribute '\(attribute.qualifiedName)' of \(name) is in no namespace", at: attribute)
          }
        }
      })
  }

  static let bodyMissing = Rule(
    "SOAP12-body-missing", "Envelope has no Body",
    level: .error,
    references: [.soap12("5.1")],
    profiles: [.soap12],
    rationale: """
      A client looks for the answer or the fault in the Body. Without one it finds neither, and reports an \
      unknown fault without a code, if it reports anything.
      """,
    remedy: "Send a Body; it may be empty. One in another namespace than the Envelope does not count.",
    schema: [.children],
    conforming: [.envelope12("<e:Body/>")],
    violating: [
      .document(#"↓<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Header/></e:Envelope>"#),
      .document(#"↓<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><Body/></e:Envelope>"#),
    ],
    check: .envelope12 { envelope, findings in
      if envelope.bodies.isEmpty { findings.report("The Envelope has no Body", at: envelope.element) }
    }
  )

  static let envelopeChildren = Rule(
    "SOAP12-envelope-children", "Envelope has other children than an optional Header followed by one Body",
    level: .error,
    references: [.soap12("5.1")],
    profiles: [.soap12],
    rationale: """
      SOAP 1.2 dropped the elements that SOAP 1.1 allowed after the Body. Receivers refuse the message, or \
      never see what stands there.
      """,
    remedy: "Move the element into a header block or into the Body, and keep the order Header, Body.",
    schema: [.children],
    conforming: [.envelope12("<e:Header/><e:Body/>")],
    violating: [
      .envelope12("<e:Body/>↓<m:t/>"),
      .envelope12("<e:Body/>↓<e:Header/>"),
      .envelope12("<e:Header/>↓<e:Header/><e:Body/>↓<e:Body/>"),
    ],
    check: .envelope12 { envelope, findings in
      for child in envelope.surplusChildren {
        findings.report("The Envelope has no place for '\(child.qualifiedName)' here", at: child)
      }
    }
  )

  static let bodyChildUnqualified = Rule(
    "SOAP12-body-child-unqualified", "A child of Body is in no namespace",
    level: .warning,
    references: [.soap12("5.3.1"), .soap12("5.3")],
    profiles: [.soap12],
    rationale: """
      A receiver tells by the namespace and name of the child what the message is. Without a namespace two \
      services can mean different things by one name, and the Basic Profile forbids it.
      """,
    remedy: "Put the element into the namespace of its schema.",
    conforming: [.body12("<m:x/>")],
    violating: [.body12("↓<x/>")],
    check: .envelope12 { envelope, findings in
      for entry in envelope.bodyEntries where entry.namespace == .none {
        findings.report("'\(entry.qualifiedName)' in Body is in no namespace", at: entry)
      }
    }
  )
}

extension Envelope {
  /// The children beside the first Body and the first Header before it.
  fileprivate var surplusChildren: [ElementView] {
    guard let body = bodies.first else { return [] }
    let header = headers.first { $0.index < body.index }
    return children.filter { $0.index != body.index && $0.index != header?.index }
  }
}
