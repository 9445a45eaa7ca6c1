public import Faultlint

/// Expects a payload to break certain rules: for tests of what is broken on purpose.
///
/// ```swift
/// expectFault(body, violates: ["BP-R1000"], exactly: true)
/// ```
///
/// - Parameters:
///   - payload: A text, bytes, `Data`, ``FaultPayload/file(_:beside:)``, ``FaultPayload/response(_:body:request:)``, or a
///     ``FaultFixture``. It need not be a fault: a rule may say that it should have been one.
///   - ids: The ids of the rules. Each must lead a finding, at whatever level, or stand under `also` of one. One that is
///     off unless asked for is run.
///   - exactly: Whether it must break no other: every finding that is more than a note must be by one of these.
///   - profile: What to judge by. Without this and `profiles` it is chosen by the message.
///   - profiles: Further profiles to judge by.
///   - status: The status of the HTTP response; nil if it is not known, or the payload knows it.
///   - headers: All header fields of the HTTP response; nil if they are not known, or the payload knows them.
///   - exchange: What is known besides.
///   - linter: What to judge with in place of one for the profiles.
///   - attachReport: Whether a failure comes with the report as JSON.
///   - fileID: Where a failure stands: the module and file.
///   - filePath: The path of the file.
///   - line: The line.
///   - column: The column.
/// - Returns: The report.
@discardableResult
public func expectFault(
  _ payload: some FaultPayload, violates ids: [String], exactly: Bool = false, profile: Profile? = nil,
  profiles: [Profile] = [], status: Int? = nil, headers: Exchange.Headers? = nil,
  in exchange: Exchange = Exchange(),
  linter: Linter? = nil, attachReport: Bool = false, fileID: StaticString = #fileID,
  filePath: StaticString = #filePath, line: UInt = #line, column: UInt = #column
) -> Report {
  var conditions = Conditions(profile, profiles, status, headers, exchange, linter)
  conditions.enabledRules = Set(ids.filter { RuleSet.builtIn[$0]?.isOptIn ?? false })
  let expectation = Expectation(
    payload, conditions, Caller(fileID: fileID, filePath: filePath, line: line, column: column),
    attachReport: attachReport)
  expectation.expectViolations(ids, exactly: exactly)
  return expectation.report
}

extension Expectation {
  func expectViolations(_ ids: [String], exactly: Bool) {
    let found = Set(report.findings.flatMap { [$0.rule.id] + $0.also })
    let missing = ids.filter { !found.contains($0) }
    let others =
      exactly
      ? report.findings.filter { finding in
        finding.level > .note && !ids.contains(finding.rule.id) && !finding.also.contains(where: ids.contains)
      } : []
    guard !missing.isEmpty || !others.isEmpty || ids.isEmpty else { return }
    let expected = ids.isEmpty ? "no rule" : ids.joined(separator: ", ")
    var text = FailureText(
      verdict("a payload that breaks \(exactly ? "exactly " : "")\(expected)", report.findings))
    text.add(received: payload)
    if ids.isEmpty { text.add("name at least one rule, or use expectConformingFault or expectNoFault") }
    for id in missing { text.add("not broken: \(reason(for: id))") }
    if others.isEmpty {
      text.add(inBrief: report.findings, "broken")
    } else {
      text.add("broken, but not expected:")
      text.add(others, of: payload)
    }
    fail(text)
  }

  /// Why a rule has no finding, as far as can be told.
  private func reason(for id: String) -> String {
    guard let rule = RuleSet.builtIn[id] else { return RuleNames.unknown(id) }
    if !rule.isReported { return "\(id), which never has a finding of its own" }
    if let item = report.notRun.first(where: { $0.rule === rule }) {
      return "\(id), which was not run: \(item.reason)"
    }
    let profiles = report.profiles.compactMap(Profile.named)
    if profiles.count == report.profiles.count, !profiles.isEmpty,
      !profiles.contains(where: { $0.level(of: rule) != nil })
    {
      let having = Profile.all.filter { $0.level(of: rule) != nil }.map(\.name)
      let names = profiles.map(\.name).joined(separator: ", ")
      return "\(id), which is not in \(names)"
        + (having.isEmpty ? "" : " but in \(having.joined(separator: ", "))")
    }
    return "\(id) (\(rule.title))"
  }
}
