package import FaultlintContracts
internal import FaultlintEngine

/// What the WSDL 1.1 of a service promises of its messages: its operations, their faults and header blocks, and the
/// schemas of what they carry.
///
/// ```swift
/// let wsdl = try WSDL("orders.wsdl") { name in try Array(Data(contentsOf: folder.appending(path: name))) }
/// var options = Linter.Options()
/// options.descriptions = [wsdl]
/// let linter = try Linter(options: options)
/// ```
public struct WSDL: Sendable {
  package let contract: ServiceContract

  /// A WSDL that has been read.
  package init(_ contract: ServiceContract) { self.contract = contract }

  /// Reads a WSDL with what it imports.
  ///
  /// - Parameters:
  ///   - name: The name of its file.
  ///   - load: The bytes of a file: of that one, then of each that it imports or includes, named from the same folder.
  ///     Nothing remote is ever asked for.
  /// - Throws: ``WSDLError`` with everything that is wrong with it.
  public init(_ name: String, load: (String) throws -> [UInt8]) throws(WSDLError) {
    do throws(ContractErrors) {
      let contract = try WSDLFiles.read([name]) { name in
        do {
          return .success(try load(name))
        } catch {
          return .failure(ContractReader.LoadError("\(error)"))
        }
      }
      guard let contract else { throw ContractErrors(errors: []) }
      try EnvelopeSchema.check(contract.schemas, of: name)
      self.contract = contract
    } catch {
      throw WSDLError(problems: error.errors.map(\.description))
    }
  }
}

/// Why a WSDL cannot be used.
public struct WSDLError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, each with its place, as in `orders.wsdl:12:5: there is no message 'problem' in …`.
  public let problems: [String]

  /// All of it, a line each.
  public var description: String { problems.joined(separator: "\n") }
}
