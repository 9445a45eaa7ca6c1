internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// Subcodes: SOAP 1.2 part 1, sections 5.4.1.2 and 5.4.1.3; part 2, sections 3.2 and 4.4.
extension SOAP12 {
  static let subcodeValueMissing = Rule(
    "SOAP12-subcode-value-missing", "A Subcode has no Value",
    level: .error,
    references: [.soap12("5.4.1.2")],
    profiles: [.soap12],
    rationale: """
      A Subcode is the name in its Value. zeep (Python) stops with an internal error on one without, so the \
      caller gets no fault at all; a client that validates refuses it too.
      """,
    remedy: "Write a Value, or leave the Subcode out if there is nothing to refine.",
    absorbs: ["SOAP12-fault-text"],
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:a</e:Value>"
          + "<e:Subcode><e:Value>m:b</e:Value></e:Subcode></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value>↓<e:Subcode/></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value>↓<e:Subcode>m:a</e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
    ],
    check: .fault12 { fault, findings in
      for subcode in fault.subcodes where subcode.values.isEmpty {
        findings.report("Subcode has no Value", at: subcode.element)
      }
    }
  )

  static let subcodeValueDuplicate = Rule(
    "SOAP12-subcode-value-duplicate", "A Subcode has more than one Value",
    level: .error,
    references: [.soap12("5.4.1.2")],
    profiles: [.soap12],
    rationale: """
      A Subcode is one name, and which of two a client reads is a matter of its stack. A client that \
      validates refuses the fault.
      """,
    remedy: "Keep one Value. A finer name goes into a Subcode inside this one.",
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:a</e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:a</e:Value>↓<e:Value>m:b</e:Value></e:Subcode>"
          + #"</e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      for value in fault.subcodes.lazy.flatMap({ $0.values.dropFirst() }) {
        findings.report("Subcode has a second Value", at: value)
      }
    }
  )

  static let subcodeDuplicate = Rule(
    "SOAP12-subcode-duplicate", "Two Subcodes stand side by side in a Code or Subcode",
    level: .error,
    references: [.soap12("5.4.1"), .soap12("5.4.1.2")],
    profiles: [.soap12],
    rationale: """
      Subcodes refine one another, so each stands inside the one before. Side by side, zeep (Python) sees \
      the first and drops the second; a client that validates refuses the fault.
      """,
    remedy: "Put the finer Subcode inside the coarser one.",
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:a</e:Value>"
          + "<e:Subcode><e:Value>m:b</e:Value></e:Subcode></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:a</e:Value></e:Subcode>"
          + "↓<e:Subcode><e:Value>m:b</e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      for subcode in fault.codes.lazy.flatMap({ $0.subcodes.dropFirst() }) {
        findings.report("A second Subcode stands next to the first", at: subcode)
      }
    }
  )

  static let subcodeChildrenOrder = Rule(
    "SOAP12-subcode-children-order", "In a Subcode the nested Subcode comes before the Value",
    level: .error,
    references: [.soap12("5.4.1.2")],
    profiles: [.soap12],
    rationale: """
      SOAP 1.2 puts the Value first. A client that reads child after child meets a Subcode where it expects \
      a name, and refuses the fault.
      """,
    remedy: "Write the Value before the nested Subcode.",
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:a</e:Value>"
          + "<e:Subcode><e:Value>m:b</e:Value></e:Subcode></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode>↓<e:Subcode><e:Value>m:b</e:Value></e:Subcode>"
          + "<e:Value>m:a</e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      for nested in fault.subcodes.lazy.compactMap({ $0.subcodeBeforeValue }) {
        findings.report("A nested Subcode comes before the Value of its Subcode", at: nested)
      }
    }
  )

  static let subcodeChildUnknown = Rule(
    "SOAP12-subcode-child-unknown", "A Subcode has a child that is neither Value nor Subcode",
    level: .error,
    references: [.soap12("5.4.1.2")],
    profiles: [.soap12],
    rationale: """
      A Subcode has room for a Value and a Subcode. Clients drop anything else, or refuse the fault because \
      of it.
      """,
    remedy: "Move the extra element into Detail.",
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:a</e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:a</e:Value>↓<m:x/></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      for child in fault.subcodes.lazy.flatMap({ $0.others }) {
        findings.report("'\(child.qualifiedName)' in Subcode is neither Value nor Subcode", at: child)
      }
    }
  )

  static let subcodeDeep = Rule(
    "SOAP12-subcode-deep", "Subcodes are nested more than 16 deep, which few readers expect",
    level: .note,
    references: [.soap12("5.4.1.2")],
    profiles: [.soap12],
    rationale: """
      SOAP 1.2 sets no limit, but clients that go down by recursion have one, and people read two or three \
      levels.
      """,
    remedy: "Put what the inner ones say into Detail.",
    conforming: [.fault12(nestedSubcodes(16, marked: "<e:Subcode>"))],
    violating: [.fault12(nestedSubcodes(17, marked: "↓<e:Subcode>"))],
    check: .fault12 { fault, findings in
      guard let subcode = fault.subcodes.first(where: { $0.depth > 16 }) else { return }
      findings.report("Subcodes are nested more than 16 deep", at: subcode.element)
    }
  )

  /// A fault with so many Subcodes in each other; the innermost begins with the text given.
  private static func nestedSubcodes(_ count: Int, marked innermost: String) -> String {
    let value = "<e:Value>m:a</e:Value>"
    let outer = String(repeating: "<e:Subcode>" + value, count: count - 1)
    return "<e:Code><e:Value>e:Sender</e:Value>" + outer + innermost + value
      + String(repeating: "</e:Subcode>", count: count)
      + #"</e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#
  }

  // MARK: The value

  static let subcodeValueNotQName = Rule(
    "SOAP12-subcode-value-not-qname", "A subcode value is not a qualified name",
    level: .error,
    references: [.soap12("5.4.1.3")],
    profiles: [.soap12],
    rationale: """
      Clients read a subcode as a qualified name. From a URI, zeep (Python) raises an internal error in \
      place of the fault, and a client with a typed field refuses the fault.
      """,
    remedy: "Write a declared prefix, a colon and a name. Numbers, sentences and URIs belong in Detail.",
    schema: [.value],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value> m:a </e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode>↓<e:Value>m:404</e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode>↓<e:Value/></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#),
    ],
    check: .fault12 { fault, findings in
      for value in fault.subcodes.lazy.compactMap({ $0.value }) {
        guard case .malformed = value.name else { continue }
        findings.report(
          value.text.isBlank
            ? "The Value of Subcode is empty"
            : "The subcode '\(value.text.shortened)' is not a qualified name",
          at: value.element)
      }
    }
  )

  static let subcodeValueUnboundPrefix = Rule(
    "SOAP12-subcode-value-unbound-prefix", "The prefix of a subcode value is not declared",
    level: .error,
    references: [.soap12("5.4.1.3"), Reference("Namespaces in XML 1.0, section 4")],
    profiles: [.soap12],
    rationale: """
      Without a declaration the subcode means nothing. zeep (Python) raises an XML error in place of the \
      fault, so the caller loses the code and the text as well.
      """,
    remedy: """
      Declare the prefix on the Value or on an element around it. Handlers that set the subcode as text \
      often forget it.
      """,
    schema: [.value],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value>"
          + #"<e:Subcode><e:Value xmlns:q="urn:q">q:Busy</e:Value></e:Subcode></e:Code>"#
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode>↓<e:Value>q:Busy</e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      for value in fault.subcodes.lazy.compactMap({ $0.value }) {
        guard case .unbound(let prefix) = value.name else { continue }
        findings.report("The prefix '\(prefix.shortened)' of the subcode is not declared", at: value.element)
      }
    }
  )

  static let subcodeValueNoNamespace = Rule(
    "SOAP12-subcode-value-no-namespace", "A subcode value is in no namespace",
    level: .warning,
    references: [.soap12("5.4.6"), .soap12("5.4.1.3")],
    profiles: [.soap12],
    rationale: """
      SOAP 1.2 asks for a qualified name and no more, but JAX-WS RI (Java) wants a namespace: it throws an error of \
      its own, and the whole fault is lost. And a name in no namespace belongs to nobody: another service can mean \
      something else by the same subcode.
      """,
    remedy: "Write a prefix for a namespace of your own.",
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:a</e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode>↓<e:Value>Busy</e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      for value in fault.subcodes.lazy.compactMap({ $0.value }) where value.local(in: .none) != nil {
        findings.report("The subcode '\(value.text.shortened)' is in no namespace", at: value.element)
      }
    }
  )

  static let subcodeValueSOAPNamespace = Rule(
    "SOAP12-subcode-value-soap-namespace",
    "A subcode value is in the SOAP 1.2 namespace, which defines no subcodes",
    level: .note,
    references: [.soap12("5.4.6"), .soap12("5.4.1.3")],
    profiles: [.soap12],
    rationale: """
      Names in the SOAP namespace are for SOAP to define, and it defines no subcodes there. A client that \
      knows SOAP knows none of that name.
      """,
    remedy: "Use a namespace of your own.",
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:a</e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode>↓<e:Value>e:NotAuthorized</e:Value></e:Subcode></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      for value in fault.subcodes.lazy.compactMap({ $0.value }) where value.local(in: .soap12) != nil {
        findings.report(
          "The subcode '\(value.text.shortened)' is in the SOAP 1.2 namespace", at: value.element)
      }
    }
  )

  // MARK: The subcodes SOAP defines

  static let rpcSubcodeUnknown = subcodeUnknown(.rpc)
  static let rpcSubcodeNotSender = subcodeNotSender(.rpc)
  static let encodingSubcodeUnknown = subcodeUnknown(.encoding)
  static let encodingSubcodeNotSender = subcodeNotSender(.encoding)

  private static func subcodeUnknown(_ family: SubcodeFamily) -> Rule {
    Rule(
      "SOAP12-\(family.id)-subcode-unknown",
      "A subcode in the SOAP \(family.title) namespace is not one that SOAP 1.2 defines there",
      level: .note,
      references: [family.reference],
      profiles: [.soap12],
      rationale: """
        The namespace belongs to SOAP, which defines \(family.list) in it. Clients know no other name there.
        """,
      remedy: "Use a name that SOAP defines, or a namespace of your own.",
      conforming: [.fault12(family.example("Sender", "<e:Value", family.names[0]))],
      violating: [.fault12(family.example("Sender", "↓<e:Value", "Busy"))],
      check: .fault12 { fault, findings in
        for value in fault.subcodes.lazy.compactMap({ $0.value })
        where value.local(in: family.namespace) != nil && !family.contains(value) {
          findings.report(
            "The subcode '\(value.text.shortened)' is not defined by SOAP 1.2", at: value.element)
        }
      })
  }

  private static func subcodeNotSender(_ family: SubcodeFamily) -> Rule {
    Rule(
      "SOAP12-\(family.id)-subcode-not-sender",
      "A subcode of the SOAP \(family.title) namespace stands under another code than Sender",
      level: .warning,
      references: [family.reference],
      profiles: [.soap12],
      rationale: """
        SOAP 1.2 gives these subcodes to faults that the sender of the request is to blame for. Under \
        another code a client that looks at the code first repeats a request that can only fail again.
        """,
      remedy: "Send the code Sender with it.",
      conforming: [.fault12(family.example("Sender", "<e:Value", family.names[0]))],
      violating: [.fault12(family.example("Receiver", "↓<e:Value", family.names[0]))],
      check: .fault12 { fault, findings in
        // A code that is none of SOAP's is a breach of its own.
        guard fault.hasStandardCode, !fault.isCode("Sender") else { return }
        for value in fault.subcodes.lazy.compactMap({ $0.value }) where family.contains(value) {
          findings.report(
            "The subcode '\(value.text.shortened)' stands under the code '\(fault.code?.value?.text.shortened ?? "")'",
            at: value.element, level: family.isOptional(value) ? .note : nil)
        }
      })
  }
}

