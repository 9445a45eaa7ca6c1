internal import FaultlintText

/// Splits a trace before lines that begin a request, some 64 KiB at a time.
struct TraceSplitter: Splitter {
  private let limit: Int
  private var entry = 0
  private var isDone = false

  init(limit: Int) { self.limit = limit }

  mutating func next(_ stream: ByteStream) -> Segment? {
    guard !isDone else { return nil }
    var searched = 0
    while true {
      let window = stream.window
      if let end = Self.requestLine(in: window, from: max(searched, JSONElementSplitter.segmentBytes)) {
        return segment(stream, end)
      }
      searched = max(window.count - (1 << 14), 0)
      if window.count > limit, let end = window.slice(0..<limit).lastIndex(of: 0x0A) {
        return segment(stream, end + 1)
      }
      guard stream.fill() else { break }
    }
    isDone = true
    guard !stream.window.isEmpty || stream.error != nil else { return nil }
    return segment(stream, stream.window.count, stream.error)
  }

  private mutating func segment(_ stream: ByteStream, _ end: Int, _ error: CaptureError? = nil) -> Segment {
    var segment = stream.cut(end, as: .trace, entry: entry, error: error)
    entry += TraceDecoder.count(&segment)
    return segment
  }

  /// Where the next line begins that shows the start line of a request.
  private static func requestLine(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    let view = ByteView(bytes)
    var at = start
    while let hit = view.index(of: " HTTP/1.", from: at) {
      guard let lineEnd = view.index(of: ByteView.lineFeed, from: hit) else { return nil }
      // What holds for one place in a line holds for all.
      at = lineEnd
      var lineStart = hit
      while lineStart > 0, view[lineStart - 1] != ByteView.lineFeed { lineStart -= 1 }
      // curl says before it that it sends a header.
      guard lineStart > 0, let line = TraceLine(view, lineStart..<lineEnd), line.isSent == true else {
        continue
      }
      return lineStart
    }
    return nil
  }
}
