public import FaultlintModel

/// What is known about a payload besides its bytes: how it travelled, and what it answers. What is not known stays nil,
/// and is never guessed: a rule that needs it is not run, and the report says so.
public struct Exchange: Sendable {
  package var facts: ExchangeFacts
  /// The body of the request, read by the linter when it checks the answer.
  package var requestBody: [UInt8]?

  /// Header fields of an HTTP message: in their order, as often as they come, names in any case.
  public struct Headers: Sendable, ExpressibleByDictionaryLiteral {
    /// The fields in their order, with names and values as they were given.
    public let fields: [(name: String, value: String)]

    /// Header fields from pairs of a name and a value.
    ///
    /// - Parameter fields: The pairs: an array, or a dictionary, which has no order and each name once.
    public init(_ fields: some Sequence<(key: String, value: String)>) {
      self.fields = fields.map { ($0.key, $0.value) }
    }

    /// Header fields as a literal: `["Content-Type": "text/xml"]`.
    ///
    /// - Parameter elements: The pairs of a name and a value. A name may come more than once.
    public init(dictionaryLiteral elements: (String, String)...) { fields = elements.map { ($0.0, $0.1) } }
  }

  /// The HTTP request that a payload answers.
  public struct Request: Sendable {
    /// The HTTP method, as in `POST`.
    public var method: String
    /// All header fields; nil if they are not known.
    public var headers: Headers?
    /// The body in the bytes that were sent, without transfer and content codings; nil if it is not known.
    public var body: [UInt8]?

    /// A request whose body is bytes.
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - headers: All header fields; nil if they are not known. One that is not among them was not sent.
    ///   - body: The body; nil if it is not known.
    public init(method: String = "POST", headers: Headers? = nil, body: [UInt8]? = nil) {
      self.method = method
      self.headers = headers
      self.body = body
    }

    /// A request whose body is a text.
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - headers: All header fields; nil if they are not known. One that is not among them was not sent.
    ///   - body: The body, which goes as UTF-8.
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
  ///   - method: The HTTP method, as in `POST`.
  ///   - headers: All header fields; nil if they are not known. One that is not among them was not sent, and some rules
  ///     are about that.
  public init(requestMethod method: String, headers: Headers? = nil) {
    self.init()
    facts.http = HTTPHead(start: .request(method: method), headers)
  }

  /// The HTTP status of the response; nil if it is not known, or if the payload came in a request.
  public var status: Int? { facts.http?.status }

  /// What the node that sent the fault is on the message path; nil if that is not known.
  ///
  /// Source: SOAP 1.1, section 4.4; SOAP 1.2 part 1, section 5.4.3.
  public var senderRole: SenderRole? {
    get { facts.senderRole }
    set { facts.senderRole = newValue }
  }

  /// Whether the Body of the request was processed successfully; nil if that is not known. If it was not, a fault of
  /// SOAP 1.1 has to have a detail.
  ///
  /// Source: SOAP 1.1, section 4.4.
  public var bodyProcessed: Bool? {
    get { facts.bodyProcessed }
    set { facts.bodyProcessed = newValue }
  }

  /// Which part of the request the fault is about; nil if that is not known.
  ///
  /// Source: SOAP 1.1, section 4.4.
  public var faultScope: FaultScope? {
    get { facts.faultScope }
    set { facts.faultScope = newValue }
  }

  /// How the operation is bound; nil if that is not known.
  ///
  /// Source: WS-I Basic Profile 1.1, section 4.7.
  public var bindingStyle: BindingStyle? {
    get { facts.bindingStyle }
    set { facts.bindingStyle = newValue }
  }

  /// The URIs of the roles in which the node that sent the fault acts, in addition to `next`, in which every node does;
  /// nil if they are not known.
  ///
  /// Source: SOAP 1.2 part 1, sections 2.2 and 5.4.4.
  public var nodeRoles: [String]? {
    get { facts.nodeRoles }
    set { facts.nodeRoles = newValue }
  }

  /// Whether the endpoint demands WS-Addressing; nil if that is not known.
  ///
  /// Source: WS-I Basic Profile 1.2, R1040 and R1041.
  public var addressingRequired: Bool? {
    get { facts.addressingRequired }
    set { facts.addressingRequired = newValue }
  }

  /// Whether the operation is one-way, so that its request has no answer but a status; nil if that is not known.
  ///
  /// Source: WS-I Basic Profile 1.1, R2714 and R2750.
  public var isOneWay: Bool? {
    get { facts.isOneWay }
    set { facts.isOneWay = newValue }
  }

  /// Whether the receivers take SOAP 1.2 under the media type of SOAP 1.1, `text/xml`, which its binding leaves to them:
  /// it is a note then and not a warning. False unless set.
  public var isLenient: Bool {
    get { facts.isLenient }
    set { facts.isLenient = newValue }
  }
}

extension HTTPHead {
  fileprivate init(start: Start?, _ headers: Exchange.Headers?) {
    self.init(
      start: start, version: nil,
      fields: headers?.fields.map { Field(name: $0.name, value: $0.value) } ?? [], isComplete: headers != nil)
  }
}
