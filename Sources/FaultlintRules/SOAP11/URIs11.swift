internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// The URIs that SOAP itself defines places for: faultactor, actor and encodingStyle. SOAP 1.1, sections 4.1.1, 4.2.2
/// and 4.4. What is no URI reference at all is reported by the place it stands in.
extension SOAP11 {
  static let uriNotASCII = Rule(
    "SOAP11-uri-not-ascii",
    "A URI that SOAP defines has characters outside ASCII that are not percent-encoded",
    level: .warning,
    references: [.soap11("4.4"), .soap11("4.2.2"), Reference("RFC 2396, section 2")],
    profiles: [.soap11],
    rationale: """
      URIs are written in ASCII and compared byte by byte. A node that encodes the characters and one that does not \
      take the two forms for different URIs.
      """,
    remedy: "Percent-encode the characters, as UTF-8.",
    conforming: [
      .fault11(
        "<faultcode>s:Server</faultcode><faultstring>x</faultstring><faultactor>http://n.example/%C3%A9</faultactor>"
      )
    ],
    violating: [
      .fault11(
        "<faultcode>s:Server</faultcode><faultstring>x</faultstring>↓<faultactor>http://n.example/é</faultactor>"
      ),
      .envelope11(#"<s:Header><m:h ↓s:actor="urn:é"/></s:Header><s:Body/>"#),
    ],
    check: .envelope11 { envelope, findings in
      for actor in envelope.faults11.compactMap({ $0.faultactor }) {
        guard let uri = actor.plainText, let message = uri.messageOfNotASCII else { continue }
        findings.report(message, at: actor)
      }
      for attribute in envelope.attributes(.actor) where envelope.isHeaderBlock(attribute.element) {
        guard let message = attribute.value.trimmed.messageOfNotASCII else { continue }
        findings.report(message, at: attribute)
      }
      for attribute in envelope.attributes(.encodingStyle) {
        for message in attribute.value.tokens.compactMap(\.messageOfNotASCII) {
          findings.report(message, at: attribute)
        }
      }
    }
  )
}

extension TextView {
  /// What there is to say of a URI reference that is not all ASCII; nil of one that is, or of another text.
  var messageOfNotASCII: String? {
    guard bytes.contains(where: { $0 >= 0x80 }), URIReference.matches(self) else { return nil }
    return "'\(shortened)' is not all ASCII; percent-encoded it is '\(percentEncoded)'"
  }

  /// It with each byte outside ASCII written as a percent sign and two digits.
  private var percentEncoded: String {
    bytes.reduce(into: "") { text, byte in
      if byte < 0x80 {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%" + String(byte, radix: 16, uppercase: true)
      }
    }
  }
}
