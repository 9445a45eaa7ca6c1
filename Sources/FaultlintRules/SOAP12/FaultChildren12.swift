internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// The children of Fault: SOAP 1.2 part 1, section 5.4.
extension SOAP12 {
  static let codeMissing = Rule(
    "SOAP12-code-missing", "The fault has no Code",
    level: .error,
    references: [.soap12("5.4")],
    profiles: [.soap12],
    rationale: """
      The code is what a client branches on: whether to repeat the request, correct it or give up. zeep \
      (Python) raises a fault whose code is empty; a client that validates refuses the fault.
      """,
    remedy: "Send a Code with the Value Sender or Receiver, whichever side is to blame.",
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .body12(#"↓<e:Fault><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#)
    ],
    check: .fault12 { fault, findings in
      if fault.code == nil { findings.report("The Fault has no Code", at: fault.element) }
    }
  )

  static let reasonMissing = Rule(
    "SOAP12-reason-missing", "The fault has no Reason",
    level: .error,
    references: [.soap12("5.4")],
    profiles: [.soap12],
    rationale: """
      The Reason is what people get to see: exceptions, logs and support tickets are made of it. zeep \
      (Python) raises a fault whose message is empty; a client that validates refuses the fault.
      """,
    remedy: """
      Send a Reason with a Text in at least one language, such as <Text xml:lang="en">.
      """,
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [.body12("↓<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code></e:Fault>")],
    check: .fault12 { fault, findings in
      if fault.reason == nil { findings.report("The Fault has no Reason", at: fault.element) }
    }
  )

