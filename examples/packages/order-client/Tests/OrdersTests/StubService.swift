import FaultlintTesting
import Foundation
import Orders

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

extension OrderClient {
  /// A client whose service always answers like this.
  init(answering fixture: FaultFixture) {
    self.init(answering: Data(fixture.bytes), status: fixture.status ?? 500, headers: fixture.headers)
  }

  /// A client whose service always answers like this.
  init(answering body: Data, status: Int, headers: [(name: String, value: String)]) {
    let url = URL(filePath: "/orders")
    self.init(url: url) { request in
      let fields = Dictionary(headers.map { ($0.name, $0.value) }) { "\($0), \($1)" }
      guard
        let response = HTTPURLResponse(
          url: request.url ?? url, statusCode: status, httpVersion: "HTTP/1.1", headerFields: fields)
      else { throw URLError(.badServerResponse) }
      return (body, response)
    }
  }
}
