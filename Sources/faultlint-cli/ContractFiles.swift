internal import Faultlint
internal import FaultlintCaptures
internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintLibXML
internal import FaultlintModel
internal import FaultlintReports
internal import FaultlintRules
internal import FaultlintText

/// What to judge by that stands in files, as options name them, and how names choose from it.
struct ProfileSelection {
  /// What `--rules` names.
  var files: [String] = []
  /// What `--schema` names.
  var schemas: [String] = []
  /// What `--wsdl` names.
  var descriptions: [String] = []

  /// What a linter is made of.
  struct Chosen {
    var profiles: [Profile]?
    var additions: [Profile] = []
    var contracts: [Contract] = []
    var candidates: [Contract] = []
  }

  /// Looks names up, which there have to be.
  ///
  /// - Parameters:
  ///   - names: The names of profiles; none, or `auto` among them, to choose by the message.
  ///   - own: The contracts of profile files.
  /// - Returns: The profiles.
  static func choose(_ names: [String], among own: [Contract]) -> Chosen {
    var chosen = Chosen()
    var plain: [Profile] = []
    for name in names where name != "auto" {
      if let profile = Profile.named(name) {
        plain.append(profile)
      } else if let contract = own.first(where: { $0.name == name }) ?? BuiltInContracts.named(name) {
        chosen.contracts.append(contract)
      }
    }
    if names.isEmpty || names.contains("auto") {
      // auto beside names means auto, with what is for any version of SOAP.
      chosen.additions = plain.filter { $0.version == nil }
    } else {
      chosen.profiles = plain
    }
    for contract in own where !chosen.contracts.contains(where: { $0.name == contract.name }) {
      if contract.selection == nil {
        chosen.contracts.append(contract)
      } else {
        chosen.candidates.append(contract)
      }
    }
    return chosen
  }
}

/// The names of profiles, for messages.
enum ProfileNames {
  /// Those of the program.
  static var all: [String] { Profile.names + BuiltInContracts.names }

  /// That there is no profile of a name, and which there are.
  static func unknown(_ name: String, _ others: [String] = [], among known: [String] = all) -> String {
    let (reason, help) = missing(name, others, among: known)
    return "\(reason). \(help)"
  }

  /// The same in two parts: what is wrong, and what to do about it.
  static func missing(
    _ name: String, _ others: [String] = [], among known: [String] = all
  ) -> (reason: String, help: String) {
    let names = known + others
    let near = Spelling.nearest(to: name, in: names)
    let list = "the profiles are \((["auto"] + names).joined(separator: ", "))"
    return ("there is no profile '\(name)'", UsageError.choice(near, list))
  }
}

/// Reads profile files.
enum ContractFiles {
  /// The largest file that is read.
  private static let limit = 16 << 20

  /// Reads files in their order; one may build on those before it. What is wrong is said on standard error.
  ///
  /// - Parameters:
  ///   - paths: Their paths.
  ///   - origins: What says that a file is read, by its path; the option for those that are not among them.
  ///   - option: The option; nil if the files are arguments.
  /// - Returns: The contracts; nil if something is wrong.
  static func read(
    _ paths: [String], origins: [String: String] = [:], option: String? = "--rules"
  ) -> [Contract]? {
    var contracts: [Contract] = []
    var isWrong = false
    for path in paths {
      let text: [UInt8]
      do throws(CaptureError) {
        text = try bytes(of: path)
      } catch {
        StandardStream.complain(
          error.message, about: (origins[path] ?? option).map { "\($0) \(path)" } ?? path)
        isWrong = true
        continue
      }
      let known = contracts
      let surroundings = ContractReader.Surroundings(
        contracts: { name in known.first { $0.name == name } ?? BuiltInContracts.named(name) },
        names: known.map(\.name) + BuiltInContracts.names
      ) { name in
        do throws(CaptureError) {
          return .success(try bytes(of: Self.path(name, beside: path)))
        } catch {
          return .failure(ContractReader.LoadError(error.message))
        }
      }
      do throws(ContractErrors) {
        let contract = try ContractReader.read(text, file: path, surroundings)
        try check(contract, path)
        contracts.append(contract)
      } catch {
        for error in error.errors { StandardStream.complain("\(error)") }
        isWrong = true
      }
    }
    return isWrong ? nil : contracts
  }

