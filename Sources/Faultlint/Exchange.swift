public import FaultlintModel

/// What is known about a payload besides its bytes: how it travelled, and what it answers. What is not known stays nil,
/// and is never guessed: a rule that needs it is not run, and the report says so.
public struct Exchange: Sendable {
  package var facts: ExchangeFacts
  /// The body of the request, read by the linter when it checks the answer.
  package var requestBody: [UInt8]?

  /// Header fields of an HTTP message: in their order, as often as they come, names in any case.
  public struct Headers: Sendable, ExpressibleByDictionaryLiteral {
    /// The fields.
    public let fields: [(name: String, value: String)]

    /// Header fields from pairs of a name and a value, a dictionary among them.
    public init(_ fields: some Sequence<(key: String, value: String)>) {
      self.fields = fields.map { ($0.key, $0.value) }
    }

    /// Header fields as a literal: `["Content-Type": "text/xml"]`.
    public init(dictionaryLiteral elements: (String, String)...) { fields = elements.map { ($0.0, $0.1) } }
  }

  /// A request that was sent.
  public struct Request: Sendable {
    /// The HTTP method.
    public var method: String
    /// All header fields; nil if they are not known.
    public var headers: Headers?
    /// The body; nil if it is not known.
    public var body: [UInt8]?

    /// A request with this method, these header fields and this body.
    public init(method: String = "POST", headers: Headers? = nil, body: [UInt8]? = nil) {
      self.method = method
      self.headers = headers
      self.body = body
    }

    /// A request with this text as its body.
    public init(method: String = "POST", headers: Headers? = nil, body: String) {
      self.init(method: method, headers: headers, body: Array(body.utf8))
    }
  }

  /// An exchange of which nothing is known.
  public init() { facts = ExchangeFacts() }

  package init(_ facts: ExchangeFacts) { self.facts = facts }

  /// The HTTP response that the payload came in.
  ///
  /// - Parameters:
  ///   - status: The status code; nil if it is not known.
  ///   - headers: All header fields of the response; nil if they are not known. A field that is not among them was not
  ///     sent, and some rules are about that.
  ///   - request: The request it answers; nil if it is not known.
  public init(status: Int?, headers: Headers? = nil, request: Request? = nil) {
    self.init()
    if status != nil || headers != nil {
      facts.http = HTTPHead(start: status.map { .response(status: $0) }, headers)
    }
    guard let request else { return }
    facts.request = HTTPHead(start: .request(method: request.method), request.headers)
    requestBody = request.body
  }

  /// The HTTP request that the payload came in: for checking what is sent and not what is answered.
  ///
  /// - Parameters:
  ///   - method: The HTTP method.
  ///   - headers: All header fields; nil if they are not known.
  public init(requestMethod method: String, headers: Headers? = nil) {
    self.init()
    facts.http = HTTPHead(start: .request(method: method), headers)
  }

  /// The status of the response; nil if it is not known.
  public var status: Int? { facts.http?.status }

  /// What the node that sent the fault is on the message path.
  public var senderRole: SenderRole? {
    get { facts.senderRole }
    set { facts.senderRole = newValue }
  }

  /// Whether the Body of the request was processed successfully.
  public var bodyProcessed: Bool? {
    get { facts.bodyProcessed }
    set { facts.bodyProcessed = newValue }
  }

  /// Which part of the request the fault is about.
  public var faultScope: FaultScope? {
    get { facts.faultScope }
    set { facts.faultScope = newValue }
  }

  /// How the operation is bound.
  public var bindingStyle: BindingStyle? {
    get { facts.bindingStyle }
    set { facts.bindingStyle = newValue }
  }

  /// The roles in which the node that sent the fault acts, in addition to `next`, in which every node does.
  public var nodeRoles: [String]? {
    get { facts.nodeRoles }
    set { facts.nodeRoles = newValue }
  }

  /// Whether the endpoint demands WS-Addressing.
  public var addressingRequired: Bool? {
    get { facts.addressingRequired }
    set { facts.addressingRequired = newValue }
  }

  /// Whether the operation is one-way, so that its request has no answer but a status.
  public var isOneWay: Bool? {
    get { facts.isOneWay }
    set { facts.isOneWay = newValue }
  }

  /// Whether the receivers take SOAP 1.2 under the media type of SOAP 1.1, which its binding leaves to them.
  public var isLenient: Bool {
    get { facts.isLenient }
    set { facts.isLenient = newValue }
  }
}

extension HTTPHead {
  fileprivate init(start: Start, _ headers: Exchange.Headers?) { self.init(start: .some(start), headers) }

  fileprivate init(start: Start?, _ headers: Exchange.Headers?) {
    self.init(
      start: start, version: nil,
      fields: headers?.fields.map { Field(name: $0.name, value: $0.value) } ?? [], isComplete: headers != nil)
  }
}
