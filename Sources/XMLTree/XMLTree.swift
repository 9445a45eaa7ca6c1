/// An XML document as flat arrays: what the rules read. It has no pointers and no `String`s, never changes,
/// and knows nothing of SOAP.
///
/// Elements stand in document order, so an element's descendants follow it without a gap and end at
/// ``Element/end``. Offsets count bytes of ``source``.
public final class XMLTree: Sendable {
  /// An element. Its attributes, namespace declarations and text runs are those from its `first…` to the next
  /// element's.
  public struct Element: BitwiseCopyable, Sendable {
    /// The namespace name.
    public var namespace: Namespace
    /// The local name.
    public var name: LocalName
    /// The prefix as written; number 0 for none.
    public var prefix: LocalName
    /// The index of the parent; -1 for the document element.
    public var parent: Int32
    /// The index after the last descendant.
    public var end: Int32
    /// Where its start tag begins, in bytes of ``XMLTree/source``.
    public var offset: UInt32
    /// The index of its first attribute.
    public var firstAttribute: UInt32
    /// The index of its first namespace declaration.
    public var firstDeclaration: UInt32
    /// The index of its first text run.
    public var firstRun: UInt32

    /// An element with every field given.
    public init(
      namespace: Namespace, name: LocalName, prefix: LocalName, parent: Int32, end: Int32, offset: UInt32,
      firstAttribute: UInt32, firstDeclaration: UInt32, firstRun: UInt32
    ) {
      self.namespace = namespace
      self.name = name
      self.prefix = prefix
      self.parent = parent
      self.end = end
      self.offset = offset
      self.firstAttribute = firstAttribute
      self.firstDeclaration = firstDeclaration
      self.firstRun = firstRun
    }
  }

  /// An attribute that is no namespace declaration. Where it stands is found by ``XMLTree/offset(ofAttribute:)``.
  public struct Attribute: BitwiseCopyable, Sendable {
    /// The namespace name; none for an unprefixed attribute.
    public var namespace: Namespace
    /// The local name.
    public var name: LocalName
    /// The prefix as written; number 0 for none.
    public var prefix: LocalName
    /// The index of its element.
    public var element: Int32
    /// Where its normalised value begins in ``XMLTree/text``.
    public var valueStart: UInt32
    /// The length of the value in bytes.
    public var valueLength: UInt32

    /// An attribute with every field given.
    public init(
      namespace: Namespace, name: LocalName, prefix: LocalName, element: Int32, valueStart: UInt32,
      valueLength: UInt32
    ) {
      self.namespace = namespace
      self.name = name
      self.prefix = prefix
      self.element = element
      self.valueStart = valueStart
      self.valueLength = valueLength
    }
  }

  /// A namespace declaration (`xmlns` or `xmlns:prefix`).
  public struct Declaration: BitwiseCopyable, Sendable {
    /// The prefix; number 0 for the default namespace.
    public var prefix: LocalName
    /// The namespace it is bound to; none for `xmlns=""`.
    public var namespace: Namespace

    /// A declaration with every field given.
    public init(prefix: LocalName, namespace: Namespace) {
      self.prefix = prefix
      self.namespace = namespace
    }
  }

  /// Text between two child elements of one parent, comments and processing instructions left out, CDATA and
  /// character references resolved. An element without child elements has at most one.
  public struct TextRun: BitwiseCopyable, Sendable {
    /// The index of the element it stands in.
    public var parent: Int32
    /// Where it begins in ``XMLTree/text``.
    public var start: UInt32
    /// Its length in bytes.
    public var length: UInt32
    /// Where it begins in ``XMLTree/source``.
    public var offset: UInt32

    /// A run with every field given.
    public init(parent: Int32, start: UInt32, length: UInt32, offset: UInt32) {
      self.parent = parent
      self.start = start
      self.length = length
      self.offset = offset
    }
  }

