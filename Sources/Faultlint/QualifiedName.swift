/// A name in a namespace, whatever its prefix. Two are equal if they mean the same.
///
/// Source: Namespaces in XML 1.0, section 2.1.
public struct QualifiedName: Sendable, Hashable, CustomStringConvertible {
  /// The URI of the namespace; empty for none.
  public let namespace: String
  /// The name in it.
  public let local: String

  /// A name in a namespace.
  ///
  /// - Parameters:
  ///   - namespace: The URI of the namespace; empty for none.
  ///   - local: The name in it.
  public init(namespace: String, local: String) {
    self.namespace = namespace
    self.local = local
  }

  /// `{namespace}name`, or the name alone if it is in none.
  public var description: String { namespace.isEmpty ? local : "{\(namespace)}\(local)" }
}
