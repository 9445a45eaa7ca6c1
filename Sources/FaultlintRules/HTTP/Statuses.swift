internal import FaultlintEngine
internal import FaultlintModel

/// The status of a response: SOAP 1.1, section 6.2; SOAP 1.2 part 2, section 7.5.
extension HTTPBinding {
  static let statusForFault = Rule(
    "HTTP-status-for-fault", "The HTTP status is not the one the binding gives to this fault",
    level: .error,
    references: [.soap11("6.2"), .soap12Part2("7.5.2.2, table 20")],
    profiles: [.soap11, .soap12],
    assertions: [.bp10("WSI1305"), .bp11("BP1305")],
    rationale: """
      Clients and proxies see the status before they see the fault, and treat the response by it: some never look \
      for a fault under a status they do not expect.
      """,
    remedy: """
      Send every SOAP 1.1 fault with 500. In SOAP 1.2 send Sender with 400 and the other codes with 500, whatever \
      the subcodes.
      """,
    needs: .status,
    conforming: [
      .plain11.response(500), .plain12("Sender").response(400), .plain12("Receiver").response(500),
      .plain11.request(),
    ],
    violating: [.plain11.response(400).markedAtStart, .plain12("Sender").response(500).markedAtStart],
    check: .http { head, message, findings in
      guard let status = head.status, !head.isSuccess, let envelope = message?.envelope,
        let expected = FaultStatus.expected(for: envelope), status != expected,
        !envelope.excludesFault(status)
      else { return }
      findings.report("The fault has the HTTP status \(status) instead of \(expected)", inHead: nil)
    }
  )

  static let faultIn2xx = Rule(
    "HTTP-fault-in-2xx", "A fault travels under a status that means success",
    level: .error,
    references: [.soap11("6.2"), .soap12Part2("7.5.2.2, table 20")],
    profiles: [.soap11, .soap12],
    assertions: [.bp11("BP1305")],
    rationale: """
      Clients that look at the status take the response for a result, and monitoring counts it as one.
      """,
    remedy: """
      Send the fault with the status of its code. If the service does so already, look for a proxy that rewrites \
      the status.
      """,
    needs: .status,
    conforming: [.plain11.response(500), .body11("<m:x/>").response(200)],
    violating: [.plain11.response(200).markedAtStart, .plain12("Sender").response(202).markedAtStart],
    check: .http { head, message, findings in
      guard let status = head.status, head.isSuccess, let envelope = message?.envelope, envelope.isFault
      else { return }
      let expected = FaultStatus.expected(for: envelope).map { " instead of \($0)" } ?? ""
      findings.report("The fault has the HTTP status \(status)\(expected)", inHead: nil)
    }
  )

  static let faultWith405Or415 = Rule(
    "HTTP-fault-with-405-415", "A fault travels under a status that says no SOAP message was received",
    level: .error,
    references: [.soap12Part2("7.5.2.1, table 18"), .soap12Part2("7.5.2.2, table 20")],
    profiles: [.soap12],
    rationale: """
      405 and 415 are for requests that never got as far as SOAP, so there was no message that a fault could be about, \
      and no code has one of them. A client looks for the error in its HTTP and may never read the fault.
      """,
    remedy: "Send the status without a fault, or the fault with the status of its code.",
    needs: .status,
    conforming: [
      .plain12("Sender").response(400), .plain12("Sender").response(400).to("POST"),
      .document("{}").response(405),
    ],
    violating: [
      .plain12("Sender").response(415).markedAtStart, .plain12("Receiver").response(405).markedAtStart,
    ],
    check: .http { head, message, findings in
      guard let status = head.status, let envelope = message?.envelope, envelope.isFault,
        envelope.excludesFault(status)
      else { return }
      findings.report("The fault has the HTTP status \(status), which rules out a fault", inHead: nil)
    }
  )

