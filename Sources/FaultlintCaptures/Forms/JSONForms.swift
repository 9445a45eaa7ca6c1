// What products write as JSON. Each form is data; JSONFormSplitter and JSONFormDecoder read them all.

extension CaptureFormat {
  /// The stub mappings of WireMock, one or many, and the journal of its requests.
  public static let wireMock = CaptureFormat(JSONForm.wireMock)
  /// The mappings of WireMock.Net, one or many, and the log of its requests.
  public static let wireMockNet = CaptureFormat(JSONForm.wireMockNet)
  /// A simulation of Hoverfly.
  public static let hoverfly = CaptureFormat(JSONForm.hoverfly)
  /// A collection of Postman.
  public static let postman = CaptureFormat(JSONForm.postman)
  /// A session of Charles.
  public static let charles = CaptureFormat(JSONForm.charles)
  /// An export of Insomnia.
  public static let insomnia = CaptureFormat(JSONForm.insomnia)
}

extension JSONForm {
  /// Source: https://wiremock.org/docs/standalone/admin-api-reference/, stub mappings and requests.
  static let wireMock = JSONForm(
    name: "wiremock", summary: "stub mappings of WireMock, or the journal of its requests",
    marks: [
      Mark(certainty: .certain, members: ["mappings[].request", "mappings[].response"]),
      Mark(certainty: .certain, members: ["requests[].request"], oneOf: wireMockAnswers("requests[].")),
      Mark(certainty: .certain, members: ["request", "response"], oneOf: wireMockOnly),
      Mark(certainty: .likely, members: ["request.method", "response.status"]),
    ],
    arrays: [["mappings"], ["requests"]],
    fields: [
      (.status, ["response.status", "responseDefinition.status"]),
      (.headers, ["response.headers", "responseDefinition.headers"]),
      (.body, ["response.body", "responseDefinition.body"]),
      (.encodedBody, ["response.base64Body", "responseDefinition.base64Body", "response.bodyAsBase64"]),
      (.json, ["response.jsonBody", "responseDefinition.jsonBody"]),
      (.file, ["response.bodyFileName", "responseDefinition.bodyFileName"]),
      (.id, ["name", "id", "uuid"]),
      (.method, ["request.method"]),
      (.target, ["request.url", "request.urlPath", "request.absoluteUrl"]),
      (.requestHeaders, ["request.headers"]),
      (.requestBody, ["request.body"]),
      (.encodedRequestBody, ["request.bodyAsBase64"]),
    ],
    hasWholeRequests: false, defaultStatus: 200, withoutBody: "the mapping has no body")

  /// What only a mapping of WireMock has.
  private static let wireMockOnly: [String] =
    ["urlPath", "urlPattern", "urlPathPattern", "urlPathTemplate", "bodyPatterns"].map { "request.\($0)" }
    + [
      "bodyFileName", "jsonBody", "base64Body", "fixedDelayMilliseconds", "transformers", "proxyBaseUrl",
      "fault",
    ].map { "response.\($0)" }

  private static func wireMockAnswers(_ prefix: String) -> [String] {
    ["response", "responseDefinition"].map { prefix + $0 }
  }

  /// Source: https://wiremock.org/dotnet/mapping/ and the models of WireMock.Net.
  static let wireMockNet = JSONForm(
    name: "wiremock-net", summary: "mappings of WireMock.Net, or the log of its requests",
    marks: [
      Mark(certainty: .certain, members: ["Request", "Response"]),
      Mark(certainty: .certain, members: ["[].Request", "[].Response"]),
    ],
    fields: [
      (.status, ["Response.StatusCode"]),
      (.headers, ["Response.Headers"]),
      (.body, ["Response.Body"]),
      (.encodedBody, ["Response.BodyAsBytes"]),
      (.json, ["Response.BodyAsJson"]),
      (.file, ["Response.BodyAsFile"]),
      (.id, ["Title", "Guid"]),
      (.method, ["Request.Method", "Request.Methods[0]"]),
      (.target, ["Request.Url", "Request.Path", "Request.Path.Matchers[0].Pattern"]),
      (.requestHeaders, ["Request.Headers"]),
      (.requestBody, ["Request.Body"]),
      (.encodedRequestBody, ["Request.BodyAsBytes"]),
    ],
    hasWholeRequests: false, defaultStatus: 200, withoutBody: "the mapping has no body")

