internal import FaultlintText

/// The bytes of a capture, read piece by piece: a window on what has been read and not yet consumed.
///
/// It knows where the window stands in the capture, so that whoever cuts it need not count.
public final class ByteStream {
  /// Reads further bytes into a buffer, which has room for ``leastRoom`` at least: how many there were, 0 at the end.
  public typealias Read = (UnsafeMutableRawBufferPointer) throws(CaptureError) -> Int

  /// The least room that there is to read into: whoever decodes characters needs that of one.
  static let leastRoom = 16

  private let read: Read
  private var buffer: UnsafeMutableBufferPointer<UInt8>
  private var start = 0
  private var end = 0

  /// The offset of the window in the capture, in bytes.
  public private(set) var offset = 0
  /// Where the window begins, in lines and columns.
  private var place = TextPosition()
  /// Whether everything has been read, so that the window holds all that is left.
  public private(set) var isAtEnd = false
  /// Whether everything had been read when the form was told, in whatever pieces it came.
  var isSmall = false
  /// Why reading ended early; nil if it did not.
  public private(set) var error: CaptureError?

  /// A stream that reads through a function.
  public init(read: @escaping Read) {
    self.read = read
    buffer = .allocate(capacity: 1 << 18)
  }

  /// A stream over bytes in memory, which are copied.
  public convenience init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.init { _ throws(CaptureError) in 0 }
    buffer.deallocate()
    buffer = .allocate(capacity: max(bytes.count, 1))
    _ = buffer.update(fromContentsOf: bytes)
    end = bytes.count
    isAtEnd = true
  }

  deinit { buffer.deallocate() }

  /// The line that the window begins in, from 1.
  public var line: Int { place.line }
  /// The column that the window begins at, in Unicode scalars from 1.
  var column: Int { place.column }

  /// What has been read and not consumed. Valid until the next call of ``fill()`` or ``consume(_:)``.
  public var window: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: buffer[start..<end]) }

  /// Reads more behind the window.
  ///
  /// - Returns: Whether there was more.
  public func fill() -> Bool {
    guard !isAtEnd else { return false }
    if buffer.count - end < Self.leastRoom { makeRoom() }
    do throws(CaptureError) {
      let count = try read(
        UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[end...]))
      end += count
      isAtEnd = count == 0
    } catch {
      self.error = error
      isAtEnd = true
    }
    return !isAtEnd
  }

  /// Takes bytes off the front of the window.
  public func consume(_ count: Int) {
    place.advance(over: UnsafeBufferPointer(rebasing: buffer[start..<start + count]))
    start += count
    offset += count
  }

  private func makeRoom() {
    if start >= buffer.count / 2 {
      _ = buffer.update(fromContentsOf: UnsafeMutableBufferPointer(rebasing: buffer[start..<end]))
    } else {
      let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: buffer.count * 2)
      _ = larger.update(fromContentsOf: buffer[start..<end])
      buffer.deallocate()
      buffer = larger
    }
    end -= start
    start = 0
  }
}
