/// UTF-8 bytes on their way out.
public struct Output: Sendable {
  /// What has been written so far.
  public var bytes: [UInt8] = []

  /// An empty output.
  public init() {}

  mutating func write(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func write(_ number: Int) { write(String(number)) }
}
