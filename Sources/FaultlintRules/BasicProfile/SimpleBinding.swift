internal import FaultlintEngine
internal import FaultlintModel

/// What the Simple SOAP Binding Profile 1.0 asks for beside Basic Profile 1.1.
extension BasicProfile {
  static let ssbp9700 = Rule(
    "SSBP-R9700", "The HTTP entity is not exactly one envelope",
    level: .error,
    references: [Reference("WS-I Simple SOAP Binding Profile 1.0 R9700")],
    profiles: [.ssbp10],
    assertions: [.ssbp10("SSBP5100")],
    rationale: """
      The profile has no attachments: receivers look for one envelope and nothing else. With anything \
      else they may report a parse error, and the fault is lost. What is not an envelope is reported under 200 and 500, \
      with which a service answers; under 401, 404 or 503 it is the page of a server or proxy in front of it, and not a \
      message of the profile.
      """,
    remedy: """
      Send the envelope alone, without multipart. If the entity is an error page, look for the server or proxy \
      that puts it in place of the fault.
      """,
    needs: .contentType,
    restates: ["HTTP-multipart", "HTTP-500-without-fault"],
    conforming: [.plain11.response(500), .document("{}").response(502)],
    violating: [
      .document("{}").response(502, #"Content-Type: multipart/related; boundary="b""#).markedAtStart,
      .document("{}").response(500).markedAtStart,
    ],
    check: .http { head, message, findings in
      if head.isMultipart {
        findings.report("The entity is multipart", inHead: head.index(of: "Content-Type"))
      } else if message == nil, head.status == 200 || head.status == 500, findings.exchange.entityLength != 0
      {
        findings.report("The entity is not an envelope", inHead: nil)
      }
    }
  )

  static let ssbp9702 = Rule(
    "SSBP-R9702", "The message has no Content-Type",
    level: .error,
    references: [Reference("WS-I Simple SOAP Binding Profile 1.0 R9702")],
    profiles: [.ssbp10],
    assertions: [.ssbp10("SSBP5101")],
    rationale: """
      Stacks choose the reader by the media type. Without one, many do not read on, and the fault is lost.
      """,
    remedy: "Send Content-Type: text/xml; charset=utf-8.",
    needs: .fields,
    restates: ["HTTP-content-type-missing"],
    conforming: [.plain11.response(500)],
    violating: [.plain11.response(500, "-Content-Type").markedAtStart],
    check: .http { head, message, findings in
      guard message?.envelope != nil, head.contentType == nil else { return }
      findings.report("There is no field Content-Type", inHead: nil)
    }
  )

  static let ssbp9703 = Rule(
    "SSBP-R9703", "The media type is not text/xml",
    level: .error,
    references: [Reference("WS-I Simple SOAP Binding Profile 1.0 R9703")],
    profiles: [.ssbp10],
    assertions: [.ssbp10("SSBP5101")],
    rationale: "SOAP 1.1 over HTTP is text/xml. Clients hand any other type to another reader, or to none.",
    remedy: "Send the message as text/xml, with its charset.",
    needs: .contentType,
    restates: ["HTTP-media-type", "HTTP-version-media-type", "SSBP-R9700"],
    conforming: [.plain11.response(500)],
    violating: [.plain11.response(500, "Content-Type: application/xml; charset=utf-8").markedAtStart],
    check: .http { head, message, findings in
      guard message?.envelope != nil, let type = head.contentType?.essence, type != "text/xml" else { return }
      findings.report(
        "The media type is '\(type)' instead of text/xml", inHead: head.index(of: "Content-Type"))
    }
  )
}
