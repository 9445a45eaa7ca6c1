/// What a payload turned out to be. The raw value is its name in reports.
public enum Verdict: String, Sendable, CaseIterable {
  /// A fault with no finding at error level.
  case conforming
  /// Something with a finding at error level, a fault or not.
  case nonconforming
  /// Not a fault, but an answer that says, in the documented way of its vendor, that something failed; and nothing wrong at
  /// error level.
  case errorResponse = "error-response"
  /// Not a fault (an ordinary message, or no SOAP at all), and nothing wrong at error level.
  case notAFault = "not-a-fault"
  /// The bytes could not be had: a capture is cut off, or its coding is not known.
  case unreadable
}
