internal import FaultlintText

/// Takes the escapes off XML that was written into something else, as often as it was escaped.
final class EscapedText {
  /// What the XML is, and where it comes from if anything had to be undone.
  struct Plain {
    var bytes: UnsafeBufferPointer<UInt8>
    /// Offsets are from the beginning of the escaped text.
    var map: PlaceMap?
    /// What is to be said about how it was written; nil if nothing is.
    var remark: String?
  }

  private enum Form {
    case plain
    /// References of XML.
    case references
    /// A string of a programming language, of JSON or of YAML, in these quotes if they are known.
    case string(quote: UInt8?)
    /// A text in which its quotes are doubled: CSV, YAML, Visual Basic, C#.
    case doubled(quote: UInt8)
    case url
    /// Punctuation with backslashes before it.
    case markdown
  }

  /// How often a text is unescaped at most.
  private static let rounds = 4

  private var buffer = MappedBuffer()
  private var spare = MappedBuffer()

  /// Takes the escapes off.
  ///
  /// - Parameters:
  ///   - escaped: The element as it stands, from its first bracket on.
  ///   - quote: The quote that stands straight before it; nil if none does.
  /// - Returns: The XML. Valid until the next call.
  func plain(_ escaped: UnsafeBufferPointer<UInt8>, quote: UInt8? = nil) -> Plain {
    var plain = Plain(bytes: escaped)
    for round in 0..<Self.rounds {
      spare.removeAll()
      switch Self.form(of: plain.bytes, quote: round == 0 ? quote : nil) {
      case .plain: return withoutNoBreakSpaces(plain)
      case .references: Self.unescapeReferences(plain.bytes, into: spare)
      case .string(let quote): StringLiteral.unescape(plain.bytes, quote: quote, into: spare)
      case .doubled(let quote): Self.unescapeDoubled(plain.bytes, quote, into: spare)
      case .url: Self.unescapeURL(plain.bytes, into: spare)
      case .markdown: Self.unescapeMarkdown(plain.bytes, into: spare)
      }
      swap(&buffer, &spare)
      plain = Plain(bytes: buffer.bytes, map: buffer.map().followed(by: plain.map))
    }
    return plain
  }

  /// A text copied from a web page has no-break spaces for its indentation, which XML takes for text.
  private func withoutNoBreakSpaces(_ plain: Plain) -> Plain {
    let bytes = plain.bytes
    guard bytes.next("\u{A0}", from: 0) != nil else { return plain }
    spare.removeAll()
    var copied = 0
    var index = 0
    while let hit = bytes.next("\u{A0}", from: index) {
      index = hit + 2
      var start = hit
      while start > copied, bytes[start - 1].isBlank { start -= 1 }
      let isBehindTag = start == copied ? spare.bytes.last == 0x20 : bytes[start - 1] == UInt8(ascii: ">")
      var end = index
      while end < bytes.count, bytes[end].isBlank || bytes.has("\u{A0}", at: end) {
        end += bytes[end].isBlank ? 1 : 2
      }
      guard isBehindTag, end < bytes.count, bytes[end] == UInt8(ascii: "<") else { continue }
      spare.copy(bytes, copied..<hit)
      spare.append(0x20, from: hit)
      copied = index
    }
    guard copied > 0 else { return plain }
    spare.copy(bytes, copied..<bytes.count)
    swap(&buffer, &spare)
    return Plain(
      bytes: buffer.bytes, map: buffer.map().followed(by: plain.map),
      remark: "no-break spaces between tags, as text copied from a page has them, were taken for blanks")
  }

  /// How the XML is escaped: its start shows, and its quotes.
  private static func form(of bytes: UnsafeBufferPointer<UInt8>, quote: UInt8?) -> Form {
    switch bytes.first {
    case UInt8(ascii: "&"): return .references
    case UInt8(ascii: "\\"): return .string(quote: quote)
    case UInt8(ascii: "%"): return .url
    default: break
    }
    let first = firstQuote(bytes)
    if let first, bytes[first - 1] == UInt8(ascii: "\\") { return .string(quote: quote ?? bytes[first]) }
    if let first, isDoubled(bytes, first) { return .doubled(quote: bytes[first]) }
    if bytes.next(UInt8(ascii: "\\"), from: 0) != nil {
      for mark in ["<\\/", ">\\n<", ">\\n\\", ">\\n ", ">\\r\\", ">\\t"] as [StaticString]
      where bytes.next(mark, from: 0) != nil {
        return .string(quote: quote)
      }
      for mark in ["\\>", "\\<", "\\_"] as [StaticString] where bytes.next(mark, from: 0) != nil {
        return .markdown
      }
      if quote != nil, StringLiteral.hasEscape(bytes) { return .string(quote: quote) }
    }
    if let quote {
      if StringLiteral.hasJoint(bytes, quote) { return .string(quote: quote) }
      if quote == UInt8(ascii: "'"), first.map({ bytes[$0] }) != quote, hasDoubled(bytes) {
        return .doubled(quote: quote)
      }
    }
    return .plain
  }

