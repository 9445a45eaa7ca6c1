/// The local part of an element's or attribute's name, as a number: two are the same name exactly if the
/// numbers are equal. Names of a ``Vocabulary`` have the same number in every tree.
public struct LocalName: Hashable, BitwiseCopyable, Sendable {
  /// The number; an index into the tree's ``NameTable``.
  public let id: UInt32

  /// The name with the given number.
  public init(_ id: UInt32) { self.id = id }
}

/// A namespace name (URI), as a number, like ``LocalName``.
public struct Namespace: Hashable, BitwiseCopyable, Sendable {
  /// The number; an index into the tree's ``NameTable``.
  public let id: UInt32

  /// The namespace with the given number.
  public init(_ id: UInt32) { self.id = id }

  /// No namespace.
  public static let none = Namespace(0)
}

/// The names that somebody will ask for, each with the number it gets in every tree.
public struct Vocabulary: Sendable {
  /// The texts of the local names: that of number n at index n; number 0 is the empty name.
  public let localNames: [StaticString]
  /// The URIs of the namespaces: that of number n at index n; number 0 is no namespace.
  public let namespaces: [StaticString]

  /// A vocabulary of numbered names.
  ///
  /// - Precondition: The numbers run from 1 without a gap, in the order given: a name that is out of step
  ///   with its number is a programmer's mistake.
  public init(localNames: [(LocalName, StaticString)], namespaces: [(Namespace, StaticString)]) {
    self.localNames = Self.table(localNames.map { ($0.0.id, $0.1) })
    self.namespaces = Self.table(namespaces.map { ($0.0.id, $0.1) })
  }

  private static func table(_ entries: [(UInt32, StaticString)]) -> [StaticString] {
    var texts: [StaticString] = [""]
    texts.reserveCapacity(entries.count + 1)
    for (id, text) in entries {
      precondition(Int(id) == texts.count, "\(text) is entry \(texts.count) but has number \(id)")
      texts.append(text)
    }
    return texts
  }
}

/// The texts of numbered names, as a tree sees them: as many as there were when it was parsed.
public struct NameTable: @unchecked Sendable {
  @usableFromInline let entries: UnsafePointer<NameStore.Entry>?
  /// How many names there are.
  public let count: Int

  /// The names of a store up to now. It does not keep the store alive.
  package init(_ store: NameStore) {
    entries = UnsafePointer(store.entries)
    count = store.count
  }

  init() {
    entries = nil
    count = 0
  }

  /// The UTF-8 bytes of a name.
  @inlinable public subscript(id: UInt32) -> UnsafeBufferPointer<UInt8> {
    let entry = self.entry(id)
    return UnsafeBufferPointer(start: entry.text, count: entry.count)
  }

  /// The address of a name, which ends in a NUL.
  @inlinable public func address(_ id: UInt32) -> UnsafePointer<UInt8> { UnsafePointer(entry(id).text) }

  @inlinable func entry(_ id: UInt32) -> NameStore.Entry {
    guard let entries, Int(id) < count else { preconditionFailure("there is no name \(id)") }
    return entries[Int(id)]
  }

  /// The text of a name, for messages: cut after so many characters that no name anybody made is.
  public func string(_ id: UInt32) -> String { String(cutting: self[id], after: 300) }
}

/// Where the texts of numbered names lie. A parser adds to it while trees of earlier documents read what was there
/// before, on any thread: nothing in it ever moves or changes.
@usableFromInline package final class NameStore: @unchecked Sendable {
  @usableFromInline struct Entry: BitwiseCopyable {
    @usableFromInline let text: UnsafeMutablePointer<UInt8>
    @usableFromInline let count: Int

    init(text: UnsafeMutablePointer<UInt8>, count: Int) {
      self.text = text
      self.count = count
    }
  }

  /// Bytes that are handed out from the front.
  private final class Chunk {
    let bytes: UnsafeMutablePointer<UInt8>
    let capacity: Int
    var used = 0

    init(capacity: Int) {
      bytes = .allocate(capacity: capacity)
      self.capacity = capacity
    }

    deinit { bytes.deallocate() }
  }

  let entries: UnsafeMutablePointer<Entry>
  private let capacity: Int
  private var chunks: [Chunk]
  // Asked for by every tree, and changed by none while it is.
  @exclusivity(unchecked) package private(set) var count: Int

  /// A store with the given texts, numbered from 0.
  package init(_ texts: [StaticString]) {
    capacity = max(1024, texts.count * 2)
    entries = .allocate(capacity: capacity)
    chunks = [Chunk(capacity: 1 << 14)]
    count = 0
    for text in texts { put(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)) }
  }

  /// A store with the names of another and room for as many again.
  package init(extending other: NameStore) {
    capacity = other.capacity * 2
    entries = .allocate(capacity: capacity)
    entries.update(from: other.entries, count: other.count)
    chunks = other.chunks
    count = other.count
  }

  deinit { entries.deallocate() }

  /// Whether it has room for another name; ``init(extending:)`` makes some.
  package var isFull: Bool { count == capacity }

  /// Adds a name and returns its number.
  package func append(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    put(text)
    return UInt32(count - 1)
  }

  private func put(_ text: UnsafeBufferPointer<UInt8>) {
    precondition(!isFull)
    if chunks[chunks.count - 1].capacity - chunks[chunks.count - 1].used <= text.count {
      chunks.append(Chunk(capacity: max(1 << 14, text.count + 1)))
    }
    let chunk = chunks[chunks.count - 1]
    let start = chunk.bytes + chunk.used
    if let base = text.baseAddress { start.update(from: base, count: text.count) }
    start[text.count] = 0
    chunk.used += text.count + 1
    entries[count] = Entry(text: start, count: text.count)
    count += 1
  }
}