  /// Source: https://docs.hoverfly.io/en/latest/pages/reference/simulationschema.html, versions 1 to 5.
  static let hoverfly = JSONForm(
    name: "hoverfly", summary: "simulation of Hoverfly",
    marks: [Mark(certainty: .certain, members: ["data.pairs"])],
    arrays: [["data", "pairs"]],
    fields: [
      (.status, ["response.status"]),
      (.headers, ["response.headers"]),
      (.body, ["response.body"]),
      (.isEncoded, ["response.encodedBody"]),
      (.file, ["response.bodyFile"]),
      (.method, ["request.method[0].value", "request.method.exactMatch", "request.method"]),
      (.target, ["request.path[0].value", "request.path.exactMatch", "request.path"]),
      (.requestHeaders, ["request.headers"]),
      (.requestBody, ["request.body[0].value", "request.body.exactMatch", "request.body"]),
    ],
    hasWholeRequests: false, withoutBody: "the response of this pair has no body")

  /// Source: https://schema.getpostman.com/json/collection/v2.1.0/collection.json, and v2.0.0.
  static let postman = JSONForm(
    name: "postman", summary: "collection of Postman, 2.0 or 2.1: the examples, and requests without one",
    marks: [
      Mark(certainty: .certain, members: ["info", "item"], oneOf: ["info.schema", "info._postman_id"]),
      Mark(certainty: .likely, members: ["info.name"], oneOf: ["item[].request", "item[].item"]),
    ],
    fields: [
      (.id, ["name", "id"]),
      (.method, ["request.method"]),
      (.target, ["request.url.raw", "request.url"]),
      (.requestHeaders, ["request.header"]),
      (.requestBody, ["request.body.raw"]),
    ],
    answers: (
      "response",
      [
        (.status, ["code"]),
        (.headers, ["header"]),
        (.body, ["body"]),
        (.id, ["name", "id"]),
        (.method, ["originalRequest.method"]),
        (.target, ["originalRequest.url.raw", "originalRequest.url"]),
        (.requestHeaders, ["originalRequest.header"]),
        (.requestBody, ["originalRequest.body.raw"]),
      ]
    ),
    nested: "item", hasWholeRequests: false, withoutBody: "the example has no body")

  /// Source: sessions that Charles 4 and 5 export as JSON Session File.
  static let charles = JSONForm(
    name: "charles", summary: "session of Charles as JSON",
    marks: [
      Mark(
        certainty: .certain, members: ["[].response", "[].request", "[].status", "[].method"],
        oneOf: ["[].response.header.headers", "[].request.header.headers", "[].response.header.firstLine"])
    ],
    fields: [
      (.status, ["response.status"]),
      (.version, ["protocolVersion", "response.header.firstLine"]),
      (.headers, ["response.header.headers"]),
      (.body, ["response.body.text"]),
      (.encodedBody, ["response.body.encoded"]),
      (.contentType, ["response.contentType", "response.mimeType"]),
      (.method, ["method"]),
      (.target, ["path"]),
      (.requestHeaders, ["request.header.headers"]),
      (.requestBody, ["request.body.text"]),
      (.encodedRequestBody, ["request.body.encoded"]),
      (.requestContentType, ["request.contentType", "request.mimeType"]),
    ],
    withoutBody: "the session has no body of this response")

  /// Source: exports of Insomnia, format 4. They hold requests, no responses.
  static let insomnia = JSONForm(
    name: "insomnia", summary: "export of Insomnia, format 4: its requests",
    marks: [
      Mark(certainty: .certain, members: ["__export_format", "resources"]),
      Mark(certainty: .certain, members: ["_type", "resources[]._type"]),
    ],
    fields: [
      (.id, ["name", "_id"]),
      (.method, ["method"]),
      (.target, ["url"]),
      (.requestHeaders, ["headers"]),
      (.requestBody, ["body.text"]),
      (.requestContentType, ["body.mimeType"]),
    ],
    nested: "resources", hasWholeRequests: false)
}
