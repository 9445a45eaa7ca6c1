internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintPlainXPath
internal import FaultlintRules

/// What is needed to judge messages of one version of SOAP: rules and schemas. Not for use by two threads at once.
final class VersionChecker {
  let profiles: [Profile]
  let profileNames: [String]
  let rules: RuleRunner
  let looksForDisclosures: Bool
  let schema: EnvelopeSchema
  private var judged: [(facts: FactSet, rules: JudgedRules)] = []
  /// The contracts it judges by.
  let contracts: [Contract]
  /// Their tables of codes that say where messages have them.
  let codes: [(profile: String, table: CodeTable, context: XPathExpression)]
  /// What codes mean that came before, by table.
  private var meanings: [[String: FaultCodeMeaning]]
  private static let mostMeanings = 1000
  /// What evaluates their rules; nil if there are none.
  let expressions: XPathRules?

  init(_ version: SOAPVersion, _ options: CheckOptions, under selected: [Contract]) {
    profiles = options.profiles(for: version, under: selected)
    let contracts = options.contracts + selected
    self.contracts = contracts
    codes = contracts.flatMap { contract in
      contract.tables.compactMap { table in table.context.map { (contract.name, table, $0) } }
    }
    meanings = Array(repeating: [:], count: codes.count)
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

  /// What a code means, by the index of its table.
  func meaning(of code: String, inTable index: Int) -> FaultCodeMeaning {
    if let known = meanings[index][code] { return known }
    let meaning = FaultCodeMeaning(of: code, in: codes[index].table, under: codes[index].profile)
    if meanings[index].count < Self.mostMeanings { meanings[index][code] = meaning }
    return meaning
  }

  /// What payloads are judged by. Exchanges of which the same is known share one.
  func judged(_ exchange: ExchangeFacts, _ facts: FactSet) -> JudgedRules {
    if let expressions { expressions.requestTarget = exchange.requestHead?.target }
    if let known = judged.first(where: { $0.facts == facts }) { return known.rules }
    let new = JudgedRules(rules.selected, notRun: rules.notRun(knowing: facts), facts: facts)
    judged.append((facts, new))
    return new
  }
}
