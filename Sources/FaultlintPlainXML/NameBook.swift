package import FaultlintXMLTree

/// The numbers of the names in documents, which all parsers of a worker write into their trees: a name has the same
/// number whoever read it.
package final class NameBooks {
  // Behind pointers, because the plain parser looks something up for every tag and a class would count accesses.
  package let localNames: UnsafeMutablePointer<NameBook>
  package let namespaces: UnsafeMutablePointer<NameBook>

  /// Books in which the names of a vocabulary have their numbers.
  package init(_ vocabulary: Vocabulary) {
    localNames = .allocate(capacity: 1)
    localNames.initialize(to: NameBook(vocabulary.localNames))
    namespaces = .allocate(capacity: 1)
    namespaces.initialize(to: NameBook(vocabulary.namespaces))
  }

  deinit {
    localNames.deinitialize(count: 1)
    localNames.deallocate()
    namespaces.deinitialize(count: 1)
    namespaces.deallocate()
  }

  /// How many different names a document may use. libxml2 2.9 has 16,384 places for them, so that each costs more the more
  /// there are; no vocabulary has so many.
  package static let most = 50_000

  /// Whether no document of which all names are in here can have too many, whatever libxml2 counts as one besides.
  var areCertainlyFew: Bool { localNames.pointee.count + namespaces.pointee.count < Self.most - 1000 }

  /// Whether input with ever-new names has made them so large that new ones should be begun.
  package var areLarge: Bool { localNames.pointee.count > 20_000 || namespaces.pointee.count > 20_000 }

  /// Hands the names over to a tree, which has them by number.
  package func finish(_ tree: XMLTree) {
    let (locals, uris) = (localNames.pointee.store, namespaces.pointee.store)
    // Nearly always they are those it has from the document before.
    if tree.nameOwners?.localNames !== locals || tree.nameOwners?.namespaces !== uris {
      tree.nameOwners = (locals, uris)
    }
    tree.content.pointee.localNames = NameTable(locals)
    tree.content.pointee.namespaces = NameTable(uris)
  }
}

