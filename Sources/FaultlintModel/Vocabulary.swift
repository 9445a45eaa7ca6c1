public import FaultlintXMLTree

/// The names that SOAP and its faults are made of, each with its number.
extension Vocabulary {
  /// The vocabulary every message is read with.
  public static let soap = Vocabulary(
    localNames: [
      (.envelope, "Envelope"), (.header, "Header"), (.body, "Body"), (.fault, "Fault"),
      (.faultcode, "faultcode"), (.faultstring, "faultstring"), (.faultactor, "faultactor"),
      (.detail11, "detail"),
      (.code, "Code"), (.value, "Value"), (.subcode, "Subcode"), (.reason, "Reason"), (.text, "Text"),
      (.node, "Node"), (.role12, "Role"), (.detail12, "Detail"),
      (.upgrade, "Upgrade"), (.supportedEnvelope, "SupportedEnvelope"), (.notUnderstood, "NotUnderstood"),
      (.qname, "qname"),
      (.mustUnderstand, "mustUnderstand"), (.actor, "actor"), (.role, "role"), (.relay, "relay"),
      (.encodingStyle, "encodingStyle"), (.arrayType, "arrayType"),
      (.lang, "lang"), (.type, "type"), (.nilAttribute, "nil"), (.schemaLocation, "schemaLocation"),
      (.noNamespaceSchemaLocation, "noNamespaceSchemaLocation"),
      (.html, "html"), (.head, "head"), (.title, "title"),
      (.action, "Action"), (.claim, "Claim"),
      (.to, "To"), (.replyTo, "ReplyTo"), (.faultTo, "FaultTo"), (.messageID, "MessageID"),
      (.relatesTo, "RelatesTo"), (.relationshipType, "RelationshipType"),
    ],
    namespaces: [
      (.xml, "http://www.w3.org/XML/1998/namespace"),
      (.soap11, "http://schemas.xmlsoap.org/soap/envelope/"),
      (.soap12, "http://www.w3.org/2003/05/soap-envelope"),
      (.schemaInstance, "http://www.w3.org/2001/XMLSchema-instance"),
      (.schema, "http://www.w3.org/2001/XMLSchema"),
      (.soap11Encoding, "http://schemas.xmlsoap.org/soap/encoding/"),
      (.soap12Encoding, "http://www.w3.org/2003/05/soap-encoding"),
      (.soap12RPC, "http://www.w3.org/2003/05/soap-rpc"),
      (.exactTargetFault, "urn:fault.partner.exacttarget.com"),
      (.addressing, "http://www.w3.org/2005/08/addressing"),
      (.conformanceClaim, "http://ws-i.org/schemas/conformanceClaim/"),
      (.addressing2004, "http://schemas.xmlsoap.org/ws/2004/08/addressing"),
      (.security, "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"),
      (.security11, "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd"),
    ])
}

extension Namespace {
  /// Its name; it has to be one of ``Vocabulary/soap``.
  package var name: String { Vocabulary.soap.namespaces[Int(id)].description }
}

