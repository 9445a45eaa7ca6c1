public import Faultlint

/// A fault code that is expected. A literal is the local part of a code of SOAP itself (`"Server"` in SOAP 1.1,
/// `"Receiver"` in SOAP 1.2), or a name with its namespace (`"{urn:orders}Busy"`, with `{}` for none).
public struct ExpectedCode: Sendable, ExpressibleByStringLiteral {
  private let namespace: String?
  private let local: String

  /// A code of SOAP, or a name with its namespace before it in braces.
  public init(stringLiteral value: String) {
    let name = QualifiedName(stringLiteral: value)
    namespace = value.hasPrefix("{") ? name.namespace : nil
    local = name.local
  }

  /// A code by its name.
  public static func name(_ name: QualifiedName) -> ExpectedCode { ExpectedCode(name) }

  private init(_ name: QualifiedName) {
    namespace = name.namespace
    local = name.local
  }

  /// The name that is expected in a message of this version.
  func name(in version: SOAPVersion) -> QualifiedName {
    QualifiedName(namespace: namespace ?? version.envelopeNamespace, local: local)
  }
}

extension SOAPVersion {
  /// The namespace of the envelope.
  var envelopeNamespace: String {
    switch self {
    case .v11: "http://schemas.xmlsoap.org/soap/envelope/"
    case .v12: "http://www.w3.org/2003/05/soap-envelope"
    }
  }
}

extension QualifiedName: ExpressibleByStringLiteral {
  /// A name with its namespace before it in braces, as in `{urn:orders}Busy`, or one in no namespace.
  public init(stringLiteral value: String) {
    if value.hasPrefix("{"), let end = value.firstIndex(of: "}") {
      self.init(
        namespace: String(value[value.index(after: value.startIndex)..<end]),
        local: String(value[value.index(after: end)...]))
    } else {
      self.init(namespace: "", local: value)
    }
  }
}
