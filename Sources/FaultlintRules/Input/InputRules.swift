internal import FaultlintEngine
internal import FaultlintModel

/// What keeps a payload from being read as a SOAP message, or is said about how it was read. The reader reports
/// these; there is nothing for the engine to run.
enum InputRules {
  static let rules: [Rule] = [
    notWellFormed, namespaceNotWellFormed, encoding, limit, fragment, capture, notAFault, profileMismatch,
  ]

  /// The rule for a kind of problem.
  static func rule(for problem: InputError) -> Rule {
    switch problem {
    case .notWellFormed: notWellFormed
    case .namespace: namespaceNotWellFormed
    case .encoding: encoding
    case .limit: limit
    case .fragment: fragment
    case .capture: capture
    case .notAFault: notAFault
    case .profileMismatch: profileMismatch
    case .notTheEnvelope(.v11): SOAP11.envelopeNamespace
    case .notTheEnvelope(.v12): SOAP12.envelopeNamespace
    }
  }

  /// The bytes break the grammar of XML.
  static let notWellFormed = Rule(
    "XML-not-well-formed", "The bytes are not well-formed XML",
    level: .error,
    references: [Reference("XML 1.0"), .soap11("3"), .soap12("5")],
    assertions: [.bp10("WSI1601"), .bp11("BP1601"), .ssbp10("SSBP1601")],
    rationale: """
      No client can read the message. zeep (Python) raises a transport error in place of the fault, so code \
      that catches faults does not catch it. The first place where the grammar is broken is shown; what \
      follows was not read.
      """,
    remedy: """
      Write the message with an XML library, not by joining strings: an unescaped & or < is the usual cause. \
      If the end is missing, look for a limit or a timeout on the way.
      """,
    violating: [
      .document("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>↓</s:Envelope>")
    ],
    check: .input(.notWellFormed))

  /// The document breaks the rules of namespaces.
  static let namespaceNotWellFormed = Rule(
    "XML-namespace-not-well-formed",
    "The document breaks the namespace rules of XML: an undeclared prefix, or one attribute twice after expansion",
    level: .error,
    references: [Reference("Namespaces in XML 1.0"), .soap11("3"), .soap12("5")],
    assertions: [.bp10("WSI1601"), .bp11("BP1601"), .ssbp10("SSBP1601")],
    rationale: """
      SOAP tells elements apart by namespace, and parsers refuse a prefix that nobody declared. zeep \
      (Python) raises a transport error in place of the fault, so code that catches faults does not catch \
      it.
      """,
    remedy: """
      Declare the prefix with xmlns:prefix on the element or on one around it. Of two attributes with one \
      name, keep one.
      """,
    violating: [
      .document(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>↓<q:x/></s:Body></s:Envelope>"
      )
    ],
    check: .input(.namespace))

  /// The bytes do not decode.
  static let encoding = Rule(
    "XML-encoding", "The bytes do not decode in the encoding that applies, or that encoding is unknown",
    level: .error,
    references: [Reference("XML 1.0, section 4.3.3"), Reference("RFC 7303, section 3.2")],
    rationale: """
      A byte order mark, the charset parameter of the Content-Type or the XML declaration says how to read the bytes, \
      the first of these before the others; without any of them it is UTF-8. If the bytes are something else, clients \
      stop at the first that does not fit, or show garbled text.
      """,
    remedy: """
      Let one component write the charset parameter, the declaration and the bytes. If a gateway converts the body, it \
      has to change the other two as well.
      """,
    check: .input(.encoding))

  /// A limit was passed.
  static let limit = Rule(
    "XML-limit", "The message is larger, deeper or expands further than the documented limits allow",
    level: .error,
    references: [Reference("faultlint, limits")],
    rationale: """
      The limits keep one hostile payload from holding up all others, and the stacks of clients have limits \
      of their own.
      """,
    remedy: """
      If the payload is meant to be that large, raise the limit of bytes or of depth. Otherwise look for a loop \
      in what writes it.
      """,
    check: .input(.limit))

  /// An envelope was assumed.
  static let fragment = Rule(
    "XML-fragment",
    "The payload is a bare Fault or Body, and the envelope and prefixes it lacks were assumed",
    level: .note,
    references: [Reference("faultlint, fragments")],
    rationale: """
      Documentation and logs often hold no more than the Fault. It was checked as if inside an envelope, and \
      what only the envelope could show (its version, its headers, the declarations of prefixes) was not \
      checked.
      """,
    remedy: "To have everything checked, capture the whole message.",
    check: .input(.fragment))

  /// The capture is odd.
  static let capture = Rule(
    "XML-capture",
    "The payload was captured in an unusual way, and something around it was skipped or corrected",
    level: .note,
    references: [Reference("faultlint, captures")],
    rationale: """
      What was checked is not quite what the capture holds: something stood before the payload, or a length or a \
      part was not what the capture says it is. If that was so on the wire as well, clients may fail on it; if the \
      tool that wrote the capture did it, the message was not at fault.
      """,
    remedy: "Look at how the capture was made. If the message was sent like that, fix what sends it.",
    check: .input(.capture))

  /// A fault was expected.
  static let notAFault = Rule(
    "XML-not-a-fault", "A fault was expected and the message is not one",
    level: .error,
    references: [Reference("faultlint, an expected fault")],
    rationale: """
      Where a fault is expected every payload has to be one, and this one is something else. A client that gets \
      it in place of a fault cannot tell why its call failed.
      """,
    remedy: """
      Look at what the payload is: a proxy's HTML page, JSON and an ordinary answer are the usual ones. \
      Where any message will do it passes.
      """,
    check: .input(.notAFault))

  /// No selected profile is for the version of the message.
  static let profileMismatch = Rule(
    "XML-profile-mismatch", "None of the selected profiles is for the SOAP version of the message",
    level: .error,
    references: [Reference("faultlint, profiles")],
    rationale: """
      A profile judges one version of SOAP. None of the selected ones is for the version of this message, so \
      no rule was run on it and nothing can be said for it.
      """,
    remedy: "Select a profile of its version in addition to the others, or let the message choose.",
    check: .input(.profileMismatch))
}
