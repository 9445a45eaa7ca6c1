/// What became of one rule for one message.
public enum Outcome: Sendable, Equatable {
  /// It had something to look at and found no breach.
  case passed
  /// It was broken; the findings say how.
  case violated
  /// The message has nothing it is about.
  case notApplicable
  /// A fact it needs is not known.
  case notRun(reason: String)
}
