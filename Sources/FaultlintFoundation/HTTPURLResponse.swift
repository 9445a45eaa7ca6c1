public import Faultlint
public import Foundation

#if canImport(FoundationNetworking)
  public import FoundationNetworking
#endif

extension Exchange {
  /// The response that `URLSession` handed over: its status and header fields.
  ///
  /// - Parameters:
  ///   - response: The response.
  ///   - request: The request it answers: its method, header fields and body. A body that is a stream is not read, so
  ///     that it counts as not known. Nil if it is not known.
  public init(_ response: HTTPURLResponse, request: URLRequest? = nil) {
    self.init(status: response.statusCode, headers: Headers(response), request: request.map(Request.init))
  }
}

extension Exchange.Headers {
  /// The header fields of a response, with their names as `URLSession` has them.
  public init(_ response: HTTPURLResponse) {
    self.init(
      response.allHeaderFields.map { (key: String(describing: $0.key), value: String(describing: $0.value)) }
        .sorted { $0.key < $1.key })
  }
}

extension Exchange.Request {
  /// A request as it is handed to `URLSession`. A body that is a stream is not read.
  public init(_ request: URLRequest) {
    self.init(
      method: request.httpMethod ?? "GET",
      headers: Exchange.Headers((request.allHTTPHeaderFields ?? [:]).sorted { $0.key < $1.key }),
      body: request.httpBody.map(Array.init))
  }
}

extension Linter {
  /// Checks the body of a response that `URLSession` handed over.
  ///
  /// - Parameters:
  ///   - body: The body; nil counts as one of no bytes.
  ///   - response: The response it came in, of which status and header fields count.
  ///   - request: The request it answers; nil if it is not known.
  ///   - name: What to call it in reports.
  /// - Returns: The verdict, every finding and the fault.
  public func check(
    _ body: Data?, in response: HTTPURLResponse, request: URLRequest? = nil, name: String = "-"
  ) -> Report {
    check(body ?? Data(), in: Exchange(response, request: request), name: name)
  }
}
