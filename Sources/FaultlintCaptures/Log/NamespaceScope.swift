internal import FaultlintText

/// The namespaces that the elements around an envelope declare, where it stands in other XML as elements: cut out, it
/// would lack them.
struct NamespaceScope: Sendable {
  /// The declarations that hold, as written, by what they declare (`xmlns` or `xmlns:prefix`).
  private var declarations: [[UInt8]: [UInt8]] = [:]

  /// The scope within the root of an XML text; nil if it does not begin with one.
  init?(rootOf bytes: UnsafeBufferPointer<UInt8>) {
    guard let root = XMLOutline(ByteView(bytes)) else { return nil }
    add(tagAt: root.start, in: bytes)
  }

  private init() {}

  /// What has to be added to the start tag of an element: of the declarations of the root and of the elements that are
  /// open before it those that it may need, but for those that it has itself. Nil if its own prefix is declared, so that
  /// nothing is missing.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - element: Where the element stands, without an XML declaration.
  ///   - context: Where what is known of the text before it begins.
  /// - Returns: The declarations, each with a blank before it.
  func missing(
    in bytes: UnsafeBufferPointer<UInt8>, of element: Range<Int>, context: Int
  ) -> [UInt8]? {
    let start = element.lowerBound
    guard bytes.has("<", at: start), let local = XMLOutline.localName(ByteView(bytes), at: start),
      local.lowerBound > start + 1
    else { return nil }
    var own = NamespaceScope()
    own.add(tagAt: start, in: bytes)
    guard own.declarations[Self.name(bytes.slice(start + 1..<local.lowerBound - 1))] == nil else {
      return nil
    }
    var near = NamespaceScope()
    for tag in Self.openTags(bytes.slice(context..<start)) { near.add(tagAt: context + tag, in: bytes) }
    var result: [UInt8] = []
    for name in Self.names(usedIn: bytes.slice(element)) where own.declarations[name] == nil {
      guard let declaration = near.declarations[name] ?? declarations[name] else { continue }
      result += [0x20] + declaration
    }
    return result.isEmpty ? nil : result
  }

  /// What declares a prefix.
  private static func name(_ prefix: some Sequence<UInt8>) -> [UInt8] { Array("xmlns:".utf8) + prefix }

  /// What may declare the names in a text: whatever stands before a colon in it may be a prefix. In order, each once, and
  /// the default namespace last.
  private static func names(usedIn bytes: UnsafeBufferPointer<UInt8>) -> [[UInt8]] {
    var names: [[UInt8]] = []
    var known: Set<[UInt8]> = []
    var from = 0
    while let colon = bytes.next(UInt8(ascii: ":"), from: from) {
      var start = colon
      while start > from, isNameByte(bytes[start - 1]) { start -= 1 }
      from = colon + 1
      guard start < colon, colon - start <= EnvelopeFinder.longestPrefix else { continue }
      let prefix = Array(bytes.slice(start..<colon))
      if known.insert(prefix).inserted { names.append(name(prefix)) }
    }
    return names + [Array("xmlns".utf8)]
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte >= 0x80 || "_-.".utf8.contains(byte)
  }

  /// Where the start tags stand that have no end tag in a text, from the outside in.
  private static func openTags(_ bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
    var scanner = MarkupScanner(bytes)
    var open: [Int] = []
    while case .tag(let tag) = scanner.next() {
      if tag.isEnd {
        _ = open.popLast()
      } else if !tag.isEmpty {
        open.append(tag.range.lowerBound)
      }
    }
    return open
  }

  /// Adds what a start tag declares.
  private mutating func add(tagAt start: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    var index = start + 1
    let end = min(bytes.count, start + (1 << 13))
    while index < end, bytes[index] != UInt8(ascii: ">") {
      let from = index
      if bytes[index - 1].isBlank, bytes.has("xmlns", at: index) {
        while index < end, !bytes[index].isBlank, bytes[index] != UInt8(ascii: "="),
          bytes[index] != UInt8(ascii: ">")
        {
          index += 1
        }
        let name = Array(bytes.slice(from..<index))
        index = bytes.skippingBlanks(from: index)
        guard index < end, bytes[index] == UInt8(ascii: "=") else { continue }
        index = bytes.skippingBlanks(from: index + 1)
        guard index < end, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'"),
          let close = bytes.next(bytes[index], from: index + 1), close < end
        else { return }
        declarations[name] = Array(bytes.slice(from..<close + 1))
        index = close + 1
      } else if bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") {
        guard let close = bytes.next(bytes[index], from: index + 1) else { return }
        index = close + 1
      } else {
        index += 1
      }
    }
  }
}
