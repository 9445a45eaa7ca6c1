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

  @Test("What a profile file says is kept without what steers a terminal: reports show it as it is")
  func controlCharacters() throws {
    let hostile = "\"x\\e[31m\u{202E}\\x9b\""
    let shown = "x\u{FFFD}[31m\u{FFFD}\u{FFFD}"
    var text = Self.acme
    for said in [
      "Acme orders", "order code", "The order is not known.", "Check the number.",
      "The code of the order is not known", "Acme handbook, page 3", "Nobody knows what to do.",
      "Send a known code.",
    ] {
      text = text.replacing(": \(said)", with: ": \(hostile)")
    }
    text = text.replacing("code '{.}' of", with: "\\e[31m\u{202E}{.} of")
    text = text.replacing("class: Client", with: "class: \(hostile), name: \(hostile), source: \(hostile)")
    let contract = try Self.read(text)
    let rule = contract.rules[0]
    let table = contract.tables[0]
    let entry = table.entries[0]
    #expect(
      [contract.title, rule.title, rule.rationale, rule.remedy, rule.references[0].description] + [
        table.title, entry.meaning, entry.remedy, entry.name, entry.source, entry.classes[0],
      ] == Array(repeating: shown, count: 11))
    let linter = try Linter(
      profiles: nil, adding: [], contracts: [], candidates: [contract], options: Linter.Options())
    let report = linter.check(rule.violating[0].document)
    let message = report.findings.first { $0.rule.id == rule.id }?.message
    #expect(message == "\u{FFFD}[31m\u{FFFD}18 of 'a:problem' is {not} known")
  }

  @Test(
    "A mistake in an expression has its place, whatever ends the lines of the file",
    arguments: ["\n", "\r\n", "\r", "\u{85}", "\u{2028}"])
  func lineEnds(_ end: String) {
    let text = Self.acme.replacing("//a:problem/@code\n    assert", with: "//a:problem/b:code\n    assert")
    #expect(text != Self.acme)
    let errors = Self.errors(text.replacing("\n", with: end))
    #expect(errors.count == 1 && errors[0].hasPrefix("acme.yml:21:26: "), "\(errors)")
  }

  @Test("A table in a file is read without what steers a terminal, too")
  func controlCharactersInTables() throws {
    let text = Self.acme.split(separator: "\n").filter { !$0.contains("\"17\"") }.joined(separator: "\n")
      .replacing("entries:", with: "file: codes.tsv")
    let table = "code\tmeaning\tremedy\n17\ta\u{1B}[31mb\tc\u{202E}d\r\n"
    let entry = try Self.read(text, files: ["codes.tsv": table]).tables[0].entries[0]
    #expect(entry.meaning == "a\u{FFFD}[31mb" && entry.remedy == "c\u{FFFD}d")
  }

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
        "acme.yml:3:15: the bracket '[' is not closed, in the XPath '//s:x['"
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
      (
        "profile: [acme",
        "acme.yml:2:1: the list that begins with '[' in line 1 is not closed, or a comma is missing"
      ),
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

  /// A profile with one rule.
  static func rule(_ fields: String) -> String {
    """
    profile: acme
    codes:
      - {table: error, columns: severity, entries: {A: {meaning: a, class: Client, severity: STOP}}}
    rules:
      - id: ACME-x
        title: x
        level: note
        \(fields)
    """
  }

  @Test(
    "What an expression or a rule names and is not there is an error, at its place",
    arguments: [
      (
        "{context: /*, assert: \"known-code('eror', .)\"}",
        "8:39: there is no table of codes 'eror'; did you mean error?"
      ),
      (
        "{context: /*, message: \"it is {code-class('zzz', .)}\"}",
        "8:47: there is no table of codes 'zzz'; tables are error"
      ),
      (
        "{context: /*, assert: \"has-class('error', ., 'Cleint')\"}",
        "8:50: the table 'error' has no code of the class 'Cleint'; did you mean Client?"
      ),
      (
        "{context: /*, assert: \"code-field('error', ., 'severty') = 'STOP'\"}",
        "8:51: the table 'error' has no column of its own 'severty'; did you mean severity?"
      ),
      (
        "{context: /*, assert: \"known-code(name(), .)\"}",
        "8:27: known-code() needs the name of a table in quotation marks"
      ),
      (
        "{context: /*, assert: \"is-integer('6', 16)\"}",
        "8:44: is-integer() takes 32 or 64 bits, not 16"
      ),
      ("{context: /*, restates: [BP-R9999]}", "8:30: there is no rule 'BP-R9999'"),
      (
        "{context: /*, replaces: SOAP11-faultcode-mising}",
        "8:29: there is no rule 'SOAP11-faultcode-mising'; did you mean SOAP11-faultcode-missing?"
      ),
      ("{context: /*, absorbs: [ACME-y]}", "8:29: there is no rule 'ACME-y'"),
      (
        "{context: count(//s:Fault)}",
        "8:15: it selects no nodes: its value is a number, in the XPath 'count(//s:Fault)'"
      ),
      ("{context: \"'a'\"}", "8:15: it selects no nodes: its value is a text"),
      ("{context: \"//s:Fault = 'a'\"}", "8:15: it selects no nodes: its value is true or false"),
      ("{context: /*, assert: count(name()) > 0}", "8:27: a value has the wrong type: nodes are needed"),
      ("{context: /*, assert: a and count('a')}", "8:39: count() takes nodes, not a text or a number"),
      ("{context: /*, assert: \"s:Fault[\"}", "8:35: the bracket '[' is not closed, in the XPath 's:Fault['"),
      ("{context: /*, assert: \"not(a))\"}", "8:34: there is no '(' for this ')'"),
      ("{context: /*, assert: \"a[(b]\"}", "8:32: there is no '[' for this ']'"),
      ("{context: /*, assert: \"a[]\"}", "8:29: there is nothing in the brackets"),
      ("{context: /*, assert: a =}", "8:29: it ends where more has to follow"),
      ("{context: /*, on-request: yes}", "8:31: 'on-request' is to be true or false"),
    ])
  func names(_ fields: String, _ expected: String) {
    // A flow mapping in place of lines: the rule's other names stand in it too.
    let text = Self.rule("X").replacing(
      "  - id: ACME-x\n    title: x\n    level: note\n    X",
      with: "  -\n    # \n    #\n    "
        + fields.replacing("}", with: ", id: ACME-x, title: x, level: note}", atEnd: true))
    let found = Self.errors(text)
    #expect(found.first?.hasPrefix("acme.yml:\(expected)") == true, "\(found)")
    #expect(found.count == 1, "\(found)")
  }

  @Test("A rule may name one that comes after it, and all tables and columns that there are")
  func later() throws {
    let text = """
      profile: acme
      rules:
        - {id: ACME-x, title: x, level: note, context: "//a[known-code('t', .)]", restates: [ACME-y], schema: [value]}
        - {id: ACME-y, title: y, level: note, context: "//a[has-class('t', ., 'Client')]/text()", assert: "code-field('t', ., 'severity') = 'STOP'"}
      codes:
        - {table: t, columns: [severity], file: t.tsv}
      """
    let contract = try Self.read(
      text, files: ["t.tsv": "code\tmeaning\tclass\tseverity\nA\ta\tClient Server\tSTOP\nB\tb\tClient\t\n"])
    let linter = try Linter(
      profiles: [], adding: [], contracts: [contract], candidates: [], options: Linter.Options())
    func rules(_ code: String) -> [String] {
      linter.check(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><m:r xmlns:m='urn:m'><a>\(code)</a></m:r></s:Body></s:Envelope>"
      ).findings.filter { $0.rule.id.hasPrefix("ACME") }.flatMap { [$0.rule.id] + $0.also }.sorted()
    }
    #expect(rules("A") == ["ACME-x"])
    #expect(rules("B") == ["ACME-x", "ACME-y"])
    #expect(rules("C") == [])
  }

  @Test(
    "What is wrong with the rest of a file is said with its place",
    arguments: [
      ("profile: acme\nselected-by:\n  where: /*", "3:3: 'selected-by' needs 'namespaces'"),
      (
        "profile: acme\nlevels:\n  BP-R1004: false",
        "3:13: there is no level 'false'; levels are off, on, note, warning, error"
      ),
      (
        "profile: acme\nfacts:\n  binding-style: literal",
        "3:18: 'binding-style' is to be document-literal or rpc-literal or rpc-encoded"
      ),
      ("profile: acme\nfacts:\n  lenient: 1", "3:12: 'lenient' is to be true or false"),
      ("profile: acme\nfacts:\n  status: 500", "3:3: there is no 'status' in 'facts'"),
      ("profile: acme\nschemas:\n  - complete: true", "3:5: a schema needs 'file'"),
      (
        "profile: acme\ncodes:\n  - {table: t, columns: meaning, entries: {}}",
        "3:25: every table has the column 'meaning'"
      ),
      (
        "profile: acme\ncodes:\n  - {table: t, columns: [a, a], entries: {A: {meaning: x, a: b}}}",
        "3:29: the column 'a' stands there twice"
      ),
      (
        "profile: acme\ncodes:\n  - {table: t, entries: {A: {meaning: a, severity: x}}}",
        "3:42: there is no 'severity' in a code"
      ),
      (
        "profile: acme\ncodes:\n  - {table: t, entries: {}}\n  - {table: t, entries: {}}",
        "4:5: there is a table of codes 't' already"
      ),
      ("profile: acme\nresponses:\n  - {at: count(/*), title: x}", "3:10: it selects no nodes"),
      (
        "profile: acme\nresponses:\n  - {at: /*, title: x, table: y, code: .}",
        "3:31: there is no table of codes 'y'"
      ),
      (
        "profile: acme\nresponses:\n  - {at: /*, title: x, table: y}\ncodes: [{table: y, entries: {}}]",
        "3:5: a response with 'table' needs 'code'"
      ),
      (
        "profile: acme\ntests: [{message: <a/>}]",
        "2:9: a test needs what is expected: profile, verdict, findings, excused, codes, responses"
      ),
      (
        "profile: acme\ntests: [{message: <a/>, verdict: conformig}]",
        "2:34: there is no verdict 'conformig'; did you mean conforming?"
      ),
      ("profile: acme\ntests: [{message: <a/>, findings: [ACME-z]}]", "2:36: there is no rule 'ACME-z'"),
      (
        "profile: acme\ntests: [{message: <a/>, status: ok, codes: []}]",
        "2:33: 'status' is to be a number from 100 to 599"
      ),
    ])
  func rest(_ text: String, _ expected: String) {
    let found = Self.errors(text)
    #expect(found.first?.hasPrefix("acme.yml:\(expected)") == true, "\(found)")
  }

  @Test("An expression that an alias brings back is wrong once")
  func alias() {
    let text = """
      profile: acme
      rules:
        - {id: ACME-x, title: x, level: note, context: &c "//q:x"}
        - {id: ACME-y, title: x, level: note, context: *c}
      """
    #expect(Self.errors(text) == ["acme.yml:3:56: the prefix 'q' is not declared, in the XPath '//q:x'"])
  }

  @Test(
    "A text that is not YAML is told in words that say what to do",
    arguments: [
      (
        "assert: @xml:lang = 'en'",
        "2:9: a value cannot begin with '@': put the whole value in quotation marks"
      ),
      (
        "message: {.} is bad",
        "2:14: a value has ended, and more follows where a name has to stand: put the whole value in quotation marks"
      ),
      (
        "message: code: bad",
        "2:14: a value has a colon with a space behind it, which would make it a name: put the whole value in quotation marks"
      ),
      ("assert: 'a' = 'b'", "2:13: a value has ended, and more follows"),
      ("assert: *", "2:10: a value that begins with '*' is a reference to another one"),
      ("assert: \"a", "3:1: the quotation mark in line 2 is not closed"),
      ("a:\n\tb: c", "3:1: a tab stands where"),
      ("assert: `a`", "2:9: a value cannot begin with '`'"),
      ("assert: %a", "2:9: a value cannot begin with '%'"),
      ("a: {b: c", "3:1: the braces that begin in line 2 are not closed, or a comma is missing"),
      ("name", "3:1: a name without a colon and a value"),
    ])
  func yaml(_ line: String, _ expected: String) {
    let found = Self.errors("profile: acme\n\(line)\n")
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("acme.yml:\(expected)") == true, "\(found)")
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
    // What depends on the document alone is found once, so each predicate goes by its own node.
    let expression =
      "count(.//*[count(ancestor::*[1]//*[count(ancestor::*[1]//*) > 0]) > 0]) < 0"
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

extension String {
  /// The same with what it ends with replaced.
  fileprivate func replacing(_ end: String, with other: String, atEnd: Bool) -> String {
    hasSuffix(end) ? String(dropLast(end.count)) + other : self
  }
}