  /// Where the first quote in a tag stands.
  private static func firstQuote(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = 1
    while index < min(bytes.count, 4096) {
      if bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") { return index }
      index += 1
    }
    return nil
  }

  /// Whether a value in quotes begins with two of them, and is not empty.
  private static func isDoubled(_ bytes: UnsafeBufferPointer<UInt8>, _ first: Int) -> Bool {
    guard first + 2 < bytes.count, bytes[first + 1] == bytes[first] else { return false }
    let next = bytes[first + 2]
    return !next.isBlank && next != UInt8(ascii: "/") && next != UInt8(ascii: ">")
      && next != UInt8(ascii: "?")
  }

  /// Whether two single quotes stand somewhere that are not an empty value.
  private static func hasDoubled(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 1
    while let hit = bytes.next("''", from: index) {
      if bytes[hit - 1] != UInt8(ascii: "=") || isDoubled(bytes, hit) { return true }
      index = hit + 2
    }
    return false
  }

  private static func unescapeReferences(_ bytes: UnsafeBufferPointer<UInt8>, into buffer: MappedBuffer) {
    var index = 0
    while let hit = bytes.next(UInt8(ascii: "&"), from: index) {
      buffer.copy(bytes, index..<hit)
      if let (scalar, end) = XMLText.reference(bytes, at: hit) {
        buffer.append(scalar, from: hit)
        index = end
      } else {
        buffer.append(bytes[hit], from: hit)
        index = hit + 1
      }
    }
    buffer.copy(bytes, index..<bytes.count)
  }

  private static func unescapeDoubled(
    _ bytes: UnsafeBufferPointer<UInt8>, _ quote: UInt8, into buffer: MappedBuffer
  ) {
    var index = 0
    while let hit = bytes.next(quote, from: index) {
      buffer.copy(bytes, index..<hit + 1)
      index = hit + 1
      if index < bytes.count, bytes[index] == quote { index += 1 }
    }
    buffer.copy(bytes, index..<bytes.count)
  }

  private static func unescapeMarkdown(_ bytes: UnsafeBufferPointer<UInt8>, into buffer: MappedBuffer) {
    var index = 0
    while let hit = bytes.next(UInt8(ascii: "\\"), from: index) {
      buffer.copy(bytes, index..<hit)
      index = hit + 1
      guard index < bytes.count, isPunctuation(bytes[index]) else {
        buffer.append(bytes[hit], from: hit)
        continue
      }
      buffer.append(bytes[index], from: index)
      index += 1
    }
    buffer.copy(bytes, index..<bytes.count)
  }

  /// Source: CommonMark 0.31, section 2.4.
  private static func isPunctuation(_ byte: UInt8) -> Bool {
    (0x21...0x2F).contains(byte) || (0x3A...0x40).contains(byte) || (0x5B...0x60).contains(byte)
      || (0x7B...0x7E).contains(byte)
  }

  /// Percent escapes; a plus is a blank, as in forms, unless blanks are escaped too.
  private static func unescapeURL(_ bytes: UnsafeBufferPointer<UInt8>, into buffer: MappedBuffer) {
    let isForm = bytes.next("%20", from: 0) == nil
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), let value = bytes.number(at: index + 1, digits: 2) {
        buffer.append(UInt8(value), from: index)
        index += 3
      } else {
        buffer.append(isForm && bytes[index] == UInt8(ascii: "+") ? 0x20 : bytes[index], from: index)
        index += 1
      }
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The number that so many hexadecimal digits at an index are; nil if they are not.
  func number(at start: Int, digits: Int) -> UInt32? {
    guard start + digits <= count else { return nil }
    var value: UInt32 = 0
    for index in start..<start + digits {
      guard let digit = self[index].hexadecimal else { return nil }
      value = value << 4 | digit
    }
    return value
  }
}
