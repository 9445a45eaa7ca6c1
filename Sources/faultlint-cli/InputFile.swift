internal import Captures
internal import Glibc

/// An open file, pipe, device or standard input, read as a stream.
final class InputFile {
  private let descriptor: Int32
  private let isStandardInput: Bool
  private let isPipe: Bool
  private var hasRead = false
  /// How many bytes it has; nil if that is not known before its end.
  let size: Int?
  /// How many of them were read.
  private(set) var position = 0
  /// Whether reading ended because the run is to end.
  private(set) var wasInterrupted = false

  /// Opens a file.
  ///
  /// - Parameter path: The path; nil for standard input.
  /// - Throws: Why it cannot be opened.
  init(_ path: RawPath?) throws(CaptureTrouble) {
    isStandardInput = path == nil
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    let descriptor = path.map { open($0.bytes, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } ?? STDIN_FILENO
    guard descriptor >= 0 else { throw CaptureTrouble(SystemError.text(errno)) }
    self.descriptor = descriptor
    var info = stat()
    let kind = fstat(descriptor, &info) == 0 ? info.st_mode & S_IFMT : 0
    isPipe = path != nil && kind == S_IFIFO
    size = kind == S_IFREG ? Int(info.st_size) : nil
  }

  deinit { if !isStandardInput { close(descriptor) } }

  /// Reads what there is, and waits if there is nothing.
  ///
  /// - Returns: How many bytes there were; 0 at the end.
  /// - Throws: Why there are no more.
  func read(_ buffer: UnsafeMutableRawBufferPointer) throws(CaptureTrouble) -> Int {
    // Standard input may be shared, so it is left to block and asked first.
    if isStandardInput, size == nil { _ = try wait(milliseconds: -1) }
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count > 0 {
        hasRead = true
        position += count
        return count
      }
      if count == 0 {
        // A pipe without a writer looks like one that has been read to its end.
        guard isPipe, !hasRead else { return 0 }
        hasRead = true
        guard try wait(milliseconds: 2000) else { throw CaptureTrouble("nobody writes to this pipe") }
      } else if errno == EAGAIN {
        _ = try wait(milliseconds: -1)
      } else if errno != EINTR {
        throw CaptureTrouble(SystemError.text(errno))
      }
    }
  }

  /// Its bytes in any order; nil if they come in one order only.
  var randomAccess: RandomAccess? {
    size.map { size in
      RandomAccess(size: size) { offset, buffer throws(CaptureTrouble) in
        while true {
          let count = pread(self.descriptor, buffer.baseAddress, buffer.count, off_t(offset))
          if count >= 0 { return count }
          guard errno == EINTR else { throw CaptureTrouble(SystemError.text(errno)) }
        }
      }
    }
  }

  /// Waits until there is something to read.
  ///
  /// - Returns: Whether there is before the time is over.
  /// - Throws: If the run is to end.
  private func wait(milliseconds: Int32) throws(CaptureTrouble) -> Bool {
    var waiting = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: Interruption.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let count = poll(&waiting, 2, milliseconds)
      if Interruption.signal != nil {
        wasInterrupted = true
        throw CaptureTrouble("the run was ended while this was read")
      }
      if count >= 0 || errno != EINTR { return count > 0 }
    }
  }
}

/// Reads one small file after the other into one buffer.
struct FileReader: ~Copyable {
  /// Larger files are read as streams.
  static let size = 1 << 18

  private var buffer: UnsafeMutableBufferPointer<UInt8> = .allocate(capacity: size)
  private var count = 0

  deinit { buffer.deallocate() }

  /// What was read last. Valid until the next read.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: buffer[..<count]) }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: Its path.
  ///   - size: How many bytes it was said to have; nil if nobody asked.
  ///   - limit: The most bytes to take of one that has grown; one more is read, to tell too large from just right.
  /// - Throws: Why it could not be read.
  mutating func read(_ path: RawPath, size: Int? = nil, limit: Int) throws(CaptureTrouble) {
    count = 0
    let descriptor = open(path.bytes, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw CaptureTrouble(SystemError.text(errno)) }
    defer { close(descriptor) }
    while count <= limit {
      if count == buffer.count { grow() }
      let wanted = min(buffer.count - count, limit + 1 - count)
      let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, wanted)
      if got > 0 {
        count += got
        // Where it ends as it was said to, there is no need to be told so.
        if count == size, got < wanted { return }
      } else if got == 0 {
        return
      } else if errno != EINTR {
        throw CaptureTrouble(SystemError.text(errno))
      }
    }
  }

  private mutating func grow() {
    let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: buffer.count * 2)
    _ = larger.update(fromContentsOf: buffer[..<count])
    buffer.deallocate()
    buffer = larger
  }
}
