internal import CFaultlintXML2
internal import FaultlintPlainXML
internal import FaultlintXMLTree

/// Fills the flat tree from libxml2's SAX callbacks, so that libxml2's own tree is never built.
///
/// It lives behind a raw pointer, because that is what a C callback can carry; one is reused for all documents
/// of a ``SAXParser``.
struct TreeBuilder: ~Copyable {
  /// What it fills.
  private var content: UnsafeMutablePointer<TreeContent>
  private let books: NameBooks
  private var localNames: NameInterner
  private var namespaces: NameInterner

  /// The open elements, innermost last.
  private var open = Buffer<Int32>(capacity: 64)

  private(set) var undeclaredPrefixes: [String] = []
  private var undeclared: Set<String> = []
  private(set) var problem: XMLError?
  private(set) var fatalCode: Int32 = 0
  /// Whether it stopped because of the number of names, in which are those of documents before.
  private(set) var hasTooManyNames = false

  private var context: xmlParserCtxtPtr
  private var source: UnsafePointer<UInt8>
  private var sourceCount = 0
  private var maximumDepth = 256
  private var hasOpenRun = false
  private var markupEnd = 0

  /// How many undeclared prefixes are told apart: enough for any fragment, too few to keep anybody busy.
  private static let mostUndeclared = 1000

  init(context: xmlParserCtxtPtr, books: NameBooks, content: UnsafeMutablePointer<TreeContent>) {
    self.context = context
    self.content = content
    source = UnsafePointer(content.pointee.source.base)
    self.books = books
    localNames = NameInterner(books.localNames)
    namespaces = NameInterner(books.namespaces, isEscaped: fl_escapes_namespace_names())
  }

  mutating func begin(
    _ content: UnsafeMutablePointer<TreeContent>, source: UnsafePointer<UInt8>, count: Int, maximumDepth: Int
  ) {
    self.content = content
    self.source = source
    sourceCount = count
    self.maximumDepth = maximumDepth
    content.pointee.removeAll()
    open.removeAll()
    undeclaredPrefixes = []
    undeclared = []
    problem = nil
    namespaceProblem = nil
    fatalCode = 0
    hasTooManyNames = false
    hasOpenRun = false
    markupEnd = 0
  }

  /// The name of the innermost open element, as written.
  borrowing func innermostOpenName() -> String? {
    guard open.count > 0 else { return nil }
    let element = content.pointee.elements[Int(open[open.count - 1])]
    let names = NameTable(books.localNames.pointee.store)
    let local = names.string(element.name.id)
    return element.prefix.id == 0 ? local : names.string(element.prefix.id) + ":" + local
  }

  // MARK: Events

  mutating func startElement(
    _ name: UnsafePointer<UInt8>, _ prefix: UnsafePointer<UInt8>?, _ uri: UnsafePointer<UInt8>?,
    namespaceCount: Int, _ namespaceList: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
    attributeCount: Int, _ attributeList: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  ) {
    dropBlankRun()
    let index = Int32(content.pointee.elements.count)
    let position = fl_offset(context)
    // The callback comes when the tag has been read up to its end, and no '<' can stand inside a tag.
    let offset = Memory.findLast(UInt8(ascii: "<"), in: source, before: position) ?? 0
    let firstAttribute = UInt32(content.pointee.attributes.count)
    let firstDeclaration = UInt32(content.pointee.declarations.count)

    if let namespaceList {
      for entry in 0..<namespaceCount {
        content.pointee.declarations.append(
          XMLTree.Declaration(
            prefix: LocalName(namespaceList[2 * entry].map { localNames.id($0) } ?? 0),
            namespace: Namespace(namespaceList[2 * entry + 1].map { namespaces.id($0) } ?? 0)))
      }
    }
    if let attributeList {
      for entry in 0..<attributeCount {
        let fields = attributeList + 5 * entry
        guard let local = fields[0], let value = fields[3], let end = fields[4] else { continue }
        let start = UInt32(content.pointee.text.count)
        appendAttributeValue(value, count: end - value)
        content.pointee.attributes.append(
          XMLTree.Attribute(
            namespace: Namespace(fields[2].map { namespaces.id($0) } ?? 0),
            name: LocalName(localNames.id(local)),
            prefix: LocalName(fields[1].map { localNames.id($0) } ?? 0),
            element: index, valueStart: start, valueLength: UInt32(content.pointee.text.count) - start))
      }
    }
    content.pointee.elements.append(
      XMLTree.Element(
        namespace: Namespace(uri.map { namespaces.id($0) } ?? 0),
        name: LocalName(localNames.id(name)),
        prefix: LocalName(prefix.map { localNames.id($0) } ?? 0),
        parent: open.count > 0 ? open[open.count - 1] : -1, end: index + 1, offset: UInt32(offset),
        firstAttribute: firstAttribute, firstDeclaration: firstDeclaration,
        firstRun: UInt32(content.pointee.runs.count)))
    open.append(index)
    markupEnd = position + 1
    if open.count > maximumDepth {
      stop(.limit, "Elements are nested more than \(maximumDepth) deep", at: offset)
    }
    if xmlDictSize(context.pointee.dict) > NameBooks.most {
      hasTooManyNames = true
      stop(.limit, "More than \(NameBooks.most) different names are used up to here", at: offset)
    }
    if namespaceCount > 0, content.pointee.declarations.count > Self.mostDeclarations,
      declarationsInScope > Self.mostDeclarations
    {
      stop(.limit, "More than \(Self.mostDeclarations) namespace declarations are in force here", at: offset)
    }
  }

