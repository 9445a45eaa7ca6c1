internal import FaultlintLibXML
package import FaultlintModel
internal import FaultlintSchemas
package import FaultlintXMLTree

/// The schemas for messages of one version of SOAP, which ask the validator only where it is not certain beforehand
/// what it would say. Not for use by two threads at once.
package final class EnvelopeSchema {
  private let version: SOAPVersion
  private let plain: PlainEnvelope?
  /// Compiled when a message first needs it; most need none.
  private lazy var validator = SchemaValidator(Self.schema(version))

  /// The schemas for messages of a version; nothing is compiled yet.
  package init(_ version: SOAPVersion) {
    self.version = version
    plain = PlainEnvelope(targetNamespaces: Self.targetNamespaces(version))
  }

  /// What the schemas object to.
  ///
  /// - Parameters:
  ///   - tree: The document.
  ///   - envelope: The envelope that is its document element, of this version.
  /// - Returns: Every violation, in document order of where it was noticed.
  package func violations(_ tree: XMLTree, _ envelope: Envelope) -> [SchemaViolation] {
    if plain?.accepts(envelope) ?? false { return [] }
    return validator.validate(tree)
  }

  static func targetNamespaces(_ version: SOAPVersion) -> Set<Namespace> {
    [version.namespace, .exactTargetFault]
  }

  static func schema(_ version: SOAPVersion) -> Schema {
    do {
      return try Schema(
        documents: version == .v11 ? Schemas.soap11 : Schemas.soap12, entry: Schemas.entry,
        targetNamespaces: targetNamespaces(version))
    } catch {
      preconditionFailure("a schema of our own does not compile: \(error.message)")
    }
  }
}
