internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// What the profiles ask of messages over HTTP: WS-I Basic Profile 1.0, section 4; 1.1 to 2.0, section 3.
extension BasicProfile {
  static let r1141 = Rule(
    "BP-R1141", "The HTTP version is neither 1.0 nor 1.1",
    level: .error,
    references: [.basicProfile("R1141")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1002"), .bp11("BP1002"), .bp12("BP1002"), .bp20("BP1002")],
    rationale: """
      The profile knows HTTP 1.0 and 1.1, so a client need not speak any other. Of HTTP/2 and HTTP/3, which came \
      later, it is a warning.
      """,
    remedy: "Offer the service over HTTP/1.1, if need be beside a later version.",
    needs: .httpVersion,
    restates: ["BP-R1140"],
    conforming: [.document("{}").response(502)],
    violating: [
      .document("{}").response(502, version: "0.9").markedAtStart,
      .document("{}").response(502, version: "2").markedAtStart,
    ],
    check: .http { head, _, findings in
      guard let version = head.version, version != "1.0", version != "1.1" else { return }
      let isLater = version.hasPrefix("2") || version.hasPrefix("3")
      findings.report("The HTTP version is \(version)", inHead: nil, level: isLater ? .warning : nil)
    }
  )

  static let r1140 = Rule(
    "BP-R1140", "The HTTP version is not 1.1",
    level: .warning,
    references: [.basicProfile("R1140")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1001"), .bp11("BP1001"), .bp12("BP1001"), .bp20("BP1001")],
    rationale:
      "HTTP/1.1 is what every party to the profile has to speak well; 1.0 costs a connection for each call.",
    remedy: "Switch the server or the proxy in front of it to HTTP/1.1.",
    needs: .httpVersion,
    conforming: [.document("{}").response(502)],
    violating: [.document("{}").response(502, version: "1.0").markedAtStart],
    check: .http { head, _, findings in
      guard let version = head.version, version != "1.1" else { return }
      findings.report("The HTTP version is \(version)", inHead: nil)
    }
  )

  static let r1132 = Rule(
    "BP-R1132", "The request method is not POST",
    level: .error,
    references: [.basicProfile("R1132")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1004"), .bp11("BP1004")],
    rationale: """
      A SOAP 1.1 message can only be sent with POST; other methods have no room for it, or are cached. A request \
      without an envelope, such as a GET of the WSDL, is not a message of the profile.
      """,
    remedy: "Send every envelope to the endpoint with POST.",
    needs: .request,
    conforming: [
      .plain11.request(), .document("{}").response(405).to("POST", "Host: a.example"),
      .document("{}").response(200).to("GET", "Host: a.example"),
    ],
    violating: [
      .plain11.request("PUT").markedAtStart,
      .plain11.response(500).to("PUT", "Host: a.example").answering(.body11("<m:x/>"))
        .markedAtStart.markedAtStart,
    ],
    check: .http { _, message, findings in
      guard let method = findings.exchange.requestHead?.method, method != "POST",
        findings.exchange.requestHasEnvelope(message)
      else { return }
      findings.report("The method of the request is \(method)", inHead: nil)
    }
  )

  static let r1108 = Rule(
    "BP-R1108", "The message uses the HTTP Extension Framework",
    level: .error,
    references: [.basicProfile("R1108"), Reference("RFC 2774")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1004"), .bp11("BP1004")],
    rationale: "The framework never left the state of an experiment; servers and proxies do not know M-POST.",
    remedy: "Send the message with plain POST, and leave out the fields Man and Ext.",
    needs: .fields,
    restates: ["HTTP-extension-framework"],
    conforming: [.plain11.request(), .plain11.response(500)],
    violating: [
      .document("{}").response(510).markedAtStart,
      .plain11.request("POST", #"Man: "http://schemas.xmlsoap.org/soap/envelope/"; ns=01"#).markedAtStart,
    ],
    check: .http { head, _, findings in
      guard head.usesExtensionFramework else { return }
      findings.report("The message uses the HTTP Extension Framework", inHead: head.extensionField)
    }
  )

  static let r1109 = Rule(
    "BP-R1109", "The SOAPAction of the request is not a quoted string",
    level: .error,
    references: [.basicProfile("R1109"), .soap11("6.1.1")],
    profiles: [.bp10, .bp11],
    assertions: [.bp10("WSI1006"), .bp11("BP1006")],
    rationale: """
      Receivers differ in what they make of an unquoted or empty value: some refuse the request, others take it \
      for another operation.
      """,
    remedy: """
      Write the action in quotation marks. Where there is no action, write two quotation marks with nothing \
      between them.
      """,
    needs: .fields,
    restates: ["HTTP-soapaction-not-quoted"],
    conforming: [.plain11.request()],
    violating: [
      .plain11.request("POST", "SOAPAction: urn:a").markedAtStart,
      .plain11.request("POST", "SOAPAction:").markedAtStart,
    ],
    check: .http { head, message, findings in
      guard head.method != nil, message?.envelope != nil, let action = head.field("SOAPAction"),
        action.unquoted == nil
      else { return }
      findings.report(
        "SOAPAction is '\(action)', which is not a quoted string", inHead: head.index(of: "SOAPAction"))
    }
  )

  static let r1109From12 = Rule(
    "BP-R1109-bp12", "A listed Content-Type parameter of the request is not a quoted string",
    level: .error,
    references: [.basicProfile("R1109", of: "1.2")],
    profiles: [.bp12, .bp20],
    assertions: [.bp12("BP1006"), .bp20("BP1006")],
    rationale: """
      The profile has type, start-info, action and boundary quoted in requests, whatever is in them. A receiver \
      that counts on it does not find an unquoted value.
      """,
    remedy: "Put quotation marks around the value of the parameter.",
    needs: .contentType,
    restates: ["HTTP-parameter-not-quoted"],
    conforming: [
      .plain11.request(), .plain12("Sender").request(),
      .plain11.response(500, "Content-Type: text/xml; charset=utf-8; type=a"),
    ],
    violating: [
      .plain11.request("POST", "Content-Type: text/xml; charset=utf-8; start-info=a").markedAtStart
    ],
    check: .http { head, message, findings in
      guard head.method != nil, let version = message?.envelope?.version else { return }
      let listed = ["type", "start-info", "boundary", version == .v11 ? "soapaction" : "action"]
      for parameter in head.contentType?.parameters ?? []
      where listed.contains(parameter.name) && !parameter.isQuoted {
        findings.report(
          "The value '\(parameter.value)' of the parameter \(parameter.name) is not quoted",
          inHead: head.index(of: "Content-Type"))
      }
    }
  )

  static let r1144 = Rule(
    "BP-R1144", "SOAPAction is neither the wsa:Action of the request nor the empty string",
    level: .error,
    references: [.basicProfile("R1144", of: "1.2")],
    profiles: [.bp12],
    assertions: [.bp12("BP1144")],
    rationale:
      "Two actions that differ send the message to one operation or the other, as the receiver looks.",
    remedy: """
      Write the wsa:Action into SOAPAction, in quotation marks, or send SOAPAction as the empty quoted string.
      """,
    needs: .fields,
    conforming: [
      .addressed11("urn:a").request("POST", "SOAPAction: \"urn:a\""), .addressed11("urn:a").request(),
    ],
    violating: [.addressed11("urn:a").request("POST", "SOAPAction: \"urn:b\"").markedAtStart],
    check: .http { head, message, findings in
      guard head.method != nil, let action = message?.envelope?.action?.text.trimmed.string(limit: 4096),
        let field = head.field("SOAPAction"), let value = field.unquoted, !value.isEmpty, value != action
      else { return }
      findings.report(
        "SOAPAction is \(field), and wsa:Action is '\(action)'", inHead: head.index(of: "SOAPAction"))
    }
  )

  static let r1144From20 = Rule(
    "BP-R1144-bp20", "The action parameter is not the wsa:Action of the message",
    level: .error,
    references: [.basicProfile("R1144", of: "2.0")],
    profiles: [.bp20],
    rationale:
      "Two actions that differ send the message to one operation or the other, as the receiver looks.",
    remedy: "Make the parameter the same absolute URI as wsa:Action, or leave the parameter out.",
    needs: .contentType,
    restates: ["HTTP-action-not-uri"],
    conforming: [
      .addressed12("urn:a").response(
        400, #"Content-Type: application/soap+xml; charset=utf-8; action="urn:a""#),
      .addressed12("urn:a").response(400),
    ],
    violating: [
      .addressed12("urn:a").response(
        400, #"Content-Type: application/soap+xml; charset=utf-8; action="urn:b""#
      )
      .markedAtStart
    ],
    check: .http { head, message, findings in
      guard let action = message?.envelope?.action?.text.trimmed.string(limit: 4096),
        let value = head.contentType?.parameter("action")?.value,
        value != action || !URIReference.isAbsolute(value)
      else { return }
      findings.report(
        "The action parameter is '\(value)', and wsa:Action is '\(action)'",
        inHead: head.index(of: "Content-Type"))
    }
  )

  static let r2757 = Rule(
    "BP-R2757", "Presence or absence of the action parameter is no breach",
    level: .note,
    references: [.basicProfile("R2757", of: "2.0")],
    profiles: [.bp20],
    rationale: "Senders may leave the parameter out, and receivers must take a message with or without it.",
    conforming: [.plain12("Sender").response(400)],
    check: .acceptance { _, _ in false }
  )

  static let r2761 = Rule(
    "BP-R2761", "The message has a SOAPAction field",
    level: .warning,
    references: [.basicProfile("R2761", of: "2.0")],
    profiles: [.bp20],
    rationale: """
      SOAP 1.2 has the action parameter of the media type in its place. No receiver may rely on the field, so what \
      stands there may get lost.
      """,
    remedy: """
      Leave SOAPAction out. If receivers need the action, write it as the action parameter of the Content-Type.
      """,
    needs: .fields,
    restates: ["HTTP-soapaction-in-soap12"],
    conforming: [.plain12("Sender").request()],
    violating: [.plain12("Sender").request("POST", "SOAPAction: \"urn:a\"").markedAtStart],
    check: .http { head, message, findings in
      guard message?.envelope != nil, let field = head.index(of: "SOAPAction") else { return }
      findings.report("The message has the field SOAPAction", inHead: field)
    }
  )

  // MARK: Statuses

  static let r1124 = Rule(
    "BP-R1124", "A fault travels under a status that means success",
    level: .error,
    references: [.basicProfile("R1124")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1999"), .bp11("BP1999")],
    rationale: """
      2xx is for a request that was processed well. Clients that look at the status miss the fault, and monitoring \
      counts a success.
      """,
    remedy: """
      Send the fault with the status its binding gives it: 500 in SOAP 1.1; in SOAP 1.2, 400 for Sender and 500 \
      for the other codes.
      """,
    needs: .status,
    restates: ["HTTP-fault-in-2xx"],
    conforming: [.plain11.response(500)],
    violating: [.plain11.response(200).markedAtStart],
    check: .http { head, message, findings in
      guard let status = head.status, head.isSuccess, message?.envelope?.isFault ?? false else { return }
      findings.report("The fault has the HTTP status \(status), which means success", inHead: nil)
    }
  )

  static let r1126 = Rule(
    "BP-R1126", "A fault has another HTTP status than 500",
    level: .error,
    references: [.basicProfile("R1126"), .soap11("6.2")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1305"), .bp11("BP1305")],
    rationale: """
      Clients and proxies see the status before they see the fault. Every SOAP 1.1 fault has 500, those with the \
      code Client too, and some clients look for a fault under 500 only.
      """,
    remedy: "Send the fault with status 500, whatever its code.",
    needs: .status,
    restates: ["HTTP-status-for-fault", "HTTP-fault-in-2xx", "BP-R1124"],
    conforming: [.plain11.response(500), .plain11.request()],
    violating: [.plain11.response(400).markedAtStart],
    check: .http { head, message, findings in
      guard let status = head.status, let envelope = message?.envelope,
        let expected = FaultStatus.expected(for: envelope), status != expected
      else { return }
      findings.report("The fault has the HTTP status \(status) instead of \(expected)", inHead: nil)
    }
  )

  static let r1111 = Rule(
    "BP-R1111", "A response that is no fault has another status than 200",
    level: .warning,
    references: [.basicProfile("R1111")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1100"), .bp11("BP1100"), .bp12("BP1100"), .bp20("BP1100")],
    rationale: "Clients take a result from a 200; with another status some stop before they read it.",
    remedy: "Send the response with status 200. If it is an error, send it as a fault.",
    needs: .status,
    restates: ["HTTP-500-without-fault", "HTTP-result-in-4xx-5xx"],
    conforming: [.body11("<m:x/>").response(200), .plain11.response(500)],
    violating: [
      .body11("<m:x/>").response(202).markedAtStart, .body12("<m:x/>").response(202).markedAtStart,
    ],
    check: .http { head, message, findings in
      guard let status = head.status, status != 200, message?.envelope?.hasNoFault ?? false else { return }
      findings.report("The response is no fault and has the HTTP status \(status)", inHead: nil)
    }
  )

  static let r1112 = Rule(
    "BP-R1112", "A successful response without an envelope has another status than 200 or 202",
    level: .warning,
    references: [.basicProfile("R1112")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1101"), .bp11("BP1101"), .bp12("BP1101"), .bp20("BP1101")],
    rationale: """
      200 and 202 are what clients of one-way operations expect. 204 is a common deviation, and a client that \
      knows only the two may take it for a failure.
      """,
    remedy: "Answer a one-way request with 202, or with 200.",
    needs: .status,
    conforming: [.document("").response(202)],
    violating: [.document("").response(204).markedAtStart],
    check: .http { head, message, findings in
      guard let status = head.status, head.isSuccess, status != 200, status != 202, message?.envelope == nil
      else {
        return
      }
      findings.report("The response has no envelope and the HTTP status \(status)", inHead: nil)
    }
  )

  static let r1130 = Rule(
    "BP-R1130", "A redirect to another endpoint uses another status than 307",
    level: .warning,
    references: [.basicProfile("R1130")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1999"), .bp11("BP1999")],
    rationale: """
      After 301, 302 or 303 many clients repeat the request as GET, without its envelope, and 308 is younger than \
      the profile. Whether a redirect means another endpoint no message shows, so this is a warning.
      """,
    remedy: "Redirect with status 307, or give clients the new address of the endpoint.",
    needs: .status,
    conforming: [.document("").response(307, "Location: http://a.example/b")],
    violating: [.document("").response(302, "Location: http://a.example/b").markedAtStart],
    check: .http { head, message, findings in
      guard let status = head.status, [301, 302, 303, 308].contains(status), message?.envelope == nil else {
        return
      }
      findings.report("The redirect has the HTTP status \(status)", inHead: nil)
    }
  )

  // MARK: Answers to bad requests

  static let r1113 = Rule(
    "BP-R1113", "A malformed request was not answered with status 400",
    level: .warning,
    references: [.basicProfile("R1113")],
    profiles: [.bp10, .bp11.narrowed(to: answerToMalformedHTTP), .bp12.narrowed(to: answerToMalformedHTTP)],
    assertions: [.bp10("WSI1999"), .bp11("BP1999")],
    rationale: """
      400 tells the client that its HTTP is wrong; with 500 it looks for the error in the service. Version 1.0 of the \
      profile says the same of a request whose XML is not well-formed; in the later ones a fault may answer that.
      """,
    remedy: "Answer a malformed HTTP request with status 400.",
    needs: .request,
    restates: ["BP-R1125"],
    conforming: [
      .document("{}").response(400).to("POST"), .document("{}").response(502).to("POST", "Host: a.example"),
    ],
    violating: [.document("{}").response(502).to("POST").markedAtStart],
    check: .http { head, _, findings in
      guard !reportMalformedHTTP(head, &findings), let status = head.status, status != 400,
        findings.exchange.isRequestIllFormed
      else { return }
      findings.report("The request is not well-formed XML, and the HTTP status is \(status)", inHead: nil)
    }
  )

  /// From version 1.1 on the requirement is about HTTP alone.
  private static let answerToMalformedHTTP = Check.http { head, _, findings in
    _ = reportMalformedHTTP(head, &findings)
  }

  /// Reports another status than 400 for a request that is malformed as HTTP, and tells whether it is.
  private static func reportMalformedHTTP(_ head: HTTPHead, _ findings: inout FindingCollector) -> Bool {
    guard let problem = findings.exchange.request?.malformation else { return false }
    if let status = head.status, status != 400 {
      findings.report("The request is malformed (\(problem)), and the HTTP status is \(status)", inHead: nil)
    }
    return true
  }

  static let r1125 = Rule(
    "BP-R1125", "A request of bad format was not answered with a 4xx status",
    level: .warning,
    references: [.basicProfile("R1125")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1999"), .bp11("BP1999")],
    rationale: """
      4xx tells the client that its request is at fault; with another status it may repeat the same request, or look \
      for the error in the service. A SOAP 1.1 fault is the exception: it always has 500. The profile says MUST, but of \
      an answer that is about the format of the request, and whether this one is no status shows: so it is a warning.
      """,
    remedy: "Answer a request of bad format with a 4xx status, 400 if no other fits better.",
    needs: .request,
    conforming: [.document("{}").response(400).to("POST")],
    violating: [.document("{}").response(502).to("POST").markedAtStart],
    check: .http { head, message, findings in
      guard let status = head.status, !(400..<500).contains(status), !(message?.envelope?.isFault ?? false),
        findings.exchange.request?.malformation != nil
      else { return }
      findings.report("The request is malformed, and the HTTP status is \(status)", inHead: nil)
    }
  )

  static let r1114 = Rule(
    "BP-R1114", "A request with another method than POST was not answered with status 405",
    level: .warning,
    references: [.basicProfile("R1114")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1103"), .bp11("BP1103")],
    rationale: """
      405 tells the client which methods there are; with another status it looks for the error elsewhere. Only who \
      speaks SOAP is asked for it: a request or an answer with an envelope shows that. What answers a GET of the WSDL \
      need not be the service.
      """,
    remedy: "Answer with status 405, and name the methods there are in the field Allow.",
    needs: .request,
    conforming: [
      .plain11.response(500).to("POST", "Host: a.example", "Content-Type: text/xml"),
      .document("{}").response(502).to("GET", "Host: a.example"),
    ],
    violating: [.plain11.response(500).to("GET", "Host: a.example").markedAtStart],
    check: .http { head, message, findings in
      guard let status = head.status, status != 405, let method = findings.exchange.request?.method,
        method != "POST", message?.envelope != nil || findings.exchange.requestHasEnvelope(message)
      else { return }
      findings.report("The request was \(method), and the HTTP status is \(status)", inHead: nil)
    }
  )

  static let r1115 = Rule(
    "BP-R1115", "A request with a wrong media type was not answered with status 415",
    level: .warning,
    references: [.basicProfile("R1115")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1104"), .bp11("BP1999")],
    rationale:
      "415 tells the client that the type is wrong; with another status it looks for the error in its message.",
    remedy: """
      Answer a request with any other media type than text/xml with status 415.
      """,
    needs: .request,
    conforming: [
      .plain11.response(500).to("POST", "Host: a.example", "Content-Type: text/xml"),
      .document("{}").response(415).to("POST", "Host: a.example", "Content-Type: text/plain"),
    ],
    violating: [
      .plain11.response(500).to("POST", "Host: a.example", "Content-Type: application/xml").markedAtStart
    ],
    check: .http { head, _, findings in
      guard let status = head.status, status != 415, let request = findings.exchange.request,
        let type = request.contentType?.essence, type != "text/xml", !request.isMultipart
      else { return }
      findings.report("The request has the media type \(type), and the HTTP status is \(status)", inHead: nil)
    }
  )
}

extension Example {
  /// A SOAP 1.1 message with this wsa:Action.
  static func addressed11(
    _ action: String, body: String = "<m:x/>", header: String = ""
  ) -> Example {
    envelope11(
      #"<s:Header><a:Action xmlns:a="http://www.w3.org/2005/08/addressing">"# + action + "</a:Action>"
        + header
        + "</s:Header><s:Body>" + body + "</s:Body>")
  }

  /// A SOAP 1.2 Sender fault with this wsa:Action.
  static func addressed12(_ action: String) -> Example {
    envelope12(
      #"<e:Header><a:Action xmlns:a="http://www.w3.org/2005/08/addressing">"# + action
        + "</a:Action></e:Header><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>"
        + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault></e:Body>"#)
  }
}