  /// The elements in document order; never empty.
  public let elements: [Element]
  /// The attributes in document order.
  public let attributes: [Attribute]
  /// The namespace declarations in document order.
  public let declarations: [Declaration]
  /// The text runs in document order of their start.
  public let runs: [TextRun]
  /// The text of all runs and attribute values, UTF-8.
  public let text: [UInt8]
  /// The document as UTF-8: the bytes that offsets count in.
  public let source: [UInt8]
  /// The texts of local names and prefixes.
  public let localNames: NameTable
  /// The texts of namespace names.
  public let namespaces: NameTable
  /// Where the processing instructions begin.
  public let processingInstructions: [Int]
  /// Where the comments outside the document element begin.
  public let commentsOutsideRoot: [Int]

  /// A tree of the given parts.
  public init(
    elements: [Element], attributes: [Attribute], declarations: [Declaration], runs: [TextRun],
    text: [UInt8], source: [UInt8], localNames: NameTable, namespaces: NameTable,
    processingInstructions: [Int], commentsOutsideRoot: [Int]
  ) {
    self.elements = elements
    self.attributes = attributes
    self.declarations = declarations
    self.runs = runs
    self.text = text
    self.source = source
    self.localNames = localNames
    self.namespaces = namespaces
    self.processingInstructions = processingInstructions
    self.commentsOutsideRoot = commentsOutsideRoot
  }

  /// The document element.
  public var root: ElementView { ElementView(self, 0) }

  func firstAttribute(_ index: Int) -> Int {
    index < elements.count ? Int(elements[index].firstAttribute) : attributes.count
  }

  func firstDeclaration(_ index: Int) -> Int {
    index < elements.count ? Int(elements[index].firstDeclaration) : declarations.count
  }

  func firstRun(_ index: Int) -> Int {
    index < elements.count ? Int(elements[index].firstRun) : runs.count
  }

  /// Where an attribute begins in ``source``: found by reading the start tag again, as only findings ask.
  public func offset(ofAttribute index: Int) -> Int {
    var finder = OffsetFinder(self)
    return finder.offset(ofAttribute: index)
  }
}

/// Where attributes begin. A start tag is read once for the attributes that are asked for in a row: it may be
/// megabytes long and have a thousand findings.
public struct OffsetFinder {
  /// The tree they are of.
  public let tree: XMLTree
  private var last: (element: Int32, names: [Range<Int>])?

  /// A finder for a tree.
  public init(_ tree: XMLTree) { self.tree = tree }

  /// Where an attribute begins in the source of the tree.
  public mutating func offset(ofAttribute index: Int) -> Int {
    let attribute = tree.attributes[index]
    let start = Int(tree.elements[Int(attribute.element)].offset)
    guard start < tree.source.count else { return start }
    let names =
      last.flatMap { $0.element == attribute.element ? $0.names : nil }
      ?? StartTag.attributeNames(in: tree.source, from: start)
    last = (attribute.element, names)
    let local = tree.localNames[attribute.name.id]
    let prefix = tree.localNames[attribute.prefix.id]
    let expected = prefix.isEmpty ? local.count : prefix.count + 1 + local.count
    let found = names.first { range in
      let name = tree.source[range]
      return name.count == expected && name.suffix(local.count).elementsEqual(local)
        && name.prefix(prefix.count).elementsEqual(prefix)
    }
    return found?.lowerBound ?? start
  }
}

/// Reading a start tag that a parser has already accepted.
public enum StartTag {
  /// The ranges of the attribute names (namespace declarations included) of the start tag that begins at
  /// `offset` in `source`, in order.
  public static func attributeNames(in source: [UInt8], from offset: Int) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var index = offset + 1
    skip(source, &index) { !isBlank($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
    while index < source.count {
      skip(source, &index, while: isBlank)
      let start = index
      skip(source, &index) {
        !isBlank($0) && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/")
      }
      guard index > start else { break }
      ranges.append(start..<index)
      skip(source, &index) { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: ">") }
      guard index < source.count, source[index] != UInt8(ascii: ">") else { break }
      let quote = source[index]
      index += 1
      skip(source, &index) { $0 != quote }
      index += 1
    }
    return ranges
  }

  /// Whether a byte is XML white space.
  @inlinable public static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private static func skip(_ source: [UInt8], _ index: inout Int, while condition: (UInt8) -> Bool) {
    while index < source.count, condition(source[index]) { index += 1 }
  }
}
