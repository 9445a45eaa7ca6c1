package import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintText

/// What a `.faultlint.yml` says.
package struct Configuration: Sendable {
  /// What payloads are judged by.
  package var settings = CheckSettings()
  /// What differs for some payloads, by their paths; of several that fit the later goes before.
  package var overrides: [Override] = [] {
    didSet {
      overridden = GlobTable()
      for (number, override) in overrides.enumerated() {
        for glob in override.paths { overridden.add(glob, as: number) }
      }
    }
  }
  /// The overrides by their paths.
  private var overridden = GlobTable()
  /// Profile files.
  package var profileFiles: [Sourced<String>] = []
  /// Schemas.
  package var schemas: [Sourced<String>] = []
  /// WSDLs.
  package var descriptions: [Sourced<String>] = []
  /// How the run is to be.
  package var run = RunSettings()
  /// What is left out of folders.
  package var excluded: [Sourced<Glob>] = []
  /// Findings that are not to be reported.
  package var suppressions: [Suppression] = []

  /// It says nothing.
  package init() {}

  /// Settings for some paths.
  package struct Override: Sendable {
    /// The paths, from the folder of the configuration.
    package var paths: [Glob]
    /// What is said of them.
    package var settings: CheckSettings
    /// Where it stands.
    package var origin: Origin
  }

  /// The overrides that apply to a path, by their numbers.
  package func overrides(for names: [Substring]) -> [Int] { overridden.all(fitting: names) }

  /// What payloads are judged by that some overrides apply to.
  ///
  /// - Parameters:
  ///   - indices: The overrides, by their numbers.
  ///   - options: What options say.
  /// - Returns: All of it, what goes before applied.
  package func settings(overriddenBy indices: [Int], and options: CheckSettings) -> CheckSettings {
    var result = settings
    for index in indices { result.add(overrides[index].settings) }
    result.add(options)
    return result
  }

  /// How many unknown names are compared with those there are: who has more has not mistyped them.
  private static let mostHints = 100

  /// What is named in it and is not there, with its place.
  ///
  /// - Parameters:
  ///   - profiles: The profiles there are.
  ///   - knowsRule: Whether there is a rule with an id.
  ///   - rules: The ids of rules, for suggestions and patterns.
  /// - Returns: An error for each.
  package func unknownNames(
    profiles: [String], knowsRule: (String) -> Bool, rules: @autoclosure () -> [String]
  ) -> [ContractError] {
    var errors: [ContractError] = []
    func report(_ message: String, _ origin: Origin) {
      guard case .file(let file, let line, let column) = origin else { return }
      errors.append(ContractError(file: file, line: line, column: column, message: message))
    }
    var hints = 0
    func hint(_ word: String, _ words: @autoclosure () -> [String], else otherwise: String) -> String {
      hints += 1
      return hints > Self.mostHints ? otherwise : Spelling.question(about: word, among: words()) ?? otherwise
    }
    lazy var known = rules()
    func check(rule id: String, _ origin: Origin) {
      guard !knowsRule(id) else { return }
      report("there is no rule '\(id)'; " + hint(id, known, else: "'faultlint rules' lists them"), origin)
    }
    for settings in [settings] + overrides.map(\.settings) {
      for name in settings.profiles?.value ?? [] where !profiles.contains(name.value) {
        let words = profiles.joined(separator: ", ")
        report(
          "there is no profile '\(name.value)'; " + hint(name.value, profiles, else: "profiles are \(words)"),
          name.origin)
      }
      for (id, change) in settings.rules.sorted(by: { $0.key < $1.key }) { check(rule: id, change.origin) }
      for name in settings.accepted where AcceptedSet.named(name.value) == nil {
        let names = AcceptedSet.names
        report(
          "there is no set of quirks '\(name.value)'; "
            + hint(name.value, names, else: "sets are \(names.joined(separator: ", "))"), name.origin)
      }
    }
    // Many suppressions may be for the same rules.
    var fitting: [String: Bool] = [:]
    func fitsRule(_ glob: Glob) -> Bool {
      if let known = fitting[glob.text] { return known }
      let fits = known.contains { glob.matches([$0[...]]) }
      fitting[glob.text] = fits
      return fits
    }
    for suppression in suppressions {
      for pattern in suppression.rules {
        if !pattern.value.text.contains(where: { "*?[".contains($0) }) {
          check(rule: pattern.value.text, pattern.origin)
        } else if !fitsRule(pattern.value) {
          report("no rule has an id like '\(pattern.value.text)'", pattern.origin)
        }
      }
    }
    return errors
  }
}
