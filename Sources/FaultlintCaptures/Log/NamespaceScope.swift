internal import FaultlintText

/// The namespaces that the elements around an envelope declare, where it stands in other XML as elements: cut out, it
/// would lack them.
struct NamespaceScope: Sendable {
  /// A declaration: what it declares (`xmlns` or `xmlns:prefix`), and all of it as written.
  private struct Declaration: Sendable {
    let name: [UInt8]
    let text: [UInt8]
  }

  private var declarations: [Declaration] = []

  /// The scope within the root of an XML text; nil if it does not begin with one.
  init?(rootOf bytes: UnsafeBufferPointer<UInt8>) {
    guard let root = XMLOutline(ByteView(bytes)) else { return nil }
    add(tagAt: root.start, in: bytes)
  }

  /// What has to be added to the start tag of an element: the declarations of the root and of the elements that are
  /// open before it, but for those that it has itself. Nil if its own prefix is declared, so that nothing is missing.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - element: Where the element begins, without an XML declaration.
  ///   - context: Where what is known of the text before it begins.
  /// - Returns: The declarations, each with a blank before it.
  func missing(
    in bytes: UnsafeBufferPointer<UInt8>, elementAt element: Int, context: Int
  ) -> [UInt8]? {
    guard bytes.has("<", at: element), let local = XMLOutline.localName(ByteView(bytes), at: element),
      local.lowerBound > element + 1
    else { return nil }
    var own = self
    own.declarations = []
    own.add(tagAt: element, in: bytes)
    let name = Array("xmlns:".utf8) + bytes.slice(element + 1..<local.lowerBound - 1)
    guard !own.declarations.contains(where: { $0.name == name }) else { return nil }
    var scope = self
    for tag in Self.openTags(bytes.slice(context..<element)) { scope.add(tagAt: context + tag, in: bytes) }
    var result: [UInt8] = []
    var known = Set(own.declarations.map(\.name))
    for declaration in scope.declarations.reversed() where known.insert(declaration.name).inserted {
      result += [0x20] + declaration.text
    }
    return result.isEmpty ? nil : result
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
        declarations.append(Declaration(name: name, text: Array(bytes.slice(from..<close + 1))))
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
