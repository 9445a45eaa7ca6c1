extension TreeView {
  /// Where parts of a text stand in the source, with the references and markup in them.
  ///
  /// - Parameters:
  ///   - parts: Ranges of ``text``, in order, none touching another, all in one run or attribute value.
  ///   - start: Where that run or value begins in ``text``.
  ///   - offset: Where it begins in ``source``.
  /// - Returns: A range of ``source`` for each.
  public func sourceRanges(of parts: [Range<Int>], ofTextAt start: Int, from offset: Int) -> [Range<Int>] {
    var walk = TextWalk(source, from: offset)
    var position = start
    return parts.map { part in
      while position < part.lowerBound, let length = walk.next() { position += length }
      walk.skipMarkup()
      let first = walk.index
      while position < part.upperBound, let length = walk.next() { position += length }
      return first..<walk.index
    }
  }

  /// Where the value of the attribute that begins at `offset` begins in ``source``.
  public func valueOffset(ofAttributeAt offset: Int) -> Int {
    var index = offset
    while index < source.count, source[index] != UInt8(ascii: "\""), source[index] != UInt8(ascii: "'") {
      index += 1
    }
    return min(index + 1, source.count)
  }
}

/// Goes through the source of a text that a parser has accepted, character by character.
private struct TextWalk {
  let source: UnsafeBufferPointer<UInt8>
  private(set) var index: Int
  private var isInCDATA: Bool

  init(_ source: UnsafeBufferPointer<UInt8>, from offset: Int) {
    self.source = source
    index = offset
    isInCDATA = false
    isInCDATA = offset >= 9 && has("<![CDATA[", at: offset - 9)
  }

  /// Passes comments, processing instructions and the ends of CDATA sections.
  mutating func skipMarkup() {
    while index < source.count {
      if isInCDATA {
        guard has("]]>", at: index) else { return }
        isInCDATA = false
        index += 3
      } else if has("<![CDATA[", at: index) {
        isInCDATA = true
        index += 9
      } else if has("<!--", at: index) {
        skip(past: "-->", from: index + 4)
      } else if has("<?", at: index) {
        skip(past: "?>", from: index + 2)
      } else {
        return
      }
    }
  }

  /// Passes a byte or a reference, and says how many bytes of text it stands for; nil at the end.
  mutating func next() -> Int? {
    skipMarkup()
    guard index < source.count else { return nil }
    if !isInCDATA, source[index] == UInt8(ascii: "&") { return reference() }
    // The end of a line is one character, whatever it is in the source.
    index += source[index] == 0x0D && has("\r\n", at: index) ? 2 : 1
    return 1
  }

  private mutating func reference() -> Int {
    let start = index
    while index < source.count, source[index] != UInt8(ascii: ";") { index += 1 }
    index = min(index + 1, source.count)
    let name = source[start + 1..<max(start + 1, index - 1)]
    guard name.first == UInt8(ascii: "#") else {
      let isPredefined = ["lt", "gt", "amp", "quot", "apos"].contains { name.elementsEqual($0.utf8) }
      // For any other there are question marks, as many as it has bytes.
      return isPredefined ? 1 : index - start
    }
    let digits = String(decoding: name.dropFirst(), as: UTF8.self)
    let number = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return number.flatMap(Unicode.Scalar.init).map { UTF8.width($0) } ?? 1
  }

  private mutating func skip(past end: StaticString, from start: Int) {
    index = start
    while index < source.count, !has(end, at: index) { index += 1 }
    index = min(index + end.utf8CodeUnitCount, source.count)
  }

  private func has(_ literal: StaticString, at start: Int) -> Bool { source.has(literal, at: start) }
}

extension TreeView {
  /// A part of a run's text with the references to entities in it as they are written; the text itself has question
  /// marks for them.
  ///
  /// - Parameters:
  ///   - part: A part of the text of the run.
  ///   - run: The run.
  /// - Returns: The text.
  public func textWithReferences(_ part: TextView, of run: XMLTree.TextRun) -> String {
    var walk = TextWalk(source, from: Int(run.offset))
    var position = Int(run.start)
    var shown: [UInt8] = []
    while position < part.start + part.count {
      walk.skipMarkup()
      let first = walk.index
      guard let length = walk.next() else { break }
      if position >= part.start {
        let isReference = length == walk.index - first && source[first] == UInt8(ascii: "&") && length > 1
        shown += isReference ? source[first..<walk.index] : text[position..<position + length]
      }
      position += length
    }
    return String(decoding: shown, as: UTF8.self)
  }
}

/// What splits the text of an element into parts that a reader of its first text node does not see together.
public enum TextSplit: Sendable {
  /// A comment.
  case comment
  /// The beginning or end of a CDATA section.
  case section
}

extension ElementView {
  /// What splits the text of an element that holds text alone; nil if nothing does. A CDATA section that is the whole
  /// text does not, nor do processing instructions, which SOAP forbids anyhow.
  public var textSplit: TextSplit? {
    guard tree.mayHaveMarksInTexts, children.first == nil else { return nil }
    var runs = textRuns
    guard let run = runs.next() else { return nil }
    let source = tree.source
    let text = TextView(run, in: tree)
    // A parser puts the beginning of the text before the mark of a section or behind it.
    var index = Int(run.offset)
    if source.has("<![CDATA[", at: index - 9) { index -= 9 }
    if source.has("-->", at: index - 3) { return .comment }
    if source.has("<![CDATA[", at: index) {
      index += 9
      while index < source.count, !source.has("]]>", at: index) { index += 1 }
      index += 3
      if source.has("<!--", at: index) { return .comment }
      return source.has("</", at: index) || source.has("<?", at: index) ? nil : .section
    }
    // Nearly always the text is written as it is, up to the end tag. Of a long one its end tells.
    let tail = UnsafeBufferPointer(rebasing: text.bytes.suffix(64))
    let end = index + text.count
    if source.has("</", at: end),
      tail.hasSameBytes(as: UnsafeBufferPointer(rebasing: source[end - tail.count..<end]))
    {
      return nil
    }
    while index < source.count, !source.has("</", at: index) {
      if source.has("<!--", at: index) { return .comment }
      if source.has("<![CDATA[", at: index) { return .section }
      index += 1
    }
    return nil
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func has(_ literal: StaticString, at start: Int) -> Bool {
    guard start >= 0, start + literal.utf8CodeUnitCount <= count else { return false }
    for offset in 0..<literal.utf8CodeUnitCount where self[start + offset] != literal.utf8Start[offset] {
      return false
    }
    return true
  }
}
