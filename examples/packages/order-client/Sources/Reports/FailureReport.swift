import Orders

/// What went wrong in a day, for people.
public struct FailureReport: Sendable {
  private var refused = 0
  private var failed = 0

  /// A report on nothing.
  public init() {}

  /// Counts an error.
  public mutating func add(_ error: OrderError) {
    switch error {
    case .refused: refused += 1
    case .failed, .notSOAP: failed += 1
    }
  }

  /// The report on a line.
  public var text: String { "\(refused) refused, \(failed) failed" }
}
