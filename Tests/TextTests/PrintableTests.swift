import FaultlintText
import Testing

@Suite("Text that goes out")
struct PrintableTests {
  /// C0, DEL, C1, the ends of lines of Unicode, and its marks of direction and shape.
  static let steering: [ClosedRange<UInt32>] = [
    0x00...0x1F, 0x7F...0x9F, 0x61C...0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069,
  ]

  @Test("What steers a terminal is replaced, and nothing else")
  func everyCharacter() {
    for value in UInt32(0)...0x1_1000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let steers = Self.steering.contains { $0.contains(value) }
      #expect(ControlCharacters.contains(scalar) == steers, "U+\(String(value, radix: 16))")
      let text = "a\(String(Character(scalar)))b"
      #expect(Array(text.printable.unicodeScalars)[1] == (steers ? "\u{FFFD}" : scalar))
    }
  }

  @Test("In JSON it is escaped, at every place of a word of eight, and comes back as it was")
  func json() throws {
    for value in UInt32(0)...0x3000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for before in [0, 5, 6, 7, 8] {
        let text = String(repeating: "x", count: before) + String(Character(scalar)) + "é12345678"
        var output = Output()
        output.writeJSON(text)
        let written = String(decoding: output.bytes, as: UTF8.self)
        #expect(
          !written.unicodeScalars.contains { ControlCharacters.contains($0) }, "U+\(String(value, radix: 16))"
        )
        #expect(try JSONValue(reading: output.bytes).text == text)
      }
    }
    var output = Output()
    output.writeJSON("\u{9B}31m\u{202E}\u{61C}\u{2066}é€")
    #expect(String(decoding: output.bytes, as: UTF8.self) == #""\u009b31m\u202e\u061c\u2066é€""#)
  }

  @Test("A long text is cut for a message, however many marks stand on a letter")
  func shortened() {
    #expect("short".shortened == "short")
    #expect(String(repeating: "x", count: 100).shortened == String(repeating: "x", count: 100))
    let marks = String(repeating: "\u{301}", count: 1000)
    #expect(("e" + marks).shortened.unicodeScalars.count == 101)
  }
}

@Suite("Names in JSON")
struct JSONNameTests {
  @Test("An object with many members of marks on one letter is read in a moment")
  func marks() throws {
    let name = String(repeating: "\u{316}\u{301}", count: 50_000)
    let clock = ContinuousClock()
    let time = try clock.measure {
      let value = try JSONValue(reading: Array("{\"\(name)\":1,\"a\(name)\":2}".utf8))
      #expect(value["other"]?.integer == nil)
      #expect(value[name]?.integer == 1)
    }
    #expect(time < .seconds(10))
  }
}
