internal import FaultlintText

/// Splits a table between its records, some 64 KiB at a time. Records without a payload are left out.
struct CSVSplitter: Splitter {
  private let limit: Int
  private var columns: CSVColumns?
  private var entry = 0
  private var isDone = false

  init(limit: Int) { self.limit = limit }

  mutating func next(_ stream: ByteStream) -> Segment? {
    while !isDone {
      if columns == nil, !readNames(stream) { return last(stream) }
      guard let columns else { return nil }
      while stream.window.count < JSONElementSplitter.segmentBytes, stream.fill() {}
      let window = stream.window
      var records: [Segment.FoundEnvelope] = []
      var at = 0
      while at < window.count, at < JSONElementSplitter.segmentBytes {
        let record = CSVRecord(window, from: at, separator: columns.separator)
        guard record.isWhole || stream.isAtEnd || record.end - at > limit else { break }
        if columns.hasPayload(record, in: window) {
          records.append(Segment.FoundEnvelope(range: at..<record.end, isWhole: true))
        }
        at = record.end
      }
      if at == 0 {
        // A record may be longer than what has been read.
        guard stream.fill() else { return last(stream) }
        continue
      }
      if records.isEmpty {
        stream.consume(at)
        continue
      }
      var segment = stream.cut(at, as: .csv, entry: entry)
      segment.envelopes = records
      segment.columns = columns
      entry += records.count
      return segment
    }
    return nil
  }

  private mutating func readNames(_ stream: ByteStream) -> Bool {
    while stream.window.count < CaptureHead.bytes, stream.fill() {}
    let start = ByteView(stream.window).skipBlanksAndMarks(from: 0)
    columns = CSVColumns(stream.window, from: start)
    if let columns { stream.consume(columns.end) }
    return columns != nil
  }

  private mutating func last(_ stream: ByteStream) -> Segment? {
    isDone = true
    var error = stream.error
    if columns == nil, error == nil {
      error = CaptureError("its first line names no column that is a payload, as `body` or `response` is")
    }
    guard let error else { return nil }
    return stream.cut(0, as: .csv, entry: entry, error: error)
  }
}

extension CSVColumns {
  /// Whether a record has something in the column of payloads.
  func hasPayload(_ record: CSVRecord, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let column = columns[.body], column < record.values.count else { return false }
    return !bytes.trimmed(record.values[column]).isEmpty
  }
}
