internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// detail: SOAP 1.1, section 4.4.
extension SOAP11 {
  static let detailMissing = Rule(
    "SOAP11-detail-missing", "The contents of Body could not be processed and the fault has no detail",
    level: .error,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: """
      In SOAP 1.1 a fault without detail says that it has nothing to do with the processing of Body. A client that \
      goes by it looks for the cause elsewhere, and may send the same Body again in vain. A fault about a header \
      entry or the version of the Envelope has no detail: MustUnderstand and VersionMismatch are such codes.
      """,
    remedy: "Add a detail; an empty one is enough.",
    needs: .bodyProcessed,
    conforming: [
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail/>")
        .given { $0.bodyProcessed = false },
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>").given {
        $0.bodyProcessed = true
      },
      .fault11("<faultcode>s:MustUnderstand</faultcode><faultstring>x</faultstring>").given {
        $0.bodyProcessed = false
      },
    ],
    violating: [
      .body11("↓<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>")
        .given { $0.bodyProcessed = false }
    ],
    check: .fault11 { fault, findings in
      guard findings.exchange.bodyProcessed == false, fault.isAboutBody(findings.exchange.faultScope),
        fault.detail == nil, !fault.hasQualified(.detail)
      else { return }
      findings.report(
        "The Body was not processed successfully, but the Fault has no detail", at: fault.element)
    }
  )

  static let detailHeaderError = Rule(
    "SOAP11-detail-header-error", "The fault is about a header entry and its detail has content",
    level: .error,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: """
      detail is for errors in the Body. A client that finds something in it takes the Body of its request \
      for the culprit, and corrects the wrong part.
      """,
    remedy: "Move what is said about a header entry into a header entry of the answer, and leave detail out.",
    conforming: [
      .fault11("<faultcode>s:MustUnderstand</faultcode><faultstring>x</faultstring>"),
      .fault11("<faultcode>s:Client</faultcode><faultstring>x</faultstring><detail><m:d/></detail>")
        .given { $0.faultScope = .body },
    ],
    violating: [
      .fault11("<faultcode>s:MustUnderstand</faultcode><faultstring>x</faultstring>↓<detail><m:d/></detail>"),
      .envelope11(
        "<s:Header><m:err/></s:Header><s:Body><s:Fault><faultcode>s:Client</faultcode>"
          + "<faultstring>x</faultstring>↓<detail><m:d/></detail></s:Fault></s:Body>"
      ).given { $0.faultScope = .header },
    ],
    check: .fault11 { fault, findings in
      guard let detail = fault.detail, detail.hasContent else { return }
      if findings.exchange.faultScope == .header {
        findings.report("The fault is about a header entry, but detail has content", at: detail)
      } else if !fault.isAboutBody(findings.exchange.faultScope) {
        // By its code; only the exchange could prove it.
        findings.report(
          "detail has content, though by its code the fault is not about the Body", at: detail,
          level: .warning)
      }
    }
  )

  static let headerErrorNotInHeader = Rule(
    "SOAP11-header-error-not-in-header", "Details about a header error are not carried in a header entry",
    level: .error,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: """
      What there is to say about a header entry has to travel in a header entry of the answer. A client that \
      handles the header (security, addressing) looks there and finds nothing.
      """,
    remedy: "Add a header entry with the details, and leave detail out.",
    needs: .faultScope,
    restates: ["SOAP11-detail-header-error"],
    conforming: [
      .envelope11(
        "<s:Header><m:err/></s:Header><s:Body><s:Fault><faultcode>s:Client</faultcode>"
          + "<faultstring>x</faultstring></s:Fault></s:Body>"
      ).given { $0.faultScope = .header }
    ],
    violating: [
      .fault11(
        "<faultcode>s:Client</faultcode><faultstring>x</faultstring>↓<detail><m:headerError/></detail>"
      )
      .given { $0.faultScope = .header }
    ],
    check: .envelope11 { envelope, findings in
      guard findings.exchange.faultScope == .header, envelope.headerBlocks.isEmpty, !envelope.isFragment
      else {
        return
      }
      for detail in envelope.faults11.compactMap({ $0.detail }) where detail.hasContent {
        findings.report(
          "The details of a header error stand in detail, and no header entry has any", at: detail)
      }
    }
  )

  static let detailAbsent = Rule(
    "SOAP11-detail-absent",
    "The Client or Server fault has no detail, which formally says that it has nothing to do with the Body",
    level: .note,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: """
      Many services leave detail out by design. By the letter of SOAP 1.1 that says that the fault has nothing to do \
      with the processing of Body, so a client that goes by it looks for the cause elsewhere.
      """,
    remedy: "If the contents of Body could not be processed, add a detail; an empty one is enough.",
    isOptIn: true,
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail/>")],
    violating: [.body11("↓<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>")],
    check: .fault11 { fault, findings in
      guard fault.detail == nil, fault.standardCode == .client || fault.standardCode == .server else {
        return
      }
      findings.report("The Fault has no detail, as if it had nothing to do with the Body", at: fault.element)
    }
  )

  static let detailPresent = Rule(
    "SOAP11-detail-present",
    "detail has content, whose form the parties have to agree on (extension point E0005)",
    level: .note,
    references: [.basicProfile("E0005")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI4102"), .bp11("BP4102"), .bp12("BP1905")],
    rationale: """
      The profile leaves the content of detail to the two parties. A client without the same agreement can \
      show it but not understand it.
      """,
    remedy: """
      Nothing has to change; nearly every useful fault has a detail. Describe its entries in the WSDL as a \
      fault message.
      """,
    isOptIn: true,
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>↓<detail><m:x/></detail>")
    ],
    check: .fault11 { fault, findings in
      guard let detail = fault.detail, detail.hasContent else { return }
      findings.report("detail has content", at: detail)
    }
  )

  static let detailEmptyAccepted = accepted(
    "SOAP11-detail-empty-accepted", "An empty detail is not a breach", "<detail/>")

  static let detailAttributesAccepted = accepted(
    "SOAP11-detail-attributes-accepted",
    "Attributes on detail, qualified or not, are not a breach of SOAP 1.1",
    #"<detail a="1" m:b="2"/>"#, assertions: [.bp10("WSI1203"), .bp11("BP1203")])

  static let detailEntryUnqualifiedAccepted = accepted(
    "SOAP11-detail-entry-unqualified-accepted", "Detail entries in no namespace are not a breach",
    "<detail><err/></detail>", assertions: [.bp10("WSI1998"), .bp11("BP3998")])

  static let detailEntryEncodingStyleAccepted = accepted(
    "SOAP11-detail-entry-encodingstyle-accepted", "encodingStyle on a detail entry is not a breach",
    #"<detail><m:d s:encodingStyle=""/></detail>"#)

  private static func accepted(
    _ id: String, _ title: String, _ detail: String, assertions: [Assertion] = []
  ) -> Rule {
    Rule(
      id, title, level: .note, references: [.soap11("4.4")],
      profiles: [.soap11],
      assertions: assertions,
      rationale: """
        SOAP 1.1 leaves the attributes and entries of detail to the application, and an empty one is legal.
        """,
      conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>" + detail)],
      check: .acceptance { _, _ in false })
  }
}

extension ElementView {
  /// Whether it has a child element or text that is not white space.
  var hasContent: Bool { children.first != nil || firstVisibleText != nil }
}

extension Fault11 {
  /// Whether it is about the contents of Body, as far as what is known of the exchange, or else its code, tells:
  /// MustUnderstand is about a header entry, and VersionMismatch about the Envelope.
  fileprivate func isAboutBody(_ scope: FaultScope?) -> Bool {
    switch scope {
    case .body: true
    case .header: false
    case nil: standardCode != .mustUnderstand && standardCode != .versionMismatch
    }
  }
}
