internal import FaultlintEngine
internal import FaultlintModel

extension ServiceDescription {
  /// The description in the examples of rules: an operation with a fault, a header block and a fault of that, bound to both
  /// versions of SOAP.
  static let example = ServiceDescription(operations: [operation(.v11), operation(.v12)])

  /// The same, bound to one version only.
  static func only(_ version: SOAPVersion) -> ServiceDescription {
    ServiceDescription(operations: [operation(version)])
  }

  /// The same with a change.
  static func example(_ change: (inout Operation) -> Void) -> ServiceDescription {
    ServiceDescription(
      operations: [operation(.v11), operation(.v12)].map { operation in
        var operation = operation
        change(&operation)
        return operation
      })
  }

  private static func operation(_ version: SOAPVersion) -> Operation {
    var operation = Operation("order", version, style: .documentLiteral)
    operation.soapAction = "urn:m:order"
    operation.input = .element(ElementName("urn:m", "order"))
    operation.output = .element(ElementName("urn:m", "orderResponse"))
    operation.inputAction = "urn:m:order"
    operation.outputAction = "urn:m:orders:orderResponse"
    operation.headers = [ElementName("urn:m", "session")]
    operation.headerFaults = [ElementName("urn:m", "headerProblem")]
    var fault = DeclaredFault("problem", .element(ElementName("urn:m", "problem")))
    fault.action = "urn:m:orders:order:Fault:problem"
    fault.place = "orders.wsdl:40:9"
    operation.faults = [fault]
    return operation
  }
}

extension Example {
  /// The same where the description of examples is known.
  var described: Example { given { $0.description = .example } }

  /// A SOAP 1.1 fault with these detail entries, where the description of examples is known.
  static func describedFault11(_ entries: String) -> Example {
    fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail>\(entries)</detail>")
      .described
  }

  /// A SOAP 1.2 fault with these detail entries, where the description of examples is known.
  static func describedFault12(_ entries: String) -> Example {
    fault12(
      "<e:Code><e:Value>e:Receiver</e:Value></e:Code>"
        + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason><e:Detail>\#(entries)</e:Detail>"#
    ).described
  }
}
