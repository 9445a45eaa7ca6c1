internal import Faultlint
internal import FaultlintCaptures
internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintLibXML
internal import FaultlintModel
internal import FaultlintReports
internal import FaultlintRules
internal import FaultlintText

/// Which profiles to judge by, as options name them: built-in ones, and profile files.
struct ProfileSelection {
  /// What `--profile` names.
  var names: [String] = []
  /// What `--rules` names.
  var files: [String] = []
  /// What `--schema` names.
  var schemas: [String] = []
  /// What `--wsdl` names.
  var descriptions: [String] = []

  /// What a linter is made of.
  struct Resolved {
    var profiles: [Profile]?
    var additions: [Profile] = []
    var contracts: [Contract] = []
    var candidates: [Contract] = []
    var schemas: [Contract.SchemaDocument] = []
    var descriptions: [WSDL] = []
  }

  /// Reads the files and looks the names up; what is wrong is said on standard error.
  ///
  /// - Returns: The profiles; nil if something is wrong.
  func resolve() -> Resolved? {
    guard let own = ContractFiles.read(files), let schemas = ContractFiles.readSchemas(schemas),
      let descriptions = ContractFiles.readDescriptions(descriptions, with: schemas)
    else { return nil }
    var resolved = Resolved()
    resolved.schemas = schemas
    resolved.descriptions = descriptions
    var plain: [Profile] = []
    for name in names where name != "auto" {
      if let profile = Profile.named(name) {
        plain.append(profile)
      } else if let contract = own.first(where: { $0.name == name }) ?? BuiltInContracts.named(name) {
        resolved.contracts.append(contract)
      } else {
        let (reason, help) = ProfileNames.missing(name, own.map(\.name))
        StandardStream.complain(reason, help: help)
        return nil
      }
    }
    if names.isEmpty || names.contains("auto") {
      // auto beside names means auto, with what is for any version of SOAP.
      resolved.additions = plain.filter { $0.version == nil }
    } else {
      resolved.profiles = plain
    }
    for contract in own where !resolved.contracts.contains(where: { $0.name == contract.name }) {
      if contract.selection == nil {
        resolved.contracts.append(contract)
      } else {
        resolved.candidates.append(contract)
      }
    }
    return resolved
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
  /// - Returns: The contracts; nil if something is wrong.
  static func read(_ paths: [String]) -> [Contract]? {
    var contracts: [Contract] = []
    var isWrong = false
    for path in paths {
      let text: [UInt8]
      do throws(CaptureError) {
        text = try bytes(of: path)
      } catch {
        StandardStream.complain(error.message, about: "--rules \(path)")
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
      StandardStream.complain("faultlint: \("\(error)".printable)")
    }
    if errors.errors.count > shownErrors {
      StandardStream.complain("faultlint: and more errors of this kind")
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
  private static func path(_ name: String, beside file: String) -> String {
    guard !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
    return file[...slash] + name
  }

  private static func bytes(of path: String) throws(CaptureError) -> [UInt8] {
    var reader = FileReader()
    try reader.read(try InputFile(RawPath(path)), limit: limit)
    guard reader.bytes.count <= limit else { throw CaptureError("it has more than \(limit) bytes") }
    return Array(reader.bytes)
  }
}
