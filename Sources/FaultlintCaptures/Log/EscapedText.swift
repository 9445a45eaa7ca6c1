internal import FaultlintText

/// Takes the escapes off XML that was written into something else, as often as it was escaped.
final class EscapedText {
  private enum Form {
    case plain
    case xml
    case string
    case url
  }

  /// How often a text is unescaped at most.
  private static let rounds = 4

  private var buffer = ByteBuffer()
  private var spare = ByteBuffer()

  /// The XML. Valid until the next call.
  func plain(_ escaped: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var bytes = escaped
    for _ in 0..<Self.rounds {
      spare.removeAll()
      switch Self.form(of: bytes) {
      case .plain: return bytes
      case .xml: Self.unescapeReferences(bytes, into: spare)
      case .string: Self.unescapeString(bytes, into: spare)
      case .url: Self.unescapeURL(bytes, into: spare)
      }
      swap(&buffer, &spare)
      bytes = buffer.bytes
    }
    return bytes
  }

  /// How the XML is escaped, as its start shows.
  private static func form(of bytes: UnsafeBufferPointer<UInt8>) -> Form {
    switch bytes.first {
    case UInt8(ascii: "&"): return .xml
    case UInt8(ascii: "\\"): return .string
    case UInt8(ascii: "%"): return .url
    default:
      // The quotes tell. Where there are none, line ends and slashes do.
      if let quote = bytes.next(UInt8(ascii: "\""), from: 1) {
        return bytes[quote - 1] == UInt8(ascii: "\\") ? .string : .plain
      }
      for mark in [">\\n", ">\\r", ">\\t", "<\\/"] as [StaticString] where bytes.next(mark, from: 0) != nil {
        return .string
      }
      return .plain
    }
  }

  private static func unescapeReferences(_ bytes: UnsafeBufferPointer<UInt8>, into buffer: ByteBuffer) {
    var index = 0
    while let hit = bytes.next(UInt8(ascii: "&"), from: index) {
      buffer.append(bytes.slice(index..<hit))
      if let (scalar, end) = XMLText.reference(bytes, at: hit) {
        buffer.append(scalar)
        index = end
      } else {
        buffer.append(bytes[hit])
        index = hit + 1
      }
    }
    buffer.append(bytes.slice(index..<bytes.count))
  }

  /// Escapes of JSON, JavaScript and C, and those of Apache and nginx, where `\xHH` is a byte. What is none stays.
  private static func unescapeString(_ bytes: UnsafeBufferPointer<UInt8>, into buffer: ByteBuffer) {
    var index = 0
    while let hit = bytes.next(UInt8(ascii: "\\"), from: index) {
      buffer.append(bytes.slice(index..<hit))
      index = hit + 2
      switch hit + 1 < bytes.count ? bytes[hit + 1] : 0 {
      case UInt8(ascii: "n"): buffer.append(0x0A)
      case UInt8(ascii: "r"): buffer.append(0x0D)
      case UInt8(ascii: "t"): buffer.append(0x09)
      case UInt8(ascii: "b"): buffer.append(0x08)
      case UInt8(ascii: "f"): buffer.append(0x0C)
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "/"):
        buffer.append(bytes[hit + 1])
      case UInt8(ascii: "x"):
        guard let value = number(bytes, at: index, digits: 2) else { fallthrough }
        buffer.append(UInt8(value))
        index += 2
      case UInt8(ascii: "u"):
        guard var value = number(bytes, at: index, digits: 4) else { fallthrough }
        index += 4
        if value & 0xFC00 == 0xD800, bytes.has("\\u", at: index),
          let low = number(bytes, at: index + 2, digits: 4), low & 0xFC00 == 0xDC00
        {
          value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
          index += 6
        }
        buffer.append(Unicode.Scalar(value) ?? "\u{FFFD}")
      default:
        buffer.append(bytes[hit])
        index = hit + 1
      }
    }
    buffer.append(bytes.slice(min(index, bytes.count)..<bytes.count))
  }

  /// Percent escapes; a plus is a blank, as in forms, unless blanks are escaped too.
  private static func unescapeURL(_ bytes: UnsafeBufferPointer<UInt8>, into buffer: ByteBuffer) {
    let isForm = bytes.next("%20", from: 0) == nil
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), let value = number(bytes, at: index + 1, digits: 2) {
        buffer.append(UInt8(value))
        index += 3
      } else {
        buffer.append(isForm && bytes[index] == UInt8(ascii: "+") ? 0x20 : bytes[index])
        index += 1
      }
    }
  }

  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, digits: Int) -> UInt32? {
    guard start + digits <= bytes.count else { return nil }
    var value: UInt32 = 0
    for index in start..<start + digits {
      guard let digit = bytes[index].hexadecimal else { return nil }
      value = value << 4 | digit
    }
    return value
  }
}