  /// The files that `explain` needs for each rule of contracts that were read from some, by the id of the rule: that of its
  /// contract behind those that it builds on.
  static func ofRules(_ contracts: [Contract]) -> [String: [String]] {
    var files: [String: [String]] = [:]
    for contract in contracts {
      let bases = contracts.filter { contract.ancestors.contains($0.name) }
      for rule in contract.rules where files[rule.id] == nil {
        files[rule.id] = (bases + [contract]).map(\.places.file)
      }
    }
    return files
  }

  /// The text of the file that a contract was read from.
  static func text(of contract: Contract) throws(ReferenceError) -> [UInt8] {
    do throws(CaptureError) {
      return try bytes(of: contract.places.file)
    } catch {
      throw ReferenceError(("\(contract.places.file): \(error.message)", "see that it can be read"))
    }
  }

  /// Reads schemas with what they refer to. What is wrong is said on standard error.
  ///
  /// - Returns: The schemas; nil if something is wrong.
  static func readSchemas(_ paths: [String]) -> [Contract.SchemaDocument]? {
    var schemas: [Contract.SchemaDocument] = []
    for path in paths {
      do throws(ContractErrors) {
        let read = try SchemaFiles.read(path, load)
        if let first = read.first,
          let other = schemas.first(where: {
            $0.isEntry && $0.namespace == first.namespace && $0.name != first.name
          })
        {
          throw ContractErrors(errors: [
            ContractError(
              file: path,
              message: "'\(other.file)' is a schema of the namespace '\(first.namespace)' too")
          ])
        }
        schemas += read.filter { document in !schemas.contains { $0.name == document.name } }
        try EnvelopeSchema.check(schemas, of: path)
      } catch {
        complain(error)
        return nil
      }
    }
    return schemas
  }

  /// Reads WSDLs with what they import. What is wrong is said on standard error.
  ///
  /// - Parameters:
  ///   - paths: Their files.
  ///   - schemas: The schemas that are used in addition to theirs.
  /// - Returns: What they promise; nil if something is wrong.
  static func readDescriptions(_ paths: [String], with schemas: [Contract.SchemaDocument]) -> [WSDL]? {
    do throws(ContractErrors) {
      guard let contract = try WSDLFiles.read(paths, with: schemas, load) else { return [] }
      try EnvelopeSchema.check(schemas + contract.schemas, of: paths[0])
      return [WSDL(contract)]
    } catch {
      complain(error)
      return nil
    }
  }

  /// How many errors of a file are said: more of them are rarely read.
  private static let shownErrors = 20

  private static func complain(_ errors: ContractErrors) {
    for error in errors.errors.prefix(shownErrors) {
      StandardStream.complain("\(error)")
    }
    if errors.errors.count > shownErrors {
      StandardStream.complain("and \(errors.errors.count - shownErrors) errors more")
    }
  }

  private static func load(_ path: String) -> Result<[UInt8], ContractReader.LoadError> {
    do throws(CaptureError) {
      return .success(try bytes(of: path))
    } catch {
      return .failure(ContractReader.LoadError(error.message))
    }
  }

  /// Whether the schemas of a contract can be used.
  private static func check(_ contract: Contract, _ path: String) throws(ContractErrors) {
    guard !contract.schemas.isEmpty else { return }
    try EnvelopeSchema.check(contract.schemas, of: path)
  }

  /// The path of a file that is named in another: from the folder of that.
  static func path(_ name: String, beside file: String) -> String {
    guard !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
    return file[...slash] + name
  }

  private static func bytes(of path: String) throws(CaptureError) -> [UInt8] {
    try FileReader(path, limit: limit).contents
  }
}
