/// A growing array that is filled through a pointer and emptied without giving its memory back: the parser's
/// callbacks append to it millions of times.
@frozen @usableFromInline package struct Buffer<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline package var base: UnsafeMutablePointer<Element>
  @usableFromInline package var count = 0
  @usableFromInline var capacity: Int

  package init(capacity: Int) {
    base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit { base.deallocate() }

  /// All elements, where they lie.
  @inlinable package var all: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

  @inlinable package subscript(index: Int) -> Element {
    get { base[index] }
    set { base[index] = newValue }
  }

  @inlinable package mutating func append(_ element: Element) {
    if count == capacity { grow(by: 1) }
    base[count] = element
    count += 1
  }

  @inlinable package mutating func append(_ elements: UnsafePointer<Element>, count added: Int) {
    if count + added > capacity { grow(by: added) }
    (base + count).update(from: elements, count: added)
    count += added
  }

  /// Takes other elements in place of its own, and one more behind them.
  package mutating func assign(_ elements: UnsafeBufferPointer<Element>, terminator: Element) {
    removeAll()
    if let base = elements.baseAddress { append(base, count: elements.count) }
    append(terminator)
  }

  /// Sees to it that there is room for so many.
  package mutating func reserve(_ wanted: Int) {
    if wanted > capacity { grow(by: wanted - count) }
  }

  /// Sees to it that so many behind the last are there to be read, all zero.
  package mutating func pad(_ added: Int) {
    reserve(count + added)
    UnsafeMutableRawPointer(base + count).initializeMemory(
      as: UInt8.self, repeating: 0, count: added * MemoryLayout<Element>.stride)
  }

  @inlinable package mutating func removeLast(_ removed: Int) { count -= removed }

  @inlinable package mutating func removeAll() {
    count = 0
    // One huge document must not make every later one keep its memory.
    if capacity * MemoryLayout<Element>.stride > 1 << 22 { shrink() }
  }

  @usableFromInline mutating func shrink() {
    base.deallocate()
    capacity = 1024
    base = .allocate(capacity: capacity)
  }

  @usableFromInline mutating func grow(by added: Int) {
    let wanted = max(capacity * 2, count + added)
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: wanted)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
    capacity = wanted
  }
}
