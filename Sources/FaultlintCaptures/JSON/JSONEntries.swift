internal import FaultlintText

extension Segment {
  /// Reads JSON entries, one after another.
  ///
  /// - Parameters:
  ///   - read: Reads the entry that the scanner stands before and leaves the scanner after it.
  ///   - failed: Is told of an entry that cannot be read, and of what the splitter ran into.
  func readJSON(
    _ read: (inout JSONScanner, Position) throws(JSONError) -> Void,
    failed: (Position, CaptureError) -> Void
  ) {
    bytes.withUnsafeBufferPointer { bytes in
      var place = PlaceCounter(bytes, position)
      var index = 0
      while true {
        index = bytes.skippingBlanks(from: index)
        if index < bytes.count, bytes[index] == UInt8(ascii: ","), !entriesAreLines {
          index += 1
          continue
        }
        place.move(to: index)
        guard index < bytes.count else { break }

        let end = entriesAreLines ? bytes.next(0x0A, from: index) ?? bytes.count : bytes.count
        var scanner = JSONScanner(bytes.slice(0..<end), at: index)
        do throws(JSONError) {
          try read(&scanner, place.position)
          if entriesAreLines { try scanner.finish() }
          index = scanner.offset
        } catch {
          let mistake = JSONPlace(bytes, error.offset, after: place, inLine: entriesAreLines)
          failed(place.position, CaptureError("\(error.message) at \(mistake)"))
          index = entriesAreLines ? end : Self.end(of: bytes, from: index)
        }
        place.position.entry += 1
      }
      if let error { failed(place.position, error) }
    }
  }

  /// Where a value ends that cannot be read, but was cut.
  private static func end(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var end = JSONValueEnd()
    return if case .end(let index) = end.scan(bytes, from: start) { index } else { bytes.count }
  }
}

extension Entry {
  /// An entry of which there is nothing to check.
  init(_ position: Segment.Position, error: CaptureError) {
    self.init(position: position, payload: UnsafeBufferPointer(start: nil, count: 0))
    self.error = error
  }
}
