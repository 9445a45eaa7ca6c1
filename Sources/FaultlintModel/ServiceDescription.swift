public import FaultlintXMLTree

/// The expanded name of an element, as a description has it.
public struct ElementName: Sendable, Hashable {
  /// The namespace; empty for none.
  public let namespace: String
  /// The local name.
  public let local: String

  /// A name.
  public init(_ namespace: String, _ local: String) {
    self.namespace = namespace
    self.local = local
  }

  /// Whether an element has it.
  public func isName(of element: ElementView) -> Bool {
    local.isText(of: element.tree.localNames[element.name.id])
      && namespace.isText(of: element.tree.namespaces[element.namespace.id])
  }
}

extension String {
  /// Whether its UTF-8 is these bytes.
  func isText(of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    utf8.count == bytes.count && utf8.elementsEqual(bytes)
  }
}

extension TextView {
  /// Whether it is exactly this text.
  public func equals(_ text: String) -> Bool { text.isText(of: bytes) }
}

/// What the WSDL of a service says of its messages: the operations of its SOAP bindings, each with what is in the Body, the
/// header and the detail of its messages. As a class it is handed on for nothing.
///
/// Source: WSDL 1.1, sections 2.4, 2.5 and 3.
public final class ServiceDescription: Sendable {
  /// The operations of all SOAP bindings: one that is bound to both versions of SOAP stands there twice.
  public let operations: [Operation]

  private let names11: DescribedNames
  private let names12: DescribedNames

  /// A description with these operations.
  public init(operations: [Operation]) {
    self.operations = operations
    names11 = DescribedNames(operations.filter { $0.version == .v11 })
    names12 = DescribedNames(operations.filter { $0.version == .v12 })
  }

  /// What the operations that are bound to a version of SOAP say by names.
  func names(of version: SOAPVersion) -> DescribedNames {
    switch version {
    case .v11: names11
    case .v12: names12
    }
  }

  /// Whether it binds an operation to a version of SOAP.
  public func binds(_ version: SOAPVersion) -> Bool { !names(of: version).operations.isEmpty }

  /// The operations whose request this envelope is, by what is in its Body.
  public func operations(taking envelope: Envelope) -> [Operation] {
    let entries = envelope.bodyEntries
    return names(of: envelope.version).operations.filter { $0.input.fits(entries) }
  }

  /// An operation as a SOAP binding has it.
  public struct Operation: Sendable {
    /// Its name.
    public var name: String
    /// The version of SOAP that it is bound to.
    public var version: SOAPVersion
    /// How it is bound; nil for document with encoding, which has no name of its own.
    public var style: BindingStyle?
    /// Whether it has no answer.
    public var isOneWay = false
    /// The SOAPAction; empty if none is given.
    public var soapAction = ""
    /// What the Body of a request has.
    public var input = BodyContent.unknown
    /// What the Body of an answer has.
    public var output = BodyContent.unknown
    /// What wsa:Action says of a request, as stated or by default.
    ///
    /// Source: WS-Addressing 1.0, Metadata, section 4.4.
    public var inputAction = ""
    /// What it says of an answer that is not a fault.
    public var outputAction = ""
    /// Its faults.
    public var faults: [DeclaredFault] = []
    /// The header blocks of its messages.
    public var headers: [ElementName] = []
    /// The header blocks that say what was wrong with a header block.
    ///
    /// Source: WSDL 1.1, section 3.7.
    public var headerFaults: [ElementName] = []

    /// An operation of which more is said in its fields.
    public init(_ name: String, _ version: SOAPVersion, style: BindingStyle?) {
      self.name = name
      self.version = version
      self.style = style
    }
  }

  /// What the Body of a message holds.
  public enum BodyContent: Sendable {
    /// An element with this name.
    case element(ElementName)
    /// Nothing.
    case nothing
    /// The content of a type, which has no name.
    case unknown

    /// Whether the children of a Body are this, for all that is known.
    func fits(_ entries: ElementView.Children) -> Bool {
      switch self {
      case .element(let name): entries.first.map(name.isName) ?? false
      case .nothing: entries.isEmpty
      case .unknown: false
      }
    }
  }

