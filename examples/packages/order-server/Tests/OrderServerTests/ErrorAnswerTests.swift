import FaultlintTesting
import Foundation
import OrderServer
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("What the server answers when it cannot do what is asked") struct ErrorAnswerTests {
  /// Sends a request to a server of its own, and brings the response as a payload for an assertion.
  private func response(to body: String) async throws -> ResponsePayload {
    let server = try await OrderServer.start()
    let url = try #require(URL(string: "http://127.0.0.1:\(server.port)/orders"))
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    request.setValue("text/xml; charset=utf-8", forHTTPHeaderField: "Content-Type")
    request.setValue("\"urn:orders\"", forHTTPHeaderField: "SOAPAction")
    request.httpBody = Data(body.utf8)
    let (answer, response) = try await URLSession.shared.data(for: request)
    try await server.stop()
    return .response(response, body: answer, request: request)
  }

  private static let order = """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>\
    <o:order xmlns:o="urn:orders"><number>7</number></o:order></s:Body></s:Envelope>
    """

  @Test("An order while the warehouse is closed") func closed() async throws {
    let payload = try await response(to: Self.order)
    expectConformingFault(payload, profile: .bp11, failOn: .warning)
    expectFault(
      payload, code: "Server", reason: ["en": "The warehouse is closed"],
      detail: #"<closed xmlns="urn:orders"><until>Monday</until></closed>"#)
  }

  @Test(
    "What is not an order, or not even XML",
    arguments: ["", "{}", "<order/>", "<order>", FaultFixtures.soap11().xml])
  func notAnOrder(_ body: String) async throws {
    let fault = expectConformingFault(try await response(to: body), profile: .bp11, failOn: .warning)
    #expect(fault?.code.local == "Client")
  }

  @Test("A request in another version of SOAP") func version() async throws {
    let body = Self.order.replacing(
      "http://schemas.xmlsoap.org/soap/envelope/", with: "http://www.w3.org/2003/05/soap-envelope")
    expectFault(try await response(to: body), code: "VersionMismatch", detail: .absent)
  }
}
