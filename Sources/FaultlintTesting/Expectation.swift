internal import Faultlint
internal import FaultlintModel

/// One call of one of the functions: a checked payload, and where to complain of it.
struct Expectation {
  let payload: CheckedPayload
  let caller: Caller
  let attachReport: Bool

  var report: Report { payload.report }

  init(_ payload: some FaultPayload, _ conditions: Conditions, _ caller: Caller, attachReport: Bool) {
    self.payload = CheckedPayload(payload, conditions)
    self.caller = caller
    self.attachReport = attachReport
  }

  /// Whether it is the empty body of a response that reports success, as a one-way operation has it.
  var isEmptySuccess: Bool {
    guard report.error == nil, payload.received.bytes.isEmpty, let status = payload.exchange.status else {
      return false
    }
    return (200..<300).contains(status)
  }

  /// Records a failure.
  func fail(_ text: FailureText) {
    var text = text
    ReportAttachment.add(report, ifAskedFor: attachReport, to: &text, caller)
    caller.fail(text.text)
  }

  /// The line that says what was expected and what came.
  func verdict(_ expected: String, _ counted: [Finding]) -> String {
    let counts = payload.counts(of: counted)
    let profiles = report.profiles.isEmpty ? "" : " (profile \(report.profiles.joined(separator: ", ")))"
    return
      "Expected \(expected), received \(payload.summary)\(counts.isEmpty ? "" : " with \(counts)")\(profiles)"
  }

  /// Fails if the payload is not of the right kind, breaks a rule that is not accepted, or keeps one that is.
  ///
  /// - Parameters:
  ///   - expected: What is expected, for the failure.
  ///   - accepted: The rules that may be broken.
  ///   - level: The lowest level of finding that counts.
  ///   - isOfKind: Whether the payload is of the right kind.
  func expectConforming(
    _ expected: String, _ accepted: [AcceptedRule], _ level: Level, _ isOfKind: (Report) -> Bool
  ) {
    let exceptions = Exceptions(accepted, in: report)
    let failing = report.findings.filter { $0.level >= level && !exceptions.covers($0) }
    let isRightKind = isOfKind(report)
    // What is not a fault at all keeps the rules on faults; that is not what the exceptions are about.
    let problems = isRightKind ? exceptions.problems : []
    guard !isRightKind || !failing.isEmpty || !problems.isEmpty else { return }
    let onlyExceptions = isRightKind && failing.isEmpty
    var text = FailureText(
      onlyExceptions
        ? "Expected \(expected) with \(accepted.count == 1 ? "an exception that is" : "exceptions that are") needed"
        : verdict(expected, failing))
    text.add(received: payload)
    for problem in problems { text.add(problem) }
    text.add(failing, of: payload)
    text.add(inBrief: report.findings.filter(exceptions.covers), "accepted")
    text.add(
      inBrief: report.findings.filter { $0.level < level && !exceptions.covers($0) },
      "not counted, below \(level.rawValue)")
    fail(text)
  }
}
