/// What is read of a JSON object that holds an exchange.
public enum CaptureField: String, Sendable, CaseIterable {
  /// The status of the response.
  case status
  /// The header fields of the response, all of them.
  case headers
  /// The payload.
  case body
  /// `base64` where the body is that; also whether it is, as true or false.
  case encoding
  /// The Content-Type of the response, where there are no header fields.
  case contentType
  /// The HTTP version.
  case version
  /// What identifies the object.
  case id
  /// The method of the request.
  case requestMethod = "request.method"
  /// The header fields of the request, all of them.
  case requestHeaders = "request.headers"
  /// The payload of the request.
  case requestBody = "request.body"
  /// The same as `encoding`, of the body of the request.
  case requestEncoding = "request.encoding"
  /// The Content-Type of the request, where there are no header fields.
  case requestContentType = "request.contentType"

  /// Where it is looked for, the best place first. A dot is a step into an object, or stands in a name.
  ///
  /// Who writes what is in docs/captures.md.
  var places: [String] {
    switch self {
    case .status:
      [
        "response.status", "response.statusCode", "response.status_code", "response.status.code", "status",
        "statusCode", "status_code", "httpStatus", "http_status", "responseStatus", "response_status",
        "responseCode", "response_code", "http.response.status_code", "http.status_code", "status.code",
      ]
    case .headers:
      [
        "response.headers", "response.multiValueHeaders", "headers", "multiValueHeaders", "responseHeaders",
        "response_headers", "http.response.headers", "dest_headers",
      ]
    case .body:
      Self.contents(of: "response.body") + ["response.content", "response.payload"]
        + Self.contents(of: "body") + Self.contents(of: "http.response.body")
        + [
          "responseBody", "response_body", "responsePayload", "response_payload", "responseMessage",
          "dest_content", "payload", "content", "soap", "xml", "fault", "response", "message", "msg", "_raw",
          "log", "event",
        ]
    case .encoding:
      [
        "response.isBase64Encoded", "isBase64Encoded", "response.bodyEncoding", "bodyEncoding",
        "body_encoding", "response.encoding", "encoding",
      ]
    case .contentType:
      [
        "response.contentType", "response.content_type", "contentType", "content_type", "responseContentType",
        "response_content_type", "http.response.mime_type", "http.response.header.content-type",
        "response.header.content-type", "http_content_type",
      ]
    case .version:
      [
        "response.httpVersion", "httpVersion", "http_version", "http.version", "network.protocol.version",
        "protocol",
      ]
    case .id:
      [
        "id", "_id", "requestId", "request_id", "messageId", "message_id", "correlationId", "correlation_id",
        "requestContext.requestId", "http.request.id", "event.id", "traceId", "trace_id", "trace.id",
      ]
    case .requestMethod:
      [
        "request.method", "request.verb", "requestMethod", "request_method", "httpMethod", "http_method",
        "http.request.method", "http.method", "method",
      ]
    case .requestHeaders:
      ["request.headers", "requestHeaders", "request_headers", "http.request.headers", "src_headers"]
    case .requestBody:
      Self.contents(of: "request.body") + ["request.content", "request.payload"]
        + Self.contents(of: "http.request.body")
        + [
          "requestBody", "request_body", "requestPayload", "request_payload", "requestMessage", "src_content",
        ]
    case .requestEncoding: ["request.isBase64Encoded", "request.bodyEncoding", "request.encoding"]
    case .requestContentType:
      [
        "request.contentType", "request.content_type", "requestContentType", "request_content_type",
        "http.request.mime_type", "http.request.header.content-type", "request.header.content-type",
      ]
    }
  }

  /// A body, and where it is if an object is made of it.
  private static func contents(of place: String) -> [String] {
    ["content", "text", "stringValue", "as_string"].map { place + "." + $0 }
      + FieldTree.base64Names.map { place + "." + $0 } + [place]
  }

  /// What stands around such objects in some logs: a member that holds all the rest.
  static let wrappers = ["http_buffered_trace", "attributes", "event", "result"]

  /// Checks paths that somebody gives.
  ///
  /// - Parameter fields: Paths by the names of the fields.
  /// - Returns: What is wrong with them, in a sentence without a full stop; nil if nothing is.
  public static func problem(in fields: [String: String]) -> String? {
    for (name, path) in fields.sorted(by: { $0.key < $1.key }) {
      guard CaptureField(rawValue: name) != nil else {
        return "there is no field '\(name)'; there are "
          + allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      }
      if FieldTree.steps(of: path) == nil {
        return "'\(path)' is no path; one looks like .path.to[0].\"the body\""
      }
    }
    return nil
  }
}
