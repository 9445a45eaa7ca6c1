package import FaultlintCaptures
public import FaultlintEngine
public import FaultlintModel
package import FaultlintRules
package import FaultlintXMLTree

/// What a check answers about one payload.
public struct Report: Sendable {
  /// Where the payload came from.
  public package(set) var source: Source
  /// What it turned out to be.
  public package(set) var verdict: Verdict
  /// The version of SOAP; nil if it is not a SOAP message.
  public package(set) var soapVersion: SOAPVersion?
  /// The names of the profiles it was judged by.
  public package(set) var profiles: [String] = []
  /// What it is, where it is not a SOAP message: `HTML page "502 Bad Gateway"`, `JSON`.
  public package(set) var content: String?
  /// The first fault, whole; nil if there is none.
  public package(set) var fault: Fault?
  /// What was found, in document order.
  public package(set) var findings: [Finding] = []
  /// What was found and is not held against the message, because a profile takes it for its vendor's own way.
  public package(set) var excused: [Finding] = []
  /// What was found and is not held against the message, because the project says so.
  package var suppressed: [SuppressedFinding] = []
  /// The codes of the vendor that the fault has, and what they mean; empty if no profile of a vendor was used.
  public package(set) var codes: [FaultCodeMeaning] = []
  /// What an answer that is no fault says that failed; empty for a fault, and where no profile of a vendor knows the answer.
  public package(set) var errors: [ReportedError] = []
  /// Why the payload could not be had, if it is ``Verdict/unreadable``.
  public package(set) var error: String?
  /// What keeps the payload from being had that whoever checks can change; nil if nothing does.
  package var errorCause: ErrorCause?
  /// Whether what could not be had is the rest of a capture, or all of it, and not one payload.
  package var endsCapture = false
  /// What is known of the HTTP exchange that the payload came in.
  package var exchange: ReportedExchange?
  /// What whoever reads the report can do besides mending breaches.
  package var advice: Advice?
  /// The rules it was judged by; nil if it was not judged by any.
  package var judged: JudgedRules?
  /// What the fault says, where this was read back from a report, so that ``fault`` is not at hand.
  package var headline: FaultHeadline?
  /// What no report is to show again; nil if there is nothing.
  package var disclosed: Disclosed?
  /// The payload as it was read, for excerpts; nil if it was not read.
  package var document: ParsedDocument?

  /// A report without findings.
  package init(source: Source, verdict: Verdict) {
    self.source = source
    self.verdict = verdict
  }

  /// A report on a payload, or a capture, that could not be had.
  package init(source: Source, error: String) {
    self.init(source: source, verdict: .unreadable)
    self.error = error
  }

  /// A report on a payload, or a capture, that could not be had.
  package init(source: Source, error: CaptureError) {
    self.init(source: source, error: error.message)
    errorCause =
      switch error.cause {
      case .entryBytes: .entryBytes
      case .fields: .fields
      case nil: nil
      }
  }

  /// What whoever checks can change so that a payload can be had.
  package enum ErrorCause: Sendable {
    /// How many bytes it may have.
    case entryBytes
    /// Where it is looked for in a record.
    case fields
  }

  /// The rules that could not be run because a fact about the exchange is not known, and which. What has nothing to do
  /// with the payload (rules on HTTP where nothing says that it came over HTTP) is left out.
  public var notRun: [NotRun] { judged?.notRun ?? [] }

  /// What became of each rule of the profiles, in the order they run: what a claim of conformance rests on. Empty if the
  /// payload is not a SOAP message. Rules that are run only when asked for, and were not, are not among them.
  public var outcomes: [(rule: Rule, outcome: Outcome)] {
    judged?.outcomes(
      found: (findings + suppressed.map(\.finding)).map { ([$0.rule.id] + $0.also, $0.level) },
      hasFault: fault != nil) ?? []
  }

  /// Whether there is a fault.
  package var hasFault: Bool { fault != nil || headline != nil }

  /// Whether a fault was found and nothing at error level.
  public var isConforming: Bool { verdict == .conforming }

  /// Where in the capture a finding is.
  package func capturePlace(of finding: Finding) -> CapturePlace {
    if let place = finding.capturePlace { return place }
    guard source.isVerbatim else { return CapturePlace(line: source.line, column: nil) }
    let column = finding.line == 1 ? source.column + finding.column - 1 : finding.column
    return CapturePlace(line: source.line + finding.line - 1, column: column)
  }
}

/// The rules that payloads of which the same is known were judged by: most of a run share one.
package final class JudgedRules: Sendable {
  /// The rules that could not be run.
  package let notRun: [NotRun]
  private let selected: SelectedRules
  private let facts: FactSet

  /// Rules of a selection, and what is known.
  init(_ selected: SelectedRules, notRun: [NotRun], facts: FactSet) {
    self.selected = selected
    self.notRun = notRun
    self.facts = facts
  }

  func outcomes(found: [(rules: [String], level: Level)], hasFault: Bool) -> [(rule: Rule, outcome: Outcome)]
  {
    selected.outcomes(found: found, hasFault: hasFault, facts: facts)
  }
}
