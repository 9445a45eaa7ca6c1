internal import FaultlintText

/// What stands around each line of a message, where something wrote it a line at a time: found by what repeats.
///
/// The text before the line (`svc_1  | `, `[junit] `, `> `, a time and a level) may differ in its numbers. It may be a
/// line of its own, as in the records of GlassFish and of java.util.logging. Behind the line there may be text as well
/// (`|#]`, a quote).
struct LineFrame: Sendable {
  /// The line before each line; empty if there is none.
  private let header: [UInt8]
  /// What stands before the text on its line; may be empty if there is a header.
  private let prefix: [UInt8]
  /// What stands behind it; may be empty.
  private let suffix: [UInt8]

  /// The longest text before a line.
  private static let longestPrefix = 1 << 10
  /// How many lines without the frame may come between two with it, as where the logs of several services are mixed.
  static let foreignLines = 64
  /// How many lines a record of one line may take.
  private static let recordLines = 6

  /// A frame that stands around the line in which an element begins, and around the next; nil if nothing repeats.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - lowest: Where what was told before ends, which is no part of a frame.
  ///   - start: Where the element begins.
  ///   - lineEnd: Where its line ends.
  ///   - isAtEnd: Whether nothing comes after the bytes.
  /// - Throws: If more bytes are needed to tell.
  init?(
    _ bytes: UnsafeBufferPointer<UInt8>, from lowest: Int, elementAt start: Int, lineEnd: Int, isAtEnd: Bool
  ) throws(Incomplete) {
    let lineStart = Self.lineStart(bytes, before: start, from: lowest)
    guard start - lineStart <= Self.longestPrefix else { return nil }
    let before = bytes.slice(lineStart..<start)
    // Indentation is none, nor is that of a web page.
    let prefix = before.allSatisfy { $0.isBlank || $0 == 0xC2 || $0 == 0xA0 } ? [] : Array(before)
    let rest = bytes.trimmed(start..<lineEnd)
    let last = bytes.slice(rest).lastIndex(of: UInt8(ascii: ">")) ?? rest.count - 1
    let behind =
      rest.count - last - 1 <= 16 ? Array(bytes.slice(rest.lowerBound + last + 1..<rest.upperBound)) : []

    let next = try Self.lines(bytes, from: lineEnd + 1, count: Self.recordLines, isAtEnd: isAtEnd)
    if !prefix.isEmpty, let line = next.first(where: { !bytes.trimmed($0).isEmpty }),
      let content = Self.match(prefix, bytes, line.lowerBound, to: line.upperBound)
    {
      header = []
      self.prefix = prefix
      suffix = Self.ends(bytes.trimmed(content..<line.upperBound), with: behind, in: bytes) ? behind : []
      return
    }
    guard lineStart > lowest else { return nil }
    let headerStart = Self.lineStart(bytes, before: lineStart - 1, from: lowest)
    let header = bytes.slice(headerStart..<lineStart - 1)
    guard header.count <= Self.longestPrefix, LogRecord.begins(bytes, at: headerStart) || header.first == 0x5B
    else { return nil }
    // The next record has to have the same header, and a tag in its line.
    for (index, line) in next.enumerated() where index + 1 < next.count {
      guard Self.match(Array(header), bytes, line.lowerBound, to: line.upperBound) == line.upperBound,
        let content = Self.match(prefix, bytes, next[index + 1].lowerBound, to: next[index + 1].upperBound),
        bytes.has("<", at: bytes.skippingBlanks(from: content))
      else { continue }
      self.header = Array(header)
      self.prefix = prefix
      suffix = behind
      return
    }
    return nil
  }

  /// What a line holds.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - line: Where the line stands.
  ///   - isForeign: Is set if the line has nothing of the frame.
  /// - Returns: What stands within the frame; nil if it is a header, is empty, or does not have the frame.
  func content(_ bytes: UnsafeBufferPointer<UInt8>, line: Range<Int>, isForeign: inout Bool) -> Range<Int>? {
    isForeign = false
    let line =
      line.lowerBound..<(line.last.map { bytes[$0] == 0x0D } ?? false ? line.upperBound - 1 : line.upperBound)
    guard !line.isEmpty else { return nil }
    if !header.isEmpty,
      Self.match(header, bytes, line.lowerBound, to: line.upperBound) == line.upperBound
    {
      return nil
    }
    guard let start = Self.match(prefix, bytes, line.lowerBound, to: line.upperBound) else {
      isForeign = true
      return nil
    }
    let text = bytes.trimmed(start..<line.upperBound)
    if Self.ends(text, with: suffix, in: bytes) { return start..<text.upperBound - suffix.count }
    return start..<line.upperBound
  }

