internal import FaultlintText

/// Tells the places of offsets that go back and forth: it counts the lines between one and the next.
struct PlaceCounter {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let first: Segment.Position
  /// The place it stands at.
  var position: Segment.Position

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Segment.Position) {
    self.bytes = bytes
    first = position
    self.position = position
  }

  /// The line that the bytes begin in.
  var firstLine: Int { first.line }
  /// The offset that they begin at.
  var firstOffset: Int { first.offset }

  /// Goes to an index of the bytes.
  mutating func move(to index: Int) {
    let now = position.offset - first.offset
    let between = bytes.slice(min(now, index)..<max(now, index))
    let lines = between.count(of: 0x0A, before: between.count)
    position.line += index < now ? -lines : lines
    position.offset = first.offset + index
  }

  /// Goes to an index of the bytes, and tells its line.
  mutating func line(at index: Int) -> Int {
    move(to: index)
    return position.line
  }

  /// The entry that tells what the bytes end in.
  mutating func end(in error: CaptureError) -> Entry {
    move(to: bytes.count)
    return Entry(position, error: error)
  }
}
