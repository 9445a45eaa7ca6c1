internal import FaultlintText

/// Cuts HTTP messages between exchanges.
struct HTTPSplitter: Splitter {
  let limit: Int
  private var entry = 0
  private var isDone = false
  /// How much of a capture a segment holds, in bytes, where entries are small.
  private static let segmentBytes = 1 << 16

  init(limit: Int) { self.limit = limit }

  mutating func next(_ stream: ByteStream) -> Segment? {
    guard !isDone else { return nil }
    while stream.window.count < Self.segmentBytes, stream.fill() {}
    while true {
      let window = stream.window
      var scanner = ExchangeScanner(ByteView(window), isWhole: stream.isAtEnd)
      var entries = 0
      var isAtEnd = false
      var length = 0
      do throws(Incomplete) {
        while length < Self.segmentBytes {
          guard let exchanges = try scanner.next() else {
            isAtEnd = true
            break
          }
          guard scanner.offset - length <= limit else {
            if entries == 0 { return tooLarge(stream) }
            break
          }
          length = scanner.offset
          entries += exchanges.count
        }
      } catch {
        // What is whole so far will do.
      }
      if entries > 0 { return segment(stream, length: isAtEnd ? window.count : length, entries: entries) }
      if isAtEnd { return last(stream) }
      guard window.count <= limit else { return atLimit(stream) }
      // Twice as much each time, so that an entry is not read over and over.
      while stream.window.count < window.count * 2, stream.fill() {}
    }
  }

  private mutating func segment(
    _ stream: ByteStream, length: Int, entries: Int, error: CaptureError? = nil
  ) -> Segment {
    defer { entry += entries + (error == nil ? 0 : 1) }
    return stream.cut(length, as: .http, entry: entry, error: error)
  }

  /// What is left holds no message.
  private mutating func last(_ stream: ByteStream) -> Segment? {
    isDone = true
    var error = stream.error
    if error == nil, entry == 0 {
      error = CaptureError("there is no HTTP message in it: no line is a start line")
    }
    guard let error else { return nil }
    defer { stream.consume(stream.window.count) }
    return segment(stream, length: 0, entries: 0, error: error)
  }

  /// An entry that seems larger than allowed may only say so: then another begins within the limit.
  private mutating func atLimit(_ stream: ByteStream) -> Segment? {
    let part = UnsafeBufferPointer(rebasing: stream.window.prefix(limit + 1))
    var scanner = ExchangeScanner(ByteView(part), isWhole: true)
    if let exchanges = try? scanner.next(), scanner.offset <= limit {
      return segment(stream, length: scanner.offset, entries: exchanges.count)
    }
    return tooLarge(stream)
  }

  /// Passes over an entry that is larger than allowed, up to the next start line.
  private mutating func tooLarge(_ stream: ByteStream) -> Segment? {
    let error = CaptureError.tooLarge("HTTP message that begins here", limit)
    let result = segment(stream, length: 0, entries: 0, error: error)
    var isFirst = true
    while true {
      let window = stream.window
      if let start = MessageScanner.start(in: ByteView(window), after: isFirst ? 16 : 0) {
        stream.consume(start)
        return result
      }
      // A start line may be half read.
      stream.consume(max(window.count - (1 << 14), 0))
      isFirst = false
      guard stream.fill() else {
        stream.consume(stream.window.count)
        return result
      }
    }
  }
}
