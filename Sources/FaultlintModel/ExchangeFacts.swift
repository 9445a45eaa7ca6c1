/// Which part the node that sent a fault plays on the message path.
///
/// Source: SOAP 1.1, section 4.4; SOAP 1.2 part 1, section 5.4.3.
public enum SenderRole: String, Sendable, CaseIterable {
  /// It is where the request was meant to end.
  case ultimate
  /// It stands between the sender and the ultimate receiver.
  case intermediary
}

/// Which part of the request a fault is about.
///
/// Source: SOAP 1.1, section 4.4.
public enum FaultScope: String, Sendable, CaseIterable {
  /// The contents of the Body.
  case body
  /// A header block.
  case header
}

/// How an operation is bound in its WSDL.
///
/// Source: WS-I Basic Profile 1.1, section 4.7.
public enum BindingStyle: String, Sendable, CaseIterable {
  /// The Body holds what a schema declares.
  case documentLiteral = "document-literal"
  /// The Body holds a wrapper with the parameters, as a schema declares them.
  case rpcLiteral = "rpc-literal"
  /// The Body holds a wrapper with the parameters, written by the rules of SOAP encoding.
  ///
  /// Source: SOAP 1.1, section 7.1.
  case rpcEncoded = "rpc-encoded"
}

/// What is known about a payload besides its bytes. What is nil is not known, and is never guessed.
public struct ExchangeFacts: Sendable {
  /// The part of the node that sent the message.
  public var senderRole: SenderRole?
  /// Whether the Body of the request was processed successfully.
  public var bodyProcessed: Bool?
  /// What the fault is about.
  public var faultScope: FaultScope?
  /// How the operation is bound.
  public var bindingStyle: BindingStyle?

  /// The head of the HTTP message whose entity the payload is.
  public var http: HTTPHead?
  /// How many bytes of entity there were; nil if that is not known.
  public var entityLength: Int?
  /// The head of the HTTP request that the payload answers.
  public var request: HTTPHead?
  /// The request that the payload answers, read as a message.
  public var requestMessage: Message?
  /// Whether the request that the payload answers is XML that is not well-formed, so that there is no message to read.
  public var isRequestIllFormed = false
  /// The roles in which the node that sent the message acts, beside next, in which every node does.
  public var nodeRoles: [String]?
  /// Whether the endpoint demands WS-Addressing.
  public var addressingRequired: Bool?
  /// Whether the operation is one-way, so that its request has no answer but a status.
  public var isOneWay: Bool?
  /// Whether the receivers take SOAP 1.2 under the media type of SOAP 1.1, which its binding leaves to them.
  public var isLenient = false
  /// What the WSDL of the service says of this exchange: of no operation until the message is known.
  @Boxed public internal(set) var described: DescribedExchange?
  /// What the WSDL of the service says.
  public var description: ServiceDescription? {
    get { described?.description }
    set { described = newValue.map(DescribedExchange.init) }
  }

  /// An exchange of which nothing is known.
  public init() {}

  /// Whether nothing is known that a rule could need.
  package var isUnknown: Bool {
    http == nil && request == nil && requestMessage == nil && !isRequestIllFormed && described == nil
      && senderRole == nil && bodyProcessed == nil && faultScope == nil && bindingStyle == nil
      && nodeRoles == nil && addressingRequired == nil && isOneWay == nil
  }

  /// Whether the HTTP request that the payload came in or answers carries an envelope, as far as is known: `message` is
  /// the payload.
  public func requestHasEnvelope(_ message: Message?) -> Bool {
    (http?.method != nil ? message : requestMessage)?.envelope != nil
  }

  /// Whether the exchange has nothing to do with SOAP, of a payload that is no envelope: its request cannot have
  /// carried one.
  public var isOther: Bool {
    requestHead?.carriesSOAP == false && requestMessage?.envelope == nil
      && !(http?.contentType?.isOfSOAP ?? false)
  }

  /// The head of the HTTP request that the payload came in or answers.
  public var requestHead: HTTPHead? { http?.method != nil ? http : request }
}
