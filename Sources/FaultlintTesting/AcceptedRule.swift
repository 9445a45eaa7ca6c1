/// A rule that a payload is known to break, and why that is accepted. An assertion fails when the payload breaks it no
/// longer, so that no list of exceptions outlives its reason.
public struct AcceptedRule: Sendable {
  /// The id of the rule, such as `SOAP11-detail-missing`.
  public let id: String
  /// Why the breach is accepted.
  public let reason: String

  /// Accepts a rule.
  ///
  /// - Parameters:
  ///   - id: The id of the rule that leads the finding.
  ///   - reason: Why; a blank one fails the assertion.
  /// - Returns: The exception.
  public static func rule(_ id: String, because reason: String) -> AcceptedRule {
    AcceptedRule(id: id, reason: reason)
  }
}
