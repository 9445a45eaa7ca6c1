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
  private var lastSkipped: (facts: FactSet, rules: SkippedRules)?

  init(_ version: SOAPVersion, _ options: CheckOptions) {
    profiles = options.profiles(for: version)
    profileNames = profiles.map(\.name)
    rules = RuleRunner(
      profiles: profiles, adjustments: options.adjustments, standing: .builtIn)
    looksForDisclosures = rules.rules.contains(where: \.isDisclosure)
    schema = EnvelopeSchema(version)
  }

  /// The rules that cannot be run; nil if all can. Exchanges of which the same is known share one list.
  func skipped(_ exchange: ExchangeFacts) -> SkippedRules? {
    let facts = FactSet(exchange)
    if let lastSkipped, lastSkipped.facts == facts { return lastSkipped.rules }
    let skipped = SkippedRules(rules.notRun(exchange))
    lastSkipped = (facts, skipped)
    return skipped
  }
}
