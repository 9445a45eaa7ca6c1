internal import Faultlint
internal import FaultlintReports
internal import FaultlintText
internal import Glibc

/// A line on standard error that says how far a long run is. Only its user's lock keeps it from two threads at once.
final class Progress {
  private let start = Progress.now
  private let width: Int
  private var isShown = false
  private var hasEnded = false

  /// The line; nil if standard error is no terminal that can take lines back.
  init?() {
    guard isatty(STDERR_FILENO) == 1, getenv("TERM").map({ String(cString: $0) != "dumb" }) ?? false else {
      return nil
    }
    var size = winsize()
    let hasSize = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    width = min(Terminal.statedColumns ?? (hasSize ? Int(size.ws_col) : 80), 80)
  }

  /// Shows the line, once the run has taken a second.
  ///
  /// - Parameters:
  ///   - summary: The counts so far.
  ///   - fraction: How much of everything is done, from 0 to 1; nil if that is not known.
  func show(_ summary: Summary, _ fraction: Double?) {
    let seconds = Self.now - start
    guard seconds >= 1, !hasEnded else { return }
    put("\r\u{1B}[K" + Self.line(summary, fraction, seconds: seconds, width: width - 1))
    isShown = true
  }

  /// Takes the line away, so that something else can be written.
  func hide() {
    guard isShown else { return }
    put("\r\u{1B}[K")
    isShown = false
  }

  /// Takes the line away for good.
  func end() {
    hide()
    hasEnded = true
  }

  /// What it says: the more somebody waits for it, the further to the left it is. What there is no room for is left out.
  static func line(_ summary: Summary, _ fraction: Double?, seconds: Double, width: Int) -> String {
    var parts: [String] = []
    if let fraction {
      parts.append("\(Int(fraction * 100)) %")
      if fraction > 0.02 { parts.append("\(duration(seconds * (1 - fraction) / fraction)) left") }
    }
    parts.append("\(summary.payloads) payloads")
    if summary.nonconforming > 0 { parts.append("\(summary.nonconforming) nonconforming") }
    if summary.unreadable > 0 { parts.append("\(summary.unreadable) unreadable") }
    if seconds > 0 { parts.append("\(Int(Double(summary.payloads) / seconds))/s") }
    let others = [
      (summary.conforming, "conforming"), (summary.errorResponses, "error responses"),
      (summary.notAFault, "not a fault"),
    ]
    for (count, word) in others where count > 0 { parts.append("\(count) \(word)") }
    var line = ""
    for part in parts {
      let longer = line.isEmpty ? part : "\(line), \(part)"
      guard longer.count <= width else { break }
      line = longer
    }
    return line
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  private func put(_ text: String) {
    var stream = StandardStream(descriptor: STDERR_FILENO)
    _ = stream.write(Array(text.utf8))
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// Calls a function five times a second until it is stopped, on a thread of its own.
final class Ticker: @unchecked Sendable {
  private let monitor = Monitor()
  private var isStopped = false
  private let body: @Sendable () -> Void
  private var thread = pthread_t()

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
    let me = Unmanaged.passRetained(self).toOpaque()
    pthread_create(
      &thread, nil,
      { pointer in
        guard let pointer else { return nil }
        Unmanaged<Ticker>.fromOpaque(pointer).takeRetainedValue().run()
        return nil
      }, me)
    pthread_detach(thread)
  }

  func stop() { monitor.withLock { isStopped = true } }

  private func run() {
    while true {
      usleep(200_000)
      if monitor.withLock({ isStopped }) { return }
      body()
    }
  }
}
