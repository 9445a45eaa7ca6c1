internal import FaultlintModel

/// Puts together what a trace shows of each direction, and reads it as HTTP; where there is no HTTP in it, as text.
final class TraceDecoder: EntryDecoder {
  private let wire = MappedBuffer()
  private let http: HTTPDecoder
  private let log: LogDecoder
  private let limit: Int

  init(_ options: CaptureOptions) {
    limit = options.entryBytes
    http = HTTPDecoder(limit: options.entryBytes)
    log = LogDecoder(options)
  }

  /// Counts the entries of a segment, for the numbers of those behind it.
  static func count(_ segment: inout Segment) -> Int {
    segment.bytes.withUnsafeBufferPointer { bytes in
      let wire = MappedBuffer()
      assemble(ByteView(bytes), into: wire)
      var scanner = ExchangeScanner(ByteView(wire.bytes), isWhole: true)
      var count = 0
      while let exchanges = try? scanner.next() { count += exchanges.count }
      return count
    }
  }

  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    http.begin(segment)
    segment.bytes.withUnsafeBufferPointer { bytes in
      wire.removeAll()
      let hasText = Self.assemble(ByteView(bytes), into: wire)
      let places = wire.map(from: segment.position.offset)
      let view = ByteView(wire.bytes)
      var place = PlaceCounter(bytes, segment.position)
      var scanner = ExchangeScanner(view, isWhole: true)
      while let exchanges = try? scanner.next() {
        for exchange in exchanges {
          var entry = entry(exchange, view, places, &place)
          if hasText {
            entry.note(
              "curl shows what is no printable ASCII as a dot: those between tags were taken for line ends")
          }
          body(entry)
          place.position.entry += 1
        }
      }
      if let error = segment.error { body(place.end(in: error)) }
    }
  }

  private func entry(
    _ exchange: CapturedExchange, _ view: ByteView, _ places: PlaceMap, _ place: inout PlaceCounter
  ) -> Entry {
    var entry = http.entry(exchange, in: view)
    let start = places.offset(of: exchange.message.start)
    place.move(to: start - place.firstOffset)
    entry.position = place.position
    entry.payloadLine = entry.position.line
    if entry.isVerbatim, let base = view.bytes.baseAddress, let payload = entry.payload.baseAddress,
      !entry.payload.isEmpty
    {
      let map = places.dropping(payload - base)
      entry.places = map
      entry.payloadLine = place.line(at: map.offset(of: 0) - place.firstOffset)
    }
    entry.isVerbatim = false
    entry.http = entry.http?.relocated(places)
    entry.request = entry.request?.relocated(places)
    entry.startLineOffset = start
    return entry
  }

  /// Appends the bytes that the lines show, one after the other.
  ///
  /// - Returns: Whether any were shown as text, so that not every byte is known.
  @discardableResult
  private static func assemble(_ view: ByteView, into wire: MappedBuffer) -> Bool {
    var hasText = false
    var at = 0
    // What curl said of the bytes that it shows as text: how many there are, and where they begin.
    var count: Int?
    var start = 0
    while at < view.count {
      let end = view.index(of: ByteView.lineFeed, from: at) ?? view.count
      if let line = TraceLine(view, at..<end) {
        switch line.kind {
        case .mark, .note:
          // Line ends are not shown; the numbers tell where they were.
          appendLineEnd(count.map { $0 - (wire.count - start) } ?? 0, from: at, to: wire)
          count = line.kind == .mark ? line.count : nil
          start = wire.count
        case .text:
          if let offset = line.offset { appendLineEnd(offset - (wire.count - start), from: at, to: wire) }
          line.append(view, to: wire)
          hasText = true
        case .quoted, .hexadecimal: line.append(view, to: wire)
        }
      }
      at = end + 1
    }
    appendLineEnd(count.map { $0 - (wire.count - start) } ?? 0, from: max(view.count - 1, 0), to: wire)
    return hasText
  }

  /// Appends the end of a line where one or two bytes are missing.
  private static func appendLineEnd(_ missing: Int, from index: Int, to wire: MappedBuffer) {
    guard missing == 1 || missing == 2 else { return }
    if missing == 2 { wire.append(0x0D, from: index) }
    wire.append(0x0A, from: index)
  }
}

extension HTTPHead {
  /// The head with its fields at other places.
  func relocated(_ places: PlaceMap) -> HTTPHead {
    var head = self
    head.fields = fields.map {
      HTTPHead.Field(name: $0.name, value: $0.value, offset: $0.offset.map(places.offset))
    }
    return head
  }
}
