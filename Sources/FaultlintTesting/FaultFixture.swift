public import Faultlint
public import Foundation

#if canImport(FoundationNetworking)
  public import FoundationNetworking
#endif

/// A fault to test with: its bytes, and the HTTP response it comes in. It is a payload for assertions, and has what a
/// stubbed server needs to send it.
public struct FaultFixture: FaultPayload, Sendable, CustomStringConvertible {
  /// The message.
  public let xml: String
  /// How it travels.
  public let exchange: Exchange
  /// The status of the response; nil if the fixture is not about HTTP.
  public let status: Int?
  /// The header fields of the response, in order; empty if the fixture is not about HTTP.
  public let headers: [(name: String, value: String)]
  /// The rule it breaks; nil if it conforms.
  public let rule: Rule?
  /// The profile under which it does what it is made for.
  public let profile: Profile?

  /// The message as it goes over the wire, in UTF-8.
  public var bytes: [UInt8] { Array(xml.utf8) }

  /// The response it comes in, for a stub in place of `URLSession`.
  ///
  /// - Parameter url: The address that was asked.
  /// - Returns: The response, with status 500 if the fixture is not about HTTP; nil if Foundation cannot make one.
  public func response(from url: URL) -> HTTPURLResponse? {
    HTTPURLResponse(
      url: url, statusCode: status ?? 500, httpVersion: "HTTP/1.1",
      headerFields: Dictionary(headers.map { ($0.name, $0.value) }) { "\($0), \($1)" })
  }

  /// The message in its exchange. Where an assertion names no profile, it is judged by its own.
  public var received: ReceivedPayload {
    var payload = ReceivedPayload(bytes)
    payload.exchange = exchange
    payload.name = rule.map { "fixture for \($0.id)" }
    payload.profiles = profile.map { [$0] }
    if let rule, rule.isOptIn { payload.enabledRules = [rule.id] }
    return payload
  }

  /// What it is made for.
  public var description: String { rule.map { "breaks \($0.id): \($0.title)" } ?? "conforming fault" }

  init(
    xml: String, exchange: Exchange, status: Int?, headers: [(name: String, value: String)], rule: Rule?,
    profile: Profile?
  ) {
    self.xml = xml
    self.exchange = exchange
    self.status = status
    self.headers = headers
    self.rule = rule
    self.profile = profile
  }
}
