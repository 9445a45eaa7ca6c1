/// What a parse gave: a tree, or what stopped it, or both. It is handed on often; as a class that costs nothing.
public final class ParsedDocument: Sendable {
  private let storage: XMLTree
  private let hasTree: Bool
  /// The first thing that keeps the document from having an infoset; nil if it has one.
  public let problem: XMLError?
  /// The prefixes that elements and attributes use without a declaration, each once.
  public let undeclaredPrefixes: [String]
  /// What stands before the document element.
  public let prologue: Prologue
  /// How many bytes at the start of `source` were put there by ``Enclosure``, and are not of the input.
  public let assumedBytes: Int
  /// How many elements they open.
  public let assumedElements: Int
  /// How many bytes of `source` are of the input.
  public let inputBytes: Int
  /// Whether the document refers to entities that its document type declares. They were not expanded: question
  /// marks stand for them.
  public let hasUnreadEntities: Bool

  /// The tree; nil if there is none to be had. Present beside a ``problem`` only where namespaces are all that is
  /// wrong: names with an undeclared prefix are then in no namespace.
  public var tree: XMLTree? { hasTree ? storage : nil }

  /// The document as UTF-8, ended by a NUL, in which offsets count. Valid as long as the document is.
  public var source: UnsafeBufferPointer<UInt8> { storage.source }

  /// A document with every field given; `storage` has the source, and the tree if `hasTree` says so.
  package init(
    storage: XMLTree, hasTree: Bool, problem: XMLError?, undeclaredPrefixes: [String], prologue: Prologue,
    assumedBytes: Int, assumedElements: Int, inputBytes: Int, hasUnreadEntities: Bool
  ) {
    self.storage = storage
    self.hasTree = hasTree
    self.problem = problem
    self.undeclaredPrefixes = undeclaredPrefixes
    self.prologue = prologue
    self.assumedBytes = assumedBytes
    self.assumedElements = assumedElements
    self.inputBytes = inputBytes
    self.hasUnreadEntities = hasUnreadEntities
  }

  /// The line of the input that an offset into `source` is in, without its end, as UTF-8: a part of `source`.
  ///
  /// - Parameters:
  ///   - offset: The offset.
  ///   - reach: How far to either side of it to look: a line may be megabytes long.
  /// - Returns: The line, as far as that reaches.
  public func line(at offset: Int, reach: Int = .max) -> Slice<UnsafeBufferPointer<UInt8>> {
    let source = source
    let limit = assumedBytes + inputBytes
    let index = min(max(offset, assumedBytes), limit)
    let first = index - min(reach, index - assumedBytes)
    let last = index + min(reach, limit - index)
    var start = index
    while start > first, source[start - 1] != 0x0A { start -= 1 }
    var end = index
    while end < last, source[end] != 0x0A, source[end] != 0x0D { end += 1 }
    return source[start..<end]
  }
}

/// Why bytes are no XML document with namespaces.
public struct XMLError: Sendable {
  /// The kinds, each with a rule of its own.
  public enum Kind: Sendable {
    /// The bytes break the grammar of XML.
    case notWellFormed
    /// They break the rules of namespaces in XML.
    case namespace
    /// They do not decode.
    case encoding
    /// A limit of this program was passed.
    case limit
  }

  /// What kind of problem it is.
  public let kind: Kind
  /// What is wrong, in a sentence without a full stop.
  public let message: String
  /// Where, in bytes of the document's source.
  public let offset: Int

  /// A problem with every field given.
  public init(kind: Kind, message: String, offset: Int) {
    self.kind = kind
    self.message = message
    self.offset = offset
  }
}

/// How large a document may be. One that is larger is not read to its end. A limit below 0 counts as 0, and one over 2 GiB
/// less a byte, the most that libxml2 counts to, as that.
public struct ParseLimits: Sendable {
  /// The largest input, in bytes. 32 MiB unless set.
  public var bytes = 32 << 20 { didSet { bytes = Self.counted(bytes) } }
  /// The deepest nesting, in elements. 256 unless set.
  public var depth = 256 { didSet { depth = Self.counted(depth) } }
  /// The most attributes and namespace declarations in one start tag. 1000 unless set. libxml2 compares each with each, so a
  /// hundred thousand would keep it busy for seconds.
  public var attributes = 1000 { didSet { attributes = Self.counted(attributes) } }

  /// The default limits.
  public init() {}

  private static func counted(_ limit: Int) -> Int { min(max(limit, 0), Int(Int32.max)) }
}

/// Markup that is put around a document before it is read, for a fragment that lacks it.
public struct Enclosure: Sendable {
  /// What goes before.
  public let opening: String
  /// What goes after.
  public let closing: String
  /// How many elements `opening` opens.
  public let elements: Int

  /// An enclosure.
  public init(opening: String, closing: String, elements: Int) {
    self.opening = opening
    self.closing = closing
    self.elements = elements
  }
}
