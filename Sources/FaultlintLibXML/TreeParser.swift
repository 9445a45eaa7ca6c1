internal import CFaultlintXML2
internal import FaultlintPlainXML
public import FaultlintXMLTree

/// Parses documents into ``XMLTree``s, one after the other. One is to be kept per worker: its parsers, their names and
/// the buffers are reused. Not for use by two threads at once.
///
/// A plain document is read by the ``PlainParser``, any other by libxml2; nobody can tell by the tree. Nothing is ever
/// loaded or expanded: a document type declaration is recorded and then hidden from libxml2, so that no entity is
/// declared, no default attribute added and no external subset named; the network is off, and size, depth and the number
/// of attributes are bounded.
public final class TreeParser {
  private let vocabulary: Vocabulary
  private var books: NameBooks
  /// Nil where libxml2 is to read everything.
  private var plain: PlainParser?
  private var sax: SAXParser?
  /// The tree of the last document. If nobody else holds it, its memory serves the next one.
  private var tree = XMLTree()

  /// A parser whose trees number the names of `vocabulary` as it says.
  public convenience init(vocabulary: Vocabulary) { self.init(vocabulary: vocabulary, readsPlainly: true) }

  /// The same, which leaves plain documents to libxml2 too if it is told to: for tests that compare.
  package init(vocabulary: Vocabulary, readsPlainly: Bool) {
    self.vocabulary = vocabulary
    books = NameBooks(vocabulary)
    plain = readsPlainly ? PlainParser(books) : nil
  }

  /// Parses a document.
  ///
  /// - Parameters:
  ///   - input: The document's bytes as captured, in any encoding.
  ///   - limits: How large it may be.
  ///   - enclosure: What to put around it before reading, for a fragment.
  ///   - told: What is known of its encoding besides its bytes.
  /// - Returns: The tree, or what is wrong; never nothing, whatever the bytes are.
  public func parse(
    _ input: UnsafeBufferPointer<UInt8>, limits: ParseLimits = ParseLimits(),
    inside enclosure: Enclosure? = nil, told: ToldEncoding = .nothing
  ) -> ParsedDocument {
    if !isKnownUniquelyReferenced(&tree) { tree = XMLTree() }
    let content = tree.content
    content.pointee.removeAll()
    guard input.count <= limits.bytes else {
      content.pointee.source.assign(UnsafeBufferPointer(start: nil, count: 0), terminator: 0)
      return failed(
        XMLError(
          kind: .limit,
          message: "The input is larger than the \(limits.bytes) bytes that are allowed",
          offset: 0), Prologue())
    }
    var prologue = Prologue()
    prologue.inputBytes = input.count
    if let failure = Decoding.decode(input, into: &content.pointee.source, &prologue, told: told) {
      return failed(XMLError(kind: .encoding, message: failure.message, offset: failure.offset), prologue)
    }
    let inputBytes = content.pointee.source.count - 1
    renewBooks()
    func document(
      _ problem: XMLError?, hasTree: Bool, undeclaredPrefixes: [String] = [],
      hasUnreadEntities: Bool = false
    ) -> ParsedDocument {
      books.finish(tree)
      return ParsedDocument(
        storage: tree, hasTree: hasTree, problem: problem, undeclaredPrefixes: undeclaredPrefixes,
        prologue: prologue, assumedBytes: enclosure?.opening.utf8.count ?? 0,
        assumedElements: enclosure?.elements ?? 0, inputBytes: inputBytes,
        hasUnreadEntities: hasUnreadEntities)
    }
    if enclosure == nil, readPlainly(limits, nil) { return document(nil, hasTree: true) }
    // What libxml2 gets to see, where that is not the document as it is, which reports show and count in.
    var visible: [UInt8]?
    if let problem = prepare(&prologue, &visible, limits: limits) { return failed(problem, prologue) }
    if let enclosure {
      var bytes = Array(content.pointee.source.all)
      Self.enclose(&bytes, in: enclosure)
      bytes.withUnsafeBufferPointer {
        content.pointee.source.assign(UnsafeBufferPointer(rebasing: $0.dropLast()), terminator: 0)
      }
      if var hidden = visible {
        Self.enclose(&hidden, in: enclosure)
        visible = hidden
      }
      prologue.move(by: enclosure.opening.utf8.count)
      if visible == nil, readPlainly(limits, enclosure) {
        // What looked like a declaration of the prefix xml is none: that would not be plain.
        prologue.xmlPrefixDeclaration = nil
        return document(nil, hasTree: true)
      }
    }

    let depth = limits.depth + (enclosure?.elements ?? 0)
    var outcome = read(visible, depth: depth)
    let hasUnreadEntities =
      outcome.fatalCode == Int32(XML_ERR_UNDECLARED_ENTITY.rawValue) && prologue.documentType != nil
    if hasUnreadEntities, var hidden = visible {
      EntityReferences.hide(in: &hidden)
      outcome = read(hidden, depth: depth)
    }
    if let pending = prologue.xmlPrefixDeclaration {
      prologue.xmlPrefixDeclaration = content.pointee.xmlDeclaration(from: pending)
    }
    return document(
      outcome.fatal ?? outcome.namespaceProblem,
      hasTree: outcome.fatal == nil && content.pointee.elements.count > 0,
      undeclaredPrefixes: outcome.undeclaredPrefixes, hasUnreadEntities: hasUnreadEntities)
  }

