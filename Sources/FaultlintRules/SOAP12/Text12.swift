internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// Text and elements in each other's place: SOAP 1.2 part 1, sections 5 to 5.4.7, and the envelope schema.
extension SOAP12 {
  // MARK: Text where only elements may be

  static let envelopeText = text(
    "SOAP12-envelope-text", inside: "Envelope", section: "5.1",
    conforming: .envelope12(" <!-- x --> <e:Body/> "),
    violating: [.envelope12("↓text<e:Body/>")]
  ) { .one($0.element) }

  static let headerText = text(
    "SOAP12-header-text", inside: "Header", section: "5.2",
    conforming: .envelope12("<e:Header> <m:h>text</m:h> </e:Header><e:Body/>"),
    violating: [.envelope12("<e:Header>↓text</e:Header><e:Body/>")]
  ) { $0.headers }

  static let bodyText = text(
    "SOAP12-body-text", inside: "Body", section: "5.3",
    conforming: .body12(" <m:x>text</m:x> "),
    violating: [.body12("↓text")]
  ) { $0.bodies }

  static let faultText = text(
    "SOAP12-fault-text", inside: "Fault, Code, Subcode or Reason", section: "5.4",
    conforming: .fault12(
      " <e:Code> <e:Value> e:Sender </e:Value> </e:Code> "
        + #"<e:Reason> <e:Text xml:lang="en">x</e:Text> </e:Reason> "#),
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>↓text"#),
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value>↓text</e:Code>"
          + #"<e:Reason>↓text<e:Text xml:lang="en">x</e:Text></e:Reason>"#),
    ]
  ) { Few($0.faults12.lazy.flatMap({ $0.containers })) }

  static let detailText = text(
    "SOAP12-detail-text", inside: "Detail", section: "5.4.5",
    conforming: .fault12(
      "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
        + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason><e:Detail> <m:d>text</m:d> </e:Detail>"#),
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason><e:Detail>↓text</e:Detail>"#)
    ]
  ) { $0.faults12.compactMap { $0.detail } }

  static let upgradeText = text(
    "SOAP12-upgrade-text", inside: "Upgrade", section: "5.4.7.1", profiles: [.soap12, .soap11],
    conforming: .versionMismatch(#"<e:Upgrade> <e:SupportedEnvelope qname="e:Envelope"/> </e:Upgrade>"#),
    violating: [.versionMismatch(#"<e:Upgrade>↓text<e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade>"#)]
  ) { Few($0.headerBlocks(.upgrade)) }

  /// The six rules that an element which holds elements only has no text.
  private static func text(
    _ id: String, inside name: String, section: String, profiles: [Membership] = [.soap12],
    conforming: Example, violating: [Example],
    _ containers: @escaping @Sendable (Envelope) -> Few<ElementView>
  ) -> Rule {
    Rule(
      id, "There is text straight inside \(name)",
      level: .error,
      references: [.soap12(section), .soap12Schema],
      profiles: profiles,
      rationale: """
        Only elements and white space may stand there. A client that validates refuses the message, and \
        others drop the text, so nobody reads what it says.
        """,
      remedy: "Put the text into the element that is meant for it, or into one of your own inside Detail.",
      schema: [.text],
      conforming: [conforming],
      violating: violating,
      check: .envelope { envelope, findings in
        for container in containers(envelope) {
          guard let offset = container.firstVisibleText else { continue }
          findings.report(
            "There is text straight inside '\(container.qualifiedName)'", at: offset, in: container)
        }
      })
  }

  // MARK: Elements where only text may be

  static let codeValueChildElement = childElement(
    "SOAP12-code-value-child-element", "The Value of Code has an element child", section: "5.4.1.1",
    violating:
      "<e:Code><e:Value>e:Sender↓<m:x/></e:Value></e:Code>"
      + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#
  ) { Few($0.code?.values.first) }

  static let subcodeValueChildElement = childElement(
    "SOAP12-subcode-value-child-element", "The Value of a Subcode has an element child", section: "5.4.1.3",
    violating:
      "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:a↓<m:x/></e:Value></e:Subcode></e:Code>"
      + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#
  ) { Few($0.subcodes.lazy.compactMap { $0.values.first }) }

  static let textChildElement = childElement(
    "SOAP12-text-child-element", "Text has an element child", section: "5.4.2.1",
    violating:
      "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
      + #"<e:Reason><e:Text xml:lang="en">x↓<m:x/></e:Text></e:Reason>"#
  ) { $0.texts }

  static let nodeChildElement = childElement(
    "SOAP12-node-child-element", "Node has an element child", section: "5.4.3",
    violating:
      "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
      + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason><e:Node>urn:n↓<m:x/></e:Node>"#
  ) { Few($0.node) }

  static let roleChildElement = childElement(
    "SOAP12-role-child-element", "Role has an element child", section: "5.4.4",
    violating:
      "<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason>"
      + "<e:Node>urn:n</e:Node><e:Role>urn:r↓<m:x/></e:Role>"
  ) { Few($0.role) }

  /// The five rules that an element which holds a value only has no child.
  private static func childElement(
    _ id: String, _ title: String, section: String, violating: String,
    _ holders: @escaping @Sendable (Fault12) -> Few<ElementView>
  ) -> Rule {
    Rule(
      id, title,
      level: .error,
      references: [.soap12(section), .soap12Schema],
      profiles: [.soap12],
      rationale: """
        The element holds one plain value. Clients drop the markup, cut the text off at it (zeep, for one), \
        or refuse the fault. What the value was meant to be was not judged.
        """,
      remedy: "Write the value as text. What else there is to say belongs in Detail.",
      schema: [.value],
      conforming: [
        .fault12(
          "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
            + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
      ],
      violating: [.fault12(violating)],
      check: .fault12 { fault, findings in
        for holder in holders(fault) {
          guard let child = holder.children.first else { continue }
          findings.report("'\(child.qualifiedName)' stands inside '\(holder.qualifiedName)'", at: child)
        }
      })
  }
}

extension Fault12 {
  /// The Fault, Code, Subcodes and Reason, which hold elements only.
  fileprivate var containers: [ElementView] {
    var containers: [ElementView] = []
    containers.reserveCapacity(codes.count + 2)
    containers.append(element)
    for code in codes { containers.append(code.element) }
    if let reason { containers.append(reason) }
    return containers
  }
}
