internal import Glibc

/// How many files the process may have open, and what each part of a run gets of them: where there are few, a run has
/// fewer workers, or says that it cannot be done, and does not find out halfway.
struct OpenFiles {
  /// How many workers may read at once.
  let workers: Int
  /// How many folders that are in one another are kept open while they are walked.
  let folders: Int

  /// What a run has open besides its reports: both ends of the pipe that wakes it; and of its input a capture that is
  /// being cut, the file that is looked at, the folder that is being listed, and a list of paths.
  private static let reserved = 6
  /// As many folders are kept open as it takes for nearly all files to be opened by their names.
  private static let folders = 8
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
    // Where there is plenty, nobody has to know how many are taken.
    let used =
      most > 2 * Self.probed
      ? Self.probed : (0..<Int32(min(most, Self.probed))).count { fcntl($0, F_GETFD) >= 0 }
    let free = most - used - Self.reserved - reports
    guard free > 0 else { return nil }
    self.workers = min(workers, free)
    // A worker may be about to open the last files of a folder that is walked no more.
    folders = max(0, min(Self.folders, free - 2 * self.workers))
  }
}
