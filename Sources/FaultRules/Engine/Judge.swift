public import FaultModel
public import XMLTree

/// Runs the rules of profiles on messages. It keeps nothing of a message and may be shared.
public struct Judge: Sendable {
  private let plan: Plan

  /// A judge for messages of the version the profiles are for.
  ///
  /// - Parameters:
  ///   - profiles: What to judge by. A rule that is in several counts at its highest level.
  ///   - optIn: The ids of rules to run that are off unless asked for.
  public init(profiles: [Profile], optIn: Set<String> = []) {
    plan = Plan(profiles: profiles, optIn: optIn)
  }

  /// Judges a message.
  ///
  /// - Parameters:
  ///   - message: The message.
  ///   - envelope: Its envelope.
  ///   - violations: What the schemas object to in it.
  ///   - exchange: What is known besides.
  /// - Returns: One finding a defect, in document order.
  public func findings(
    _ message: Message, _ envelope: Envelope, schema violations: [SchemaViolation], exchange: Exchange
  ) -> [Finding] {
    var findings = Findings(exchange: exchange)
    for index in plan.entries.indices {
      let rule = plan.entries[index].rule
      if let fact = rule.needs, !fact.isKnown(exchange) { continue }
      findings.rule = index
      switch rule.check {
      case .message(let check): check(message, &findings)
      case .envelope11(let check), .envelope12(let check): check(envelope, &findings)
      case .fault11(let check): for fault in envelope.faults11 { check(fault, &findings) }
      case .fault12(let check): for fault in envelope.faults12 { check(fault, &findings) }
      case .http(let check): if let head = exchange.http { check(head, message, &findings) }
      case .acceptance, .umbrella, .reader, .schema, .notCheckable: break
      }
    }
    let objections =
      plan.schema == nil ? [] : violations.filter { violation in !isWaived(violation, message) }
    if findings.list.isEmpty, objections.isEmpty { return [] }
    var result = Consolidation(plan: plan, tree: message.tree.view, envelope: envelope)
      .findings(findings.list, Array(objections.prefix(Findings.limit)))
    if findings.isFull || objections.count > Findings.limit {
      result.append(
        Finding(
          rule: Reading.limit, level: .error,
          message: "There are more than \(Findings.limit) findings of one kind; the rest is left out",
          place: .element(0), reference: Reading.limit.references[0].description, also: []))
    }
    return result
  }

  /// Judges the head of an HTTP message whose entity is no SOAP.
  ///
  /// - Parameters:
  ///   - head: The head.
  ///   - message: The entity; nil if it is no XML.
  ///   - exchange: What is known besides.
  /// - Returns: One finding a defect.
  public func findings(in head: HTTPHead, of message: Message?, exchange: Exchange) -> [Finding] {
    var findings = Findings(exchange: exchange)
    for index in plan.entries.indices {
      let rule = plan.entries[index].rule
      guard case .http(let check) = rule.check, rule.needs?.isKnown(exchange) ?? true else { continue }
      findings.rule = index
      check(head, message, &findings)
    }
    return Consolidation(plan: plan, tree: message?.tree.view, envelope: nil).findings(findings.list, [])
  }

  /// What became of each rule for a message, in the order of the profiles: what a claim of conformance rests on.
  public func outcomes(
    _ envelope: Envelope, findings: [Finding], exchange: Exchange
  ) -> [(rule: Rule, outcome: Outcome)] {
    let violated = Set(findings.flatMap { [$0.rule.id] + $0.also })
    return plan.entries.map { entry in
      let outcome: Outcome
      if case .umbrella(let prefix) = entry.rule.check {
        let isBroken = findings.contains { finding in
          finding.level == .error && ([finding.rule.id] + finding.also).contains { $0.hasPrefix(prefix) }
        }
        outcome = isBroken ? .violated : .passed
      } else if violated.contains(entry.rule.id) {
        outcome = .violated
      } else if let fact = entry.rule.needs, !fact.isKnown(exchange) {
        outcome = .notRun(reason: fact.reasonNotRun)
      } else if case .notCheckable(let reason) = entry.rule.check {
        outcome = .notRun(reason: reason)
      } else {
        outcome = Self.applies(entry.rule, envelope) ? .passed : .notApplicable
      }
      return (entry.rule, outcome)
    }
  }

  /// The rules that are not run for want of a fact, and the fact; the same for every message. Those on HTTP are left
  /// out where nothing says that the payload came over it.
  public func notRun(_ exchange: Exchange) -> [(rule: Rule, fact: Fact)] {
    plan.entries.compactMap { entry in
      if case .http = entry.rule.check, exchange.http == nil { return nil }
      return entry.rule.needs.flatMap { $0.isKnown(exchange) ? nil : (entry.rule, $0) }
    }
  }

  private static func applies(_ rule: Rule, _ envelope: Envelope) -> Bool {
    switch rule.check {
    case .fault11: !envelope.faults11.isEmpty
    case .fault12: !envelope.faults12.isEmpty
    default: true
    }
  }

  private func isWaived(_ violation: SchemaViolation, _ message: Message) -> Bool {
    plan.waivers.contains { $0(violation, message) }
  }
}
