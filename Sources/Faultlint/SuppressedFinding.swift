internal import FaultlintEngine

/// A finding that is not held against its payload because the project says so.
package struct SuppressedFinding: Sendable {
  /// What was found.
  package let finding: Finding
  /// What says so.
  package let kind: Kind
  /// Why, in the words of the project or of the set of quirks.
  package let reason: String

  /// What suppresses a finding.
  package enum Kind: String, Sendable, CaseIterable {
    /// It is in the baseline: it was there before.
    case baseline
    /// A suppression of the configuration.
    case configuration
    /// A quirk that the configuration accepts.
    case accepted
  }

  /// A finding that is suppressed.
  package init(_ finding: Finding, _ kind: Kind, reason: String) {
    self.finding = finding
    self.kind = kind
    self.reason = reason
  }
}

extension Report {
  /// Takes findings out, and judges the payload by what is left.
  ///
  /// - Parameter suppression: What suppresses a finding, and why; nil for one that stays.
  package mutating func suppress(
    _ suppression: (Finding) -> (kind: SuppressedFinding.Kind, reason: String)?
  ) {
    var kept: [Finding] = []
    for finding in findings {
      if let (kind, reason) = suppression(finding) {
        suppressed.append(SuppressedFinding(finding, kind, reason: reason))
      } else {
        kept.append(finding)
      }
    }
    guard kept.count < findings.count else { return }
    findings = kept
    settleVerdict()
  }

  /// Gives the verdict that findings, fault and errors make. A payload that could not be had keeps its own.
  mutating func settleVerdict() {
    guard error == nil else { return }
    verdict =
      findings.contains { $0.level == .error }
      ? .nonconforming : fault != nil ? .conforming : errors.isEmpty ? .notAFault : .errorResponse
  }
}
