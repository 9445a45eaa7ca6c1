internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintText
internal import FaultlintXMLTree

/// The bytes of a text. Reading outside gives 0, so that checks need no bounds.
struct ByteText {
  let bytes: UnsafeBufferPointer<UInt8>

  var count: Int { bytes.count }

  subscript(index: Int) -> UInt8 { index >= 0 && index < bytes.count ? bytes[index] : 0 }

  /// Whether a literal stands at an index.
  func has(_ literal: StaticString, at index: Int, ignoringCase: Bool = false) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard index >= 0, index + length <= bytes.count else { return false }
    for offset in 0..<length {
      let byte = bytes[index + offset]
      let wanted = literal.utf8Start[offset]
      guard byte == wanted || (ignoringCase && Self.lower(byte) == Self.lower(wanted)) else { return false }
    }
    return true
  }

  /// Where the first of a literal begins in the given number of bytes from an index.
  func find(_ literal: StaticString, from index: Int, within reach: Int, ignoringCase: Bool = false) -> Int? {
    let end = min(index + reach, bytes.count)
    var position = index
    while position < end {
      if has(literal, at: position, ignoringCase: ignoringCase) { return position }
      position += 1
    }
    return nil
  }

  /// The index after the bytes from an index that fit; no more than a few hundred are looked at.
  func skip(from index: Int, while condition: (UInt8) -> Bool) -> Int {
    let end = min(index + 300, bytes.count)
    var position = index
    while position < end, condition(bytes[position]) { position += 1 }
    return position
  }

  /// The index after the word, path or address that an index is in. Folders of Windows may have spaces in their
  /// names: a word with a backslash goes on with what is before it.
  func endOfWord(from index: Int) -> Int {
    var end = index
    while end < count {
      while end < count, !isEnd(end) { end += 1 }
      guard self[end] == 0x20 else { break }
      let next = end + 1
      let word = bytes[next..<min(next + 300, count)].prefix { !StartTag.isBlank($0) }
      guard word.contains(UInt8(ascii: "\\")), self[next] != UInt8(ascii: "\\"),
        self[next + 1] != UInt8(ascii: ":"), !isEnd(next)
      else { break }
      end = next
    }
    return min(end, count)
  }

  private func isEnd(_ index: Int) -> Bool {
    let byte = bytes[index]
    return StartTag.isBlank(byte) || "\"'`)]}<>,;|".utf8.contains(byte)
  }

  /// Whether nothing before an index belongs to the same word, path or address.
  func isStart(_ index: Int) -> Bool {
    let byte = self[index - 1]
    return byte == 0 || StartTag.isBlank(byte) || "\"'`([{<>=,;|".utf8.contains(byte)
  }

  static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
  static func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
  static func isName(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_") }
}

/// Looks for one kind of disclosure: for literals that it does not do without, in one pass over the text, and around
/// each for what else belongs to it; and for elements and attributes whose name says what their value is.
struct Detector: Sendable {
  /// A literal, and the question whether it means anything where it stands.
  struct Anchor: Sendable {
    let literal: StaticString
    let ignoresCase: Bool
    let kind: StaticString
    /// Given the text, where the literal begins and where it ends.
    let holds: @Sendable (ByteText, Int, Int) -> Bool
    /// Where what is disclosed ends, given the text and where the literal ends; nil for the extent of the detector.
    let end: (@Sendable (ByteText, Int) -> Int)?

    init(
      _ literal: StaticString, ignoringCase: Bool = false, _ kind: StaticString,
      holds: @escaping @Sendable (ByteText, Int, Int) -> Bool = { _, _, _ in true },
      to end: (@Sendable (ByteText, Int) -> Int)? = nil
    ) {
      self.literal = literal
      self.ignoresCase = ignoringCase
      self.kind = kind
      self.end = end
      self.holds = holds
    }

    /// The bytes that a byte of the literal may be. A literal has two or more.
    fileprivate func forms(of index: Int) -> [UInt8] {
      let byte = literal.utf8Start[index]
      return ignoresCase && byte.isLetter ? [byte | 0x20, byte & 0xDF] : [byte]
    }
  }

