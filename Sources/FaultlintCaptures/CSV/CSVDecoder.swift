internal import FaultlintModel
internal import FaultlintText

/// Reads the records of a table.
final class CSVDecoder: EntryDecoder {
  private let payload = MappedBuffer()
  private let request = MappedBuffer()

  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    segment.bytes.withUnsafeBufferPointer { bytes in
      var place = PlaceCounter(bytes, segment.position)
      if let columns = segment.columns {
        for found in segment.envelopes {
          let record = CSVRecord(
            bytes.slice(0..<found.range.upperBound), from: found.range.lowerBound,
            separator: columns.separator)
          body(entry(record, columns, bytes, &place))
          place.position.entry += 1
        }
      }
      if let error = segment.error { body(place.end(in: error)) }
    }
  }

  private func entry(
    _ record: CSVRecord, _ columns: CSVColumns, _ bytes: UnsafeBufferPointer<UInt8>,
    _ place: inout PlaceCounter
  ) -> Entry {
    let offset = place.firstOffset
    func range(_ field: CaptureField) -> Range<Int>? {
      guard let column = columns.columns[field], column < record.values.count else { return nil }
      return record.values[column]
    }
    func text(_ field: CaptureField) -> String? {
      guard let value = range(field).map({ bytes.trimmed($0) }), !value.isEmpty else { return nil }
      return bytes.text(value).replacing("\"", with: "")
    }
    let value = range(.body) ?? record.end..<record.end
    place.move(to: value.lowerBound)
    var entry = Entry(position: place.position, payload: bytes.slice(value))
    entry.isVerbatim = !Self.unquote(bytes, value, into: payload)
    if !entry.isVerbatim {
      entry.payload = payload.bytes
      entry.places = payload.map(from: offset)
    }
    entry.isText = true
    entry.id = text(.id).map(EntryIdentifier.json)
    if let status = text(.status) {
      var head = HTTPHead.unknown
      head.start = HeaderText.status(status).map { .response(status: $0) }
      if head.start == nil { entry.note("the status '\(status.prefix(20))' is none of HTTP") }
      entry.http = head
      entry.startLineOffset = range(.status).map { offset + $0.lowerBound }
    }
    if let type = text(.contentType) {
      var head = entry.http ?? .unknown
      head.fields.append(
        HTTPHead.Field(
          name: "Content-Type", value: type, offset: range(.contentType).map { offset + $0.lowerBound }))
      entry.http = head
    }
    if let method = text(.requestMethod) {
      entry.request = HTTPHead(start: .request(method: method), version: nil, fields: [], isComplete: false)
    }
    if let asked = range(.requestBody), !bytes.trimmed(asked).isEmpty {
      entry.requestPayload = Self.unquote(bytes, asked, into: request) ? request.bytes : bytes.slice(asked)
    }
    return entry
  }

  /// Takes the quotes off a value, and makes one of two within it.
  ///
  /// - Returns: Whether it has quotes; otherwise the buffer is left alone.
  private static func unquote(
    _ bytes: UnsafeBufferPointer<UInt8>, _ value: Range<Int>, into buffer: MappedBuffer
  ) -> Bool {
    guard value.count > 1, bytes[value.lowerBound] == UInt8(ascii: "\"") else { return false }
    buffer.removeAll()
    let isClosed = bytes[value.upperBound - 1] == UInt8(ascii: "\"")
    let inner = bytes.slice(0..<value.upperBound - (isClosed ? 1 : 0))
    var at = value.lowerBound + 1
    while let hit = inner.next(UInt8(ascii: "\""), from: at) {
      buffer.copy(bytes, at..<hit + 1)
      at = hit + 1
      if at < inner.count, inner[at] == UInt8(ascii: "\"") { at += 1 }
    }
    buffer.copy(bytes, at..<inner.count)
    return true
  }
}