  /// How many namespace declarations may be in force at one place. libxml2 looks a prefix up in all of them.
  private static let mostDeclarations = 5000

  private var declarationsInScope: Int {
    var count = 0
    for level in 0..<open.count {
      let next = Int(open[level]) + 1
      let end =
        next < content.pointee.elements.count
        ? Int(content.pointee.elements[next].firstDeclaration) : content.pointee.declarations.count
      count += end - Int(content.pointee.elements[next - 1].firstDeclaration)
    }
    return count
  }

  mutating func endElement() {
    guard open.count > 0 else { return }
    let index = Int(open[open.count - 1])
    // White space is content only where it is all there is.
    if content.pointee.elements.count > index + 1 { dropBlankRun() }
    hasOpenRun = false
    open.removeLast(1)
    content.pointee.elements[index].end = Int32(content.pointee.elements.count)
    markupEnd = fl_offset(context)
  }

  mutating func characters(_ bytes: UnsafePointer<UInt8>, count: Int) {
    guard open.count > 0 else { return }
    let parent = open[open.count - 1]
    if !hasOpenRun {
      hasOpenRun = true
      // Not where libxml2 has the bytes: it copies some, and lets the first byte of others go.
      content.pointee.runs.append(
        XMLTree.TextRun(
          parent: parent, start: UInt32(content.pointee.text.count), length: 0, offset: UInt32(markupEnd)))
    }
    content.pointee.text.append(bytes, count: count)
    content.pointee.runs[content.pointee.runs.count - 1].length += UInt32(count)
  }

  mutating func comment() {
    let end = fl_offset(context)
    markupEnd = end
    guard open.count == 0 else { return }
    // The shortest takes seven bytes; what begins later is the end of one, as in `<!-- <!-->`.
    content.pointee.commentsOutsideRoot.append(lastStart(of: "<!--", before: end - 7))
  }

  mutating func processingInstruction() {
    content.pointee.processingInstructions.append(firstMarkup(after: markupEnd))
    markupEnd = fl_offset(context)
  }

  mutating func report(_ error: xmlError) {
    guard error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
    guard problem == nil else { return halt() }
    // A namespace name that is no URI is a name all the same: nothing is unreadable for it.
    if error.code == Int32(XML_WAR_NS_URI.rawValue) { return }
    let offset = min(fl_offset(context), sourceCount)
    if error.domain == Int32(XML_FROM_NAMESPACE.rawValue) {
      if error.code == Int32(XML_NS_ERR_UNDEFINED_NAMESPACE.rawValue), let prefix = error.str1 {
        let name = String(cString: prefix)
        if undeclared.count < Self.mostUndeclared, undeclared.insert(name).inserted {
          undeclaredPrefixes.append(name)
        }
      }
      // Not fatal: the parse goes on, and whoever asked may know what to do about an undeclared prefix.
      if namespaceProblem == nil {
        let start = Memory.findLast(UInt8(ascii: "<"), in: source, before: offset) ?? offset
        namespaceProblem = XMLError(
          kind: .namespace, message: ParserMessages.namespace(error), offset: start)
      }
      return
    }
    fatalCode = error.code
    if error.code == Int32(XML_ERR_HYPHEN_IN_COMMENT.rawValue) { halt() }
    problem = ParserMessages.problem(
      error, at: offset, source: UnsafeBufferPointer(start: source, count: sourceCount),
      openElement: innermostOpenName())
  }

  /// Has libxml2 go on no further: nothing behind the first problem is looked at, and for each further '--' in a comment it
  /// would copy the comment up to there. It begins with the next comment all the same, so it is to be told at each error.
  private func halt() {
    // Its own function for it takes its input away, which it still points into here.
    context.pointee.instate = XML_PARSER_EOF
  }

