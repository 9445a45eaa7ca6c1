/// What somebody can do who gets a report that is not about a breach.
package enum Advice: Sendable, Equatable, Hashable {
  /// What to give instead, in a sentence.
  case give(String)
  /// To judge by another profile, because the message does not claim the one it was judged by.
  case profile(String, because: String)

  /// It as a sentence.
  package var text: String {
    switch self {
    case .give(let text): text
    case .profile(let name, let reason):
      "\(reason), so it does not claim the Basic Profile: the profile \(name) judges it by SOAP alone."
    }
  }
}
