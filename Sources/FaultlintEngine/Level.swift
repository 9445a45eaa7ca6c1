/// How bad a finding is. The raw value is its name in reports.
public enum Level: String, Sendable, Comparable, CaseIterable {
  /// Worth knowing; no breach.
  case note
  /// A SHOULD is not kept.
  case warning
  /// A MUST is broken.
  case error

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }

  /// The less bad one is the smaller.
  public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
}
