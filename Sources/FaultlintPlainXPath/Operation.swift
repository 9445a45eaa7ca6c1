/// One operation of a compiled expression. What it works on are other operations, by their numbers: their types were
/// settled when it was compiled, as XPath 1.0 without variables allows.
struct Operation: Hashable, BitwiseCopyable {
  let kind: Kind
  /// What it works on, or a number in a table of the scope.
  var first: Int32 = -1
  var second: Int32 = -1
  var third: Int32 = -1
  /// Of nodes: whether they depend on nothing but the document, so that they are found once for all who ask.
  var isAbsolute = false
  /// Of texts that are read byte by byte: whether they depend on nothing but the node, so that the last one is kept for
  /// others who ask at the same node.
  var isRemembered = false
  /// Local names of elements that have to be in the document for there to be such nodes, or for it to be true.
  var names = NameSet()

  /// By what tells most of them apart: each word that is hashed costs as much as comparing the rest.
  func hash(into hasher: inout Hasher) {
    hasher.combine(UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second)))
    hasher.combine(UInt64(UInt32(bitPattern: third)) << 8 | UInt64(kind.rawValue))
  }

  enum Kind: UInt8, BitwiseCopyable {
    /// Whether it is a text that is read byte by byte.
    var readsText: Bool {
      self == .normalizeSpace || self == .lowerCase || self == .nameLocal || self == .nameNamespace
    }

    // Nodes
    case root, current, step, ownStep, filter, union
    // Truth values
    case anyNode, anyOfStep, passes, isNonzero, isNonempty, isNotBlank, not, and, or, yes, no
    case compareTexts, compareNumbers, compareTruths, compareNodesWithText, compareNodesWithNumber
    case compareNodes
    case contains, startsWith, endsWith, knownCode, isInteger, isFragment
    // Numbers
    case number, numberOfText, numberOfTruth, count, position, last, stringLength
    case add, subtract, multiply, divide, modulo, negate, floor, ceiling
    // Texts
    case literal, textOfNodes, textOfNumber, textOfTruth, concat, substring, substringBefore, substringAfter
    case normalizeSpace, translate, localName, namespaceURI, name, nameNamespace, nameLocal, lowerCase,
      codeClass, requestTarget
  }
}

/// A set of local names, each a bit that it may share with others: what is not in it is not there for certain.
struct NameSet: Hashable, BitwiseCopyable {
  private(set) var bits: UInt64

  init(bits: UInt64 = 0) { self.bits = bits }

  /// Adds the name with a symbol; what has none is in no expression, and left out.
  @inline(__always) mutating func insert(_ symbol: Int32) {
    if symbol > 0 { bits |= 1 << UInt64(symbol & 63) }
  }

  @inline(__always) func isSubset(of other: NameSet) -> Bool { bits & ~other.bits == 0 }

  static func | (left: NameSet, right: NameSet) -> NameSet { NameSet(bits: left.bits | right.bits) }
  static func & (left: NameSet, right: NameSet) -> NameSet { NameSet(bits: left.bits & right.bits) }
}

/// How two values are compared; the number stands in the third place of an operation.
enum Comparison: Int32 {
  case equal, unequal, less, lessOrEqual, greater, greaterOrEqual

