import Foundation

/// A program that is run and timed as a whole, from the start to the exit.
struct Command {
  /// The program and its arguments.
  let arguments: [String]
  /// What it reads on standard input; nothing unless told.
  var input = Input.file("/dev/null")
  /// The files that standard output and standard error go to.
  var output = "/dev/null"
  var errors = "/dev/null"
  /// A file that it writes, which is not to be there before: one that takes the place of another is put onto the disk by
  /// some file systems (ext4) while the program waits.
  var written: String?

  init(_ arguments: [String]) { self.arguments = arguments }

  enum Input {
    case file(String)
    /// The same bytes several times over, through a pipe.
    case repeated(Data, times: Int)
  }

  /// Runs it.
  ///
  /// - Returns: What it took, with that of the processes it waited for.
  /// - Throws: ``BenchmarkError`` if it could not be started or was killed. The exit status is only handed on: findings and
  ///   invalid files are what is being measured.
  func run() throws -> Sample {
    if let written { unlink(written) }
    let start = Clock.elapsed
    let child = try spawn()
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) < 0, errno == EINTR {}
    guard status & 0x7F == 0, status >> 8 & 0xFF != 127 else {
      throw BenchmarkError("\(arguments[0]) did not end by itself (wait status \(status))")
    }
    var sample = Sample(elapsed: Clock.elapsed - start)
    for time in [usage.ru_utime, usage.ru_stime] {
      sample.processor += Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
    sample.status = status >> 8 & 0xFF
    return sample
  }

  /// Runs it, and says what it wrote to standard output.
  func text() throws -> String {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    var command = self
    command.output = file.path
    _ = try command.run()
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  private func spawn() throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var pipe: (end: Int32, start: Int32)?
    switch input {
    case .file(let path): posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, path, O_RDONLY, 0)
    case .repeated:
      let opened = try Self.makePipe()
      posix_spawn_file_actions_adddup2(&actions, opened.end, STDIN_FILENO)
      pipe = opened
    }
    for (descriptor, path) in [(STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
      posix_spawn_file_actions_addopen(&actions, descriptor, path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    }
    var list: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for argument in list { free(argument) } }
    var child = pid_t()
    let code = posix_spawnp(&child, arguments[0], &actions, nil, &list, environ)
    if let pipe { close(pipe.end) }
    guard code == 0 else {
      if let pipe { close(pipe.start) }
      throw BenchmarkError("\(arguments[0]): \(String(cString: strerror(code)))")
    }
    if case .repeated(let data, let times) = input, let pipe {
      Self.feed(data, times, to: pipe.start)
      close(pipe.start)
    }
    return child
  }

  /// A pipe that a program started here does not inherit but by intent.
  private static func makePipe() throws -> (end: Int32, start: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw BenchmarkError("pipe: \(String(cString: strerror(errno)))") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Writes until all is written or nobody reads any more.
  private static func feed(_ data: Data, _ times: Int, to descriptor: Int32) {
    signal(SIGPIPE, SIG_IGN)
    data.withUnsafeBytes { bytes in
      for _ in 0..<times {
        var rest = bytes[...]
        while !rest.isEmpty {
          let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { return }
          rest = rest.dropFirst(count)
        }
      }
    }
  }
}
