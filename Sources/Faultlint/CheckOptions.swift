internal import FaultlintContracts
public import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRules
public import FaultlintXMLTree

extension Linter {
  /// How to judge, besides the profiles.
  public struct Options: Sendable {
    /// The ids of rules to run that are off unless asked for: those with ``Rule/isOptIn``.
    public var enabled: Set<String> = []
    /// The ids of rules not to run. What one of them would have found may be reported by another that is broken too.
    public var ignored: Set<String> = []
    /// Levels of rules, by id, in place of those the profiles give them.
    public var levels: [String: Level] = [:]
    /// Whether a payload that is not a fault is an error. False unless set.
    public var expectsFault = false
    /// What the WSDLs of services promise of their messages: the rules of the profile `wsdl` join the others, and the schemas
    /// judge what messages carry.
    public var descriptions: [WSDL] = []
    /// How large a payload may be. What is larger is reported by the rule `XML-limit`.
    public var limits = ParseLimits()

    /// The default options: every profile as it stands.
    public init() {}
  }
}

/// Why a linter cannot be made.
public struct LinterError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, in a sentence without a full stop.
  public let description: String
}

/// What to judge payloads by.
struct CheckOptions: Sendable {
  /// The profiles; nil to choose by the message: `bp11` for SOAP 1.1, `soap12` for SOAP 1.2, or the contract that its
  /// marks select.
  var profiles: [Profile]?
  /// Contracts to judge by whatever the message.
  var contracts: [Contract] = []
  /// Contracts to judge messages by that have a mark of theirs; those that the program brings along are among them where
  /// profiles are chosen by the message.
  var candidates: [Contract] = []
  /// Schemas for what messages carry, whatever they are judged by.
  var schemas: [Contract.SchemaDocument] = []
  /// Profiles to judge by in addition to those.
  var additions: [Profile] = []
  /// What the WSDL of the service says; nil if none is given.
  var description: ServiceDescription?
  var options = Linter.Options()

  /// The profiles for messages of a version that are under certain contracts.
  func profiles(for version: SOAPVersion, under selected: [Contract] = []) -> [Profile] {
    let contracts = (contracts + selected).compactMap { $0.profile(for: version) }
    let chosen = profiles ?? (contracts.isEmpty ? [version == .v11 ? .bp11 : .soap12] : [])
    let described: [Profile] = description == nil || chosen.contains { $0.name == "wsdl" } ? [] : [.wsdl]
    return (additions + chosen + described).filter { $0.version == nil || $0.version == version } + contracts
  }

  /// What tells which of the candidates a message is under.
  var selector: ContractSelector {
    let own = candidates.flatMap { contract in contract.selection?.marks(of: contract.name) ?? [] }
    return ContractSelector(own + (profiles == nil ? BuiltInContracts.marks : []))
  }

  /// The candidate with a name.
  func candidate(named name: String) -> Contract? {
    candidates.first { $0.name == name } ?? BuiltInContracts.named(name)
  }

  /// Whether profiles were chosen, and all those for one version are for this one.
  func isOnly(for version: SOAPVersion) -> Bool {
    let versions = (profiles ?? []).compactMap(\.version)
    return !versions.isEmpty && versions.allSatisfy { $0 == version }
  }

  var adjustments: Adjustments {
    Adjustments(enabled: options.enabled, ignored: options.ignored, levels: options.levels)
  }
}
