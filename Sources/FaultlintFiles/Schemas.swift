/// The schemas, in `schemas`.
public enum Schemas {
  /// The documents to compile for SOAP 1.1 messages, by file name; begin with ``entry``.
  public static var soap11: [String: [UInt8]] { soap11(with: []) }

  /// The documents to compile for SOAP 1.2 messages, by file name; begin with ``entry``.
  public static var soap12: [String: [UInt8]] { soap12(with: []) }

  /// The documents to compile for SOAP 1.1 messages, with others for what they carry.
  ///
  /// - Parameter others: The others, by namespace and by the name that ``file(_:)`` or the caller knows them by.
  /// - Returns: The documents.
  public static func soap11(with others: [(namespace: String, file: String)]) -> [String: [UInt8]] {
    [
      "soap11-envelope.xsd": CarriedFile.known("schemas/soap11-envelope.xsd"),
      "ETFrameworkFault.xsd": CarriedFile.known("schemas/ETFrameworkFault.xsd"),
      entry: importing(
        others + [
          ("http://schemas.xmlsoap.org/soap/envelope/", "soap11-envelope.xsd"),
          ("urn:fault.partner.exacttarget.com", "ETFrameworkFault.xsd"),
        ]),
    ]
  }

  /// The documents to compile for SOAP 1.2 messages, with others for what they carry.
  ///
  /// - Parameter others: The others, by namespace and by the name that ``file(_:)`` or the caller knows them by.
  /// - Returns: The documents.
  public static func soap12(with others: [(namespace: String, file: String)]) -> [String: [UInt8]] {
    [
      "soap12-envelope.xsd": CarriedFile.known("schemas/soap12-envelope.xsd"),
      "xml-attributes.xsd": CarriedFile.known("schemas/xml-attributes.xsd"),
      "ETFrameworkFault.xsd": CarriedFile.known("schemas/ETFrameworkFault.xsd"),
      entry: importing(
        others + [
          ("http://www.w3.org/2003/05/soap-envelope", "soap12-envelope.xsd"),
          ("http://www.w3.org/XML/1998/namespace", "xml-attributes.xsd"),
          ("urn:fault.partner.exacttarget.com", "ETFrameworkFault.xsd"),
        ]),
    ]
  }

  /// A schema by its file's name; nil if there is none.
  public static func file(_ name: String) -> [UInt8]? { CarriedFile.bytes("schemas/" + name) }

  /// The name of the schema of ours for what schemas of others import from public addresses, by the namespace; nil
  /// if there is none.
  public static func file(ofNamespace namespace: String) -> String? {
    switch namespace {
    case "http://schemas.xmlsoap.org/soap/encoding/": "soap11-encoding.xsd"
    case "http://www.w3.org/XML/1998/namespace": "xml-attributes.xsd"
    case "urn:fault.partner.exacttarget.com": "ETFrameworkFault.xsd"
    default: nil
    }
  }

  /// The name of the document to begin with.
  public static let entry = "entry.xsd"

  /// A schema of nothing but imports. Each version has one of its own: with the other's schema at hand, its parts
  /// would be judged where SOAP takes them for foreign data.
  private static func importing(_ documents: [(namespace: String, file: String)]) -> [UInt8] {
    var known: Set<String> = []
    // Of two for one namespace the first counts: a caller's own schema before one of ours.
    let imports = documents.filter { known.insert($0.namespace).inserted }.map { document in
      let namespace = document.namespace.isEmpty ? "" : #" namespace="\#(escaped(document.namespace))""#
      return #"<xs:import\#(namespace) schemaLocation="\#(escaped(document.file))"/>"#
    }
    return Array(
      #"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:faultlint:entry">\#(imports.joined())</xs:schema>"#
        .utf8)
  }

  /// A text as the value of an attribute.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
  }
}
