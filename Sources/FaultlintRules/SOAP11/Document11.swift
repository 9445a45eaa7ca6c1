internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// The document as a whole: SOAP 1.1, sections 3 and 4.1.2.
extension SOAP11 {
  static let envelopeNamespace = Rule(
    "SOAP11-envelope-namespace", "The root element is not the Envelope of the SOAP 1.1 namespace",
    level: .error,
    references: [.soap11("4.1.2")],
    profiles: [.soap11],
    assertions: [.bp10("WSI1201"), .bp11("BP1201"), .bp11("BP1600")],
    rationale: """
      The namespace of the Envelope is the version of SOAP. zeep (Python) reports an unknown fault without a \
      code when it does not know the namespace, and nothing inside the Envelope is read.
      """,
    remedy: """
      Write http://schemas.xmlsoap.org/soap/envelope/, with the slash at the end. Look for the namespace of \
      a SOAP 1.2 draft in old stacks.
      """,
    conforming: [.envelope11("<s:Body/>")],
    violating: [
      .document(#"↓<s:Envelope xmlns:s="urn:other"><s:Body/></s:Envelope>"#),
      .document(
        #"↓<s:envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:envelope>"#),
    ],
    check: .input(.notTheEnvelope(.v11))
  )

  static let dtd = Rule(
    "SOAP11-dtd", "The message has a document type declaration",
    level: .error,
    references: [.soap11("3")],
    profiles: [.soap11],
    assertions: [.bp10("WSI1007"), .bp11("BP1007")],
    rationale: """
      SOAP forbids a DTD, because it can declare entities and default attributes. Hardened stacks refuse the \
      message: zeep (Python) stops at the first entity it declares, and the fault is lost. faultlint reads \
      nothing of what a DTD declares.
      """,
    remedy: "Send the Envelope without a DTD, and write out what its entities stood for.",
    conforming: [.envelope11("<s:Body/>")],
    violating: [
      .document(
        #"↓<!DOCTYPE x><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>"#
      )
    ],
    check: .message { message, findings in
      guard let offset = message.prologue.documentType else { return }
      findings.report("The message has a document type declaration", at: offset)
    }
  )

  static let processingInstruction = Rule(
    "SOAP11-pi", "The message has a processing instruction",
    level: .error,
    references: [.soap11("3")],
    profiles: [.soap11],
    assertions: [.bp10("WSI1208"), .bp11("BP1208")],
    rationale: """
      SOAP forbids processing instructions, inside the Envelope and around it, so a receiver may refuse the \
      message. Where it does not, the text around one suffers: zeep (Python) cuts a faultstring off at an \
      instruction inside it.
      """,
    remedy: "Remove the instruction. The XML declaration in the first line is not one and may stay.",
    conforming: [
      .document(
        #"<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>"#
      )
    ],
    violating: [.envelope11("↓<?x y?><s:Body/>")],
    check: .message { message, findings in
      for offset in message.tree.processingInstructions {
        findings.report("The message has a processing instruction", at: offset)
      }
    }
  )

  static let soapNameWrongNamespace = Rule(
    "SOAP11-soap-name-wrong-namespace",
    "A Header, Body or Fault in its usual place is in another namespace than the SOAP one and so counts as "
      + "application data",
    level: .warning,
    references: [.soap11("3")],
    profiles: [.soap11],
    rationale: """
      Names count with their namespace: a Fault in another one, or in none, is not a fault. zeep (Python) \
      reports an unknown fault, and with HTTP status 200 the call seems to have succeeded and returns \
      nothing.
      """,
    remedy: """
      Give the element the prefix of the Envelope. If it is data of your own, a name that is not SOAP's \
      spares its readers the doubt.
      """,
    schema: [.children],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [
      .body11("↓<m:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></m:Fault>"),
      .body11("↓<Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></Fault>"),
    ],
    check: .envelope11 { envelope, findings in
      for child in envelope.children
      where (child.name == .header || child.name == .body) && child.namespace != .soap11 {
        findings.report(
          "'\(child.qualifiedName)' is not the \(child.localName) of SOAP 1.1\(child.namespaceHint)",
          at: child)
      }
      for entry in envelope.bodyEntries where entry.name == .fault && SOAPVersion(entry.namespace) == nil {
        findings.report(
          "'\(entry.qualifiedName)' is not the Fault of SOAP 1.1\(entry.namespaceHint)", at: entry)
      }
    }
  )

  static let soapNameUnknown = Rule(
    "SOAP11-soap-name-unknown", "A child of Body is in a SOAP namespace, and its name is not Fault",
    level: .warning,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: """
      The namespace belongs to SOAP, which has a Fault in Body and nothing else. XML tells names apart by case, so \
      fault is not Fault: with HTTP status 200 the call seems to have succeeded. Clients differ: SAAJ (Java) reads a \
      fault in such an element, zeep (Python) does not.
      """,
    remedy: "Write Fault, or put an element of your own into a namespace of your own.",
    conforming: [
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>"), .body11("<m:fault/>"),
    ],
    violating: [
      .body11("↓<s:fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:fault>"),
      .body11("↓<s:ServiceFault/>"),
    ],
    check: .envelope11 { envelope, findings in
      for entry in envelope.entriesMisnamedInSOAP {
        findings.report(envelope.messageOfMisnamed(entry), at: entry)
      }
    }
  )
}

extension Envelope {
  /// The children of Body that are in a namespace of SOAP, and that SOAP does not define there.
  var entriesMisnamedInSOAP: [ElementView] {
    bodyEntries.filter { SOAPVersion($0.namespace) != nil && $0.name != .fault }
  }

  /// What there is to say of one of them.
  func messageOfMisnamed(_ entry: ElementView) -> String {
    entry.isNamedButForCase("Fault")
      ? "'\(entry.qualifiedName)' in Body is not Fault: upper and lower case count"
      : "'\(entry.qualifiedName)' in Body is in a SOAP namespace, which has a Fault there and nothing else"
  }
}
