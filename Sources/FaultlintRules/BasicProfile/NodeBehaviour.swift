internal import FaultlintEngine

/// What the profiles ask of nodes, which no message shows: WS-I Basic Profile 1.0, section 4; 1.1 to 2.0,
/// section 3.
extension BasicProfile {
  static let r1107 = Rule(
    "BP-R1107", "The receiver did not take a Body with a single Fault child for a fault",
    level: .note,
    references: [.basicProfile("R1107")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1999"), .bp11("BP3999")],
    rationale:
      "Receivers tell a fault by the envelope, whatever the HTTP status; the status rules here rest on the same.",
    check: .notCheckable(reason: nodeBehaviour)
  )

  static let r1025 = Rule(
    "BP-R1025", "Processing began before all mandatory header entries had been checked",
    level: .note,
    references: [.basicProfile("R1025")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1999"), .bp11("BP3999")],
    rationale: "Otherwise half of the work may be done when the fault is found.",
    check: .notCheckable(reason: nodeBehaviour)
  )

  static let r1027 = Rule(
    "BP-R1027", "A mandatory header entry that was not understood drew no MustUnderstand fault",
    level: .note,
    references: [.basicProfile("R1027")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1999"), .bp11("BP3999")],
    rationale: "The sender relies on the entry being understood or the message being refused.",
    check: .notCheckable(reason: nodeBehaviour)
  )

  static let r1028 = Rule(
    "BP-R1028", "Processing went on after the fault was generated",
    level: .note,
    references: [.basicProfile("R1028")],
    profiles: [.bp10, .bp11, .bp12],
    assertions: [.bp10("WSI1999"), .bp11("BP3999")],
    rationale: "The sender takes the fault to mean that nothing more was done.",
    check: .notCheckable(reason: nodeBehaviour)
  )

  static let r1029 = Rule(
    "BP-R1029", "A normal response was sent although a fault had been generated",
    level: .note,
    references: [.basicProfile("R1029")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1999"), .bp11("BP3999")],
    rationale: "What a message shows of it, a Fault together with a result, other rules report.",
    check: .notCheckable(reason: nodeBehaviour)
  )

  static let r1030 = Rule(
    "BP-R1030", "The end user was not told of the fault",
    level: .note,
    references: [.basicProfile("R1030")],
    profiles: [.bp10, .bp11],
    assertions: [.bp10("WSI1999"), .bp11("BP3999")],
    rationale: "A fault that nobody is told of is as good as lost.",
    check: .notCheckable(reason: nodeBehaviour)
  )

  static let r1036 = Rule(
    "BP-R1036", "A MustUnderstand or VersionMismatch fault was not sent on the HTTP response",
    level: .note,
    references: [.basicProfile("R1036", of: "1.2")],
    profiles: [.bp12, .bp20],
    rationale:
      "With these two the addressing headers may not have been read, so where they point to does not count.",
    check: .notCheckable(reason: nodeBehaviour)
  )

  static let r1147 = Rule(
    "BP-R1147", "A generated fault was not sent where the addressing headers direct it",
    level: .note,
    references: [
      .basicProfile("R1147", of: "1.2"), .basicProfile("R1161", of: "1.2"), .basicProfile("R1162", of: "1.2"),
    ],
    profiles: [.bp12, .bp20],
    rationale: """
      A fault should be sent (R1147), to where the headers of the request direct it (R1161), and if there is a FaultTo, \
      never to ReplyTo (R1162).
      """,
    check: .notCheckable(reason: nodeBehaviour)
  )

  static let r1119 = Rule(
    "BP-R1119", "A receiver may answer an unquoted SOAPAction with a fault, and that fault is not a breach",
    level: .note,
    references: [.basicProfile("R1119")],
    profiles: [.bp10, .bp11],
    assertions: [.bp10("WSI1999"), .bp11("BP1999")],
    rationale: "It explains some Client faults: the request was refused for its SOAPAction.",
    check: .notCheckable(reason: nodeBehaviour)
  )

  static let r1127 = Rule(
    "BP-R1127", "The receiver relied on SOAPAction to process the message",
    level: .note,
    references: [.basicProfile("R1127")],
    profiles: [.bp11],
    assertions: [.bp11("BP1999")],
    rationale: "The field is a hint for dispatchers; what counts stands in the envelope.",
    check: .notCheckable(reason: nodeBehaviour)
  )
}
