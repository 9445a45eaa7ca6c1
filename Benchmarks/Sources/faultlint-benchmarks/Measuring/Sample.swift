import Foundation

/// What something took.
struct Sample {
  /// Seconds by the clock on the wall.
  var elapsed = 0.0
  /// Seconds of all processors together: what other programs take of the machine is not in it.
  var processor = 0.0
  /// The exit status; for programs only.
  var status: Int32 = 0

  /// What a program says that it took: its last line is the seconds by the clock and those of all processors.
  ///
  /// - Throws: ``BenchmarkError`` if it says no such thing.
  init(text: String) throws {
    let words = text.split(separator: "\n").last?.split(separator: " ").compactMap { Double($0) } ?? []
    guard words.count == 2 else { throw BenchmarkError("no times in what a peer says: \(text)") }
    (elapsed, processor) = (words[0], words[1])
  }

  init(elapsed: Double = 0, processor: Double = 0, status: Int32 = 0) {
    (self.elapsed, self.processor, self.status) = (elapsed, processor, status)
  }

  /// What several things took, one after the other.
  static func sum(_ samples: [Sample]) -> Sample {
    Sample(
      elapsed: samples.reduce(0) { $0 + $1.elapsed }, processor: samples.reduce(0) { $0 + $1.processor },
      status: samples.map(\.status).max() ?? 0)
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
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
