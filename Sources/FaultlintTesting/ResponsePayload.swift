internal import Faultlint
internal import FaultlintFoundation
public import Foundation

#if canImport(FoundationNetworking)
  public import FoundationNetworking
#endif

/// An HTTP response as a payload: body, status and header fields.
public struct ResponsePayload: FaultPayload, Sendable {
  /// The body, with the status and the header fields it came with.
  public let received: ReceivedPayload

  init(_ response: URLResponse?, body: Data?, request: URLRequest?) {
    guard let response else {
      received = ReceivedPayload(unreadable: "there is no response (nil)")
      return
    }
    guard let http = response as? HTTPURLResponse else {
      received = ReceivedPayload(
        unreadable: "the response is not an HTTPURLResponse but \(type(of: response))")
      return
    }
    var payload = body.received
    payload.exchange = Exchange(http, request: request)
    received = payload
  }
}

extension FaultPayload where Self == ResponsePayload {
  /// An HTTP response as `URLSession` hands it over. Its status and header fields are judged too.
  ///
  /// - Parameters:
  ///   - response: The response; one that is nil, or not of HTTP, fails the assertion.
  ///   - body: Its body; nil counts as one that is not there.
  ///   - request: The request it answers, for the rules that compare; nil if it is not known.
  /// - Returns: The response as a payload.
  public static func response(
    _ response: URLResponse?, body: Data?, request: URLRequest? = nil
  ) -> ResponsePayload {
    ResponsePayload(response, body: body, request: request)
  }
}
