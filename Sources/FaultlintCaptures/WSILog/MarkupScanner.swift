internal import FaultlintText

/// Goes over the tags of an XML text, and over what only looks like tags: comments, CDATA sections, instructions.
struct MarkupScanner {
  /// A tag.
  struct Tag {
    /// From its `<` to behind its `>`.
    let range: Range<Int>
    /// The local part of the name.
    let name: Range<Int>
    let isEnd: Bool
    let isEmpty: Bool
  }

  /// What came next.
  enum Step {
    case tag(Tag)
    /// The text ends; what begins at this index is not whole, or may not be.
    case end(Int)
  }

  let bytes: UnsafeBufferPointer<UInt8>
  var offset: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
  }

  /// The next tag.
  mutating func next() -> Step {
    while let start = bytes.next(UInt8(ascii: "<"), from: offset) {
      // As many bytes as it takes to know what it is, unless the text ends.
      guard start + 9 <= bytes.count || bytes.next(UInt8(ascii: ">"), from: start) != nil else {
        return .end(start)
      }
      let close: Int?
      if bytes.has("<!--", at: start) {
        close = bytes.next("-->", from: start + 4).map { $0 + 3 }
      } else if bytes.has("<![CDATA[", at: start) {
        close = bytes.next("]]>", from: start + 9).map { $0 + 3 }
      } else if bytes.has("<?", at: start) {
        close = bytes.next("?>", from: start + 2).map { $0 + 2 }
      } else {
        close = endOfTag(from: start + 1)
      }
      guard let end = close else { return .end(start) }
      offset = end
      if bytes[start + 1] != UInt8(ascii: "!"), bytes[start + 1] != UInt8(ascii: "?") {
        return .tag(tag(start..<end))
      }
    }
    return .end(bytes.count)
  }

  /// The value of an attribute of a tag as written; nil if it has none.
  func attribute(_ name: StaticString, of tag: Tag) -> Range<Int>? {
    attribute(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), of: tag)
  }

  /// The value of an attribute of a tag as written; nil if it has none.
  func attribute(_ name: UnsafeBufferPointer<UInt8>, of tag: Tag) -> Range<Int>? {
    var index = tag.name.upperBound
    let end = tag.range.upperBound - 1
    while index < end {
      index = bytes.skippingBlanks(from: index)
      let start = index
      while index < end, bytes[index] != UInt8(ascii: "="), !bytes[index].isBlank { index += 1 }
      let range = start..<index
      index = bytes.skippingBlanks(from: index)
      guard index < end, bytes[index] == UInt8(ascii: "=") else { return nil }
      index = bytes.skippingBlanks(from: index + 1)
      guard index < end, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'"),
        let close = bytes.next(bytes[index], from: index + 1), close < end
      else { return nil }
      if bytes.slice(range).elementsEqual(name) { return index + 1..<close }
      index = close + 1
    }
    return nil
  }

  private func endOfTag(from start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: ">"): return index + 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard let close = bytes.next(bytes[index], from: index + 1) else { return nil }
        index = close + 1
      default: index += 1
      }
    }
    return nil
  }

  private func tag(_ range: Range<Int>) -> Tag {
    let isEnd = bytes[range.lowerBound + 1] == UInt8(ascii: "/")
    var start = range.lowerBound + (isEnd ? 2 : 1)
    var index = start
    while index < range.upperBound - 1, !bytes[index].isBlank, bytes[index] != UInt8(ascii: "/") {
      if bytes[index] == UInt8(ascii: ":") { start = index + 1 }
      index += 1
    }
    let isEmpty = !isEnd && bytes[range.upperBound - 2] == UInt8(ascii: "/")
    return Tag(range: range, name: start..<index, isEnd: isEnd, isEmpty: isEmpty)
  }
}

/// Text of XML.
enum XMLText {
  /// Appends what character data stands for: references resolved, CDATA sections opened, line ends made one line feed.
  /// A reference that is not known stays as it is.
  static func unescape(_ bytes: UnsafeBufferPointer<UInt8>, into buffer: ByteBuffer) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "&"), let (scalar, end) = reference(bytes, at: index) {
        buffer.append(scalar)
        index = end
      } else if byte == UInt8(ascii: "<"), bytes.has("<![CDATA[", at: index) {
        let end = bytes.next("]]>", from: index + 9) ?? bytes.count
        appendLines(bytes.slice(index + 9..<end), to: buffer)
        index = min(end + 3, bytes.count)
      } else {
        var end = index + 1
        while end < bytes.count, bytes[end] != UInt8(ascii: "&"), bytes[end] != UInt8(ascii: "<") { end += 1 }
        appendLines(bytes.slice(index..<end), to: buffer)
        index = end
      }
    }
  }

  /// The character that a reference stands for, and where the reference ends.
  static func reference(
    _ bytes: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> (scalar: Unicode.Scalar, end: Int)? {
    let names: [(StaticString, Unicode.Scalar)] = [
      ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\""), ("&apos;", "'"),
    ]
    for (name, scalar) in names where bytes.has(name, at: start) {
      return (scalar, start + name.utf8CodeUnitCount)
    }
    guard bytes.has("&#", at: start) else { return nil }
    var index = start + 2
    let isHexadecimal = index < bytes.count && bytes[index] | 0x20 == UInt8(ascii: "x")
    if isHexadecimal { index += 1 }
    let digits = index
    var value: UInt32 = 0
    while index < bytes.count, index < digits + 8, let digit = bytes[index].hexadecimal,
      isHexadecimal || digit < 10
    {
      value = value * (isHexadecimal ? 16 : 10) + digit
      index += 1
      if value > 0x10FFFF { return nil }
    }
    guard index > digits, index < bytes.count, bytes[index] == UInt8(ascii: ";"),
      let scalar = Unicode.Scalar(value)
    else { return nil }
    return (scalar, index + 1)
  }

  /// XML 1.0, 2.11.
  private static func appendLines(_ bytes: UnsafeBufferPointer<UInt8>, to buffer: ByteBuffer) {
    var start = 0
    while let hit = bytes.next(0x0D, from: start) {
      buffer.append(bytes.slice(start..<hit))
      buffer.append(0x0A)
      start = hit + 1
      if start < bytes.count, bytes[start] == 0x0A { start += 1 }
    }
    buffer.append(bytes.slice(start..<bytes.count))
  }
}
