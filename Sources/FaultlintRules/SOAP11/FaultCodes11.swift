internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// The value of faultcode: SOAP 1.1, sections 4.4 and 4.4.1.
extension SOAP11 {
  static let faultcodeNotQName = Rule(
    "SOAP11-faultcode-not-qname", "The faultcode is not a qualified name",
    level: .error,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    assertions: [.bp10("WSI1302"), .bp11("BP1302")],
    rationale: """
      A faultcode is a qualified name: a prefix, a colon and a name. A client with a typed field for it \
      cannot fill the field and refuses the whole fault.
      """,
    remedy: """
      Write a declared prefix, a colon, and a name that begins with a letter. Numbers, sentences and URIs \
      belong in detail.
      """,
    schema: [.value],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [
      .fault11("↓<faultcode>s:9</faultcode><faultstring>x</faultstring>"),
      .fault11("↓<faultcode/><faultstring>x</faultstring>"),
      .fault11("↓<faultcode>a:b:c</faultcode><faultstring>x</faultstring>"),
    ],
    check: .fault11 { fault, findings in
      guard let code = fault.code, case .malformed = code.name else { return }
      findings.report(
        code.text.isBlank
          ? "faultcode is empty" : "The faultcode '\(code.text.shortened)' is not a qualified name",
        at: code.element)
    }
  )

