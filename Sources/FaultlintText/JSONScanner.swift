/// Why a text is no JSON, or not the JSON that was asked for.
package struct JSONError: Error, Equatable {
  /// What is wrong, without a full stop.
  package let message: String
  /// Where, in bytes.
  package let offset: Int

  /// An error at an offset of the text.
  package init(_ message: String, at offset: Int) {
    self.message = message
    self.offset = offset
  }
}

/// A string of a JSON text as it stands there.
@usableFromInline
package struct JSONToken {
  /// What stands between the quotes.
  @usableFromInline package let range: Range<Int>
  /// Whether there are escapes in it, so that it is not what it stands for.
  package let hasEscapes: Bool
}

/// What a JSON value is.
public enum JSONKind {
  /// The kinds.
  case object, array, string, number, bool, null
}

/// Reads a JSON text from front to back, and makes nothing of what nobody asks for.
///
/// It goes into objects and arrays as it is told and skips the rest. The structure is held to RFC 8259 throughout;
/// escapes are looked at only in what is unescaped. Bytes above ASCII are taken as they are.
@usableFromInline
package struct JSONScanner {
  /// The deepest nesting that is read.
  package static let depthLimit = 512

  /// The text.
  @usableFromInline package let bytes: UnsafeBufferPointer<UInt8>
  /// Where it stands.
  package internal(set) var offset: Int
  private var depth = 0
  /// Whether it stands at the start of an object or array, where no comma is due.
  private var isFirst = false

  /// A scanner that stands at an offset, before a value.
  package init(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
  }

  /// What the next value is. The scanner stands at its first byte afterwards.
  package mutating func kind() throws(JSONError) -> JSONKind {
    skipBlanks()
    guard offset < bytes.count else { throw problem("the text ends where a value is expected") }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    case let byte where byte > 0x20 && byte < 0x7F:
      throw problem("no value begins with '\(Character(Unicode.Scalar(byte)))'")
    default: throw problem("no value begins like this")
    }
  }

  /// Goes into an object.
  package mutating func enterObject() throws(JSONError) {
    guard try isNext(.object, "{") else { throw problem("an object is expected") }
    try enter()
  }

  /// The name of the next member; the scanner stands before its value. nil at the end of the object, which it leaves.
  package mutating func nextMember() throws(JSONError) -> JSONToken? {
    skipBlanks()
    guard offset < bytes.count else { throw problem("the text ends inside an object") }
    if bytes[offset] == UInt8(ascii: "}") {
      leave()
      return nil
    }
    if !isFirst {
      guard bytes[offset] == UInt8(ascii: ",") else { throw problem("a comma or '}' is missing") }
      offset += 1
      skipBlanks()
    }
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
      throw problem("the name of a member is missing")
    }
    let name = try string()
    skipBlanks()
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: ":") else {
      throw problem("the ':' after the name of a member is missing")
    }
    offset += 1
    isFirst = false
    return name
  }

  /// Goes into an array.
  package mutating func enterArray() throws(JSONError) {
    guard try isNext(.array, "[") else { throw problem("an array is expected") }
    try enter()
  }

  /// Whether there is a further element; the scanner stands before it. At the end of the array it leaves that.
  package mutating func nextElement() throws(JSONError) -> Bool {
    skipBlanks()
    guard offset < bytes.count else { throw problem("the text ends inside an array") }
    if bytes[offset] == UInt8(ascii: "]") {
      leave()
      return false
    }
    if !isFirst {
      guard bytes[offset] == UInt8(ascii: ",") else { throw problem("a comma or ']' is missing") }
      offset += 1
      skipBlanks()
      guard offset < bytes.count, bytes[offset] != UInt8(ascii: "]") else {
        throw problem("there is nothing after a comma")
      }
    }
    isFirst = false
    return true
  }

  /// Goes over a value, whatever it is.
  package mutating func skip() throws(JSONError) {
    switch try kind() {
    case .object:
      try enter()
      while try nextMember() != nil { try skip() }
    case .array:
      try enter()
      while try nextElement() { try skip() }
    case .string: _ = try string()
    case .number: _ = try number()
    case .bool: _ = try bool()
    case .null: try null()
    }
  }

  /// Makes sure that nothing comes after the value.
  package mutating func finish() throws(JSONError) {
    skipBlanks()
    guard offset == bytes.count else { throw problem("there is something after the end of the value") }
  }

  /// Goes over a string.
  package mutating func string() throws(JSONError) -> JSONToken {
    guard try isNext(.string, "\"") else { throw problem("a string is expected") }
    let start = offset + 1
    var index = start
    var hasEscapes = false
    while true {
      index = bytes.endOfPlainText(from: index)
      guard index < bytes.count else { throw problem("a string has no end") }
      switch bytes[index] {
      case UInt8(ascii: "\""):
        offset = index + 1
        return JSONToken(range: start..<index, hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        index += 2
      case let byte:
        throw JSONError(
          byte == 0x0A || byte == 0x0D
            ? "a string goes over the end of its line"
            : "a control character stands in a string unescaped",
          at: index)
      }
    }
  }

  /// Goes over a number: its range.
  package mutating func number() throws(JSONError) -> Range<Int> {
    guard try kind() == .number else { throw problem("a number is expected") }
    let start = offset
    var index = offset
    if byte(index) == UInt8(ascii: "-") { index += 1 }
    let digits = index
    index = skipDigits(from: index)
    guard index > digits, index == digits + 1 || bytes[digits] != UInt8(ascii: "0") else {
      throw problem("this is no number")
    }
    if byte(index) == UInt8(ascii: ".") {
      let fraction = index + 1
      index = skipDigits(from: fraction)
      guard index > fraction else { throw problem("this is no number") }
    }
    if byte(index) | 0x20 == UInt8(ascii: "e") {
      index += 1
      if byte(index) == UInt8(ascii: "+") || byte(index) == UInt8(ascii: "-") { index += 1 }
      let exponent = index
      index = skipDigits(from: exponent)
      guard index > exponent else { throw problem("this is no number") }
    }
    offset = index
    return start..<index
  }

  /// Goes over a number: its value; nil if it has a fraction or an exponent, or no `Int` holds it.
  package mutating func integer() throws(JSONError) -> Int? { Int(bytes.text(try number())) }

  /// Goes over `true` or `false`.
  package mutating func bool() throws(JSONError) -> Bool {
    guard try kind() == .bool else { throw problem("true or false is expected") }
    let value = bytes[offset] == UInt8(ascii: "t")
    try word(value ? "true" : "false")
    return value
  }

  /// Goes over `null`.
  package mutating func null() throws(JSONError) { try word("null") }

  // MARK: Steps

  func problem(_ message: String) -> JSONError { JSONError(message, at: offset) }

  /// Whether a value of a kind is next, given the byte that such values begin with.
  @inline(__always)
  mutating func isNext(_ kind: JSONKind, _ byte: Unicode.Scalar) throws(JSONError) -> Bool {
    // Whoever has asked for the kind has brought it to the value.
    if offset < bytes.count, bytes[offset] == UInt8(ascii: byte) { return true }
    return try self.kind() == kind
  }

  private func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  private mutating func skipBlanks() {
    while offset < bytes.count, bytes[offset] <= 0x20, bytes[offset].isBlank { offset += 1 }
  }

  private func skipDigits(from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index].isDigit { index += 1 }
    return index
  }

  private mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= Self.depthLimit else { throw problem("the nesting is deeper than \(Self.depthLimit)") }
    offset += 1
    isFirst = true
  }

  private mutating func leave() {
    depth -= 1
    offset += 1
    isFirst = false
  }

  private mutating func word(_ text: StaticString) throws(JSONError) {
    skipBlanks()
    guard bytes.has(text, at: offset) else { throw problem("this is no value") }
    offset += text.utf8CodeUnitCount
  }
}
