public import FaultlintEngine

/// Counts of payloads by verdict and of findings by level.
public struct Summary: Sendable {
  /// How many payloads there were.
  public private(set) var payloads = 0
  /// How many were ``Verdict/conforming``.
  public private(set) var conforming = 0
  /// How many were ``Verdict/nonconforming``.
  public private(set) var nonconforming = 0
  /// How many were ``Verdict/errorResponse``.
  public private(set) var errorResponses = 0
  /// How many were ``Verdict/notAFault``.
  public private(set) var notAFault = 0
  /// How many were ``Verdict/unreadable``.
  public private(set) var unreadable = 0
  /// How many files in folders were left out because they are no XML.
  package var skipped = 0
  /// How many findings at error level.
  public private(set) var errors = 0
  /// How many findings at warning level.
  public private(set) var warnings = 0
  /// How many findings at note level.
  public private(set) var notes = 0
  /// How many findings are known by a baseline; they are not among the others.
  package private(set) var known = 0
  /// How many findings are suppressed by a configuration; they are not among the others.
  package private(set) var suppressed = 0
  /// Whether the run was ended before everything was checked.
  package var isPartial = false

  /// Nothing counted yet.
  public init() {}

  /// Counts a payload and its findings.
  ///
  /// - Parameter result: The report on the payload.
  public mutating func add(_ result: Report) {
    add(result.verdict)
    for finding in result.findings { add(finding.level) }
    for finding in result.suppressed {
      if finding.kind == .baseline { known += 1 } else { suppressed += 1 }
    }
  }

  /// Counts a payload with this verdict.
  package mutating func add(_ verdict: Verdict) {
    payloads += 1
    switch verdict {
    case .conforming: conforming += 1
    case .nonconforming: nonconforming += 1
    case .errorResponse: errorResponses += 1
    case .notAFault: notAFault += 1
    case .unreadable: unreadable += 1
    }
  }

  /// Counts a finding at this level.
  package mutating func add(_ level: Level) {
    switch level {
    case .error: errors += 1
    case .warning: warnings += 1
    case .note: notes += 1
    }
  }

  /// The counts that follow from results, by their names in JSON.
  package var counts: [(name: String, count: Int)] {
    [
      ("payloads", payloads), ("conforming", conforming), ("nonconforming", nonconforming),
      ("errorResponse", errorResponses), ("notAFault", notAFault), ("unreadable", unreadable),
      ("errors", errors), ("warnings", warnings),
      ("notes", notes),
    ]
  }

  /// Adds the counts of other payloads, as of another part of a run.
  ///
  /// - Parameters:
  ///   - left: The counts to add to.
  ///   - right: The counts to add.
  public static func += (left: inout Summary, right: Summary) {
    left.payloads += right.payloads
    left.conforming += right.conforming
    left.nonconforming += right.nonconforming
    left.errorResponses += right.errorResponses
    left.notAFault += right.notAFault
    left.unreadable += right.unreadable
    left.skipped += right.skipped
    left.errors += right.errors
    left.warnings += right.warnings
    left.notes += right.notes
    left.known += right.known
    left.suppressed += right.suppressed
    left.isPartial = left.isPartial || right.isPartial
  }

  /// The highest level of a finding; nil if there was none.
  public var highestLevel: Level? {
    errors > 0 ? .error : warnings > 0 ? .warning : notes > 0 ? .note : nil
  }
}
