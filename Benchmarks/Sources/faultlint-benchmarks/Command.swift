import Foundation

/// A program that is run and timed as a whole, from the fork to the last exit.
struct Command {
  /// The program and its arguments, for each process; those of one command run side by side.
  let processes: [[String]]
  /// Where standard error goes.
  let errors: String

  init(_ arguments: [String], errors: String = "/dev/null") {
    self.init(processes: [arguments], errors: errors)
  }

  init(processes: [[String]], errors: String = "/dev/null") {
    self.processes = processes
    self.errors = errors
  }

  /// Runs it.
  ///
  /// - Returns: The time it took.
  /// - Throws: ``Trouble`` if a process could not be started or was killed. An exit status is not looked at:
  ///   findings and invalid files are what is being measured.
  func run() throws -> Sample {
    let start = Clock.elapsed
    var sample = Sample()
    for child in try processes.map(spawn) {
      var status: Int32 = 0
      var usage = rusage()
      while wait4(child, &status, 0, &usage) < 0, errno == EINTR {}
      guard status & 0x7F == 0, status >> 8 & 0xFF != 127 else {
        throw Trouble("\(processes[0][0]) did not end by itself (wait status \(status))")
      }
      for time in [usage.ru_utime, usage.ru_stime] {
        sample.processor += Double(time.tv_sec) + Double(time.tv_usec) / 1e6
      }
    }
    sample.elapsed = Clock.elapsed - start
    return sample
  }

  private func spawn(_ arguments: [String]) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    var list: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for argument in list { free(argument) } }
    var child = pid_t()
    let code = posix_spawnp(&child, arguments[0], &actions, nil, &list, environ)
    guard code == 0 else { throw Trouble("\(arguments[0]): \(String(cString: strerror(code)))") }
    return child
  }
}

/// What something took, in seconds.
struct Sample {
  /// By the clock on the wall.
  var elapsed = 0.0
  /// Of all processors together: what other programs take of the machine is not in it.
  var processor = 0.0

  /// What several things took, one after the other.
  static func sum(_ samples: [Sample]) -> Sample {
    Sample(
      elapsed: samples.reduce(0) { $0 + $1.elapsed }, processor: samples.reduce(0) { $0 + $1.processor })
  }
}

enum Clock {
  static var elapsed: Double { read(CLOCK_MONOTONIC) }

  /// What `body` takes in this process.
  static func time(_ body: () -> Void) -> Sample {
    let start = Sample(elapsed: elapsed, processor: read(CLOCK_PROCESS_CPUTIME_ID))
    body()
    return Sample(
      elapsed: elapsed - start.elapsed, processor: read(CLOCK_PROCESS_CPUTIME_ID) - start.processor)
  }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// What keeps a benchmark from being run.
struct Trouble: Error {
  let message: String

  init(_ message: String) { self.message = message }
}