  /// Where the text of a line ends that begins within the frame.
  func endOfText(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
    let text = bytes.trimmed(range)
    return Self.ends(text, with: suffix, in: bytes) ? text.upperBound - suffix.count : text.upperBound
  }

  /// Appends the lines of a range without what stands around them, each with a line feed.
  func clean(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, into buffer: MappedBuffer) {
    var at = range.lowerBound
    var isForeign = false
    while at < range.upperBound {
      let end = min(bytes.next(0x0A, from: at) ?? range.upperBound, range.upperBound)
      if let content = content(bytes, line: at..<end, isForeign: &isForeign) {
        if buffer.count > 0 { buffer.append(0x0A, from: at) }
        buffer.copy(bytes, content)
      }
      at = end + 1
    }
  }

  // MARK: What repeats

  /// Where the text behind a prefix begins, if a line begins like one: with other numbers, and as many blanks or more
  /// or fewer.
  private static func match(
    _ prefix: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, to end: Int
  ) -> Int? {
    var index = start
    var at = 0
    while at < prefix.count {
      let byte = prefix[at]
      if byte == 0x20 || byte == 0x09 {
        let from = at
        while at < prefix.count, prefix[at] == 0x20 || prefix[at] == 0x09 { at += 1 }
        // Blanks at the end of a line may have been taken off.
        if index == end, at == prefix.count { return index }
        let isLast = at == prefix.count
        let most = isLast ? index + at - from : end
        guard index < end, bytes[index] == 0x20 || bytes[index] == 0x09 else { return nil }
        while index < min(most, end), bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
      } else if isWord(byte) {
        let word = at
        while at < prefix.count, isWord(prefix[at]) { at += 1 }
        let other = index
        while index < end, isWord(bytes[index]) { index += 1 }
        guard isLike(prefix[word..<at], bytes.slice(other..<index)) else { return nil }
      } else {
        guard index < end, bytes[index] == byte else { return nil }
        at += 1
        index += 1
      }
    }
    return index
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10 || (0x61...0x7A).contains(byte | 0x20) || byte >= 0x80
  }

  /// Whether a word is another one, or both are numbers, hexadecimal ones too.
  private static func isLike(_ word: ArraySlice<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
    if word.elementsEqual(other) { return true }
    guard !other.isEmpty else { return false }
    if word.allSatisfy({ $0.hexadecimal != nil }), other.allSatisfy({ $0.hexadecimal != nil }) {
      return word.contains { $0 < 0x3A } && other.contains { $0 < 0x3A }
        || word.count == other.count && word.count > 3
    }
    // Numbers within a word: `0x1f`, `12ms`, `2026T03`.
    func shape(_ bytes: some Sequence<UInt8>) -> [UInt8] {
      var shape: [UInt8] = []
      for byte in bytes {
        let sign = byte &- UInt8(ascii: "0") < 10 ? UInt8(ascii: "0") : byte
        if sign != UInt8(ascii: "0") || shape.last != sign { shape.append(sign) }
      }
      return shape
    }
    return word.contains { $0 < 0x3A } && shape(word) == shape(other)
  }

  private static func ends(
    _ range: Range<Int>, with suffix: [UInt8], in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    !suffix.isEmpty && range.count >= suffix.count
      && bytes.slice(range.upperBound - suffix.count..<range.upperBound).elementsEqual(suffix)
  }

  private static func lineStart(_ bytes: UnsafeBufferPointer<UInt8>, before index: Int, from lowest: Int)
    -> Int
  {
    var start = index
    while start > lowest, index - start <= longestPrefix, bytes[start - 1] != 0x0A { start -= 1 }
    return start
  }

  /// The next lines, without their ends.
  private static func lines(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, count: Int, isAtEnd: Bool
  ) throws(Incomplete) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var at = start
    while lines.count < count, at < bytes.count {
      guard let end = bytes.next(0x0A, from: at) else {
        guard isAtEnd || bytes.count - at > 1 << 16 else { throw Incomplete() }
        lines.append(at..<bytes.count)
        return lines
      }
      lines.append(at..<(end > at && bytes[end - 1] == 0x0D ? end - 1 : end))
      at = end + 1
    }
    guard isAtEnd || lines.count == count else { throw Incomplete() }
    return lines
  }
}