  static let faultChildrenOrder = Rule(
    "SOAP12-fault-children-order",
    "The children of the fault are not in the order Code, Reason, Node, Role, Detail",
    level: .error,
    references: [.soap12("5.4")],
    profiles: [.soap12],
    rationale: """
      SOAP 1.2 fixes the order in its prose. A client that reads child after child misses what comes too \
      late and finds a fault without a code or a reason; Metro once sent Reason before Code, and others \
      could not read it.
      """,
    remedy: "Write the children in the order Code, Reason, Node, Role, Detail.",
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason>"
          + "<e:Node>urn:n</e:Node><e:Role>urn:r</e:Role><e:Detail/>")
    ],
    violating: [
      .fault12(
        #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#
          + "↓<e:Code><e:Value>e:Sender</e:Value></e:Code>")
    ],
    check: .fault12 { fault, findings in
      guard let (child, before) = fault.firstOutOfOrder else { return }
      findings.report("\(child.element.localName) comes after \(before.element.localName)", at: child.element)
    }
  )

  static let faultChildDuplicate = Rule(
    "SOAP12-fault-child-duplicate", "One of the five children of the fault occurs more than once",
    level: .error,
    references: [.soap12("5.4")],
    profiles: [.soap12],
    rationale: """
      Each of the five is there once at most, and which of two a client reads is a matter of its stack: zeep \
      (Python) takes the first and drops the second.
      """,
    remedy: "Keep one of each. Several languages go into several Texts of one Reason.",
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text><e:Text xml:lang="cs">y</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason>"
          + #"↓<e:Reason><e:Text xml:lang="cs">y</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      for (index, child) in fault.children.enumerated() where child.field != nil {
        guard fault.children[..<index].contains(where: { $0.field == child.field }) else { continue }
        findings.report("The Fault has a second \(child.element.localName)", at: child.element)
      }
    }
  )

  static let faultChildUnknown = Rule(
    "SOAP12-fault-child-unknown", "The fault has a child that is not one of the five",
    level: .error,
    references: [.soap12("5.4")],
    profiles: [.soap12],
    rationale: """
      SOAP 1.2 leaves a Fault no room for more. Clients drop the child, or refuse the fault because of it.
      """,
    remedy: "Move the extra element into Detail.",
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason>"
          + "<e:Detail><m:x/></e:Detail>")
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>↓<m:x/>"#)
    ],
    check: .fault12 { fault, findings in
      for child in fault.children where child.field == nil {
        findings.report(
          "'\(child.element.qualifiedName)' is not one of Code, Reason, Node, Role and Detail",
          at: child.element
        )
      }
    }
  )

  static let faultChildUnqualified = Rule(
    "SOAP12-fault-child-unqualified",
    "An element of the fault has the right name but is not in the SOAP 1.2 namespace",
    level: .note,
    references: [.soap12("5.4"), .soap12("5.4.1"), .soap12("5.4.2")],
    profiles: [.soap12],
    rationale: """
      Unlike SOAP 1.1, SOAP 1.2 has every element of a fault in its namespace, and clients look for them \
      there only. zeep (Python) raises a fault whose code and text are empty.
      """,
    remedy: "Give the element the prefix of the Fault.",
    // It is surplus where it stands, and what it should be is missing.
    absorbs: [
      "SOAP12-fault-child-unknown", "SOAP12-code-missing", "SOAP12-reason-missing", "SOAP12-node-missing",
      "SOAP12-node-absent", "SOAP12-code-child-unknown", "SOAP12-code-value-missing",
      "SOAP12-subcode-child-unknown", "SOAP12-subcode-value-missing", "SOAP12-reason-child-unknown",
      "SOAP12-reason-text-missing",
    ],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
      .document(
        #"<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"><Body><Fault><Code><Value>Sender</Value></Code>"#
          + #"<Reason><Text xml:lang="en">x</Text></Reason></Fault></Body></Envelope>"#),
    ],
    violating: [
      .body12(
        "↓<e:Fault><Code><Value>e:Sender</Value></Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#),
      .fault12(
        "↓<e:Code><m:Value>e:Sender</m:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
      .body12(
        "↓<e:Fault><e:Code><m:Value>e:Sender</m:Value></e:Code>"
          + #"<e:Reason><Text xml:lang="en">x</Text></e:Reason></e:Fault>"#),
    ],
    check: .fault12 { fault, findings in
      // One finding, for one cause: at the element all of them are children of, or at the Fault.
      let elements = fault.misqualified
      guard let parent = elements.first?.parent else { return }
      let list = elements.map { "'\($0.qualifiedName)'" }.joined(separator: ", ")
      findings.report(
        "\(list) \(elements.count == 1 ? "is" : "are") not in the SOAP 1.2 namespace\(elements[0].namespaceHint)",
        at: elements.allSatisfy { $0.parent?.index == parent.index } ? parent : fault.element)
    }
  )

  static let soap11FaultChildren = Rule(
    "SOAP12-soap11-fault-children", "The SOAP 1.2 fault has children with SOAP 1.1 names",
    level: .note,
    references: [.soap12("5.4")],
    profiles: [.soap12],
    rationale: """
      A SOAP 1.2 client looks for Code and Reason and finds neither. zeep (Python) raises a fault whose code \
      and text are empty; with other clients people saw "undefined: undefined".
      """,
    remedy: """
      Write the fault in the version of its envelope: Code and Reason in SOAP 1.2, faultcode and faultstring \
      in SOAP 1.1. If a handler builds the fault, have it ask which version the request came in.
      """,
    absorbs: [
      "SOAP12-code-missing", "SOAP12-reason-missing", "SOAP12-fault-child-unknown", "SOAP12-node-missing",
      "SOAP12-node-absent", "SOAP12-fault-child-unqualified", "SOAP12-fault-children-order",
    ],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .body12("↓<e:Fault><faultcode>e:Sender</faultcode><faultstring>x</faultstring></e:Fault>")
    ],
    check: .fault12 { fault, findings in
      let names = fault.children.filter(\.isNamedAsInSOAP11)
      guard !names.isEmpty else { return }
      let list = names.map { $0.element.localName }.joined(separator: ", ")
      findings.report(
        "The Fault has the children of SOAP 1.1 (\(list)) in a SOAP 1.2 envelope", at: fault.element)
    }
  )

  static let faultAttribute = Rule(
    "SOAP12-fault-attribute",
    "Fault, Code, Value, Subcode, Reason, Node or Role has an attribute, for which its schema type has no room",
    level: .warning,
    references: [.soap12Schema],
    profiles: [.soap12],
    rationale: """
      The prose gives these elements no attributes, and the schema has no room for any. A client that \
      validates refuses the fault; others drop what the attribute says.
      """,
    remedy: "Leave the attribute out, or put it on a detail entry.",
    schema: [.attribute],
    conforming: [
      .body12(
        #"<e:Fault xmlns:q="urn:q"><e:Code><e:Value>e:Sender</e:Value></e:Code>"#
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#)
    ],
    violating: [
      .body12(
        #"<e:Fault ↓m:a="1"><e:Code ↓id="c"><e:Value>e:Sender</e:Value></e:Code>"#
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#)
    ],
    check: .fault12 { fault, findings in
      for part in fault.parts where part.name != .text && part.name != .detail12 {
        for attribute in part.plainAttributes {
          findings.report(
            "'\(part.qualifiedName)' has the attribute '\(attribute.qualifiedName)'", at: attribute)
        }
      }
    }
  )
}

extension Fault12 {
  /// The elements that are called as SOAP calls those that belong there, but are in another namespace.
  fileprivate var misqualified: [ElementView] {
    var elements: [ElementView] = []
    for child in children where child.unqualifiedField != nil { elements.append(child.element) }
    for code in codes {
      for child in code.others where child.name == .value || child.name == .subcode { elements.append(child) }
    }
    if let reason {
      for child in reason.children where child.namespace != .soap12 && child.name == .text {
        elements.append(child)
      }
    }
    return elements
  }

  /// The first child that comes after one it should come before, and that one. Only the first of each name counts.
  fileprivate var firstOutOfOrder: (child: Child, before: Child)? {
    var seen = 0
    var latest: (field: Field, child: Child)?
    for child in children {
      guard let field = child.field, seen & 1 << field.rawValue == 0 else { continue }
      seen |= 1 << field.rawValue
      if let latest, field.rawValue < latest.field.rawValue { return (child, latest.child) }
      latest = (field, child)
    }
    return nil
  }
}

extension ElementView {
  /// Its attributes but those that may stand on any element (of XML Schema instance) and encodingStyle, which has
  /// rules of its own.
  var plainAttributes: [AttributeView] {
    attributes.filter { attribute in
      switch (attribute.namespace, attribute.name) {
      case (.schemaInstance, .type), (.schemaInstance, .nilAttribute), (.schemaInstance, .schemaLocation),
        (.schemaInstance, .noNamespaceSchemaLocation), (.soap12, .encodingStyle):
        false
      default: true
      }
    }
  }
}
