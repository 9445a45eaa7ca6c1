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

/// The texts of numbered names, one after the other in one buffer, each ended by a NUL, so that they can be
/// handed to C as they are.
public struct NameTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  /// A table with the given texts, numbered from 0.
  public init(_ texts: [StaticString]) {
    ends.reserveCapacity(texts.count * 2)
    bytes.reserveCapacity(texts.count * 24)
    for text in texts {
      _ = append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
  }

  /// How many names there are.
  public var count: Int { ends.count }

  /// Adds a name and returns its number.
  public mutating func append(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    bytes.append(contentsOf: text)
    bytes.append(0)
    ends.append(UInt32(bytes.count))
    return UInt32(ends.count - 1)
  }

  /// The UTF-8 bytes of a name.
  public subscript(id: UInt32) -> ArraySlice<UInt8> {
    let index = Int(id)
    let start = index == 0 ? 0 : Int(ends[index - 1])
    return bytes[start..<Int(ends[index]) - 1]
  }

  /// Calls `body` with a function that gives the address of a name, which is valid during the call.
  public func withAddresses<Result>(
    _ body: ((UInt32) -> UnsafePointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    try bytes.withUnsafeBufferPointer { bytes in
      try ends.withUnsafeBufferPointer { ends in
        guard let base = bytes.baseAddress else { preconditionFailure("a name table holds the empty name") }
        return try body { id in id == 0 ? base : base + Int(ends[Int(id) - 1]) }
      }
    }
  }

  /// The text of a name, for messages: cut after so many characters that no name anybody made is.
  public func string(_ id: UInt32) -> String { String(cutting: self[id], after: 300) }
}