  static let status500WithoutFault = Rule(
    "HTTP-500-without-fault", "The response has status 500 but no SOAP fault in it",
    level: .warning,
    references: [
      .soap11("6.2"), .soap12Part2("7.5.1.2, table 17"), .soap12Part2("7.5.2.2, table 19"),
    ],
    profiles: [.soap11, .soap12],
    rationale: """
      A SOAP error has to come with a fault, and clients read it for the reason. Without one the error is probably of \
      the server or a proxy in front of it, which may answer what it likes: so this is a warning. An envelope without \
      a fault is a result to some clients (PHP, JAX-WS) and a failure to others (zeep).
      """,
    remedy: """
      Have the service send a fault with the 500, and any proxy pass it on. A response that is no error belongs \
      under 200.
      """,
    needs: .status,
    conforming: [.plain11.response(500), .plain12("Receiver").response(500), .document("{}").response(502)],
    violating: [
      .body11("<m:x/>").response(500).markedAtStart, .body12("<m:x/>").response(500).markedAtStart,
      .document("{}").response(500).markedAtStart,
    ],
    check: .http { head, message, findings in
      guard head.status == 500, findings.exchange.entityLength != 0, message?.envelope?.hasNoFault ?? true
      else { return }
      findings.report("The response has the HTTP status 500 and no fault", inHead: nil)
    }
  )

  static let resultIn4xx5xx = Rule(
    "HTTP-result-in-4xx-5xx", "An envelope without a fault travels under a status that means failure",
    level: .warning,
    references: [.soap11("6.2"), .soap12Part2("7.5.2.2, table 19"), Reference("RFC 9110, section 15")],
    profiles: [.soap11, .soap12],
    rationale: """
      Some clients (PHP, JAX-WS) read the result all the same, others (zeep) report a failure of the transport and \
      never look at it. Under 500 HTTP-500-without-fault says so.
      """,
    remedy:
      "Send a result with status 200. If it is an error, send it as a fault, with the status of its code.",
    needs: .status,
    conforming: [
      .body11("<m:x/>").response(200), .plain12("Sender").response(400), .document("{}").response(404),
    ],
    violating: [
      .body11("<m:x/>").response(404).markedAtStart, .body12("<m:x/>").response(400).markedAtStart,
    ],
    check: .http { head, message, findings in
      guard let status = head.status, (400..<600).contains(status), status != 500,
        message?.envelope?.hasNoFault ?? false
      else { return }
      findings.report("The response is no fault and has the HTTP status \(status)", inHead: nil)
    }
  )

  static let status303Unprocessed = Rule(
    "HTTP-303-unprocessed", "Status 303 was sent although the envelope was not processed",
    level: .note,
    references: [.soap12Part2("7.5.1.2, table 17")],
    profiles: [.soap12],
    rationale: "303 says that the request was processed and that its result is to be fetched elsewhere.",
    check: .notCheckable(reason: "no message shows whether the node processed the envelope")
  )

  static let noEntity = Rule(
    "HTTP-no-entity", "The response to be checked as a fault has no entity",
    level: .warning,
    references: [.soap11("6.2"), .soap12Part2("7.5.1.2, table 17")],
    profiles: [.soap11, .soap12],
    assertions: [.ssbp10("SSBP5100")],
    rationale: """
      A SOAP error comes with a fault in the entity; an empty one leaves the client with a number. The server may have \
      failed before it came to SOAP, so this is a warning, like a page in place of the fault (HTTP-500-without-fault).
      """,
    remedy: "Look for a proxy or an error handler that drops the body, and have it pass the fault on.",
    needs: .status,
    conforming: [.plain11.response(500), .document("").response(202), .document("").response(404)],
    violating: [.document("").response(500).markedAtStart],
    check: .http { head, _, findings in
      guard head.status == 500, findings.exchange.entityLength == 0 else { return }
      findings.report("The response has the HTTP status 500 and no entity", inHead: nil)
    }
  )

  static let entityExtraData = Rule(
    "HTTP-entity-extra-data", "There are further bytes before or after the XML document",
    level: .warning,
    references: [.soap12Part2("7.5.1.1, table 16"), .soap12Part2("7.5.2.2, table 19")],
    profiles: [.soap11, .soap12],
    assertions: [.ssbp10("SSBP5100")],
    rationale: """
      The entity is one XML document; what a server writes before or behind it, such as the warnings of PHP, makes \
      parsers refuse all of it.
      """,
    check: .notCheckable(
      reason:
        "such bytes make the document not well-formed, before it as well as behind it, and XML-not-well-formed "
        + "says so alone")
  )
}

extension Envelope {
  /// Whether no SOAP 1.2 fault can have this status, because with it no message was received.
  fileprivate func excludesFault(_ status: Int) -> Bool {
    version == .v12 && (status == 405 || status == 415)
  }
}
