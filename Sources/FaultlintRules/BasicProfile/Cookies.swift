internal import FaultlintEngine
internal import FaultlintModel

/// What the profiles say of cookies: WS-I Basic Profile 1.0, section 4; 1.1 to 2.0, section 3.
extension BasicProfile {
  static let r1120 = Rule(
    "BP-R1120", "The use of cookies is no breach",
    level: .note,
    references: [.basicProfile("R1120")],
    profiles: [.bp10, .bp11],
    assertions: [.bp10("WSI1999"), .bp11("BP1999")],
    rationale:
      "An instance may use them, to spread load for example; clients need not send them back (R1121).",
    conforming: [.plain11.response(500, "Set-Cookie: a=1")],
    check: .acceptance { _, _ in false }
  )

  static let r1121 = Rule(
    "BP-R1121", "The service does not work for clients that do not send its cookies back",
    level: .warning,
    references: [.basicProfile("R1121")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1999"), .bp11("BP1999")],
    rationale: "Many SOAP clients keep no cookies, so that each of their calls begins anew.",
    check: .notCheckable(reason: nodeBehaviour)
  )

  static let r1122 = Rule(
    "BP-R1122", "A cookie is not written as the cookie specification has it",
    level: .warning,
    references: [.basicProfile("R1122"), Reference("RFC 6265, section 4.1.1")],
    profiles: [.bp10, .bp11, .bp12, .bp20],
    assertions: [.bp10("WSI1999"), .bp11("BP1999")],
    rationale: """
      A client drops a cookie without a name, or takes it for another, and its next call reaches another server than \
      the one that knows it. The profile cites RFC 2965; what is looked at, a name and an equals sign, RFC 6265, which took \
      its place, has in common with it.
      """,
    remedy: "Write the cookie as Name=value, the name of letters, digits and hyphens.",
    needs: .fields,
    conforming: [
      .plain11.response(500, "Set-Cookie: a=1; Path=/", "Set-Cookie2: b=2; Version=1"),
      .plain12("Sender").response(400),
    ],
    violating: [
      .plain11.response(500, "Set-Cookie: ; Path=/").markedAtStart,
      .plain11.response(500, "Set-Cookie: a b=1").markedAtStart,
    ],
    check: .http { head, message, findings in
      guard message?.envelope != nil else { return }
      for (index, field) in head.fields.enumerated() {
        guard field.isNamed("Set-Cookie") || field.isNamed("Set-Cookie2"), !field.isCookie else { continue }
        findings.report(
          "The value of \(field.name) does not begin with a name and an equals sign", inHead: index)
      }
    }
  )

  static let r1123 = Rule(
    "BP-R1123", "A client made something of the value of a cookie",
    level: .note,
    references: [.basicProfile("R1123")],
    profiles: [.bp10, .bp11],
    assertions: [.bp10("WSI1999"), .bp11("BP1999")],
    rationale: "The value is the server's own business, and may mean something else tomorrow.",
    check: .notCheckable(reason: nodeBehaviour)
  )
}

extension HTTPHead.Field {
  /// Whether its value begins as a cookie does: with a token, and an equals sign behind it.
  ///
  /// Source: RFC 6265, section 4.1.1; RFC 2965, section 3.2.2.
  fileprivate var isCookie: Bool {
    guard let pair = value.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false).first,
      let equals = pair.firstIndex(of: "=")
    else { return false }
    return Token.matches(String(pair[..<equals]))
  }
}
