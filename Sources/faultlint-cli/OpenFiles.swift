internal import Glibc

/// How many files the process may have open, and what each part of a run gets of them: where there are few, a run has
/// fewer workers, or says that it cannot be done, and does not find out halfway.
struct OpenFiles {
  /// How many workers may read at once.
  let workers: Int
  /// How many files a worker may be handed open at a time.
  let each: Int

  /// What a run has open besides its reports: both ends of the pipe that wakes it; and of its input a capture that is
  /// being cut, the file that is looked at, the folder that is being listed, and a list of paths.
  private static let reserved = 6
  /// How far open files are looked for. Few processes are handed more.
  private static let probed = 64

  /// Shares out what may be open, before anything is; nil if there is not enough for one worker.
  ///
  /// - Parameters:
  ///   - workers: How many workers there would be.
  ///   - reports: How many reports are written.
  init?(for workers: Int, reports: Int) {
    var limit = rlimit()
    let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
    let most = isKnown ? Int(min(limit.rlim_cur, 1 << 20)) : 256
    let used = (0..<Int32(min(most, Self.probed))).count { fcntl($0, F_GETFD) >= 0 }
    let free = most - used - Self.reserved - reports
    guard free > 0 else { return nil }
    self.workers = min(workers, free)
    each = min(free / self.workers, InputQueue.handful)
  }
}
