import Faultlint
import Testing

// The first use of the library, as the first page of its documentation has it.

let linter = Linter()  // made once, used from any thread

func problems(in body: [UInt8]) -> [String] {
  let report = linter.check(body, in: Exchange(status: 500, headers: ["Content-Type": "text/xml"]))
  return report.findings.map { "\($0.line):\($0.column): \($0.level): \($0.message) [\($0.rule.id)]" }
}

func isBusy(_ report: Report) -> Bool {
  guard let fault = report.fault else { return false }
  return fault.code.name == QualifiedName(namespace: "urn:orders", local: "Busy")
    || fault.detail.entries.contains { $0.name.local == "retryAfter" }
}

@Suite struct FaultlintSnippets {
  @Test("The first check finds a qualified faultcode at its place")
  func firstCheck() {
    let body = envelope("<s:faultcode>s:Server</s:faultcode>\n<faultstring>Closed</faultstring>")
    let found = problems(in: Array(body.utf8))
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("2:1: error: 's:faultcode' ") ?? false)
    #expect(found.first?.hasSuffix("[BP-R1001]") ?? false)
  }

  @Test("A fault is read by what its names mean")
  func busy() {
    let code = #"<faultcode xmlns:o="urn:orders">o:Busy</faultcode><faultstring>x</faultstring>"#
    #expect(isBusy(linter.check(envelope(code))))
    let entry = "<detail><retryAfter>3</retryAfter></detail>"
    #expect(
      isBusy(linter.check(envelope("<faultcode>s:Server</faultcode><faultstring>x</faultstring>" + entry))))
    #expect(!isBusy(linter.check(envelope("<faultcode>s:Server</faultcode><faultstring>x</faultstring>"))))
    #expect(!isBusy(linter.check("no XML")))
  }
}

/// A SOAP 1.1 envelope with a Fault, whose children begin in line 2.
func envelope(_ children: String) -> String {
  #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>"# + "\n" + children
    + "</s:Fault></s:Body></s:Envelope>"
}
