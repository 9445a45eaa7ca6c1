internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRules

/// What is needed to judge messages of one version of SOAP: rules and schemas. Not for use by two threads at once.
final class VersionChecker {
  let profiles: [Profile]
  let profileNames: [String]
  let rules: RuleRunner
  let looksForDisclosures: Bool
  let schema: EnvelopeSchema
  private var judged: [FactSet: JudgedRules] = [:]
  private var lastJudged: (facts: FactSet, rules: JudgedRules)?

  init(_ version: SOAPVersion, _ options: CheckOptions) {
    profiles = options.profiles(for: version)
    profileNames = profiles.map(\.name)
    rules = RuleRunner(
      profiles: profiles, adjustments: options.adjustments, standing: .builtIn)
    looksForDisclosures = rules.rules.contains(where: \.isDisclosure)
    schema = EnvelopeSchema(version)
  }

  /// What payloads are judged by. Exchanges of which the same is known share one.
  func judged(_ exchange: ExchangeFacts) -> JudgedRules {
    let facts = FactSet(exchange)
    if let lastJudged, lastJudged.facts == facts { return lastJudged.rules }
    let rules =
      judged[facts] ?? JudgedRules(rules.selected, notRun: rules.notRun(exchange), facts: facts)
    judged[facts] = rules
    lastJudged = (facts, rules)
    return rules
  }
}
