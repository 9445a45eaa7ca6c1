internal import FaultlintModel
internal import FaultlintText

/// Reads the messages of a text, and what stands before each about how it came.
final class LogDecoder: EntryDecoder {
  /// What is kept of a request, for the response that comes next.
  private struct Request {
    var payload: UnsafeBufferPointer<UInt8>
    var head: HTTPHead?
    var id: String?
  }

  private let text = EscapedText()
  private let lines = MappedBuffer()
  private let contextLines = MappedBuffer()

  init(_ options: CaptureOptions) {}

  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    segment.bytes.withUnsafeBufferPointer { bytes in
      if segment.holdsNoPayload {
        var entry = Entry(position: segment.position, payload: bytes)
        entry.isVerbatim = true
        entry.notSOAP = DecodedFault.describe(bytes)
        body(entry)
        return
      }
      var place = PlaceCounter(bytes, segment.position)
      var before = 0
      var request: Request?
      for (index, found) in segment.envelopes.enumerated() {
        let start = found.range.lowerBound
        place.move(to: start)
        var entry = entry(found, in: bytes, at: place.position)
        if let scope = segment.scope, entry.isVerbatim {
          declare(scope, in: &entry, bytes, found.range, from: before, offset: segment.position.offset)
        }
        let context = context(
          of: found, in: bytes, from: before, beginsInLine: index > 0 || segment.beginsInLine)
        apply(context, to: &entry, offset: segment.position.offset, isWhole: found.isWhole)
        if context.direction == .response {
          if let answered = answered(by: found, at: index, of: segment, bytes) ?? request,
            answered.id == context.id || answered.id == nil || context.id == nil
          {
            entry.requestPayload = answered.payload
            entry.request = answered.head
          }
          request = nil
        } else if context.direction == .request, entry.isVerbatim {
          request = Request(payload: entry.payload, head: entry.http, id: context.id)
        } else {
          request = nil
        }
        if let behind = segment.bytesBehind { remark(&entry, bytes, before: start, behind: behind) }
        body(entry)
        place.position.entry += 1
        before = found.range.upperBound
      }
      if let error = segment.error { body(place.end(in: error)) }
    }
  }

  // MARK: What stands before

  private func context(
    of found: Segment.FoundEnvelope, in bytes: UnsafeBufferPointer<UInt8>, from end: Int, beginsInLine: Bool
  ) -> MessageContext {
    let start = LogSplitter.contextStart(before: found.range.lowerBound, from: end, in: bytes)
    let isCut = start == end && beginsInLine
    guard let frame = found.frame else {
      return MessageContext(ByteView(bytes), start..<found.range.lowerBound, beginsInLine: isCut)
    }
    contextLines.removeAll()
    frame.clean(bytes, start..<found.range.lowerBound, into: contextLines)
    let context = MessageContext(ByteView(contextLines.bytes), 0..<contextLines.count, beginsInLine: isCut)
    return context.relocated(by: contextLines.map())
  }

  private func apply(_ context: MessageContext, to entry: inout Entry, offset: Int, isWhole: Bool) {
    if var head = context.head {
      head.fields = head.fields.map {
        HTTPHead.Field(name: $0.name, value: $0.value, offset: $0.offset.map { $0 + offset })
      }
      entry.http = head
      entry.startLineOffset = context.statusPlace.map { $0 + offset }
    }
    if context.isJAXWSDump {
      entry.note("JAX-WS RI dumps a body without its line breaks, so its lines are not those that were sent")
    }
    guard !isWhole else { return }
    entry.note("its end is not in the log")
    if context.isJAXWSDump {
      entry.note(
        "JAX-WS RI ends a dump at 4096 characters unless the system property "
          + "com.sun.xml.ws.transport.http.HttpAdapter.dumpTreshold says otherwise")
    }
  }

  /// The request that is printed behind its response.
  private func answered(
    by found: Segment.FoundEnvelope, at index: Int, of segment: Segment, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Request? {
    guard index + 1 < segment.envelopes.count else { return nil }
    let next = segment.envelopes[index + 1]
    let between = ByteView(bytes.slice(found.range.upperBound..<next.range.lowerBound))
    guard next.isWhole, next.frame == nil, found.frame == nil, between.matches("] for request [", at: 0),
      between.count == 15
    else { return nil }
    return Request(payload: bytes.slice(next.range))
  }

  // MARK: Payloads

  /// Adds the namespace declarations that an envelope in other XML inherits.
  private func declare(
    _ scope: NamespaceScope, in entry: inout Entry, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
    from end: Int, offset: Int
  ) {
    let context = LogSplitter.contextStart(before: range.lowerBound, from: end, in: bytes)
    guard let missing = scope.missing(in: bytes, of: range, context: context),
      let local = XMLOutline.localName(ByteView(bytes), at: range.lowerBound)
    else { return }
    lines.removeAll()
    lines.copy(bytes, range.lowerBound..<local.upperBound)
    for byte in missing { lines.append(byte, from: local.upperBound - 1) }
    lines.copy(bytes, local.upperBound..<range.upperBound)
    entry.payload = lines.bytes
    entry.places = lines.map(from: offset)
    entry.isVerbatim = false
  }

  private func entry(
    _ found: Segment.FoundEnvelope, in bytes: UnsafeBufferPointer<UInt8>, at position: Segment.Position
  ) -> Entry {
    let start = found.range.lowerBound
    if found.isBody {
      var entry = Entry(position: position, payload: bytes.slice(found.range))
      entry.isVerbatim = true
      return entry
    }
    let offset = position.offset - start
    var written = bytes.slice(found.range)
    var map: PlaceMap?
    if let frame = found.frame {
      lines.removeAll()
      // The first line without what stands before it, which is not in the range.
      let lineEnd = min(bytes.next(0x0A, from: start) ?? found.range.upperBound, found.range.upperBound)
      lines.copy(bytes, start..<frame.endOfText(bytes, start..<lineEnd))
      if lineEnd < found.range.upperBound {
        frame.clean(bytes, lineEnd + 1..<found.range.upperBound, into: lines)
      }
      written = lines.bytes
      map = lines.map(from: offset)
    }
    let before = start > 0 ? bytes[start - 1] : 0
    let plain = text.plain(written, quote: "\"'`".utf8.contains(before) ? before : nil)
    var entry = Entry(position: position, payload: plain.bytes)
    entry.isVerbatim = plain.map == nil && map == nil
    if let remark = plain.remark { entry.note(remark) }
    if let inner = plain.map {
      entry.places = inner.followed(by: map ?? PlaceMap([PlaceMap.Run(text: 0, source: position.offset)]))
    } else {
      entry.places = map
    }
    // A declaration may name the encoding of the message, not that of the log it was written to as text.
    entry.isText =
      entry.payload.has("<?xml", at: 0) && String(validating: entry.payload, as: UTF8.self) != nil
    return entry
  }

  /// Says what stands around a payload that is all there is in its capture.
  private func remark(
    _ entry: inout Entry, _ bytes: UnsafeBufferPointer<UInt8>, before start: Int, behind: Int
  ) {
    let before = bytes.trimmed(0..<start)
    if !before.isEmpty, before.count <= Self.openingBytes {
      let text = "\(start) bytes before the payload were passed over"
      let isRecord = LogRecord.begins(bytes, at: before.lowerBound)
      if entry.payload.has("<?xml", at: 0), entry.isVerbatim, behind <= Self.closingBytes, !isRecord {
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
