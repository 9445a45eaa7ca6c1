import Testing

@testable import FaultlintCaptures

@Suite("The bytes of a capture, piece by piece")
struct ByteStreamTests {
  @Test("The window knows its offset and line, whatever the pieces", arguments: [1, 2, 3, 1000])
  func positions(piece: Int) {
    let text = Array("one\ntwo\nthree".utf8)
    var given = 0
    let stream = ByteStream { buffer in
      let count = min(piece, text.count - given, buffer.count)
      buffer.copyBytes(from: text[given..<given + count])
      given += count
      return count
    }
    while stream.window.count < 8 { #expect(stream.fill()) }
    stream.consume(4)
    #expect(stream.offset == 4)
    #expect(stream.line == 2)
    #expect(Array(stream.window.prefix(3)) == Array("two".utf8))
    while stream.fill() {}
    #expect(Array(stream.window) == Array("two\nthree".utf8))
    stream.consume(stream.window.count)
    #expect(stream.offset == 13)
    #expect(stream.line == 3)
    #expect(stream.isAtEnd)
    #expect(stream.error == nil)
  }

  @Test("What breaks off is told, and what came before is kept")
  func error() {
    var calls = 0
    let stream = ByteStream { buffer throws(CaptureError) in
      calls += 1
      guard calls == 1 else { throw CaptureError("the line went dead") }
      buffer[0] = 0x41
      return 1
    }
    while stream.fill() {}
    #expect(Array(stream.window) == [0x41])
    #expect(stream.error?.message == "the line went dead")
  }
}
