import Foundation
import Testing

/// A configuration in a folder: found, obeyed, and refused where it is wrong.
@Suite struct ProjectTests {
  /// BP-R1004 as a warning, BP-R1000 as an error.
  static let payload = Payload.fault(code: "Server", "<extra/>")

  static func project(_ configuration: String) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(".faultlint.yml", configuration)
    try scratch.write("in/a.xml", payload)
    return scratch
  }

  /// The findings of each payload, as in `error BP-R1000`.
  static func findings(_ scratch: Scratch, _ arguments: [String], in folder: String = "") throws -> [String] {
    let outcome = try Program.run(
      ["--format", "json"] + arguments, in: scratch.folder.appending(path: folder))
    return try outcome.report().results.map { result in
      result.findings.map { "\($0.level) \($0.rule)" }.joined(separator: ", ")
    }
  }

  /// BP-R1031 as a warning, and nothing else that could take its place.
  static let dotted = Payload.fault(code: "s:Server.x")

  @Test("It is found from the working folder upwards, and paths in it are counted from its folder")
  func found() throws {
    let scratch = try Self.project("levels: {BP-R1031: note}\nrules: contract/own.yml\n")
    try scratch.write("contract/own.yml", "profile: acme\nextends: bp11\nlevels: {BP-R1004: error}\n")
    try scratch.write("in/a.xml", Self.dotted)
    try scratch.write("in/b.xml", Payload.fault(code: "Server"))
    let plain = ["warning BP-R1031", "warning BP-R1004"]
    let own = ["note BP-R1031", "error BP-R1004"]
    #expect(try Self.findings(scratch, ["in"]) == own)
    #expect(try Self.findings(scratch, ["a.xml", "b.xml"], in: "in") == own)
    // The nearest one alone counts.
    try scratch.write("in/.faultlint.yml", "# nothing\n")
    #expect(try Self.findings(scratch, ["."], in: "in") == plain)
    #expect(try Self.findings(scratch, ["--config", "../.faultlint.yml", "."], in: "in") == own)
    #expect(try Self.findings(scratch, ["--no-config", "in"]) == plain)
  }

  @Test("Without options it is obeyed as with them")
  func noOptions() throws {
    let scratch = try Self.project("fail-on: never\n")
    #expect(try Program.run(["in/a.xml"], in: scratch.folder).status == 0)
    #expect(try Program.run(["--no-config", "in/a.xml"], in: scratch.folder).status == 1)
  }

  @Test("Options go before it, overrides before the rest of it")
  func precedence() throws {
    let scratch = try Self.project(
      """
      profiles: soap12
      levels: {BP-R1031: warning}
      fail-on: note
      overrides:
        - paths: in
          profiles: bp11
          levels: {BP-R1031: note}
        - paths: in/b.xml
          levels: {BP-R1031: error}
        - paths: off.xml
          levels: {BP-R1031: off}
      """)
    for name in ["in/a.xml", "in/b.xml", "in/off.xml", "c.xml"] { try scratch.write(name, Self.dotted) }
    #expect(
      try Self.findings(scratch, ["in", "c.xml"]) == [
        "note BP-R1031", "error BP-R1031", "", "error XML-profile-mismatch",
      ])
    #expect(
      try Self.findings(scratch, ["--level", "BP-R1031=warning", "--profile", "bp11", "in", "c.xml"])
        == Array(repeating: "warning BP-R1031", count: 4))
    #expect(try Self.findings(scratch, ["--enable", "BP-R1031", "in/off.xml"]) == ["note BP-R1031"])
    #expect(try Self.findings(scratch, ["--ignore", "BP-R1031", "in/b.xml"]) == [""])
    #expect(try Program.run(["in/a.xml"], in: scratch.folder).status == 1)
    #expect(try Program.run(["--fail-on", "error", "in/a.xml"], in: scratch.folder).status == 0)
  }

  @Test("Facts, expectations and limits are those of options, which go before them")
  func facts() throws {
    let scratch = try Self.project(
      """
      facts: {http-status: 200, content-type: text/xml}
      expect: fault
      limits: {max-depth: 4}
      jobs: 1
      """)
    try scratch.write("ok.xml", Payload.fault())
    try scratch.write("none.xml", Payload.envelope("<m:x xmlns:m=\"urn:m\"/>"))
    #expect(try Self.findings(scratch, ["ok.xml"]) == ["error BP-R1124"])
    #expect(try Self.findings(scratch, ["--http-status", "500", "ok.xml"]) == [""])
    #expect(try Self.findings(scratch, ["none.xml"])[0].contains("XML-not-a-fault"))
    #expect(try Self.findings(scratch, ["--expect", "any", "none.xml"]) == [""])
    try scratch.write("deep.xml", Payload.detail("<m:a xmlns:m=\"urn:m\"><m:b/></m:a>"))
    #expect(try Self.findings(scratch, ["--http-status", "500", "deep.xml"])[0].contains("XML-limit"))
    #expect(try Self.findings(scratch, ["--http-status", "500", "--max-depth", "9", "deep.xml"]) == [""])
  }

  @Test("A request may differ by path")
  func request() throws {
    let scratch = try Self.project("overrides: [{paths: in, facts: {request: requests/bad.xml}}]\n")
    try scratch.write("requests/bad.xml", "text")
    let outcome = try Program.run(["in/a.xml"], in: scratch.folder.appending(path: "in"))
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("requests/bad.xml"), "\(outcome.errors)")
  }

  @Test("Schemas are read from beside it")
  func schemas() throws {
    let scratch = try Self.project("schemas: [contract/freight.xsd]\n")
    try scratch.write("contract/freight.xsd", ContractOptionTests.schema)
    try scratch.write("contract/parts/types.xsd", ContractOptionTests.types)
    try scratch.write(
      "in/b.xml", Payload.detail("<f:problem xmlns:f=\"urn:freight\"><f:code>02</f:code></f:problem>"))
    #expect(try Self.findings(scratch, ["b.xml"], in: "in") == ["error XSD-cvc-pattern-valid"])
  }

  @Test("What is excluded is left out of folders, and checked when it is named")
  func exclude() throws {
    let scratch = try Self.project("exclude: [attic, in/*.old.xml, \"**/x/**\"]\n")
    for name in ["attic/a.xml", "in/b.old.xml", "in/deep/c.old.xml", "in/x/d.xml", "in/ü/attic/e.xml"] {
      try scratch.write(name, Self.payload)
    }
    func paths(_ arguments: [String], in folder: String = "") throws -> [String] {
      try Program.run(["--format", "json"] + arguments, in: scratch.folder.appending(path: folder)).report()
        .results.map(\.source.path)
    }
    #expect(try paths(["."]) == ["./in/a.xml", "./in/deep/c.old.xml"])
    #expect(try paths(["."], in: "in") == ["./a.xml", "./deep/c.old.xml"])
    #expect(
      try paths(["../in", "b.old.xml"], in: "in") == ["../in/a.xml", "../in/deep/c.old.xml", "b.old.xml"])
    #expect(try paths(["--exclude", "deep", "."]) == ["./in/a.xml"])
    #expect(try paths([scratch.folder.path]).count == 2)
  }

  @Test("What is wrong is exit status 2 before any payload is judged, with every place")
  func wrong() throws {
    let scratch = try Self.project("profles: [bp11]\nlevels:\n  BP-R10000: off\naccept: [sender-50]\n")
    let outcome = try Program.run(["in/a.xml"], in: scratch.folder)
    #expect(outcome.status == 2)
    #expect(outcome.text == "")
    #expect(
      outcome.errors.split(separator: "\n").map(String.init) == [
        "error: .faultlint.yml:1:1: there is no 'profles' in a configuration; did you mean profiles?",
        "error: .faultlint.yml:3:3: there is no rule 'BP-R10000'; did you mean BP-R1000?",
        "error: .faultlint.yml:4:10: there is no set of quirks 'sender-50'; did you mean sender-500?",
      ])
  }

  @Test("What is no file, or cannot be had, is exit status 2 with what to do")
  func notAFile() throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", Payload.fault())
    func outcome(_ arguments: [String] = []) throws -> Program.Outcome {
      let outcome = try Program.run(arguments + ["a.xml"], in: scratch.folder)
      #expect(outcome.status == 2)
      #expect(outcome.text == "")
      return outcome
    }
    let path = scratch.folder.appending(path: ".faultlint.yml")
    try FileManager.default.createDirectory(at: path, withIntermediateDirectories: false)
    #expect(
      try outcome().errors == "error: .faultlint.yml: it is not a file\n help: --no-config does without\n")
    try FileManager.default.removeItem(at: path)
    // A link to nothing, a link to itself, a pipe.
    for target in ["nowhere", ".faultlint.yml"] {
      try FileManager.default.createSymbolicLink(atPath: path.path, withDestinationPath: target)
      #expect(try outcome().errors.contains("\n help: --no-config does without\n"))
      try FileManager.default.removeItem(at: path)
    }
    #expect(mkfifo(path.path, 0o600) == 0)
    #expect(try outcome().errors.contains("it is not a file"))
    try FileManager.default.removeItem(at: path)
    #expect(try outcome(["--config", "none.yml"]).errors.hasPrefix("error: none.yml: No such file"))
    try scratch.write("big.yml", String(repeating: "# x\n", count: 300_000))
    #expect(try outcome(["--config", "big.yml"]).errors.contains("it has more than 1048576 bytes"))
    try scratch.write("bytes.yml", Data([0xFF, 0xFE, 0x00, 0x01]))
    #expect(try outcome(["--config", "bytes.yml"]).errors.hasPrefix("error: bytes.yml:"))
    #expect(try outcome(["--config", "a.xml", "--no-config"]).errors.contains("contradict each other"))
    #expect(try outcome(["--baseline", "none.json"]).errors.hasPrefix("error: none.json: No such file"))
  }

  @Test("One that cannot be read is said", .enabled(if: getuid() != 0, "root reads everything"))
  func unreadable() throws {
    let scratch = try Self.project("jobs: 1\n")
    #expect(chmod(scratch.path(".faultlint.yml"), 0) == 0)
    #expect(try Program.run(["in/a.xml"], in: scratch.folder).status == 2)
  }

  @Test("A report is not written over what a run goes by")
  func output() throws {
    let scratch = try Self.project("jobs: 1\n")
    let outcome = try Program.run(["--output", ".faultlint.yml", "in/a.xml"], in: scratch.folder)
    #expect(outcome.status == 2)
    #expect(
      try String(contentsOf: scratch.folder.appending(path: ".faultlint.yml"), encoding: .utf8) == "jobs: 1\n"
    )
  }

  // MARK: Suppressions

  static func suppressed(_ outcome: Program.Outcome) throws -> [[String: String]] {
    let json = try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any]
    return (json?["results"] as? [[String: Any]] ?? []).flatMap { result in
      (result["suppressed"] as? [[String: Any]] ?? []).map { finding in
        [
          "rule": finding["rule"] as? String ?? "", "by": finding["by"] as? String ?? "",
          "reason": finding["reason"] as? String ?? "",
        ]
      }
    }
  }

  @Test(
    "A suppression is for its paths, entries, rules and elements",
    arguments: [
      ("rules: BP-R1000", true), ("rules: BP-R100*", true), ("rules: BP-R1004", false),
      ("rules: BP-R1000\n    paths: in", true), ("rules: BP-R1000\n    paths: out", false),
      ("paths: a.xml\n    elements: extra", true), ("elements: faultcode", false),
      ("elements: /Envelope/Body/Fault/extra", true), ("elements: /x:Envelope/**", false),
      ("entries: 0\n    rules: BP-R1000", true), ("entries: 1\n    rules: BP-R1000", false),
      ("rules: BP-R1000\n    until: 2999-12-31", true), ("rules: BP-R1000\n    until: 2001-01-01", false),
    ])
  func suppression(_ criteria: String, _ fits: Bool) throws {
    let scratch = try Self.project("suppressions:\n  - reason: It is old.\n    \(criteria)\n")
    let outcome = try Program.run(["--format", "json", "in/a.xml"], in: scratch.folder)
    #expect(outcome.status == (fits ? 0 : 1), "\(outcome.errors)")
    let found = try Self.suppressed(outcome)
    #expect(found.contains(["rule": "BP-R1000", "by": "configuration", "reason": "It is old."]) == fits)
    #expect(try outcome.report().results[0].verdict == (fits ? "conforming" : "nonconforming"))
  }

  @Test("An entry may be named by the identifier that its capture gives it")
  func entries() throws {
    let scratch = try Self.project("suppressions: [{entries: [req-7, 2], reason: known}]\n")
    func line(_ id: String) throws -> String {
      let object = ["id": id, "body": Self.payload]
      return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self) + "\n"
    }
    try scratch.write("log.ndjson", ["req-6", "req-7", "req-8", "req-77"].map(line).joined())
    #expect(
      try Self.findings(scratch, ["log.ndjson"]) == [
        "warning BP-R1004, error BP-R1000", "", "", "warning BP-R1004, error BP-R1000",
      ])
  }

  @Test("What a suppression has taken out is shown with --verbose only, with the reason")
  func shown() throws {
    let scratch = try Self.project("suppressions: [{rules: BP-R1000, reason: \"It is \\e[31mold.\"}]\n")
    let plain = try Program.run(["in/a.xml"], in: scratch.folder)
    #expect(plain.text.contains("1 finding is suppressed by the configuration: --verbose shows it"))
    #expect(!plain.text.contains("It is"))
    let verbose = try Program.run(["--verbose", "in/a.xml"], in: scratch.folder)
    #expect(verbose.text.contains("BP-R1000 at 1:"))
    #expect(verbose.text.contains("It is \u{FFFD}[31mold."))
    for format in ["junit", "checkstyle", "github", "gitlab", "markdown", "short"] {
      let outcome = try Program.run(["--format", format, "in/a.xml"], in: scratch.folder)
      #expect(outcome.status == 0)
      #expect(!outcome.text.contains("BP-R1000"), "\(format)")
    }
  }

  @Test("What is of no use, or over, is said where it stands")
  func unused() throws {
    let scratch = try Self.project(
      """
      suppressions:
        - {rules: BP-R1000, reason: used}
        - {rules: BP-R1005, paths: in, reason: unused}
        - {rules: BP-R1005, paths: elsewhere, reason: not looked at}
        - {rules: BP-R1004, reason: over, until: 2001-02-03}
      """)
    let one = try Program.run(["in/a.xml"], in: scratch.folder)
    #expect(
      one.errors == """
        note: .faultlint.yml:3: this suppression has suppressed nothing: unused
        note: .faultlint.yml:5: this suppression ended with 2001-02-03, and no longer applies: over

        """)
    #expect(one.status == 0)
    let all = try Program.run(["."], in: scratch.folder)
    #expect(all.errors.contains(".faultlint.yml:4: this suppression has suppressed nothing: not looked at"))
    #expect(try Program.run(["--quiet", "."], in: scratch.folder).errors == "")
  }

  @Test("A quirk of stacks is accepted by name, and nothing beside it")
  func quirks() throws {
    let scratch = try Self.project("accept: [sender-500, fault-200]\n")
    func twelve(_ code: String, _ status: Int) -> String {
      """
      HTTP/1.1 \(status) X\r\nContent-Type: application/soap+xml\r\n\r\n\
      <e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault><e:Code><e:Value>e:\(code)</e:Value>\
      </e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>
      """
    }
    for (name, text) in [
      ("1", twelve("Sender", 500)), ("2", twelve("Receiver", 400)), ("3", twelve("Sender", 200)),
      ("4", twelve("Sender", 503)), ("5", twelve("Receiver", 202)),
    ] { try scratch.write("\(name).http", text) }
    #expect(
      try Self.findings(scratch, (1...5).map { "\($0).http" }) == [
        "", "error HTTP-status-for-fault", "", "error HTTP-status-for-fault", "error HTTP-fault-in-2xx",
      ])
    let outcome = try Program.run(["--format", "json", "1.http"], in: scratch.folder)
    #expect(try Self.suppressed(outcome).first?["by"] == "accepted")
    #expect(try Self.suppressed(outcome).first?["reason"]?.hasPrefix("sender-500: ") == true)
    let list = try Program.run(["config", "accept"])
    #expect(list.status == 0)
    #expect(list.text.hasPrefix("sender-500\n") && list.text.contains("https://github.com/"))
    #expect(try Program.run(["config", "accept", "fault-200"]).text.hasPrefix("fault-200\n"))
    #expect(try Program.run(["config", "accept", "fault-20"]).errors.contains("did you mean fault-200?"))
  }

  // MARK: Showing and beginning

  @Test("What is in force is shown with where it was said")
  func show() throws {
    let scratch = try Self.project(
      """
      profiles: [bp11]
      levels: {BP-R1004: off}
      fail-on: warning
      overrides: [{paths: in, levels: {BP-R1004: error}}]
      """)
    func lines(_ arguments: [String], in folder: String = "") throws -> [String] {
      let outcome = try Program.run(
        ["config", "show"] + arguments, in: scratch.folder.appending(path: folder))
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.text.split(separator: "\n").map {
        $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
      }
    }
    let plain = try lines([])
    for line in [
      "# configuration: .faultlint.yml", "# baseline: none", "profiles: bp11 # .faultlint.yml:1",
      "BP-R1004: off # .faultlint.yml:2", "fail-on: warning # .faultlint.yml:3", "max-depth: 256 # default",
    ] { #expect(plain.contains(line), "\(line) in \(plain)") }
    let given = try lines(["--fail-on", "note", "--sender-role", "ultimate", "a.xml"], in: "in")
    for line in [
      "# configuration: ../.faultlint.yml", "fail-on: note # --fail-on",
      "sender-role: ultimate # --sender-role",
      "# a.xml: overrides ../.faultlint.yml:4", "BP-R1004: error # ../.faultlint.yml:4",
    ] { #expect(given.contains(line), "\(line) in \(given)") }
    #expect(try lines(["--no-config"]).contains("# configuration: none"))
    try scratch.write(".faultlint.yml", "nope: 1\n")
    #expect(try Program.run(["config", "show"], in: scratch.folder).status == 2)
  }

  private static let description = """
    <definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:freight:service"
        xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:freight:service">
      <message name="problem"><part name="problem" type="xsd:string"/></message>
      <portType name="freight"><operation name="book">
        <fault name="problem" message="t:problem"/></operation></portType>
      <binding name="freight" type="t:freight">
        <soap:binding xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" transport="http://schemas.xmlsoap.org/soap/http"/>
        <operation name="book"><fault name="problem">
          <soap:fault xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" name="problem" use="literal"/></fault></operation>
      </binding>
    </definitions>
    """

  @Test("A configuration to begin with is written from what is in the folder, and never over another")
  func initialise() throws {
    let scratch = try Scratch()
    try scratch.write("captures/a.xml", Self.payload)
    try scratch.write(
      "captures/b.xml", Payload.detail("<z:ApiFault xmlns:z=\"http://fault.api.zuora.com/\"/>"))
    try scratch.write("contract/freight.xsd", ContractOptionTests.schema)
    try scratch.write("contract/parts/types.xsd", ContractOptionTests.types)
    try scratch.write("contract/broken.xsd", "<html/>")
    try scratch.write("contract/freight.wsdl", Self.description)
    try scratch.write("contract/broken.wsdl", "<html/>")
    try scratch.write("own rules\n.yml", "profile: acme\nextends: bp11\n")
    let outcome = try Program.run(["init"], in: scratch.folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text.contains("2 payloads (captures: 2)"))
    let text = try String(contentsOf: scratch.folder.appending(path: ".faultlint.yml"), encoding: .utf8)
    #expect(text.contains("schemas:\n  - contract/freight.xsd\n"))
    #expect(text.contains("wsdls:\n  - contract/freight.wsdl\n"))
    #expect(!text.contains("types.xsd") && !text.contains("broken."))
    #expect(text.contains("rules:\n  - \"own rules\\n.yml\"\n"))
    #expect(text.contains("unqualified-codes would explain 1 of the"))
    #expect(text.contains("zuora (1)"))
    // What it has written is a configuration, and every comment that is one too.
    #expect(try Program.run(["config", "show"], in: scratch.folder).status == 0)
    let opened = text.split(separator: "\n").map { line in
      line.hasPrefix("# ")
        && (line.contains(": [") || line.hasPrefix("#   ")
          || line.hasSuffix(":") && !line.dropFirst(2).contains(" "))
        ? String(line.dropFirst(2)) : String(line)
    }.joined(separator: "\n")
    try scratch.write("opened.yml", opened)
    let shown = try Program.run(["config", "show", "--config", "opened.yml"], in: scratch.folder)
    #expect(shown.status == 0, "\(shown.errors)\n\(opened)")
    #expect(shown.text.contains("legacy/**"))
    let again = try Program.run(["init"], in: scratch.folder)
    #expect(again.status == 2)
    #expect(again.errors == "error: .faultlint.yml: it is there already, and left as it is\n")
    #expect(try String(contentsOf: scratch.folder.appending(path: ".faultlint.yml"), encoding: .utf8) == text)
  }

  @Test("A schema that a WSDL brings along is not named a second time")
  func described() throws {
    let scratch = try Scratch()
    for name in ["orders.wsdl", "orders-messages.wsdl", "orders-types.xsd"] {
      try scratch.write(name, try Payload.sample("../wsdl/\(name)"))
    }
    #expect(try Program.run(["init"], in: scratch.folder).status == 0)
    let text = try String(contentsOf: scratch.folder.appending(path: ".faultlint.yml"), encoding: .utf8)
    #expect(text.contains("wsdls:\n  - orders.wsdl\n") && !text.contains("orders-types.xsd"))
    try scratch.write("a.xml", Payload.fault())
    #expect(try Program.run(["a.xml"], in: scratch.folder).status == 0)
  }

  @Test("In an empty folder it says that there is nothing")
  func empty() throws {
    let scratch = try Scratch()
    let outcome = try Program.run(["init"], in: scratch.folder)
    #expect(outcome.status == 0)
    #expect(outcome.text == ".faultlint.yml: 0 payloads, 0 findings, 0 schemas, 0 WSDLs, 0 profile files\n")
  }
}
