/// Decodes segments of every form. One is kept per worker.
public final class EntryReader {
  private let options: CaptureOptions
  private var decoders: [String: any EntryDecoder] = [:]

  /// A reader.
  public init(options: CaptureOptions) { self.options = options }

  /// Calls `body` with each entry of a segment, in order. What it is handed is valid during the call.
  public func read(_ segment: Segment, _ body: (Entry) -> Void) {
    let name = segment.format.name
    let decoder = decoders[name] ?? segment.format.makeDecoder(options)
    decoders[name] = decoder
    decoder.decode(segment) { entry in
      guard entry.notSOAP == nil, entry.trouble == nil, let found = DecodedFault.inJSON(entry.payload) else {
        body(entry)
        return
      }
      var entry = entry
      entry.notSOAP = found
      body(entry)
    }
  }
}
