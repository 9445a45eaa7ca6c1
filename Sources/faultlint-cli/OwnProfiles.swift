internal import ArgumentParser
internal import FaultlintContracts

/// The profile files that a command looks at which answers questions, next to what the program brings along.
struct OwnProfiles: ParsableArguments {
  @Option(help: ArgumentHelp("A profile file of your own; may be repeated.", valueName: "file"))
  var rules: [String] = []

  /// Reads them; what is wrong is said on standard error.
  func contracts() throws(ReferenceError) -> [Contract] {
    guard let contracts = ContractFiles.read(rules) else { throw ReferenceError.said }
    return contracts
  }
}
