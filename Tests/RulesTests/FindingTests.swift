import Faultlint
import FaultlintEngine
import FaultlintRules
import Testing

/// What findings say beyond their rule and place.
@Suite struct FindingTests {
  static func findings(_ document: String, _ profile: String, answering request: String? = nil) throws
    -> [Finding]
  {
    let linter = try Linter(profiles: [#require(Profile.named(profile))])
    let exchange = Exchange(status: nil, request: request.map { Exchange.Request(body: $0) })
    return linter.check(document, in: exchange).findings
  }

  /// SOAP 1.2 part 1, section 5.4 gives a Fault no meaning in other places, but Envelope has no room for one there.
  @Test(
    "A Fault that the schema refuses names the constraint",
    arguments: [
      "<e:Header/><e:Body/><e:Fault>x</e:Fault>", "<e:Header><e:Fault>x</e:Fault></e:Header><e:Body/>",
    ])
  func strayFault(_ content: String) throws {
    let findings = try Self.findings(Example.envelope12(content).document, "soap12")
    #expect(findings.count == 1)
    #expect(findings.first?.ids.contains("SOAP12-fault-elsewhere") == true)
    #expect(findings.first?.also.contains { $0.hasPrefix("XSD-") } == true, "\(findings.map(\.ids))")
  }

  @Test("Below a child of Body a Fault may have any form")
  func faultAsData() throws {
    let findings = try Self.findings(Example.body12("<m:x><e:Fault>x</e:Fault></m:x>").document, "soap12")
    #expect(findings.map(\.ids) == [["SOAP12-fault-elsewhere"]])
  }

  @Test(
    "A namespace that is nearly SOAP's is named as that",
    arguments: [
      (#"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope/"><e:Body/></e:Envelope>"#, "soap12"),
      (#"<s:Envelope xmlns:s="https://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>"#, "soap11"),
      (
        Example.body11(#"<f:Fault xmlns:f="http://schemas.xmlsoap.org/soap/envelope"/>"#).document, "soap11"
      ),
      (
        Example.body12(#"<f:Fault xmlns:f="http://www.w3.org/2003/05/soap-envelope/"/>"#).document, "soap12"
      ),
      (
        Example.fault12(
          #"<e:Code><e:Value xmlns:q="https://www.w3.org/2003/05/soap-envelope">q:Sender</e:Value></e:Code>"#
            + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#
        ).document, "soap12"
      ),
    ])
  func nearNamespace(_ document: String, _ profile: String) throws {
    let findings = try Self.findings(document, profile)
    #expect(findings.count == 1, "\(findings.map(\.ids))")
    let message = findings.first?.message ?? ""
    #expect(message.contains("slash at the end") || message.contains("begins with http:"), "\(message)")
  }

  @Test("The namespace of a request is named as well")
  func requestNamespace() throws {
    let request = #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope"><s:Body/></s:Envelope>"#
    for profile in ["soap11", "bp11"] {
      let findings = try Self.findings(
        Example.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>").document, profile,
        answering: request)
      #expect(findings.count == 1)
      #expect(findings.first?.message.contains("slash at the end") == true)
    }
  }

  @Test("What is not XML at all was not meant to be a SOAP request")
  func otherRequests() throws {
    let answer = Example.fault12(
      "<e:Code><e:Value>e:Receiver</e:Value></e:Code>"
        + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#
    ).document
    #expect(try Self.findings(answer, "soap12", answering: #"{"order": 7}"#).isEmpty)
    #expect(
      try Self.findings(answer, "soap12", answering: "<e:Envelope>").map(\.rule.id) == [
        "SOAP12-malformed-request-not-sender"
      ])
  }
}
