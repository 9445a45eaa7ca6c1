public import FaultModel
public import XMLTree

/// Runs the rules of profiles on messages, one after the other. One is to be kept per worker; it keeps nothing of a
/// message.
public final class Judge {
  private let plan: Plan
  private var programs: [FactSet: Program] = [:]
  private var last: (facts: FactSet, program: Program)?

  /// A judge for messages of the version the profiles are for.
  ///
  /// - Parameters:
  ///   - profiles: What to judge by. A rule that is in several counts at its highest level.
  ///   - optIn: The ids of rules to run that are off unless asked for.
  public init(profiles: [Profile], optIn: Set<String> = []) {
    plan = Plan(profiles: profiles, optIn: optIn)
  }

  /// The rules it goes by.
  public var rules: [Rule] { plan.entries.map(\.rule) }

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
    let program = program(exchange)
    var findings = Findings(exchange: exchange, profiles: plan.profiles)
    for step in program.onMessages {
      findings.rule = step.rule
      step.check(message, &findings)
    }
    for step in program.onEnvelopes {
      findings.rule = step.rule
      step.check(envelope, &findings)
    }
    // Nearly always there is one Fault; to fetch it for each rule would count references for each.
    for fault in envelope.faults11 {
      for step in program.onFaults11 {
        findings.rule = step.rule
        step.check(fault, &findings)
      }
    }
    for fault in envelope.faults12 {
      for step in program.onFaults12 {
        findings.rule = step.rule
        step.check(fault, &findings)
      }
    }
    if let head = exchange.http {
      for step in program.onHeads {
        findings.rule = step.rule
        step.check(head, message, &findings)
      }
    }
    let objections =
      plan.schema == nil ? [] : violations.filter { violation in !isWaived(violation, message) }
    if findings.list.isEmpty, objections.isEmpty { return [] }
    var result = Consolidation(plan: plan, tree: message.tree.view, envelope: envelope)
      .findings(findings.inOrderOfRules, Array(objections.prefix(Findings.limit)))
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
    var findings = Findings(exchange: exchange, profiles: plan.profiles)
    for step in program(exchange).onHeads {
      findings.rule = step.rule
      step.check(head, message, &findings)
    }
    return Consolidation(plan: plan, tree: message?.tree.view, envelope: nil).findings(findings.list, [])
  }

  private func program(_ exchange: Exchange) -> Program {
    let facts = FactSet(exchange)
    if let last, last.facts == facts { return last.program }
    let program = programs[facts] ?? Program(plan, knowing: facts)
    programs[facts] = program
    last = (facts, program)
    return program
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

  /// The rules that are not run for want of a fact, and why. Those on HTTP are left out where nothing says that the
  /// payload came over it.
  public func notRun(_ exchange: Exchange) -> [(rule: String, reason: String)] { program(exchange).notRun }

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
