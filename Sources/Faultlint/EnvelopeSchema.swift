package import FaultlintContracts
internal import FaultlintFiles
internal import FaultlintLibXML
package import FaultlintModel
package import FaultlintXMLTree

/// The schemas for messages of one version of SOAP, which ask the validator only where it is not certain beforehand
/// what it would say. Not for use by two threads at once.
package final class EnvelopeSchema {
  private let version: SOAPVersion
  private let plain: PlainEnvelope?
  /// Compiled when a message first needs it; most need none.
  private lazy var validator = SchemaValidator(Self.schema(version, with: others))
  private let others: [Contract.SchemaDocument]
  private let complete: Set<String>

  /// The schemas for messages of a version, and others for what they carry; nothing is compiled yet.
  ///
  /// - Parameters:
  ///   - version: The version.
  ///   - others: The others.
  ///   - complete: Namespaces in which there is no detail entry and no header block but those that a schema declares.
  package init(
    _ version: SOAPVersion, with others: [Contract.SchemaDocument] = [], complete: Set<String> = []
  ) {
    self.version = version
    self.others = others
    self.complete = complete
    // What is not declared has to be looked for with the validator.
    plain = complete.isEmpty ? Self.plainSchemas(with: others).map { PlainEnvelope(version, with: $0) } : nil
  }

  /// The schemas of what messages carry, as far as they are understood; nil if they are about more than that.
  static func plainSchemas(with others: [Contract.SchemaDocument]) -> PlainSchemas? {
    let own = (namespace: Namespace.exactTargetFault.name, bytes: Schemas.file("ETFrameworkFault.xsd") ?? [])
    // These namespaces are judged elsewhere, or by a schema that another one may not fit.
    let reserved = [Namespace.soap11, .soap12, .xml, .exactTargetFault].map(\.name)
    guard others.allSatisfy({ !reserved.contains($0.namespace) }) else { return nil }
    return PlainSchemas(others.map { ($0.namespace, $0.bytes) } + [own])
  }

  /// What the schemas object to.
  ///
  /// - Parameters:
  ///   - tree: The document.
  ///   - envelope: The envelope that is its document element, of this version.
  /// - Returns: Every violation, in document order of where it was noticed.
  package func violations(_ tree: XMLTree, _ envelope: Envelope) -> [SchemaViolation] {
    if plain?.accepts(envelope, in: tree) ?? false { return [] }
    let violations = validator.validate(tree)
    return complete.isEmpty ? violations : violations + undeclared(in: envelope)
  }

  /// The detail entries and header blocks that a complete schema does not declare. The envelope lets in what is not
  /// declared, so that the validator does not object.
  private func undeclared(in envelope: Envelope) -> [SchemaViolation] {
    let details = envelope.faults11.compactMap(\.detail) + envelope.faults12.compactMap(\.detail)
    return (envelope.headerBlocks + details.flatMap { Array($0.children) }).filter { element in
      complete.contains(element.namespaceName) && !validator.declares(element)
    }.map {
      SchemaViolation(
        constraint: "cvc-elt-1", element: $0.index, attribute: nil,
        message: "The schema of its namespace does not declare it")
    }
  }

  static func targetNamespaces(_ version: SOAPVersion) -> Set<Namespace> {
    [version.namespace, .exactTargetFault]
  }

  static func schema(_ version: SOAPVersion, with others: [Contract.SchemaDocument] = []) -> Schema {
    do throws(SchemaError) {
      return try compile(version, with: others)
    } catch {
      preconditionFailure("a schema that was looked at before does not compile: \(error.message)")
    }
  }

  /// Sees whether schemas can be used for what messages carry.
  ///
  /// - Parameters:
  ///   - others: The schemas.
  ///   - file: What to call them where it is not known which of them is wrong.
  /// - Throws: Why not, and where.
  package static func check(_ others: [Contract.SchemaDocument], of file: String) throws(ContractErrors) {
    do throws(SchemaError) {
      _ = try compile(.v11, with: others)
    } catch {
      throw ContractErrors(errors: [SchemaFiles.located(error, in: others, of: file)])
    }
  }

  /// Compiles the schemas for messages of a version with others.
  ///
  /// - Throws: Why the others cannot be used.
  static func compile(_ version: SOAPVersion, with others: [Contract.SchemaDocument]) throws(SchemaError)
    -> Schema
  {
    let imports = others.filter(\.isEntry).map { (namespace: $0.namespace, file: $0.name) }
    var documents = version == .v11 ? Schemas.soap11(with: imports) : Schemas.soap12(with: imports)
    for document in others { documents[document.name] = document.bytes }
    return try Schema(
      documents: documents, entry: Schemas.entry, targetNamespaces: targetNamespaces(version),
      namesOfOthers: Set(others.map(\.namespace)))
  }
}
