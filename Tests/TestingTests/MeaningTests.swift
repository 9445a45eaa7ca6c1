import FaultlintTesting
import Testing

@Suite("expectFault compares by meaning") struct MeaningTests {
  private let fault = Message.fault11(
    """
    <faultcode> s:Client </faultcode><faultstring xml:lang="en">No
        such  order</faultstring><faultactor>urn:node</faultactor>
    <detail><o:rejected b="2" a="1" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="o:T">
      <o:line>3</o:line> <o:line/></o:rejected></detail>
    """)

  private let fault12 = """
    <e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:o="urn:orders"><e:Body><e:Fault>
    <e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>o:Rejected</e:Value><e:Subcode><e:Value>o:Line</e:Value>
    </e:Subcode></e:Subcode></e:Code><e:Reason><e:Text xml:lang="en-GB">Rejected</e:Text>
    <e:Text xml:lang="de">Abgelehnt</e:Text></e:Reason><e:Role>urn:role</e:Role></e:Fault></e:Body></e:Envelope>
    """

  @Test("Prefixes, order of attributes and white space do not count") func alike() {
    expectFault(
      fault, code: "Client", reason: "No such order", actor: "urn:node",
      detail: """
        <x:rejected xmlns:x="urn:orders" a="1" b="2" y:type="z:T" xmlns:z="urn:orders"
          xmlns:y="http://www.w3.org/2001/XMLSchema-instance"><x:line> 3 </x:line><x:line></x:line></x:rejected>
        """)
    expectFault(
      fault, code: "{http://schemas.xmlsoap.org/soap/envelope/}Client", detail: .entry("{urn:orders}rejected")
    )
    expectFault(fault, reason: .containing("such order"))
    expectFault(Message.good11, detail: .absent)
    expectFault(fault)
  }

  @Test("Subcodes, languages and role of SOAP 1.2") func soap12() {
    let fault = expectFault(
      fault12, code: "Sender", subcodes: ["{urn:orders}Rejected", "{urn:orders}Line"],
      reason: ["de": "Abgelehnt", "EN-gb": "Rejected"], role: "urn:role", detail: .absent)
    #expect(fault?.version == .v12)
    expectFault(fault12, reason: "Abgelehnt")
  }

  @Test(
    "Each part that differs is named with both sides",
    arguments: [
      (
        "code", "- {http://schemas.xmlsoap.org/soap/envelope/}Server",
        "+ {http://schemas.xmlsoap.org/soap/envelope/}Client"
      ),
      ("reason", "- \"Sold out\"", "+ [en] \"No such order\""),
      ("actor", "- \"urn:other\"", "+ \"urn:node\""),
      ("detail", "-   <{urn:orders}line>4</{urn:orders}line>", "+   <{urn:orders}line>3</{urn:orders}line>"),
    ])
  func different(_ part: String, _ expected: String, _ found: String) {
    let text = failureText {
      expectFault(
        fault, code: "Server", reason: "Sold out", actor: "urn:other",
        detail: """
          <o:rejected xmlns:o="urn:orders" a="1" b="2" i:type="o:T" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
            <o:line>4</o:line><o:line/></o:rejected>
          """)
    }
    #expect(text.hasPrefix("Expected another fault: 4 parts differ (- expected, + found)"))
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.contains("\(part):"))
    #expect(lines.contains("  \(expected)") && lines.contains("  \(found)"), "\(text)")
  }

  @Test("A language that is not there, or has another text, differs") func languages() {
    #expect(failures { expectFault(fault12, reason: ["fr": "Rejected"]) }.count == 1)
    #expect(failures { expectFault(fault12, reason: ["de": "Rejected"]) }.count == 1)
  }

  @Test("A code in another namespace differs, and so does the order of entries") func names() {
    #expect(
      failures { expectFault(fault12, subcodes: ["{urn:other}Rejected", "{urn:orders}Line"]) }.count == 1)
    #expect(failures { expectFault(fault12, subcodes: ["{urn:orders}Rejected"]) }.count == 1)
    #expect(failures { expectFault(fault, code: "{}Client") }.count == 1)
    let two = Message.fault11(
      "<faultcode>s:Client</faultcode><faultstring>x</faultstring><detail><o:a/><o:b/></detail>")
    expectFault(two, detail: #"<detail><p:a xmlns:p="urn:orders"/><p:b xmlns:p="urn:orders"/></detail>"#)
    #expect(
      failures { expectFault(two, detail: #"<p:b xmlns:p="urn:orders"/><p:a xmlns:p="urn:orders"/>"#) }.count
        == 1)
    #expect(failures { expectFault(two, detail: .absent) }.count == 1)
    #expect(failures { expectFault(two, detail: .entry("a")) }.count == 1)
  }

  @Test("An expectation that is not XML is told from a fault that differs") func badExpectation() {
    let text = failureText { expectFault(fault, detail: "<o:rejected>") }
    #expect(text.contains("what is expected is not XML: "))
  }
}
