internal import FaultlintText

/// Cuts envelopes out of a log, and leaves out what is between them.
struct LogCutter: Cutter {
  private let limit: Int
  private var entry = 0
  private var hasToldTrouble = false

  init(_ options: CaptureOptions) { limit = options.entryBytes }

  mutating func next(_ stream: ByteStream) -> Segment? {
    var searched = 0
    while true {
      let window = stream.window
      let isAtEnd = stream.isAtEnd
      var finder = EnvelopeFinder(window, isAtEnd: isAtEnd, limit: limit)
      var first = 0
      var end = 0
      var count = 0
      var rest = 0
      search: while true {
        switch finder.next(searched: count == 0 ? searched : 0) {
        case .found(let found):
          if count == 0 { first = found.range.lowerBound }
          count += 1
          end = found.range.upperBound
          if end - first >= JSONElementCutter.segmentBytes { break search }
        case .open(let start):
          rest = start
          break search
        case .none(let start):
          rest = start
          break search
        }
      }
      if count > 0 {
        stream.consume(first)
        return segment(stream, end - first, count)
      }
      searched = window.count - rest
      stream.consume(rest)
      if isAtEnd {
        guard let trouble = stream.trouble, !hasToldTrouble else { return nil }
        hasToldTrouble = true
        stream.consume(stream.window.count)
        return segment(stream, 0, 0, trouble)
      }
      // At the end the same bytes are looked at once more, for what was open is cut off then.
      _ = stream.fill()
    }
  }

  private mutating func segment(
    _ stream: ByteStream, _ end: Int, _ count: Int, _ trouble: CaptureTrouble? = nil
  ) -> Segment {
    let position = Segment.Position(entry: entry, line: stream.line, offset: stream.offset)
    let segment = Segment(
      format: .log, position: position, bytes: Array(stream.window.slice(0..<end)), trouble: trouble)
    stream.consume(end)
    entry += count
    return segment
  }
}
