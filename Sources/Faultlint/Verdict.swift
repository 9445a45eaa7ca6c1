/// What a payload turned out to be.
public enum Verdict: String, Sendable, CaseIterable {
  /// A fault with no finding at error level.
  case conforming
  /// Something with a finding at error level.
  case nonconforming
  /// Not a fault, and nothing wrong at error level.
  case notAFault = "not-a-fault"
  /// The bytes could not be had.
  case unreadable
}