  /// A fault of an operation.
  public struct DeclaredFault: Sendable {
    /// The name of its wsdl:fault.
    public var name: String
    /// The entry of a detail that it is.
    public var entry: Entry
    /// Whether the binding has a soap:fault for it.
    public var isBound = true
    /// The name of that soap:fault; nil if it has none.
    public var boundName: String?
    /// Whether its entry is written by the rules of an encoding, and not as its schema says.
    public var isEncoded = false
    /// What wsa:Action says of it, as stated or by default.
    public var action = ""
    /// Where it is declared, as in `orders.wsdl:12:5`.
    public var place = ""

    /// A fault that is bound under its own name.
    public init(_ name: String, _ entry: Entry) {
      self.name = name
      self.entry = entry
      boundName = name
    }
  }

  /// The entry of a detail that is a fault.
  public enum Entry: Sendable {
    /// It is the element that the part of the message names.
    case element(ElementName)
    /// The part names a type. WSDL 1.1 does not say what the element around it is called: people take the name of the
    /// part, of the fault or of the type.
    case typed(locals: [String])

    /// Whether an element is it.
    public func fits(_ element: ElementView) -> Bool {
      switch self {
      case .element(let name): name.isName(of: element)
      case .typed(let locals):
        locals.contains { $0.isText(of: element.tree.localNames[element.name.id]) }
      }
    }

    /// What to call it in messages.
    public var text: String {
      switch self {
      case .element(let name): name.local
      case .typed(let locals): locals.first ?? ""
      }
    }
  }
}

/// What the description of a service says of one exchange.
public final class DescribedExchange: Sendable {
  /// The description.
  public let description: ServiceDescription
  /// The operations of the message's version that the exchange may be of; all of them if nothing tells.
  public let operations: [ServiceDescription.Operation]
  private let names: DescribedNames
  /// Whether something told them apart, or there is one only.
  public let isKnown: Bool
  /// What about the request does not fit the description; nil if nothing does, or if the request is not known.
  public let requestProblem: String?

  /// An exchange of which no message is known yet.
  init(_ description: ServiceDescription) {
    self.description = description
    names = DescribedNames([])
    operations = []
    isKnown = false
    requestProblem = nil
  }

  /// Finds the operations of an exchange: by the Body of the request, its SOAPAction or action parameter and its
  /// wsa:Action, then by what the answer says itself.
  ///
  /// - Parameters:
  ///   - description: The description.
  ///   - message: The message that is judged.
  ///   - exchange: What is known besides.
  ///   - objection: What the schemas of the description object to in a request; nil if nothing.
  public init(
    _ description: ServiceDescription, of message: Message, in exchange: ExchangeFacts,
    objection: (Message) -> String?
  ) {
    self.description = description
    guard let envelope = message.envelope else {
      names = DescribedNames([])
      operations = []
      isKnown = false
      requestProblem = nil
      return
    }
    let isRequest = exchange.http?.method != nil
    let request = isRequest ? message : exchange.requestMessage
    let bound = description.names(of: envelope.version)
    var search = OperationSearch(bound.operations)
    if let request = request?.envelope {
      search.narrow { $0.input.fits(request.bodyEntries) }
      if let action = request.action?.text.trimmed { search.narrow { action.equals($0.inputAction) } }
    }
    if let action = exchange.requestHead?.soapAction, !action.isEmpty {
      search.narrow { $0.soapAction == action }
    }
    if !isRequest {
      if envelope.hasNoFault { search.narrow { $0.output.fits(envelope.bodyEntries) } }
      if let action = envelope.action?.text.trimmed {
        search.narrow { operation in
          action.equals(operation.outputAction) || operation.faults.contains { action.equals($0.action) }
        }
      }
    }
    operations = search.candidates
    names = search.isNarrowed ? DescribedNames(operations) : bound
    isKnown = search.isNarrowed || search.candidates.count == 1
    requestProblem =
      isRequest || envelope.hasNoFault
      ? nil : exchange.requestMessage.flatMap { Self.problem($0, description, objection) }
  }

