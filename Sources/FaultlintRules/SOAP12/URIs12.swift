internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// The URIs that SOAP itself defines places for: Node, Role, role and encodingStyle. SOAP 1.2 part 1, section 6.
/// What is no URI reference at all is reported by the place it stands in.
extension SOAP12 {
  static let uriNotASCII = Rule(
    "SOAP12-uri-not-ascii",
    "A URI that SOAP defines has characters outside ASCII that are not percent-encoded",
    level: .warning,
    references: [.soap12("6"), Reference("RFC 3986, section 2.1")],
    profiles: [.soap12],
    rationale: """
      URIs are written in ASCII and compared byte by byte. A node that encodes the characters and one that \
      does not take the two forms for different URIs. SOAP 1.2 demands the syntax of RFC 3986, but the type of its \
      schema, anyURI, takes the characters as they are, and so do clients: so this is a warning.
      """,
    remedy: "Percent-encode the characters, as UTF-8.",
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason><e:Node>http://n.example/%C3%A9</e:Node>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>↓<e:Node>http://n.example/é</e:Node>"#),
      .envelope12(#"<e:Header><m:h ↓e:role="urn:é"/></e:Header><e:Body/>"#),
    ],
    check: .envelope12 { envelope, findings in
      findings.reportURIs(of: envelope) { uri, _ in uri.messageOfNotASCII }
    }
  )

  static let uriRelative = Rule(
    "SOAP12-uri-relative", "A URI that SOAP defines is relative and no base is known",
    level: .note,
    references: [.soap12("6"), Reference("RFC 3986, section 5.1")],
    profiles: [.soap12],
    rationale: """
      Nothing in the message says what the URI is relative to. Each node completes it in its own way, and \
      who reads it in a log cannot complete it at all.
      """,
    remedy: "Write an absolute URI.",
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason><e:Node>urn:n</e:Node>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>↓<e:Node>/services/orders</e:Node>"#),
      .body12(#"<m:x ↓e:encodingStyle="enc"/>"#),
    ],
    check: .envelope12 { envelope, findings in
      findings.reportURIs(of: envelope) { uri, element in
        URIReference.isAbsolute(uri) || element.hasBase
          ? nil : "'\(uri.shortened)' is relative, and no base is known"
      }
    }
  )

  static let uriTooLong = Rule(
    "SOAP12-uri-too-long",
    "A URI that SOAP defines is longer than the 2048 characters every node should handle",
    level: .note,
    references: [.soap12("6")],
    profiles: [.soap12],
    rationale: """
      SOAP 1.2 asks nodes to handle URIs of 2048 characters and promises nothing beyond. A client may cut a \
      longer one or refuse the message.
      """,
    remedy: "Shorten the URI; data in its query belongs in the message.",
    conforming: [.body12("<m:x e:encodingStyle=\"urn:" + String(repeating: "x", count: 2044) + "\"/>")],
    violating: [.body12("<m:x ↓e:encodingStyle=\"urn:" + String(repeating: "x", count: 2045) + "\"/>")],
    check: .envelope12 { envelope, findings in
      findings.reportURIs(of: envelope) { uri, _ in
        uri.characterCount > 2048 ? "The URI has \(uri.characterCount) characters" : nil
      }
    }
  )
}

extension FindingCollector {
  /// Reports each URI of an envelope that `objection` has something to say about; it is given the URI and the
  /// element it stands in or on.
  fileprivate mutating func reportURIs(
    of envelope: Envelope, _ objection: (TextView, ElementView) -> String?
  ) {
    func check(_ element: ElementView?) {
      guard let element, let uri = element.plainText, !uri.isBlank, URIReference.matches(uri) else { return }
      if let message = objection(uri, element) { report(message, at: element) }
    }
    for fault in envelope.faults12 {
      check(fault.node)
      check(fault.role)
    }
    guard !envelope.soapAttributes.isEmpty else { return }
    for attribute in envelope.blockAttributes(.role) + envelope.encodingStyles
    where URIReference.matches(attribute.value) {
      if let message = objection(attribute.value.trimmed, attribute.element) {
        report(message, at: attribute)
      }
    }
  }
}

extension TextView {
  /// How many Unicode scalars it has: the bytes that do not continue one.
  fileprivate var characterCount: Int { bytes.count { $0 & 0xC0 != 0x80 } }
}

extension ElementView {
  /// Whether an xml:base is in scope, its own included.
  fileprivate var hasBase: Bool {
    var current: ElementView? = self
    while let element = current {
      for attribute in element.attributes where attribute.namespace == .xml {
        if tree.localNames[attribute.name.id].elementsEqual("base".utf8) { return true }
      }
      current = element.parent
    }
    return false
  }
}
