/// Decodes segments of every format. One is kept per worker.
public final class EntryReader {
  private let options: CaptureOptions
  private var decoders: [CaptureFormat: any EntryDecoder] = [:]

  /// A reader.
  public init(options: CaptureOptions) { self.options = options }

  /// Calls `body` with each entry of a segment, in order. What it is handed is valid during the call.
  public func read(_ segment: Segment, _ body: (Entry) -> Void) {
    let decoder = decoders[segment.format] ?? makeDecoder(segment.format)
    decoder.decode(segment, body)
  }

  private func makeDecoder(_ format: CaptureFormat) -> any EntryDecoder {
    let decoder: any EntryDecoder =
      switch format {
      case .xml: XMLDecoder()
      case .http: HTTPDecoder(limit: options.entryBytes)
      case .multipart: MultipartDecoder(limit: options.entryBytes)
      case .har: HARDecoder(options)
      case .ndjson: NDJSONDecoder(options)
      case .wsiLog: WSILogDecoder(options)
      case .log: LogDecoder(options)
      }
    decoders[format] = decoder
    return decoder
  }
}
