extension ElementView {
  /// The bytes of it in the source, from its start tag to its end tag.
  public var sourceRange: Range<Int> {
    var scanner = MarkupScanner(tree.source, at: offset)
    var depth = 0
    repeat {
      switch scanner.next() {
      case .start: depth += 1
      case .end: depth -= 1
      case .empty, .other: break
      case nil: return offset..<scanner.index
      }
    } while depth > 0
    return offset..<scanner.index
  }

  /// It as XML that can be parsed on its own: as it is written, with those namespace declarations around it whose prefix
  /// it uses, in a name or in a value.
  public var standaloneXML: String {
    let range = sourceRange
    var declared: Set<LocalName> = []
    var declarations: [UInt8] = []
    var element: ElementView? = self
    while let scope = element {
      for declaration in tree.declarations[
        tree.firstDeclaration(scope.index)..<tree.firstDeclaration(scope.index + 1)]
      where declared.insert(declaration.prefix).inserted && scope.index != index {
        let prefix = tree.localNames[declaration.prefix.id]
        // Without the default namespace it is in none, which needs no declaration.
        if prefix.isEmpty ? declaration.namespace == .none : !uses(prefix, in: range) { continue }
        declarations += Array((prefix.isEmpty ? " xmlns" : " xmlns:").utf8) + Array(prefix)
        declarations += Array("=\"".utf8) + Self.escaped(tree.namespaces[declaration.namespace.id]) + [0x22]
      }
      element = scope.parent
    }
    var name = range.lowerBound + 1
    while name < range.upperBound, !StartTag.isBlank(tree.source[name]),
      tree.source[name] != UInt8(ascii: ">"),
      tree.source[name] != UInt8(ascii: "/")
    {
      name += 1
    }
    return String(
      decoding: tree.source[range.lowerBound..<name] + declarations + tree.source[name..<range.upperBound],
      as: UTF8.self)
  }

  /// Whether a prefix and a colon stand anywhere in a range of the source.
  private func uses(_ prefix: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> Bool {
    let bytes = tree.source[range]
    return bytes.indices.contains { index in
      bytes[index] == prefix[0] && bytes[index...].starts(with: prefix)
        && !(index > bytes.startIndex && Self.isPartOfName(bytes[index - 1]))
        && index + prefix.count < bytes.endIndex && bytes[index + prefix.count] == UInt8(ascii: ":")
    }
  }

  /// Whether a byte may stand inside a name, so that no name begins behind it.
  private static func isPartOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80..., UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// The value of an attribute with what may not stand in it written as references.
  private static func escaped(_ value: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    value.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "&"): Array("&amp;".utf8)
      case UInt8(ascii: "<"): Array("&lt;".utf8)
      case UInt8(ascii: "\""): Array("&quot;".utf8)
      case 0x09, 0x0A, 0x0D: Array("&#\(byte);".utf8)
      default: [byte]
      }
    }
  }
}

/// Goes from tag to tag through a source that a parser has accepted.
private struct MarkupScanner {
  enum Tag {
    case start, end, empty, other
  }

  let source: UnsafeBufferPointer<UInt8>
  private(set) var index: Int

  init(_ source: UnsafeBufferPointer<UInt8>, at index: Int) {
    self.source = source
    self.index = index
  }

  /// Passes the next tag, comment, processing instruction or CDATA section; nil at the end.
  mutating func next() -> Tag? {
    while index < source.count, source[index] != UInt8(ascii: "<") { index += 1 }
    guard index + 1 < source.count else {
      index = source.count
      return nil
    }
    switch source[index + 1] {
    case UInt8(ascii: "/"):
      skip(past: ">")
      return .end
    case UInt8(ascii: "?"):
      skip(past: "?>")
      return .other
    case UInt8(ascii: "!"):
      skip(past: source[(index + 2)...].starts(with: "--".utf8) ? "-->" : "]]>")
      return .other
    default:
      return startTag()
    }
  }

  private mutating func startTag() -> Tag {
    var quote: UInt8?
    while index < source.count {
      let byte = source[index]
      index += 1
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return source[index - 2] == UInt8(ascii: "/") ? .empty : .start
      }
    }
    return .empty
  }

  private mutating func skip(past end: StaticString) {
    let text = UnsafeBufferPointer(start: end.utf8Start, count: end.utf8CodeUnitCount)
    while index < source.count, !source[index...].starts(with: text) { index += 1 }
    index = min(index + text.count, source.count)
  }
}
