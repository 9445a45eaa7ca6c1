import FaultlintText
import Testing

@Suite("The JSON tree")
struct JSONValueTests {
  static func read(_ text: String) throws(JSONError) -> JSONValue { try JSONValue(reading: Array(text.utf8)) }

  /// What is wrong with a text.
  static func error(_ text: String) -> JSONError? { error(Array(text.utf8)) }

  static func error(_ text: [UInt8]) -> JSONError? {
    do throws(JSONError) {
      _ = try JSONValue(reading: text)
      return nil
    } catch { return error }
  }

  @Test("Values know where they begin, and objects keep the order of their members")
  func places() throws {
    let json = try Self.read("{\"b\": [1, \"é\"],\n \"a\": {\"c\": null, \"d\": true}}")
    #expect(json.members?.map(\.key) == ["b", "a"])
    #expect(json.offset == 0)
    #expect(json["b"]?.offset == 6)
    #expect(json["b"]?.items?.map(\.offset) == [7, 10])
    #expect(json["b"]?.items?[0].integer == 1)
    #expect(json["b"]?.items?[1].text == "é")
    // The é is two bytes long.
    #expect(json["a"]?.offset == 23)
    guard case .bool(true) = json["a"]?["d"]?.content, case .null = json["a"]?["c"]?.content else {
      Issue.record("true and null are not read")
      return
    }
    #expect(json["x"] == nil)
  }

  @Test(
    "Escapes stand for their characters",
    arguments: [
      (#""\u00e9\ud83d\ude00\/\b\f\n\r\t\"\\""#, "é😀/\u{8}\u{C}\n\r\t\"\\"), (#""\u0041bc""#, "Abc"),
    ])
  func escapes(json: String, text: String) throws { #expect(try Self.read(json).text == text) }

  @Test("Whole numbers to the last that fits", arguments: [0, -1, Int.max, Int.min])
  func numbers(number: Int) throws { #expect(try Self.read(String(number)).integer == number) }

  @Test(
    "A number that is not whole or does not fit is told with its place",
    arguments: ["1.5", "1e3", "9223372036854775808", "-9223372036854775809", "99999999999999999999999999"])
  func otherNumbers(number: String) {
    #expect(Self.error("[\n" + number + "]") == JSONError("'\(number)' is no whole number", at: 2))
  }

  @Test(
    "What is wrong, and where",
    arguments: [
      ("", "the text ends where a value is expected", 0), ("{\"a\": }", "no value begins with '}'", 6),
      ("[1] 2", "there is something after the end of the value", 4),
      ("{\"a\": 1,\n\"a\": 2}", "'a' stands there twice", 10), ("[1 2]", "a comma or ']' is missing", 3),
      ("{\"a\": 1 \"b\": 2}", "a comma or '}' is missing", 8), ("[\"a", "a string has no end", 1),
      ("{1: 2}", "the name of a member is missing", 1), ("[\"\\x\"]", "'\\x' is no escape", 2),
      ("[\"\\ud83d\"]", "half a character is missing", 2),
      ("[\"\\udc00\"]", "half a character is missing", 2),
      ("[\"a\nb\"]", "a string goes over the end of its line", 3),
    ])
  func wrong(text: String, message: String, offset: Int) {
    #expect(Self.error(text) == JSONError(message, at: offset))
  }

  @Test("Names that are written differently and are the same count as the same")
  func sameNames() { #expect(Self.error(#"{"a": 1, "\u0061": 2}"#)?.message == "'a' stands there twice") }

  @Test("What is not UTF-8 is not taken, with escapes or without", arguments: [[], Array("\\n".utf8)])
  func encoding(more: [UInt8]) {
    let text = Array("[\"".utf8) + more + [0xE9] + Array("\"]".utf8)
    #expect(Self.error(text) == JSONError("a string is not UTF-8", at: 2))
  }

  @Test("Nothing after a comma is told where it is")
  func comma() {
    #expect(Self.error("[1,]") == JSONError("there is nothing after a comma", at: 3))
    #expect(Self.error("[1,") == JSONError("there is nothing after a comma", at: 3))
  }

  @Test("Nesting has an end")
  func depth() {
    let deep = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
    #expect(Self.error(deep(512)) == nil)
    #expect(Self.error(deep(513))?.message == "the nesting is deeper than 512")
    #expect(Self.error(String(repeating: "[", count: 1_000_000))?.message == "the nesting is deeper than 512")
  }

  @Test("It is written as it was read, on a line or on several")
  func writing() throws {
    let text = #"{"a":[1,null,true],"b":{"c":"d\n"},"e":[]}"#
    #expect(try Self.read(text).compact == text)
    #expect(try Self.read(text).pretty == "{\"a\": [1, null, true], \"b\": {\"c\": \"d\\n\"}, \"e\": []}\n")
    let long = JSONValue.object([
      ("short", .array([.number(1)])), ("long", .array([.string(String(repeating: "x", count: 99)), .null])),
    ])
    let expected = """
      {
        "short": [1],
        "long": [
          "\(String(repeating: "x", count: 99))",
          null
        ]
      }

      """
    #expect(long.pretty == expected)
    #expect(try Self.read(expected).compact == long.compact)
  }
}
