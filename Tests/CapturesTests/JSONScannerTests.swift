import FaultlintText
import Foundation
import Testing

@testable import FaultlintCaptures

@Suite("The JSON scanner")
struct JSONScannerTests {
  /// A value as both readers give it.
  indirect enum Value: Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([Value])
    case object([String: Value])
  }

  /// What the scanner makes of a text; nil if it objects. Whether it replaced half a surrogate pair.
  static func scan(_ bytes: [UInt8]) -> (value: Value?, hasLoneSurrogate: Bool) {
    bytes.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      var isLone = false
      do {
        let value = try value(&scanner, &isLone)
        try scanner.finish()
        return (value, isLone)
      } catch { return (nil, isLone) }
    }
  }

  private static func value(_ scanner: inout JSONScanner, _ isLone: inout Bool) throws -> Value {
    switch try scanner.kind() {
    case .null:
      try scanner.null()
      return .null
    case .bool: return .bool(try scanner.bool())
    case .number:
      let range = try scanner.number()
      return .number(Double(String(decoding: scanner.bytes[range], as: UTF8.self)) ?? .nan)
    case .string:
      let token = try scanner.string()
      return .string(try text(token, scanner, &isLone))
    case .array:
      try scanner.enterArray()
      var items: [Value] = []
      while try scanner.nextElement() { items.append(try value(&scanner, &isLone)) }
      return .array(items)
    case .object:
      try scanner.enterObject()
      var members: [String: Value] = [:]
      while let name = try scanner.nextMember() {
        let key = try text(name, scanner, &isLone)
        members[key] = try value(&scanner, &isLone)
      }
      return .object(members)
    }
  }

  private static func text(_ token: JSONToken, _ scanner: JSONScanner, _ isLone: inout Bool) throws -> String
  {
    let buffer = ByteBuffer()
    if try scanner.unescape(token, into: buffer) { isLone = true }
    return String(decoding: buffer.bytes, as: UTF8.self)
  }

  static func foundation(_ bytes: [UInt8]) -> Value? {
    guard let any = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) else {
      return nil
    }
    return convert(any)
  }

  private static func convert(_ any: Any) -> Value {
    switch any {
    case is NSNull: .null
    case let text as String: .string(text)
    case let items as [Any]: .array(items.map(convert))
    case let members as [String: Any]: .object(members.mapValues(convert))
    case let number as NSNumber:
      CFBooleanLike.isBool(number) ? .bool(number.boolValue) : .number(number.doubleValue)
    default: .null
    }
  }

  private enum CFBooleanLike {
    static func isBool(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
  }

  static func document(_ numbers: inout SeededNumbers, depth: Int = 0) -> String {
    let blank = [" ", "", "", "\n", "\t"].randomElement(using: &numbers) ?? ""
    switch Int.random(in: 0..<(depth > 4 ? 5 : 8), using: &numbers) {
    case 0: return blank + "null"
    case 1: return blank + (Bool.random(using: &numbers) ? "true" : "false")
    case 2:
      return ["0", "-1", "12", "1.5", "-0.25", "1e3", "2E-2", "123456", "1.0e+2"].randomElement(
        using: &numbers)
        ?? "0"
    case 3, 4: return string(&numbers) + blank
    case 5:
      return "[" + blank
        + (0..<Int.random(in: 0..<4, using: &numbers)).map { _ in document(&numbers, depth: depth + 1) }
        .joined(separator: ",") + blank + "]"
    default:
      return "{" + blank
        + (0..<Int.random(in: 0..<4, using: &numbers)).map { index in
          "\"k\(index)\"" + blank + ":" + document(&numbers, depth: depth + 1)
        }.joined(separator: "," + blank) + "}" + blank
    }
  }

  private static func string(_ numbers: inout SeededNumbers) -> String {
    let parts = [
      "a", "some longer plain text", "é", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00",
      "\\t",
      "<s:Envelope xmlns:s=\\\"urn:x\\\">", "\\r\\n", "\\b\\f", "\\u0041",
    ]
    return "\""
      + (0..<Int.random(in: 0..<9, using: &numbers)).map { _ in parts.randomElement(using: &numbers) ?? "" }
      .joined()
      + "\""
  }

  @Test("It reads what Foundation reads, and objects to what Foundation objects to")
  func differential() {
    var numbers = SeededNumbers(7)
    var accepted = 0
    var refused = 0
    for round in 0..<6000 {
      var bytes = Array(Self.document(&numbers).utf8)
      if round % 3 != 0 { bytes = bytes.mutated(&numbers) }
      // Bytes that are not UTF-8 are handed on by the scanner, and by design.
      guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else { continue }
      let (mine, isLone) = Self.scan(bytes)
      guard !isLone else { continue }
      let theirs = Self.foundation(bytes)
      // Foundation lets a comma after the last element of an array pass, RFC 8259 does not.
      if mine == nil, String(decoding: bytes, as: UTF8.self).contains(/,\s*\]/) { continue }
      if mine == nil { refused += 1 } else { accepted += 1 }
      #expect(mine == theirs, "\(String(decoding: bytes, as: UTF8.self))")
    }
    #expect(accepted > 1500)
    #expect(refused > 1500)
  }

  @Test("A string that is unescaped as it is gone over is what it is when it is gone over first")
  func stringsInOnePass() {
    var numbers = SeededNumbers(13)
    var whole = 0
    var broken = 0
    for round in 0..<6000 {
      var bytes = Array((Self.string(&numbers) + " ,").utf8)
      if round % 3 != 0 { bytes = bytes.mutated(&numbers) }
      bytes.withUnsafeBufferPointer { bytes in
        let text = "\(String(decoding: bytes, as: UTF8.self))"
        var inTwo = JSONScanner(bytes)
        let token = Result { () throws(JSONError) in try inTwo.string() }
        let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count + 16)
        defer { room.deallocate() }
        var inOne = JSONScanner(bytes)
        let string = Result { () throws(JSONError) in try inOne.string(unescapingTo: room) }
        switch (token, string) {
        case (.failure(let expected), .failure(let error)):
          #expect(error == expected, "\(text)")
          broken += 1
        case (.success(let token), .success((let same, let unescaped))):
          #expect(same.range == token.range && same.hasEscapes == token.hasEscapes, "\(text)")
          #expect(inOne.offset == inTwo.offset, "\(text)")
          let buffer = ByteBuffer()
          let isLone = try? inTwo.unescape(token, into: buffer)
          #expect(
            unescaped.map { Array(room[..<$0.count]) } == isLone.map { _ in Array(buffer.bytes) }, "\(text)")
          #expect(unescaped?.hasLoneSurrogate == isLone, "\(text)")
          if isLone == nil { broken += 1 } else { whole += 1 }
        default: Issue.record("one takes what the other does not: \(text)")
        }
      }
    }
    #expect(whole > 1500)
    #expect(broken > 500)
  }

  @Test("A value that it reads ends where the splitters say, in whatever pieces it comes")
  func valueEnds() {
    var numbers = SeededNumbers(11)
    for round in 0..<2000 {
      let most = round.isMultiple(of: 2) ? 5 : 60
      let text = Self.document(&numbers).trimmingCharacters(in: .whitespacesAndNewlines)
      let bytes = Array((text + " ,").utf8)
      var end = JSONValueEnd()
      var at = 0
      var outcome = JSONValueEnd.Outcome.more
      var seen = 0
      while case .more = outcome, seen < bytes.count {
        seen = min(bytes.count, seen + Int.random(in: 1...most, using: &numbers))
        outcome = bytes[..<seen].withUnsafeBufferPointer { end.scan($0, from: at) }
        at = seen
      }
      #expect(outcome == .end(text.utf8.count), "\(text)")
    }
  }

  @Test("What the splitters make of a broken value does not hang on the pieces that it comes in")
  func brokenValues() {
    var numbers = SeededNumbers(17)
    var broken = 0
    for _ in 0..<4000 {
      let bytes = Array((Self.document(&numbers) + " ,").utf8).mutated(&numbers)
      var whole = JSONValueEnd()
      let expected = bytes.withUnsafeBufferPointer { whole.scan($0, from: 0) }
      var end = JSONValueEnd()
      var at = 0
      var outcome = JSONValueEnd.Outcome.more
      while case .more = outcome, at < bytes.count {
        let seen = min(bytes.count, at + Int.random(in: 1...5, using: &numbers))
        outcome = bytes[..<seen].withUnsafeBufferPointer { end.scan($0, from: at) }
        at = seen
      }
      #expect(outcome == expected, "\(String(decoding: bytes, as: UTF8.self))")
      if case .broken = expected { broken += 1 }
    }
    #expect(broken > 500)
  }

  @Test(
    "Numbers that an Int holds, and no others, are integers",
    arguments: [
      ("0", 0), ("-0", 0), ("7", 7), ("500", 500), ("-12", -12), ("9223372036854775807", .max),
      ("-9223372036854775808", .min), ("9223372036854775808", nil), ("-9223372036854775809", nil),
      ("18446744073709551616", nil), ("92233720368547758070", nil), ("1.0", nil), ("1e2", nil),
    ] as [(String, Int?)])
  func integers(text: String, value: Int?) {
    Array((text + ",").utf8).withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      let read = Result { () throws(JSONError) in try scanner.integer() }
      #expect(read == .success(value))
      #expect(scanner.offset == text.utf8.count)
    }
  }

  @Test(
    "What it refuses",
    arguments: [
      "", "{", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "'a'", "01", "1.", ".5", "1e",
      "+1", "-", "nul",
      "tru", "\"\\x41\"", "\"\\u12\"", "\"a", "[1 2]", "{\"a\" 1}", "]", "1 2", "\"\\\n\"",
    ])
  func refused(text: String) { #expect(Self.scan(Array(text.utf8)).value == nil) }

  @Test(
    "Half a surrogate pair becomes U+FFFD",
    arguments: [
      #""\ud800""#, #""\udc00""#, #""\ud800\ud800""#, #""\ud800x""#, #""\ud83d\n""#,
    ])
  func loneSurrogates(text: String) {
    let (value, isLone) = Self.scan(Array(text.utf8))
    #expect(isLone)
    guard case .string(let string) = value else { Issue.record("no string"); return }
    #expect(string.first == "\u{FFFD}")
  }

  @Test("Nesting has an end")
  func depth() {
    let deep = {
      Array(String(repeating: "[", count: $0).utf8) + Array(String(repeating: "]", count: $0).utf8)
    }
    #expect(Self.scan(deep(512)).value != nil)
    #expect(Self.scan(deep(513)).value == nil)
    var bytes = Array("{\"x\":".utf8) + Array(repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(read(bytes, as: .ndjson).first?.error?.contains("nesting is deeper than 512") == true)
    bytes.insert(UInt8(ascii: "["), at: 0)
    #expect(read(bytes, as: .ndjson).first?.error?.contains("nesting is deeper than 512") == true)
  }
}