  /// Elements and attributes of certain names, whose whole value is disclosed.
  struct Holders: Sendable {
    /// The names, without prefix, in small letters and without hyphens and underscores.
    let names: Set<String>
    let kind: StaticString
    /// Whether a value means anything, given its holder.
    let holds: @Sendable (ByteText, ExposedText) -> Bool

    fileprivate func matches(_ exposed: ExposedText) -> Bool {
      let text = ByteText(bytes: exposed.text.bytes)
      guard text.count <= 300, holds(text, exposed) else { return false }
      return names.contains(exposed.localName.lowercased().filter { $0 != "_" && $0 != "-" })
    }
  }

  /// How far what is disclosed goes on from a match.
  enum Extent {
    /// To the end of the word, path or address.
    case word
    /// To the end of the text: nothing tells where a trace or a statement ends.
    case rest
  }

  private let extent: Extent
  private let anchors: [Anchor]
  private let holders: Holders?
  /// For each two bytes of ASCII, one more than the index of the list of anchors that begin with them; 0 for none.
  private let heads: [UInt8]
  private let lists: [[Int]]

  init(_ extent: Extent, _ anchors: [Anchor], _ holders: Holders? = nil) {
    var heads = [UInt8](repeating: 0, count: 1 << 14)
    var lists: [[Int]] = []
    for (index, anchor) in anchors.enumerated() {
      for first in anchor.forms(of: 0) {
        for second in anchor.forms(of: 1) {
          let head = Self.head(first, second)
          if heads[head] == 0 {
            lists.append([])
            heads[head] = UInt8(lists.count)
          }
          lists[Int(heads[head]) - 1].append(index)
        }
      }
    }
    self.extent = extent
    self.anchors = anchors
    self.holders = holders
    self.heads = heads
    self.lists = lists
  }

  /// Where two bytes have their place in `heads`; that of two NUL, which no anchor has, where one is not ASCII.
  private static func head(_ first: UInt8, _ second: UInt8) -> Int {
    first | second < 0x80 ? Int(first) << 7 | Int(second) : 0
  }

  /// What the first match in a text is; nil if there is none.
  func first(in exposed: ExposedText) -> StaticString? {
    if let holders, holders.matches(exposed) { return holders.kind }
    return find(in: ByteText(bytes: exposed.text.bytes), from: 0)?.anchor.kind
  }

  /// All that is disclosed in a text, as ranges of its bytes, in order.
  func spans(in exposed: ExposedText) -> [Range<Int>] {
    let buffer = exposed.text.bytes
    if let holders, holders.matches(exposed) { return [0..<buffer.count] }
    let text = ByteText(bytes: buffer)
    var spans: [Range<Int>] = []
    var index = 0
    while let (match, anchor) = find(in: text, from: index) {
      // An anchor may stand inside the word: the suffix of a host name.
      let floor = max(index, match - 300)
      var start = match
      while start > floor, !text.isStart(start) { start -= 1 }
      let end = match + anchor.literal.utf8CodeUnitCount
      if let known = anchor.end {
        index = max(known(text, end), end)
      } else {
        index = extent == .rest ? buffer.count : text.endOfWord(from: end)
      }
      spans.append(start..<index)
    }
    return spans
  }

  /// The first match from an index on.
  private func find(in text: ByteText, from start: Int) -> (index: Int, anchor: Anchor)? {
    heads.withUnsafeBufferPointer { heads in
      let buffer = text.bytes
      for index in start..<max(buffer.count - 1, start) {
        let list = heads[Self.head(buffer[index], buffer[index + 1])]
        guard list != 0 else { continue }
        for number in lists[Int(list) - 1] {
          let anchor = anchors[number]
          if text.has(anchor.literal, at: index, ignoringCase: anchor.ignoresCase),
            anchor.holds(text, index, index + anchor.literal.utf8CodeUnitCount)
          {
            return (index, anchor)
          }
        }
      }
      return nil
    }
  }
}
