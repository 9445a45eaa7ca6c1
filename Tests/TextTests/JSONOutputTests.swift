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
      ("\u{80}\u{9B}31m\u{9F}\u{A0}", "\"\\u0080\\u009b31m\\u009f\u{A0}\""),
      (
        "a\u{202E}b\u{200F}\u{61C}\u{2066}\u{2069}\u{2028}\u{200D}",
        "\"a\\u202eb\\u200f\\u061c\\u2066\\u2069\\u2028\u{200D}\""
      ),
    ])
  func strings(text: String, json: String) {
    #expect(Self.text { $0.writeJSON(text) } == json)
  }

  @Test(
    "Bytes that are not UTF-8 are replaced",
    arguments: [
      ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xC3], "\u{FFFD}"), ([0xE2, 0x80], "\u{FFFD}\u{FFFD}"),
      ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xF0, 0x9F, 0x98, 0x80], "😀"),
    ] as [([UInt8], String)])
  func encoding(bytes: [UInt8], text: String) {
    #expect(Self.text { output in bytes.withUnsafeBufferPointer { output.writeJSON($0) } } == "\"\(text)\"")
  }

  @Test(
    "JSON that is taken over stays what it says, and becomes valid and harmless",
    arguments: [
      (#"{"a":[1,"x\n\u00e9\ud83d\ude00\/"]}"#, #"{"a":[1,"x\n\u00e9\ud83d\ude00\/"]}"#),
      ("{\"a\":\n\t1}", #"{"a":  1}"#), (#""\q\x41""#, #""\ufffdq\ufffdx41""#),
      (#""\u12g4 \ud800 \udc00""#, #""\ufffdu12g4 \ufffd \ufffd""#),
      ("\"\u{9B}\u{202E}é\u{7F}\"", "\"\\u009b\\u202eé\\u007f\""),
    ])
  func copying(text: String, json: String) throws {
    var text = text
    let copied = Self.text { output in text.withUTF8 { output.writeJSON(copying: $0) } }
    #expect(copied == json)
    #expect(throws: Never.self) { try JSONValue(reading: Array(copied.utf8)) }
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
