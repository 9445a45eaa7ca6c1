internal import FaultlintReports
internal import Glibc

/// One of the standard streams, written without buffering of its own.
struct StandardStream {
  private let descriptor: Int32
  /// What went wrong with the first write that failed; 0 if none did.
  private(set) var failure: Int32 = 0

  init(descriptor: Int32) { self.descriptor = descriptor }

  static var output: StandardStream { StandardStream(descriptor: STDOUT_FILENO) }

  /// Writes all bytes.
  ///
  /// - Returns: Whether that was possible.
  mutating func write(_ bytes: [UInt8]) -> Bool {
    guard failure == 0 else { return false }
    return bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
        if count >= 0 {
          written += count
        } else if errno == EAGAIN {
          var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&waiting, 1, -1)
        } else if errno != EINTR {
          failure = errno
          return false
        }
      }
      return true
    }
  }

  /// Says something to the user on standard error.
  static func complain(_ text: String) {
    // Arguments and names of files may steer a terminal as well as payloads may.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      TextReport.printable(String($0))
    }
    complain(Array((lines.joined(separator: "\n") + "\n").utf8))
  }

  /// Says why a file or folder cannot be used.
  static func complain(_ reason: String, about place: String) { complain(complaint(reason, about: place)) }

  /// Writes to standard error as it is.
  static func complain(_ bytes: [UInt8]) {
    var stream = StandardStream(descriptor: STDERR_FILENO)
    _ = stream.write(bytes)
  }

  /// The line that says why a file or folder cannot be used.
  static func complaint(_ reason: String, about place: String) -> [UInt8] {
    Array("faultlint: \(TextReport.printable(place)): \(TextReport.printable(reason))\n".utf8)
  }

  /// Takes the numbers of those standard streams that are closed, the wrong way round so that their use still fails.
  /// Otherwise a file that is opened later would get the number, and a report and complaints run into each other.
  static func reserve() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}

/// Where the report goes: standard output, or a file that appears only when the report is whole.
final class ReportSink {
  private var stream: StandardStream
  private let target: String?
  private let temporary: String?
  private let descriptor: Int32

  /// A sink; nil, and the reason on standard error, if there can be none.
  ///
  /// - Parameter path: The file; nil for standard output.
  init?(path: String?) {
    target = path
    guard let path else {
      stream = .output
      temporary = nil
      descriptor = STDOUT_FILENO
      return
    }
    var info = stat()
    let exists = stat(path, &info) == 0
    if exists, info.st_mode & S_IFMT == S_IFDIR {
      StandardStream.complain("this is a folder; name a file in it", about: "--output \(path)")
      return nil
    }
    // A pipe or device cannot be replaced, only written to.
    let isSpecial = exists && info.st_mode & S_IFMT != S_IFREG
    temporary = isSpecial ? nil : "\(path).faultlint-\(getpid())"
    let opened = temporary ?? path
    descriptor = open(
      opened, isSpecial ? O_WRONLY | O_CLOEXEC : O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    stream = StandardStream(descriptor: descriptor)
    guard descriptor >= 0 else {
      StandardStream.complain(SystemError.text(errno), about: "--output \(path)")
      return nil
    }
    Interruption.setLeftover(temporary)
  }

  /// Writes a part of the report.
  ///
  /// - Returns: Whether that was possible.
  func write(_ bytes: [UInt8]) -> Bool { stream.write(bytes) }

  /// Ends the report; what could not be written whole is taken back and said on standard error.
  ///
  /// - Parameter isPartial: Whether the report is on a part of the input, as it says itself.
  /// - Returns: Whether the report is whole.
  func finish(isPartial: Bool = false) -> Bool {
    defer { Interruption.setLeftover(nil) }
    guard let target else {
      if stream.failure == EPIPE {
        StandardStream.complain("faultlint: standard output was closed; the report is incomplete")
      } else if stream.failure != 0 {
        StandardStream.complain(
          "faultlint: standard output: \(SystemError.text(stream.failure)); the report is incomplete")
      }
      return stream.failure == 0
    }
    let isClosed = close(descriptor) == 0
    let failure = stream.failure != 0 ? stream.failure : isClosed ? 0 : errno
    if failure == 0, temporary == nil || rename(temporary, target) == 0 {
      if isPartial {
        StandardStream.complain("the report is partial, and says so", about: "--output \(target)")
      }
      return true
    }
    let reason = SystemError.text(failure != 0 ? failure : errno)
    if let temporary { unlink(temporary) }
    StandardStream.complain("\(reason); no report was written", about: "--output \(target)")
    return false
  }
}

extension ReportSink {
  private func rename(_ from: String?, _ to: String) -> Int32 { from.map { Glibc.rename($0, to) } ?? 0 }
}

/// Errors of the system in words.
enum SystemError {
  static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
