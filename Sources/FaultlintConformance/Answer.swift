internal import Faultlint
internal import FaultlintEngine
internal import FaultlintRules

/// What an implementation says of a message.
public struct Answer: Sendable {
  /// The verdict in the words of ``Verdict``, or `valid` or `invalid` from one that tells no fault from another
  /// message.
  public let verdict: String
  /// What it found.
  public let findings: [ExpectedFinding]
}

/// What an implementation can tell; more than this is not asked of it.
public enum Capability: String, Sendable, CaseIterable {
  /// The ids of the rules that are broken.
  case findings
  /// Findings that are no breach.
  case notes
  /// How bad a finding is.
  case levels
  /// Where it is.
  case lines
  /// Which other rules the same defect breaks.
  case also
}

/// How an answer differs from what is expected.
public struct Difference: Sendable {
  /// The ways there are.
  public enum Kind: String, Sendable, CaseIterable {
    /// Another verdict.
    case verdict
    /// A finding that is not there.
    case missed
    /// A finding that is too much.
    case invented
    /// The right finding on the wrong line.
    case misplaced
    /// The right finding at the wrong level.
    case level
    /// The right finding with other rules beside it.
    case also
  }

  /// Which of them it is.
  public let kind: Kind
  /// What differs, without a full stop.
  public let text: String
}

extension CaseExpectation {
  /// How an answer differs from it, as far as the implementation can tell.
  func differences(from answer: Answer, _ capabilities: Set<Capability>) -> [Difference] {
    var differences: [Difference] = []
    if !accepts(answer.verdict) {
      differences.append(
        Difference(kind: .verdict, text: "the verdict is \(answer.verdict), not \(verdict.rawValue)"))
    }
    guard capabilities.contains(.findings) else { return differences }
    let counted = capabilities.contains(.notes) ? findings : findings.filter { $0.level != .note }
    let optional = capabilities.contains(.notes) ? [] : findings.filter { $0.level == .note }
    var left = answer.findings
    var missed: [ExpectedFinding] = []
    for expected in counted {
      guard let index = left.firstIndex(where: { expected.isSame($0, capabilities) }) else {
        missed.append(expected)
        continue
      }
      differences += expected.remarks(on: left.remove(at: index), capabilities)
    }
    for expected in missed {
      if let index = left.firstIndex(where: { $0.id == expected.id }) {
        let found = left.remove(at: index)
        differences.append(
          Difference(
            kind: .misplaced,
            text: "\(expected.id) is on line \(Self.line(found.line)), not \(Self.line(expected.line))"))
        differences += expected.remarks(on: found, capabilities)
      } else {
        differences.append(Difference(kind: .missed, text: "missing: \(expected)"))
      }
    }
    for found in left where found.level != .note || capabilities.contains(.notes) {
      // Rules that one finding can stand for may also be reported one by one.
      let isPart = (counted + optional).contains {
        ($0.id == found.id || $0.also?.contains(found.id) == true)
          && (!capabilities.contains(.lines) || $0.line == nil || $0.line == found.line)
      }
      if !isPart || (capabilities.contains(.also) && !optional.contains { $0.id == found.id }) {
        differences.append(Difference(kind: .invented, text: "not expected: \(found)"))
      }
    }
    return differences
  }

  private func accepts(_ answer: String) -> Bool {
    switch answer {
    case "valid": verdict == .conforming || verdict == .notAFault
    case "invalid": verdict == .nonconforming || verdict == .unreadable
    default: answer == verdict.rawValue
    }
  }

  private static func line(_ line: Int?) -> String { line.map(String.init) ?? "none" }
}

extension ExpectedFinding: CustomStringConvertible {
  /// Level, id, line and the other rules.
  public var description: String {
    (level.map { "\($0.rawValue) " } ?? "") + id + (line.map { ", line \($0)" } ?? "")
      + (also?.isEmpty == false ? " (also \(also?.joined(separator: ", ") ?? ""))" : "")
  }

  fileprivate func isSame(_ found: ExpectedFinding, _ capabilities: Set<Capability>) -> Bool {
    let isNamed =
      found.id == id || (!capabilities.contains(.also) && also?.contains(found.id) == true)
    return isNamed && (!capabilities.contains(.lines) || line == nil || found.line == line)
  }

  fileprivate func remarks(on found: ExpectedFinding, _ capabilities: Set<Capability>) -> [Difference] {
    var differences: [Difference] = []
    if capabilities.contains(.levels), let level, found.level != level {
      differences.append(
        Difference(
          kind: .level,
          text:
            "\(id) is \(found.level.map { "of level \($0.rawValue)" } ?? "without level"), not \(level.rawValue)"
        ))
    }
    if capabilities.contains(.also), let also, Set(found.also ?? []) != Set(also) {
      differences.append(
        Difference(
          kind: .also,
          text: "beside \(id) stand \(Self.list(found.also ?? [])) under also, not \(Self.list(also))"))
    }
    return differences
  }

  private static func list(_ ids: [String]) -> String {
    ids.isEmpty ? "no rules" : ids.sorted().joined(separator: ", ")
  }
}
