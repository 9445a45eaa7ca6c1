internal import CFaultlintZlib
internal import FaultlintText

/// Unpacks deflated bytes, in whatever they are wrapped.
///
/// Source: RFC 1950 to 1952.
final class Inflater {
  /// What deflated bytes are wrapped in.
  enum Wrapper {
    case gzip, zlib, raw

    var windowBits: Int32 {
      switch self {
      case .gzip: 16 + MAX_WBITS
      case .zlib: MAX_WBITS
      case .raw: -MAX_WBITS
      }
    }

    /// The wrapper of a body in an HTTP content coding; nil if it is in none, or in another.
    ///
    /// `deflate` is in the zlib wrapper, but some servers send it bare: what does not look like either is no coding.
    init?(coding: String, _ bytes: UnsafeBufferPointer<UInt8>) {
      switch coding {
      case "gzip", "x-gzip":
        guard bytes.starts(with: [0x1F, 0x8B]) else { return nil }
        self = .gzip
      case "deflate":
        guard bytes.count >= 2 else { return nil }
        if bytes[0] & 0x0F == 8, (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0 {
          self = .zlib
        } else if bytes.prefix(16).allSatisfy({ $0 >= 0x20 && $0 < 0x7F || ByteView.isBlank($0) }) {
          return nil
        } else {
          self = .raw
        }
      default: return nil
      }
    }
  }

  private let stream: UnsafeMutablePointer<z_stream>

  init() throws(CaptureError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard fl_inflate_init(stream, MAX_WBITS) == Z_OK else {
      stream.deallocate()
      throw CaptureError("there is no memory to unpack it")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Begins with other bytes.
  func reset(_ wrapper: Wrapper) { inflateReset2(stream, wrapper.windowBits) }

  /// How far a step came.
  struct Step {
    var read: Int
    var written: Int
    /// Whether the packed bytes are at their end.
    var isAtEnd: Bool
  }

  /// Unpacks as much as there is input and room.
  func step(_ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableRawBufferPointer) -> Result<
    Step, InflateError
  > {
    let read = min(input.count, Int(Int32.max))
    let room = min(output.count, Int(Int32.max))
    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
    stream.pointee.avail_in = UInt32(read)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room)
    let code = CFaultlintZlib.inflate(stream, Z_NO_FLUSH)
    let step = Step(
      read: read - Int(stream.pointee.avail_in), written: room - Int(stream.pointee.avail_out),
      isAtEnd: code == Z_STREAM_END)
    // Z_BUF_ERROR only says that there was nothing to do.
    if code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR { return .success(step) }
    let reason = stream.pointee.msg.map { String(cString: $0) } ?? "a preset dictionary is needed"
    return .failure(InflateError(step: step, reason: reason))
  }

  /// Bytes that are no deflated ones, or whose check sum is wrong.
  struct InflateError: Error {
    /// What came before.
    let step: Step
    let reason: String
  }

  /// Unpacks bytes as a whole; several gzip members one behind the other count as one.
  func inflate(
    _ bytes: UnsafeBufferPointer<UInt8>, _ wrapper: Wrapper, into store: ByteBuffer, limit: Int
  ) throws(CaptureError) {
    do throws(CaptureError) {
      try inflateOnce(bytes, wrapper, into: store, limit: limit)
    } catch {
      // What looks like the zlib wrapper may be bare by chance.
      guard wrapper == .zlib, (try? inflateOnce(bytes, .raw, into: store, limit: limit)) != nil else {
        throw error
      }
    }
  }

  private func inflateOnce(
    _ bytes: UnsafeBufferPointer<UInt8>, _ wrapper: Wrapper, into store: ByteBuffer, limit: Int
  ) throws(CaptureError) {
    store.removeAll()
    reset(wrapper)
    var rest = bytes
    while true {
      // The store may have room for more than is allowed, from a body before.
      let room = store.room(max(1 << 14, min(rest.count * 4, 1 << 20))).prefix(limit + 1 - store.count)
      switch step(rest, into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: room))) {
      case .success(let step):
        store.commit(step.written)
        rest = UnsafeBufferPointer(rebasing: rest[step.read...])
        guard store.count <= limit else { throw CaptureError("it unpacks to more than \(limit) bytes") }
        if step.isAtEnd {
          guard wrapper == .gzip, rest.starts(with: [0x1F, 0x8B]) else { return }
          reset(wrapper)
        } else if step.read == 0, step.written == 0 {
          throw CaptureError("it ends early, after \(store.count) bytes")
        }
      case .failure(let damage): throw CaptureError("it is damaged (\(damage.reason))")
      }
    }
  }
}
