import Foundation

/// How busy other programs keep the machine while something is measured.
struct Busyness {
  private let start = Clock.elapsed
  private let startOwn = Busyness.own
  private let startAll = Busyness.all
  /// How many threads wanted a processor in the minute before.
  private let loadBefore = Busyness.load

  /// Says so beforehand if the machine is not idle: then only processor times can be compared.
  func warn() {
    guard loadBefore > 0.5 else { return }
    Main.complain(
      "the machine is busy (load \(Results.text(loadBefore, 1)) on \(Self.processors) processors): "
        + "what is measured by the clock says little, and nothing on two workers")
  }

  /// What it was, up to now.
  var facts: [(name: String, value: String)] {
    var facts = [
      (
        "load of the machine",
        "\(Results.text(loadBefore, 1)) before and \(Results.text(Self.load, 1)) after; little over 2 after where nothing else runs"
      )
    ]
    if let startAll, let all = Self.all {
      let others = max(0, (all - startAll) - (Self.own - startOwn))
      let share = others / ((Clock.elapsed - start) * Double(Self.processors))
      facts.append(
        ("taken by other programs", "\(Results.text(100 * share, 1)) % of the time of all processors"))
    }
    return facts
  }

  private static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

  private static var load: Double {
    var averages = [0.0]
    return getloadavg(&averages, 1) == 1 ? averages[0] : 0
  }

  /// Seconds of processor time of this program and those that it ran.
  private static var own: Double {
    var own = rusage()
    var children = rusage()
    getrusage(Self.whole(RUSAGE_SELF), &own)
    getrusage(Self.whole(RUSAGE_CHILDREN), &children)
    return [own.ru_utime, own.ru_stime, children.ru_utime, children.ru_stime].reduce(0) {
      $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
    }
  }

  #if canImport(Darwin)
    private static func whole(_ who: Int32) -> Int32 { who }
  #else
    private static func whole(_ who: __rusage_who) -> Int32 { Int32(who.rawValue) }
  #endif

  /// Seconds of processor time of all programs since the machine started; nil where the system does not say.
  private static var all: Double? {
    guard let text = try? String(contentsOfFile: "/proc/stat", encoding: .utf8),
      let line = text.split(separator: "\n").first, line.hasPrefix("cpu ")
    else { return nil }
    // User, nice, system, idle, waiting, interrupts of two kinds.
    let ticks = line.split(separator: " ").dropFirst().prefix(7).compactMap { Double($0) }
    guard ticks.count == 7 else { return nil }
    return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
}
