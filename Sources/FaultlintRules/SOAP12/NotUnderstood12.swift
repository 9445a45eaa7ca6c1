internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// The NotUnderstood header blocks of MustUnderstand faults: SOAP 1.2 part 1, section 5.4.8.
extension SOAP12 {
  static let notUnderstoodMissing = Rule(
    "SOAP12-notunderstood-missing", "The MustUnderstand fault has no NotUnderstood header block",
    level: .warning,
    references: [.soap12("5.4.8")],
    profiles: [.soap12],
    rationale: """
      The header blocks name the mandatory headers that were not understood. Without one a client learns \
      that a header of its request was refused, but not which.
      """,
    remedy: "Add a NotUnderstood header block for each such header, with its name in qname.",
    conforming: [.mustUnderstand(#"<e:NotUnderstood qname="q:h" xmlns:q="urn:q"/>"#)],
    violating: [
      .body12(
        "↓<e:Fault><e:Code><e:Value>e:MustUnderstand</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>"#)
    ],
    check: .envelope12 { envelope, findings in
      guard !envelope.isFragment, envelope.headerBlocks(.notUnderstood).isEmpty else { return }
      for fault in envelope.faults12 where fault.isCode("MustUnderstand") {
        findings.report(
          "No NotUnderstood header block says which header was not understood", at: fault.element)
      }
    }
  )

  static let notUnderstoodUnexpected = Rule(
    "SOAP12-notunderstood-unexpected",
    "A NotUnderstood header block accompanies something else than a MustUnderstand fault",
    level: .note,
    references: [.soap12("5.4.8")],
    profiles: [.soap12],
    rationale: """
      SOAP 1.2 defines NotUnderstood for MustUnderstand faults, and clients look for it there. It forbids it \
      nowhere else, but nobody reads it.
      """,
    remedy: "Send it with a MustUnderstand fault only.",
    conforming: [.mustUnderstand(#"<e:NotUnderstood qname="m:h"/>"#)],
    violating: [.envelope12(#"<e:Header>↓<e:NotUnderstood qname="m:h"/></e:Header><e:Body/>"#)],
    check: .envelope12 { envelope, findings in
      guard !envelope.faults12.contains(where: { $0.isCode("MustUnderstand") }) else { return }
      for block in envelope.headerBlocks(.notUnderstood) {
        findings.report("NotUnderstood stands in a message that is not a MustUnderstand fault", at: block)
      }
    }
  )

  static let notUnderstoodQNameMissing = Rule(
    "SOAP12-notunderstood-qname-missing", "NotUnderstood has no qname attribute in no namespace",
    level: .error,
    references: [.soap12("5.4.8.1"), .soap12("5.4.8.2")],
    profiles: [.soap12],
    rationale: """
      qname is where the header that was not understood is named. Without it the block says nothing; a \
      client does not look for it in the SOAP namespace.
      """,
    remedy: "Write qname without a prefix, and the name of the header as its value.",
    // Content without qname is the same defect: the name was written in the wrong place.
    schema: [.attribute, .children],
    conforming: [.mustUnderstand(#"<e:NotUnderstood qname="m:h"/>"#)],
    violating: [
      .mustUnderstand("↓<e:NotUnderstood/>"),
      .mustUnderstand(#"↓<e:NotUnderstood e:qname="m:h"/>"#),
      .mustUnderstand("↓<e:NotUnderstood>m:h</e:NotUnderstood>"),
    ],
    check: .envelope12 { envelope, findings in
      for block in envelope.headerBlocks(.notUnderstood) where block.qname == nil {
        findings.report("NotUnderstood has no attribute qname", at: block)
      }
    }
  )

  static let notUnderstoodQNameNotQName = Rule(
    "SOAP12-notunderstood-qname-not-qname", "The qname of NotUnderstood is not a qualified name",
    level: .error,
    references: [.soap12("5.4.8.2")],
    profiles: [.soap12],
    rationale: """
      A client reads there the qualified name of one of its headers. From anything else it learns nothing, \
      and one that validates refuses the message.
      """,
    remedy: "Write a declared prefix, a colon and the local name of the header.",
    schema: [.attributeValue],
    conforming: [.mustUnderstand(#"<e:NotUnderstood qname="m:h"/>"#)],
    violating: [
      .mustUnderstand(#"<e:NotUnderstood ↓qname="{urn:m}h"/>"#),
      .mustUnderstand(#"<e:NotUnderstood ↓qname=""/>"#),
    ],
    check: .envelope12 { envelope, findings in
      for attribute in envelope.headerBlocks(.notUnderstood).compactMap(\.qname) {
        guard case .malformed = attribute.qualified else { continue }
        findings.report("The qname '\(attribute.value.shortened)' is not a qualified name", at: attribute)
      }
    }
  )

  static let notUnderstoodQNameUnbound = Rule(
    "SOAP12-notunderstood-qname-unbound", "The prefix in the qname of NotUnderstood is not declared",
    level: .error,
    references: [.soap12("5.4.8.2"), Reference("Namespaces in XML 1.0, section 4")],
    profiles: [.soap12],
    rationale: """
      A prefix that was declared in the request means nothing in the answer. A client that resolves the name \
      stops there.
      """,
    remedy: """
      Declare the prefix on NotUnderstood or on an element around it. It need not be the one of the request.
      """,
    schema: [.attributeValue],
    conforming: [.mustUnderstand(#"<e:NotUnderstood xmlns:z="urn:z" qname="z:h"/>"#)],
    violating: [.mustUnderstand(#"<e:NotUnderstood ↓qname="z:h"/>"#)],
    check: .envelope12 { envelope, findings in
      for attribute in envelope.headerBlocks(.notUnderstood).compactMap(\.qname) {
        guard case .unbound(let prefix) = attribute.qualified else { continue }
        findings.report("The prefix '\(prefix.shortened)' of the qname is not declared", at: attribute)
      }
    }
  )

  static let notUnderstoodQNameUnqualified = Rule(
    "SOAP12-notunderstood-qname-unqualified",
    "The qname of NotUnderstood is in no namespace and so can name no header block",
    level: .warning,
    references: [.soap12("5.4.8.2"), .soap12("5.2.1")],
    profiles: [.soap12],
    rationale: """
      Header blocks are always in a namespace, so a client finds none of that name in what it sent.
      """,
    remedy: "Write a prefix for the namespace of the header.",
    conforming: [.mustUnderstand(#"<e:NotUnderstood qname="m:h"/>"#)],
    violating: [.mustUnderstand(#"<e:NotUnderstood ↓qname="h"/>"#)],
    check: .envelope12 { envelope, findings in
      for attribute in envelope.headerBlocks(.notUnderstood).compactMap(\.qname) {
        guard case .resolved(.none, _, _) = attribute.qualified else { continue }
        findings.report("The qname '\(attribute.value.shortened)' is in no namespace", at: attribute)
      }
    }
  )

  static let notUnderstoodDuplicate = Rule(
    "SOAP12-notunderstood-duplicate", "Two NotUnderstood header blocks name the same header block",
    level: .note,
    references: [.soap12("5.4.8")],
    profiles: [.soap12],
    rationale: """
      Each NotUnderstood names a header block that was not understood. The second one of a name says nothing new, and \
      often stands where another name was meant.
      """,
    remedy: "Send one NotUnderstood for each name.",
    conforming: [.mustUnderstand(#"<e:NotUnderstood qname="m:h"/><e:NotUnderstood qname="m:g"/>"#)],
    violating: [
      .mustUnderstand(#"<e:NotUnderstood qname="m:h"/><e:NotUnderstood ↓qname="m:h"/>"#)
    ],
    check: .envelope12 { envelope, findings in
      let blocks = envelope.headerBlocks(.notUnderstood)
      guard blocks.count > 1 else { return }
      var seen: Set<String> = []
      for attribute in blocks.compactMap(\.qname) {
        guard case .resolved(let namespace, let local, _) = attribute.qualified,
          !seen.insert("\(namespace.id) \(local.string(limit: 1000))").inserted
        else { continue }
        findings.report("'\(attribute.value.shortened)' is named a second time", at: attribute)
      }
    }
  )

  static let notUnderstoodEncodingStyle = Rule(
    "SOAP12-notunderstood-encodingstyle", "encodingStyle stands on NotUnderstood",
    level: .error,
    references: [.soap12("5.4.8.1")],
    profiles: [.soap12],
    rationale: """
      NotUnderstood holds no data that could be encoded, and SOAP 1.2 forbids the attribute there by name. A \
      client that validates refuses the message.
      """,
    remedy: "Leave the attribute out.",
    schema: [.attribute],
    conforming: [.mustUnderstand(#"<e:NotUnderstood qname="m:h"/>"#)],
    violating: [.mustUnderstand(#"<e:NotUnderstood qname="m:h" ↓e:encodingStyle="urn:enc"/>"#)],
    check: .envelope12 { envelope, findings in
      for attribute in envelope.headerBlocks(.notUnderstood).compactMap(\.encodingStyle) {
        findings.report("'\(attribute.qualifiedName)' stands on NotUnderstood", at: attribute)
      }
    }
  )

  static let notUnderstoodContent = Rule(
    "SOAP12-notunderstood-content", "NotUnderstood has content, although its type is empty",
    level: .warning,
    references: [.soap12Schema],
    profiles: [.soap12],
    rationale: """
      All that NotUnderstood says stands in its qname. A client that validates refuses content, and others \
      drop it.
      """,
    remedy: "Empty the element. What else there is to say goes into Reason or Detail.",
    schema: [.children, .text],
    conforming: [.mustUnderstand(#"<e:NotUnderstood qname="m:h"/>"#)],
    violating: [
      .mustUnderstand(#"↓<e:NotUnderstood qname="m:h">x</e:NotUnderstood>"#),
      .mustUnderstand(#"↓<e:NotUnderstood qname="m:h"><m:x/></e:NotUnderstood>"#),
    ],
    check: .envelope12 { envelope, findings in
      for block in envelope.headerBlocks(.notUnderstood) where block.qname != nil && !block.isVoid {
        findings.report("NotUnderstood has content", at: block)
      }
    }
  )

  static let notUnderstoodAttribute = Rule(
    "SOAP12-notunderstood-attribute",
    "Upgrade, SupportedEnvelope or NotUnderstood has an attribute that its schema type has no room for",
    level: .note,
    references: [.soap12Schema, .soap12("5.2.1")],
    profiles: [.soap12],
    rationale: """
      The prose allows role, mustUnderstand and relay on every header block, but the schema gives these \
      types qname at most. A client that validates refuses the message.
      """,
    remedy: "Leave the attribute out.",
    schema: [.attribute],
    conforming: [.mustUnderstand(#"<e:NotUnderstood qname="m:h"/>"#)],
    violating: [
      .mustUnderstand(#"<e:NotUnderstood qname="m:h" ↓m:a="1"/>"#),
      .versionMismatch(
        #"<e:Upgrade ↓e:role="http://www.w3.org/2003/05/soap-envelope/role/next">"#
          + #"<e:SupportedEnvelope qname="e:Envelope" ↓id="x"/></e:Upgrade>"#),
    ],
    check: .envelope12 { envelope, findings in
      for attribute in envelope.headerBlocks(.upgrade).flatMap(\.plainAttributes)
        + envelope.surplusBesideQName
      {
        findings.report(
          "'\(attribute.element.qualifiedName)' has the attribute '\(attribute.qualifiedName)'", at: attribute
        )
      }
    }
  )
}

extension Envelope {
  /// The attributes of SupportedEnvelope and NotUnderstood beside qname. One that was written in its place, in a
  /// namespace, is not counted: that qname is missing says it all.
  fileprivate var surplusBesideQName: [AttributeView] {
    (supportedEnvelopes + headerBlocks(.notUnderstood)).flatMap { element in
      element.plainAttributes.filter { attribute in
        attribute.name != .qname || (attribute.namespace != .none && element.qname != nil)
      }
    }
  }
}

extension Example {
  /// A MustUnderstand fault with these header blocks, so that NotUnderstood is where it belongs.
  static func mustUnderstand(_ header: String) -> Example {
    envelope12(
      "<e:Header>" + header
        + "</e:Header><e:Body><e:Fault><e:Code><e:Value>e:MustUnderstand</e:Value></e:Code>"
        + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault></e:Body>"#)
  }
}
