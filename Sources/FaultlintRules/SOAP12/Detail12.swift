internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// Detail: SOAP 1.2 part 1, section 5.4.5.
extension SOAP12 {
  static let detailAttributeUnqualified = Rule(
    "SOAP12-detail-attribute-unqualified",
    "Detail has an attribute in no namespace or in the SOAP namespace: the prose allows it, the schema does not",
    level: .note,
    references: [.soap12("5.4.5"), .soap12Schema],
    profiles: [.soap12],
    rationale: """
      The prose gives Detail any attributes, the schema only those of other namespaces. A client that \
      validates refuses the fault.
      """,
    remedy: "Give the attribute a prefix for a namespace of your own, or put it on a detail entry.",
    schema: [.attribute],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason><e:Detail m:a="1"/>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason><e:Detail ↓a="1"/>"#)
    ],
    check: .fault12 { fault, findings in
      for attribute in fault.detail?.plainAttributes ?? []
      where attribute.namespace == .none || attribute.namespace == .soap12 {
        findings.report("Detail has the attribute '\(attribute.qualifiedName)'", at: attribute)
      }
    }
  )

  static let detailPresent = Rule(
    "SOAP12-detail-present",
    "Detail is present, whose form the parties have to agree on (extension point E0005)",
    level: .note,
    references: [Reference("WS-I Basic Profile 2.0 E0005"), .soap12("5.4.5")],
    profiles: [.bp20],
    assertions: [.bp20("BP1905")],
    rationale: """
      The profile leaves the content of Detail to the two parties. A client without the same agreement can \
      show it but not understand it.
      """,
    remedy: """
      Nothing has to change; nearly every useful fault has a Detail. Describe its entries in the WSDL as a \
      fault message.
      """,
    isOptIn: true,
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>↓<e:Detail><m:x/></e:Detail>"#)
    ],
    check: .fault12 { fault, findings in
      if let detail = fault.detail { findings.report("The Fault has a Detail", at: detail) }
    }
  )

  static let detailAccepted = Rule(
    "SOAP12-detail-accepted", "Presence, absence or emptiness of Detail is not a breach and means nothing",
    level: .note,
    references: [.soap12("5.4.5")],
    profiles: [.soap12],
    rationale: """
      In SOAP 1.1 a fault without detail says that it has nothing to do with the processing of Body. SOAP 1.2 gave \
      that up: whether Detail is there tells a client nothing about the request.
      """,
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason><e:Detail/>"#),
    ],
    check: .acceptance(waives: { _, _ in false })
  )

  static let detailEntriesAccepted = Rule(
    "SOAP12-detail-entries-accepted",
    "Detail entries in no namespace, with text or with encodingStyle are not a breach",
    level: .note,
    references: [.soap12("5.4.5.1")],
    profiles: [.soap12],
    rationale: """
      What stands inside Detail belongs to the application, whatever its names, text and attributes are.
      """,
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason>"
          + #"<e:Detail><x e:encodingStyle="urn:e">t</x></e:Detail>"#)
    ],
    check: .acceptance(waives: { _, _ in false })
  )
}
