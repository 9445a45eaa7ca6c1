/// An element of a tree: the tree and an index. It does not keep the tree alive.
public struct ElementView: Sendable {
  /// The tree it belongs to.
  public let tree: TreeView
  /// Its index in ``XMLTree/elements``.
  public let index: Int

  /// The element with the given index.
  @inlinable public init(_ tree: TreeView, _ index: Int) {
    self.tree = tree
    self.index = index
  }

  /// The element with the given index.
  @inlinable public init(_ tree: XMLTree, _ index: Int) { self.init(tree.view, index) }

  @inlinable var record: XMLTree.Element { tree.content.pointee.elements[index] }

  /// Its namespace name.
  @inlinable public var namespace: Namespace { record.namespace }
  /// Its local name.
  @inlinable public var name: LocalName { record.name }
  /// Where its start tag begins, in bytes of the tree's source.
  @inlinable public var offset: Int { Int(record.offset) }

  /// Whether it has this expanded name.
  @inlinable public func isNamed(_ namespace: Namespace, _ name: LocalName) -> Bool {
    record.name == name && record.namespace == namespace
  }

  /// Its parent; nil for the document element.
  @inlinable public var parent: ElementView? {
    record.parent < 0 ? nil : ElementView(tree, Int(record.parent))
  }

  /// Its child elements in document order.
  @inlinable public var children: Children { Children(tree: tree, position: index + 1, end: Int(record.end)) }

  /// None, for what asks for the children of an element that is not there.
  public var noChildren: Children { Children(tree: tree, position: 0, end: 0) }

  /// Its attributes in document order, namespace declarations left out.
  @inlinable public var attributes: Attributes {
    Attributes(tree: tree, position: tree.firstAttribute(index), end: tree.firstAttribute(index + 1))
  }

  /// Its attribute with this expanded name.
  @inlinable public func attribute(_ namespace: Namespace, _ name: LocalName) -> AttributeView? {
    for attribute in attributes where attribute.name == name && attribute.namespace == namespace {
      return attribute
    }
    return nil
  }

  /// Whether it declares a namespace itself.
  @inlinable public var hasDeclarations: Bool {
    tree.firstDeclaration(index) < tree.firstDeclaration(index + 1)
  }

  /// Its name as written, for messages.
  public var qualifiedName: String {
    record.prefix.id == 0
      ? tree.localNames.string(record.name.id)
      : tree.localNames.string(record.prefix.id) + ":" + tree.localNames.string(record.name.id)
  }

  /// Its local name, for messages.
  public var localName: String { tree.localNames.string(record.name.id) }

  /// Its namespace name, for messages; empty for none.
  public var namespaceName: String { tree.namespaces.string(record.namespace.id) }

  /// The namespace that a prefix is bound to in its scope, its own declarations included; the empty prefix asks
  /// for the default namespace. Nil if the prefix is not bound.
  ///
  /// Source: Namespaces in XML 1.0, section 6.1.
  public func namespace(forPrefix prefix: some Collection<UInt8>) -> Namespace? {
    prefix.withContiguousStorageIfAvailable { namespace(forPrefix: $0) }
      ?? Array(prefix).withUnsafeBufferPointer { namespace(forPrefix: $0) }
  }

  /// The same for a prefix in memory.
  public func namespace(forPrefix prefix: UnsafeBufferPointer<UInt8>) -> Namespace? {
    var element = index
    var steps = 0
    while element >= 0 {
      let range = tree.firstDeclaration(element)..<tree.firstDeclaration(element + 1)
      for position in range {
        let declaration = tree.declarations[position]
        if tree.localNames[declaration.prefix.id].hasSameBytes(as: prefix) { return declaration.namespace }
      }
      element = Int(tree.elements[element].parent)
      steps += 1
      if steps > Self.fewSteps, element >= 0 { element = declaring(from: element) }
    }
    return prefix.isEmpty ? Namespace.none : nil
  }

  /// How many elements around one are looked at one by one: hardly any document is deeper.
  private static let fewSteps = 16

  /// The next element, from one outwards, that may declare something: those between that do not are left out if nothing
  /// else declares anything behind it.
  private func declaring(from element: Int) -> Int {
    let count = tree.firstDeclaration(element + 1)
    guard count > 0 else { return -1 }
    // The last element up to here that declares something.
    var (low, high) = (0, element)
    while low < high {
      let middle = (low + high) / 2
      if tree.firstDeclaration(middle + 1) < count { low = middle + 1 } else { high = middle }
    }
    return Int(tree.elements[low].end) > element ? low : element
  }

