internal import FaultlintModel

/// Something about an exchange that a payload does not show.
public enum Fact: String, Sendable, CaseIterable {
  /// Whether the sender is an intermediary.
  case senderRole
  /// Whether the Body of the request was processed successfully.
  case bodyProcessed
  /// Whether the fault is about the Body or a header block.
  case faultScope
  /// How the operation is bound.
  case bindingStyle
  /// The start line of the HTTP message: the status, unless it is a request.
  case status
  /// The media type of the entity, or that none was sent.
  case contentType
  /// All HTTP header fields of the message.
  case fields
  /// The version of HTTP.
  case httpVersion
  /// The HTTP request that the payload answers, or is.
  case request
  /// The request that the payload answers, read as a message.
  case requestMessage
  /// The request that the payload answers, as a message or as XML that is not well-formed.
  case requestXML
  /// The roles that the node plays.
  case nodeRoles
  /// Whether the endpoint demands WS-Addressing.
  case addressingRequired
  /// Whether the operation is one-way.
  case oneWay
  /// What the WSDL of the service says of the exchange.
  case description

  /// Why a rule that needs it is not run without it.
  package var reasonNotRun: String {
    switch self {
    case .senderRole: "the payload does not show whether its sender is an intermediary"
    case .bodyProcessed: "the payload does not show whether the Body was processed successfully"
    case .faultScope: "the payload does not show which part of the request the fault is about"
    case .bindingStyle: "the payload does not show the style of its binding"
    case .status: "the capture does not hold the HTTP status"
    case .contentType: "the capture does not hold the media type"
    case .fields: "the capture does not hold the HTTP header fields"
    case .httpVersion: "the capture does not hold the version of HTTP"
    case .request: "the capture does not hold the HTTP request"
    case .requestMessage, .requestXML: "the capture does not hold the request"
    case .nodeRoles: "the payload does not show the roles of its sender"
    case .addressingRequired: "the payload does not show whether the endpoint demands WS-Addressing"
    case .oneWay: "the payload does not show whether the operation is one-way"
    case .description: "the WSDL of the service is not given"
    }
  }

  func isKnown(_ exchange: ExchangeFacts) -> Bool {
    switch self {
    case .senderRole: exchange.senderRole != nil
    case .bodyProcessed: exchange.bodyProcessed != nil
    case .faultScope: exchange.faultScope != nil
    case .bindingStyle: exchange.bindingStyle != nil
    case .status: exchange.http?.start != nil
    case .contentType: exchange.http.map { $0.isComplete || $0.contentType != nil } ?? false
    case .fields: exchange.http?.isComplete ?? false
    case .httpVersion: exchange.http?.version != nil
    case .request: exchange.requestHead != nil
    case .requestMessage: exchange.requestMessage != nil
    case .requestXML: exchange.requestMessage != nil || exchange.isRequestIllFormed
    case .nodeRoles: exchange.nodeRoles != nil
    case .addressingRequired: exchange.addressingRequired != nil
    case .oneWay: exchange.isOneWay != nil
    case .description: exchange.described != nil
    }
  }
}
