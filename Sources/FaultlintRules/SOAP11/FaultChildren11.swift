internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// The children of Fault: SOAP 1.1, section 4.4, and the envelope schema.
extension SOAP11 {
  static let faultcodeMissing = Rule(
    "SOAP11-faultcode-missing", "The fault has no faultcode",
    level: .error,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    assertions: [.bp11("BP1701")],
    rationale: """
      The code is what a client branches on: whether to repeat the request, correct it or give up. zeep \
      (Python) raises a fault whose code is empty; a client that validates refuses the fault.
      """,
    remedy: """
      Send a faultcode: the Client or Server of SOAP, whichever side is to blame, or one in a namespace of \
      your own.
      """,
    schema: [.children],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.body11("↓<s:Fault><faultstring>x</faultstring></s:Fault>")],
    check: .fault11 { fault, findings in
      guard fault.faultcode == nil, !fault.hasQualified(.faultcode) else { return }
      findings.report("The Fault has no faultcode", at: fault.element)
    }
  )

  static let faultstringMissing = Rule(
    "SOAP11-faultstring-missing", "The fault has no faultstring",
    level: .error,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    assertions: [.bp11("BP1701")],
    rationale: """
      The faultstring is what people get to see: exceptions, logs and support tickets are made of it. zeep \
      (Python) raises a fault whose message is empty; a client that validates refuses the fault.
      """,
    remedy: "Send a faultstring that says in a sentence what went wrong.",
    schema: [.children],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.body11("↓<s:Fault><faultcode>s:Server</faultcode></s:Fault>")],
    check: .fault11 { fault, findings in
      guard fault.faultstring == nil, !fault.hasQualified(.faultstring) else { return }
      findings.report("The Fault has no faultstring", at: fault.element)
    }
  )

  static let faultChildDuplicate = Rule(
    "SOAP11-fault-child-duplicate", "One of the four children of the fault occurs more than once",
    level: .error,
    references: [.soap11("4.4"), .soap11Schema],
    profiles: [.soap11],
    assertions: [.bp11("BP1701")],
    rationale: """
      Each of the four is there once, and which of two a client reads is a matter of its stack. zeep \
      (Python) takes the first faultstring and drops the second.
      """,
    remedy: """
      Keep one of each. SOAP 1.1 has no faultstring in several languages: translations go into detail.
      """,
    schema: [.children],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [
      .fault11("<faultcode>s:Server</faultcode>↓<faultcode>s:Server</faultcode><faultstring>x</faultstring>")
    ],
    check: .fault11 { fault, findings in
      for (index, child) in fault.children.enumerated() {
        guard let field = child.field, fault.children[..<index].contains(where: { $0.field == field }) else {
          continue
        }
        findings.report("The Fault has a second \(field.text)", at: child.element)
      }
    }
  )

  static let faultChildQualified = Rule(
    "SOAP11-fault-child-qualified", "faultcode, faultstring, faultactor or detail is in the SOAP namespace",
    level: .error,
    references: [.soap11("4.4"), .soap11Schema],
    profiles: [.soap11],
    assertions: [.bp10("WSI1316"), .bp11("BP1316")],
    rationale: """
      The four stand in no namespace, and clients look for them there only. zeep (Python) raises a fault \
      whose code, text, actor and detail are all empty: the caller learns that something failed and nothing \
      else.
      """,
    remedy: """
      Write the four without a prefix. If a default namespace on the Envelope reaches them, give the Envelope a \
      prefix instead.
      """,
    schema: [.children],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [
      .document(
        #"<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body><Fault>"#
          + "↓<faultcode>Server</faultcode>↓<faultstring>x</faultstring></Fault></Body></Envelope>")
    ],
    check: .fault11 { fault, findings in
      for child in fault.children where child.name != nil && child.element.namespace == .soap11 {
        findings.report(
          "'\(child.element.qualifiedName)' is in the SOAP namespace, where clients do not look for it",
          at: child.element)
      }
    }
  )

  static let faultChildUnknown = Rule(
    "SOAP11-fault-child-unknown", "The fault has a child in no namespace that is not one of the four",
    level: .error,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    assertions: [.bp10("WSI1306"), .bp11("BP1306")],
    rationale: """
      Clients read the four children and drop the rest: zeep (Python) raises the fault without it. A client \
      that validates refuses the whole fault.
      """,
    remedy: "Move the extra element into detail, which is there for anything the four do not say.",
    schema: [.children],
    conforming: [
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail><extra/></detail>")
    ],
    violating: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>↓<extra/>")],
    check: .fault11 { fault, findings in
      for child in fault.children where child.name == nil && !child.isQualified {
        findings.report(child.surplusMessage, at: child.element)
      }
    }
  )

  static let faultChildForeign = Rule(
    "SOAP11-fault-child-foreign",
    "The fault has a further child in a namespace: the prose allows it, schema and profiles do not",
    level: .note,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    assertions: [.bp10("WSI1306"), .bp11("BP1306")],
    rationale: """
      SOAP 1.1 lets a Fault have further children if they are in a namespace; its schema and the Basic \
      Profile do not. zeep (Python) drops them, and a client that validates refuses the fault.
      """,
    remedy: "Move the element into detail, where everybody allows it.",
    schema: [.children],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>↓<m:extra/>")],
    check: .fault11 { fault, findings in
      for child in fault.children
      where child.isQualified && (child.name == nil || child.element.namespace != .soap11) {
        findings.report("'\(child.element.qualifiedName)' is a further child of the Fault", at: child.element)
      }
    }
  )

  static let faultOrder = Rule(
    "SOAP11-fault-order", "The children of the fault are not in the order of the schema",
    level: .warning,
    references: [.soap11Schema],
    profiles: [.soap11],
    isOnlyInSchema: true,
    assertions: [.bp11("BP1701")],
    rationale: """
      The schema puts faultcode, faultstring, faultactor and detail in this order. Clients that validate, or \
      read child after child, refuse the fault or miss what comes too early; others (zeep, for one) do not \
      mind. No sentence of SOAP 1.1 asks for it; the Basic Profile does through a test assertion.
      """,
    remedy: "Write the children in the order faultcode, faultstring, faultactor, detail.",
    schema: [.children],
    conforming: [
      .fault11(
        "<faultcode>s:Server</faultcode><faultstring>x</faultstring><faultactor>urn:a</faultactor><detail/>")
    ],
    violating: [.fault11("<faultstring>x</faultstring>↓<faultcode>s:Server</faultcode>")],
    check: .fault11 { fault, findings in
      var last: Fault11.Field?
      for child in fault.children {
        guard let field = child.field else { continue }
        if let last, field.rawValue < last.rawValue {
          findings.report("\(field.text) comes after \(last.text)", at: child.element)
          return
        }
        last = field
      }
    }
  )

  static let faultChildCase = Rule(
    "SOAP11-fault-child-case",
    "A child of the fault differs from one of the four names only in upper and lower case",
    level: .note,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: """
      XML tells names apart by case: faultCode is not faultcode. zeep (Python) does not find it and raises a \
      fault without a code or text.
      """,
    remedy: "Write faultcode, faultstring, faultactor and detail in lower case.",
    restates: ["SOAP11-fault-child-unknown"],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.body11("↓<s:Fault>↓<faultCode>s:Server</faultCode><faultstring>x</faultstring></s:Fault>")],
    check: .fault11 { fault, findings in
      for child in fault.children {
        guard let field = child.nameButForCase else { continue }
        findings.report("'\(child.element.qualifiedName)' should be '\(field.text)'", at: child.element)
      }
    }
  )

  static let soap12FaultChildren = Rule(
    "SOAP11-soap12-fault-children", "The SOAP 1.1 fault has children with SOAP 1.2 names",
    level: .note,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: """
      A SOAP 1.1 client looks for faultcode and faultstring and finds neither. zeep (Python) raises a fault \
      whose code and text are empty.
      """,
    remedy: """
      Write the fault in the version of its envelope: faultcode and faultstring in SOAP 1.1, Code and Reason \
      in SOAP 1.2. If a handler builds the fault, have it ask which version the request came in.
      """,
    absorbs: [
      "SOAP11-faultcode-missing", "SOAP11-faultstring-missing", "SOAP11-fault-child-unknown",
      "SOAP11-fault-child-foreign", "SOAP11-fault-child-case", "BP-R1000", "BP-R1001",
    ],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [
      .body11("↓<s:Fault><Code><Value>s:Sender</Value></Code><Reason><Text>x</Text></Reason></s:Fault>")
    ],
    check: .fault11 { fault, findings in
      let names = fault.children.filter { $0.isNamedAsInSOAP12 && $0.nameButForCase == nil }
      guard !names.isEmpty else { return }
      var list: [String] = []
      for name in names.map(\.element.localName) where !list.contains(name) { list.append(name) }
      findings.report(
        "The SOAP 1.1 Fault has the children of SOAP 1.2 (\(list.joined(separator: ", ")))", at: fault.element
      )
    }
  )

  static let faultAttribute = Rule(
    "SOAP11-fault-attribute", "Fault has an attribute, for which its schema type has no room",
    level: .warning,
    references: [.soap11Schema],
    profiles: [.soap11],
    isOnlyInSchema: true,
    assertions: [.bp11("BP1701")],
    rationale: """
      The schema gives Fault no attributes. A client that validates refuses the fault; others drop what the \
      attribute says.
      """,
    remedy: "Move what it says into a detail entry. encodingStyle can just be left out.",
    schema: [.attribute],
    conforming: [
      .body11(
        #"<s:Fault xmlns:q="urn:q"><faultcode>q:Busy</faultcode><faultstring>x</faultstring></s:Fault>"#)
    ],
    violating: [
      .body11(#"<s:Fault ↓m:a="1"><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>"#)
    ],
    check: .fault11 { fault, findings in
      for attribute in fault.element.attributes
      where !attribute.isOfSchemaInstance && !attribute.isEncodingStyle11 {
        findings.report("The Fault has the attribute '\(attribute.qualifiedName)'", at: attribute)
      }
    }
  )

  static let faultChildAttribute = Rule(
    "SOAP11-fault-child-attribute",
    "faultcode, faultstring or faultactor has an attribute, for which its schema type has no room",
    level: .warning,
    references: [.soap11Schema],
    profiles: [.soap11.narrowed(to: attributesButEncodingStyle), .bp10, .bp11, .bp12],
    isOnlyInSchema: true,
    assertions: [.bp11("BP1701")],
    rationale: """
      The three are plain values in the schema, without attributes. A client that validates refuses the \
      fault; others drop what the attribute says.
      """,
    remedy: "Leave the attribute out, or move what it says into a detail entry.",
    schema: [.attribute],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11(#"<faultcode ↓m:a="1">s:Server</faultcode><faultstring>x</faultstring>"#)],
    check: .fault11 { fault, findings in reportAttributes(of: fault, where: { _ in true }, &findings) }
  )

  /// SOAP 1.1 itself lets encodingStyle stand there, which the profiles do not.
  private static let attributesButEncodingStyle = Check.fault11 { fault, findings in
    reportAttributes(of: fault, where: { !$0.isEncodingStyle11 }, &findings)
  }

  private static func reportAttributes(
    of fault: Fault11, where isMeant: (AttributeView) -> Bool, _ findings: inout FindingCollector
  ) {
    for child in fault.children where child.field != nil && child.field != .detail {
      for attribute in child.element.attributes
      where !attribute.isOfSchemaInstance && !(attribute.isLang && child.field == .faultstring)
        && isMeant(attribute)
      {
        findings.report(
          "'\(child.element.qualifiedName)' has the attribute '\(attribute.qualifiedName)'", at: attribute)
      }
    }
  }

  static let faultChildType = Rule(
    "SOAP11-fault-child-type",
    "The xsi:type of faultcode, faultstring or faultactor does not fit the type of the element",
    level: .warning,
    references: [.soap11Schema],
    profiles: [.soap11],
    isOnlyInSchema: true,
    assertions: [.bp11("BP1701")],
    rationale: """
      The schema makes faultcode a qualified name, faultstring a string and faultactor a URI. A client that \
      obeys an xsi:type of string on faultcode gets a text whose prefix it can no longer resolve.
      """,
    remedy: "Leave xsi:type out of the three: their types are fixed.",
    schema: [.type],
    conforming: [
      .fault11(
        #"<faultcode xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" "#
          + #"xmlns:xsd="http://www.w3.org/2001/XMLSchema" xsi:type="xsd:QName">s:Server</faultcode>"#
          + "<faultstring>x</faultstring>")
    ],
    violating: [
      .fault11(
        #"<faultcode xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" "#
          + #"xmlns:xsd="http://www.w3.org/2001/XMLSchema" ↓xsi:type="xsd:string">s:Server</faultcode>"#
          + "<faultstring>x</faultstring>")
    ],
    check: .fault11 { fault, findings in
      for child in fault.children {
        guard let type = child.element.attribute(.schemaInstance, .type), child.isMistyped(type) else {
          continue
        }
        findings.report(
          "The xsi:type '\(type.value.shortened)' does not fit '\(child.element.qualifiedName)'", at: type)
      }
    }
  )
}

extension Fault11.Child {
  /// What there is to say of a child that is none of the four.
  var surplusMessage: String {
    if let field = nameButForCase {
      return "'\(element.qualifiedName)' is not '\(field.text)': names are told apart by case"
    }
    return "'\(element.qualifiedName)' is not one of faultcode, faultstring, faultactor and detail"
  }

  /// Whether an xsi:type on it names another type than the schema gives it, or one that is derived from that.
  fileprivate func isMistyped(_ type: AttributeView) -> Bool {
    guard let field, field != .detail else { return false }
    guard case .resolved(.schema, let local, _) = QName(type.value, in: element) else { return true }
    return !Self.types(field).contains { local == $0 }
  }

  /// The types of XML Schema that are, or are derived from, the type of a field.
  private static func types(_ field: Fault11.Field) -> [StaticString] {
    switch field {
    case .faultcode: ["QName"]
    case .faultstring:
      [
        "string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN", "ID", "IDREF",
        "ENTITY",
      ]
    case .faultactor: ["anyURI"]
    case .detail: []
    }
  }
}

extension AttributeView {
  /// Whether it is one of the four attributes that XML Schema lets stand anywhere.
  var isOfSchemaInstance: Bool {
    guard namespace == .schemaInstance else { return false }
    switch name {
    case .type, .nilAttribute, .schemaLocation, .noNamespaceSchemaLocation: return true
    default: return false
    }
  }

  /// Whether it is xml:lang.
  var isLang: Bool { namespace == .xml && name == .lang }

  /// Whether it is the encodingStyle of SOAP 1.1, which may stand anywhere by the prose.
  fileprivate var isEncodingStyle11: Bool { namespace == .soap11 && name == .encodingStyle }
}
