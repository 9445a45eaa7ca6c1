internal import FaultlintText

/// Cuts NDJSON at its line ends. JSON values over several lines, and arrays of them, are cut at their elements.
struct NDJSONSplitter: Splitter {
  private enum State {
    case start
    case lines
    /// The rest of a line that is too long is skipped.
    case longLine
    case elements(JSONElementSplitter)
  }

  private let limit: Int
  private var state = State.start
  private var entry = 0
  private var hasToldError = false

  init(_ options: CaptureOptions) { limit = options.entryBytes }

  mutating func next(_ stream: ByteStream) -> Segment? {
    while true {
      switch state {
      case .start:
        guard start(stream) else { return nil }
      case .lines:
        return cut(stream)
      case .longLine:
        skipLine(stream)
      case .elements(var splitter):
        let segment = splitter.next(stream)
        entry = splitter.entry
        // After an array there may be another.
        state = segment == nil ? .start : .elements(splitter)
        guard let segment else { continue }
        hasToldError = segment.error != nil && segment.error == stream.error
        return segment
      }
    }
  }

  // MARK: The layout

  /// Sees how the objects are laid out.
  ///
  /// - Returns: Whether there is anything.
  private mutating func start(_ stream: ByteStream) -> Bool {
    if stream.offset == 0 { stream.skipByteOrderMark() }
    guard let first = stream.skipBlanks() else {
      // A read that failed is told all the same.
      state = .lines
      return stream.error != nil
    }
    if first == UInt8(ascii: "[") {
      stream.consume(1)
      state = .elements(JSONElementSplitter(.ndjson, .array, limit: limit, entry: entry))
    } else if first == UInt8(ascii: "{"), isSpreadOverLines(stream) {
      state = .elements(JSONElementSplitter(.ndjson, .text, limit: limit, entry: entry))
    } else {
      state = .lines
    }
    return true
  }

  /// Whether the first object goes on after its line. If the next line begins with another the first is broken, and
  /// lines are lines.
  private func isSpreadOverLines(_ stream: ByteStream) -> Bool {
    var end = JSONValueEnd()
    var from = 0
    while true {
      let window = stream.window
      let lineEnd = window.next(0x0A, from: from)
      switch end.scan(window.slice(0..<(lineEnd ?? window.count)), from: from) {
      case .end, .broken: return false
      case .more:
        if let lineEnd { return nextLineGoesOn(stream, lineEnd + 1) }
        from = window.count
        guard from <= limit, stream.fill() else { return false }
      }
    }
  }

  private func nextLineGoesOn(_ stream: ByteStream, _ start: Int) -> Bool {
    while true {
      let next = stream.window.skippingBlanks(from: start)
      if next < stream.window.count { return stream.window[next] != UInt8(ascii: "{") }
      guard stream.window.count <= limit, stream.fill() else { return false }
    }
  }

  // MARK: Lines

  /// Cuts what there is of whole lines, up to a segment's worth. It never waits for more than one.
  private mutating func cut(_ stream: ByteStream) -> Segment? {
    let first = entry
    var end = 0
    var from = 0
    while true {
      let window = stream.window
      while end < JSONElementSplitter.segmentBytes, let hit = window.next(0x0A, from: max(from, end)) {
        guard hit - end <= limit else {
          let segment = tooLong(stream, end, first)
          stream.consume(hit - end)
          return segment
        }
        if window.skippingBlanks(from: end) < hit { entry += 1 }
        end = hit + 1
      }
      if end > 0 { return segment(stream, end, first) }
      from = window.count
      if from > limit {
        state = .longLine
        return tooLong(stream, 0, first)
      }
      guard stream.fill() else { return last(stream, first) }
    }
  }

  private func segment(
    _ stream: ByteStream, _ end: Int, _ first: Int, _ error: CaptureError? = nil
  ) -> Segment {
    var segment = stream.cut(end, as: .ndjson, entry: first, error: error)
    segment.entriesAreLines = true
    return segment
  }

  private mutating func tooLong(_ stream: ByteStream, _ end: Int, _ first: Int) -> Segment {
    entry += 1
    return segment(stream, end, first, .tooLarge("line", limit))
  }

  /// The last line, which no line end follows. Half a line before a read that failed is not looked at.
  private mutating func last(_ stream: ByteStream, _ first: Int) -> Segment? {
    let window = stream.window
    let isBlank = window.skippingBlanks(from: 0) == window.count
    if let error = stream.error {
      guard !hasToldError else { return nil }
      hasToldError = true
      let segment = segment(stream, 0, first, error)
      stream.consume(stream.window.count)
      return segment
    }
    guard !isBlank else { return nil }
    entry += 1
    return segment(stream, window.count, first)
  }

  private mutating func skipLine(_ stream: ByteStream) {
    while true {
      let window = stream.window
      if let hit = window.next(0x0A, from: 0) {
        stream.consume(hit)
        break
      }
      stream.consume(window.count)
      if !stream.fill() { break }
    }
    state = .lines
  }
}

extension ByteStream {
  /// Reads until the window has so many bytes.
  ///
  /// - Returns: Whether it has.
  func fill(to count: Int) -> Bool {
    while window.count < count { if !fill() { return false } }
    return true
  }

  /// Takes a byte order mark off the front.
  func skipByteOrderMark() {
    guard fill(to: 1), window[0] == 0xEF, fill(to: 3), window[1] == 0xBB, window[2] == 0xBF else { return }
    consume(3)
  }

  /// Takes white space off the front.
  ///
  /// - Returns: The byte that the window begins with then; nil at the end.
  func skipBlanks() -> UInt8? {
    while true {
      consume(window.skippingBlanks(from: 0))
      if let first = window.first { return first }
      if !fill() { return nil }
    }
  }
}
