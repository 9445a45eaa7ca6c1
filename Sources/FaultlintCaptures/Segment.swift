/// A piece of a capture with whole entries in it: cut off by one thread, decoded by any.
public struct Segment: Sendable {
  /// Where a segment or an entry stands in its capture.
  public struct Position: Sendable, Equatable {
    /// The number of the first entry, from 0.
    public var entry: Int
    /// The line it begins in, from 1.
    public var line: Int
    /// The offset it begins at, in bytes.
    public var offset: Int

    /// A position.
    public init(entry: Int = 0, line: Int = 1, offset: Int = 0) {
      self.entry = entry
      self.line = line
      self.offset = offset
    }
  }

  /// How to decode it.
  public let format: CaptureFormat
  /// Where it begins.
  public let position: Position
  /// The column that it begins at, in Unicode scalars from 1.
  public fileprivate(set) var column = 1
  /// The bytes as captured.
  public let bytes: [UInt8]
  /// Whether each line is an entry, so that a broken one ends where its line does.
  var entriesAreLines = false
  /// Whether it is JSON, of a form that is written in something else as well.
  var isJSON = false
  /// What kept the splitter from going on here: told after the entries of this segment, as an entry without a payload.
  public var error: CaptureError?
  /// Whether the whole capture was searched and holds no payload: the bytes are its beginning.
  public var holdsNoPayload = false
  /// The envelopes in it, where they were found in text.
  var envelopes: [FoundEnvelope] = []

  /// The namespaces in scope where the envelopes stand; nil if they do not stand in other XML.
  var scope: NamespaceScope?
  /// The columns of a table that it was cut from; nil if it is none.
  var columns: CSVColumns?
  /// Whether it begins in the middle of a line, behind what was told before.
  var beginsInLine = false
  /// How many bytes stand behind the one envelope of a small capture that is all in this segment otherwise; nil if there
  /// is more to the capture.
  var bytesBehind: Int?
  /// What its bodies may unpack to beyond their proportion, in bytes.
  var freeBytes = ContentCodings.freeBytes

  /// An envelope in the bytes of a segment.
  struct FoundEnvelope: Sendable {
    /// Where it stands.
    var range: Range<Int>
    /// Whether its end is there.
    var isWhole: Bool
    /// What stands around each of its lines; nil if nothing does.
    var frame: LineFrame?
    /// Whether it is a body without an envelope, which the log names as one.
    var isBody = false
  }

  /// A segment.
  public init(format: CaptureFormat, position: Position, bytes: [UInt8], error: CaptureError? = nil) {
    self.format = format
    self.position = position
    self.bytes = bytes
    self.error = error
  }
}

/// Why an entry, or the rest of a capture, cannot be read.
public struct CaptureError: Error, Sendable, Equatable {
  /// What an option of the caller would change about it.
  public enum Cause: Sendable, Equatable {
    /// Something has more bytes than ``CaptureOptions/entryBytes`` allows.
    case entryBytes
    /// A member of NDJSON objects is not where ``CaptureOptions/fields`` says, or where it is known to be.
    case fields
  }

  /// What is wrong and what to do about it, in a sentence without a full stop.
  public let message: String
  /// What about the options has to do with it; nil if nothing has.
  public let cause: Cause?

  /// An error with a message.
  ///
  /// - Parameters:
  ///   - message: What is wrong, in a sentence without a full stop.
  ///   - cause: What about the options has to do with it.
  public init(_ message: String, cause: Cause? = nil) {
    self.message = message
    self.cause = cause
  }

  /// The error that something, as in `line`, has more bytes than an entry may have.
  static func tooLarge(_ what: String, _ limit: Int) -> CaptureError {
    CaptureError("the \(what) has more than \(limit) bytes", cause: .entryBytes)
  }
}

/// Splits a capture of one form into segments. It runs ahead of the workers, so it does no more than find where
/// entries end.
protocol Splitter {
  /// The next segment: some whole entries, about 64 KiB of them where they are small; nil at the end.
  mutating func next(_ stream: ByteStream) -> Segment?
}

/// Reads the entries of a segment. One is kept per worker, with its buffers.
protocol EntryDecoder: AnyObject {
  /// Calls `body` with each entry, in order. What it is handed is valid during the call.
  func decode(_ segment: Segment, _ body: (Entry) -> Void)
}

extension ByteStream {
  /// Cuts bytes off the front of the window as a segment.
  ///
  /// - Parameters:
  ///   - count: How many; none for a segment that only tells an error.
  ///   - format: How to decode them.
  ///   - entry: The number of the first entry in them.
  ///   - error: What there is to tell behind them.
  /// - Returns: The segment, which stands where the window began.
  func cut(
    _ count: Int, as format: CaptureFormat, entry: Int, error: CaptureError? = nil
  ) -> Segment {
    var segment = Segment(
      format: format, position: Segment.Position(entry: entry, line: line, offset: offset),
      bytes: Array(window[..<count]), error: error)
    segment.column = column
    consume(count)
    return segment
  }
}

extension Segment {
  /// All that is left of a stream, up to a byte more than a limit, as one entry.
  static func whole(_ format: CaptureFormat, _ stream: ByteStream, limit: Int) -> Segment {
    // One byte more than the limit tells too large from just right.
    while stream.window.count <= limit, stream.fill() {}
    let position = Segment.Position(entry: 0, line: stream.line, offset: stream.offset)
    let bytes = stream.window
    defer { stream.consume(bytes.count) }
    var segment = Segment(
      format: format, position: position, bytes: Array(bytes.prefix(limit + 1)), error: stream.error)
    segment.column = stream.column
    return segment
  }
}

/// A capture that is one entry.
struct WholeSplitter: Splitter {
  let format: CaptureFormat
  let limit: Int
  private var isDone = false

  init(_ format: CaptureFormat, limit: Int) {
    self.format = format
    self.limit = limit
  }

  mutating func next(_ stream: ByteStream) -> Segment? {
    guard !isDone else { return nil }
    isDone = true
    return Segment.whole(format, stream, limit: limit)
  }
}
