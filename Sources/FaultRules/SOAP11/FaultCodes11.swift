internal import FaultModel
internal import XMLTree

/// The value of faultcode: SOAP 1.1, sections 4.4 and 4.4.1.
extension SOAP11 {
  static let faultcodeNotQName = Rule(
    "SOAP11-faultcode-not-qname", "The faultcode is not a qualified name",
    level: .error,
    references: [.soap11("4.4")],
    rationale: """
      Clients read the faultcode as a qualified name, and typed bindings refuse the whole fault if it is none. Write \
      a prefix that is declared, a colon, and a name that begins with a letter; numbers belong in detail.
      """,
    schema: [.value],
    conforming: [.fault11("<faultcode> s:Server </faultcode><faultstring>x</faultstring>")],
    violating: [
      .fault11("↓<faultcode>s:9</faultcode><faultstring>x</faultstring>"),
      .fault11("↓<faultcode/><faultstring>x</faultstring>"),
      .fault11("↓<faultcode>a:b:c</faultcode><faultstring>x</faultstring>"),
    ],
    check: .fault11 { fault, findings in
      guard let code = fault.code, case .malformed = code.name else { return }
      findings.report(
        code.text.isBlank ? "faultcode is empty" : "The faultcode '\(code.text.string)' is no qualified name",
        at: code.element)
    }
  )

  static let faultcodeUnboundPrefix = Rule(
    "SOAP11-faultcode-unbound-prefix", "The prefix of the faultcode is not declared",
    level: .error,
    references: [.soap11("4.4"), Reference("Namespaces in XML 1.0, section 4")],
    rationale: """
      Without a declaration the code means nothing, and a client that resolves it stops there. Declare the prefix on \
      the faultcode or on any element around it.
      """,
    schema: [.value],
    conforming: [.fault11(#"<faultcode xmlns:q="urn:q">q:Busy</faultcode><faultstring>x</faultstring>"#)],
    violating: [.fault11("↓<faultcode>q:Busy</faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      guard let code = fault.code, case .unbound(let prefix) = code.name else { return }
      findings.report("The prefix '\(prefix.string)' of the faultcode is not declared", at: code.element)
    }
  )

  static let faultcodeNoNamespace = Rule(
    "SOAP11-faultcode-no-namespace", "The faultcode has no prefix and so is in no namespace",
    level: .warning,
    references: [.soap11("4.4.1")],
    rationale: """
      A faultcode stands in no namespace itself, so no default namespace reaches it: 'Server' is not the Server of \
      SOAP, and strict clients (SAAJ, for one) throw on it. Write the prefix of the SOAP namespace, or of your own.
      """,
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("↓<faultcode>Server</faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      guard let code = fault.code, case .resolved(.none, _, _) = code.name else { return }
      findings.report("The faultcode '\(code.text.string)' is in no namespace", at: code.element)
    }
  )

  static let faultcodeUnknown = Rule(
    "SOAP11-faultcode-unknown",
    "The faultcode is in the SOAP namespace but is none of the codes SOAP 1.1 defines",
    level: .note,
    references: [.soap11("4.4.1")],
    rationale: """
      SOAP 1.1 defines VersionMismatch, MustUnderstand, Client and Server in its namespace. A client that branches on \
      them takes any other for an unknown code; codes of your own belong in a namespace of your own.
      """,
    conforming: [.fault11("<faultcode>s:Client</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("↓<faultcode>s:InvalidRequest</faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      guard let code = fault.unknownCode, !fault.hasSOAP12Code, fault.standardCodeButForCase == nil else { return }
      findings.report("'\(code.text.string)' is none of the four codes of SOAP 1.1", at: code.element)
    }
  )

  static let faultcodeSOAP12Name = Rule(
    "SOAP11-faultcode-soap12-name", "The faultcode is the name of a SOAP 1.2 code in the SOAP 1.1 namespace",
    level: .note,
    references: [.soap11("4.4.1")],
    rationale: """
      Sender and Receiver are names of SOAP 1.2; in SOAP 1.1 the same codes are Client and Server, and clients look \
      for those.
      """,
    conforming: [.fault11("<faultcode>s:Client</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("↓<faultcode>s:Sender</faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      guard let code = fault.unknownCode, fault.hasSOAP12Code else { return }
      findings.report("'\(code.text.string)' is a code of SOAP 1.2", at: code.element)
    }
  )

  static let faultcodeCase = Rule(
    "SOAP11-faultcode-case", "The faultcode differs from a standard code only in upper and lower case",
    level: .note,
    references: [.soap11("4.4.1")],
    rationale: "Names in XML are told apart by case, so a client that looks for Server does not find server.",
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("↓<faultcode>s:server</faultcode><faultstring>x</faultstring>")],
    check: .fault11 { fault, findings in
      guard let code = fault.unknownCode, let standard = fault.standardCodeButForCase else { return }
      findings.report("'\(code.text.string)' should be '\(standard.text)', in this case", at: code.element)
    }
  )

  static let faultcodeEmptySegment = Rule(
    "SOAP11-faultcode-empty-segment", "The dotted faultcode has an empty part",
    level: .warning,
    references: [.soap11("4.4.1")],
    rationale: """
      A dot refines the code on its left by the one on its right; with nothing there, clients that take codes apart \
      find an empty one.
      """,
    conforming: [.fault11("<faultcode>s:Client</faultcode><faultstring>x</faultstring>")],
    violating: [
      .fault11("↓<faultcode>s:Client.</faultcode><faultstring>x</faultstring>"),
      .fault11("↓<faultcode>s:Client..Password</faultcode><faultstring>x</faultstring>"),
    ],
    check: .fault11 { fault, findings in
      guard let code = fault.code, let local = code.local(in: .soap11), fault.standardCode != nil else { return }
      guard local.bytes.last == UInt8(ascii: ".") || local.string.contains("..") else { return }
      findings.report("The faultcode '\(code.text.string)' has an empty part", at: code.element)
    }
  )

  static let faultcodeChildElement = Rule(
    "SOAP11-faultcode-child-element", "faultcode has an element child",
    level: .error,
    references: [.soap11("4.4"), .soap11Schema],
    rationale: "The code is one name. What else there is to say goes into detail.",
    schema: [.value],
    conforming: [.fault11("<faultcode>s:Ser<!-- - -->ver</faultcode><faultstring>x</faultstring>")],
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
