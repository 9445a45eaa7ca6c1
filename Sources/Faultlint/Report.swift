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
  /// Why the payload could not be had, if it is ``Verdict/unreadable``.
  public package(set) var error: String?
  /// The rules it was judged by; nil if it was not judged by any.
  package var judged: JudgedRules?
  /// Whether there is a fault, though this was read back from a report that has no more than its main facts.
  package var hadFault = false
  /// What no report is to show again; nil if there is nothing.
  package var disclosed: Disclosed?
  /// The payload as it was read, for excerpts; nil if it was not read.
  package var document: ParsedDocument?

  /// A report without findings.
  package init(source: Source, verdict: Verdict) {
    self.source = source
    self.verdict = verdict
  }

  /// A report on a payload that could not be had.
  package init(source: Source, error: String) {
    self.init(source: source, verdict: .unreadable)
    self.error = error
  }

  /// The rules that could not be run because a fact about the exchange is not known, and which. What has nothing to do
  /// with the payload (rules on HTTP where nothing says that it came over HTTP) is left out.
  public var notRun: [NotRun] { judged?.notRun ?? [] }

  /// What became of each rule of the profiles, in the order they run: what a claim of conformance rests on. Empty if the
  /// payload is not a SOAP message. Rules that are run only when asked for, and were not, are not among them.
  public var outcomes: [(rule: Rule, outcome: Outcome)] {
    judged?.outcomes(found: findings.map { ([$0.rule.id] + $0.also, $0.level) }, hasFault: fault != nil) ?? []
  }

  /// Whether there is a fault.
  package var hasFault: Bool { fault != nil || hadFault }

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
  private let selected: SelectedRules?
  private let facts: FactSet

  /// Rules of a selection, and what is known.
  init(_ selected: SelectedRules, notRun: [NotRun], facts: FactSet) {
    self.selected = selected
    self.notRun = notRun
    self.facts = facts
  }

  /// What a report says of them.
  package init(notRun: [NotRun]) {
    self.notRun = notRun
    selected = nil
    facts = FactSet(ExchangeFacts())
  }

  func outcomes(found: [(rules: [String], level: Level)], hasFault: Bool) -> [(rule: Rule, outcome: Outcome)]
  {
    selected?.outcomes(found: found, hasFault: hasFault, facts: facts) ?? []
  }
}
