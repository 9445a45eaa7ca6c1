internal import FaultlintXMLTree

/// Finds the parts of a prologue, and what is no tag, in UTF-8 (or any ASCII-compatible) bytes.
struct PrologueScanner {
  let bytes: UnsafeBufferPointer<UInt8>

  /// The XML declaration at the start of the bytes: where it ends, and its pseudo-attributes. Nil if there is
  /// none; what is wrong in it is left to the parser to say.
  func xmlDeclaration() -> (end: Int, version: String?, encoding: String?)? {
    guard starts(with: "<?xml", at: 0), bytes.count > 5, StartTag.isBlank(bytes[5]) else { return nil }
    guard let end = find("?>", from: 5) else { return nil }
    return (end + 2, pseudoAttribute("version", before: end), pseudoAttribute("encoding", before: end))
  }

  private func pseudoAttribute(_ name: StaticString, before end: Int) -> String? {
    guard let start = find(name, from: 5), start < end else { return nil }
    var index = start + name.utf8CodeUnitCount
    while index < end, StartTag.isBlank(bytes[index]) || bytes[index] == UInt8(ascii: "=") { index += 1 }
    guard index < end, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") else {
      return nil
    }
    let quote = bytes[index]
    index += 1
    let first = index
    while index < end, bytes[index] != quote { index += 1 }
    return index < end ? String(decoding: bytes[first..<index], as: UTF8.self) : nil
  }

  /// The document type declaration, if one stands before the document element. An unfinished one takes all the rest,
  /// so that no parser sees a part of it.
  func documentType() -> Range<Int>? {
    var index = 0
    while index < bytes.count {
      if StartTag.isBlank(bytes[index]) {
        index += 1
      } else if starts(with: "<!--", at: index) {
        guard let end = find("-->", from: index + 4) else { return nil }
        index = end + 3
      } else if starts(with: "<?", at: index) {
        guard let end = find("?>", from: index + 2) else { return nil }
        index = end + 2
      } else if starts(with: "<!DOCTYPE", at: index) {
        return index..<(declarationEnd(from: index + 9) ?? bytes.count)
      } else {
        return nil
      }
    }
    return nil
  }

  private func declarationEnd(from start: Int) -> Int? {
    var index = start
    var insideSubset = false
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        let quote = bytes[index]
        index += 1
        while index < bytes.count, bytes[index] != quote { index += 1 }
      case UInt8(ascii: "<") where starts(with: "<!--", at: index):
        guard let end = find("-->", from: index + 4) else { return nil }
        index = end + 2
      case UInt8(ascii: "<") where starts(with: "<?", at: index):
        guard let end = find("?>", from: index + 2) else { return nil }
        index = end + 1
      case UInt8(ascii: "["): insideSubset = true
      case UInt8(ascii: "]"): insideSubset = false
      case UInt8(ascii: ">") where !insideSubset: return index + 1
      default: break
      }
      index += 1
    }
    return nil
  }

  /// Where the comment, CDATA section or processing instruction that begins at `index` ends, or the text if it does
  /// not; nil if none begins there. What is in one only looks like tags.
  func endOfNoTag(at index: Int) -> Int? {
    guard index + 1 < bytes.count else { return nil }
    let end: StaticString
    switch bytes[index + 1] {
    case UInt8(ascii: "!") where starts(with: "<!--", at: index): end = "-->"
    case UInt8(ascii: "!") where starts(with: "<![CDATA[", at: index): end = "]]>"
    case UInt8(ascii: "?"): end = "?>"
    default: return nil
    }
    return find(end, from: index + 2).map { $0 + end.utf8CodeUnitCount } ?? bytes.count
  }

  func starts(with text: StaticString, at index: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard index + count <= bytes.count else { return false }
    for offset in 0..<count where bytes[index + offset] != text.utf8Start[offset] { return false }
    return true
  }

  func find(_ text: StaticString, from index: Int) -> Int? {
    guard index <= bytes.count, let base = bytes.baseAddress else { return nil }
    return Memory.find(text, in: base + index, count: bytes.count - index).map { index + $0 }
  }
}
