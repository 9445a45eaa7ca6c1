internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// How the profiles have an envelope written in bytes: WS-I Basic Profile 1.0, section 4; 1.2 and 2.0, section 3; Simple
/// SOAP Binding Profile 1.0.
extension BasicProfile {
  static let r9701 = Rule(
    "BP-R9701", "The envelope is not XML 1.0",
    level: .error,
    references: [.basicProfile("R9701", of: "1.2")],
    profiles: [.bp12, .bp20, .ssbp10.citing("WS-I Simple SOAP Binding Profile 1.0 R9701")],
    assertions: [.ssbp10("SSBP1601"), .bp12("BP1019"), .bp20("BP1019")],
    rationale: """
      Most parsers know no XML 1.1 and refuse the message, so the client reports a parse error in place of the \
      fault.
      """,
    remedy: """
      Declare version 1.0, or leave the XML declaration out, and write the document by the rules of XML 1.0.
      """,
    restates: ["SOAP12-xml-version"],
    conforming: [.document("<?xml version=\"1.0\"?>" + Example.plain11.document)],
    violating: [
      .document("↓<?xml version=\"1.1\"?>" + Example.plain11.document),
      .document("↓<?xml version=\"1.1\"?>" + Example.plain12("Sender").document),
    ],
    check: .message { message, findings in
      guard let version = message.prologue.declaredVersion, version != "1.0" else { return }
      findings.report("The message is declared as XML \(version)", at: 0)
    }
  )

