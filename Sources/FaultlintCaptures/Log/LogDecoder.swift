internal import FaultlintText

/// Reads the envelopes of a log.
final class LogDecoder: EntryDecoder {
  private let limit: Int
  private let text = EscapedText()

  init(_ options: CaptureOptions) { limit = options.entryBytes }

  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    segment.bytes.withUnsafeBufferPointer { bytes in
      var position = segment.position
      var counted = 0
      var finder = EnvelopeFinder(bytes, isAtEnd: true, limit: limit)
      while case .found(let found) = finder.next() {
        let start = found.range.lowerBound
        position.line += bytes.slice(counted..<start).count(of: 0x0A, before: start - counted)
        position.offset = segment.position.offset + start
        counted = start
        let whole = bytes.slice(found.range)
        var entry = Entry(position: position, payload: text.plain(whole))
        entry.isVerbatim = entry.payload.baseAddress == whole.baseAddress
        // A declaration may name the encoding of the message, not that of the log it was written to as text.
        entry.isText =
          entry.payload.has("<?xml", at: 0) && String(validating: entry.payload, as: UTF8.self) != nil
        if !found.isWhole { entry.note("its end is not in the log") }
        body(entry)
        position.entry += 1
      }
      if let trouble = segment.trouble {
        position.line += bytes.slice(counted..<bytes.count).count(of: 0x0A, before: bytes.count)
        position.offset = segment.position.offset + bytes.count
        body(Entry(position, trouble: trouble))
      }
    }
  }
}
