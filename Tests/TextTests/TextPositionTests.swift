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

  @Test(
    "Places asked for in any order are those counted from the start, and cost no more than one way through")
  func marks() {
    let text = Array(repeatElement(Self.text, count: 2000).joined())
    text.withUnsafeBufferPointer { text in
      var places = TextPlaces()
      for step in [1, 977] {
        for number in stride(from: 0, to: 3000, by: 1) {
          let offset = number * step % (text.count + 5)
          #expect(places.place(of: offset, in: text) == TextPosition(of: min(offset, text.count), in: text))
        }
      }
      // Once over everything, and at most the length between two marks for each.
      #expect(places.work <= text.count + 6000 * 1024)
      var few = TextPlaces()
      for _ in 0..<100 { _ = few.place(of: text.count, in: text) }
      #expect(few.work <= text.count + 100 * 1024)
    }
  }
}
