internal import FaultlintText

/// Strings as programs write them: JSON, JavaScript, Java, C#, C, Python, YAML in double quotes, NSLog, and the logs of
/// Apache and nginx.
enum StringLiteral {
  /// Appends what a string stands for: escapes undone, and the joints of a string that was written in pieces left out.
  ///
  /// What is no escape stays. `\xHH` is a byte where the bytes make UTF-8, and otherwise a character, as in the strings
  /// of Python.
  static func unescape(
    _ bytes: UnsafeBufferPointer<UInt8>, quote: UInt8?, into buffer: MappedBuffer
  ) {
    var hasBytes = false
    unescape(bytes, quote: quote, bytesAsCharacters: false, into: buffer, &hasBytes)
    if hasBytes, String(validating: buffer.bytes, as: UTF8.self) == nil {
      buffer.removeAll()
      unescape(bytes, quote: quote, bytesAsCharacters: true, into: buffer, &hasBytes)
    }
  }

  private static func unescape(
    _ bytes: UnsafeBufferPointer<UInt8>, quote: UInt8?, bytesAsCharacters: Bool,
    into buffer: MappedBuffer, _ hasBytes: inout Bool
  ) {
    var copied = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\") {
        buffer.copy(bytes, copied..<index)
        index = escape(bytes, at: index, bytesAsCharacters: bytesAsCharacters, into: buffer, &hasBytes)
        copied = index
      } else if byte == quote, let end = joint(bytes, at: index, byte) {
        buffer.copy(bytes, copied..<index)
        (index, copied) = (end, end)
      } else {
        index += 1
      }
    }
    buffer.copy(bytes, copied..<bytes.count)
  }

  /// Undoes the escape at an index.
  ///
  /// - Returns: Where it ends.
  private static func escape(
    _ bytes: UnsafeBufferPointer<UInt8>, at hit: Int, bytesAsCharacters: Bool, into buffer: MappedBuffer,
    _ hasBytes: inout Bool
  ) -> Int {
    let next = hit + 1 < bytes.count ? bytes[hit + 1] : 0
    switch next {
    case UInt8(ascii: "n"): buffer.append(0x0A, from: hit)
    case UInt8(ascii: "r"): buffer.append(0x0D, from: hit)
    case UInt8(ascii: "t"): buffer.append(0x09, from: hit)
    case UInt8(ascii: "b"): buffer.append(0x08, from: hit)
    case UInt8(ascii: "f"): buffer.append(0x0C, from: hit)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "`"),
      UInt8(ascii: " "), UInt8(ascii: "$"):
      buffer.append(next, from: hit)
    case 0x0A, 0x0D:
      // A string that goes on in the next line, behind its indentation.
      return bytes.skippingBlanks(from: hit + 2)
    case UInt8(ascii: "x"):
      guard let value = bytes.number(at: hit + 2, digits: 2) else { fallthrough }
      append(value, bytesAsCharacters, from: hit, to: buffer, &hasBytes)
      return hit + 4
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      guard let value = octal(bytes, at: hit + 1) else { fallthrough }
      append(value, bytesAsCharacters, from: hit, to: buffer, &hasBytes)
      return hit + 4
    case UInt8(ascii: "U"):
      // Eight digits in Python and C, four in what NSLog prints.
      let isLong = bytes.has("000", at: hit + 2) && bytes.number(at: hit + 2, digits: 8) != nil
      guard let value = bytes.number(at: hit + 2, digits: isLong ? 8 : 4) else { fallthrough }
      buffer.append(Unicode.Scalar(value) ?? "\u{FFFD}", from: hit)
      return hit + (isLong ? 10 : 6)
    case UInt8(ascii: "u"):
      guard var value = bytes.number(at: hit + 2, digits: 4) else { fallthrough }
      var end = hit + 6
      if value & 0xFC00 == 0xD800, bytes.has("\\u", at: end), let low = bytes.number(at: end + 2, digits: 4),
        low & 0xFC00 == 0xDC00
      {
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        end += 6
      }
      buffer.append(Unicode.Scalar(value) ?? "\u{FFFD}", from: hit)
      return end
    default:
      buffer.append(bytes[hit], from: hit)
      return hit + 1
    }
    return hit + 2
  }

  private static func append(
    _ value: UInt32, _ isCharacter: Bool, from hit: Int, to buffer: MappedBuffer, _ hasBytes: inout Bool
  ) {
    if value >= 0x80 { hasBytes = true }
    if isCharacter {
      buffer.append(Unicode.Scalar(UInt8(truncatingIfNeeded: value)), from: hit)
    } else {
      buffer.append(UInt8(truncatingIfNeeded: value), from: hit)
    }
  }

  private static func octal(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt32? {
    guard start + 3 <= bytes.count else { return nil }
    var value: UInt32 = 0
    for index in start..<start + 3 {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 8 else { return nil }
      value = value << 3 | UInt32(digit)
    }
    return value < 256 ? value : nil
  }

  /// Whether there is an escape in a string that is none of XML.
  static func hasEscape(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while let hit = bytes.next(UInt8(ascii: "\\"), from: index), hit + 1 < bytes.count {
      switch bytes[hit + 1] {
      case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "\""), UInt8(ascii: "'"),
        UInt8(ascii: "\\"), 0x0A, 0x0D:
        return true
      case UInt8(ascii: "x"): if bytes.number(at: hit + 2, digits: 2) != nil { return true }
      case UInt8(ascii: "u"), UInt8(ascii: "U"):
        if bytes.number(at: hit + 2, digits: 4) != nil { return true }
      default: break
      }
      index = hit + 2
    }
    return false
  }

  // MARK: Strings in pieces

  /// Whether a string in these quotes ends somewhere and goes on in another that it is joined with.
  static func hasJoint(_ bytes: UnsafeBufferPointer<UInt8>, _ quote: UInt8) -> Bool {
    var index = 0
    while let hit = bytes.next(quote, from: index) {
      if joint(bytes, at: hit, quote) != nil { return true }
      index = hit + 1
    }
    return false
  }

  /// The longest text between two pieces of a string.
  private static let longestJoint = 200

  /// Where the next piece of a string begins that ends with the quote at an index: behind operators that join, or in a
  /// further line behind a call that appends. Nil if there is none.
  static func joint(_ bytes: UnsafeBufferPointer<UInt8>, at quoteIndex: Int, _ quote: UInt8) -> Int? {
    var index = quoteIndex + 1
    let end = min(bytes.count, index + longestJoint)
    var hasLineEnd = false
    var hasOperator = false
    var hasCall = false
    var nameLength = 0
    while index < end {
      let byte = bytes[index]
      switch byte {
      case quote:
        // Two quotes with nothing between are an empty string, or one that is doubled. A letter before a quote may be
        // part of it, as in b'…'; a longer name is a call in a line of its own.
        guard index > quoteIndex + 1, hasLineEnd || hasOperator,
          nameLength == 0 || hasLineEnd && (hasCall || nameLength == 1)
        else { return nil }
        return index + 1
      case 0x0A: hasLineEnd = true
      case 0x0D, 0x20, 0x09: break
      case UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "_"),
        UInt8(ascii: "\\"), UInt8(ascii: ","), UInt8(ascii: ")"), UInt8(ascii: ";"), UInt8(ascii: "@"),
        UInt8(ascii: "$"):
        hasOperator = true
      case UInt8(ascii: "("): hasCall = true
      case UInt8(ascii: "="):
        guard "+.&".utf8.contains(bytes[index - 1]) else { return nil }
        hasCall = true
      default:
        guard byte &- UInt8(ascii: "0") < 10 || (0x61...0x7A).contains(byte | 0x20) else { return nil }
        nameLength += 1
      }
      index += 1
    }
    return nil
  }
}