  /// Whether the source is a plain document, which then is in the tree.
  private func readPlainly(_ limits: ParseLimits, _ enclosure: Enclosure?) -> Bool {
    let isPlain =
      plain?.parse(
        tree.content, maximumDepth: limits.depth + (enclosure?.elements ?? 0),
        maximumAttributes: limits.attributes) ?? false
    if !isPlain { tree.content.pointee.removeAll() }
    return isPlain
  }

  /// Has libxml2 read other bytes than the source's in its place, or the source.
  private func read(_ visible: [UInt8]?, depth: Int) -> SAXParser.Outcome {
    if let sax {
      let outcome = read(visible, with: sax, depth: depth)
      if !outcome.hasTooManyNames { return outcome }
    }
    // What comes of a document does not depend on those before it.
    let sax = SAXParser(books, tree.content)
    self.sax = sax
    return read(visible, with: sax, depth: depth)
  }

  private func read(_ visible: [UInt8]?, with sax: SAXParser, depth: Int) -> SAXParser.Outcome {
    visible?.withUnsafeBufferPointer { sax.parse(tree.content, from: $0, depth: depth) }
      ?? sax.parse(tree.content, from: tree.source, depth: depth)
  }

  /// Begins anew with names when input with ever-new ones has made them many.
  private func renewBooks() {
    guard books.areLarge || sax?.isLarge ?? false else { return }
    books = NameBooks(vocabulary)
    sax = nil
    if plain != nil { plain = PlainParser(books) }
  }

  // MARK: Before the parse

  /// Looks at what libxml2 would not tell or would not survive, and hides the document type from it.
  private func prepare(_ prologue: inout Prologue, _ visible: inout [UInt8]?, limits: ParseLimits)
    -> XMLError?
  {
    let text = UnsafeBufferPointer(rebasing: tree.source.dropLast())
    guard let base = text.baseAddress else { return nil }
    if let zero = Memory.find(0, in: base, count: text.count) {
      return XMLError(
        kind: .notWellFormed, message: "There is a NUL byte, which no XML document can hold", offset: zero)
    }
    if let first = text.first, first != UInt8(ascii: "<"), !StartTag.isBlank(first) {
      // libxml2 would skip a second mark, which is a character like any other.
      if text.starts(with: [0xEF, 0xBB, 0xBF]) {
        return XMLError(
          kind: .notWellFormed, message: "There is a second byte order mark before the document", offset: 0)
      }
      // Nor must it take the first bytes for a sign of another encoding.
      if let invalid = ParserMessages.invalidUTF8(in: text), invalid.offset == 0 { return invalid }
      return XMLError(
        kind: .notWellFormed, message: "There is no root element: a '<' is expected here", offset: 0)
    }
    prologue.xmlPrefixDeclaration = Memory.find("xmlns:xml", in: base, count: text.count)
    if let documentType = PrologueScanner(bytes: text).documentType() {
      prologue.documentType = documentType.lowerBound
      var hidden = Array(tree.source)
      for index in documentType where hidden[index] != 0x0A { hidden[index] = 0x20 }
      visible = hidden
      if let invalid = ParserMessages.invalidUTF8(
        in: UnsafeBufferPointer(rebasing: text[..<documentType.upperBound]))
      {
        return invalid
      }
      let second = hidden.withUnsafeBufferPointer {
        PrologueScanner(bytes: UnsafeBufferPointer(rebasing: $0.dropLast())).documentType()
      }
      if let second {
        return XMLError(
          kind: .notWellFormed, message: "There is a second document type declaration",
          offset: second.lowerBound)
      }
    }
    guard text.count > limits.attributes * 4 else { return nil }
    // Tags in the document type are none.
    return visible.map { hidden in
      hidden.withUnsafeBufferPointer {
        AttributeFlood.find(in: UnsafeBufferPointer(rebasing: $0.dropLast()), limit: limits.attributes)
      }
    } ?? AttributeFlood.find(in: text, limit: limits.attributes)
  }

  private static func enclose(_ bytes: inout [UInt8], in enclosure: Enclosure) {
    bytes.removeLast()
    let end = bytes.withUnsafeBufferPointer { PrologueScanner(bytes: $0).xmlDeclaration()?.end } ?? 0
    for index in 0..<end where bytes[index] != 0x0A { bytes[index] = 0x20 }
    bytes.insert(contentsOf: enclosure.opening.utf8, at: 0)
    bytes.append(contentsOf: enclosure.closing.utf8)
    bytes.append(0)
  }

