internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// The charset parameter of the media type: RFC 2376, RFC 3023 and RFC 7303.
extension HTTPBinding {
  static let charsetMismatch = Rule(
    "HTTP-charset-mismatch",
    "The charset parameter, the bytes and the XML declaration do not agree",
    level: .warning,
    references: [Reference("RFC 7303, section 3.2"), Reference("RFC 3023, section 3")],
    profiles: [.soap11, .soap12],
    assertions: [.bp10("WSI1003"), .ssbp10("SSBP1003"), .bp12("BP1018")],
    rationale: """
      The charset parameter goes before the XML declaration, a byte order mark before both; receivers that look at \
      another of them read other characters. Without a mark and a declaration a document is UTF-8, so there it is the \
      bytes that the parameter can contradict: JAX-WS and Axis then read two wrong characters for each umlaut, or none \
      of the message.
      """,
    remedy: """
      Send UTF-8, and have the charset parameter and the XML declaration both say so. If a proxy converts the \
      bytes, it has to change both.
      """,
    needs: .contentType,
    conforming: [
      .plain11.response(500),
      .document("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + Example.plain11.document).response(500),
    ],
    violating: [
      .document("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + Example.plain11.document)
        .response(500, "Content-Type: text/xml; charset=utf-16").markedAtStart,
      .document("\u{FEFF}" + Example.plain12("Sender").document)
        .response(400, "Content-Type: application/soap+xml; charset=utf-16").markedAtStart,
      .plain11.response(500, "Content-Type: text/xml; charset=utf-16").markedAtStart,
      .fault11("<faultcode>s:Server</faultcode><faultstring>é</faultstring>")
        .response(500, "Content-Type: text/xml; charset=iso-8859-1").markedAtStart,
    ],
    check: .http { head, message, findings in
      guard let message, message.envelope != nil, let charset = head.charset else { return }
      let other: String
      if let encoding = message.contradiction(to: charset) {
        let hasMark = message.prologue.byteOrderMark != nil
        other = hasMark ? "the byte order mark says \(encoding)" : "the bytes are \(encoding)"
      } else if let declared = message.prologue.declaredEncoding, !charset.agrees(with: Charset(declared)) {
        other = "the XML declaration says \(declared)"
      } else {
        return
      }
      findings.report(
        "The charset parameter says \(charset.name), and \(other)", inHead: head.index(of: "Content-Type"))
    }
  )

  static let byteOrderMark = Rule(
    "HTTP-byte-order-mark", "The message begins with the byte order mark of UTF-8",
    level: .note,
    references: [Reference("RFC 7303, section 3"), Reference("XML 1.0, section 4.3.3")],
    profiles: [.soap11, .soap12],
    rationale: """
      UTF-8 has one order of bytes and needs no mark. Receivers have to pass it over, but there are clients that do \
      not: SAAJ RI refuses a message that it reads from a stream. RFC 7303, which is younger than SOAP, recommends UTF-8 \
      without it. Basic Profile 1.0, 1.2 and 2.0 allow it in so many \
      words, and there is no note under them.
      """,
    remedy: "Write the message without the mark: many libraries have a UTF-8 encoding of their own for that.",
    needs: .contentType,
    conforming: [.plain11.response(500), .document("\u{FEFF}" + Example.plain11.document)],
    violating: [.document("\u{FEFF}↓" + Example.plain11.document).response(500)],
    check: .http { head, message, findings in
      guard let message, message.envelope != nil, message.prologue.byteOrderMark == .utf8,
        head.charset.flatMap(message.contradiction) == nil
      else { return }
      findings.report("The message begins with a byte order mark", at: 0)
    }
  )

  static let charsetMissing = Rule(
    "HTTP-charset-missing", "A text/xml entity with bytes outside ASCII has no charset parameter",
    level: .warning,
    references: [Reference("RFC 3023, section 3.1"), Reference("RFC 2376, section 3.1")],
    profiles: [.soap11, .soap12],
    assertions: [.bp10("WSI1003"), .ssbp10("SSBP1003"), .bp12("BP1018")],
    rationale: """
      Without the parameter text/xml was US-ASCII until RFC 7303 came in 2014, and receivers older than that read the \
      bytes so.
      """,
    remedy: "Write the charset into the Content-Type, as in text/xml; charset=utf-8.",
    needs: .contentType,
    conforming: [
      .plain11.response(500),
      .fault11("<faultcode>s:Server</faultcode><faultstring>é</faultstring>").response(500),
    ],
    violating: [
      .fault11("<faultcode>s:Server</faultcode><faultstring>é</faultstring>")
        .response(500, "Content-Type: text/xml").markedAtStart
    ],
    check: .http { head, message, findings in
      guard let message, message.envelope != nil, head.contentType?.essence == "text/xml",
        head.charset == nil,
        message.needsCharset
      else { return }
      findings.report("There is no charset parameter", inHead: head.index(of: "Content-Type"))
    }
  )

  static let charsetUnregistered = Rule(
    "HTTP-charset-unregistered", "The charset parameter is not a registered name",
    level: .warning,
    references: [Reference("RFC 9110, section 8.3.2"), Reference("IANA, Character Sets")],
    profiles: [.soap11, .soap12],
    assertions: [.bp10("WSI1003"), .ssbp10("SSBP1003"), .bp12("BP1018")],
    rationale: """
      Receivers look the name up. One they do not know they refuse, or they guess the encoding and show garbled \
      text.
      """,
    remedy: "Write the registered name: it is utf-8, not utf8.",
    needs: .contentType,
    conforming: [
      .plain11.response(500), .plain11.response(500, "Content-Type: text/xml; charset=\"UTF-8\""),
    ],
    violating: [.plain11.response(500, "Content-Type: text/xml; charset=utf8").markedAtStart],
    check: .http { head, message, findings in
      guard message?.envelope != nil, let charset = head.charset, !charset.isRegistered else { return }
      findings.report(
        "The charset '\(charset.name)' is not a registered name", inHead: head.index(of: "Content-Type"))
    }
  )
}
