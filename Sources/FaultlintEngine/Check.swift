public import FaultlintModel
public import FaultlintXMLTree

/// What a rule is about, and the function that looks. The engine calls it once for each subject of a message, so
/// it never asks whether it applies.
public enum Check: Sendable {
  /// Any SOAP message.
  case message(@Sendable (Message, inout FindingCollector) -> Void)
  /// The envelope of a SOAP message of either version.
  case envelope(@Sendable (Envelope, inout FindingCollector) -> Void)
  /// The envelope of a SOAP 1.1 message.
  case envelope11(@Sendable (Envelope, inout FindingCollector) -> Void)
  /// The envelope of a SOAP 1.2 message.
  case envelope12(@Sendable (Envelope, inout FindingCollector) -> Void)
  /// Each Fault in the Body of a SOAP 1.1 message.
  case fault11(@Sendable (Fault11, inout FindingCollector) -> Void)
  /// Each Fault in the Body of a SOAP 1.2 message.
  case fault12(@Sendable (Fault12, inout FindingCollector) -> Void)
  /// The head of the HTTP message whose entity the payload is, and the payload as a message; nil if it is no XML.
  case http(@Sendable (HTTPHead, Message?, inout FindingCollector) -> Void)
  /// Nothing is looked for: the rule says what must not be reported, and which objections of a schema it waives.
  case acceptance(waives: @Sendable (SchemaViolation, Message) -> Bool)
  /// It says no more than that the rules of the profiles on which its own builds are kept; never reported itself.
  case umbrella
  /// Any XML document, SOAP or not: a test in XPath 1.0, which is how rules of profile files are written.
  case expression(Expression)
  /// The reader of the bytes reports it.
  case input(InputError)
  /// The schema validator reports it, where this constraint of XML Schema is not kept; the aspect, where the constraint
  /// tells which it is.
  case schema(constraint: String, SchemaAspect?)
  /// No payload and no exchange shows it; why.
  case notCheckable(reason: String)
}

/// Kinds of objection that the envelope schema has, to tell which of our findings says the same.
public enum SchemaAspect: Sendable {
  /// Which children an element has, and in which order.
  case children
  /// Text where only elements may be.
  case text
  /// An attribute that has no place.
  case attribute
  /// The value of an attribute.
  case attributeValue
  /// The value of an element.
  case value
  /// An xsi:type or xsi:nil.
  case type
}

/// What there is to say of a payload before its rules are run, or in their place.
public enum InputError: Sendable, Hashable {
  /// The bytes break the grammar of XML.
  case notWellFormed
  /// They break the rules of namespaces in XML.
  case namespace
  /// They do not decode.
  case encoding
  /// A limit was passed.
  case limit
  /// An envelope was assumed around a bare Fault or Body.
  case fragment
  /// The capture holds it in an unusual way.
  case capture
  /// A fault was expected.
  case notAFault
  /// No selected profile is for its version of SOAP.
  case profileMismatch
  /// The root is not the Envelope of this version, which was expected.
  case notTheEnvelope(SOAPVersion)
}