  /// What about a request does not fit a description; nil if nothing is certain not to.
  private static func problem(
    _ request: Message, _ description: ServiceDescription, _ objection: (Message) -> String?
  ) -> String? {
    guard let envelope = request.envelope, description.binds(envelope.version) else { return nil }
    let isUnknown = description.operations.contains { operation in
      if case .unknown = operation.input { operation.version == envelope.version } else { false }
    }
    let fitting = description.operations(taking: envelope)
    if fitting.isEmpty, !isUnknown {
      let name = envelope.bodyEntries.first.map { "'\($0.qualifiedName)' in its Body" } ?? "its empty Body"
      return "no operation takes \(name)"
    }
    // What is encoded is not written as the schema says.
    guard fitting.allSatisfy({ $0.style == .documentLiteral }) else { return nil }
    return objection(request)
  }

  /// The fault of an operation in question that an entry of a detail is; nil if it is none.
  public func fault(declaring entry: ElementView) -> ServiceDescription.DeclaredFault? {
    names.fault(declaring: entry)
  }

  /// Whether an element is a header block of an operation in question that says what was wrong with a header block.
  public func isHeaderFault(_ element: ElementView) -> Bool { names.isHeaderFault(element) }

  /// Whether an element is described as a header block of an operation in question.
  public func isHeader(_ element: ElementView) -> Bool { names.isHeader(element) }

  /// What to call the faults of all operations in question, each once.
  package var faultTexts: [String] { names.faultTexts }

  /// How all operations in question are bound; nil if they differ, or that has no name.
  var style: BindingStyle? {
    guard let first = operations.first?.style, operations.allSatisfy({ $0.style == first }) else {
      return nil
    }
    return first
  }

  /// Whether all operations in question are one-way, or none; nil if they differ.
  var isOneWay: Bool? {
    guard let first = operations.first?.isOneWay, operations.allSatisfy({ $0.isOneWay == first }) else {
      return nil
    }
    return first
  }

  /// What to call the operations in messages.
  public var subject: String {
    guard isKnown else { return "any operation" }
    let names = self.names.operationNames
    // More than a few are not named, and a service may have thousands.
    if names.count > 3 { return "any operation" }
    return (names.count == 1 ? "the operation " : "one of the operations ")
      + names.map { "'\($0)'" }.joined(separator: ", ")
  }
}

/// Operations that an exchange may be of, while it is told which.
private struct OperationSearch {
  private(set) var candidates: [ServiceDescription.Operation]
  private(set) var isNarrowed = false

  init(_ candidates: [ServiceDescription.Operation]) { self.candidates = candidates }

  /// Leaves those that fit. If none does, what was looked at says nothing of operations.
  mutating func narrow(_ fits: (ServiceDescription.Operation) -> Bool) {
    let kept = candidates.filter(fits)
    guard !kept.isEmpty else { return }
    isNarrowed = isNarrowed || kept.count < candidates.count
    candidates = kept
  }
}

extension ExchangeFacts {
  /// Finds what the description says of the exchange of a message. How the operation is bound and whether it is one-way
  /// comes from there, unless it was told.
  ///
  /// - Parameters:
  ///   - message: The message.
  ///   - objection: What the schemas of the description object to in a request; nil if nothing.
  public mutating func readDescription(for message: Message, objection: (Message) -> String?) {
    guard let description else { return }
    let described = DescribedExchange(description, of: message, in: self, objection: objection)
    self.described = described
    bindingStyle = bindingStyle ?? described.style
    isOneWay = isOneWay ?? described.isOneWay
  }
}

extension HTTPHead {
  /// What the request says it is for: the value of SOAPAction without its quotation marks, or the action parameter of
  /// SOAP 1.2; nil if neither was sent.
  public var soapAction: String? {
    if let value = field("SOAPAction") { return value.unquoted.map(String.init) ?? value }
    return contentType?.parameter("action")?.value
  }
}
