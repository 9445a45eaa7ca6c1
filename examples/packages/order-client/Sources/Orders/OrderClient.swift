import Faultlint
import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A client of the order service.
public struct OrderClient: Sendable {
  /// What sends a request and brings the answer: `URLSession`, or a stub.
  public typealias Transport = @Sendable (URLRequest) async throws -> (Data, URLResponse)

  private let url: URL
  private let transport: Transport
  private let linter = Linter()

  /// A client of the service at an address.
  public init(url: URL, transport: @escaping Transport) {
    self.url = url
    self.transport = transport
  }

  /// Cancels an order.
  ///
  /// - Parameter number: The number of the order.
  /// - Throws: ``OrderError`` if the service answers with a fault, or with something else than SOAP.
  public func cancel(_ number: Int) async throws {
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    request.setValue("text/xml; charset=utf-8", forHTTPHeaderField: "Content-Type")
    request.setValue("\"urn:orders/cancel\"", forHTTPHeaderField: "SOAPAction")
    request.httpBody = Data(
      """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>\
      <o:cancel xmlns:o="urn:orders"><number>\(number)</number></o:cancel></s:Body></s:Envelope>
      """.utf8)
    let (body, _) = try await transport(request)
    let report = linter.check(body)
    if let fault = report.fault { throw OrderError(fault) }
    guard report.soapVersion != nil else {
      throw OrderError.notSOAP(report.content ?? "something that is not XML")
    }
  }
}
