import Faultlint
import FaultlintContracts
import Testing

/// `faultlint profiles test`: what it says of the examples and the tests of a profile file.
@Suite struct ProfileTestTests {
  /// A profile whose rule asks for a code in the detail entry.
  static func acme(
    conforming: String =
      #"<s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring><detail><a:p code="17"/></detail></s:Fault>"#,
    violating: String =
      #"<s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring><detail>↓<a:p/></detail></s:Fault>"#,
    _ more: String = ""
  ) -> String {
    """
    profile: acme
    selected-by:
      namespaces: [urn:acme]
    prefixes:
      a: urn:acme
    codes:
      - table: code
        title: order code
        at: //a:p/@code
        entries:
          "17": The order is not known.
    rules:
      - id: ACME-code-missing
        title: There is no code
        level: error
        context: //a:p
        assert: "@code"
        examples:
          conforming:
            - |
              \(conforming)
          violating:
            - \(violating)
    \(more)
    """
  }

  static func result(_ text: String) throws -> ContractTest.Result {
    ContractTest.run(try ProfileFileTests.read(text))
  }

  @Test("What is as it should be has no failure and no remark")
  func clean() throws {
    let result = try Self.result(Self.acme())
    #expect(result.failures == [] && result.remarks == [] && result.untested == [])
    #expect(result.rules == 1 && result.examples == 2 && result.tests == 0)
  }

  @Test(
    "An example that is no message fails, with its place in the file and in itself",
    arguments: [
      ("hello", "cannot be read: "),
      ("<s:Fault><faultcode>s:Client</faultcode><a></b></s:Fault>", "(line 1, column 44 of it)"),
      ("<s:Fault><zz:A/></s:Fault>", "zz"),
      (
        "<soap:Fault><faultcode>soap:Client</faultcode><faultstring>x</faultstring></soap:Fault>",
        "The prefix 'soap' of 'Fault' is not declared: the prefixes of the file are declared only for"
      ),
      ("<foo/>", "is not a SOAP message: its document element is 'foo'"),
      ("<a:p code='1' xmlns:a='urn:acme'/>", "is not a SOAP message: its document element is 'a:p'"),
    ])
  func broken(_ example: String, _ words: String) throws {
    let conforming = try Self.result(Self.acme(conforming: example)).failures
    #expect(conforming.count == 1)
    #expect(
      conforming.first?.hasPrefix("acme.yml:20:11: ACME-code-missing: conforming example 1 ") == true,
      "\(conforming)")
    #expect(conforming.first?.contains(words) == true, "\(conforming)")
    let violating = try Self.result(Self.acme(violating: #""\#(example)""#)).failures
    #expect(violating.count == 1)
    #expect(violating.first?.contains("violating example 1 ") == true)
    #expect(violating.first?.contains(words) == true, "\(violating)")
  }

  @Test("A document that 'roots' names is an example as well")
  func roots() throws {
    let text = """
      profile: acme
      selected-by:
        roots: [answer]
      rules:
        - id: ACME-status-odd
          title: The status is odd
          level: error
          context: /answer/@status
          assert: . mod 2 = 0
          examples:
            conforming: [<answer status="2"/>]
            violating: [<answer ↓status="1"/>]
      """
    #expect(try Self.result(text).failures == [])
    #expect(try Self.result(text.replacing("[answer]", with: "[reply]")).failures.count == 2)
  }

  @Test("A violating example without a mark of the profile is named")
  func unselected() throws {
    let text = Self.acme(
      """
        - id: ACME-detail-empty
          title: The detail is empty
          level: error
          context: //detail[not(*)]
          examples:
            violating:
              - <s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring>↓<detail/></s:Fault>
      """)
    let result = try Self.result(text)
    #expect(result.failures == [])
    #expect(result.remarks.count == 1)
    #expect(
      result.remarks.first?.contains(
        "ACME-detail-empty has violating examples without a mark of 'selected-by'") == true)
    #expect(result.remarks.first?.contains("--profile acme") == true)
  }

  // MARK: Tests

  static let fault =
    #"<s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring><detail><a:p code="17"/></detail></s:Fault>"#