  /// The same with the two exchanged.
  var flipped: Comparison {
    switch self {
    case .equal, .unequal: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }

  /// Source: XPath 1.0, section 3.4; numbers as IEEE 754 has them, so that what is not a number is unequal to all.
  @inline(__always) func holds(_ left: Double, _ right: Double) -> Bool {
    switch self {
    case .equal: left == right
    case .unequal: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}

/// A step of a path.
struct Step: Hashable, BitwiseCopyable {
  var axis: Axis
  var test: NodeTest
  /// What it asks of the names of elements, or of attributes on their axis.
  var name = NameTest.any
  /// Its predicates that count positions, and those that stand with them; any other is an operation of its own.
  var firstPredicate: Int32 = 0
  var predicateCount: Int32 = 0

  enum Axis: UInt8, BitwiseCopyable {
    case child, attribute, itself, parent, ancestor, ancestorOrSelf, descendant, descendantOrSelf
    case followingSibling, precedingSibling, namespace

    /// Whether it goes against the order of the document.
    @inline(__always) var isReverse: Bool {
      self == .ancestor || self == .ancestorOrSelf || self == .precedingSibling
    }

    /// Whether elements are what it leads to by their names.
    var isOfElements: Bool { self != .attribute && self != .namespace }

    static let names: [String: Axis] = [
      "child": .child, "attribute": .attribute, "self": .itself, "parent": .parent, "ancestor": .ancestor,
      "ancestor-or-self": .ancestorOrSelf, "descendant": .descendant,
      "descendant-or-self": .descendantOrSelf,
      "following-sibling": .followingSibling, "preceding-sibling": .precedingSibling,
      "namespace": .namespace,
    ]
  }

  enum NodeTest: UInt8, BitwiseCopyable {
    /// `node()`
    case any
    /// `text()`
    case text
    /// `*`, `prefix:*`, `name`, `prefix:name`
    case named
  }
}

/// The name of an element or attribute as one number: the symbols of its namespace and of its local name.
struct NodeName: BitwiseCopyable {
  let symbols: UInt64

  @inline(__always) init(namespace: Int32, local: Int32) {
    symbols = UInt64(UInt32(bitPattern: namespace)) << 32 | UInt64(UInt32(bitPattern: local))
  }
}

/// What a test of nodes asks of a name, so that each name costs one comparison.
struct NameTest: Hashable, BitwiseCopyable {
  /// What is looked at.
  let mask: UInt64
  /// What that has to be.
  let symbols: UInt64

  static let any = NameTest(mask: 0, symbols: 0)
  /// Where nothing is looked at, nothing can be 1.
  static let none = NameTest(mask: 0, symbols: 1)

  init(mask: UInt64, symbols: UInt64) {
    self.mask = mask
    self.symbols = symbols
  }

  init(namespace: Int32) {
    mask = NodeName(namespace: -1, local: 0).symbols
    symbols = NodeName(namespace: namespace, local: 0).symbols
  }

  init(namespace: Int32, local: Int32) {
    mask = NodeName(namespace: -1, local: -1).symbols
    symbols = NodeName(namespace: namespace, local: local).symbols
  }

  /// The symbol of the local name; 0 if it asks for none.
  var local: Int32 { Int32(truncatingIfNeeded: symbols & mask) }

  @inline(__always) func passes(_ name: NodeName) -> Bool { name.symbols & mask == symbols }
}

/// UTF-8 bytes where they lie: in a tree, in a scope, or in what an evaluator keeps for the time.
struct Text: Hashable, BitwiseCopyable, @unchecked Sendable {
  let start: UnsafePointer<UInt8>
  let count: Int

  @inline(__always) init(start: UnsafePointer<UInt8>, count: Int) {
    self.start = start
    self.count = count
  }

  @inline(__always) init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.init(start: bytes.baseAddress ?? Text.nothing.start, count: bytes.count)
  }

  @inline(__always) init(_ text: StaticString) {
    self.init(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  static var nothing: Text { Text("") }

  @inline(__always) var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

  @inline(__always) func part(from first: Int, count: Int) -> Text {
    Text(start: start + first, count: count)
  }

  @inline(__always) static func == (left: Text, right: Text) -> Bool {
    left.count == right.count
      && (left.start == right.start || hasSameBytes(left.start, right.start, left.count))
  }

  func hash(into hasher: inout Hasher) { hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }

  @inline(__always) func starts(with other: Text) -> Bool {
    count >= other.count && Text.hasSameBytes(start, other.start, other.count)
  }

  /// Where another text stands in it first.
  func offset(of other: Text) -> Int? {
    guard count >= other.count else { return nil }
    guard other.count > 0 else { return 0 }
    let first = other.start[0]
    for offset in 0...(count - other.count)
    where start[offset] == first && Text.hasSameBytes(start + offset, other.start, other.count) {
      return offset
    }
    return nil
  }

  @inline(__always)
  private static func hasSameBytes(
    _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int
  ) -> Bool {
    var index = 0
    while index < count {
      if left[index] != right[index] { return false }
      index += 1
    }
    return true
  }

  /// Where its first colon is; -1 if it has none.
  var colon: Int {
    for index in 0..<count where start[index] == UInt8(ascii: ":") { return index }
    return -1
  }

  /// How many characters it has.
  var characters: Int { bytes.reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) } }

  var isASCII: Bool { bytes.allSatisfy { $0 < 0x80 } }
}

/// A node of a tree, as the place it has in the order of the document: elements by their numbers, and behind each its
/// namespaces, its attributes, and the runs of text up to the next element.
///
/// Source: XPath 1.0, section 5.
struct Node: BitwiseCopyable, Comparable {
  /// From the top: one more than the element, the kind, the index of what is not an element.
  let order: UInt64

  enum Kind: UInt64 {
    case element, namespace, attribute, run
  }

  /// The document.
  static var root: Node { Node(order: 0) }

  @inline(__always) init(order: UInt64) { self.order = order }

  @inline(__always) init(element: Int) { order = UInt64(element + 1) << 33 }

  @inline(__always) init(_ kind: Kind, _ index: Int, behind element: Int) {
    order = UInt64(element + 1) << 33 | kind.rawValue << 31 | UInt64(index)
  }

  @inline(__always) var isRoot: Bool { order == 0 }
  @inline(__always) var isElement: Bool { order != 0 && order & (3 << 31) == 0 }
  @inline(__always) var kind: Kind { Kind(rawValue: order >> 31 & 3).unsafelyUnwrapped }
  /// The element it is, or stands behind.
  @inline(__always) var element: Int { Int(order >> 33) - 1 }
  /// The index of what is not an element.
  @inline(__always) var index: Int { Int(order & 0x7FFF_FFFF) }

  @inline(__always) static func < (left: Node, right: Node) -> Bool { left.order < right.order }
}
