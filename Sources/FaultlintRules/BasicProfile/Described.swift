internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// What only the description of a service tells: WS-I Basic Profile 1.0 to 2.0, section 4.7.
extension BasicProfile {
  // MARK: Faults

  static let r2740 = Rule(
    "BP-R2740", "The detail entry is not a fault that the WSDL binds for the operation",
    level: .warning,
    references: [.basicProfile("R2740")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1107"), .bp11("BP1107")],
    rationale: """
      Clients made from the description have a type for the faults that its binding has. A service should describe \
      every fault it knows of; one that it does not know of may still be sent (R2742), so this is no more than a warning.
      """,
    remedy: """
      Declare the fault in the portType with a message whose part names the element of the entry, and bind it with \
      soap:fault.
      """,
    needs: .description,
    restates: ["WSDL-fault-undeclared"],
    conforming: [.describedFault11("<m:problem/>"), .describedFault12("<m:problem/>")],
    violating: [
      .describedFault11("↓<m:other/>"), .describedFault12("↓<m:other/>"),
      Example.describedFault11("↓<m:problem/>").given {
        $0.description = .example { $0.faults[0].isBound = false }
      },
    ],
    check: .described { envelope, described, findings in
      for entry in envelope.detailEntries {
        if described.lacks(entry) {
          findings.report(
            "'\(entry.qualifiedName)' is not a fault that the WSDL binds for \(described.subject)\(described.alternatives)",
            at: entry)
        } else if let fault = described.fault(declaring: entry), !fault.isBound {
          findings.report(
            "The fault '\(fault.name)' of the portType has no soap:fault in the binding (\(fault.place))",
            at: entry)
        }
      }
    }
  )

  static let r2742 = Rule(
    "BP-R2742", "A detail entry that the WSDL does not describe is not an error",
    level: .note,
    references: [.basicProfile("R2742")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI2999"), .bp11("BP2999")],
    rationale: "Services may send fault details that nobody described.",
    conforming: [
      .fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail><m:x/></detail>")
    ],
    check: .acceptance { _, _ in false }
  )

  static let r2743 = Rule(
    "BP-R2743", "A header block with header error details that the WSDL does not describe is not a breach",
    level: .note,
    references: [.basicProfile("R2743")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI2999"), .bp11("BP2999")],
    rationale: "Services may send header fault details that nobody described.",
    conforming: [
      .envelope11("<s:Header><m:x/></s:Header><s:Body/>"),
      .envelope12("<e:Header><m:x/></e:Header><e:Body/>"),
    ],
    check: .acceptance { _, _ in false }
  )

  static let r2724 = Rule(
    "BP-R2724", "A request that does not fit the WSDL was not answered with a Client (Sender) fault",
    level: .warning,
    references: [.basicProfile("R2724")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI2999"), .bp11("BP2999")],
    rationale: """
      The code tells the client that it has to change its request. With any other code it sends the same request again, \
      or waits for the service to be repaired.
      """,
    remedy:
      "Answer with the code Client (SOAP 1.1) or Sender (SOAP 1.2), and say what is wrong with the request.",
    needs: .description,
    conforming: [
      Example.fault11("<faultcode>s:Client</faultcode><faultstring>x</faultstring>").described
        .answering(.body11("<m:cancel/>")),
      Example.plain11.described.answering(.body11("<m:order/>")),
      Example.fault11("<faultcode>s:MustUnderstand</faultcode><faultstring>x</faultstring>").described
        .answering(
          .envelope11(#"<s:Header><m:h s:mustUnderstand="1"/></s:Header><s:Body><m:cancel/></s:Body>"#)),
    ],
    violating: [
      Example.fault11("↓<faultcode>s:Server</faultcode><faultstring>x</faultstring>").described
        .answering(.body11("<m:cancel/>")),
      Example.fault12(
        "<e:Code>↓<e:Value>e:Receiver</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#
      ).described.answering(.body12("<m:cancel/>")),
    ],
    check: .described { envelope, described, findings in
      guard let problem = described.requestProblem, let code = envelope.codeForOtherReasons else { return }
      findings.report(
        "The code is '\(code.text.trimmed.shortened)', and the request does not fit the WSDL: \(problem)",
        at: code)
    }
  )

  // MARK: What is sent with a message

  static let r2744 = Rule(
    "BP-R2744", "SOAPAction is not the soapAction of the operation in the WSDL",
    level: .error,
    references: [.basicProfile("R2744")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1116"), .bp11("BP1116"), .bp12("BP1116")],
    rationale: "Dispatchers that go by the field send the message elsewhere, or refuse it.",
    remedy: "Send the soapAction of the operation as the WSDL has it, in quotation marks.",
    needs: .description,
    conforming: [
      Example.body11("<m:order/>").described.request("POST", #"SOAPAction: "urn:m:order""#),
      Example.body11("<m:cancel/>").described.request("POST", #"SOAPAction: "urn:other""#),
    ],
    violating: [
      Example.body11("<m:order/>").described.request("POST", #"SOAPAction: "urn:other""#).markedAtStart
    ],
    check: .http { head, message, findings in
      guard let actions = findings.exchange.boundActions(of: message, .v11),
        let value = head.field("SOAPAction")
      else { return }
      let stated = actions.filter { !$0.isEmpty }
      guard stated.count == actions.count, !stated.contains(value.unquoted.map(String.init) ?? value) else {
        return
      }
      findings.report(
        "SOAPAction is '\(value)', and the WSDL has '\(stated[0])' for this operation",
        inHead: head.index(of: "SOAPAction"))
    }
  )

  static let r2744From20 = Rule(
    "BP-R2744-bp20", "The action parameter is not the soapAction of the operation in the WSDL",
    level: .error,
    references: [.basicProfile("R2744", of: "2.0")],
    profiles: [.bp20],
    assertions: [.bp20("BP1116")],
    rationale: "Dispatchers that go by the parameter send the message elsewhere, or refuse it.",
    remedy: "Send the soapAction of the operation as the WSDL has it, or leave the parameter out.",
    needs: .description,
    conforming: [
      Example.body12("<m:order/>").described.request(
        "POST", #"Content-Type: application/soap+xml; charset=utf-8; action="urn:m:order""#),
      Example.body12("<m:order/>").described.request(),
    ],
    violating: [
      Example.body12("<m:order/>").described.request(
        "POST", #"Content-Type: application/soap+xml; charset=utf-8; action="urn:other""#
      ).markedAtStart
    ],
    check: .http { head, message, findings in
      guard let actions = findings.exchange.boundActions(of: message, .v12),
        let value = head.contentType?.parameter("action")?.value
      else { return }
      let stated = actions.filter { !$0.isEmpty }
      guard stated.count == actions.count, !stated.contains(value) else { return }
      findings.report(
        "The action parameter is '\(value)', and the WSDL has '\(stated[0])' for this operation",
        inHead: head.index(of: "Content-Type"))
    }
  )

  static let r2745 = Rule(
    "BP-R2745", "The WSDL gives no soapAction and SOAPAction is not the empty quoted string",
    level: .error,
    references: [.basicProfile("R2745")],
    profiles: [.bp10, .bp11, .bp12.narrowed(to: soapActionWithoutAddressing)],
    assertions: [.bp10("WSI1116"), .bp11("BP1116"), .bp12("BP1116")],
    rationale: "Without an action in the description there is nothing that both sides know.",
    remedy:
      #"Send SOAPAction: "" (two quotation marks with nothing between them), or give the operation a soapAction."#,
    needs: .description,
    restates: ["BP-R1109", "HTTP-soapaction-not-quoted"],
    conforming: [
      Example.body11("<m:order/>").given { $0.description = .example { $0.soapAction = "" } }.request(),
      Example.envelope11(
        #"<s:Header><a:Action xmlns:a="http://www.w3.org/2005/08/addressing">urn:m:order</a:Action></s:Header>"#
          + "<s:Body><m:order/></s:Body>"
      ).given { $0.description = .example { $0.soapAction = "urn:m:order" } }
        .request("POST", #"SOAPAction: "urn:m:order""#),
    ],
    violating: [
      Example.body11("<m:order/>").given { $0.description = .example { $0.soapAction = "" } }
        .request("POST", #"SOAPAction: "urn:m:order""#).markedAtStart
    ],
    check: .http { head, message, findings in reportSOAPAction(head, message, &findings) { _ in false } }
  )

  /// From 1.2 on wsa:Action may be what both sides know.
  private static let soapActionWithoutAddressing = Check.http { head, message, findings in
    reportSOAPAction(head, message, &findings) { $0.envelope?.action != nil }
  }

  private static func reportSOAPAction(
    _ head: HTTPHead, _ message: Message?, _ findings: inout FindingCollector,
    unless isLeftOut: (Message) -> Bool
  ) {
    guard let message, let actions = findings.exchange.boundActions(of: message, .v11),
      let value = head.field("SOAPAction"), actions.allSatisfy(\.isEmpty), value != "\"\"",
      !isLeftOut(message)
    else { return }
    findings.report(
      "SOAPAction is '\(value)', and the WSDL gives this operation no soapAction",
      inHead: head.index(of: "SOAPAction"))
  }

  static let r2900 = Rule(
    "BP-R2900", "The wsa:Action of a declared fault is not the one the WSDL gives it",
    level: .error,
    references: [.basicProfile("R2900", of: "1.2"), Reference("WS-Addressing 1.0, Metadata, section 4.4.4")],
    profiles: [.bp12, .bp20],
    rationale: """
      Clients with WS-Addressing dispatch faults by the action. One that they do not know is an unknown fault to them, \
      whatever the detail says.
      """,
    remedy: """
      Send the wsam:Action of the wsdl:fault; if it has none, the default: the target namespace of the WSDL, the \
      portType, the operation, Fault and the name of the fault, with slashes between them (colons after a URN).
      """,
    needs: .description,
    conforming: [
      Example.addressedFault("urn:m:orders:order:Fault:problem", "<m:problem/>"),
      Example.addressedFault("http://www.w3.org/2005/08/addressing/soap/fault", ""),
    ],
    violating: [
      Example.addressedFault("urn:m:orders:order:Fault:other", "<m:problem/>", isMarked: true)
    ],
    check: .described { envelope, described, findings in
      guard let action = envelope.action, let entry = envelope.detailEntries.first,
        described.fault(declaring: entry) != nil
      else { return }
      let text = action.text.trimmed
      let actions = described.operations.flatMap(\.faults).filter { $0.entry.fits(entry) }.map(\.action)
      guard !actions.contains(where: text.equals) else { return }
      findings.report(
        "wsa:Action is '\(text.shortened)', and the WSDL has '\(actions[0])' for this fault", at: action)
    }
  )

  // MARK: How faults are bound

  static let r2754 = bound(
    "BP-R2754", "The soap:fault of a fault that is sent has another name than its wsdl:fault",
    rationale: """
      Generators of clients look a bound fault up by one name or the other. Where they differ, some make no type for \
      the fault and its callers get an untyped one.
      """,
    remedy: "Give soap:fault the name of the wsdl:fault around it.", { $0.boundName = "other" }
  ) { fault in
    fault.boundName.flatMap { $0 == fault.name ? nil : "is called '\($0)' in its soap:fault" }
  }

  static let r2721 = bound(
    "BP-R2721", "The soap:fault of a fault that is sent has no name",
    rationale: "Generators of clients look a bound fault up by this name, and make no type for one without.",
    remedy: "Give soap:fault the name of the wsdl:fault around it.", { $0.boundName = nil }
  ) { fault in fault.boundName == nil ? "has a soap:fault without a name" : nil }

  static let r2723 = bound(
    "BP-R2723", "The soap:fault of a fault that is sent is not bound as literal",
    rationale:
      "The profile has all messages described by schemas alone. Many clients cannot decode anything else.",
    remedy: #"Write use="literal" on soap:fault, or leave use out."#, { $0.isEncoded = true }
  ) { fault in fault.isEncoded ? "is bound with use=\"encoded\"" : nil }

  static let r2205 = bound(
    "BP-R2205", "The message of a fault that is sent names a type and not an element",
    rationale: """
      WSDL does not say what the element in the detail is called if there is no more than its type. Services and \
      clients guess, each in their own way.
      """,
    remedy: "Declare a global element of that type, and name it in the part of the message.",
    { $0.entry = .typed(locals: ["problem"]) }
  ) { fault in
    if case .typed = fault.entry { "has a part with a type and no element" } else { nil }
  }

  /// A requirement on the binding of a fault, which shows in the messages that have the fault. It is the description that
  /// breaks it, and the message no more than meets it: a warning.
  private static func bound(
    _ id: String, _ title: String, rationale: String, remedy: String,
    _ change: @escaping @Sendable (inout ServiceDescription.DeclaredFault) -> Void,
    _ complaint: @escaping @Sendable (ServiceDescription.DeclaredFault) -> String?
  ) -> Rule {
    Rule(
      id, title,
      level: .warning,
      references: [.basicProfile(String(id.dropFirst("BP-".count)))],
      profiles: [.bp10, .bp11, .bp12, .bp20],
      rationale: rationale,
      remedy: remedy,
      needs: .description,
      conforming: [.describedFault11("<m:problem/>"), .describedFault12("<m:problem/>")],
      violating: [
        Example.describedFault11("↓<m:problem/>").given {
          $0.description = .example { change(&$0.faults[0]) }
        },
        Example.describedFault12("↓<m:problem/>").given {
          $0.description = .example { change(&$0.faults[0]) }
        },
      ],
      check: .described { envelope, described, findings in
        for entry in envelope.detailEntries {
          guard let fault = described.fault(declaring: entry), fault.isBound, let complaint = complaint(fault)
          else { continue }
          findings.report("The fault '\(fault.name)' \(complaint) (\(fault.place))", at: entry)
        }
      }
    )
  }
}

extension ExchangeFacts {
  /// The soapActions of the operations whose request this message is, by its Body; nil if it is no such request.
  fileprivate func boundActions(of message: Message?, _ version: SOAPVersion) -> [String]? {
    guard http?.method != nil, let described, let envelope = message?.envelope, envelope.version == version
    else {
      return nil
    }
    let actions = described.description.operations(taking: envelope).map(\.soapAction)
    return actions.isEmpty ? nil : actions
  }
}

extension Envelope {
  /// The code of its fault, if that says something else than that the request is to blame or could not be read.
  fileprivate var codeForOtherReasons: ElementView? {
    if let fault = faults11.first {
      switch fault.standardCode {
      case .client, .mustUnderstand, .versionMismatch: return nil
      case .server, nil: return fault.faultcode
      }
    }
    guard let fault = faults12.first, let code = fault.code, code.value != nil else { return nil }
    let isExcused = ["Sender", "MustUnderstand", "VersionMismatch", "DataEncodingUnknown"].contains {
      fault.isCode($0)
    }
    return isExcused ? nil : code.values.first
  }
}

extension Example {
  /// A SOAP 1.1 fault with this wsa:Action and this detail, where the description of examples is known.
  fileprivate static func addressedFault(_ action: String, _ detail: String, isMarked: Bool = false)
    -> Example
  {
    envelope11(
      #"<s:Header>\#(isMarked ? "↓" : "")<a:Action xmlns:a="http://www.w3.org/2005/08/addressing">\#(action)</a:Action>"#
        + "</s:Header><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring>"
        + (detail.isEmpty ? "" : "<detail>\(detail)</detail>") + "</s:Fault></s:Body>"
    ).described
  }
}
