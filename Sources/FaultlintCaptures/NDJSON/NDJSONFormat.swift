extension CaptureFormat {
  /// A JSON object a line.
  public static let ndjson: CaptureFormat = CaptureFormat(
    name: "ndjson", summary: "a JSON object a line",
    recognize: { head in
      if head.first == UInt8(ascii: "{"), isRecord(head) { return .certain }
      return holdsExchanges(head) ? .likely : .no
    },
    makeSplitter: { NDJSONSplitter($0) },
    makeDecoder: { NDJSONDecoder($0) })

  /// Whether the first line is an object that speaks of a payload.
  private static func isRecord(_ head: CaptureHead) -> Bool {
    let view = head.view
    let lineEnd = view.index(of: ByteView.lineFeed, from: head.start)
    guard lineEnd != nil || head.isWhole else { return false }
    let line = view.trimmed(head.start..<(lineEnd ?? view.count))
    let isCut = lineEnd == nil && view.count == CaptureHead.bytes
    guard isCut || line.last.map({ view[$0] == UInt8(ascii: "}") }) ?? false else { return false }
    func has(_ text: StaticString) -> Bool {
      view.index(of: text, from: line.lowerBound, to: line.upperBound) != nil
    }
    for name: StaticString in ["\"body\"", "\"payload\"", "\"response\"", "\"request\""] where has(name) {
      return true
    }
    // Under other names, an error in JSON has texts too: only XML makes it a record of a payload.
    return has("</") || has("<\\/") || has("/>") || has("u003c") || has("u003C") || has("&lt;")
  }

  /// Whether it is an object over several lines, or an array of objects, that has a payload and the status or the header
  /// fields that it came with.
  private static func holdsExchanges(_ head: CaptureHead) -> Bool {
    guard let json = head.json, EnvelopeFinder.hasEnvelope(head.view.bytes) else { return false }
    func has(_ field: CaptureField) -> Bool {
      field.places.contains { place in
        ["", "[]."].contains { array in
          json.has(array + place) || CaptureField.wrappers.contains { json.has("\(array)\($0).\(place)") }
        }
      }
    }
    return has(.body) && (has(.status) || has(.headers))
  }
}
