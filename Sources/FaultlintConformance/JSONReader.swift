/// Why a text is no JSON, or not the JSON that was asked for.
struct JSONProblem: Error {
  /// What is wrong, without a full stop.
  let message: String
  /// The line, from 1.
  let line: Int
}

/// Reads JSON (RFC 8259); numbers are whole, for nothing here counts in fractions.
struct JSONReader {
  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var depth = 0
  private static let depthLimit = 100

  /// Reads a text.
  static func read(_ bytes: [UInt8]) throws(JSONProblem) -> JSONValue {
    var reader = JSONReader(bytes: bytes)
    let value = try reader.value()
    reader.skipBlanks()
    guard reader.index == bytes.count else {
      throw reader.problem("there is something after the end of the value")
    }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func problem(_ message: String) -> JSONProblem { JSONProblem(message: message, line: line) }

  private mutating func skipBlanks() {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\n"): line += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      default: return
      }
      index += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func value() throws(JSONProblem) -> JSONValue {
    skipBlanks()
    guard index < bytes.count else { throw problem("the text ends where a value is expected") }
    let start = line
    switch bytes[index] {
    case UInt8(ascii: "{"): return JSONValue(.object(try object()), line: start)
    case UInt8(ascii: "["): return JSONValue(.array(try array()), line: start)
    case UInt8(ascii: "\""): return JSONValue(.string(try string()), line: start)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return JSONValue(.number(try number()), line: start)
    default:
      for (word, content) in [
        ("null", JSONValue.Content.null), ("true", .bool(true)), ("false", .bool(false)),
      ]
      where bytes[index...].starts(with: word.utf8) {
        index += word.utf8.count
        return JSONValue(content, line: start)
      }
      throw problem("no value begins with '\(Character(Unicode.Scalar(bytes[index])))'")
    }
  }

  private mutating func object() throws(JSONProblem) -> [(key: String, value: JSONValue)] {
    try enter()
    var members: [(key: String, value: JSONValue)] = []
    skipBlanks()
    while !take(UInt8(ascii: "}")) {
      if !members.isEmpty {
        guard take(UInt8(ascii: ",")) else { throw problem("a comma or '}' is missing") }
        skipBlanks()
      }
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        throw problem("the name of a member is missing")
      }
      let key = try string()
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw problem("the ':' after '\(key)' is missing") }
      guard !members.contains(where: { $0.key == key }) else { throw problem("'\(key)' stands there twice") }
      members.append((key, try value()))
      skipBlanks()
    }
    depth -= 1
    return members
  }

  private mutating func array() throws(JSONProblem) -> [JSONValue] {
    try enter()
    var items: [JSONValue] = []
    skipBlanks()
    while !take(UInt8(ascii: "]")) {
      if !items.isEmpty, !take(UInt8(ascii: ",")) { throw problem("a comma or ']' is missing") }
      items.append(try value())
      skipBlanks()
    }
    depth -= 1
    return items
  }

  private mutating func enter() throws(JSONProblem) {
    index += 1
    depth += 1
    guard depth <= Self.depthLimit else { throw problem("the nesting is deeper than \(Self.depthLimit)") }
  }

  private mutating func number() throws(JSONProblem) -> Int {
    let start = index
    while index < bytes.count, "+-.0123456789eE".utf8.contains(bytes[index]) { index += 1 }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard let number = Int(text) else { throw problem("'\(text)' is no whole number") }
    return number
  }

  private mutating func string() throws(JSONProblem) -> String {
    index += 1
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw problem("a string is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): text += try escape()
      case 0..<0x20: throw problem("a string goes over the end of its line")
      default: text.append(byte)
      }
    }
    throw problem("a string has no end")
  }

  private mutating func escape() throws(JSONProblem) -> [UInt8] {
    guard index < bytes.count else { throw problem("a string has no end") }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var unit = try hexadecimal()
      if (0xD800...0xDBFF).contains(unit) {
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
          throw problem("half a character is missing")
        }
        let low = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(low) else { throw problem("half a character is missing") }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(unit) else { throw problem("half a character is missing") }
      return Array(String(scalar).utf8)
    default: throw problem("'\\\(Character(Unicode.Scalar(byte)))' is no escape")
    }
  }

  private mutating func hexadecimal() throws(JSONProblem) -> UInt32 {
    let end = min(index + 4, bytes.count)
    let digits = String(decoding: bytes[index..<end], as: UTF8.self)
    guard digits.utf8.count == 4, let unit = UInt32(digits, radix: 16) else {
      throw problem("'\\u\(digits)' is no escape")
    }
    index = end
    return unit
  }
}
