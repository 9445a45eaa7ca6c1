import FaultlintText
import Testing

@Suite("Places in a text")
struct TextPositionTests {
  static let text = Array("aé\n\n😀b\r\nc".utf8)

  @Test(
    "Lines and columns count from 1, columns in Unicode scalars",
    arguments: [
      (0, 1, 1), (1, 1, 2), (3, 1, 3), (4, 2, 1), (5, 3, 1), (9, 3, 2), (10, 3, 3), (12, 4, 1), (13, 4, 2),
      (99, 4, 2),
    ])
  func places(offset: Int, line: Int, column: Int) {
    Self.text.withUnsafeBufferPointer { text in
      #expect(TextPosition(of: offset, in: text) == TextPosition(line: line, column: column))
      #expect(text.column(of: offset) == column)
      #expect(text.count(of: 0x0A, before: offset) == line - 1)
    }
  }

  @Test("Counting in parts gives what counting at once gives")
  func parts() {
    Self.text.withUnsafeBufferPointer { text in
      for first in 0...text.count {
        for second in first...text.count {
          var place = TextPosition()
          place.advance(over: text.slice(0..<first))
          place.advance(over: text.slice(first..<second))
          #expect(place == TextPosition(of: second, in: text))
        }
      }
    }
  }
}
