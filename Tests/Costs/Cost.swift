import Foundation

/// What work costs: the processor's time in this thread, and the shortest of several tries, so that a busy machine changes
/// little.
public enum Cost {
  /// How many times as much a second piece of work costs as a first.
  public static func growth(_ small: () -> Void, _ large: () -> Void) -> Double {
    // What is made once is no part of it.
    small()
    large()
    return seconds(large) / max(seconds(small), 1e-5)
  }

  private static func seconds(_ body: () -> Void) -> Double {
    (0..<3).map { _ in
      let start = processorTime
      body()
      return processorTime - start
    }.min() ?? 0
  }

  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
