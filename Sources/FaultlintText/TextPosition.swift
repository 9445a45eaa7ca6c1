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
    var found = 0
    for index in range where self[index] & 0xC0 != 0x80 { found += 1 }
    return found
  }
}
