internal import FaultlintEngine

/// What only the description of a service tells: WS-I Basic Profile 1.0 to 2.0, section 4.7.
extension BasicProfile {
  static let r2740 = Rule(
    "BP-R2740", "The detail entry is not a fault that the WSDL declares for the operation",
    level: .warning,
    references: [.basicProfile("R2740")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1107"), .bp11("BP1107")],
    rationale: "Clients made from the description have a type for the declared faults only.",
    check: .notCheckable(reason: needsDescription)
  )

  static let r2724 = Rule(
    "BP-R2724", "A request that does not fit the WSDL was not answered with a Client (Sender) fault",
    level: .warning,
    references: [.basicProfile("R2724")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI2999"), .bp11("BP2999")],
    rationale: "The code tells the client that it has to change its request.",
    check: .notCheckable(reason: needsDescription)
  )

  static let r2744 = Rule(
    "BP-R2744", "SOAPAction is not the soapAction of the operation in the WSDL",
    level: .error,
    references: [.basicProfile("R2744")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1116"), .bp11("BP1116"), .bp12("BP1116")],
    rationale: "Dispatchers that go by the field send the message elsewhere.",
    check: .notCheckable(reason: needsDescription)
  )

  static let r2744From20 = Rule(
    "BP-R2744-bp20", "The action parameter is not the soapAction of the operation in the WSDL",
    level: .error,
    references: [.basicProfile("R2744", of: "2.0")],
    profiles: [.bp20],
    assertions: [.bp20("BP1116")],
    rationale: "Dispatchers that go by the parameter send the message elsewhere.",
    check: .notCheckable(reason: needsDescription)
  )

  static let r2745 = Rule(
    "BP-R2745", "The WSDL gives no soapAction and SOAPAction is not the empty quoted string",
    level: .error,
    references: [.basicProfile("R2745")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1116"), .bp11("BP1116"), .bp12("BP1116")],
    rationale: "Without an action in the description there is nothing that both sides know.",
    check: .notCheckable(reason: needsDescription)
  )

  static let r2900 = Rule(
    "BP-R2900", "The wsa:Action of a declared fault is not the one the WSDL gives it",
    level: .error,
    references: [.basicProfile("R2900", of: "1.2")],
    profiles: [.bp12, .bp20],
    rationale: "Clients with WS-Addressing dispatch faults by the action.",
    check: .notCheckable(reason: needsDescription)
  )

  static let headerBlockUndeclared = Rule(
    "WSDL-header-block-undeclared",
    "A header block is mandatory or not described in the WSDL (extension point E0001)",
    level: .note,
    references: [.basicProfile("E0001")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI4100"), .bp11("BP4100"), .bp12("BP1901")],
    rationale: "Clients made from the description do not know of the block.",
    check: .notCheckable(reason: needsDescription)
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

  private static let needsDescription = "it takes the WSDL of the service, which is not read"
}