  static let r1012 = Rule(
    "BP-R1012", "The message is encoded in neither UTF-8 nor UTF-16",
    level: .error,
    references: [.basicProfile("R1012", of: "1.0")],
    profiles: [.bp10, .bp12, .bp20, .ssbp10.citing("WS-I Simple SOAP Binding Profile 1.0 R1012")],
    assertions: [.bp10("WSI1003"), .ssbp10("SSBP1003"), .bp12("BP1018"), .bp20("BP1018")],
    rationale: """
      These two are what every XML parser has to know; any other may stop a client before the fault. What the charset \
      parameter names counts as well as what the XML declaration does. US-ASCII is a warning: its bytes are UTF-8, \
      only its name is not. So is utf8, which is not a name of UTF-8 that parsers have to know.
      """,
    remedy: "Encode the message in UTF-8, and say so in the XML declaration and the charset parameter.",
    restates: ["XML-encoding-unregistered"],
    conforming: [.document("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + Example.plain11.document)],
    violating: [
      .document("↓<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + Example.plain11.document),
      .document("↓<?xml version=\"1.0\" encoding=\"US-ASCII\"?>" + Example.plain11.document),
      .document("↓<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + Example.plain12("Sender").document),
      .document("↓<?xml version=\"1.0\" encoding=\"utf8\"?>" + Example.plain11.document),
      .plain11.response(500, "Content-Type: text/xml; charset=iso-8859-1").markedAtStart,
    ],
    check: .message { message, findings in
      // Bytes that are not what the charset parameter says are R1018's.
      if let charset = findings.exchange.http?.charset, message.contradiction(to: charset) != nil { return }
      guard message.envelope != nil, let name = message.encodingBesideUnicode else { return }
      let charset = Charset(name)
      findings.report(
        charset.isUnicode
          ? "The XML declaration says \(name), which is not a registered name"
          : "The message is said to be encoded in \(name)",
        at: 0, level: charset.isUnicode || charset.agrees(with: Charset("US-ASCII")) ? .warning : nil)
    }
  )

  static let r1018 = Rule(
    "BP-R1018", "The Content-Type has no charset parameter, or one that contradicts the bytes",
    level: .error,
    references: [.basicProfile("R1018", of: "1.0")],
    profiles: [.bp10, .bp12, .bp20, .ssbp10.citing("WS-I Simple SOAP Binding Profile 1.0 R1018")],
    assertions: [.bp10("WSI1003"), .ssbp10("SSBP1003"), .bp12("BP1018"), .bp20("BP1018")],
    rationale: """
      Without the parameter receivers of text/xml may read the bytes as US-ASCII. With one that is not true, they \
      read other characters than were sent.
      """,
    remedy: "Write charset=utf-8 or charset=utf-16 into the Content-Type, whichever the bytes are.",
    needs: .contentType,
    restates: ["HTTP-charset-missing", "HTTP-charset-mismatch"],
    conforming: [
      .plain11.response(500), .plain12("Sender").response(400),
      .plain11.response(500, "Content-Type: text/xml; charset=\"UTF-8\""),
    ],
    violating: [
      .plain11.response(500, "Content-Type: text/xml").markedAtStart,
      .plain11.response(500, "Content-Type: text/xml; charset=utf-16").markedAtStart,
      .plain12("Sender").response(400, "Content-Type: application/soap+xml").markedAtStart,
      .fault11("<faultcode>s:Server</faultcode><faultstring>é</faultstring>")
        .response(500, "Content-Type: text/xml; charset=iso-8859-1").markedAtStart,
    ],
    check: .http { head, message, findings in
      guard let message, message.envelope != nil, let field = head.index(of: "Content-Type"),
        !head.isMultipart
      else {
        return
      }
      guard let charset = head.charset else {
        findings.report("There is no charset parameter", inHead: field)
        return
      }
      guard let encoding = message.contradiction(to: charset) else { return }
      findings.report(
        "The charset parameter says \(charset.name), and the bytes are \(encoding)", inHead: field)
    }
  )

  static let r1019 = Rule(
    "BP-R1019", "The receiver let the XML declaration override the charset parameter",
    level: .note,
    references: [.basicProfile("R1019", of: "1.2")],
    profiles: [.bp12, .bp20, .ssbp10],
    assertions: [.ssbp10("SSBP1999"), .bp12("BP1306"), .bp20("BP1306")],
    rationale:
      "The charset parameter goes before the declaration; HTTP-charset-mismatch says where they differ.",
    check: .notCheckable(reason: nodeBehaviour)
  )

  static let r1010 = Rule(
    "BP-R1010", "An XML declaration is not a breach",
    level: .note,
    references: [.basicProfile("R1010", of: "1.0")],
    profiles: [.bp10, .bp12, .bp20, .ssbp10],
    assertions: [.bp10("WSI1999"), .ssbp10("SSBP1999"), .bp12("BP1015"), .bp20("BP1015")],
    rationale: "Receivers must take a message with or without the declaration.",
    conforming: [
      .document("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + Example.plain11.document),
      .document("<?xml version=\"1.0\"?>" + Example.plain12("Sender").document),
    ],
    check: .acceptance { _, _ in false }
  )

  static let r4001 = Rule(
    "BP-R4001", "A byte order mark is not a breach",
    level: .note,
    references: [.basicProfile("R4001", of: "1.0")],
    profiles: [.bp10, .ssbp10],
    assertions: [.bp10("WSI2999"), .ssbp10("SSBP2999")],
    rationale: "Receivers must take a message with or without the mark.",
    supersedes: ["HTTP-byte-order-mark"],
    conforming: [.document("\u{FEFF}" + Example.plain11.document)],
    check: .acceptance { _, _ in false }
  )

  static let r4006 = Rule(
    "BP-R4006", "A UTF-8 byte order mark under charset utf-8 is not a breach",
    level: .note,
    references: [.basicProfile("R4006", of: "1.2")],
    profiles: [.bp12, .bp20],
    assertions: [.bp12("BP1306"), .bp20("BP1306")],
    rationale: "Receivers must take UTF-8 with or without the mark.",
    supersedes: ["HTTP-byte-order-mark"],
    conforming: [
      .document("\u{FEFF}" + Example.plain11.document).response(500, "Content-Type: text/xml; charset=utf-8")
    ],
    check: .acceptance { _, _ in false }
  )

  // An example is text and cannot be UTF-16.
  static let r4007 = Rule(
    "BP-R4007", "A UTF-16 byte order mark under charset utf-16 is not a breach",
    level: .note,
    references: [.basicProfile("R4007", of: "1.2")],
    profiles: [.bp12, .bp20],
    assertions: [.bp12("BP1307"), .bp20("BP1307")],
    rationale: "Receivers must take UTF-16, which always has the mark.",
    conforming: [.plain11],
    check: .acceptance { _, _ in false }
  )

  static let r1033 = Rule(
    "BP-R1033", "The envelope declares the prefix xml",
    level: .error,
    references: [
      .basicProfile("R1033"), Reference("WS-I Simple SOAP Binding Profile 1.0 R9704"),
      Reference("Namespaces in XML 1.0, section 3"),
    ],
    profiles: [.bp11.at(.warning), .bp12, .bp20],
    assertions: [.bp11("BP1033"), .ssbp10("SSBP9704"), .bp12("BP1033"), .bp20("BP1033")],
    rationale: """
      The prefix is bound without it, and some parsers refuse the declaration, so that the message is lost.
      """,
    remedy: "Leave the declaration out; xml:lang and the like work without it.",
    conforming: [.plain11, .plain12("Sender")],
    violating: [
      .document(
        #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" "#
          + #"↓xmlns:xml="http://www.w3.org/XML/1998/namespace"><s:Body/></s:Envelope>"#)
    ],
    check: .message { message, findings in
      guard let offset = message.prologue.xmlPrefixDeclaration else { return }
      findings.report("The prefix xml is declared", at: offset)
    }
  )

  static let r1017 = Rule(
    "BP-R1017", "A missing xsi:type is not a breach",
    level: .note,
    references: [.basicProfile("R1017")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1999"), .bp11("BP3999")],
    rationale:
      "Types come from the description of the service; receivers must not fail because xsi:type is missing.",
    conforming: [
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail><m:n>1</m:n></detail>"),
      .body12("<m:x>1</m:x>"),
    ],
    check: .acceptance { _, _ in false }
  )

  static let r1002 = Rule(
    "BP-R1002", "Any number of detail entries, qualified or not, is not a breach",
    level: .note,
    references: [.basicProfile("R1002")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1998"), .bp11("BP3998")],
    rationale: "Receivers must accept them all.",
    conforming: [
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail><a/><m:b/></detail>")
    ],
    check: .acceptance { _, _ in false }
  )

  static let r0005 = Rule(
    "BP-R0005", "A conformance claim stands elsewhere than as a header entry",
    level: .error,
    references: [.basicProfile("R0005", of: "1.0")],
    profiles: [.bp10],
    assertions: [.bp10("WSI1109")],
    rationale: "Receivers look for claims among the header entries and miss one elsewhere.",
    remedy: "Move the claim into the Header, as an entry without mustUnderstand, or leave it out.",
    conforming: [
      .envelope11(
        #"<s:Header><c:Claim xmlns:c="http://ws-i.org/schemas/conformanceClaim/" conformsTo="urn:p"/></s:Header><s:Body/>"#
      )
    ],
    violating: [
      .body11(
        #"<m:x>↓<c:Claim xmlns:c="http://ws-i.org/schemas/conformanceClaim/" conformsTo="urn:p"/></m:x>"#)
    ],
    check: .envelope11 { envelope, findings in
      for claim in envelope.claims where !envelope.isHeaderBlock(claim) {
        findings.report("A conformance claim stands in '\(claim.parent?.qualifiedName ?? "")'", at: claim)
      }
    }
  )

  static let r0007 = Rule(
    "BP-R0007", "A conformance claim has mustUnderstand",
    level: .error,
    references: [.basicProfile("R0007", of: "1.0")],
    profiles: [.bp10],
    assertions: [.bp10("WSI1111")],
    rationale: "With mustUnderstand, a receiver that does not know claims has to refuse the message.",
    remedy: "Leave mustUnderstand out.",
    conforming: [
      .envelope11(
        #"<s:Header><c:Claim xmlns:c="http://ws-i.org/schemas/conformanceClaim/" conformsTo="urn:p"/></s:Header><s:Body/>"#
      )
    ],
    violating: [
      .envelope11(
        #"<s:Header><c:Claim xmlns:c="http://ws-i.org/schemas/conformanceClaim/" conformsTo="urn:p" "#
          + #"↓s:mustUnderstand="1"/></s:Header><s:Body/>"#)
    ],
    check: .envelope11 { envelope, findings in
      for claim in envelope.claims where envelope.isHeaderBlock(claim) {
        guard let attribute = claim.attribute(.soap11, .mustUnderstand) else { continue }
        findings.report("A conformance claim has mustUnderstand", at: attribute)
      }
    }
  )

  /// Why a requirement on what a node does is not checked.
  static let nodeBehaviour = "it is about what a node does, which no message shows"
}

extension Message {
  /// The name of the encoding that it was read in, or that its declaration names, if that is not UTF-8 or UTF-16 by a
  /// name that every parser has to know; nil if it is.
  fileprivate var encodingBesideUnicode: String? {
    if !encoding.isUnicode { return prologue.encoding }
    guard let declared = prologue.declaredEncoding else { return nil }
    let charset = Charset(declared)
    return charset.isUnicode && charset.isRegistered ? nil : declared
  }
}

extension Envelope {
  /// The conformance claims anywhere in it.
  fileprivate var claims: [ElementView] {
    let tree = element.tree
    return tree.elements.indices.filter { tree.elements[$0].namespace == .conformanceClaim }
      .map { ElementView(tree, $0) }.filter { $0.name == .claim }
  }
}
