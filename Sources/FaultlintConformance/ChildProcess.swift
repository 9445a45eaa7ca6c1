internal import Glibc

/// A command that reads lines and writes lines.
final class ChildProcess {
  /// Why no line came.
  enum ReadError: Error {
    /// It did not come in time.
    case timeout
    /// The question was not read in time.
    case unread
    /// The process ended; how.
    case ended(String)
    /// The line is longer than anybody needs.
    case tooLong
    /// The run is to end.
    case interrupted
  }

  /// Its process group, which has its number; 0 when it has ended.
  private(set) var group: pid_t = 0
  private var input: Int32 = -1
  private var output: Int32 = -1
  private let interruption: Int32
  private var pending: [UInt8] = []
  /// How much of `pending` is known to hold no end of a line.
  private var searched = 0
  private static let lineLimit = 16 << 20

  /// Starts a command in a shell of its own process group; nil if the system would not.
  ///
  /// - Parameters:
  ///   - command: The command.
  ///   - interruption: What becomes readable when nobody wants an answer any more; -1 for nothing.
  init?(_ command: String, interruption: Int32) {
    self.interruption = interruption
    // A process that went away is an error of write(2).
    signal(SIGPIPE, SIG_IGN)
    var toChild: [Int32] = [-1, -1]
    var fromChild: [Int32] = [-1, -1]
    guard pipe(&toChild) == 0 else { return nil }
    guard pipe(&fromChild) == 0 else {
      for descriptor in toChild { close(descriptor) }
      return nil
    }
    for descriptor in toChild + fromChild { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    // Whether it reads is its own affair: no write of ours may wait for it.
    _ = fcntl(toChild[1], F_SETFL, O_NONBLOCK)
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, toChild[0], STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, fromChild[1], STDOUT_FILENO)
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF))
    let words = ["/bin/sh", "-c", command]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    let status = posix_spawn(&group, "/bin/sh", &actions, &attributes, arguments, environ)
    close(toChild[0])
    close(fromChild[1])
    input = toChild[1]
    output = fromChild[0]
    guard status == 0 else {
      group = 0
      return nil
    }
  }

  deinit { end() }

  /// Writes a line and reads one.
  ///
  /// - Parameters:
  ///   - question: The line to write.
  ///   - milliseconds: How long both may take together.
  /// - Returns: The line that came, without its end.
  /// - Throws: Why none came.
  func ask(_ question: String, within milliseconds: Int) throws(ReadError) -> [UInt8] {
    let deadline = Self.now + milliseconds
    let bytes = Array((question + "\n").utf8)
    var written = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if written == bytes.count, let line = takeLine() { return line }
      guard pending.count < Self.lineLimit else { throw .tooLong }
      let isWriting = written < bytes.count
      // Both at once: it may write much before it reads, and must not wait for us meanwhile.
      let ready = try wait(until: deadline, isWriting: isWriting)
      if ready.toWrite {
        let count = bytes[written...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
        if count > 0 {
          written += count
        } else if errno != EINTR, errno != EAGAIN {
          // It takes no more; what it writes, or that it ends, says why.
          written = bytes.count
        }
      }
      if ready.toRead {
        let count = read(output, &buffer, buffer.count)
        if count > 0 {
          pending += buffer[..<count]
        } else if count == 0 || errno != EINTR {
          throw .ended(wait())
        }
      }
    }
  }

  /// Writes a last line, if there is room for it, and lets it end by itself, for a moment.
  func finish(_ line: String, within milliseconds: Int) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
    close(input)
    input = -1
    let deadline = Self.now + milliseconds
    while group > 0, !hasEnded, Self.now < deadline { usleep(5000) }
    end()
  }

  /// Ends it and all that it started.
  func end() {
    if group > 0 {
      // Before it is waited for: until then nobody else can get the number.
      kill(-group, SIGKILL)
      var status: Int32 = 0
      waitpid(group, &status, 0)
      group = 0
    }
    if input >= 0 { close(input) }
    if output >= 0 { close(output) }
    input = -1
    output = -1
  }

  // MARK: Steps

  private func takeLine() -> [UInt8]? {
    guard let end = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
      searched = pending.count
      return nil
    }
    let line = Array(pending[..<end])
    pending.removeSubrange(...end)
    searched = 0
    return line
  }

  /// Waits until something can be done.
  private func wait(
    until deadline: Int, isWriting: Bool
  ) throws(ReadError) -> (toRead: Bool, toWrite: Bool) {
    while true {
      let rest = deadline - Self.now
      guard rest > 0 else { throw isWriting ? .unread : .timeout }
      var waiting = [
        pollfd(fd: output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isWriting ? input : -1, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: interruption, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&waiting, 3, Int32(min(rest, Int(Int32.max)))) > 0 else { continue }
      if waiting[2].revents != 0 { throw .interrupted }
      return (waiting[0].revents != 0, waiting[1].revents != 0)
    }
  }

  /// Whether the command itself has ended, which is not waited for yet.
  private var hasEnded: Bool {
    var info = siginfo_t()
    return waitid(P_PID, id_t(group), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_signo == SIGCHLD
  }

  /// How it ended; one that only closed its output is ended.
  private func wait() -> String {
    var tries = 0
    while !hasEnded {
      guard tries < 100 else {
        end()
        return "it closed its output"
      }
      tries += 1
      usleep(5000)
    }
    kill(-group, SIGKILL)
    var status: Int32 = 0
    waitpid(group, &status, 0)
    group = 0
    let signal = status & 0x7F
    return signal == 0 ? "it ended with status \(status >> 8 & 0xFF)" : "it was ended by signal \(signal)"
  }

  private static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
