internal import Faultlint
internal import FaultlintConfiguration
internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRules
internal import FaultlintXMLTree
internal import Synchronization

/// What each payload of a run is judged by: what configuration and options say, and the overrides for its path.
final class CheckPlan: Sendable {
  /// What payloads of some paths are judged by.
  struct Judgement: Sendable {
    let linter: Linter
    let exchange: Exchange
    /// The profiles of files that are used where a payload has a mark of theirs.
    let candidates: [String]
    /// The quirks that are accepted.
    let accepted: [AcceptedSet]
  }

  /// Judgements that workers share.
  private final class Made: Sendable {
    let judgements = Mutex<[[Int]: Judgement]>([:])
  }

  private let project: Project
  /// The folder that paths of the configuration are counted from; nil if there is none.
  private let root: PathRoot?
  private let options: CheckSettings
  /// How the run is to be.
  let run: RunSettings
  /// How large payloads may be.
  let limits: ParseLimits
  /// The requests that payloads answer, by the files they are in.
  private let requests: [String: Message]
  /// What was made so far, by the overrides that apply; nil if there are none.
  private let made: Made?
  /// What payloads are judged by that no override is for.
  let base: Judgement

  /// A plan; nil, and what is wrong on standard error, if there can be none.
  ///
  /// - Parameters:
  ///   - project: The configuration.
  ///   - job: What options say.
  init?(_ project: Project, _ job: CheckJob) {
    self.project = project
    let configuration = project.configuration
    root = project.files.configuration == nil ? nil : project.root
    options = job.settings
    var run = configuration.run
    run.add(job.run)
    self.run = run
    var limits = ParseLimits()
    limits.bytes = run.maxBytes?.value ?? limits.bytes
    limits.depth = run.maxDepth?.value ?? limits.depth
    self.limits = limits
    // What options name is of no use to anybody before it is known.
    for name in options.profiles?.value ?? [] {
      let own = project.contracts.map(\.name)
      guard name.value == "auto" || ProfileNames.all.contains(name.value) || own.contains(name.value) else {
        let (reason, help) = ProfileNames.missing(name.value, own)
        StandardStream.complain(reason, help: help)
        return nil
      }
    }
    for id in options.rules.keys.sorted() where project.rule(id) == nil {
      ReferenceError(unknown: id).complain()
      return nil
    }
    var requests: [String: Message] = [:]
    for settings in [configuration.settings] + configuration.overrides.map(\.settings) + [options] {
      guard let file = Self.request(settings), requests[file] == nil else { continue }
      let origin = settings[.request]?.origin
      let place = origin == .option("--request") ? nil : origin?.text
      guard let message = RequestFile(path: file, origin: place).read(limits) else { return nil }
      requests[file] = message
    }
    self.requests = requests
    let settings = configuration.settings(overriddenBy: [], and: options)
    guard let base = Self.judgement(settings, project, limits: limits, requests: requests) else { return nil }
    self.base = base
    made = configuration.overrides.isEmpty ? nil : Made()
  }

  /// The files that were read for it.
  var files: [String] { Array(requests.keys) }

  /// Whether all payloads are judged alike.
  var isUniform: Bool { project.configuration.overrides.isEmpty }

  /// The names of a path, as overrides and suppressions see it.
  func names(of path: String) -> [Substring] { root?.names(of: path) ?? [] }

  /// What the payloads of a file are judged by, and a number that tells it from others.
  func judgement(for names: [Substring]) -> (overrides: [Int], judgement: Judgement) {
    let configuration = project.configuration
    let indices = configuration.overrides(for: names)
    guard !indices.isEmpty, let made else { return ([], base) }
    return made.judgements.withLock { made in
      if let judgement = made[indices] { return (indices, judgement) }
      let settings = configuration.settings(overriddenBy: indices, and: options)
      let judgement =
        Self.judgement(settings, project, limits: limits, requests: requests) ?? base
      made[indices] = judgement
      return (indices, judgement)
    }
  }

  private static func request(_ settings: CheckSettings) -> String? {
    settings[.request].flatMap { fact in
      fact.value.first.map { Project.path(Sourced($0, fact.origin)) }
    }
  }

  private static func judgement(
    _ settings: CheckSettings, _ project: Project, limits: ParseLimits, requests: [String: Message]
  ) -> Judgement? {
    var options = Linter.Options()
    options.limits = limits
    options.descriptions = project.descriptions
    options.expectsFault = settings.expectsFault?.value ?? false
    for (id, change) in settings.rules {
      if change.value.isOn == false { options.ignored.insert(id) }
      if change.value.isOn == true { options.enabled.insert(id) }
      if let level = change.value.level { options.levels[id] = level }
    }
    let judged = ProfileSelection.choose(
      settings.profiles?.value.map(\.value) ?? [], among: project.contracts)
    var exchange = Exchange(settings.exchange)
    if let file = request(settings) { exchange.facts.requestMessage = requests[file] }
    do throws(LinterError) {
      return Judgement(
        linter: try Linter(
          profiles: judged.profiles, adding: judged.additions, contracts: judged.contracts,
          candidates: judged.candidates, schemas: project.schemas, options: options),
        exchange: exchange, candidates: judged.candidates.map(\.name),
        accepted: settings.accepted.compactMap { AcceptedSet.named($0.value) })
    } catch {
      StandardStream.complain("\(error)")
      return nil
    }
  }
}
