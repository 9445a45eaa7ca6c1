package import FaultlintModel
internal import FaultlintText
internal import FaultlintXMLTree

/// What the WSDL of a service promises: its operations, and the schemas of what they carry.
package struct ServiceContract: Sendable {
  /// The operations.
  package let description: ServiceDescription
  /// The schemas, those that it refers to among them.
  package let schemas: [Contract.SchemaDocument]

  init(description: ServiceDescription, schemas: [Contract.SchemaDocument]) {
    self.description = description
    self.schemas = schemas
  }

  /// Several as one.
  ///
  /// - Parameters:
  ///   - contracts: The contracts.
  ///   - provided: Schemas that are used in addition to theirs.
  /// - Throws: That there are two schemas for one namespace. The same one twice is one.
  package init(
    joining contracts: [ServiceContract], with provided: [Contract.SchemaDocument]
  ) throws(ContractErrors) {
    var schemas: [Contract.SchemaDocument] = []
    var errors: [ContractError] = []
    for document in contracts.flatMap(\.schemas) {
      let known = provided + schemas
      if known.contains(where: { $0.name == document.name }) { continue }
      guard document.isEntry,
        let other = known.first(where: { $0.isEntry && $0.namespace == document.namespace })
      else {
        schemas.append(document)
        continue
      }
      // Descriptions of one service often have the same types.
      if other.bytes == document.bytes { continue }
      errors.append(
        ContractError(
          file: document.file, line: document.places[0].line, column: document.places[0].column,
          message:
            "there are two schemas for the namespace '\(document.namespace)', here and in \(other.file): give one of them at a time"
        ))
    }
    guard errors.isEmpty else { throw ContractErrors(errors: errors) }
    description = ServiceDescription(operations: contracts.flatMap(\.description.operations))
    self.schemas = schemas
  }
}

/// Reads WSDL 1.1 with what it imports: files beside it, and nothing remote.
package enum WSDLFiles {
  /// Reads several WSDLs as one contract.
  ///
  /// - Parameters:
  ///   - paths: The names of their files.
  ///   - provided: Schemas that are known from elsewhere, whose namespaces need no file here.
  ///   - load: The bytes of a file.
  /// - Returns: The contract; nil if there are no files.
  /// - Throws: Everything that is wrong with them, and where.
  package static func read(
    _ paths: [String], with provided: [Contract.SchemaDocument] = [],
    _ load: (String) -> Result<[UInt8], ContractReader.LoadError>
  ) throws(ContractErrors) -> ServiceContract? {
    guard !paths.isEmpty else { return nil }
    var contracts: [ServiceContract] = []
    var errors: [ContractError] = []
    for path in paths.reduce(into: [String](), { if !$0.contains($1) { $0.append($1) } }) {
      do throws(ContractErrors) {
        contracts.append(try read(path, Set(provided.map(\.namespace)), load))
      } catch {
        errors += error.errors
      }
    }
    guard errors.isEmpty else { throw ContractErrors(errors: errors) }
    return try ServiceContract(joining: contracts, with: provided)
  }

  private static func read(
    _ path: String, _ provided: Set<String>, _ load: (String) -> Result<[UInt8], ContractReader.LoadError>
  ) throws(ContractErrors) -> ServiceContract {
    let documents = WSDLDocuments(path, load)
    guard documents.errors.isEmpty else { throw ContractErrors(errors: documents.errors) }
    var schemas = SchemaSet()
    schemas.provided = provided
    schemas.add(
      inline: documents.definitions.flatMap { file in
        file.root.children.filter { $0.isNamed(WSDLDocuments.Names.wsdl, "types") }.flatMap(\.children)
          .filter { $0.isNamed(SchemaText.namespace, "schema") }.map { (element: $0, file: file) }
      })
    for file in documents.schemas { schemas.add(file, isEntry: true) }
    schemas.follow(load)
    var reader = WSDLReader(documents.definitions, schemas)
    let operations = reader.operations()
    let errors = schemas.errors + reader.errors
    guard errors.isEmpty else { throw ContractErrors(errors: errors) }
    return ServiceContract(
      description: ServiceDescription(operations: operations), schemas: schemas.documents)
  }
}
