internal import FaultlintXMLTree

/// What stands around the document element, and comments wherever they are.
extension PlainParser {
  /// Reads the XML declaration, if there is one.
  ///
  /// Source: XML 1.0, production 23.
  func xmlDeclaration(_ at: inout Bytes) -> Bool {
    guard matches("<?", at) else { return true }
    guard matches("<?xml", at), classes.isBlank(at[5]) else { return false }
    at += 5
    skipBlanks(&at)
    guard let version = pseudoAttribute("version", &at), version.elementsEqual("1.0".utf8) else {
      return false
    }
    if classes.isBlank(at[0]) {
      skipBlanks(&at)
      if matches("encoding", at) {
        guard let encoding = pseudoAttribute("encoding", &at), isUTF8(encoding),
          at[0] == UInt8(ascii: "?") || classes.isBlank(at[0])
        else { return false }
        skipBlanks(&at)
      }
      if matches("standalone", at) {
        guard let value = pseudoAttribute("standalone", &at),
          value.elementsEqual("yes".utf8) || value.elementsEqual("no".utf8)
        else { return false }
        skipBlanks(&at)
      }
    }
    guard matches("?>", at) else { return false }
    at += 2
    return true
  }

  /// The value of a part of the XML declaration.
  private func pseudoAttribute(_ name: StaticString, _ at: inout Bytes) -> UnsafeBufferPointer<UInt8>? {
    guard matches(name, at) else { return nil }
    var next = at + name.utf8CodeUnitCount
    skipBlanks(&next)
    guard next[0] == UInt8(ascii: "=") else { return nil }
    next += 1
    skipBlanks(&next)
    let quote = next[0]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
    next += 1
    let start = next
    while classes.isNameByte(next[0]) { next += 1 }
    guard next[0] == quote else { return nil }
    at = next + 1
    return UnsafeBufferPointer(start: start, count: next - start)
  }

  private func isUTF8(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    name.count == 5 && name[0] | 0x20 == UInt8(ascii: "u") && name[1] | 0x20 == UInt8(ascii: "t")
      && name[2] | 0x20 == UInt8(ascii: "f") && name[3] == UInt8(ascii: "-") && name[4] == UInt8(ascii: "8")
  }

  /// Reads white space and comments before or behind the document element.
  func commentsOutsideRoot(_ progress: inout Progress) -> Bool {
    while true {
      skipBlanks(&progress.at)
      guard progress.at[0] == UInt8(ascii: "<"), progress.at[1] == UInt8(ascii: "!") else { return true }
      guard matches("<!--", progress.at) else { return false }
      progress.tree.pointee.commentsOutsideRoot.append(progress.at - progress.source)
      guard comment(&progress.at) else { return false }
    }
  }

  /// Reads a comment.
  func comment(_ at: inout Bytes) -> Bool {
    at += 4
    while true {
      at = Word.skip(at, until: UInt8(ascii: "-"))
      switch at[0] {
      case UInt8(ascii: "-"):
        if at[1] == UInt8(ascii: "-") {
          guard at[2] == UInt8(ascii: ">") else { return false }
          at += 3
          return true
        }
        at += 1
      case UInt8(ascii: "<"), UInt8(ascii: "&"), 0x0A, 0x0D, 0x09: at += 1
      default:
        let length = Self.sequenceLength(at)
        guard length > 0 else { return false }
        at += length
      }
    }
  }

  private func skipBlanks(_ at: inout Bytes) {
    while classes.isBlank(at[0]) { at += 1 }
  }

  /// Whether a text stands here. It ends where the source does, as none has a NUL.
  func matches(_ text: StaticString, _ at: Bytes) -> Bool {
    for index in 0..<text.utf8CodeUnitCount where at[index] != text.utf8Start[index] { return false }
    return true
  }
}
