/// A capture that is being cut into segments.
public final class Capture {
  private let stream: ByteStream
  private var cutter: any Cutter
  /// The format, as told or as found.
  public let format: CaptureFormat

  /// A capture.
  ///
  /// - Parameters:
  ///   - stream: Its bytes; nothing consumed yet.
  ///   - name: Its name, for what the content does not tell.
  ///   - options: How to read it.
  public init(_ stream: ByteStream, name: String, options: CaptureOptions) {
    self.stream = stream
    _ = stream.fill()
    format = options.format ?? (stream.window.first == 0x7B ? (name.hasSuffix(".har") ? .har : .ndjson) : .xml)
    switch format {
    case .ndjson: cutter = NDJSONCutter(options)
    case .har: cutter = HARCutter(options)
    default: cutter = WholeCutter(format: format, limit: options.entryBytes)
    }
  }

  /// The next segment; nil at the end.
  public func next() -> Segment? { cutter.next(stream) }
}

/// A capture that is one entry.
struct WholeCutter: Cutter {
  let format: CaptureFormat
  let limit: Int
  private var isDone = false

  init(format: CaptureFormat, limit: Int) {
    self.format = format
    self.limit = limit
  }

  mutating func next(_ stream: ByteStream) -> Segment? {
    guard !isDone else { return nil }
    isDone = true
    // One byte more than the limit tells too large from just right.
    while stream.window.count <= limit, stream.fill() {}
    let bytes = stream.window
    defer { stream.consume(bytes.count) }
    return Segment(
      format: format, position: Segment.Position(), bytes: Array(bytes.prefix(limit + 1)),
      trouble: stream.trouble)
  }
}

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
    let decoder: any EntryDecoder = switch format { case .ndjson: NDJSONDecoder(options)
 case .har: HARDecoder(options)
 default: VerbatimDecoder() }
    decoders[format] = decoder
    return decoder
  }
}

/// A segment that is the payload.
final class VerbatimDecoder: EntryDecoder {
  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    segment.bytes.withUnsafeBufferPointer { bytes in
      var entry = Entry(position: segment.position, payload: bytes)
      entry.isVerbatim = true
      entry.trouble = segment.trouble
      body(entry)
    }
  }
}
