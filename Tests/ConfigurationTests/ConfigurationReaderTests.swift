import FaultlintConfiguration
import FaultlintContracts
import FaultlintEngine
import FaultlintModel
import FaultlintRules
import Foundation
import Testing

/// Configurations: what they say, and what is said of those that are wrong.
@Suite struct ConfigurationReaderTests {
  static func read(_ text: String) -> (Configuration, errors: [String]) {
    let (configuration, errors) = ConfigurationReader.read(Array(text.utf8), file: "c.yml")
    return (configuration, errors.map(\.description))
  }

  /// What is wrong with the names in it, where these are all the profiles and rules there are.
  static func unknown(_ text: String) -> [String] {
    let rules = ["BP-R1000", "BP-R1004", "XSD-cvc-elt-1"]
    return read(text).0.unknownNames(
      profiles: ["auto", "bp11", "soap12"], knowsRule: rules.contains, rules: rules
    ).map(\.description)
  }

  @Test("Every key says what it is for")
  func keys() throws {
    let (configuration, errors) = Self.read(
      """
      profiles: [bp11, zuora]
      rules: own.yml
      schemas: [a.xsd, b/c.xsd]
      wsdls: d.wsdl
      levels: {BP-R1000: off, BP-R1004: error, SOAP11-x: on, A-b: false, A-c: true}
      facts:
        sender-role: intermediary
        body-processed: no
        fault-scope: header
        binding-style: rpc-literal
        http-status: 500
        content-type: text/xml
        request: in.xml
        node-roles: [urn:a, urn:b]
        wsa-required: yes
        one-way: false
        lenient: true
      expect: fault
      fail-on: never
      exclude: ["*.bak", old/**]
      limits: {max-bytes: 1000, max-depth: 10}
      jobs: 3
      accept: sender-500
      overrides:
        - paths: legacy
          profiles: soap11
          levels: {BP-R1000: note}
          facts: {sender-role: ultimate}
          expect: any
          accept: [fault-200]
      suppressions:
        - rules: [XSD-*, BP-R1000]
          paths: ["a/*.xml", b]
          entries: [3, req-7]
          elements: [detail, /Envelope/Body]
          reason: >
            It is
            old.
          until: 2030-06-30
      """)
    #expect(errors == [])
    let settings = configuration.settings
    #expect(settings.profiles?.value.map(\.value) == ["bp11", "zuora"])
    #expect(settings.profiles?.origin == .file("c.yml", line: 1, column: 11))
    #expect(settings.profiles?.value[1].origin == .file("c.yml", line: 1, column: 18))
    #expect(configuration.profileFiles.map(\.value) == ["own.yml"])
    #expect(configuration.schemas.map(\.value) == ["a.xsd", "b/c.xsd"])
    #expect(configuration.descriptions.map(\.value) == ["d.wsdl"])
    #expect(settings.rules["BP-R1000"]?.value == RuleChange(isOn: false))
    #expect(settings.rules["BP-R1004"]?.value == RuleChange(isOn: true, level: .error))
    #expect(settings.rules["SOAP11-x"]?.value == RuleChange(isOn: true))
    #expect(settings.rules["A-b"]?.value == RuleChange(isOn: false))
    #expect(settings.rules["A-c"]?.value == RuleChange(isOn: true))
    let exchange = settings.exchange
    #expect(exchange.senderRole == .intermediary)
    #expect(exchange.bodyProcessed == false)
    #expect(exchange.faultScope == .header)
    #expect(exchange.bindingStyle == .rpcLiteral)
    #expect(exchange.http?.status == 500)
    #expect(exchange.http?.contentType?.essence == "text/xml")
    #expect(exchange.nodeRoles == ["urn:a", "urn:b"])
    #expect(exchange.addressingRequired == true)
    #expect(exchange.isOneWay == false)
    #expect(exchange.isLenient)
    #expect(settings[.request]?.value == ["in.xml"])
    #expect(settings.expectsFault?.value == true)
    #expect(configuration.run.failOn?.value == "never")
    #expect(configuration.excluded.map(\.value.text) == ["*.bak", "old/**"])
    #expect(configuration.run.maxBytes?.value == 1000 && configuration.run.maxDepth?.value == 10)
    #expect(configuration.run.jobs?.value == 3)
    #expect(settings.accepted.map(\.value) == ["sender-500"])
    #expect(configuration.overrides.count == 1)
    #expect(
      configuration.overrides(for: ["legacy", "a.xml"]) == [0]
        && configuration.overrides(for: ["new", "a.xml"]).isEmpty)
    let merged = configuration.settings(overriddenBy: [0], and: CheckSettings())
    #expect(merged.profiles?.value.map(\.value) == ["soap11"])
    #expect(merged.rules["BP-R1000"]?.value == RuleChange(isOn: true, level: .note))
    #expect(merged.rules["BP-R1004"]?.value == RuleChange(isOn: true, level: .error))
    #expect(merged.exchange.senderRole == .ultimate && merged.exchange.faultScope == .header)
    #expect(merged.expectsFault?.value == false)
    #expect(merged.accepted.map(\.value) == ["sender-500", "fault-200"])
    let suppression = try #require(configuration.suppressions.first)
    #expect(suppression.rules.map(\.value.text) == ["XSD-*", "BP-R1000"])
    #expect(suppression.entries == ["3", "req-7"])
    #expect(suppression.reason == "It is old.")
    #expect(suppression.until == CalendarDay("2030-06-30"))
    #expect(suppression.origin == .file("c.yml", line: 32, column: 5))
  }

  @Test(
    "A file of comments says nothing, and so does none",
    arguments: ["", "\n", "# a\n  # b\r\n", "~\n", "---\n"])
  func empty(_ text: String) {
    let (configuration, errors) = Self.read(text)
    #expect(errors == [])
    #expect(configuration.settings.profiles == nil && configuration.suppressions.isEmpty)
  }

  @Test(
    "What is wrong is said with its place",
    arguments: [
      ("profles: [bp11]", "c.yml:1:1: there is no 'profles' in a configuration; did you mean profiles?"),
      ("- a", "c.yml:1:1: a configuration is to be a mapping: names with values"),
      ("just a text", "c.yml:1:1: a configuration is to be a mapping: names with values"),
      ("fail-on: eror", "c.yml:1:10: 'fail-on' cannot be 'eror'; did you mean error?"),
      ("fail-on: [error]", "c.yml:1:10: 'fail-on' is to be one word; it is one of"),
      ("expect: faults", "c.yml:1:9: 'expect' cannot be 'faults'; did you mean fault?"),
      ("levels: {BP-R1000: warn}", "c.yml:1:20: 'warn' is not what a rule can be set to"),
      ("levels: {BP-R1000: warnning}", "did you mean warning?"),
      ("levels: [BP-R1000]", "c.yml:1:9: 'levels' is to be a mapping of rules to one of off, on, note"),
      (
        "rules: {BP-R1000: off}",
        "c.yml:1:8: 'rules' is a list of profile files; what rules are set to stands in 'levels'"
      ),
      (
        "facts: {sender-rol: ultimate}",
        "c.yml:1:9: there is no 'sender-rol' in 'facts'; did you mean sender-role?"
      ),
      (
        "facts:\n  sender-role: ultimat",
        "c.yml:2:16: 'sender-role' cannot be 'ultimat': it is one of ultimate, intermediary; did you mean ultimate?"
      ),
      ("facts: {http-status: 99}", "a status is a number from 100 to 599"),
      ("facts: {node-roles: [urn:a, 'not a uri']}", "c.yml:1:29: 'node-roles' cannot be 'not a uri'"),
      ("facts: {body-processed: maybe}", "it is one of yes, no"),
      ("facts: {sender-role: [ultimate]}", "'sender-role' is to be one value"),
      ("limits: {max-bytes: 0}", "c.yml:1:21: 'max-bytes' is to be a number from 1 to"),
      ("limits: {max-depth: many}", "'max-depth' is to be a number from 1 to 100000"),
      ("limits: {max-byte: 1}", "did you mean max-bytes?"),
      ("jobs: 0", "c.yml:1:7: 'jobs' is to be a number from 1 to"),
      ("exclude: ['[a']", "c.yml:1:11: '[a' is not a pattern of paths: a bracket in '[a' is not closed"),
      ("exclude: '{a,b}'", "braces are not known in patterns"),
      ("schemas: ['']", "c.yml:1:11: a file has no such name"),
      ("overrides:\n  - profiles: bp11", "c.yml:2:5: an override needs 'paths'"),
      ("overrides:\n  - paths: a\n    fail-on: note", "c.yml:3:5: there is no 'fail-on' in an override"),
      ("suppressions:\n  - rules: BP-R1000", "c.yml:2:5: a suppression needs 'reason'"),
      (
        "suppressions:\n  - rules: BP-R1000\n    reason: ' '",
        "c.yml:3:13: a suppression needs a reason that says something"
      ),
      ("suppressions:\n  - reason: old", "it would hide everything"),
      (
        "suppressions:\n  - rules: BP-R1000\n    reason: old\n    until: 2030-02-30",
        "c.yml:4:12: 'until' is to be a day, as in 2026-12-31, not '2030-02-30'"
      ),
      ("suppressions: {rules: BP-R1000}", "c.yml:1:15: 'suppressions' is to be a list"),
      ("jobs: 1\njobs: 2", "c.yml:2:1: 'jobs' stands there twice"),
      ("a: [", "c.yml:"),
      ("a: 1\n---\nb: 2", "a second document begins here"),
    ])
  func wrong(_ text: String, _ expected: String) {
    let errors = Self.read(text).errors
    #expect(errors.contains { $0.contains(expected) }, "\(errors)")
  }

  @Test("Everything that is wrong is said at once")
  func several() {
    #expect(Self.read("jobs: 0\nexpect: x\nnope: 1\n").errors.count == 3)
  }

  @Test(
    "Names that there are not are met with those that are like them",
    arguments: [
      ("profiles: [bp1]", "c.yml:1:12: there is no profile 'bp1'; did you mean bp11?"),
      ("overrides: [{paths: a, profiles: soap13}]", "there is no profile 'soap13'; did you mean soap12?"),
      ("levels: {BP-R1001: off}", "c.yml:1:10: there is no rule 'BP-R1001'; did you mean BP-R1000"),
      ("suppressions: [{rules: BP-R10000, reason: x}]", "there is no rule 'BP-R10000'; did you mean"),
      ("suppressions: [{rules: 'ZZ-*', reason: x}]", "no rule has an id like 'ZZ-*'"),
      ("accept: sender-50", "c.yml:1:9: there is no set of quirks 'sender-50'; did you mean sender-500?"),
      ("accept: [nonsense at all]", "sets are sender-500, fault-200"),
    ])
  func names(_ text: String, _ expected: String) {
    #expect(Self.read(text).errors == [])
    #expect(Self.unknown(text).contains { $0.contains(expected) }, "\(Self.unknown(text))")
  }

  @Test("Names that there are pass")
  func knownNames() {
    #expect(
      Self.unknown(
        "profiles: [auto, bp11]\nlevels: {BP-R1000: off}\nsuppressions: [{rules: [XSD-*, BP-R1004], reason: x}]\naccept: sender-500"
      ) == [])
  }

  @Test("Aliases of aliases are no way to fill the memory")
  func bomb() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...20 {
      let alias = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(alias)]\n"
    }
    let clock = ContinuousClock()
    var errors: [String] = []
    let time = clock.measure { errors = Self.read(text).errors }
    #expect(errors.contains { $0.contains("too many values") }, "\(errors)")
    #expect(time < .seconds(10))
    let deep = String(repeating: "[", count: 5000)
    #expect(Self.read("profiles: " + deep).errors.contains { $0.contains("nesting") })
  }

  // MARK: The schema for editors, and the page

  static func doc(_ name: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs")
    return try String(contentsOf: root.appending(path: name), encoding: .utf8)
  }

  @Test("The schema has the keys that the reader has, and no others")
  func schema() throws {
    let schema = try #require(
      try JSONSerialization.jsonObject(with: Data(try Self.doc("config.schema.json").utf8)) as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: Any])
    func keys(_ value: Any?) -> Set<String> {
      Set(((value as? [String: Any])?["properties"] as? [String: Any] ?? [:]).keys)
    }
    for (kind, known) in ConfigurationReader.keys {
      let described =
        switch kind {
        case "configuration": keys(schema)
        case "limits": keys((schema["properties"] as? [String: Any])?["limits"])
        default: keys(definitions[kind])
        }
      #expect(described == Set(known), "\(kind)")
      #expect(
        (kind == "configuration"
          ? schema : definitions[kind] as? [String: Any] ?? ["additionalProperties": false])[
            "additionalProperties"] as? Bool == false, "\(kind)")
    }
    let quirks = (definitions["quirk"] as? [String: Any])?["enum"] as? [String]
    #expect(quirks == AcceptedSet.names)
    let facts = (definitions["facts"] as? [String: Any])?["properties"] as? [String: Any] ?? [:]
    for fact in FactSetting.allCases where !fact.words.isEmpty && !fact.words.contains("yes") {
      #expect((facts[fact.rawValue] as? [String: Any])?["enum"] as? [String] == fact.words, "\(fact)")
    }
  }

  @Test("The page has every key and every set, and its example is a configuration")
  func page() throws {
    let page = try Self.doc("configuration.md")
    for names in ConfigurationReader.keys.values {
      for name in names { #expect(page.contains("`\(name)`"), "\(name)") }
    }
    for name in AcceptedSet.names { #expect(page.contains("| `\(name)` |"), "\(name)") }
    let example = try #require(
      page.components(separatedBy: "```yaml\n").dropFirst().first?.components(separatedBy: "\n```").first)
    #expect(Self.read(example).errors == [])
  }

  @Test("Every set of quirks names rules that there are, and where each is seen")
  func sets() {
    #expect(AcceptedSet.names.count >= 5)
    for set in AcceptedSet.all {
      for id in set.findings.flatMap(\.rules) { #expect(RuleSet.builtIn[id] != nil, "\(set.name): \(id)") }
      for item in set.evidence {
        #expect(
          item.source.hasPrefix("https://") || item.source == "responses recorded from it", "\(set.name)")
      }
    }
  }
}
