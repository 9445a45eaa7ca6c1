package import FaultlintModel
package import FaultlintXMLTree

/// Runs the rules of profiles on messages, one after the other. One is to be kept per worker; it keeps nothing of a
/// message.
public final class RuleRunner {
  /// What it runs.
  package let selected: SelectedRules
  private let standing: StandingRules
  /// What evaluates the rules that are written in XPath, and the conditions of excuses.
  private let evaluator: (any ExpressionEvaluator)?
  /// What was sorted out so far: hardly ever more than a few.
  private var checks: [(facts: FactSet, checks: RunnableChecks)] = []

  /// A runner for messages of the version the profiles are for.
  ///
  /// - Parameters:
  ///   - profiles: What to judge by. A rule that is in several counts at its highest level.
  ///   - adjustments: What the caller changes about their rules.
  ///   - standing: The rules for what is found before rules of profiles run.
  ///   - evaluator: What evaluates rules in XPath; nil if the profiles have none.
  package init(
    profiles: [Profile], adjustments: Adjustments, standing: StandingRules,
    evaluator: (any ExpressionEvaluator)? = nil
  ) {
    selected = SelectedRules(profiles: profiles, adjustments)
    self.standing = standing
    self.evaluator = evaluator
  }

  /// The rules it goes by.
  public var rules: [Rule] { selected.entries.map(\.rule) }

  /// Runs the rules on a message.
  ///
  /// - Parameters:
  ///   - message: The message.
  ///   - envelope: Its envelope.
  ///   - violations: What the schemas object to in it.
  ///   - exchange: What is known besides.
  ///   - facts: Which facts that are.
  /// - Returns: Each defect once, in document order.
  package func defects(
    in message: Message, _ envelope: Envelope, schema violations: [SchemaViolation], exchange: ExchangeFacts,
    _ facts: FactSet
  ) -> [Defect] {
    let checks = checks(facts)
    var findings = FindingCollector(exchange: exchange)
    checks.onMessages.forEachHeld { step in
      findings.rule = step.rule
      step.check(message, &findings)
    }
    checks.onEnvelopes.forEachHeld { step in
      findings.rule = step.rule
      step.check(envelope, &findings)
    }
    // Nearly always there is one Fault; to fetch it for each rule would count references for each.
    for fault in envelope.faults11 {
      checks.onFaults11.forEachHeld { step in
        findings.rule = step.rule
        step.check(fault, &findings)
      }
    }
    for fault in envelope.faults12 {
      checks.onFaults12.forEachHeld { step in
        findings.rule = step.rule
        step.check(fault, &findings)
      }
    }
    judge(exchange.http, of: message, by: checks, &findings)
    var limits: [Defect] = []
    if !checks.onDocuments.isEmpty { limits = evaluate(checks.onDocuments, in: message, &findings) }
    let objections =
      selected.schema == nil || violations.isEmpty
      ? [] : violations.filter { violation in !isWaived(violation, message) }
    if findings.list.isEmpty, objections.isEmpty { return limits }
    var result = FindingMerger(
      selected: selected, standing: standing, tree: message.tree.view, envelope: envelope,
      excuses: FindingExcuses(selected.excuses, evaluator, message)
    ).merge(findings.inOrderOfRules, Array(objections.prefix(FindingCollector.limit)))
    if !limits.isEmpty { result = limits + result }
    if findings.isFull || objections.count > FindingCollector.limit {
      result.append(
        limit("There are more than \(FindingCollector.limit) findings of one kind; the rest is left out"))
    }
    return result
  }

  /// Runs the rules on what is not SOAP: those on the head of an HTTP message, and on an XML document of any kind.
  ///
  /// - Parameters:
  ///   - head: The head; nil if none is known.
  ///   - message: The entity; nil if it is no XML.
  ///   - exchange: What is known besides.
  ///   - facts: Which facts that are.
  /// - Returns: Each defect once.
  package func defects(
    in head: HTTPHead?, of message: Message?, exchange: ExchangeFacts, _ facts: FactSet
  ) -> [Defect] {
    var findings = FindingCollector(exchange: exchange)
    let checks = checks(facts)
    judge(head, of: message, by: checks, &findings)
    var limits: [Defect] = []
    if let message, !checks.onDocuments.isEmpty {
      limits = evaluate(checks.onDocuments, in: message, &findings)
    }
    return limits
      + FindingMerger(
        selected: selected, standing: standing, tree: message?.tree.view, envelope: nil,
        excuses: message.flatMap { FindingExcuses(selected.excuses, evaluator, $0) }
      ).merge(findings.list, [])
  }

  /// Runs rules on the head of an HTTP message, if there is one.
  private func judge(
    _ head: HTTPHead?, of message: Message?, by checks: RunnableChecks, _ findings: inout FindingCollector
  ) {
    guard let head else { return }
    checks.onHeads.forEachHeld { step in
      findings.rule = step.rule
      step.check(head, message, &findings)
    }
  }

  /// Runs rules in XPath.
  ///
  /// - Returns: A defect for each that could not be evaluated: what was not looked at is not taken for good.
  private func evaluate(
    _ tests: [DocumentTest], in message: Message, _ findings: inout FindingCollector
  ) -> [Defect] {
    var failures: [Defect] = []
    evaluator?.evaluate(tests, in: message) { rule, message, place in
      findings.rule = rule
      findings.report(message, at: place)
    } fail: { index, error in
      failures.append(
        limit("\(selected.entries[index].rule.id) could not be evaluated: \(error.message)"))
    }
    return failures
  }

  /// That not everything was looked at in a message.
  private func limit(_ message: String) -> Defect {
    let rule = standing.input(.limit)
    return Defect(
      rule: rule, level: .error, message: message, place: .element(0),
      reference: rule.references[0].description, also: [])
  }

  private func checks(_ facts: FactSet) -> RunnableChecks {
    if let known = checks.first(where: { $0.facts == facts }) { return known.checks }
    let new = RunnableChecks(selected, knowing: facts)
    checks.append((facts, new))
    return new
  }

  /// The rules that are not run because a fact is not known, and which. Those on HTTP are left out where nothing says
  /// that the payload came over it.
  package func notRun(knowing facts: FactSet) -> [NotRun] { checks(facts).notRun }

  private func isWaived(_ violation: SchemaViolation, _ message: Message) -> Bool {
    selected.waivers.contains { $0(violation, message) }
  }
}