  /// The text straight inside it, in the runs that its child elements leave.
  @inlinable public var textRuns: TextRuns {
    TextRuns(tree: tree, parent: index, position: tree.firstRun(index), end: tree.firstRun(Int(record.end)))
  }

  /// The text of an element without child elements; of one with some, its first run. Empty if there is none.
  @inlinable public var text: TextView {
    for run in textRuns {
      return TextView(tree: tree, start: Int(run.start), count: Int(run.length))
    }
    return TextView(tree: tree, start: 0, count: 0)
  }

  /// Where the first character that is not white space stands among the text straight inside it; nil if there
  /// is none.
  public var firstVisibleText: Int? {
    for run in textRuns {
      let text = TextView(tree: tree, start: Int(run.start), count: Int(run.length))
      guard !text.isBlank else { continue }
      var offset = Int(run.offset)
      while offset < tree.source.count, StartTag.isBlank(tree.source[offset]) { offset += 1 }
      return offset
    }
    return nil
  }

  /// Child elements. To count them is to go over them.
  public struct Children: Collection, IteratorProtocol, Sendable {
    @usableFromInline let tree: TreeView
    @usableFromInline var position: Int
    @usableFromInline let end: Int

    @usableFromInline init(tree: TreeView, position: Int, end: Int) {
      self.tree = tree
      self.position = position
      self.end = end
    }

    /// The place of a child among them, which is no number that one could count to.
    public struct Index: Comparable, Sendable {
      @usableFromInline let position: Int

      @inlinable init(_ position: Int) { self.position = position }

      /// In document order.
      @inlinable public static func < (left: Index, right: Index) -> Bool { left.position < right.position }
    }

    /// The place of the first.
    @inlinable public var startIndex: Index { Index(position) }
    /// The place behind the last.
    @inlinable public var endIndex: Index { Index(Swift.max(position, end)) }

    /// The place of the next one.
    @inlinable public func index(after index: Index) -> Index {
      Index(Int(tree.elements[index.position].end))
    }

    /// The child at a place.
    @inlinable public subscript(index: Index) -> ElementView { ElementView(tree, index.position) }

    /// The next child.
    @inlinable public mutating func next() -> ElementView? {
      guard position < end else { return nil }
      let child = ElementView(tree, position)
      position = Int(tree.elements[position].end)
      return child
    }
  }

  /// Runs of text straight inside an element.
  public struct TextRuns: Sequence, IteratorProtocol, Sendable {
    @usableFromInline let tree: TreeView
    @usableFromInline let parent: Int
    @usableFromInline var position: Int
    @usableFromInline let end: Int

    @usableFromInline init(tree: TreeView, parent: Int, position: Int, end: Int) {
      self.tree = tree
      self.parent = parent
      self.position = position
      self.end = end
    }

    /// The next run; those inside child elements are passed over.
    @inlinable public mutating func next() -> XMLTree.TextRun? {
      while position < end {
        let run = tree.runs[position]
        position += 1
        if Int(run.parent) == parent { return run }
      }
      return nil
    }
  }

  /// Attributes.
  public struct Attributes: Sequence, IteratorProtocol, Sendable {
    @usableFromInline let tree: TreeView
    @usableFromInline var position: Int
    @usableFromInline let end: Int

    @usableFromInline init(tree: TreeView, position: Int, end: Int) {
      self.tree = tree
      self.position = position
      self.end = end
    }

    /// The first of them that has not been passed.
    @inlinable public var first: AttributeView? { position < end ? AttributeView(tree, position) : nil }

    /// The next attribute.
    @inlinable public mutating func next() -> AttributeView? {
      guard position < end else { return nil }
      defer { position += 1 }
      return AttributeView(tree, position)
    }
  }
}

/// An attribute of a tree: the tree and an index. It does not keep the tree alive.
public struct AttributeView: Sendable {
  /// The tree it belongs to.
  public let tree: TreeView
  /// Its index in ``XMLTree/attributes``.
  public let index: Int

  /// The attribute with the given index.
  @inlinable public init(_ tree: TreeView, _ index: Int) {
    self.tree = tree
    self.index = index
  }

  /// The attribute with the given index.
  @inlinable public init(_ tree: XMLTree, _ index: Int) { self.init(tree.view, index) }

  @inlinable var record: XMLTree.Attribute { tree.content.pointee.attributes[index] }

  /// Its namespace name.
  @inlinable public var namespace: Namespace { record.namespace }
  /// Its local name.
  @inlinable public var name: LocalName { record.name }
  /// The element it stands on.
  @inlinable public var element: ElementView { ElementView(tree, Int(record.element)) }

  /// Its value, normalised as XML asks.
  @inlinable public var value: TextView {
    TextView(tree: tree, start: Int(record.valueStart), count: Int(record.valueLength))
  }

