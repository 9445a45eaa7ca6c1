internal import FaultlintText

extension CaptureFormat {
  /// A cassette of VCR and what took after it, as YAML or JSON.
  public static let cassette = CaptureFormat(
    name: JSONForm.cassette.name, summary: JSONForm.cassette.summary,
    recognize: { head in max(JSONForm.cassette.certainty(of: head), CassetteYAML.certainty(of: head)) },
    makeSplitter: { CassetteSplitter(limit: $0.entryBytes) },
    makeDecoder: { CassetteDecoder(limit: $0.entryBytes) })
}

extension JSONForm {
  /// Source: the cassettes of VCR 1 to 6 (Ruby), VCR.py, Betamax (Groovy and Python), go-vcr and php-vcr. They differ in
  /// where they have the status, and in whether a body is a text or an object.
  static let cassette = JSONForm(
    name: "cassette", summary: "cassette of VCR, VCR.py, Betamax, go-vcr or php-vcr, as YAML or JSON",
    marks: [
      Mark(certainty: .certain, members: ["http_interactions"]),
      Mark(certainty: .certain, members: ["interactions[].request", "interactions[].response"]),
      Mark(
        certainty: .certain, members: ["[].request", "[].response"],
        oneOf: ["[].index", "[].recorded_at", "[].request.uri"]),
    ],
    arrays: [["http_interactions"], ["interactions"]],
    fields: [
      (
        .status,
        [
          "response.status.code", "response.status_code", "response.statusCode", "response.code",
          "response.status",
        ]
      ),
      (.version, ["response.status.http_version", "response.http_version", "response.proto"]),
      (.headers, ["response.headers"]),
      (.body, ["response.body.string", "response.body"]),
      (.encodedBody, ["response.body.base64_string", "response.body.string.base64_string"]),
      (.method, ["request.method"]),
      (.target, ["request.uri", "request.url"]),
      (.requestHeaders, ["request.headers"]),
      (.requestBody, ["request.body.string", "request.body"]),
      (.encodedRequestBody, ["request.body.base64_string", "request.body.string.base64_string"]),
    ],
    withoutBody: "the cassette has no body of this response")
}

/// Cuts a cassette in JSON at its interactions; one in YAML is read as a whole.
struct CassetteSplitter: Splitter {
  private var splitter: (any Splitter)?
  private var isJSON = false
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  mutating func next(_ stream: ByteStream) -> Segment? {
    if splitter == nil {
      stream.skipByteOrderMark()
      let first = stream.skipBlanks()
      isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
      // One row for both: decoders are kept by its name.
      splitter =
        isJSON
        ? JSONFormSplitter(.cassette, as: .cassette, limit: limit) : WholeSplitter(.cassette, limit: limit)
    }
    var segment = splitter?.next(stream)
    segment?.isJSON = isJSON
    return segment
  }
}

/// Reads the interactions of a cassette.
final class CassetteDecoder: EntryDecoder {
  private let json: JSONFormDecoder
  private let limit: Int

  init(limit: Int) {
    json = JSONFormDecoder(.cassette, limit: limit)
    self.limit = limit
  }

  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    guard !segment.isJSON else { return json.decode(segment, body) }
    json.begin(segment)
    segment.bytes.withUnsafeBufferPointer { bytes in
      var reader = CassetteYAML(bytes, segment.position, json: json, limit: limit)
      reader.read(body)
      if let error = segment.error ?? (bytes.count > limit ? .tooLarge("cassette", limit) : nil) {
        body(reader.entry(failed: error.message, at: bytes.count, cause: error.cause))
      }
    }
  }
}
