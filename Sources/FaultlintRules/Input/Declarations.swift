internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// What an XML declaration says that a reader can do with, and others cannot: XML 1.0, sections 2.8 and 4.3.3.
enum Declarations {
  static let rules: [Rule] = [encodingUnregistered]

  static let encodingUnregistered = Rule(
    "XML-encoding-unregistered", "The XML declaration names an encoding that is not registered",
    level: .warning,
    references: [Reference("XML 1.0, section 4.3.3"), Reference("IANA, Character Sets")],
    profiles: [.soap11, .soap12],
    rationale: """
      A parser that does not know the name stops, whatever the bytes are. Of utf8, Xerces (Java) and SOAP::Lite (Perl) \
      refuse the whole message, expat (Python, PHP) as soon as a byte is not ASCII; libxml2 and the JDK take it.
      """,
    remedy:
      "Write the registered name: it is UTF-8, not utf8. Or leave the declaration out: then it is UTF-8.",
    conforming: [
      .plain11, .document("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + Example.plain11.document),
    ],
    violating: [
      .document("↓<?xml version=\"1.0\" encoding=\"utf8\"?>" + Example.plain11.document),
      .document("↓<?xml version=\"1.0\" encoding=\"UTF8\"?>" + Example.plain12("Sender").document),
    ],
    check: .message { message, findings in
      // The name that nearly all have is not worth a look at the others.
      guard let name = message.prologue.declaredEncoding, name != "UTF-8", name != "utf-8",
        message.envelope != nil, !Charset(name).isRegistered
      else { return }
      findings.report("The XML declaration says \(name), which is not a registered name", at: 0)
    }
  )
}
