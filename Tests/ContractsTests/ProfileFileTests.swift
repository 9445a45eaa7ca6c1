import Faultlint
import FaultlintContracts
import FaultlintEngine
import Testing

/// Profile files: what they may say, and what is said of those that are wrong.
@Suite struct ProfileFileTests {
  static func read(_ text: String, files: [String: String] = [:]) throws(ContractErrors) -> Contract {
    try ContractReader.read(
      Array(text.utf8), file: "acme.yml",
      ContractReader.Surroundings(
        contracts: { BuiltInContracts.named($0) }, names: BuiltInContracts.names
      ) { name in
        files[name].map { .success(Array($0.utf8)) }
          ?? .failure(ContractReader.LoadError("there is no such file"))
      })
  }

  /// What is wrong with a file.
  static func errors(_ text: String, files: [String: String] = [:]) -> [String] {
    do throws(ContractErrors) {
      _ = try read(text, files: files)
      return []
    } catch {
      return error.errors.map(\.description)
    }
  }

  static let acme = """
    profile: acme
    title: Acme orders
    extends: [bp11, soap12]
    selected-by:
      namespaces: [urn:acme]
    prefixes:
      a: urn:acme
    levels:
      BP-R1004: off
      SOAP11-detail-absent: error
    codes:
      - table: code
        title: order code
        at: //a:problem/@code
        entries:
          "17": {meaning: The order is not known., class: Client, remedy: Check the number.}
    rules:
      - id: ACME-code-unknown
        title: The code of the order is not known
        level: error
        context: //a:problem/@code
        assert: known-code('code', .)
        message: "code '{.}' of '{name(..)}' is {{not}} known"
        reference: Acme handbook, page 3
        rationale: Nobody knows what to do.
        remedy: Send a known code.
        examples:
          conforming:
            - <s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring><detail><a:problem code="17"/></detail></s:Fault>
          violating:
            - <s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring><detail><a:problem ↓code="18"/></detail></s:Fault>
    """

  @Test("A rule finds what breaks it, with the values in its message")
  func rule() throws {
    let contract = try Self.read(Self.acme)
    #expect(ContractTest.run(contract).failures == [])
    let linter = try Linter(
      profiles: nil, adding: [], contracts: [], candidates: [contract], options: Linter.Options())
    let fault = contract.rules[0].violating[0].document
    let report = linter.check(fault)
    #expect(report.profiles == ["bp11", "acme"])
    let finding = try #require(report.findings.first { $0.rule.id == "ACME-code-unknown" })
    #expect(finding.message == "code '18' of 'a:problem' is {not} known")
    #expect(finding.path.hasSuffix("/a:problem/@code"))
    #expect(report.codes.map(\.line) == ["order code 18: not a known code"])
    #expect(linter.check(fault.replacing("urn:acme", with: "urn:other")).profiles == ["bp11"])
  }

  @Test("Levels and rules that are switched off are those of the file")
  func levels() throws {
    let contract = try Self.read(Self.acme)
    let linter = try Linter(
      profiles: [], adding: [], contracts: [contract], candidates: [], options: Linter.Options())
    let report = linter.check(
      """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:server</faultcode>\
      <faultstring>x</faultstring></s:Fault></s:Body></s:Envelope>
      """)
    #expect(!report.findings.contains { $0.rule.id == "BP-R1004" || $0.also.contains("BP-R1004") })
    let other = linter.check(
      """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode>\
      <faultstring>x</faultstring></s:Fault></s:Body></s:Envelope>
      """)
    #expect(other.findings.first { $0.rule.id == "SOAP11-detail-absent" }?.level == .error)
  }

  @Test("A file that builds on a vendor's has its rules, codes and excuses")
  func extends() throws {
    let contract = try Self.read(
      """
      profile: my-openair
      extends: openair
      levels:
        OPENAIR-faultactor-unusual: warning
      """)
    let linter = try Linter(
      profiles: [], adding: [], contracts: [contract], candidates: [], options: Linter.Options())
    let report = linter.check(
      """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:9</faultcode>\
      <faultstring>Logged out</faultstring><faultactor>urn:x</faultactor><detail><Error><code>9</code></Error></detail>\
      </s:Fault></s:Body></s:Envelope>
      """)
    #expect(report.findings.map(\.rule.id) == ["OPENAIR-faultactor-unusual"])
    #expect(report.findings.map(\.level) == [.warning])
    #expect(report.codes.map(\.code) == ["9"])
  }

  // MARK: What is wrong

