public import FaultlintXMLTree

/// A fault of SOAP 1.2. It is handed to each rule; as a class that costs nothing.
///
/// Source: SOAP 1.2 part 1, section 5.4.
public final class Fault12: Sendable {
  /// The five children SOAP 1.2 gives a fault, in their order.
  public enum Field: Int, Sendable, CaseIterable {
    /// The code for software.
    case code
    /// The explanation for people.
    case reason
    /// Who found the fault.
    case node
    /// In which role it acted.
    case role
    /// What the application has to say.
    case detail

    /// Its local name.
    public var name: LocalName {
      switch self {
      case .code: .code
      case .reason: .reason
      case .node: .node
      case .role: .role12
      case .detail: .detail12
      }
    }

    init?(_ name: LocalName) {
      switch name {
      case .code: self = .code
      case .reason: self = .reason
      case .node: self = .node
      case .role12: self = .role
      case .detail12: self = .detail
      default: return nil
      }
    }
  }

  /// A child of the fault.
  public struct Child: Sendable {
    /// The element.
    public let element: ElementView
    /// Which of the five it is; nil if none. The five are in the SOAP 1.2 namespace.
    public let field: Field?
    /// Which of the five it would be in the right namespace; nil if it is one, or has another name.
    public let unqualifiedField: Field?

    init(_ element: ElementView) {
      self.element = element
      let named = Field(element.name)
      field = element.namespace == .soap12 ? named : nil
      unqualifiedField = element.namespace == .soap12 ? nil : named
    }

    /// Whether it has the name of a child of a SOAP 1.1 fault.
    public var isNamedAsInSOAP11: Bool {
      switch element.name {
      case .faultcode, .faultstring, .faultactor, .detail11: true
      default: false
      }
    }
  }

  /// A Code or Subcode: a Value, and perhaps a Subcode in it.
  public struct Code: Sendable {
    /// The element.
    public let element: ElementView
    /// Its Values; exactly one in a conforming message.
    public let values: Few<ElementView>
    /// Its Subcodes; one at most in a conforming message.
    public let subcodes: Few<ElementView>
    /// Its children that are neither.
    public let others: [ElementView]
    /// What its first Value says; nil if there is none to judge.
    public let value: FaultCode?
    /// How many Subcodes deep it is: 0 for the Code, 1 for the Subcode in it.
    public let depth: Int

    init(_ element: ElementView, depth: Int) {
      self.element = element
      self.depth = depth
      var (values, subcodes): (Few<ElementView>, Few<ElementView>) = (.none, .none)
      var others: [ElementView] = []
      for child in element.children {
        if child.isNamed(.soap12, .value) {
          values.append(child)
        } else if child.isNamed(.soap12, .subcode) {
          subcodes.append(child)
        } else {
          others.append(child)
        }
      }
      (self.values, self.subcodes, self.others) = (values, subcodes, others)
      value = values.first.flatMap(FaultCode.init)
    }

    /// The first Subcode that comes before the first Value.
    public var subcodeBeforeValue: ElementView? {
      guard let value = values.first else { return nil }
      return subcodes.first { $0.index < value.index }
    }
  }

  /// The element itself.
  public let element: ElementView
  /// Its children in document order.
  public let children: [Child]
  /// The first Code.
  public let code: Code?
  /// All Subcodes below the first Code, from the outside in: those of the codes behind the first, by the same indices.
  public var subcodes: ArraySlice<Code> { codes.dropFirst() }
  /// The Code and all Subcodes.
  public let codes: [Code]
  /// The first Reason.
  public let reason: ElementView?
  /// The Texts of the first Reason.
  public let texts: Few<ElementView>
  /// The first Node.
  public let node: ElementView?
  /// The first Role.
  public let role: ElementView?
  /// The first Detail.
  public let detail: ElementView?

  /// Reads a Fault element.
  public init(_ element: ElementView) {
    self.element = element
    let children = element.children.map(Child.init)
    self.children = children
    func first(_ field: Field) -> ElementView? { children.first { $0.field == field }?.element }
    let code = first(.code).map { Code($0, depth: 0) }
    self.code = code
    let name = code?.value?.local(in: .soap12)
    hasStandardCode = name.map { name in Self.standardCodes.contains { name == $0 } } ?? false
    reason = first(.reason)
    texts = reason.map { Few($0.children.lazy.filter { $0.isNamed(.soap12, .text) }) } ?? .none
    node = first(.node)
    role = first(.role)
    detail = first(.detail)
    // Nesting has no limit in the specification, so no recursion here. Side by side they are a breach of their
    // own, and each is still looked into.
    var codes = code.map { [$0] } ?? []
    var pending = code?.subcodes.reversed().map { (element: $0, depth: 1) } ?? []
    while let next = pending.popLast() {
      let subcode = Code(next.element, depth: next.depth)
      codes.append(subcode)
      pending += subcode.subcodes.reversed().map { ($0, next.depth + 1) }
    }
    self.codes = codes
  }

  /// The elements SOAP defines in it, itself included: what is read here, and neither detail entries nor elements
  /// that have no place.
  public var parts: [ElementView] {
    var parts: [ElementView] = []
    parts.reserveCapacity(children.count + 2 * codes.count + texts.count + 1)
    parts.append(element)
    for child in children where child.field != nil { parts.append(child.element) }
    for code in codes {
      parts += code.values
      parts += code.subcodes
    }
    parts += texts
    return parts
  }

  /// Whether the code is one of the five that SOAP 1.2 defines.
  public let hasStandardCode: Bool

  /// Whether the code is this one of the five that SOAP 1.2 defines.
  public func isCode(_ name: StaticString) -> Bool {
    code?.value?.isNamed(.soap12, name) ?? false
  }

  /// The local names of the codes SOAP 1.2 defines.
  ///
  /// Source: SOAP 1.2 part 1, section 5.4.6, table 4.
  public static let standardCodes: [StaticString] = [
    "VersionMismatch", "MustUnderstand", "DataEncodingUnknown", "Sender", "Receiver",
  ]
}
