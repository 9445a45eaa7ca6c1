internal import FaultlintModel
internal import FaultlintText

/// Reads the HTTP messages of a segment.
final class HTTPDecoder: EntryDecoder {
  private let response: BodyDecoder
  private let request: BodyDecoder
  /// Where the payload of the last entry begins.
  private var start = 0

  init(limit: Int) {
    response = BodyDecoder(limit: limit)
    request = BodyDecoder(limit: limit)
  }

  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    begin(segment)
    segment.bytes.withUnsafeBufferPointer { bytes in
      let view = ByteView(bytes)
      var place = PlaceCounter(bytes, segment.position)
      var scanner = ExchangeScanner(view, isWhole: true)
      // The bytes are whole, so nothing is incomplete.
      while let exchanges = try? scanner.next() {
        for exchange in exchanges {
          place.move(to: exchange.message.start)
          var entry = entry(exchange, in: view, offset: segment.position.offset)
          entry.position = place.position
          entry.payloadLine = place.line(at: start)
          body(entry)
          place.position.entry += 1
        }
      }
      if let error = segment.error { body(place.end(in: error)) }
    }
  }

  /// Begins with the messages of a segment.
  func begin(_ segment: Segment) {
    response.begin(segment)
    request.begin(segment)
  }

  /// An exchange as an entry, but for where it stands.
  func entry(_ exchange: CapturedExchange, in view: ByteView, offset: Int = 0) -> Entry {
    let message = exchange.message
    let decoded = response.decode(message, in: view)
    start = decoded.place
    var entry = Entry(position: Segment.Position(), payload: decoded.payload)
    entry.http = message.httpHead(in: view, offset: offset)
    entry.http?.rootPart = decoded.rootPart
    entry.isVerbatim = decoded.isVerbatim
    entry.error = message.error ?? decoded.error
    entry.remark = Remarks.join(message.remark, decoded.remark)
    guard let asked = exchange.request else { return entry }
    entry.request = asked.httpHead(in: view, offset: offset)
    let known = request.decode(asked, in: view)
    entry.request?.rootPart = known.rootPart
    // What of a request cannot be read is context that is missing, no error of the entry.
    if known.error == nil, asked.error == nil, !known.payload.isEmpty {
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
