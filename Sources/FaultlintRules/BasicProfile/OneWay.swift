internal import FaultlintEngine
internal import FaultlintModel

/// What the profiles ask of the answer to a one-way operation: WS-I Basic Profile 1.0 to 2.0, section 4.7.
extension BasicProfile {
  static let r2714 = Rule(
    "BP-R2714", "The response to a one-way operation carries an envelope",
    level: .error,
    references: [.basicProfile("R2714"), .basicProfile("R2750")],
    profiles: [.bp10, .bp11],
    assertions: [.bp10("WSI1010"), .bp11("BP1010")],
    rationale: """
      The profile has the client of a one-way operation ignore an envelope in the response (R2750), so a fault there \
      is lost.
      """,
    remedy: """
      Answer a one-way request with a status and an empty entity. An operation whose errors the client has to learn \
      of needs a response in its description.
      """,
    needs: .oneWay,
    conforming: [
      .document("").response(202).given { $0.isOneWay = true },
      Example.plain11.response(500).given { $0.isOneWay = false },
      Example.plain11.request().given { $0.isOneWay = true },
    ],
    violating: [
      Example.plain11.response(500).given { $0.isOneWay = true }.markedAtStart,
      .document("{}").response(202).given { $0.isOneWay = true }.markedAtStart,
    ],
    check: .http { head, message, findings in
      guard findings.exchange.isOneWay == true, head.method == nil, findings.exchange.entityLength != 0
      else { return }
      guard let envelope = message?.envelope else {
        findings.report("The response to the one-way request has an entity", inHead: nil)
        return
      }
      // Around a bare Fault the envelope is assumed and stands nowhere.
      let carrier = envelope.isFragment ? envelope.bodyEntries.first : nil
      findings.report("The response to the one-way request has an envelope", at: carrier ?? envelope.element)
    }
  )

  static let r2714From12 = Rule(
    "BP-R2714-bp12", "An envelope in the response to a one-way operation is not a breach",
    level: .note,
    references: [.basicProfile("R2714", of: "1.2")],
    profiles: [.bp12, .bp20],
    rationale: "From version 1.2 on the profile allows what 1.0 and 1.1 forbid (R2714).",
    conforming: [
      Example.plain11.response(500).given { $0.isOneWay = true },
      Example.plain12("Receiver").response(500).given { $0.isOneWay = true },
    ],
    check: .acceptance { _, _ in false }
  )
}