  @Test(
    "What is wrong is said with its place",
    arguments: [
      ("", "acme.yml:1:1: there is nothing in it"),
      ("- a", "acme.yml:1:1: a profile file is to be a mapping: names with values"),
      ("title: x", "acme.yml:1:1: a profile file needs 'profile'"),
      (
        "profile: acme\nrulez: []", "acme.yml:2:1: there is no 'rulez' in a profile file; did you mean rules?"
      ),
      ("profile: bp11", "acme.yml:1:10: there is a profile 'bp11' already"),
      ("profile: zuora", "acme.yml:1:10: there is a profile 'zuora' already"),
      ("profile: acme\nextends: acme", "acme.yml:2:10: the profile 'acme' extends itself"),
      (
        "profile: acme\nextends: [bp1l]",
        "acme.yml:2:11: there is no profile 'bp1l'; did you mean bp10 or bp11 or bp12?"
      ),
      (
        "profile: acme\nlevels:\n  SOAP11-faultcode-mising: off",
        "acme.yml:3:3: there is no rule 'SOAP11-faultcode-mising'; did you mean SOAP11-faultcode-missing?"
      ),
      (
        "profile: acme\nlevels:\n  BP-R1004: eror",
        "acme.yml:3:13: there is no level 'eror'; did you mean error?"
      ),
      (
        "profile: acme\nprofile: acme",
        "acme.yml:2:1: 'profile' stands there twice"
      ),
      (
        "profile: acme\nselected-by:\n  where: //q:x\n  namespaces: [u]",
        "acme.yml:3:12: the prefix 'q' is not declared, in the XPath '//q:x'"
      ),
      (
        "profile: acme\nselected-by:\n  where: matches(., 'x')\n  namespaces: [u]",
        "acme.yml:3:10: there is no function 'matches', in the XPath 'matches(., 'x')'"
      ),
      (
        "profile: acme\nselected-by:\n  where: \"count(//s:x, 1)\"\n  namespaces: [u]",
        "acme.yml:3:11: count() has 2 arguments and takes 1, in the XPath 'count(//s:x, 1)'"
      ),
      (
        "profile: acme\nselected-by:\n  where: //s:x[\n  namespaces: [u]",
        "acme.yml:3:10"
      ),
      (
        "profile: acme\nselected-by:\n  where: $x = 1\n  namespaces: [u]",
        "acme.yml:3:10: it has a variable, and there are none, in the XPath '$x = 1'"
      ),
      (
        "profile: acme\nschemas: none.xsd",
        "acme.yml:2:10: the schema 'none.xsd' cannot be used: there is no such file"
      ),
      ("profile: acme\nschemas: text.xsd", "acme.yml:2:10: the schema 'text.xsd' cannot be used: "),
      (
        "profile: acme\nschemas: html.xsd",
        "acme.yml:2:10: the schema 'html.xsd' cannot be used: html.xsd:1:1: its root element is not a schema of XML Schema"
      ),
      (
        "profile: acme\ncodes:\n  - table: c\n    file: bad.tsv",
        "acme.yml:4:11: bad.tsv, line 2: there are 1 fields here and 2 in the first line"
      ),
      ("profile: acme\nrules:\n  - title: x", "acme.yml:3:5: a rule needs 'id'"),
      ("profile: [acme", "acme.yml:2:1: did not find expected ',' or ']'"),
      ("profile: *a", "acme.yml:1:10: the alias '*a' has no anchor before it"),
      (
        "profile: acme\n---\nprofile: b",
        "acme.yml:2:1: a second document begins here: the file is to hold one"
      ),
    ])
  func errors(_ text: String, _ expected: String) {
    let found = Self.errors(
      text,
      files: ["text.xsd": "x", "html.xsd": "<html/>", "bad.tsv": "code\tmeaning\n1\n"])
    #expect(found.first?.hasPrefix(expected) == true, "\(found)")
  }

  @Test("The place of a mistake in an expression is that of the word, over lines and quotes")
  func places() {
    let text = """
      profile: acme
      rules:
        - id: ACME-x
          title: x
          level: note
          context: >-
            //s:Fault[s:a]
            | //q:Fault
          message: "{count(//s:x)} and {foo(.)}"
      """
    #expect(
      Self.errors(text) == [
        "acme.yml:8:11: the prefix 'q' is not declared, in the XPath '//s:Fault[s:a] | //q:Fault'"
      ])
    #expect(
      Self.errors(text.replacing("q:Fault", with: "s:Fault")) == [
        "acme.yml:9:35: there is no function 'foo', in the XPath 'foo(.)'"
      ])
  }

  @Test("Everything that is wrong is said, in the order of the file")
  func all() {
    let text = "profile: Acme\nextends: nobody-at-all\nlevels: {X-y: off}\nrules: [{id: bad, title: x}]"
    #expect(Self.errors(text).map { $0.split(separator: ":")[1] } == ["1", "2", "3", "4", "4", "4"])
  }

  @Test("A file that doubles itself by aliases ends with an error, soon")
  func bomb() {
    var text = "profile: acme\na: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for (name, last) in zip("bcdefghi", "abcdefgh") {
      text += "\(name): &\(name) [" + Array(repeating: "*\(last)", count: 10).joined(separator: ", ") + "]\n"
    }
    let clock = ContinuousClock()
    let start = clock.now
    #expect(Self.errors(text).first?.contains("with its aliases it has too many values") == true)
    #expect(Self.errors(String(repeating: "[", count: 100_000)).first?.contains("nesting") == true)
    #expect(clock.now - start < .seconds(5))
  }

  @Test("An expression that would run for ever ends with a finding, soon")
  func limits() throws {
    let expression = "count(//*[count(//*[count(//*[count(//*) > 0]) > 0]) > 0]) < 0"
    let contract = try Self.read(
      "profile: acme\nrules:\n  - {id: ACME-slow, title: x, level: note, context: /*, assert: '\(expression)'}"
    )
    let linter = try Linter(
      profiles: [], adding: [], contracts: [contract], candidates: [], options: Linter.Options())
    let rows = String(repeating: "<m:row><m:a>1</m:a><m:b>2</m:b></m:row>", count: 2000)
    let clock = ContinuousClock()
    let start = clock.now
    let report = linter.check(
      """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:r xmlns:m="urn:m">\(rows)</m:r></s:Body></s:Envelope>
      """)
    #expect(clock.now - start < .seconds(20))
    #expect(report.findings.contains { $0.rule.id == "XML-limit" && $0.message.hasPrefix("ACME-slow ") })
    #expect(report.verdict == .nonconforming)
  }
}
