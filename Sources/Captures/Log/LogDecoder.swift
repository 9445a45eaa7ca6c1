/// Reads the envelopes of a text.
final class LogDecoder: EntryDecoder {
  private let text = EscapedText()

  init(_ options: CaptureOptions) {}

  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    segment.bytes.withUnsafeBufferPointer { bytes in
      var position = segment.position
      if segment.holdsNoPayload {
        body(Entry(position: position, payload: bytes))
        return
      }
      var counted = 0
      for found in segment.envelopes {
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
        if let behind = segment.bytesBehind { remark(&entry, bytes, before: start, behind: behind) }
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

  /// Says what stands around a payload that is all there is in its capture.
  private func remark(
    _ entry: inout Entry, _ bytes: UnsafeBufferPointer<UInt8>, before start: Int, behind: Int
  ) {
    let before = bytes.trimmed(0..<start)
    if !before.isEmpty, before.count <= Self.openingBytes {
      let text = "\(start) bytes before the payload were passed over"
      let isRecord = LogRecord.begins(bytes, at: before.lowerBound)
      if entry.payload.has("<?xml", at: 0), behind <= Self.closingBytes, !isRecord {
        entry.warn(text + ", which XML does not allow before its declaration")
      } else {
        entry.note(text)
      }
    } else if start > 0, before.isEmpty, entry.payload.has("<?xml", at: 0) {
      entry.warn("white space before the XML declaration was passed over, which XML does not allow")
    }
    if behind > 0, behind <= Self.openingBytes {
      entry.note("\(behind) bytes behind the payload were passed over")
    }
  }

  /// With more bytes before or behind it, an envelope is not all that somebody meant to keep.
  private static let openingBytes = 64
  private static let closingBytes = 16
}