  private func failed(_ problem: XMLError, _ prologue: Prologue) -> ParsedDocument {
    ParsedDocument(
      storage: tree, hasTree: false, problem: problem, undeclaredPrefixes: [], prologue: prologue,
      assumedBytes: 0, assumedElements: 0, inputBytes: tree.source.count - 1, hasUnreadEntities: false)
  }

}

/// What is known of the encoding of a document without looking at its bytes.
public enum ToldEncoding: Sendable {
  /// Nothing: a byte order mark or the XML declaration tells.
  case nothing
  /// The document is a text, which is UTF-8 whatever encoding its XML declaration names.
  case text
  /// What carries the document names this charset, which goes before the XML declaration.
  ///
  /// Source: RFC 7303, section 3.
  case charset(String)

  /// The charset that is named; nil if none is.
  var charset: String? { if case .charset(let name) = self { name } else { nil } }
}

extension Prologue {
  /// Moves what it knows the place of, because something was put before the document.
  fileprivate mutating func move(by count: Int) {
    documentType = documentType.map { $0 + count }
    xmlPrefixDeclaration = xmlPrefixDeclaration.map { $0 + count }
  }
}

extension TreeContent {
  /// Where the first attribute called exactly `xmlns:xml` begins, given where that text first occurs anywhere. Each
  /// start tag is read once at most.
  borrowing func xmlDeclaration(from first: Int) -> Int? {
    var found: Int? = first
    while let candidate = found {
      guard let element = lastElement(startingAt: candidate) else {
        found = find(after: candidate)
        continue
      }
      let names = StartTag.attributeNames(in: source.all, from: Int(elements[element].offset))
      if let name = names.first(where: { source.all[$0].elementsEqual("xmlns:xml".utf8) }) {
        return name.lowerBound
      }
      found = element + 1 < elements.count ? find(after: Int(elements[element + 1].offset)) : nil
    }
    return nil
  }

  private borrowing func find(after offset: Int) -> Int? {
    let next = offset + 1
    return Memory.find("xmlns:xml", in: source.base + next, count: source.count - next).map { next + $0 }
  }

  /// The last element that begins at or before an offset.
  private borrowing func lastElement(startingAt offset: Int) -> Int? {
    var low = 0
    var high = elements.count
    while low < high {
      let middle = (low + high) / 2
      if Int(elements[middle].offset) <= offset { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }
}

/// References to entities that a document type declares. They are never expanded; question marks of the same
/// length take their place, so that the rest of the message can be checked and every offset stays.
enum EntityReferences {
  static func hide(in bytes: inout [UInt8]) {
    // Found first and hidden then: a slice that is being looked at would make every change copy the document.
    for reference in find(in: bytes) {
      for position in reference { bytes[position] = UInt8(ascii: "?") }
    }
  }

  private static func find(in bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    while let start = bytes[index...].firstIndex(of: UInt8(ascii: "&")) {
      index = start + 1
      guard let end = bytes[index...].prefix(256).firstIndex(of: UInt8(ascii: ";")) else { continue }
      let name = bytes[index..<end]
      let isPredefined = ["lt", "gt", "amp", "quot", "apos"].contains { name.elementsEqual($0.utf8) }
      guard !isPredefined, name.withUnsafeBufferPointer(NCName.matches) else { continue }
      found.append(start..<end + 1)
      index = end + 1
    }
    return found
  }
}

/// Start tags with so many attributes that libxml2, which compares each with each, would take seconds.
enum AttributeFlood {
  static func find(in bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> XMLError? {
    guard let base = bytes.baseAddress else { return nil }
    let scanner = PrologueScanner(bytes: bytes)
    var index = 0
    while let open = Memory.find(UInt8(ascii: "<"), in: base + index, count: bytes.count - index) {
      let start = index + open
      if let end = scanner.endOfNoTag(at: start) {
        index = end
        continue
      }
      let next =
        Memory.find(UInt8(ascii: "<"), in: base + start + 1, count: bytes.count - start - 1).map {
          start + 1 + $0
        }
        ?? bytes.count
      // An attribute takes four bytes at least, so most tags need no counting.
      if next - start > limit * 4, attributes(base, from: start, to: next) > limit {
        return XMLError(
          kind: .limit, message: "A start tag has more than \(limit) attributes", offset: start)
      }
      index = next
    }
    return nil
  }

  private static func attributes(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var count = 0
    var index = start
    var quote: UInt8 = 0
    while index < end {
      let byte = bytes[index]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: ">") {
        return count
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "=") {
        count += 1
      }
      index += 1
    }
    return count
  }
}
