/// What became of one rule for one message.
public enum Outcome: Sendable, Equatable {
  /// It had something to look at and found no breach.
  case passed
  /// It was broken; the findings say how.
  case violated
  /// The message has nothing it is about.
  case notApplicable
  /// A fact it needs is not known; the reason says which, in a sentence without a full stop.
  case notRun(reason: String)
}
