internal import FaultlintText

/// Cuts envelopes out of a text, each with what stands before it, and leaves out the rest.
struct LogSplitter: Splitter {
  /// How much of what stands before an envelope is kept, in bytes: it may say under which status it came.
  static let contextBytes = 1 << 13

  private let limit: Int
  private var entry = 0
  private var hasEnded = false
  /// The namespaces of the root, if the text is XML.
  private var scope: NamespaceScope?
  /// What the finder has learned of what stands before.
  private var nests = true
  /// The beginning of the capture, for what to say if there is no envelope in it.
  private var head: [UInt8]?

  init(limit: Int) { self.limit = limit }

  mutating func next(_ stream: ByteStream) -> Segment? {
    var from = 0
    var open: EnvelopeFinder.OpenElement?
    while !hasEnded {
      let window = stream.window
      let isAtEnd = stream.isAtEnd
      var finder = EnvelopeFinder(window, at: from, isAtEnd: isAtEnd, limit: limit, nests: nests)
      var parts: [EnvelopeFinder.Found] = []
      var rest = 0
      search: while true {
        switch finder.next(resuming: parts.isEmpty ? open : nil) {
        case .found(let found):
          parts.append(found)
          if found.range.upperBound - parts[0].range.lowerBound >= JSONElementSplitter.segmentBytes {
            break search
          }
        case .open(let start, let element):
          rest = start
          open = element
          break search
        case .none(let start):
          rest = start
          open = nil
          break search
        }
      }
      nests = finder.nests
      if !parts.isEmpty { return segment(stream, parts) }
      if isAtEnd { return last(stream) }
      if head == nil, window.count >= CaptureHead.bytes { head = Array(window.prefix(CaptureHead.bytes)) }
      // Until there is a head, everything is kept.
      let dropped = head == nil && entry == 0 ? 0 : max(rest - Self.contextBytes, 0)
      stream.consume(dropped)
      from = rest - dropped
      open = open?.dropping(dropped)
      // At the end the same bytes are looked at once more, for what was open is cut off then.
      _ = stream.fill()
    }
    return nil
  }

  /// A segment from the context of the first envelope to the end of the last.
  private mutating func segment(_ stream: ByteStream, _ parts: [EnvelopeFinder.Found]) -> Segment {
    let start = Self.contextStart(before: parts[0].range.lowerBound, from: 0, in: stream.window)
    let end = parts[parts.count - 1].range.upperBound
    if entry == 0 { scope = scope(before: parts[0].range.lowerBound, in: stream) }
    stream.consume(start)
    var segment = stream.cut(end - start, as: .log, entry: entry)
    segment.scope = scope
    segment.beginsInLine = start == 0 && entry > 0
    segment.envelopes = parts.map {
      Segment.FoundEnvelope(
        range: $0.range.lowerBound - start..<$0.range.upperBound - start, isWhole: $0.isWhole,
        frame: $0.frame, isBody: $0.isBody)
    }
    if entry == 0, parts.count == 1, segment.position.offset == 0, stream.isSmall {
      segment.bytesBehind = stream.window.trimmed(0..<stream.window.count).count
    }
    entry += parts.count
    return segment
  }

  /// The scope of the root, as far as it stands before the first envelope: no more of it need be there when that is found,
  /// and the same bytes are to give the same in whatever pieces they come.
  private func scope(before start: Int, in stream: ByteStream) -> NamespaceScope? {
    let before = stream.offset + start
    if let head {
      return head.withUnsafeBufferPointer { NamespaceScope(rootOf: $0.slice(0..<min(before, $0.count))) }
    }
    return NamespaceScope(rootOf: stream.window.slice(0..<min(before, CaptureHead.bytes)))
  }

  /// What there is to say at the end: why reading ended early, or that nothing was found.
  private mutating func last(_ stream: ByteStream) -> Segment? {
    hasEnded = true
    let head = head ?? Array(stream.window.prefix(CaptureHead.bytes))
    if let error = stream.error {
      stream.consume(stream.window.count)
      return stream.cut(0, as: .log, entry: entry, error: error)
    }
    guard entry == 0 else { return nil }
    stream.consume(stream.window.count)
    var segment = Segment(format: .log, position: Segment.Position(), bytes: head)
    segment.holdsNoPayload = true
    return segment
  }

  /// Where the context of an envelope begins: behind the one before it, or so many bytes before, at the start of a line.
  static func contextStart(before start: Int, from end: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard start - end >= contextBytes else { return end }
    let first = start - contextBytes
    guard let lineEnd = bytes.next(0x0A, from: first), lineEnd < start else { return first }
    return lineEnd + 1
  }
}
