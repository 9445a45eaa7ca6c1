package import FaultlintLibXML

/// Reads schema files with what they import and include: files beside them, and nothing remote.
package enum SchemaFiles {
  /// Reads a schema.
  ///
  /// - Parameters:
  ///   - name: The name of its file.
  ///   - load: The bytes of a file that is named relative to the same folder as `name` is.
  /// - Returns: The schema and all that it refers to; the first is the one that was asked for.
  /// - Throws: What cannot be had or used, and where it is asked for.
  package static func read(
    _ name: String, _ load: (String) -> Result<[UInt8], ContractReader.LoadError>
  ) throws(SchemaError) -> [Contract.SchemaDocument] {
    var documents: [Contract.SchemaDocument] = []
    var waiting: [(name: String, asker: String?, line: Int)] = [(name, nil, 0)]
    while let (name, asker, line) = waiting.popLast() {
      if documents.contains(where: { $0.name == name }) { continue }
      guard documents.count < limit else {
        throw SchemaError(message: "it refers to more than \(limit) files")
      }
      let place = asker.map { "\($0):\(line): " } ?? ""
      let bytes: [UInt8]
      switch load(name) {
      case .success(let loaded): bytes = loaded
      case .failure(let error):
        throw SchemaError(
          message: asker == nil ? error.message : "\(place)'\(name)' cannot be read: \(error.message)")
      }
      let content = try SchemaDocuments.read(bytes, named: name)
      documents.append(
        Contract.SchemaDocument(
          namespace: content.targetNamespace, name: name, bytes: bytes, isEntry: documents.isEmpty))
      for reference in content.references {
        if reference.location.contains("://") {
          throw SchemaError(
            message:
              "\(name):\(reference.line): it refers to '\(reference.location)', which is remote: put a copy beside it and name that"
          )
        }
        waiting.append((SchemaDocuments.resolve(reference.location, in: name), name, reference.line))
      }
    }
    return documents
  }

  /// How many files a schema may refer to.
  private static let limit = 500
}
