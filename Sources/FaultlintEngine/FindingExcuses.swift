internal import FaultlintModel

/// Tells which findings in a message the profiles excuse.
struct FindingExcuses {
  private let excuses: [String: [Excuse]]
  private let evaluator: (any ExpressionEvaluator)?
  private let message: Message

  /// The excuses of the selected profiles by rule; nil if there are none.
  init?(_ excuses: [String: [Excuse]], _ evaluator: (any ExpressionEvaluator)?, _ message: Message) {
    if excuses.isEmpty { return nil }
    self.excuses = excuses
    self.evaluator = evaluator
    self.message = message
  }

  /// Why what a rule found at a place is excused; nil if it is not.
  func reason(for rule: String, at place: Place) -> String? {
    excuses[rule]?.first { excuse in
      guard let condition = excuse.condition else { return true }
      // A condition that cannot be evaluated excuses nothing.
      return (try? evaluator?.holds(condition, at: place, in: message)) ?? false
    }?.reason
  }
}
