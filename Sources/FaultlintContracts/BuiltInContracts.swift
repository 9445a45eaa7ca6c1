package import FaultlintEngine
internal import FaultlintFiles
internal import FaultlintText
internal import FaultlintYAML
internal import Synchronization

/// The contracts that the program brings along. Each is read when it is first needed.
package enum BuiltInContracts {
  /// Their names, in the order a list shows them.
  package static var names: [String] { ProfileFiles.names }

  /// The contract with a name.
  ///
  /// - Parameter name: The name, as in `zuora`. Case counts.
  /// - Returns: The contract; nil if there is none.
  package static func named(_ name: String) -> Contract? {
    guard names.contains(name) else { return nil }
    if let known = read.withLock({ $0[name] }) { return known }
    // Read without the lock, as one may extend another. Of two threads that read it the first is right for both: rules are
    // told apart by what they are.
    let contract = compiled(name)
    return read.withLock { known in
      if let first = known[name] { return first }
      known[name] = contract
      return contract
    }
  }

  /// The file of one of them as it is; nil if there is none.
  package static func file(_ name: String) -> [UInt8]? {
    names.contains(name) ? ProfileFiles.file(name + ".yml") : nil
  }

  /// All of them.
  package static var all: [Contract] { names.compactMap(named) }

  /// The rule of one of them with an id.
  package static func rule(_ id: String) -> Rule? {
    guard id.isASCII else { return nil }
    for contract in all {
      if let rule = contract.rules.first(where: { $0.id == id }) { return rule }
    }
    return nil
  }

  private static let read = Mutex<[String: Contract]>([:])
  /// With examples and tests, which only some commands ask for.
  private static let whole = Mutex<[String: Contract]>([:])

  /// What is compiled of one of them.
  private static func compiled(_ name: String) -> Contract {
    do {
      let profile = try CompiledProfile(reading: ProfileFiles.file("compiled/\(name).json") ?? [])
      var surroundings = surroundings
      surroundings.own = ContractReader.Own(expressions: profile.expressions, readTable: readTable) { id in
        readWhole(name).rules.first { $0.id == id }
      }
      return try ContractReader.read(profile, surroundings)
    } catch {
      preconditionFailure("a compiled profile of our own is wrong: \(error); run: faultlint-dev profiles")
    }
  }

  /// All that the file of one of them has, read once.
  private static func readWhole(_ name: String) -> Contract {
    if let known = whole.withLock({ $0[name] }) { return known }
    do throws(ContractErrors) {
      let contract = try readFile(name)
      whole.withLock { $0[name] = contract }
      return contract
    } catch {
      preconditionFailure("a profile file of our own is wrong: \(error.errors)")
    }
  }

  /// Reads the file of one of them as that of anybody else.
  ///
  /// - Parameter name: The name.
  /// - Returns: What is in it.
  /// - Throws: What is wrong with the file.
  package static func readFile(_ name: String) throws(ContractErrors) -> Contract {
    try ContractReader.read(file(name) ?? [], file: name + ".yml", surroundings)
  }

  /// Compiles the file of one of them.
  ///
  /// - Parameter name: The name.
  /// - Returns: What it is compiled to.
  /// - Throws: What is wrong with the file.
  package static func compile(_ name: String) throws(ContractErrors) -> CompiledProfile {
    let contract = try readFile(name)
    do throws(YAMLError) {
      return CompiledProfile(try YAMLValue(reading: file(name) ?? []), contract.scope)
    } catch {
      preconditionFailure("it has been read")
    }
  }

  private static var surroundings: ContractReader.Surroundings {
    ContractReader.Surroundings(contracts: { _ in nil }, names: []) { file in
      (ProfileFiles.file(file) ?? Schemas.file(file)).map { .success($0) }
        ?? .failure(ContractReader.LoadError("there is no such file"))
    }
  }

  @Sendable private static func readTable(_ file: String, _ columns: [String]) -> [CodeEntry] {
    do throws(ContractError) {
      return try CodeTable.entries(reading: ProfileFiles.file(file) ?? [], file: file, columns: columns)
    } catch {
      preconditionFailure("a table of codes of our own is wrong: \(error)")
    }
  }

  /// What selects them: a small file of its own, so that none of them need be read to see that a message is not for it.
  package static let marks: [ContractMark] = {
    var marks: [ContractMark] = []
    for line in ProfileFiles.index.split(separator: 0x0A).dropFirst() {
      let fields = line.split(separator: 0x09).map { String(decoding: $0, as: UTF8.self) }
      guard fields.count == 3, let kind = ContractMark.Kind(rawValue: fields[1]) else {
        preconditionFailure("the index of the profiles is wrong")
      }
      marks.append(ContractMark(contract: fields[0], kind: kind, text: fields[2]))
    }
    return marks
  }()
}