/// Turns the bytes of names into numbers.
package struct NameBook: ~Copyable {
  /// The texts by number. It is replaced when it is full; trees hold on to the one they were filled with.
  package private(set) var store: NameStore
  /// How many names there are.
  private(set) var count: Int
  /// A power of two of them, at most half used.
  private var slots: UnsafeMutablePointer<Slot>
  private var mask: Int
  private var used = 0

  private struct Slot: BitwiseCopyable {
    let key: Key
    let id: UInt32
    let text: UnsafePointer<UInt8>?

    static var empty: Slot { Slot(key: .none, id: 0, text: nil) }
  }

  /// All there is of a name of up to 16 bytes; of a longer one its length and both ends.
  struct Key: BitwiseCopyable {
    private let low: UInt64
    private let high: UInt64
    /// 0 for no name.
    let count: UInt32

    static var none: Key { Key(low: 0, high: 0, count: 0) }

    @inline(__always) private init(low: UInt64, high: UInt64, count: Int) {
      self.low = low
      self.high = high
      self.count = UInt32(truncatingIfNeeded: count)
    }

    /// The key of a name behind which more bytes can be read, eight from its start at least.
    @inline(__always) init(padded text: UnsafePointer<UInt8>, count: Int) {
      let first = Word.load(text)
      if count < 8 {
        self.init(low: Word.leading(count, of: first), high: 0, count: count)
      } else {
        self.init(low: first, high: Word.load(text + count - 8), count: count)
      }
    }

    /// The key of any name.
    init(_ text: UnsafeBufferPointer<UInt8>) {
      guard text.count < 8, let start = text.baseAddress else {
        self = text.baseAddress.map { Key(padded: $0, count: text.count) } ?? .none
        return
      }
      var low: UInt64 = 0
      for index in 0..<text.count { low |= UInt64(start[index]) << UInt64(8 * (index + 8 - text.count)) }
      self.init(low: low, high: 0, count: text.count)
    }

    @inline(__always) var hash: Int {
      let mixed = (low &* 0x9E37_79B9_7F4A_7C15) ^ (high &* 0xC2B2_AE3D_27D4_EB4F)
      return Int(truncatingIfNeeded: (mixed ^ (mixed >> 29)) >> 32)
    }

    @inline(__always) static func == (left: Key, right: Key) -> Bool {
      left.low == right.low && left.high == right.high && left.count == right.count
    }
  }

  /// Names longer than this are not kept.
  private static let longest = 1000
  /// A name is looked for in so many slots: whoever chose names that collide gets no further.
  private static let mostProbes = 64

  /// A book in which `names` are numbered from 0; the first is the empty one.
  init(_ names: [StaticString]) {
    store = NameStore(names)
    count = names.count
    mask = 511
    while mask < names.count * 2 { mask = mask * 2 + 1 }
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: .empty, count: mask + 1)
    for id in names.indices.dropFirst() {
      let text = NameTable(store)[UInt32(id)]
      _ = insert(Key(text), UInt32(id), text.baseAddress.unsafelyUnwrapped)
    }
  }

  deinit { slots.deallocate() }

  /// The number of a name; a new one gets the next.
  package mutating func number(_ name: UnsafeBufferPointer<UInt8>) -> UInt32 {
    guard let start = name.baseAddress, !name.isEmpty else { return 0 }
    let key = Key(name)
    if let known = lookUp(key, start, name.count) { return known }
    return add(key, start, name.count).id
  }

  /// The number of a name that is not empty, behind which more bytes can be read, eight from its start at least; a new
  /// one gets the next.
  ///
  /// - Returns: Nil for a name that is not kept: it is too long, or collides with too many.
  @inline(__always)
  mutating func number(padded start: UnsafePointer<UInt8>, count: Int) -> UInt32? {
    let key = Key(padded: start, count: count)
    if let known = lookUp(key, start, count) { return known }
    guard count <= Self.longest else { return nil }
    let added = add(key, start, count)
    return added.isKept ? added.id : nil
  }

  @inline(__always)
  private func lookUp(_ key: Key, _ start: UnsafePointer<UInt8>, _ count: Int) -> UInt32? {
    var slot = key.hash & mask
    var probes = 0
    while slots[slot].key.count != 0 {
      if slots[slot].key == key,
        count <= 16 || Word.areEqual(start + 8, slots[slot].text.unsafelyUnwrapped + 8, upTo: count - 16)
      {
        return slots[slot].id
      }
      slot = (slot + 1) & mask
      probes += 1
      if probes == Self.mostProbes { return nil }
    }
    return nil
  }

  @inline(never)
  private mutating func add(
    _ key: Key, _ start: UnsafePointer<UInt8>, _ count: Int
  ) -> (id: UInt32, isKept: Bool) {
    if store.isFull { store = NameStore(extending: store) }
    let id = store.append(UnsafeBufferPointer(start: start, count: count))
    self.count += 1
    guard count <= Self.longest else { return (id, false) }
    return (id, insert(key, id, NameTable(store).address(id)))
  }

  /// Whether there was a slot near enough.
  private mutating func insert(_ key: Key, _ id: UInt32, _ text: UnsafePointer<UInt8>) -> Bool {
    if used * 2 > mask { grow() }
    var slot = key.hash & mask
    var probes = 0
    while slots[slot].key.count != 0 {
      slot = (slot + 1) & mask
      probes += 1
      if probes == Self.mostProbes { return false }
    }
    slots[slot] = Slot(key: key, id: id, text: text)
    used += 1
    return true
  }

  private mutating func grow() {
    let old = UnsafeMutableBufferPointer(start: slots, count: mask + 1)
    mask = mask * 2 + 1
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: .empty, count: mask + 1)
    for known in old where known.key.count != 0 {
      // However far: no name may ever get a second number.
      var slot = known.key.hash & mask
      while slots[slot].key.count != 0 { slot = (slot + 1) & mask }
      slots[slot] = known
    }
    old.deallocate()
  }
}
