internal import FaultlintEngine
internal import FaultlintModel

/// The media type of the entity: SOAP 1.1, section 6; SOAP 1.2 part 2, section 7.1.4.
extension HTTPBinding {
  static let contentTypeMissing = Rule(
    "HTTP-content-type-missing", "The entity has no Content-Type",
    level: .error,
    references: [
      .soap11("6"), .soap12Part2("7.5.1.1, table 16"), .soap12Part2("7.5.2.2, table 19"),
    ],
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
    references: [.soap11("6"), .soap12Part2("7.1.4"), Reference("RFC 3902, section 1")],
    profiles: [.soap11, .soap12],
    rationale: """
      Receivers tell the versions apart by the media type before they parse: text/xml is SOAP 1.1, \
      application/soap+xml is SOAP 1.2. With the wrong one they report a media type or version error instead of \
      the fault. The binding of SOAP 1.1 knows no type but text/xml, and application/soap+xml was registered for SOAP 1.2 \
      alone. The binding of SOAP 1.2 allows any type that can carry XML, so there text/xml is a warning like every other type (HTTP-soap12-media-type), and a note among receivers that take \
      it (--lenient).
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
      guard let envelope = message?.envelope, let type = head.typeOfMessage?.essence,
        envelope.isOfOtherVersion(type)
      else { return }
      let level: Level = envelope.version == .v11 ? .error : findings.exchange.isLenient ? .note : .warning
      findings.report(
        "A SOAP \(envelope.version.rawValue) message has the media type \(type)",
        inHead: head.index(of: "Content-Type"), level: level)
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
      .plain11.response(500), .plain11.response(500, #"Content-Type: text/xml; charset="utf-8""#),
    ],
    violating: [
      .plain11.response(500, "Content-Type: application/xml; charset=utf-8").markedAtStart
    ],
    check: .http { head, message, findings in
      guard let envelope = message?.envelope, envelope.version == .v11,
        let type = head.typeOfMessage?.essence,
        type != "text/xml", !envelope.isOfOtherVersion(type)
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
      guard let envelope = message?.envelope, envelope.version == .v12,
        let type = head.typeOfMessage?.essence,
        type != "application/soap+xml", !envelope.isOfOtherVersion(type)
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

  static let multipartParameters = Rule(
    "HTTP-multipart-parameters", "The parameters of the multipart Content-Type do not fit the root part",
    level: .error,
    references: [
      Reference("RFC 2387, section 3.1"), Reference("XOP, section 4.1"),
      Reference("SOAP Messages with Attachments"),
    ],
    profiles: [.soap11, .soap12],
    rationale: """
      By type, and start-info where the root part is XOP, receivers know what the parts are before they open one. With \
      a parameter that is missing or names another type, they hand the message to another reader, or to none.
      """,
    remedy: """
      Write the media type of the root part into the parameter type. For MTOM write type="application/xop+xml", and \
      the media type of the version of SOAP both into start-info and into the type parameter of the root part.
      """,
    needs: .contentType,
    conforming: [
      .plain11.response(500),
      .plain12("Sender").inPart(#"application/xop+xml; type="application/soap+xml""#).response(
        400, mtom + #"; start-info="application/soap+xml""#),
    ],
    // Of SOAP 1.2: under the Simple SOAP Binding Profile a message of SOAP 1.1 may not be multipart at all.
    violating: [
      .plain12("Sender").inPart("application/soap+xml")
        .response(400, #"Content-Type: multipart/related; boundary="b""#).markedAtStart,
      .plain12("Sender").inPart(#"application/xop+xml; type="application/soap+xml""#).response(400, mtom)
        .markedAtStart,
      .plain12("Sender").inPart(#"application/xop+xml; type="application/soap+xml""#)
        .response(400, mtom + #"; start-info="text/xml""#).markedAtStart,
    ],
    check: .http { head, message, findings in
      guard message?.envelope != nil, let type = head.contentType, type.essence == "multipart/related",
        let problem = type.misfit(to: head.rootPart)
      else { return }
      findings.report(problem, inHead: head.index(of: "Content-Type"))
    }
  )

  /// The beginning of the field of an MTOM message, for examples.
  private static let mtom = #"Content-Type: multipart/related; type="application/xop+xml"; boundary="b""#

  static let mediaTypeCapitals = Rule(
    "HTTP-media-type-capitals", "The media type is written with capital letters",
    level: .note,
    references: [Reference("RFC 9110, section 8.3.1")],
    profiles: [.soap11, .soap12],
    rationale: """
      Case does not count in media types, but there are clients that compare them letter by letter: JAX-WS RI refuses \
      TEXT/XML.
      """,
    remedy: "Write text/xml or application/soap+xml in small letters.",
    needs: .contentType,
    conforming: [.plain11.response(500), .plain11.response(500, "content-type: text/xml; charset=UTF-8")],
    violating: [.plain11.response(500, "Content-Type: TEXT/XML; charset=utf-8").markedAtStart],
    check: .http { head, message, findings in
      guard message?.envelope != nil, head.contentType?.hasCapitals ?? false else { return }
      let field = head.index(of: "Content-Type")
      findings.report(
        "The media type is written \(field.map { "'\(head.fields[$0].value)'" } ?? "in capitals")",
        inHead: field)
    }
  )

  static let fieldTwice = Rule(
    "HTTP-field-twice", "A field that may come once comes twice",
    level: .error,
    references: [Reference("RFC 9110, section 5.3"), .soap11("6.1.1")],
    profiles: [.soap11, .soap12],
    rationale: """
      Content-Type, Content-Length and SOAPAction have one value. Of two, one receiver takes the first, another the \
      last, and a proxy in between may join them or refuse the message.
      """,
    remedy: "Send the field once. If two components write it, have one of them replace what is there.",
    needs: .contentType,
    conforming: [
      .plain11.response(500), .plain11.response(500, "Set-Cookie: a=1", "Set-Cookie: b=2"),
    ],
    violating: [.plain11.response(500).withField("content-type: text/xml").markedAtStart],
    check: .http { head, message, findings in
      guard message?.envelope != nil else { return }
      for field in head.repeatedFields {
        findings.report("There is a second field \(head.fields[field].name)", inHead: field)
      }
    }
  )

  static let parameterTwice = Rule(
    "HTTP-parameter-twice", "A parameter of the Content-Type comes twice",
    level: .error,
    references: [Reference("RFC 6838, section 4.3"), Reference("RFC 2045, section 5.1")],
    profiles: [.soap11, .soap12],
    rationale: """
      A media type has each parameter once at most. Of two charsets one receiver takes the first and another the last, \
      and they read other characters.
      """,
    remedy: "Write the parameter once. If two components write it, have one of them replace what is there.",
    needs: .contentType,
    conforming: [.plain11.response(500)],
    violating: [
      .plain11.response(500, "Content-Type: text/xml; charset=utf-8; Charset=utf-8").markedAtStart
    ],
    check: .http { head, message, findings in
      guard message?.envelope != nil, let parameters = head.contentType?.parameters, parameters.count > 1
      else { return }
      let field = head.index(of: "Content-Type")
      var times: [String: Int] = [:]
      for parameter in parameters {
        times[parameter.name, default: 0] += 1
        if times[parameter.name] == 2 {
          findings.report("The parameter \(parameter.name) comes twice", inHead: field)
        }
      }
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
      guard message?.envelope != nil, let parameters = head.contentType?.parameters else { return }
      lazy var field = head.index(of: "Content-Type")
      for parameter in parameters where !parameter.isQuoted && !Token.matches(parameter.value) {
        findings.report(
          "The value '\(parameter.value)' of the parameter \(parameter.name) is not quoted", inHead: field)
      }
    }
  )
}

extension HTTPHead {
  /// The media type under which the message itself travels: that of the entity, or of its root part, or what the type
  /// parameter of that says if the part is XOP. Nil if it is not known.
  fileprivate var typeOfMessage: MediaType? {
    guard isMultipart else { return contentType }
    guard let part = rootPart?.contentType, !part.essence.hasPrefix("multipart/") else { return nil }
    return part.essence == "application/xop+xml" ? part.parameter("type").map { MediaType($0.value) } : part
  }
}

extension MediaType {
  /// What of the parameters of a multipart type does not fit the root part; nil if nothing is known to be wrong.
  ///
  /// Source: RFC 2387, section 3.1; XOP, section 4.1; SOAP Messages with Attachments, section 3.
  fileprivate func misfit(to part: RootPartHead?) -> String? {
    guard let type = parameter("type").map({ MediaType($0.value).essence }) else {
      return "The multipart Content-Type has no type parameter"
    }
    guard let part else { return nil }
    guard let root = part.contentType else { return "The root part has no Content-Type" }
    if type != root.essence {
      return "The type parameter says '\(type)', and the root part is '\(root.essence)'"
    }
    guard root.essence == "application/xop+xml" else { return nil }
    guard let inner = root.parameter("type").map({ MediaType($0.value).essence }) else {
      return "The root part is XOP, and its Content-Type has no type parameter"
    }
    guard let info = parameter("start-info").map({ MediaType($0.value).essence }) else {
      return "The message is an XOP package, and its Content-Type has no start-info parameter"
    }
    return info == inner ? nil : "start-info says '\(info)', and the root part has the type '\(inner)'"
  }
}

extension Envelope {
  /// Whether a media type is that of the other version of SOAP.
  fileprivate func isOfOtherVersion(_ mediaType: String) -> Bool {
    mediaType == (version == .v11 ? "application/soap+xml" : "text/xml")
  }
}
