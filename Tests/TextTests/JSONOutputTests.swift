import FaultlintText
import Testing

@Suite("JSON that is written")
struct JSONOutputTests {
  static func text(_ write: (inout Output) -> Void) -> String {
    var output = Output()
    write(&output)
    return String(decoding: output.bytes, as: UTF8.self)
  }

  @Test(
    "Strings are escaped where RFC 8259 wants it, and at a DEL, which terminals swallow",
    arguments: [
      ("", #""""#), ("plain", #""plain""#), (#"a "quoted" \ word"#, #""a \"quoted\" \\ word""#),
      ("line\nfeed\r\tand tab", #""line\nfeed\r\tand tab""#), ("\u{0}\u{1F}\u{7F}", #""\u0000\u001f\u007f""#),
      ("exactly8", #""exactly8""#), ("exactly8\"", #""exactly8\"""#),
      ("1234567é😀 and more", #""1234567é😀 and more""#),
    ])
  func strings(text: String, json: String) {
    #expect(Self.text { $0.writeJSON(text) } == json)
  }

  @Test("No string is null")
  func null() { #expect(Self.text { $0.writeJSON(nil) } == "null") }

  @Test("Every byte at every place of a word of eight comes back as it was")
  func everyByte() throws {
    for value in UInt8.min...0x7F {
      for place in 0..<17 {
        var text = [UInt8](repeating: UInt8(ascii: "x"), count: 17)
        text[place] = value
        var output = Output()
        output.writeJSON(String(decoding: text, as: UTF8.self))
        #expect(try JSONValue(reading: output.bytes).text.map { Array($0.utf8) } == text)
      }
    }
  }

  @Test("Lists have commas between their elements only")
  func lists() {
    #expect(Self.text { $0.writeJSON([Int]()) { $0.write($1) } } == "[]")
    #expect(Self.text { $0.writeJSON([1, 20, -3]) { $0.write($1) } } == "[1,20,-3]")
  }

  @Test("Numbers", arguments: [0, 9, 10, 99, 100, -1, Int.max, Int.min])
  func numbers(number: Int) { #expect(Self.text { $0.write(number) } == String(number)) }

  @Test("Prose is broken between words, and a word that is too long stands alone")
  func wrapping() {
    #expect(
      Self.text { $0.writeWrapped("one two three unbreakable four", indent: 2, width: 11) }
        == "  one two\n  three\n  unbreakable\n  four\n")
    #expect(Self.text { $0.writeWrapped("", indent: 2, width: 11) } == "")
  }
}
