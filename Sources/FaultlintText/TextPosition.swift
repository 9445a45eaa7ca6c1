/// A place in a text as people count: lines and columns from 1, columns in Unicode scalars.
package struct TextPosition: Equatable, Sendable {
  /// The line.
  package private(set) var line: Int
  /// The column.
  package private(set) var column: Int

  /// The place of the first byte of a text, or where a text that is looked at in parts goes on.
  package init(line: Int = 1, column: Int = 1) {
    self.line = line
    self.column = column
  }

  /// The place of an offset in a text of UTF-8; the end of the text for an offset behind it.
  package init(of offset: Int, in text: UnsafeBufferPointer<UInt8>) {
    self.init()
    advance(over: text.slice(0..<min(offset, text.count)))
  }

  /// Goes over the bytes that come next.
  package mutating func advance(over bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    while let lineFeed = bytes.next(0x0A, from: index) {
      line += 1
      column = 1
      index = lineFeed + 1
    }
    column += bytes.characters(in: index..<bytes.count)
  }
}

/// Tells the places of offsets in a text, in whatever order they are asked for: it goes over the text once, and then
/// over no more of it than lies between two marks.
package struct TextPlaces {
  /// How many bytes lie between two marks.
  private static let step = 1 << 10

  /// The place of every mark that has been reached; the first is the start of the text.
  private var marks: [TextPosition]
  /// What was asked about last: mostly the next question is about what stands a little behind.
  private var last: (offset: Int, place: TextPosition)
  /// How many bytes have been gone over since they were made, for tests.
  package private(set) var work = 0

  /// Of a text that nothing has been asked about yet.
  ///
  /// - Parameter start: The place of its first byte.
  package init(from start: TextPosition = TextPosition()) {
    marks = [start]
    last = (0, start)
  }

  /// The place of an offset in a text of UTF-8, which is the same each time; its end for an offset behind it.
  package mutating func place(of offset: Int, in text: UnsafeBufferPointer<UInt8>) -> TextPosition {
    let offset = min(max(offset, 0), text.count)
    let mark = offset / Self.step
    while marks.count <= mark {
      var next = marks[marks.count - 1]
      advance(&next, over: text.slice((marks.count - 1) * Self.step..<marks.count * Self.step))
      marks.append(next)
    }
    let isBehindLast = mark * Self.step <= last.offset && last.offset <= offset
    let start = isBehindLast ? last.offset : mark * Self.step
    var place = isBehindLast ? last.place : marks[mark]
    advance(&place, over: text.slice(start..<offset))
    last = (offset, place)
    return place
  }

  private mutating func advance(_ place: inout TextPosition, over bytes: UnsafeBufferPointer<UInt8>) {
    work += bytes.count
    place.advance(over: bytes)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// How many times a byte comes before an index.
  @inlinable
  package func count(of byte: UInt8, before end: Int) -> Int {
    var found = 0
    var index = 0
    while let hit = next(byte, from: index), hit < end {
      found += 1
      index = hit + 1
    }
    return found
  }

  /// The column of an offset, from 1, in Unicode scalars. No more than its line is looked at.
  package func column(of offset: Int) -> Int {
    let end = Swift.min(offset, count)
    var start = end
    while start > 0, self[start - 1] != 0x0A { start -= 1 }
    return 1 + characters(in: start..<end)
  }

  /// How many Unicode scalars begin in a range of UTF-8.
  fileprivate func characters(in range: Range<Int>) -> Int {
    guard let base = baseAddress else { return 0 }
    var found = 0
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
      // A byte that goes on with a scalar has its high bit set, and not the one below.
      found += 8 - (word & ~(word << 1) & Octets.high).nonzeroBitCount
      index += 8
    }
    while index < range.upperBound {
      if self[index] & 0xC0 != 0x80 { found += 1 }
      index += 1
    }
    return found
  }
}
