/// What a product that wraps HTTP messages in a form of its own may say of an exchange.
enum FormField: Int, CaseIterable, Sendable {
  /// The status of the response.
  case status
  /// The HTTP version.
  case version
  /// The header fields of the response.
  case headers
  /// The payload of the response.
  case body
  /// The same, as base64.
  case encodedBody
  /// Whether `body` is base64: true, or the name of that encoding.
  case isEncoded
  /// The payload as a JSON value, not as text.
  case json
  /// The Content-Type of the response, where there are no header fields.
  case contentType
  /// The name of a file that the payload stands in.
  case file
  /// What identifies the exchange.
  case id
  /// The method of the request.
  case method
  /// The target of the request.
  case target
  /// The header fields of the request.
  case requestHeaders
  /// The payload of the request.
  case requestBody
  /// The same, as base64.
  case encodedRequestBody
  /// Whether `requestBody` is base64.
  case requestIsEncoded
  /// The Content-Type of the request, where there are no header fields.
  case requestContentType
  /// The response, head and body, as it was sent.
  case message
  /// The request, head and body, as it was sent.
  case requestMessage
  /// The payload as an element, not as text.
  case envelope
}

/// The fields of an exchange, and where a form has them, the best place first.
typealias FormPaths = [(field: FormField, paths: [String])]
