internal import CLibXML2

/// Searching bytes with the C library, which does it by the vector.
enum Memory {
  /// Where `text` first occurs in the bytes.
  static func find(_ text: StaticString, in bytes: UnsafePointer<UInt8>, count: Int) -> Int? {
    guard let hit = fl_find(bytes, count, text.utf8Start, text.utf8CodeUnitCount) else { return nil }
    return hit - bytes
  }

  /// Where a byte first occurs.
  static func find(_ byte: UInt8, in bytes: UnsafePointer<UInt8>, count: Int) -> Int? {
    memchr(bytes, Int32(byte), count).map { UnsafeRawPointer($0) - UnsafeRawPointer(bytes) }
  }

  /// Where a byte last occurs before `count`.
  static func findLast(_ byte: UInt8, in bytes: UnsafePointer<UInt8>, before count: Int) -> Int? {
    var index = count - 1
    while index >= 0 {
      if bytes[index] == byte { return index }
      index -= 1
    }
    return nil
  }
}

/// A growing array that is filled through a pointer and emptied without giving its memory back: the parser's
/// callbacks append to it millions of times.
struct Buffer<Element: BitwiseCopyable>: ~Copyable {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int) {
    base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit { base.deallocate() }

  subscript(index: Int) -> Element {
    get { base[index] }
    set { base[index] = newValue }
  }

  mutating func append(_ element: Element) {
    if count == capacity { grow(by: 1) }
    base[count] = element
    count += 1
  }

  mutating func append(_ elements: UnsafePointer<Element>, count added: Int) {
    if count + added > capacity { grow(by: added) }
    (base + count).update(from: elements, count: added)
    count += added
  }

  mutating func removeLast(_ removed: Int) { count -= removed }

  mutating func removeAll() {
    count = 0
    // One huge document must not make every later one keep its memory.
    if capacity * MemoryLayout<Element>.stride > 1 << 22 {
      base.deallocate()
      capacity = 1024
      base = .allocate(capacity: capacity)
    }
  }

  private mutating func grow(by added: Int) {
    let wanted = max(capacity * 2, count + added)
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: wanted)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
    capacity = wanted
  }

  borrowing func array() -> [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
