/// What keeps a payload from being read as a SOAP message, or is said about how it was read. The reader reports
/// these; there is nothing for the engine to run.
public enum Reading {
  static let rules: [Rule] = [
    notWellFormed, namespaceNotWellFormed, encoding, limit, fragment, notAFault, profileMismatch,
  ]

  /// The bytes break the grammar of XML.
  public static let notWellFormed = Rule(
    "XML-not-well-formed", "The bytes are not well-formed XML",
    level: .error,
    references: [Reference("XML 1.0"), .soap11("3"), .soap12("5")],
    rationale: """
      No client can read the message: each reports a parse error of its own instead of the fault. The first place \
      where the grammar is broken is shown; what follows was not read.
      """,
    violating: [.document("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>↓</s:Envelope>")],
    check: .reader)

  /// The document breaks the rules of namespaces.
  public static let namespaceNotWellFormed = Rule(
    "XML-namespace-not-well-formed",
    "The document breaks the namespace rules of XML: an undeclared prefix, or one attribute twice after expansion",
    level: .error,
    references: [Reference("Namespaces in XML 1.0"), .soap11("3"), .soap12("5")],
    rationale: """
      SOAP names are namespace names, and every parser that SOAP stacks use refuses a prefix that nobody declared. \
      Declare it on the element or anywhere around it.
      """,
    violating: [
      .document("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>↓<q:x/></s:Body></s:Envelope>")
    ],
    check: .reader)

  /// The bytes do not decode.
  public static let encoding = Rule(
    "XML-encoding", "The bytes do not decode in the encoding that applies, or that encoding is unknown",
    level: .error,
    references: [Reference("XML 1.0, section 4.3.3")],
    rationale: """
      A byte order mark or the XML declaration says how to read the bytes, and without either it is UTF-8. Where the \
      bytes are something else, clients stop or show garbage.
      """,
    check: .reader)

  /// A limit was passed.
  public static let limit = Rule(
    "XML-limit", "The message is larger, deeper or expands further than the documented limits allow",
    level: .error,
    references: [Reference("faultlint, limits")],
    rationale: """
      The limits keep one hostile payload from holding up the rest, and stacks in use have similar ones. Raise them \
      with --max-bytes and --max-depth if the payload is meant to be that large.
      """,
    check: .reader)

  /// An envelope was assumed.
  public static let fragment = Rule(
    "XML-fragment", "The payload is a bare Fault or Body, and the envelope and prefixes it lacks were assumed",
    level: .note,
    references: [Reference("faultlint, fragments")],
    rationale: """
      Documentation and logs often hold no more than the Fault. It is checked as if inside an envelope; what only \
      the envelope could show is not checked.
      """,
    check: .reader)

  /// A fault was expected.
  public static let notAFault = Rule(
    "XML-not-a-fault", "A fault was expected and the message is none",
    level: .error,
    references: [Reference("faultlint, --expect fault")],
    rationale: "With --expect fault every payload has to be a SOAP fault, and this one is something else.",
    check: .reader)

  /// No selected profile is for the version of the message.
  public static let profileMismatch = Rule(
    "XML-profile-mismatch", "None of the selected profiles is for the SOAP version of the message",
    level: .error,
    references: [Reference("faultlint, --profile")],
    rationale: """
      A profile judges one version of SOAP, so no rule was run on this message and nothing can be said for it. Select \
      a profile of its version beside the others, or leave --profile out.
      """,
    check: .reader)
}