extension LocalName {
  /// SOAP: `Envelope`.
  public static let envelope = LocalName(1)
  /// SOAP: `Header`.
  public static let header = LocalName(2)
  /// SOAP: `Body`.
  public static let body = LocalName(3)
  /// SOAP: `Fault`.
  public static let fault = LocalName(4)
  /// SOAP 1.1: `faultcode`.
  public static let faultcode = LocalName(5)
  /// SOAP 1.1: `faultstring`.
  public static let faultstring = LocalName(6)
  /// SOAP 1.1: `faultactor`.
  public static let faultactor = LocalName(7)
  /// SOAP 1.1: `detail`.
  public static let detail11 = LocalName(8)
  /// SOAP 1.2: `Code`.
  public static let code = LocalName(9)
  /// SOAP 1.2: `Value`.
  public static let value = LocalName(10)
  /// SOAP 1.2: `Subcode`.
  public static let subcode = LocalName(11)
  /// SOAP 1.2: `Reason`.
  public static let reason = LocalName(12)
  /// SOAP 1.2: `Text`.
  public static let text = LocalName(13)
  /// SOAP 1.2: `Node`.
  public static let node = LocalName(14)
  /// SOAP 1.2: the element `Role` of a fault.
  public static let role12 = LocalName(15)
  /// SOAP 1.2: `Detail`.
  public static let detail12 = LocalName(16)
  /// SOAP 1.2: the header block `Upgrade`.
  public static let upgrade = LocalName(17)
  /// SOAP 1.2: `SupportedEnvelope`.
  public static let supportedEnvelope = LocalName(18)
  /// SOAP 1.2: the header block `NotUnderstood`.
  public static let notUnderstood = LocalName(19)
  /// SOAP 1.2: the attribute `qname`.
  public static let qname = LocalName(20)
  /// SOAP: the attribute `mustUnderstand`.
  public static let mustUnderstand = LocalName(21)
  /// SOAP 1.1: the attribute `actor`.
  public static let actor = LocalName(22)
  /// SOAP 1.2: the attribute `role`.
  public static let role = LocalName(23)
  /// SOAP 1.2: the attribute `relay`.
  public static let relay = LocalName(24)
  /// SOAP: the attribute `encodingStyle`.
  public static let encodingStyle = LocalName(25)
  /// SOAP 1.1 encoding: the attribute `arrayType`.
  public static let arrayType = LocalName(26)
  /// XML: the attribute `lang`.
  public static let lang = LocalName(27)
  /// XML Schema instance: the attribute `type`.
  public static let type = LocalName(28)
  /// XML Schema instance: the attribute `nil`.
  public static let nilAttribute = LocalName(29)
  /// XML Schema instance: the attribute `schemaLocation`.
  public static let schemaLocation = LocalName(30)
  /// XML Schema instance: the attribute `noNamespaceSchemaLocation`.
  public static let noNamespaceSchemaLocation = LocalName(31)
  /// HTML: `html`.
  public static let html = LocalName(32)
  /// HTML: `head`.
  public static let head = LocalName(33)
  /// HTML: `title`.
  public static let title = LocalName(34)
  /// WS-Addressing: `Action`.
  public static let action = LocalName(35)
  /// WS-I Basic Profile 1.0: `Claim`.
  public static let claim = LocalName(36)
  /// WS-Addressing: `To`.
  public static let to = LocalName(37)
  /// WS-Addressing: `ReplyTo`.
  public static let replyTo = LocalName(38)
  /// WS-Addressing: `FaultTo`.
  public static let faultTo = LocalName(39)
  /// WS-Addressing: `MessageID`.
  public static let messageID = LocalName(40)
  /// WS-Addressing: `RelatesTo`.
  public static let relatesTo = LocalName(41)
  /// WS-Addressing: the attribute `RelationshipType`.
  public static let relationshipType = LocalName(42)
}

extension Namespace {
  /// The SOAP 1.1 envelope namespace.
  public static let soap11 = Namespace(2)
  /// The SOAP 1.2 envelope namespace.
  public static let soap12 = Namespace(3)
  /// The XML Schema instance namespace.
  public static let schemaInstance = Namespace(4)
  /// The XML Schema namespace.
  public static let schema = Namespace(5)
  /// The SOAP 1.1 encoding namespace.
  public static let soap11Encoding = Namespace(6)
  /// The SOAP 1.2 encoding namespace.
  public static let soap12Encoding = Namespace(7)
  /// The SOAP 1.2 RPC namespace.
  public static let soap12RPC = Namespace(8)
  /// The namespace of Marketing Cloud's fault details.
  public static let exactTargetFault = Namespace(9)
  /// The namespace of WS-Addressing 1.0.
  public static let addressing = Namespace(10)
  /// The namespace of the conformance claims of WS-I Basic Profile 1.0.
  public static let conformanceClaim = Namespace(11)
  /// The namespace of WS-Addressing as submitted to the W3C in August 2004.
  public static let addressing2004 = Namespace(12)
  /// The namespace of WS-Security 1.0.
  public static let security = Namespace(13)
  /// The namespace of what WS-Security 1.1 adds.
  public static let security11 = Namespace(14)
}
