internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// The document as a whole: SOAP 1.2 part 1, section 5.
extension SOAP12 {
  static let envelopeNamespace = Rule(
    "SOAP12-envelope-namespace", "The root element is not the Envelope of the SOAP 1.2 namespace",
    level: .error,
    references: [.soap12("5.1"), .soap12("5")],
    profiles: [.soap12],
    rationale: """
      The namespace of the Envelope is the version of SOAP. zeep (Python) reports an unknown fault without a \
      code when it does not know the namespace, and nothing inside the Envelope is read.
      """,
    remedy: """
      Write http://www.w3.org/2003/05/soap-envelope, without a slash at the end: SOAP 1.1 has one, SOAP 1.2 \
      has none.
      """,
    conforming: [.envelope12("<e:Body/>")],
    violating: [
      .document(#"↓<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope/"><e:Body/></e:Envelope>"#)
    ],
    check: .input(.notTheEnvelope(.v12))
  )

  static let dtd = Rule(
    "SOAP12-dtd", "The message has a document type declaration",
    level: .error,
    references: [.soap12("5")],
    profiles: [.soap12],
    rationale: """
      SOAP forbids a DTD, because it can declare entities and default attributes. Hardened stacks refuse the \
      message: zeep (Python) stops at the first entity it declares, and the fault is lost. faultlint reads \
      nothing of what a DTD declares.
      """,
    remedy: "Send the Envelope without a DTD, and write out what its entities stood for.",
    conforming: [.envelope12("<e:Body/>")],
    violating: [
      .document(
        #"↓<!DOCTYPE e:Envelope><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body/>"#
          + "</e:Envelope>")
    ],
    check: .message { message, findings in
      guard let offset = message.prologue.documentType else { return }
      findings.report("The message has a document type declaration", at: offset)
    }
  )

  static let processingInstruction = Rule(
    "SOAP12-pi", "The message has a processing instruction",
    level: .error,
    references: [.soap12("5")],
    profiles: [.soap12],
    rationale: """
      SOAP forbids processing instructions, inside the Envelope and around it, and asks receivers to answer \
      one with a fault. Where they do not, the text around it suffers: zeep (Python) cuts a text off at an \
      instruction inside it.
      """,
    remedy: "Remove the instruction. The XML declaration in the first line is not one and may stay.",
    conforming: [
      .document(
        #"<?xml version="1.0"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body/></e:Envelope>"#
      )
    ],
    violating: [
      .envelope12("↓<?x y?><e:Body/>"),
      .document(
        #"↓<?x y?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body/></e:Envelope>"#),
    ],
    check: .message { message, findings in
      // An intermediary may have passed on what it found.
      let level: Level? = findings.exchange.senderRole == .intermediary ? .warning : nil
      for offset in message.tree.processingInstructions {
        findings.report("The message has a processing instruction", at: offset, level: level)
      }
    }
  )

  static let commentOutsideEnvelope = Rule(
    "SOAP12-comment-outside-envelope", "There is a comment before or after the Envelope",
    level: .error,
    references: [.soap12("5")],
    profiles: [.soap12],
    rationale: """
      By SOAP 1.2 the document holds the Envelope and nothing else; comments may stand inside it. Many \
      stacks put up with one outside, but none has to.
      """,
    remedy: "Move the comment into the Envelope, or drop it.",
    conforming: [.envelope12("<!-- inside --><e:Body/>")],
    violating: [
      .document(
        #"↓<!-- before --><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body/></e:Envelope>"#
      ),
      .document(
        #"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body/></e:Envelope>↓<!-- after -->"#
      ),
    ],
    check: .message { message, findings in
      guard !message.isFragment else { return }
      for offset in message.tree.commentsOutsideRoot {
        findings.report("There is a comment outside the Envelope", at: offset)
      }
    }
  )

  static let xmlVersion = Rule(
    "SOAP12-xml-version", "The XML declaration names another version than 1.0",
    level: .error,
    references: [.soap12("5"), Reference("RFC 3902, section 1")],
    profiles: [.soap12],
    rationale: """
      A SOAP message must be one that XML 1.0 can write, and application/soap+xml promises that XML 1.0 wrote it. \
      SOAP 1.2 lets other bindings use later versions of XML, but most parsers know no XML 1.1 and refuse the message, \
      so the fault is lost. Of a message that is not known to have come over HTTP it is a warning.
      """,
    remedy: "Declare version 1.0.",
    conforming: [
      .document(
        #"<?xml version="1.0"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body/></e:Envelope>"#
      )
    ],
    violating: [
      .document(
        #"↓<?xml version="1.1"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body/></e:Envelope>"#
      )
    ],
    check: .message { message, findings in
      guard let version = message.prologue.declaredVersion, version != "1.0" else { return }
      // Section 5 leaves the version to the binding, and that of HTTP writes application/soap+xml.
      findings.report(
        "The message is declared as XML \(version)", at: 0,
        level: findings.exchange.http == nil ? .warning : nil)
    }
  )
}
