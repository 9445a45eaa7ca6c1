internal import FaultlintEngine
internal import FaultlintModel

/// The media type of the entity: SOAP 1.1, section 6; SOAP 1.2 part 2, section 7.1.4.
extension HTTPBinding {
  static let contentTypeMissing = Rule(
    "HTTP-content-type-missing", "The entity has no Content-Type",
    level: .error,
    references: [.soap11("6"), .soap12Part2("7.5.1.2, table 16")],
    profiles: [.soap11, .soap12],
    assertions: [.ssbp10("SSBP5101")],
    rationale:
      "Stacks choose the reader, and the version of SOAP, by the media type; without one many do not read on.",
    remedy: """
      Send Content-Type: text/xml; charset=utf-8 for SOAP 1.1, and application/soap+xml; charset=utf-8 for SOAP \
      1.2.
      """,
    needs: .fields,
    conforming: [.plain11.response(500)],
    violating: [.plain11.response(500, "-Content-Type").markedAtStart],
    check: .http { head, message, findings in
      guard message?.envelope != nil, head.contentType == nil else { return }
      findings.report("There is no field Content-Type", inHead: nil)
    }
  )

  static let versionMediaType = Rule(
    "HTTP-version-media-type", "The media type belongs to the other SOAP version",
    level: .error,
    references: [.soap11("6"), .soap12Part2("7.1.4")],
    profiles: [.soap11, .soap12],
    rationale: """
      Receivers tell the versions apart by the media type before they parse: text/xml is SOAP 1.1, \
      application/soap+xml is SOAP 1.2. With the wrong one they report a media type or version error instead of \
      the fault. The binding of SOAP 1.2 allows text/xml all the same; among receivers that take it (--lenient) this \
      is a warning.
      """,
    remedy: """
      Send SOAP 1.1 as text/xml and SOAP 1.2 as application/soap+xml. If the type is right, it is the envelope \
      that is of the wrong version.
      """,
    needs: .contentType,
    conforming: [.plain11.response(500), .plain12("Sender").response(400)],
    violating: [
      .plain11.response(500, "Content-Type: application/soap+xml; charset=utf-8").markedAtStart,
      .plain12("Sender").response(400, "Content-Type: text/xml; charset=utf-8").markedAtStart,
      .plain12("Sender").response(400, "Content-Type: text/xml; charset=utf-8").given { $0.isLenient = true }
        .markedAtStart,
    ],
    check: .http { head, message, findings in
      guard let envelope = message?.envelope, let type = head.contentType?.essence,
        envelope.isOfOtherVersion(type)
      else { return }
      findings.report(
        "A SOAP \(envelope.version.rawValue) message has the media type \(type)",
        inHead: head.index(of: "Content-Type"),
        level: envelope.version == .v12 && findings.exchange.isLenient ? .warning : nil)
    }
  )

  static let mediaType = Rule(
    "HTTP-media-type", "A SOAP 1.1 message travels under another media type than text/xml",
    level: .error,
    references: [.soap11("6")],
    profiles: [.soap11],
    assertions: [.ssbp10("SSBP5101")],
    rationale: "SOAP 1.1 over HTTP is text/xml. Clients hand any other type to another reader, or to none.",
    remedy: "Send the message as text/xml, with its charset.",
    needs: .contentType,
    conforming: [
      .plain11.response(500), .plain11.response(500, #"Content-Type: TEXT/XML; charset="utf-8""#),
    ],
    violating: [.plain11.response(500, "Content-Type: application/xml; charset=utf-8").markedAtStart],
    check: .http { head, message, findings in
      guard let envelope = message?.envelope, envelope.version == .v11, let type = head.contentType?.essence,
        type != "text/xml", !head.isMultipart, !envelope.isOfOtherVersion(type)
      else { return }
      findings.report(
        "The media type is '\(type)' instead of text/xml", inHead: head.index(of: "Content-Type"))
    }
  )

  static let soap12MediaType = Rule(
    "HTTP-soap12-media-type", "A SOAP 1.2 message travels under another media type than application/soap+xml",
    level: .warning,
    references: [.soap12Part2("7.1.4")],
    profiles: [.soap12],
    rationale: """
      SOAP 1.2 allows other types, but application/soap+xml is the one that every receiver must know. A client may \
      hand another type to another reader, or to none.
      """,
    remedy: "Send the message as application/soap+xml, with its charset.",
    needs: .contentType,
    conforming: [.plain12("Sender").response(400)],
    violating: [
      .plain12("Sender").response(400, "Content-Type: application/xml; charset=utf-8").markedAtStart
    ],
    check: .http { head, message, findings in
      guard let envelope = message?.envelope, envelope.version == .v12, let type = head.contentType?.essence,
        type != "application/soap+xml", !head.isMultipart, !envelope.isOfOtherVersion(type)
      else { return }
      findings.report(
        "The media type is '\(type)' instead of application/soap+xml", inHead: head.index(of: "Content-Type"))
    }
  )

  static let multipart = Rule(
    "HTTP-multipart", "The message is multipart, and only its root part is checked",
    level: .note,
    references: [Reference("SOAP Messages with Attachments"), Reference("MTOM")],
    profiles: [.soap11, .soap12],
    rationale:
      "The envelope is the root part of the entity; attachments, and what refers to them, are not looked at.",
    remedy: """
      If attachments are meant, nothing has to change. Otherwise send the envelope alone, which more clients can \
      read.
      """,
    needs: .contentType,
    conforming: [.plain11.response(500), .plain12("Sender").response(400)],
    violating: [
      .document("{}").response(502, #"Content-Type: Multipart/Related; boundary="b""#).markedAtStart
    ],
    check: .http { head, _, findings in
      guard head.isMultipart else { return }
      findings.report("The message is multipart", inHead: head.index(of: "Content-Type"))
    }
  )

  static let parameterNotQuoted = Rule(
    "HTTP-parameter-not-quoted", "A Content-Type parameter with special characters is not quoted",
    level: .error,
    references: [Reference("RFC 2045, section 5.1"), Reference("RFC 9110, section 5.6.6")],
    profiles: [.soap11, .soap12],
    rationale: """
      For a receiver the value ends at the first special character, or the whole field does not parse. A URI \
      always has such a character, the colon.
      """,
    remedy: "Put quotation marks around the value of the parameter.",
    needs: .contentType,
    conforming: [
      .plain11.response(500),
      .plain12("Sender").response(
        400, #"Content-Type: application/soap+xml; charset="utf-8"; action="urn:a""#),
    ],
    violating: [
      .plain12("Sender").response(400, "Content-Type: application/soap+xml; charset=utf-8; action=urn:a")
        .markedAtStart,
      .plain11.response(500, "Content-Type: text/xml; charset=utf-8; start=<a@b>").markedAtStart,
    ],
    check: .http { head, message, findings in
      guard message?.envelope != nil else { return }
      for parameter in head.contentType?.parameters ?? []
      where !parameter.isQuoted && !Token.matches(parameter.value) {
        findings.report(
          "The value '\(parameter.value)' of the parameter \(parameter.name) is not quoted",
          inHead: head.index(of: "Content-Type"))
      }
    }
  )
}

extension Envelope {
  /// Whether a media type is that of the other version of SOAP.
  fileprivate func isOfOtherVersion(_ mediaType: String) -> Bool {
    mediaType == (version == .v11 ? "application/soap+xml" : "text/xml")
  }
}