/// The subcodes that part 2 of SOAP 1.2 defines in one namespace.
private struct SubcodeFamily: Sendable {
  let id: String
  let title: String
  let namespace: Namespace
  let uri: String
  let names: [StaticString]
  let reference: Reference

  static let rpc = SubcodeFamily(
    id: "rpc", title: "RPC", namespace: .soap12RPC, uri: "http://www.w3.org/2003/05/soap-rpc",
    names: ["ProcedureNotPresent", "BadArguments"], reference: .soap12Part2("4.4"))
  static let encoding = SubcodeFamily(
    id: "encoding", title: "encoding", namespace: .soap12Encoding,
    uri: "http://www.w3.org/2003/05/soap-encoding",
    names: ["MissingID", "DuplicateID", "UntypedValue"], reference: .soap12Part2("3.2"))

  /// Whether SOAP 1.2 leaves it to a node whether to send the subcode, with Sender, where it asks for the others of the
  /// encoding. Of the two of RPC it leaves one open and demands the other; the warning lies between.
  func isOptional(_ value: FaultCode) -> Bool { value.isNamed(.soap12Encoding, "UntypedValue") }

  /// Whether a subcode is one of them.
  func contains(_ value: FaultCode) -> Bool { names.contains { value.isNamed(namespace, $0) } }

  /// The names, for prose.
  var list: String {
    var list = "\(names[0])"
    for (index, name) in names.enumerated().dropFirst() {
      list += index == names.count - 1 ? " and " : ", "
      list += "\(name)"
    }
    return list
  }

  /// The children of a fault with a subcode in the namespace.
  func example(_ code: String, _ value: String, _ name: some CustomStringConvertible) -> String {
    "<e:Code><e:Value>e:\(code)</e:Value><e:Subcode>\(value) xmlns:q=\"\(uri)\">q:\(name)</e:Value></e:Subcode>"
      + #"</e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#
  }
}
