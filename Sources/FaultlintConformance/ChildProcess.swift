internal import Glibc

/// A command that reads lines and writes lines.
final class ChildProcess {
  /// Why no line came.
  enum ReadError: Error {
    /// It did not come in time.
    case timeout
    /// The process ended; how.
    case ended(String)
    /// The line is longer than anybody needs.
    case tooLong
  }

  private var process: pid_t = 0
  private var input: Int32 = -1
  private var output: Int32 = -1
  private var pending: [UInt8] = []
  private static let lineLimit = 16 << 20

  /// Starts a command in a shell of its own process group.
  ///
  /// - Returns: nil if the system would not.
  init?(_ command: String) {
    // A process that went away is an error of write(2).
    signal(SIGPIPE, SIG_IGN)
    var toChild: [Int32] = [-1, -1]
    var fromChild: [Int32] = [-1, -1]
    guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else { return nil }
    for descriptor in toChild + fromChild { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
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
    let status = posix_spawn(&process, "/bin/sh", &actions, &attributes, arguments, environ)
    close(toChild[0])
    close(fromChild[1])
    input = toChild[1]
    output = fromChild[0]
    guard status == 0 else {
      process = 0
      return nil
    }
  }

  deinit { end() }

  /// Writes a line.
  func write(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(input, $0.baseAddress, $0.count) }
      if count > 0 {
        written += count
      } else if errno != EINTR {
        // The read that follows says what happened.
        return
      }
    }
  }

  /// Reads a line, for so many milliseconds at most.
  func readLine(within milliseconds: Int) throws(ReadError) -> [UInt8] {
    let deadline = Self.now + milliseconds
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(pending[..<end])
        pending.removeSubrange(...end)
        return line
      }
      guard pending.count < Self.lineLimit else { throw .tooLong }
      let rest = deadline - Self.now
      guard rest > 0 else { throw .timeout }
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, Int32(min(rest, Int(Int32.max)))) > 0 else { continue }
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(output, &buffer, buffer.count)
      if count > 0 {
        pending += buffer[..<count]
      } else if count == 0 || errno != EINTR {
        throw .ended(wait())
      }
    }
  }

  /// Lets it end by itself, for a moment, after its input has ended.
  func finish(within milliseconds: Int) {
    close(input)
    input = -1
    let deadline = Self.now + milliseconds
    var status: Int32 = 0
    while process > 0, Self.now < deadline {
      if waitpid(process, &status, WNOHANG) != 0 { process = 0 } else { usleep(5000) }
    }
    end()
  }

  /// Ends it and what it started.
  func end() {
    if process > 0 {
      kill(-process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
      process = 0
    }
    if input >= 0 { close(input) }
    if output >= 0 { close(output) }
    input = -1
    output = -1
  }

  /// How it ended; one that only closed its output is ended.
  private func wait() -> String {
    var status: Int32 = 0
    var tries = 0
    while tries < 100 {
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process {
        kill(-process, SIGKILL)
        process = 0
        let signal = status & 0x7F
        return signal == 0 ? "it ended with status \(status >> 8 & 0xFF)" : "it was ended by signal \(signal)"
      }
      tries += 1
      usleep(5000)
    }
    end()
    return "it closed its output"
  }

  private static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