  /// Its local name, for messages.
  public var localName: String { tree.localNames.string(record.name.id) }

  /// Its name as written, for messages.
  public var qualifiedName: String {
    record.prefix.id == 0
      ? tree.localNames.string(record.name.id)
      : tree.localNames.string(record.prefix.id) + ":" + tree.localNames.string(record.name.id)
  }
}

extension ElementView {
  /// Whether another element of its document is it or lies inside it.
  package func contains(_ other: ElementView) -> Bool {
    other.index >= index && other.index < Int(tree.elements[index].end)
  }
}

extension [ElementView] {
  /// The one of these elements, which come one after the other in a document, that another one of it is or lies in; nil if
  /// there is none.
  package func element(around other: ElementView) -> ElementView? {
    // The last that does not begin behind it, if it has not ended before.
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].index <= other.index { low = middle + 1 } else { high = middle }
    }
    return low > 0 && self[low - 1].contains(other) ? self[low - 1] : nil
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether two texts are the same. Names are short: a loop over them is all that it takes.
  @inlinable package func hasSameBytes(as other: UnsafeBufferPointer<UInt8>) -> Bool {
    guard count == other.count else { return false }
    var index = 0
    while index < count {
      if self[index] != other[index] { return false }
      index += 1
    }
    return true
  }

  /// Whether two texts are the same but for the case of ASCII letters.
  package func hasSameLetters(as other: UnsafeBufferPointer<UInt8>) -> Bool {
    func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] {
      if lowercased(self[index]) != lowercased(other[index]) { return false }
    }
    return true
  }
}

/// UTF-8 text of a tree, compared without making a `String`. It does not keep the tree alive.
public struct TextView: Sendable {
  @usableFromInline let tree: TreeView
  /// Where it begins in the tree's text buffer.
  public let start: Int
  /// Its length in bytes.
  public let count: Int

  @inlinable init(tree: TreeView, start: Int, count: Int) {
    self.tree = tree
    self.start = start
    self.count = count
  }

  /// The text of a run.
  @inlinable public init(_ run: XMLTree.TextRun, in tree: TreeView) {
    self.init(tree: tree, start: Int(run.start), count: Int(run.length))
  }

  /// The value of an attribute.
  @inlinable public init(valueOf attribute: XMLTree.Attribute, in tree: TreeView) {
    self.init(tree: tree, start: Int(attribute.valueStart), count: Int(attribute.valueLength))
  }

  /// Its bytes.
  @inlinable public var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: tree.content.pointee.text.base + start, count: count)
  }

  /// It as a `String` for messages and reports: cut after `limit` characters, since a value may be megabytes long.
  public func string(limit: Int) -> String {
    String(cutting: bytes, after: limit)
  }

  /// It as a `String` to quote in a message: cut after 100 characters. For comparing there is `==`.
  public var shortened: String { string(limit: 100) }

  /// Whether it is empty or white space only.
  @inlinable public var isBlank: Bool { bytes.allSatisfy(StartTag.isBlank) }

  /// It without white space at both ends (XML Schema's `collapse`, as far as single tokens go).
  @inlinable public var trimmed: TextView {
    var low = start
    var high = start + count
    while low < high, StartTag.isBlank(tree.text[low]) { low += 1 }
    while high > low, StartTag.isBlank(tree.text[high - 1]) { high -= 1 }
    return TextView(tree: tree, start: low, count: high - low)
  }

  /// The parts of it between white space.
  public var tokens: [TextView] {
    bytes.split(whereSeparator: StartTag.isBlank).map {
      TextView(tree: tree, start: start + $0.startIndex, count: $0.count)
    }
  }

  /// The part of it in `range`, counted in bytes from its start.
  @inlinable public func slice(_ range: Range<Int>) -> TextView {
    TextView(tree: tree, start: start + range.lowerBound, count: range.count)
  }

  /// Whether it is exactly this text.
  @inlinable public static func == (text: TextView, other: StaticString) -> Bool {
    text.bytes.hasSameBytes(
      as: UnsafeBufferPointer(start: other.utf8Start, count: other.utf8CodeUnitCount))
  }

  /// Whether two texts, of one tree or of two, are the same.
  @inlinable public static func == (left: TextView, right: TextView) -> Bool {
    left.bytes.hasSameBytes(as: right.bytes)
  }

  /// Whether it is this text but for the case of ASCII letters.
  public func equalsIgnoringCase(_ other: StaticString) -> Bool {
    bytes.hasSameLetters(as: UnsafeBufferPointer(start: other.utf8Start, count: other.utf8CodeUnitCount))
  }
}
