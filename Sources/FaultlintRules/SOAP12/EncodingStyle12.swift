internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// The encodingStyle attribute: SOAP 1.2 part 1, section 5.1.1.
extension SOAP12 {
  static let encodingStylePlacement = Rule(
    "SOAP12-encodingstyle-placement",
    "encodingStyle stands on an element of the SOAP envelope or fault, where it is forbidden",
    level: .error,
    references: [.soap12("5.1.1")],
    profiles: [.soap12],
    rationale: """
      encodingStyle says how data was written, and SOAP's own elements are not data. SOAP 1.1 allowed it on \
      every element, so stacks that speak both carry it over; receivers of SOAP 1.2 refuse the message.
      """,
    remedy: """
      Leave it out. If data was encoded, put it on the header block, the child of Body or the detail entry \
      that holds the data.
      """,
    schema: [.attribute],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason>"
          + #"<e:Detail><m:d e:encodingStyle="urn:enc"/></e:Detail>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason>"
          + #"<e:Detail ↓e:encodingStyle="urn:enc"/>"#),
      .envelope12(#"<e:Body ↓e:encodingStyle="urn:enc"><m:x/></e:Body>"#),
    ],
    check: .envelope12 { envelope, findings in
      for attribute in envelope.soap12Attributes(.encodingStyle) where envelope.isStructure(attribute.element)
      {
        findings.report(
          "'\(attribute.qualifiedName)' stands on '\(attribute.element.qualifiedName)'", at: attribute)
      }
    }
  )

  static let supportedEnvelopeEncodingStyle = Rule(
    "SOAP12-supportedenvelope-encodingstyle",
    "encodingStyle stands on SupportedEnvelope, where it has no use",
    level: .warning,
    references: [.soap12Schema, .soap12("5.1.1")],
    profiles: [.soap12, .soap11],
    rationale: """
      Below a header block the prose lets the attribute stand on any element. But SupportedEnvelope holds nothing that \
      could be encoded, and its schema type has no room for the attribute: a client that validates refuses the message.
      """,
    remedy: "Leave the attribute out.",
    schema: [.attribute],
    conforming: [.versionMismatch(#"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)],
    violating: [
      .versionMismatch(
        #"<e:Upgrade><e:SupportedEnvelope qname="e:Envelope" ↓e:encodingStyle="urn:enc"/></e:Upgrade>"#)
    ],
    check: .envelope { envelope, findings in
      for attribute in envelope.supportedEnvelopes.compactMap(\.encodingStyle) {
        findings.report("'\(attribute.qualifiedName)' stands on SupportedEnvelope", at: attribute)
      }
    }
  )

  static let encodingStyleNotURI = Rule(
    "SOAP12-encodingstyle-not-uri", "encodingStyle is not one URI reference",
    level: .error,
    references: [.soap12("5.1.1"), .soap12("6")],
    profiles: [.soap12],
    rationale: """
      A receiver decodes by the one URI it finds there. It knows no list, which is what SOAP 1.1 has, and \
      refuses the message or reads the data as if the attribute were not there.
      """,
    remedy: """
      Write one URI, or leave the attribute out. For data that follows no encoding there is \
      http://www.w3.org/2003/05/soap-envelope/encoding/none.
      """,
    schema: [.attributeValue],
    conforming: [
      .body12(#"<m:x e:encodingStyle="http://www.w3.org/2003/05/soap-envelope/encoding/none"/>"#)
    ],
    violating: [
      .body12(#"<m:x ↓e:encodingStyle="urn:a urn:b"/>"#), .body12(#"<m:x ↓e:encodingStyle="%zz"/>"#),
    ],
    check: .envelope12 { envelope, findings in
      for attribute in envelope.encodingStyles where !URIReference.matches(attribute.value) {
        findings.report(
          "encodingStyle '\(attribute.value.shortened)' is not one URI reference", at: attribute)
      }
    }
  )
}

extension Envelope {
  /// The encodingStyle attributes that stand where SOAP allows one, so that their value matters.
  var encodingStyles: [AttributeView] {
    soap12Attributes(.encodingStyle).filter { attribute in
      !isStructure(attribute.element) && !attribute.element.isSOAPHeaderPart
    }
  }
}

extension ElementView {
  /// Its encodingStyle of SOAP 1.2.
  var encodingStyle: AttributeView? { attribute(.soap12, .encodingStyle) }

  /// Whether it is one of the elements that SOAP 1.2 itself defines for header blocks.
  fileprivate var isSOAPHeaderPart: Bool {
    namespace == .soap12 && (name == .upgrade || name == .supportedEnvelope || name == .notUnderstood)
  }
}