  @Test(
    "A test says what a message is judged by and what comes of it",
    arguments: [
      ("message: \(fault)\n    verdict: conforming\n    findings: []\n    codes: '17'", nil),
      ("message: \(fault)\n    verdict: nonconforming", "has the verdict conforming, and not nonconforming"),
      ("message: \(fault)\n    codes: ['17', '18']", "has the codes 17, and not 17, 18"),
      ("message: \(fault)\n    findings: BP-R1004", "has the findings none, and not BP-R1004"),
      ("message: \(fault.replacing("code=\"17\"", with: ""))\n    findings: ACME-code-missing", nil),
      ("message: \(fault)\n    profile: bp11", "is judged by acme, bp11, and not by bp11"),
      (
        "message: <s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring></s:Fault>\n    profile: bp11",
        nil
      ),
      (
        "message: <s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring></s:Fault>\n    verdict: conforming",
        "is judged by bp11, and not by acme"
      ),
      (
        "message: <s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring></s:Fault>\n    request: <s:Body><a:q/></s:Body>\n    verdict: conforming",
        nil
      ),
      ("message: <s:Fault><a></b></s:Fault>\n    verdict: conforming", "has a message that cannot be read: "),
      (
        "message: \(fault)\n    request: <s:Body><zz:a/></s:Body>\n    verdict: conforming",
        "has a request that cannot be read: The prefix 'zz' of 'a' is not declared (line 1, column 9 of it)"
      ),
      ("message: \(fault)\n    status: 200\n    findings: BP-R1124", nil),
    ])
  func test(_ test: String, _ failure: String?) throws {
    let result = try Self.result(Self.acme("tests:\n  - title: it\n    \(test)"))
    #expect(result.tests == 1)
    guard let failure else {
      #expect(result.failures == [])
      return
    }
    #expect(result.failures.count == 1, "\(result.failures)")
    #expect(
      result.failures.first?.hasPrefix("acme.yml:25:5: the test 'it' \(failure)") == true,
      "\(result.failures)")
  }

  @Test("Excuses, responses and tables that nothing shows to work are named, and tests show them to")
  func coverage() throws {
    let text = Self.acme(
      """
      excuses:
        - rules: [SOAP11-faultcode-unknown, BP-R1004]
          where: name-local() = 'Other'
          reason: It says so.
      responses:
        - {at: "//a:r[. = 'no']", title: it was refused}
      """
    ).replacing("codes:\n", with: "codes:\n  - {table: unused, entries: {A: a}}\n").replacing(
      "//a:p/@code", with: "//a:x/@code")
    let remarks = try Self.result(text).remarks
    #expect(
      remarks.map { $0.split(separator: " ").dropFirst().joined(separator: " ") } == [
        "no example and no test has a finding of SOAP11-faultcode-unknown that is excused, so nobody knows whether it works",
        "no example and no test has a finding of BP-R1004 that is excused, so nobody knows whether it works",
        "no test has an answer that says 'it was refused', so nobody knows whether it works",
        "the table 'unused' is never asked: it has no 'at', and no rule and no response names it",
        "no example and no test has a code where 'at' of the table 'code' looks, so nobody knows whether it works",
      ])
    let tested =
      text + """

        tests:
          - message: <s:Body><a:r>no</a:r></s:Body>
            verdict: error-response
            responses: it was refused
          - message: <s:Fault><faultcode>s:Other</faultcode><faultstring>x</faultstring><detail><a:p code="1"/><a:x code="17"/></detail></s:Fault>
            findings: []
            excused: BP-R1004
            codes: "17"
        """
    let result = try Self.result(tested)
    #expect(result.failures == [])
    #expect(
      result.remarks.map { $0.split(separator: " ")[1...3].joined(separator: " ") } == ["the table 'unused'"])
  }

  @Test("Excuses and levels that can never have an effect are failures")
  func idle() throws {
    let text = Self.acme(
      """
      excuses:
        - rules: [SOAP11-faultstring-lang, SOAP11-faultcode-missing, SOAP12-code-missing, LEAK-stack-trace]
          reason: It says so.
      levels:
        SOAP12-code-missing: note
        SOAP11-faultcode-missing: off
      """
    ).replacing("profile: acme\n", with: "profile: acme\nextends: bp11\n")
    let failures = try Self.result(text).failures
    #expect(
      failures == [
        "acme.yml:26:13: the excuse for SOAP11-faultstring-lang never applies: BP-R1016 runs in its place",
        "acme.yml:26:38: the excuse for SOAP11-faultcode-missing never applies: it is switched off",
        "acme.yml:26:64: the excuse for SOAP12-code-missing never applies: no profile that this one builds on has that rule",
        "acme.yml:29:3: the level of SOAP12-code-missing has no effect: no profile that this one builds on has that rule",
      ])
  }
}
