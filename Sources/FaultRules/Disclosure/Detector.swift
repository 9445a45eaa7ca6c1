internal import XMLTree

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

  /// Whether nothing before an index belongs to the same word, path or address.
  func isStart(_ index: Int) -> Bool {
    let byte = self[index - 1]
    return byte == 0 || StartTag.isBlank(byte) || "\"'`([{<>=,;|".utf8.contains(byte)
  }

  static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  static func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
  static func isName(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") }
}

/// Looks for one kind of disclosure: for literals that it does not do without, in one pass over the text, and around
/// each for what else belongs to it.
struct Detector: Sendable {
  /// A literal, and the question whether it means anything where it stands.
  struct Anchor: Sendable {
    let literal: StaticString
    let ignoresCase: Bool
    let kind: StaticString
    /// Given the text, where the literal begins and where it ends.
    let holds: @Sendable (ByteText, Int, Int) -> Bool

    init(
      _ literal: StaticString, ignoringCase: Bool = false, _ kind: StaticString,
      holds: @escaping @Sendable (ByteText, Int, Int) -> Bool = { _, _, _ in true }
    ) {
      self.literal = literal
      self.ignoresCase = ignoringCase
      self.kind = kind
      self.holds = holds
    }
  }

  /// What was found.
  struct Match {
    let kind: StaticString
    /// The first characters, which tell little.
    let masked: String
  }

  private let anchors: [Anchor]
  /// For each byte, one more than the index of the list of anchors that begin with it; 0 for none.
  private let heads: [UInt8]
  private let lists: [[Int]]

  init(_ anchors: [Anchor]) {
    var heads = [UInt8](repeating: 0, count: 256)
    var lists: [[Int]] = []
    for (index, anchor) in anchors.enumerated() {
      let first = anchor.literal.utf8Start[0]
      let bytes = anchor.ignoresCase && ByteText.isLetter(first) ? [first | 0x20, first & 0xDF] : [first]
      for byte in bytes {
        if heads[Int(byte)] == 0 {
          lists.append([])
          heads[Int(byte)] = UInt8(lists.count)
        }
        lists[Int(heads[Int(byte)]) - 1].append(index)
      }
    }
    self.anchors = anchors
    self.heads = heads
    self.lists = lists
  }

  /// The first match in a text.
  func first(in text: TextView) -> Match? {
    text.bytes.withUnsafeBufferPointer { buffer in
      heads.withUnsafeBufferPointer { heads in
        let text = ByteText(bytes: buffer)
        for index in buffer.indices where heads[Int(buffer[index])] != 0 {
          for number in lists[Int(heads[Int(buffer[index])]) - 1] {
            let anchor = anchors[number]
            guard text.has(anchor.literal, at: index, ignoringCase: anchor.ignoresCase),
              anchor.holds(text, index, index + anchor.literal.utf8CodeUnitCount)
            else { continue }
            let shown = buffer[index..<min(index + 4, buffer.count)].prefix { $0 > 0x20 && $0 < 0x7F }
            return Match(kind: anchor.kind, masked: String(decoding: shown, as: UTF8.self) + "…")
          }
        }
        return nil
      }
    }
  }
}
