/// An XML document as flat arrays: what the rules read. It has no `String`s, never changes once it is filled, and knows
/// nothing of SOAP.
///
/// Elements stand in document order, so an element's descendants follow it without a gap and end at
/// ``Element/end``. Offsets count bytes of ``source``.
///
/// Whoever reads it does so through views (``TreeView``, ``ElementView``, ``AttributeView``, ``TextView``), which are a
/// pointer and a number: they cost no reference counting, and do not keep the tree alive. Hold the tree, or the
/// document or message it belongs to, for as long as a view of it is in use.
public final class XMLTree: @unchecked Sendable {
  // Filled by a parser that alone has it, and only read from then on.

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

  package let content: UnsafeMutablePointer<TreeContent>
  /// What the names in the content lie in.
  @exclusivity(unchecked) package var nameOwners: (localNames: NameStore, namespaces: NameStore)?

  /// An empty tree, to be filled.
  package init() {
    content = .allocate(capacity: 1)
    content.initialize(to: TreeContent())
  }

  deinit {
    content.deinitialize(count: 1)
    content.deallocate()
  }

  /// A view of it.
  public var view: TreeView { TreeView(content: content) }
  /// The elements in document order; empty only while the tree is being filled.
  public var elements: UnsafeBufferPointer<Element> { view.elements }
  /// The attributes in document order.
  public var attributes: UnsafeBufferPointer<Attribute> { view.attributes }
  /// The namespace declarations in document order.
  public var declarations: UnsafeBufferPointer<Declaration> { view.declarations }
  /// The text runs in document order of their start.
  public var runs: UnsafeBufferPointer<TextRun> { view.runs }
  /// The text of all runs and attribute values, UTF-8.
  public var text: UnsafeBufferPointer<UInt8> { view.text }
  /// The document as UTF-8, ended by a NUL: the bytes that offsets count in.
  public var source: UnsafeBufferPointer<UInt8> { view.source }
  /// The texts of local names and prefixes.
  public var localNames: NameTable { view.localNames }
  /// The texts of namespace names.
  public var namespaces: NameTable { view.namespaces }
  /// Where the processing instructions begin.
  public var processingInstructions: UnsafeBufferPointer<Int> { view.processingInstructions }
  /// Where the comments outside the document element begin.
  public var commentsOutsideRoot: UnsafeBufferPointer<Int> { view.commentsOutsideRoot }
  /// The document element.
  public var root: ElementView { view.root }

  /// Where an attribute begins in ``source``: found by reading the start tag again, as only findings ask.
  public func offset(ofAttribute index: Int) -> Int {
    var finder = OffsetFinder(view)
    return finder.offset(ofAttribute: index)
  }
}

/// The arrays of a tree, as a parser fills them.
@usableFromInline package struct TreeContent: ~Copyable {
  @usableFromInline package var elements = Buffer<XMLTree.Element>(capacity: 256)
  @usableFromInline package var attributes = Buffer<XMLTree.Attribute>(capacity: 128)
  @usableFromInline package var declarations = Buffer<XMLTree.Declaration>(capacity: 64)
  @usableFromInline package var runs = Buffer<XMLTree.TextRun>(capacity: 256)
  @usableFromInline package var text = Buffer<UInt8>(capacity: 8192)
  @usableFromInline package var source = Buffer<UInt8>(capacity: 8192)
  @usableFromInline package var processingInstructions = Buffer<Int>(capacity: 4)
  @usableFromInline package var commentsOutsideRoot = Buffer<Int>(capacity: 4)
  @usableFromInline package var localNames = NameTable()
  @usableFromInline package var namespaces = NameTable()
  /// Whether there may be comments or CDATA sections in texts: false only if it is known that there are none.
  @usableFromInline package var mayHaveMarksInTexts = true

  /// Empties everything but the source.
  package mutating func removeAll() {
    elements.removeAll()
    attributes.removeAll()
    declarations.removeAll()
    runs.removeAll()
    text.removeAll()
    processingInstructions.removeAll()
    commentsOutsideRoot.removeAll()
    mayHaveMarksInTexts = true
  }
}

/// A view of a tree. It does not keep the tree alive.
public struct TreeView: @unchecked Sendable {
  @usableFromInline package let content: UnsafePointer<TreeContent>

  @usableFromInline package init(content: UnsafePointer<TreeContent>) { self.content = content }

  /// The elements in document order.
  @inlinable public var elements: UnsafeBufferPointer<XMLTree.Element> { content.pointee.elements.all }
  /// The attributes in document order.
  @inlinable public var attributes: UnsafeBufferPointer<XMLTree.Attribute> { content.pointee.attributes.all }
  /// The namespace declarations in document order.
  @inlinable public var declarations: UnsafeBufferPointer<XMLTree.Declaration> {
    content.pointee.declarations.all
  }
  /// The text runs in document order of their start.
  @inlinable public var runs: UnsafeBufferPointer<XMLTree.TextRun> { content.pointee.runs.all }
  /// The text of all runs and attribute values, UTF-8.
  @inlinable public var text: UnsafeBufferPointer<UInt8> { content.pointee.text.all }
  /// The document as UTF-8, ended by a NUL: the bytes that offsets count in.
  @inlinable public var source: UnsafeBufferPointer<UInt8> { content.pointee.source.all }
  /// The texts of local names and prefixes.
  @inlinable public var localNames: NameTable { content.pointee.localNames }
  /// The texts of namespace names.
  @inlinable public var namespaces: NameTable { content.pointee.namespaces }
  /// Where the processing instructions begin.
  @inlinable public var processingInstructions: UnsafeBufferPointer<Int> {
    content.pointee.processingInstructions.all
  }
  /// Where the comments outside the document element begin.
  @inlinable public var commentsOutsideRoot: UnsafeBufferPointer<Int> {
    content.pointee.commentsOutsideRoot.all
  }
  /// Whether there may be comments or CDATA sections in texts: false only if it is known that there are none.
  @inlinable package var mayHaveMarksInTexts: Bool { content.pointee.mayHaveMarksInTexts }
  /// The document element.
  @inlinable public var root: ElementView { ElementView(self, 0) }

  @inlinable package func firstAttribute(_ index: Int) -> Int {
    index < content.pointee.elements.count
      ? Int(content.pointee.elements[index].firstAttribute) : content.pointee.attributes.count
  }

  @inlinable package func firstDeclaration(_ index: Int) -> Int {
    index < content.pointee.elements.count
      ? Int(content.pointee.elements[index].firstDeclaration) : content.pointee.declarations.count
  }

  @inlinable package func firstRun(_ index: Int) -> Int {
    index < content.pointee.elements.count
      ? Int(content.pointee.elements[index].firstRun) : content.pointee.runs.count
  }
}

/// Where attributes begin. A start tag is read once for the attributes that are asked for in a row: it may be
/// megabytes long and have a thousand findings.
public struct OffsetFinder {
  /// The tree they are of.
  public let tree: TreeView
  private var last: (element: Int32, names: [Range<Int>])?

  /// A finder for a tree.
  public init(_ tree: TreeView) { self.tree = tree }

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
      let name = UnsafeBufferPointer(rebasing: tree.source[range])
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
  public static func attributeNames(in source: UnsafeBufferPointer<UInt8>, from offset: Int) -> [Range<Int>] {
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

  private static func skip(
    _ source: UnsafeBufferPointer<UInt8>, _ index: inout Int, while condition: (UInt8) -> Bool
  ) {
    while index < source.count, condition(source[index]) { index += 1 }
  }
}
