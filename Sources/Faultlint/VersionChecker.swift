internal import FaultlintContracts
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
  /// The contracts it judges by.
  let contracts: [Contract]
  /// What evaluates their rules; nil if there are none.
  let expressions: XPathRules?
  private var lastJudged: (facts: FactSet, rules: JudgedRules)?

  init(_ version: SOAPVersion, _ options: CheckOptions, under selected: [Contract]) {
    profiles = options.profiles(for: version, under: selected)
    let contracts = options.contracts + selected
    self.contracts = contracts
    let names = profiles.flatMap { profile in
      // What a contract builds on is in use too, and readers look for the names they know.
      contracts.contains { $0.name == profile.name } ? profile.bases + [profile.name] : [profile.name]
    }
    profileNames = names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    expressions = contracts.isEmpty ? nil : XPathRules()
    rules = RuleRunner(
      profiles: profiles, adjustments: options.adjustments, standing: .builtIn, evaluator: expressions)
    looksForDisclosures = rules.rules.contains(where: \.isDisclosure)
    schema = EnvelopeSchema(
      version, with: Self.schemas(options, contracts),
      complete: contracts.reduce(into: []) { $0.formUnion($1.completeNamespaces) })
  }

  /// The schemas that were asked for, then those of the contracts for other namespaces.
  private static func schemas(_ options: CheckOptions, _ contracts: [Contract]) -> [Contract.SchemaDocument] {
    contracts.flatMap(\.schemas).reduce(into: options.schemas) { schemas, document in
      if !schemas.contains(where: { $0.name == document.name }) { schemas.append(document) }
    }
  }

  /// What payloads are judged by. Exchanges of which the same is known share one.
  func judged(_ exchange: ExchangeFacts) -> JudgedRules {
    expressions?.requestTarget = exchange.requestHead?.target
    let facts = FactSet(exchange)
    if let lastJudged, lastJudged.facts == facts { return lastJudged.rules }
    let rules =
      judged[facts] ?? JudgedRules(rules.selected, notRun: rules.notRun(exchange), facts: facts)
    judged[facts] = rules
    lastJudged = (facts, rules)
    return rules
  }
}
