internal import FaultlintText
internal import FaultlintYAML

/// Reads the interactions of a cassette in YAML, one after the other, each as the JSON that it would be.
///
/// Where the YAML breaks, reading goes on at the next interaction that begins like the first one did.
struct CassetteYAML {
  /// How many times its bytes are read once more at most, because it breaks over and over.
  private static let passes = 4

  private let bytes: UnsafeBufferPointer<UInt8>
  private let json: JSONFormDecoder
  private let limit: Int
  private var transcoder: YAMLTranscoder
  private var place: PlaceCounter
  /// How the first interaction begins, from its line end to behind its first key.
  private var landmark: [UInt8] = []
  /// Where the interaction begins that is being read; nil between them.
  private var current: Int?
  /// Where the last one began.
  private var last = -1
  /// How much of the part has been read.
  private var consumed = 0
  /// Where the part begins that is being read.
  private var start = 0
  /// The line that was reached in it: where it begins, and its number from 0.
  private var line = (start: 0, number: 0)

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: Segment.Position, json: JSONFormDecoder, limit: Int
  ) {
    self.bytes = bytes
    self.json = json
    self.limit = limit
    transcoder = YAMLTranscoder(limit: limit)
    place = PlaceCounter(bytes, position)
  }

  /// Calls `body` with each interaction, and with what is wrong.
  mutating func read(_ body: (Entry) -> Void) {
    var budget = Self.passes * max(bytes.count, 1)
    while true {
      do throws(YAMLError) {
        current = nil
        try part(body)
        return
      } catch {
        let index = Self.offset(ofLine: error.line, in: bytes, from: start)
        // Behind the interactions, what went before is a part of its own, and a key at its end is no mistake.
        if start > 0, current == nil, index >= bytes.count || !"- #".utf8.contains(bytes[index]) { return }
        // Whatever it is that cannot be read here, it is not tried twice.
        let next = nextLandmark(from: max(current == nil ? index : 0, last + 1, start + 1))
        // What is read once more counts.
        if let next { budget -= max(0, start + consumed - next) }
        let isEnd = next == nil || budget < 0
        place.move(to: min(index, bytes.count))
        let what = isEnd ? "; what follows is not read" : ""
        body(
          entry(
            failed: "the YAML breaks at line \(place.position.line): \(error.message)\(what)",
            at: current ?? index,
            cause: error.isLimit ? .entryBytes : nil))
        guard let next, !isEnd else { return }
        start = next
      }
    }
  }

  /// An entry that says what is wrong.
  mutating func entry(failed message: String, at index: Int, cause: CaptureError.Cause? = nil) -> Entry {
    place.move(to: min(index, bytes.count))
    defer { place.position.entry += 1 }
    return Entry(place.position, error: CaptureError(message, cause: cause))
  }

  // MARK: Events

  private mutating func part(_ body: (Entry) -> Void) throws(YAMLError) {
    consumed = 0
    let events = try YAMLEvents(bytes.slice(start..<bytes.count))
    defer { consumed = events.consumed }
    place.move(to: start)
    line = (start, 0)
    while true {
      let kind = try events.next()
      switch kind {
      case .endOfText: return
      case .beginSequence: try interactions(events, body)
      case .beginMapping: try members(events, body)
      default: continue
      }
    }
  }

  /// Goes over the members of a cassette to its interactions.
  private mutating func members(_ events: YAMLEvents, _ body: (Entry) -> Void) throws(YAMLError) {
    while true {
      let key = try events.next()
      if key == .endMapping { return }
      var isWanted = false
      if case .scalar = key {
        isWanted = events.scalar.equals("http_interactions") || events.scalar.equals("interactions")
      } else {
        try transcoder.write(key, events)
      }
      let value = try events.next()
      if isWanted, value == .beginSequence {
        try interactions(events, body)
      } else {
        try transcoder.write(value, events)
      }
    }
  }

  private mutating func interactions(_ events: YAMLEvents, _ body: (Entry) -> Void) throws(YAMLError) {
    while true {
      let kind = try events.next()
      if kind == .endSequence { return }
      move(to: events)
      let position = place.position
      let begin = position.offset - place.firstOffset
      current = begin
      last = begin
      if landmark.isEmpty { landmark = mark(at: begin) }
      try transcoder.write(kind, events)
      current = nil
      do throws(JSONError) {
        body(try json.read(transcoder.json.bytes, at: position))
      } catch {
        body(Entry(position, error: CaptureError(error.message)))
      }
      place.position.entry += 1
    }
  }

  /// Goes to where the last event begins.
  private mutating func move(to events: YAMLEvents) {
    while line.number < events.line, let hit = bytes.next(0x0A, from: line.start) {
      line = (hit + 1, line.number + 1)
    }
    place.move(to: min(line.start + events.column, bytes.count))
  }

  // MARK: Taking up again

  /// From the line end before the dash of the interaction whose first key stands here to behind the key.
  private func mark(at key: Int) -> [UInt8] {
    var dash = key - 1
    while dash >= 0, bytes[dash].isBlank { dash -= 1 }
    guard dash >= 0, bytes[dash] == UInt8(ascii: "-"),
      let colon = bytes.next(UInt8(ascii: ":"), from: key), colon - key < 64
    else { return [] }
    while dash > 0, bytes[dash - 1] == 0x20 { dash -= 1 }
    return [0x0A] + bytes.slice(dash..<colon + 1)
  }

  private func nextLandmark(from index: Int) -> Int? {
    guard !landmark.isEmpty else { return nil }
    return landmark.withUnsafeBufferPointer { bytes.next($0, from: max(0, index - 1)) }.map { $0 + 1 }
  }

  private static func offset(ofLine line: Int, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    for _ in 0..<line {
      guard let hit = bytes.next(0x0A, from: index) else { return bytes.count }
      index = hit + 1
    }
    return index
  }

  // MARK: Recognising

  /// How sure it is that a capture is a cassette in YAML.
  static func certainty(of head: CaptureHead) -> Certainty {
    let view = head.view
    guard head.json == nil, head.first.map({ "-#%!hivnr".utf8.contains($0) }) ?? false else { return .no }
    var at = head.start
    var isList: Bool?
    var hasInteractions = false
    var hasRequest = false
    while at < view.count {
      let end = view.index(of: ByteView.lineFeed, from: at) ?? view.count
      let line = view.trimmed(at..<end)
      defer { at = end + 1 }
      if line.isEmpty || "#%!".utf8.contains(view[line.lowerBound]) || view.matches("---", at: at) {
        continue
      }
      let isTop = line.lowerBound == at
      let isDash = view[line.lowerBound] == UInt8(ascii: "-")
      if isList == nil { isList = isDash }
      if isTop, view.matches("http_interactions:", at: at) || view.matches("interactions:", at: at) {
        hasInteractions = true
      }
      let key = isDash ? view.skipBlank(from: line.lowerBound + 1) : line.lowerBound
      if view.matches("request:", at: key) {
        hasRequest = true
        if hasInteractions { return .certain }
      } else if hasRequest, isList == true, view.matches("response:", at: key) {
        return .likely
      } else if isTop, !isDash, isList == true {
        return .no
      }
    }
    return .no
  }
}
