internal import FaultlintText

/// A capture that is being cut into segments.
public final class Capture {
  private let stream: ByteStream
  private var cutter: any Cutter
  /// The format, as told or as found.
  public let format: CaptureFormat
  /// Whether the format was told, or found in the content or the name, and not just assumed.
  public let isRecognized: Bool

  /// A capture.
  ///
  /// - Parameters:
  ///   - stream: Its bytes; nothing consumed yet.
  ///   - name: Its name, for what the content does not tell.
  ///   - options: How to read it.
  public init(_ stream: ByteStream, name: String, options: CaptureOptions) {
    self.stream = stream
    let found = options.format ?? Self.detect(stream, name: name)
    isRecognized = found != nil
    // What is nothing else is one payload, and is judged as what it is.
    format = found ?? .xml
    cutter =
      switch format {
      case .xml, .multipart: WholeCutter(format: format, limit: options.entryBytes)
      case .http: HTTPCutter(limit: options.entryBytes)
      case .har: HARCutter(options)
      case .ndjson: NDJSONCutter(options)
      case .wsiLog: WSILogCutter(options)
      case .log: LogCutter(options)
      }
  }

  /// The next segment; nil at the end.
  public func next() -> Segment? { cutter.next(stream) }

  /// The format that the beginning shows. The same bytes give the same, in whatever pieces they come.
  private static func detect(_ stream: ByteStream, name: String) -> CaptureFormat? {
    while stream.window.count < Detection.textBytes {
      // A log that grows must not wait for more than its first line.
      if let record = Detection.record(stream.window, name: name) { return record }
      guard stream.fill() else { break }
    }
    guard case .capture(let format) = Detection(stream.window, name: name) else { return nil }
    return format
  }
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