  /// The first breach of the namespace rules.
  private(set) var namespaceProblem: XMLError?

  // MARK: Parts of events

  /// libxml2 hands an ampersand over as `&#38;`, whatever the document has.
  private mutating func appendAttributeValue(_ value: UnsafePointer<UInt8>, count: Int) {
    guard memchr(value, Int32(UInt8(ascii: "&")), count) != nil else {
      content.pointee.text.append(value, count: count)
      return
    }
    var index = 0
    while index < count {
      content.pointee.text.append(value[index])
      index += value[index] == UInt8(ascii: "&") ? 5 : 1
    }
  }

  private mutating func dropBlankRun() {
    defer { hasOpenRun = false }
    guard hasOpenRun else { return }
    let run = content.pointee.runs[content.pointee.runs.count - 1]
    var index = Int(run.start)
    while index < content.pointee.text.count {
      guard StartTag.isBlank(content.pointee.text[index]) else { return }
      index += 1
    }
    content.pointee.text.removeLast(Int(run.length))
    content.pointee.runs.removeLast(1)
  }

  private func lastStart(of marker: StaticString, before end: Int) -> Int {
    var index = end
    while index >= 0 {
      if memcmp(source + index, marker.utf8Start, marker.utf8CodeUnitCount) == 0 { return index }
      index -= 1
    }
    return max(end, 0)
  }

  /// Where the markup begins that follows other markup. Only text is between the two, and it has no '<' but in CDATA
  /// sections; looking from the end would find what stands in an instruction instead.
  private func firstMarkup(after start: Int) -> Int {
    let scanner = PrologueScanner(bytes: UnsafeBufferPointer(start: source, count: sourceCount))
    var index = start == 0 ? scanner.xmlDeclaration()?.end ?? 0 : start
    while let open = scanner.find("<", from: index) {
      guard scanner.starts(with: "<![CDATA[", at: open), let end = scanner.find("]]>", from: open)
      else { return open }
      index = end + 3
    }
    return index
  }

  private mutating func stop(_ kind: XMLError.Kind, _ message: String, at offset: Int) {
    if problem == nil { problem = XMLError(kind: kind, message: message, offset: offset) }
    xmlStopParser(context)
  }
}

/// Turns names of libxml2's dictionary, which have one address each, into numbers.
struct NameInterner: ~Copyable {
  /// Where new ones are numbered.
  private let book: UnsafeMutablePointer<NameBook>
  /// Slots of address and number; a power of two of them, at most half used.
  private var slots: UnsafeMutablePointer<(UnsafePointer<UInt8>?, UInt32)>
  private var mask: Int
  private var used = 0
  private let isEscaped: Bool

  /// In escaped names an ampersand comes as `&#38;`, as in attribute values.
  init(_ book: UnsafeMutablePointer<NameBook>, isEscaped: Bool = false) {
    self.book = book
    self.isEscaped = isEscaped
    mask = 511
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: (nil, 0), count: mask + 1)
  }

  deinit { slots.deallocate() }

  mutating func id(_ address: UnsafePointer<UInt8>) -> UInt32 {
    var slot = Self.hash(address) & mask
    while let known = slots[slot].0 {
      if known == address { return slots[slot].1 }
      slot = (slot + 1) & mask
    }
    let name = UnsafeBufferPointer(start: address, count: Int(xmlStrlen(address)))
    let id = isEscaped && name.contains(UInt8(ascii: "&")) ? unescapedID(name) : book.pointee.number(name)
    insert(address, id)
    return id
  }

  private func unescapedID(_ name: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var text: [UInt8] = []
    var index = 0
    while index < name.count {
      text.append(name[index])
      index += name[index] == UInt8(ascii: "&") ? 5 : 1
    }
    return text.withUnsafeBufferPointer { book.pointee.number($0) }
  }

  private mutating func insert(_ address: UnsafePointer<UInt8>, _ id: UInt32) {
    if used * 2 > mask {
      let old = UnsafeMutableBufferPointer(start: slots, count: mask + 1)
      mask = mask * 2 + 1
      used = 0
      slots = .allocate(capacity: mask + 1)
      slots.initialize(repeating: (nil, 0), count: mask + 1)
      for case (let known?, let number) in old { insert(known, number) }
      old.deallocate()
    }
    var slot = Self.hash(address) & mask
    while slots[slot].0 != nil { slot = (slot + 1) & mask }
    slots[slot] = (address, id)
    used += 1
  }

  private static func hash(_ address: UnsafePointer<UInt8>) -> Int {
    let bits = UInt(bitPattern: address)
    return Int(truncatingIfNeeded: (bits &* 0x9E37_79B9_7F4A_7C15) >> 32)
  }
}
