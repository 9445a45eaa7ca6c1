/// What was found out about numbered names, each of them looked at once: the names of one document nearly always lie
/// where those of the one before did.
@frozen @usableFromInline package struct NameMemo {
  @usableFromInline var values: [Int32] = []
  @usableFromInline var store: NameStore?

  @usableFromInline static var unknown: Int32 { Int32.min }

  /// Nothing found out yet.
  package init() {}

  /// Takes the names of a document.
  package mutating func use(_ store: NameStore?) {
    if store != nil, store === self.store { return }
    forget()
    self.store = store
  }

  /// Forgets what was found out.
  package mutating func forget() { values.removeAll(keepingCapacity: true) }

  /// What was found out about a name.
  ///
  /// - Parameters:
  ///   - id: The number of the name.
  ///   - find: What finds it out, for a name that nobody asked about before.
  /// - Returns: What it found.
  @inlinable @inline(__always)
  package mutating func value(of id: UInt32, _ find: () -> Int32) -> Int32 {
    let index = Int(id)
    if index < values.count, values[index] != Self.unknown { return values[index] }
    let value = find()
    keep(value, at: index)
    return value
  }

  @usableFromInline mutating func keep(_ value: Int32, at index: Int) {
    while values.count <= index { values.append(Self.unknown) }
    values[index] = value
  }
}
