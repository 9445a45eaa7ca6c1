public import FaultlintXMLTree

/// The faults that WS-Addressing itself defines.
///
/// Source: WS-Addressing 1.0, SOAP Binding, sections 6.1 to 6.4.
public struct AddressingFault: Sendable {
  /// The name of the fault, the [Subcode] property.
  public let subcode: StaticString
  /// The standard code of SOAP 1.2 that it refines.
  public let code: StaticString
  /// The names that may refine it.
  public let refinements: [StaticString]

  private static let all = [
    AddressingFault(
      subcode: "InvalidAddressingHeader", code: "Sender",
      refinements: [
        "InvalidAddress", "InvalidEPR", "InvalidCardinality", "MissingAddressInEPR", "DuplicateMessageID",
        "ActionMismatch", "OnlyAnonymousAddressSupported", "OnlyNonAnonymousAddressSupported",
      ]),
    AddressingFault(subcode: "MessageAddressingHeaderRequired", code: "Sender", refinements: []),
    AddressingFault(subcode: "DestinationUnreachable", code: "Sender", refinements: []),
    AddressingFault(subcode: "ActionNotSupported", code: "Sender", refinements: []),
    AddressingFault(subcode: "EndpointUnavailable", code: "Receiver", refinements: []),
  ]

  /// The fault with this name.
  public init?(_ name: FaultCode) {
    guard let fault = Self.all.first(where: { name.isNamed(.addressing, $0.subcode) }) else { return nil }
    self = fault
  }

  private init(subcode: StaticString, code: StaticString, refinements: [StaticString]) {
    self.subcode = subcode
    self.code = code
    self.refinements = refinements
  }

  /// The fault that this name refines.
  public init?(refinedBy name: FaultCode) {
    guard let fault = Self.all.first(where: { $0.isRefined(by: name) }) else { return nil }
    self = fault
  }

  /// Whether this name is one of its refinements.
  public func isRefined(by name: FaultCode) -> Bool {
    refinements.contains { name.isNamed(.addressing, $0) }
  }

  /// What wsa:Action says of a message with such a fault.
  public static let action: StaticString = "http://www.w3.org/2005/08/addressing/fault"
  /// What wsa:Action says of a message with a fault that SOAP defines.
  public static let actionForSOAP: StaticString = "http://www.w3.org/2005/08/addressing/soap/fault"
}

extension Envelope {
  /// The header block wsa:Action.
  public var action: ElementView? { headerBlocks.first { $0.isNamed(.addressing, .action) } }
}

extension Fault11 {
  /// Whether it is one of the faults of WS-Addressing.
  public var isOfAddressing: Bool {
    code.map { AddressingFault($0) != nil || AddressingFault(refinedBy: $0) != nil } ?? false
  }
}

extension Fault12 {
  /// Where a name of the faults of WS-Addressing stands that does not belong there: as a Code, below a Code or Subcode
  /// that it does not refine, or too deep.
  public var misplacedAddressingName: ElementView? {
    for code in codes {
      guard let name = code.value else { continue }
      if let fault = AddressingFault(name) {
        guard code.depth == 1, isCode(fault.code) else { return name.element }
      } else if AddressingFault(refinedBy: name) != nil {
        let parent = code.depth == 2 ? subcodes.first?.value.flatMap { AddressingFault($0) } : nil
        guard parent?.isRefined(by: name) ?? false else { return name.element }
      }
    }
    return nil
  }

  /// Whether it is one of the faults of WS-Addressing.
  public var isOfAddressing: Bool {
    subcodes.first?.value.map { AddressingFault($0) != nil } ?? false
  }
}
