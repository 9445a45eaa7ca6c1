import FaultlintTesting
import Foundation
import Orders

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

extension OrderClient {
  private static let url = URL(filePath: "/orders")

  /// A client whose service always answers like this.
  init(answering fixture: FaultFixture) {
    self.init(answering: Data(fixture.bytes), in: fixture.response(from: Self.url))
  }

  /// A client to which something else than the service always answers.
  init(answering body: String, status: Int, contentType: String) {
    self.init(
      answering: Data(body.utf8),
      in: HTTPURLResponse(
        url: Self.url, statusCode: status, httpVersion: "HTTP/1.1",
        headerFields: ["Content-Type": contentType]))
  }

  private init(answering body: Data, in response: HTTPURLResponse?) {
    self.init(url: Self.url) { _ in
      guard let response else { throw URLError(.badServerResponse) }
      return (body, response)
    }
  }
}
