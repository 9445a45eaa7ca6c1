internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// Roles that the parties have to agree on: SOAP 1.2 part 1, section 2.2.
extension SOAP12 {
  static let rolePrivate = Rule(
    "SOAP12-role-private",
    "A role attribute other than next and none is a private agreement (extension point E0004)",
    level: .note,
    references: [.basicProfile("E0004", of: "2.0"), .soap12("2.2")],
    profiles: [.bp20],
    assertions: [.bp20("BP1904")],
    rationale:
      "Only next and none mean the same to everybody; any other role is known to those who agreed on it.",
    remedy: """
      Between parties that agreed on the role nothing has to change. Otherwise use the role next, or leave the \
      attribute out for the ultimate receiver.
      """,
    conforming: [
      .envelope12(
        #"<e:Header><m:h e:role="http://www.w3.org/2003/05/soap-envelope/role/next"/></e:Header><e:Body/>"#)
    ],
    violating: [.envelope12(#"<e:Header><m:h ↓e:role="urn:gateway"/></e:Header><e:Body/>"#)],
    check: .envelope12 { envelope, findings in
      for attribute in envelope.headerBlocks.compactMap({ $0.attribute(.soap12, .role) }) {
        guard !attribute.value.isBlank, URIReference.matches(attribute.value),
          Role12(attribute.value)?.isCommon != true
        else { continue }
        findings.report("The role '\(attribute.value.shortened)' is a private agreement", at: attribute)
      }
    }
  )
}

extension Role12 {
  /// Whether the profile leaves nothing to agree on. The ultimate receiver is what no role at all means.
  fileprivate var isCommon: Bool { self != .ultimateReceiver }
}
