internal import FaultlintText
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

  /// Says on standard error what could not be done.
  ///
  /// - Parameters:
  ///   - reason: What is wrong, without a full stop.
  ///   - place: The input or option that it is about; nil if that stands in the reason.
  ///   - help: What to do about it; nil if that goes without saying.
  static func complain(_ reason: String, about place: String? = nil, help: String? = nil) {
    complain(complaint(reason, about: place, help: help))
  }

  /// Says something else on standard error.
  static func remark(_ text: String, about place: String) {
    complain(line("note", text, about: place))
  }

  /// Writes to standard error as it is.
  static func complain(_ bytes: [UInt8]) {
    var stream = StandardStream(descriptor: STDERR_FILENO)
    _ = stream.write(bytes)
  }

  /// The lines that say what could not be done: all errors have this form.
  static func complaint(_ reason: String, about place: String? = nil, help: String? = nil) -> [UInt8] {
    line("error", reason, about: place) + (help.map { line(" help", $0, about: nil) } ?? [])
  }

  /// Arguments and names of files may steer a terminal as well as payloads may, or end a line.
  private static func line(_ word: String, _ text: String, about place: String?) -> [UInt8] {
    // There may be one for each line of a capture.
    var line: [UInt8] = []
    line.reserveCapacity(word.utf8.count + (place?.utf8.count ?? 0) + text.utf8.count + 8)
    for part in [word, ": ", place?.printable ?? "", place == nil ? "" : ": ", text.printable, "\n"] {
      line += part.utf8
    }
    return line
  }

  /// Writes a whole answer to standard output, or says why that is not possible.
  ///
  /// - Returns: Whether it was.
  static func answer(_ bytes: [UInt8]) -> Bool {
    var stream = output
    guard !stream.write(bytes) else { return true }
    stream.complainOfFailure("what was asked for")
    return false
  }

  /// Says why standard output could not be written to, and that something is therefore incomplete.
  func complainOfFailure(_ what: String) {
    let reason = failure == EPIPE ? " was closed" : ": \(SystemError.text(failure))"
    Self.complain("standard output\(reason); \(what) is incomplete")
  }

  /// Takes the numbers of those standard streams that are closed, the wrong way round so that their use still fails.
  /// Otherwise a file that is opened later would get the number, and a report and complaints run into each other.
  static func reserve() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}

/// Where the report goes: standard output, another stream or device, or a file that appears only when the report is whole.
final class ReportSink {
  private var stream: StandardStream
  private let target: OutputTarget
  /// The option that names the target; nil for standard output.
  private let option: String?

  /// A sink; nil, and the reason on standard error, if there can be none.
  ///
  /// - Parameters:
  ///   - destination: Where it goes.
  ///   - inputs: What is read for the report, which it is not to be written over.
  init?(_ destination: ReportForm.Destination, reading inputs: InputSelection) {
    option = destination.option
    do throws(OutputError) {
      target =
        try destination.file.map { file throws(OutputError) in try OutputTarget(file, reading: inputs) }
        ?? .standard
    } catch {
      StandardStream.complain(error.message, about: destination.option ?? "")
      return nil
    }
    stream = StandardStream(descriptor: target.descriptor)
    isTerminal = isatty(target.descriptor) == 1
    if let temporary = target.temporary { Interruption.add(leftover: temporary) }
  }

  /// Whether what is written is seen on a terminal, where a line of progress would stand in its way.
  let isTerminal: Bool

  /// Whether nobody sees what is written before its end.
  var isHidden: Bool { target.temporary != nil }

  /// Whether nothing more can be written.
  var hasFailed: Bool { stream.failure != 0 }

  /// The file that the report will replace; nil if it goes elsewhere, or there is none yet.
  var replacedFile: FileIdentity? { target.replaced }

  /// Writes a part of the report.
  ///
  /// - Returns: Whether that was possible.
  func write(_ bytes: [UInt8]) -> Bool { stream.write(bytes) }

  /// Takes back what was written to a file, and says why on standard error.
  func discard(because reason: String) {
    target.discard()
    forgetLeftover()
    if let option, target.temporary != nil {
      StandardStream.complain("\(reason); no report was written", about: option)
    }
  }

  private func forgetLeftover() {
    if let temporary = target.temporary { Interruption.remove(leftover: temporary) }
  }

  /// Ends the report; what could not be written whole is taken back and said on standard error.
  ///
  /// - Parameter isPartial: Whether the report is on a part of the input, as it says itself.
  /// - Returns: Whether the report is whole.
  func finish(isPartial: Bool = false) -> Bool {
    guard let option else {
      if stream.failure != 0 { stream.complainOfFailure("the report") }
      return stream.failure == 0
    }
    let failure = stream.failure != 0 ? stream.failure : target.finish()
    guard failure == 0 else {
      if target.temporary == nil {
        StandardStream.complain(
          "\(SystemError.text(failure)); the report is incomplete", about: option)
      } else {
        discard(because: SystemError.text(failure))
      }
      return false
    }
    forgetLeftover()
    if isPartial { StandardStream.remark("the report is partial, and says so", about: option) }
    return true
  }
}

/// Errors of the system in words.
enum SystemError {
  static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
