internal import FaultlintModel

/// What is known of the HTTP exchange that a payload came in.
package struct ReportedExchange: Sendable, Equatable {
  /// The method of the request.
  package var method: String?
  /// The target of the request as captured: an address or a path.
  package var url: String?
  /// The status of the response that the payload is the entity of.
  package var status: Int?

  /// An exchange; nil if nothing is known of it.
  package init?(method: String?, url: String?, status: Int?) {
    guard method != nil || url != nil || status != nil else { return nil }
    self.method = method
    self.url = url
    self.status = status
  }

  /// What the heads of its messages say; nil if that is nothing.
  ///
  /// - Parameters:
  ///   - head: The head of the message that the payload came in.
  ///   - request: The head of the request that it answers.
  init?(of head: HTTPHead?, answering request: HTTPHead?) {
    let asked = head?.method != nil ? head : request
    self.init(method: asked?.method, url: asked?.target, status: head?.status)
  }
}
