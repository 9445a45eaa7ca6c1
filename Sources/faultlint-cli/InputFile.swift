internal import FaultlintCaptures
internal import Glibc

/// An open file, folder, pipe, device or standard input, read as a stream: by one thread after the other, never by two
/// at once.
final class InputFile: @unchecked Sendable {
  private let descriptor: Int32
  private let isStandardInput: Bool
  private var hasRead = false
  /// What the system knows of it.
  let info: stat
  /// How many of them were read.
  private(set) var position = 0
  /// Whether reading ended because the run is to end.
  private(set) var wasInterrupted = false

  /// Opens a file.
  ///
  /// - Parameter path: The path; nil for standard input.
  /// - Throws: Why it cannot be opened.
  init(_ path: RawPath?) throws(CaptureError) {
    isStandardInput = path == nil
    let descriptor = path.map { open($0.bytes, Self.flags) } ?? STDIN_FILENO
    guard descriptor >= 0 else { throw CaptureError(SystemError.text(errno)) }
    self.descriptor = descriptor
    info = Self.info(descriptor)
  }

  /// A plain file that is open, from its beginning; it is closed with this.
  fileprivate init(plain descriptor: Int32) {
    isStandardInput = false
    self.descriptor = descriptor
    info = Self.info(descriptor)
    lseek(descriptor, 0, SEEK_SET)
  }

  /// How files are opened. Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
  static let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK

  private static func info(_ descriptor: Int32) -> stat {
    var info = stat()
    return fstat(descriptor, &info) == 0 ? info : stat()
  }

  deinit { if !isStandardInput { close(descriptor) } }

  private var isPipe: Bool { !isStandardInput && info.st_mode & S_IFMT == S_IFIFO }

  /// How many bytes it has; nil if that is not known before its end.
  var size: Int? { info.isPlainFile ? Int(info.st_size) : nil }

  /// Reads what there is, and waits if there is nothing.
  ///
  /// - Returns: How many bytes there were; 0 at the end.
  /// - Throws: Why there are no more.
  func read(_ buffer: UnsafeMutableRawBufferPointer) throws(CaptureError) -> Int {
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
        guard try wait(milliseconds: 2000) else { throw CaptureError("nobody writes to this pipe") }
      } else if errno == EAGAIN {
        _ = try wait(milliseconds: -1)
      } else if errno != EINTR {
        throw CaptureError(SystemError.text(errno))
      }
    }
  }

  /// Its bytes in any order; nil if they come in one order only.
  var randomAccess: RandomAccess? {
    size.map { size in
      RandomAccess(size: size) { offset, buffer throws(CaptureError) in
        while true {
          let count = pread(self.descriptor, buffer.baseAddress, buffer.count, off_t(offset))
          if count >= 0 { return count }
          guard errno == EINTR else { throw CaptureError(SystemError.text(errno)) }
        }
      }
    }
  }

  /// Waits until there is something to read.
  ///
  /// - Returns: Whether there is before the time is over.
  /// - Throws: If the run is to end.
  private func wait(milliseconds: Int32) throws(CaptureError) -> Bool {
    var waiting = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: Interruption.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let count = poll(&waiting, 2, milliseconds)
      if Interruption.signal != nil {
        wasInterrupted = true
        throw CaptureError("the run was ended while this was read")
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

  /// A reader that has read nothing.
  init() {}

  /// A reader that has read a whole file.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - limit: The most bytes it may have.
  /// - Throws: Why it could not be read, or that it has more.
  init(_ path: String, limit: Int) throws(CaptureError) {
    try read(try InputFile(RawPath(path)), limit: limit)
    guard count <= limit else { throw CaptureError("it has more than \(limit) bytes") }
  }

  deinit { buffer.deallocate() }

  /// What was read last. Valid until the next read.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: buffer[..<count]) }

  /// The same for as long as anybody likes.
  var contents: [UInt8] { Array(bytes) }

  /// Reads a file to its end.
  ///
  /// - Parameters:
  ///   - file: The file, of which nothing has been read.
  ///   - limit: The most bytes to take of one that has grown; one more is read, to tell too large from just right.
  /// - Throws: Why it could not be read.
  mutating func read(_ file: InputFile, limit: Int) throws(CaptureError) {
    count = 0
    while count <= limit {
      if count == buffer.count { grow() }
      let room = buffer[count..<min(buffer.count, limit + 1)]
      let got = try file.read(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: room)))
      count += got
      // Where it ends as it was said to, there is no need to be told so.
      if got == 0 || count == file.size && got < room.count { return }
    }
  }

  /// Reads a plain file to its end, if it is small, and closes it.
  ///
  /// Its size is not asked for: POSIX lets no plain file give less than there is room for but at its end.
  ///
  /// - Parameters:
  ///   - descriptor: The file, of which nothing has been read.
  ///   - limit: The most bytes to take; one more is taken, to tell too large from just right.
  /// - Returns: The file, open as if nothing had been read, if it is large; nil if it was read.
  /// - Throws: Why it could not be read.
  mutating func readIfSmall(_ descriptor: Int32, limit: Int) throws(CaptureError) -> InputFile? {
    count = 0
    while count < Self.size {
      let room = Self.size - count
      let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, room)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else {
        let reason = SystemError.text(errno)
        close(descriptor)
        throw CaptureError(reason)
      }
      count += got
      if got < room {
        close(descriptor)
        if count > limit { count = limit + 1 }
        return nil
      }
    }
    return InputFile(plain: descriptor)
  }

  private mutating func grow() {
    let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: buffer.count * 2)
    _ = larger.update(fromContentsOf: buffer[..<count])
    buffer.deallocate()
    buffer = larger
  }
}

extension stat {
  /// Whether it is of a plain file.
  var isPlainFile: Bool { st_mode & S_IFMT == S_IFREG }
}
