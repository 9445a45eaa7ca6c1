internal import FaultlintEngine
internal import FaultlintModel

/// SOAPAction and what SOAP 1.2 has in its place, and extensions of HTTP: SOAP 1.1, sections 6.1.1 and 6.3; RFC 3902.
extension HTTPBinding {
  static let soapActionMissing = Rule(
    "HTTP-soapaction-missing", "The SOAP 1.1 request has no SOAPAction field",
    level: .error,
    references: [.soap11("6.1.1")],
    profiles: [.soap11],
    rationale: "Firewalls and dispatchers go by the field, and many servers refuse a request without it.",
    remedy: """
      Send SOAPAction with the request: the action in quotation marks, or two quotation marks with nothing between \
      them.
      """,
    needs: .fields,
    conforming: [
      .plain11.request(), .plain11.response(500), .plain11.request("POST", "soapaction: \"urn:a\""),
    ],
    violating: [.plain11.request("POST", "-SOAPAction").markedAtStart],
    check: .http { head, message, findings in
      guard head.method == "POST", message?.envelope?.version == .v11, head.index(of: "SOAPAction") == nil
      else { return }
      findings.report("There is no field SOAPAction", inHead: nil)
    }
  )

  static let soapActionNotQuoted = Rule(
    "HTTP-soapaction-not-quoted", "SOAPAction is neither empty nor a quoted URI reference",
    level: .error,
    references: [.soap11("6.1.1")],
    profiles: [.soap11],
    assertions: [.bp10("WSI1006"), .bp11("BP1006")],
    rationale:
      "The quotation marks belong to the value; receivers that take it apart by the grammar refuse it without.",
    remedy: "Write the URI in quotation marks.",
    needs: .fields,
    conforming: [.plain11.request(), .plain11.request("POST", "SOAPAction: \"http://a.example/b\"")],
    violating: [
      .plain11.request("POST", "SOAPAction: urn:a").markedAtStart
    ],
    check: .http { head, message, findings in
      guard head.method != nil, message?.envelope?.version == .v11, let action = head.field("SOAPAction"),
        !action.isEmpty, !(action.unquoted.map { URIReference.matches(String($0)) } ?? false)
      else { return }
      findings.report(
        "SOAPAction is '\(action)', which is not a quoted URI reference", inHead: head.index(of: "SOAPAction")
      )
    }
  )

  static let soapActionInSOAP12 = Rule(
    "HTTP-soapaction-in-soap12", "A SOAP 1.2 message has a SOAPAction field",
    level: .note,
    references: [.soap12Part2("6.5"), Reference("RFC 3902, section 2")],
    profiles: [.soap12],
    rationale: """
      SOAP 1.2 has the action parameter of the media type in its place. Nothing forbids the field, but a SOAP 1.2 \
      receiver need not look at it, and it hints at a stack set up for SOAP 1.1.
      """,
    remedy: """
      Leave SOAPAction out, and write the action as the action parameter of the Content-Type if receivers need it.
      """,
    needs: .fields,
    conforming: [.plain12("Sender").request(), .plain12("Sender").response(400)],
    violating: [.plain12("Sender").request("POST", "SOAPAction: \"urn:a\"").markedAtStart],
    check: .http { head, message, findings in
      guard message?.envelope?.version == .v12, let field = head.index(of: "SOAPAction") else { return }
      findings.report("The SOAP 1.2 message has the field SOAPAction", inHead: field)
    }
  )

  static let actionNotURI = Rule(
    "HTTP-action-not-uri", "The action parameter is not an absolute URI",
    level: .error,
    references: [.soap12Part2("6.5.3"), Reference("RFC 3902, section 2")],
    profiles: [.soap12],
    rationale: """
      The parameter names the intent of the message by an absolute URI. Receivers that dispatch by it find no \
      operation for anything else.
      """,
    remedy: """
      Write the absolute URI of the action in quotation marks. If there is none, leave the parameter out.
      """,
    needs: .contentType,
    conforming: [
      .plain12("Sender").response(400),
      .plain12("Sender").response(400, #"Content-Type: application/soap+xml; charset=utf-8; action="urn:a""#),
    ],
    violating: [
      .plain12("Sender").response(400, #"Content-Type: application/soap+xml; charset=utf-8; action="""#)
        .markedAtStart,
      .plain12("Sender").response(400, #"Content-Type: application/soap+xml; charset=utf-8; action="a/b""#)
        .markedAtStart,
    ],
    check: .http { head, message, findings in
      guard message?.envelope?.version == .v12, let action = head.contentType?.parameter("action"),
        !URIReference.isAbsolute(action.value)
      else { return }
      findings.report(
        "The action parameter '\(action.value)' is not an absolute URI",
        inHead: head.index(of: "Content-Type"))
    }
  )

  static let extensionFramework = Rule(
    "HTTP-extension-framework", "The message uses the HTTP Extension Framework",
    level: .note,
    references: [.soap11("6.3"), Reference("RFC 2774")],
    profiles: [.soap11],
    assertions: [.bp10("WSI1004"), .bp11("BP1004")],
    rationale:
      "SOAP 1.1 allows it, but it never left the state of an experiment, and hardly any server knows M-POST.",
    remedy: "Send the message with plain POST, and leave out the fields Man and Ext.",
    needs: .fields,
    conforming: [.plain11.request(), .plain11.response(500)],
    violating: [.document("{}").response(510).markedAtStart],
    check: .http { head, _, findings in
      guard head.usesExtensionFramework else { return }
      findings.report("The message uses the HTTP Extension Framework", inHead: head.extensionField)
    }
  )

  static let extensionPoint = Rule(
    "HTTP-extension-point",
    "The message uses an HTTP feature the profile leaves to agreement (extension points E0007 to E0012)",
    level: .note,
    references: [.basicProfile("E0007 to E0012")],
    profiles: [.bp10, .bp11],
    assertions: [.bp10("WSI4103–4107"), .bp11("BP4103–4107")],
    rationale: """
      The profile says nothing of authentication other than Basic and Digest, of other encodings of content than \
      gzip, compress and deflate, of other transfer encodings than chunked, and of Upgrade. A client that was told \
      nothing of the feature may be unable to read the message.
      """,
    remedy: "Agree on the feature with everyone who uses the service, or do without it.",
    needs: .fields,
    isOptIn: true,
    conforming: [
      .plain11.response(
        500, "WWW-Authenticate: Basic realm=\"a\"", "Transfer-Encoding: chunked", "Content-Encoding: gzip")
    ],
    violating: [
      .plain11.response(500, "WWW-Authenticate: Negotiate").markedAtStart,
      .plain11.response(500, "Content-Encoding: br").markedAtStart,
    ],
    check: .http { head, _, findings in
      for (index, field) in head.fields.enumerated() where head.isExtensionPoint(field) {
        findings.report("The field \(field.name) is left to agreement here", inHead: index)
      }
    }
  )
}

extension HTTPHead {
  /// Whether a field makes use of what WS-I Basic Profile 1.1 leaves to the parties. New header fields are not
  /// looked at: it takes the registry to know them.
  fileprivate func isExtensionPoint(_ field: Field) -> Bool {
    let value = field.value.lowercased()
    let known: [String]
    switch field.name.lowercased() {
    case "www-authenticate", "authorization", "proxy-authenticate", "proxy-authorization":
      known = ["basic", "digest"]
    case "content-encoding": known = ["gzip", "compress", "deflate", "identity"]
    case "transfer-encoding": known = ["chunked"]
    case "upgrade": return method != nil
    default: return false
    }
    return !known.contains { value.hasPrefix($0) }
  }
}
