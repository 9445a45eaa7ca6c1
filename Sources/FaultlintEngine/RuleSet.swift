/// Rules that can be found by their id.
public struct RuleSet: Sendable {
  /// The rules in their order.
  public let rules: [Rule]
  private let byID: [String: Rule]

  /// A set.
  ///
  /// - Precondition: No two rules have one id.
  package init(_ rules: [Rule]) {
    self.rules = rules
    byID = Dictionary(rules.map { ($0.id, $0) }) { first, _ in
      preconditionFailure("two rules are called \(first.id)")
    }
  }

  /// The rule with an id; nil if there is none.
  ///
  /// - Parameter id: The id, as in `BP-R1004`. Case counts.
  public subscript(id: String) -> Rule? {
    // No id has other characters, and to compare those takes time that is quadratic in the marks on one letter.
    id.utf8.allSatisfy { $0 < 0x80 } ? byID[id] : nil
  }
}