  static let faultcodeUnboundPrefix = Rule(
    "SOAP11-faultcode-unbound-prefix", "The prefix of the faultcode is not declared",
    level: .error,
    references: [.soap11("4.4"), Reference("Namespaces in XML 1.0, section 4")],
    profiles: [.soap11],
    assertions: [.bp11("BP1701")],
    rationale: """
      Without a declaration the prefix means nothing. A client that resolves the code stops there and loses \
      the whole fault; one that does not (zeep, for one) hands on a code nobody can interpret.
      """,
    remedy: """
      Declare the prefix with xmlns on the faultcode or on any element around it. Handlers that set the code \
      as text often forget it.
      """,
    schema: [.value],
    conforming: [.fault11(#"<faultcode xmlns:q="urn:q">q:Busy</faultcode><faultstring>x</faultstring>"#)],
    violating: [.fault11("↓<faultcode>q:Busy</faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      guard let code = fault.code, case .unbound(let prefix) = code.name else { return }
      findings.report("The prefix '\(prefix.shortened)' of the faultcode is not declared", at: code.element)
    }
  )

  static let faultcodeNoNamespace = Rule(
    "SOAP11-faultcode-no-namespace", "The faultcode has no prefix and so is in no namespace",
    level: .warning,
    references: [.soap11("4.4.1")],
    profiles: [.soap11],
    assertions: [.bp10("WSI1302"), .bp11("BP1302")],
    rationale: """
      Without a prefix 'Server' is not the Server of SOAP, at least to a client that resolves names: the \
      SAAJ of Metro (Java) throws on such a code, others take it for an unknown one. A default namespace \
      does not fix it: faultcode sits in none.
      """,
    remedy: """
      Write the prefix of the SOAP namespace before a standard code, or that of your own namespace before \
      your own.
      """,
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("↓<faultcode>Server</faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      guard let code = fault.code, case .resolved(.none, _, _) = code.name else { return }
      findings.report("The faultcode '\(code.text.shortened)' is in no namespace", at: code.element)
    }
  )

  static let faultcodeUnknown = Rule(
    "SOAP11-faultcode-unknown",
    "The faultcode is in the SOAP namespace but is not one of the codes SOAP 1.1 defines",
    level: .note,
    references: [.soap11("4.4.1")],
    profiles: [.soap11],
    assertions: [.bp11("BP1302")],
    rationale: """
      SOAP 1.1 defines VersionMismatch, MustUnderstand, Client and Server in its namespace and nothing else. It lets \
      other specifications add codes there, and even recommends it, so this is a note. But a client that branches on the \
      four ends in the branch for unknown errors, and the Basic Profile (R1004) asks for a namespace of your own.
      """,
    remedy: """
      Use one of the four, or put your own code into a namespace of your own. A finer reason goes into \
      detail.
      """,
    conforming: [.fault11("<faultcode>s:Client</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("↓<faultcode>s:InvalidRequest</faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      guard let code = fault.unknownCode, !fault.hasSOAP12Code, fault.standardCodeButForCase == nil else {
        return
      }
      findings.report("'\(code.text.shortened)' is not one of the four codes of SOAP 1.1", at: code.element)
    }
  )

  static let faultcodeSOAP12Name = Rule(
    "SOAP11-faultcode-soap12-name", "The faultcode is the name of a SOAP 1.2 code in the SOAP 1.1 namespace",
    level: .note,
    references: [.soap11("4.4.1")],
    profiles: [.soap11],
    assertions: [.bp11("BP1302")],
    rationale: """
      Sender and Receiver are names of SOAP 1.2. A SOAP 1.1 client looks for Client and Server and ends in \
      the branch for unknown errors.
      """,
    remedy: "Write Client for Sender and Server for Receiver.",
    conforming: [.fault11("<faultcode>s:Client</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("↓<faultcode>s:Sender</faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      guard let code = fault.unknownCode, fault.hasSOAP12Code else { return }
      findings.report("'\(code.text.shortened)' is a code of SOAP 1.2", at: code.element)
    }
  )

  static let faultcodeCase = Rule(
    "SOAP11-faultcode-case", "The faultcode differs from a standard code only in upper and lower case",
    level: .note,
    references: [.soap11("4.4.1")],
    profiles: [.soap11],
    assertions: [.bp11("BP1302")],
    rationale: """
      XML tells names apart by case, so a client that looks for Server does not find server and takes the \
      code for an unknown one.
      """,
    remedy: "Write Client, Server, MustUnderstand or VersionMismatch just so.",
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("↓<faultcode>s:server</faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      guard let code = fault.unknownCode, let standard = fault.standardCodeButForCase else { return }
      findings.report("'\(code.text.shortened)' should be '\(standard.text)', in this case", at: code.element)
    }
  )

  static let faultcodeEmptySegment = Rule(
    "SOAP11-faultcode-empty-segment", "The dotted faultcode has an empty part",
    level: .warning,
    references: [.soap11("4.4.1")],
    profiles: [.soap11],
    rationale: """
      A dot refines the code on its left by the one on its right. With nothing there, a client that takes \
      the code apart finds an empty name.
      """,
    remedy: "Remove the surplus dot, or write the missing part.",
    conforming: [.fault11("<faultcode>s:Client</faultcode><faultstring>x</faultstring>")],
    violating: [
      .fault11("↓<faultcode>s:Client.</faultcode><faultstring>x</faultstring>"),
      .fault11("↓<faultcode>s:Client..Password</faultcode><faultstring>x</faultstring>"),
    ],
    check: .fault11 { fault, findings in
      guard let code = fault.code, let local = code.local(in: .soap11), fault.standardCode != nil else {
        return
      }
      guard local.hasEmptySegment else { return }
      findings.report("The faultcode '\(code.text.shortened)' has an empty part", at: code.element)
    }
  )

  static let faultcodeSOAP12Namespace = Rule(
    "SOAP11-faultcode-soap12-namespace", "The faultcode is in the namespace of SOAP 1.2",
    level: .warning,
    references: [.soap11("4.4.1")],
    profiles: [.soap11],
    rationale: """
      The codes of SOAP 1.1 are in its own namespace. A client that looks for Client or Server there does not find \
      the code of SOAP 1.2, and ends in the branch for unknown errors.
      """,
    remedy: """
      Write the fault in the version of its envelope: Client for Sender and Server for Receiver, with the prefix of \
      the Envelope.
      """,
    conforming: [.fault11("<faultcode>s:Client</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("↓<faultcode>e:Sender</faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      guard let code = fault.code, code.local(in: .soap12) != nil else { return }
      findings.report("The faultcode '\(code.text.shortened)' is in the SOAP 1.2 namespace", at: code.element)
    }
  )

  static let faultcodeNearNamespace = Rule(
    "SOAP11-faultcode-near-namespace",
    "The faultcode has the name of a standard code, in a namespace that is nearly one of SOAP",
    level: .warning,
    references: [.soap11("4.4.1"), Reference("Namespaces in XML 1.0, section 2.3")],
    profiles: [.soap11],
    rationale: """
      Names of namespaces are compared letter by letter. A slash, a blank or https: more makes another namespace of \
      it, and the code one that no client knows.
      """,
    remedy: "Write http://schemas.xmlsoap.org/soap/envelope/, or use the prefix of the Envelope.",
    conforming: [
      .fault11("<faultcode>s:Client</faultcode><faultstring>x</faultstring>"),
      .fault11(#"<faultcode xmlns:q="urn:q">q:Client</faultcode><faultstring>x</faultstring>"#),
    ],
    violating: [
      .fault11(
        #"↓<faultcode xmlns:q="http://schemas.xmlsoap.org/soap/envelope">q:Client</faultcode>"#
          + "<faultstring>x</faultstring>")
    ],
    check: .fault11 { fault, findings in
      guard let code = fault.code, let near = code.nearNamespace, near.meant != .addressing else { return }
      findings.report(
        "The faultcode '\(code.text.shortened)' is not in the namespace of \(near.title): \(near.difference)",
        at: code.element)
    }
  )

  static let faultcodeWhiteSpace = Rule(
    "SOAP11-faultcode-white-space", "There is white space around the faultcode",
    level: .note,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: """
      White space is not a part of a qualified name, and a client that reads by the schema drops it. SAAJ (Java) \
      keeps it, so that the local part of the code ends in a line break and equals nothing.
      """,
    remedy: "Write the code straight between the tags.",
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("↓<faultcode> s:Server </faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      guard let code = fault.code, code.hasWhiteSpaceAround else { return }
      findings.report(
        "There is white space around the faultcode '\(code.text.shortened)'", at: code.element)
    }
  )

  static let valueSplit = Rule(
    "SOAP11-value-split",
    "A comment or a CDATA section splits the value of faultcode, faultstring or faultactor",
    level: .note,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: """
      To XML the value is one text, but many clients read its first piece only. A comment in the faultcode leaves \
      SAAJ (Java) with an empty name; a CDATA section in part of the faultstring makes PHP refuse the whole fault.
      """,
    remedy: "Write the value in one piece, and escape characters (&amp; for &) in place of CDATA.",
    conforming: [
      .fault11("<faultcode>s:Server</faultcode><faultstring>a &amp; b</faultstring>")
    ],
    violating: [
      .fault11("↓<faultcode>s:<!-- c -->Server</faultcode><faultstring>x</faultstring>"),
      .fault11("<faultcode>s:Server</faultcode>↓<faultstring>a<![CDATA[ & b]]></faultstring>"),
    ],
    check: .fault11 { fault, findings in
      for child in fault.children where child.name != nil && child.name != .detail {
        guard let split = child.element.textSplit else { continue }
        findings.report(split.message(of: child.element), at: child.element)
      }
    }
  )

  static let faultcodeChildElement = Rule(
    "SOAP11-faultcode-child-element", "faultcode has an element child",
    level: .error,
    references: [.soap11("4.4"), .soap11Schema],
    profiles: [.soap11],
    assertions: [.bp11("BP1701")],
    rationale: """
      The code is one plain name. A client that reads the text of faultcode finds none: zeep (Python) raises \
      a fault whose code is empty.
      """,
    remedy: "Write the code as text. What else there is to say goes into detail.",
    schema: [.value],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("<faultcode>s:Server↓<m:x/></faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      guard let child = fault.faultcode?.children.first else { return }
      findings.report("'\(child.qualifiedName)' stands inside faultcode", at: child)
    }
  )
}

extension Fault11 {
  /// The code, if it is in the SOAP namespace and neither a standard code nor a refinement of one.
  fileprivate var unknownCode: FaultCode? {
    guard let code, code.local(in: .soap11) != nil, standardCode == nil else { return nil }
    return code
  }

  /// Whether the code has the name of a code of SOAP 1.2 that SOAP 1.1 lacks.
  fileprivate var hasSOAP12Code: Bool {
    guard let local = code?.local(in: .soap11) else { return false }
    return local == "Sender" || local == "Receiver" || local == "DataEncodingUnknown"
  }

  /// The standard code that the first part of the code would be in another case.
  fileprivate var standardCodeButForCase: StandardCode? {
    guard let local = code?.local(in: .soap11), standardCode == nil else { return nil }
    let head = local.slice(0..<local.bytes.prefix { $0 != UInt8(ascii: ".") }.count)
    return StandardCode.allCases.first { head.equalsIgnoringCase($0.text) }
  }
}

extension FaultCode {
  /// What the namespace of a name that is called like a standard code of either version, or refines one, nearly is;
  /// nil if it is of SOAP, or nothing of the kind.
  var nearNamespace: NearNamespace? {
    guard case .resolved(let namespace, let local, _) = name, namespace != .none,
      SOAPVersion(namespace) == nil
    else { return nil }
    let head = local.slice(0..<local.bytes.prefix { $0 != UInt8(ascii: ".") }.count)
    let names = Fault11.StandardCode.allCases.map(\.text) + Fault12.standardCodes
    guard names.contains(where: { head == $0 }) else { return nil }
    return NearNamespace(element.tree.namespaces.string(namespace.id))
  }

  /// Whether it is a qualified name with white space around it.
  var hasWhiteSpaceAround: Bool {
    if case .malformed = name { return false }
    return text.count < element.text.count
  }
}

extension TextSplit {
  /// What there is to say of it in an element.
  func message(of element: ElementView) -> String {
    switch self {
    case .comment: "A comment splits the value of '\(element.qualifiedName)'"
    case .section: "A CDATA section splits the value of '\(element.qualifiedName)'"
    }
  }
}
