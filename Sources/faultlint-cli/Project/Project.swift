internal import Faultlint
internal import FaultlintCaptures
internal import FaultlintConfiguration
internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintRuleDocs
internal import FaultlintRules

/// The configuration and the baseline of a run, read, with the profile files that the configuration names.
struct Project {
  let files: ProjectFiles
  /// What the configuration says; nothing if there is none.
  private(set) var configuration = Configuration()
  /// The folder that its paths are counted from: the working folder, if there is none.
  var root: PathRoot { files.root(of: files.configuration ?? "") }
  /// The baseline; nil if there is none.
  private(set) var baseline: Baseline?
  /// What the configuration and options name.
  private(set) var contracts: [Contract] = []
  private(set) var schemas: [Contract.SchemaDocument] = []
  private(set) var descriptions: [WSDL] = []

  /// The largest configuration: what people write is far below.
  private static let longestConfiguration = 1 << 20
  /// The largest baseline, of more than a million findings.
  private static let longestBaseline = 1 << 28

  /// Reads what there is; nil, and what is wrong on standard error, if it cannot be gone by.
  ///
  /// - Parameters:
  ///   - choice: Which files to go by.
  ///   - profiles: The profile files and schemas that options name.
  ///   - readsBaseline: Whether what is known counts.
  init?(_ choice: ProjectChoice, _ profiles: ProfileSelection, readsBaseline: Bool = true) {
    files = ProjectFiles(choice)
    var errors: [ContractError] = []
    var isWrong = false
    if let path = files.configuration {
      do throws(CaptureError) {
        let reader = try ProjectFiles.read(
          path, limit: Self.longestConfiguration, isFound: choice.configuration == .found)
        (configuration, errors) = ConfigurationReader.read(reader.contents, file: path)
      } catch {
        let help = choice.configuration == .found ? "--no-config does without" : nil
        StandardStream.complain(error.message, about: path, help: help)
        return nil
      }
    }
    guard readContracts(profiles) else { return nil }
    if files.configuration != nil { errors += unknownNames }
    for error in errors.sorted(by: { ($0.line, $0.column) < ($1.line, $1.column) }) {
      StandardStream.complain("\(error)")
      isWrong = true
    }
    guard !isWrong, !readsBaseline || readBaseline(isFound: choice.baseline == .found) else { return nil }
  }

  private mutating func readContracts(_ profiles: ProfileSelection) -> Bool {
    let own = configuration.profileFiles
    let origins = Dictionary(
      own.map { (Self.path($0), $0.origin.text + ":") }, uniquingKeysWith: { first, _ in first })
    guard let contracts = ContractFiles.read(own.map(Self.path) + profiles.files, origins: origins),
      let schemas = ContractFiles.readSchemas(configuration.schemas.map(Self.path) + profiles.schemas),
      let descriptions = ContractFiles.readDescriptions(
        configuration.descriptions.map(Self.path) + profiles.descriptions, with: schemas)
    else { return false }
    self.contracts = contracts
    self.schemas = schemas
    self.descriptions = descriptions
    return true
  }

  /// The path of a file that is named in a configuration, or by an option.
  static func path(_ name: Sourced<String>) -> String {
    guard case .file(let file, _, _) = name.origin else { return name.value }
    return ContractFiles.path(name.value, beside: file)
  }

  /// What is read for a run besides what is checked, and is not to be written over.
  func inputs(_ plan: CheckPlan) -> [String] {
    [files.configuration, files.baseline].compactMap(\.self) + plan.files
  }

  private var unknownNames: [ContractError] {
    configuration.unknownNames(
      profiles: ["auto"] + ProfileNames.all + contracts.map(\.name), knowsRule: { rule($0) != nil },
      rules: RuleSet.builtIn.rules.map(\.id) + (BuiltInContracts.all + contracts).flatMap(\.rules).map(\.id))
  }

  /// The rule with an id; nil if there is none.
  func rule(_ id: String) -> Rule? {
    RuleSet.builtIn[id] ?? contracts.lazy.flatMap(\.rules).first { $0.id == id } ?? BuiltInContracts.rule(id)
  }

  private mutating func readBaseline(isFound: Bool) -> Bool {
    guard let path = files.baseline else { return true }
    do throws(CaptureError) {
      let reader = try ProjectFiles.read(path, limit: Self.longestBaseline, isFound: isFound)
      do throws(BaselineError) {
        baseline = try Baseline(reading: reader.bytes)
        return true
      } catch {
        StandardStream.complain(error.message, about: path + (error.line.map { ":\($0)" } ?? ""))
      }
    } catch {
      let help = isFound ? "--no-baseline does without" : nil
      StandardStream.complain(error.message, about: path, help: help)
    }
    return false
  }
}
