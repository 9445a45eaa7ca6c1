public import FaultlintXMLTree

/// A fault of SOAP 1.1. It is handed to each rule; as a class that costs nothing.
///
/// Source: SOAP 1.1, section 4.4.
public final class Fault11: Sendable {
  /// The four children SOAP 1.1 gives a fault, in the order of its schema.
  public enum Field: Int, Sendable, CaseIterable {
    /// The code for software.
    case faultcode
    /// The explanation for people.
    case faultstring
    /// Who found the fault.
    case faultactor
    /// What the application has to say.
    case detail

    /// Its local name.
    public var name: LocalName {
      switch self {
      case .faultcode: .faultcode
      case .faultstring: .faultstring
      case .faultactor: .faultactor
      case .detail: .detail11
      }
    }

    /// Its local name as text.
    public var text: StaticString {
      switch self {
      case .faultcode: "faultcode"
      case .faultstring: "faultstring"
      case .faultactor: "faultactor"
      case .detail: "detail"
      }
    }

    init?(_ name: LocalName) {
      switch name {
      case .faultcode: self = .faultcode
      case .faultstring: self = .faultstring
      case .faultactor: self = .faultactor
      case .detail11: self = .detail
      default: return nil
      }
    }
  }

  /// A child of the fault.
  public struct Child: Sendable {
    /// The element.
    public let element: ElementView
    /// Which of the four it is called after, whatever its namespace; nil if none.
    public let name: Field?
    /// Which of the four it is; nil if none. The four are in no namespace.
    public let field: Field?

    init(_ element: ElementView) {
      self.element = element
      name = Field(element.name)
      field = element.namespace == .none ? name : nil
    }

    /// Whether it is in a namespace.
    public var isQualified: Bool { element.namespace != .none }

    /// Whether it has the name of a child of a SOAP 1.2 fault.
    public var isNamedAsInSOAP12: Bool {
      switch element.name {
      case .code, .reason, .node, .role12, .detail12: true
      default: false
      }
    }

    /// The name it would have if only its letters were in the right case; nil if it has it, or is far from it.
    public var nameButForCase: Field? {
      guard name == nil, element.namespace == .none, !isNamedAsInSOAP12 || element.name == .detail12 else {
        return nil
      }
      let local = element.localName.lowercased()
      return Field.allCases.first { "\($0.text)" == local }
    }
  }

  /// The element itself.
  public let element: ElementView
  /// Its children in document order.
  public let children: [Child]
  /// The first faultcode.
  public let faultcode: ElementView?
  /// The first faultstring.
  public let faultstring: ElementView?
  /// The first faultactor.
  public let faultactor: ElementView?
  /// The first detail.
  public let detail: ElementView?
  /// The value of the faultcode; nil if there is none to judge. One in the wrong namespace is read as well.
  public let code: FaultCode?

  /// Reads a Fault element.
  public init(_ element: ElementView) {
    self.element = element
    children = element.children.map(Child.init)
    faultcode = children.first { $0.field == .faultcode }?.element
    faultstring = children.first { $0.field == .faultstring }?.element
    faultactor = children.first { $0.field == .faultactor }?.element
    detail = children.first { $0.field == .detail }?.element
    code = (faultcode ?? children.first { $0.name == .faultcode }?.element).flatMap(FaultCode.init)
    standardCode = code?.local(in: .soap11).flatMap { local in
      let head = local.slice(0..<local.bytes.prefix { $0 != UInt8(ascii: ".") }.count)
      return StandardCode.allCases.first { head == $0.text }
    }
  }

  /// The first child that is this field.
  public func child(_ field: Field) -> ElementView? { children.first { $0.field == field }?.element }

  /// Whether a child with this name stands in the SOAP namespace, where it does not belong.
  public func hasQualified(_ field: Field) -> Bool {
    children.contains { $0.name == field && $0.element.namespace == .soap11 }
  }

  /// The standard code the faultcode is or refines with dots; nil if it is another.
  ///
  /// Source: SOAP 1.1, section 4.4.1.
  public let standardCode: StandardCode?

  /// The codes SOAP 1.1 defines.
  public enum StandardCode: Sendable, CaseIterable {
    /// The envelope has a namespace the node does not know.
    case versionMismatch
    /// A mandatory header entry was not understood.
    case mustUnderstand
    /// The message is to blame.
    case client
    /// The node is to blame.
    case server

    /// Its local name.
    public var text: StaticString {
      switch self {
      case .versionMismatch: "VersionMismatch"
      case .mustUnderstand: "MustUnderstand"
      case .client: "Client"
      case .server: "Server"
      }
    }
  }
}
