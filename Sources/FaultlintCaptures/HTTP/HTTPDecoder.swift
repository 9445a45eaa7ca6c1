internal import FaultlintText

/// Reads the HTTP messages of a segment.
final class HTTPDecoder: EntryDecoder {
  private let response: BodyDecoder
  private let request: BodyDecoder
  /// Where the payload of the last entry begins.
  private var place = 0

  init(limit: Int) {
    response = BodyDecoder(limit: limit)
    request = BodyDecoder(limit: limit)
  }

  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    segment.bytes.withUnsafeBufferPointer { bytes in
      let view = ByteView(bytes)
      var lines = LineCounter(view, line: segment.position.line)
      var scanner = ExchangeScanner(view, isWhole: true)
      var number = segment.position.entry
      // The bytes are whole, so nothing is incomplete.
      while let exchanges = try? scanner.next() {
        for exchange in exchanges {
          body(entry(exchange, number: number, in: view, offset: segment.position.offset, lines: &lines))
          number += 1
        }
      }
      guard let trouble = segment.trouble else { return }
      var entry = Entry(
        position: Segment.Position(
          entry: number, line: lines.line(at: bytes.count), offset: segment.position.offset + bytes.count),
        payload: view.slice(0..<0))
      entry.trouble = trouble
      body(entry)
    }
  }

  private func entry(
    _ exchange: CapturedExchange, number: Int, in view: ByteView, offset: Int, lines: inout LineCounter
  ) -> Entry {
    var entry = entry(exchange, in: view, offset: offset)
    let start = exchange.message.start
    entry.position = Segment.Position(entry: number, line: lines.line(at: start), offset: offset + start)
    entry.payloadLine = lines.line(at: place)
    return entry
  }

  /// An exchange as an entry, but for where it stands.
  func entry(_ exchange: CapturedExchange, in view: ByteView, offset: Int = 0) -> Entry {
    let message = exchange.message
    let decoded = response.decode(message, in: view)
    place = decoded.place
    var entry = Entry(position: Segment.Position(), payload: decoded.payload)
    entry.http = message.httpHead(in: view, offset: offset)
    entry.isVerbatim = decoded.isVerbatim
    entry.trouble = message.trouble ?? decoded.trouble
    entry.remark = Remarks.join(message.remark, decoded.remark)
    guard let asked = exchange.request else { return entry }
    entry.request = asked.httpHead(in: view, offset: offset)
    let known = request.decode(asked, in: view)
    // What of a request cannot be read is context that is missing, no trouble of the entry.
    if known.trouble == nil, asked.trouble == nil, !known.payload.isEmpty {
      entry.requestPayload = known.payload
    }
    return entry
  }
}

/// What there is to say about how an entry was captured.
enum Remarks {
  static func join(_ remarks: String?...) -> String? {
    let known = remarks.compactMap { $0 }
    return known.isEmpty ? nil : known.joined(separator: "; ")
  }
}

/// Tells the lines of offsets, which should ascend: it counts from the one before.
struct LineCounter {
  private let view: ByteView
  private let first: Int
  private var offset = 0
  private var line: Int

  init(_ view: ByteView, line: Int) {
    self.view = view
    first = line
    self.line = line
  }

  mutating func line(at place: Int) -> Int {
    if place < offset { (offset, line) = (0, first) }
    line += view.lineFeeds(in: offset..<place)
    offset = place
    return line
  }
}
