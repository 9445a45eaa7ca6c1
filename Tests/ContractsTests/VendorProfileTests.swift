import Faultlint
import FaultlintContracts
import FaultlintEngine
import FaultlintPlainXPath
import Foundation
import Testing

/// The profiles that the program brings along.
@Suite struct VendorProfileTests {
  @Test("libxml2 takes every expression", arguments: BuiltInContracts.names)
  func expressions(_ name: String) throws {
    let contract = try BuiltInContracts.readFile(name)
    #expect(contract.name == name)
  }

  @Test("What is compiled of a profile is what its file says", arguments: BuiltInContracts.names)
  func compiled(_ name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../profiles/compiled/\(name).json")
    let written = try BuiltInContracts.readFile(name)
    let compiled = try BuiltInContracts.compile(name).text
    #expect(try String(contentsOf: file, encoding: .utf8) == compiled, "faultlint-dev profiles writes it")
    let contract = try #require(BuiltInContracts.named(name))
    #expect(contract.title == written.title)
    #expect(contract.extends == written.extends)
    #expect(contract.selection?.marks(of: name) == written.selection?.marks(of: name))
    #expect(contract.levels.map(\.rule) == written.levels.map(\.rule))
    #expect(contract.levels.map(\.level) == written.levels.map(\.level))
    #expect(contract.enabled == written.enabled)
    #expect(contract.excuses.map(\.texts) == written.excuses.map(\.texts))
    #expect(contract.responses.map(\.texts) == written.responses.map(\.texts))
    #expect(contract.tables.map(\.texts) == written.tables.map(\.texts))
    #expect(contract.tables.map(\.entries) == written.tables.map(\.entries))
    #expect(contract.schemas.map(\.bytes) == written.schemas.map(\.bytes))
    #expect(contract.rules.map(\.texts) == written.rules.map(\.texts))
    #expect(!contract.rules.isEmpty && contract.rules.map(\.id) == written.rules.map(\.id))
    #expect(contract.profiles.map(\.name) == written.profiles.map(\.name))
    for (profile, other) in zip(contract.profiles, written.profiles) {
      #expect(profile.rules.map(\.id) == other.rules.map(\.id))
    }
  }

  @Test("Every example is as it should be", arguments: BuiltInContracts.names)
  func examples(_ name: String) throws {
    let contract = try BuiltInContracts.readFile(name)
    let result = ContractTest.run(contract)
    #expect(result.failures == [])
    #expect(result.untested == [])
    #expect(result.examples >= 2 * result.rules)
  }

  @Test(
    "A conforming example has no finding above a note, chosen by its marks or not",
    arguments: BuiltInContracts.names)
  func conforming(_ name: String) throws {
    let contract = try #require(BuiltInContracts.named(name))
    let linter = try Linter(
      profiles: [], adding: [], contracts: [contract], candidates: [], options: Linter.Options())
    for rule in contract.rules {
      for example in rule.conforming {
        let findings = linter.check(example.document).findings.filter { $0.level > .note }
        #expect(findings.map(\.rule.id) == [], "\(rule.id): \(example.document)")
      }
    }
  }

  @Test("A rule says what, why and what to do", arguments: BuiltInContracts.names)
  func texts(_ name: String) throws {
    let contract = try #require(BuiltInContracts.named(name))
    #expect(!contract.rules.isEmpty)
    for rule in contract.rules {
      #expect(!rule.rationale.isEmpty, "\(rule.id)")
      #expect(!rule.remedy.isEmpty, "\(rule.id)")
      #expect(!rule.title.hasSuffix("."), "\(rule.id)")
      #expect(!rule.references.isEmpty, "\(rule.id)")
    }
  }

  /// The ids and levels that were agreed on.
  static let rows: [(id: String, level: String)] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../vendor-rules.tsv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().map {
      let fields = $0.split(separator: "\t").map(String.init)
      return (fields[0], fields[1])
    }
  }()

  @Test("The five vendors have every rule of the table at its level, and no other")
  func table() {
    let vendors = ["marketing-cloud", "zuora", "openair", "dotnet", "ibm-cics"]
    let rules = vendors.compactMap(BuiltInContracts.named).flatMap(\.rules)
    #expect(Self.rows.count == 101)
    #expect(Set(rules.map(\.id)) == Set(Self.rows.map(\.id)))
    for row in Self.rows {
      #expect(rules.first { $0.id == row.id }?.level.rawValue == row.level, "\(row.id)")
    }
  }

  @Test("No two rules have one id")
  func ids() {
    let ids = BuiltInContracts.all.flatMap { $0.rules.map(\.id) } + RuleSet.builtIn.rules.map(\.id)
    #expect(Set(ids).count == ids.count)
  }

  @Test("The index has the marks that the files have")
  func index() {
    for contract in BuiltInContracts.all {
      let marks = contract.selection?.marks(of: contract.name) ?? []
      #expect(BuiltInContracts.marks.filter { $0.contract == contract.name } == marks, "\(contract.name)")
    }
  }

  @Test("A code means something", arguments: BuiltInContracts.names)
  func codes(_ name: String) throws {
    let contract = try #require(BuiltInContracts.named(name))
    #expect(!contract.tables.isEmpty)
    for table in contract.tables {
      #expect(!table.entries.isEmpty, "\(table.name)")
      for entry in table.entries {
        #expect(entry.code == entry.code.trimmingCharacters(in: .whitespaces) && !entry.code.isEmpty)
        #expect(entry.meaning.count > 5, "\(table.name) \(entry.code)")
        for name in entry.classes {
          #expect(
            ["Client", "Server", "Sender", "Receiver", "MustUnderstand"].contains(name),
            "\(table.name) \(entry.code)")
        }
      }
    }
  }

  @Test("The tables are as large as what the vendors publish")
  func sizes() {
    func count(_ contract: String, _ table: String) -> Int {
      let entries = BuiltInContracts.named(contract)?.tables.first { $0.name == table }?.entries ?? []
      return Set(entries.map(\.code)).count
    }
    #expect(count("marketing-cloud", "fault") == 13)
    #expect(count("marketing-cloud", "result") == 650)
    #expect(count("zuora", "error") == 30)
    #expect(count("openair", "error") == 263)
    #expect(count("cwmp", "fault") == 40)
    #expect(count("upnp", "error") == 18)
  }
}

/// Which profile a message is judged by where none is named.
@Suite struct SelectionTests {
  /// A SOAP 1.1 message with this fault.
  private func profiles(_ fault: String, _ declarations: String = "") -> [String] {
    Linter().check(
      """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" \(declarations)><s:Body><s:Fault>\(fault)</s:Fault></s:Body></s:Envelope>
      """
    ).profiles
  }

  @Test("A message without a mark is judged as before")
  func none() {
    #expect(profiles("<faultcode>s:Server</faultcode><faultstring>x</faultstring>") == ["bp11"])
    #expect(
      profiles(
        "<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail><m:x/></detail>",
        #"xmlns:m="urn:fault.partner.exacttarget.org""#) == ["bp11"])
  }

  @Test(
    "A namespace of a vendor selects its profile",
    arguments: [
      ("urn:fault.partner.exacttarget.com", ["bp11", "soap12", "marketing-cloud"]),
      ("http://fault.api.zuora.com/", ["bp11", "soap12", "zuora"]),
      ("http://www.ibm.com/software/htp/cics/WSFault", ["bp11", "soap12", "ibm-cics"]),
      ("urn:dslforum-org:cwmp-1-2", ["soap11", "cwmp"]),
      ("urn:schemas-upnp-org:control-1-0", ["soap11", "upnp"]),
    ])
  func namespaces(_ namespace: String, _ expected: [String]) {
    let found = profiles(
      "<faultcode>s:Server</faultcode><faultstring>x</faultstring>", #"xmlns:v="\#(namespace)""#)
    #expect(found == expected.filter { $0 != "soap12" })
  }

  @Test("The actor of a Security fault tells Marketing Cloud")
  func actor() {
    let code =
      #"<faultcode xmlns:q0="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">q0:Security</faultcode><faultstring>Login Failed</faultstring>"#
    #expect(
      profiles(code + "<faultactor>https://a.soap.marketingcloudapis.com/Service.asmx</faultactor>") == [
        "bp11", "marketing-cloud",
      ])
    #expect(profiles(code + "<faultactor>https://other.test/Service.asmx</faultactor>") == ["bp11"])
  }

  @Test("What SOAP::Lite sends for others is not taken for OpenAir's")
  func soapLite() {
    let perl = #"xmlns:p="http://namespaces.soaplite.com/perl""#
    #expect(profiles("<faultcode>s:Client</faultcode><faultstring>x</faultstring>", perl) == ["bp11"])
    #expect(
      profiles(
        "<faultcode>s:9</faultcode><faultstring>Logged out</faultstring><detail><Error><code>9</code></Error></detail>"
      ) == ["soap11", "openair"])
  }

  @Test("The answer of the XML API is judged by OpenAir's profile, another response is not")
  func xmlAPI() {
    #expect(
      Linter().check(#"<response><Auth status="0"/><Add status="x"/></response>"#).findings.map(\.rule.id)
        == [
          "OPENAIR-command-status-not-number"
        ])
    #expect(Linter().check("<response><Auth/></response>").profiles == [])
    #expect(Linter().check(#"<response status="ok"><Auth/></response>"#).findings.isEmpty)
    #expect(Linter().check(#"<answer status="0"/>"#).findings.isEmpty)
  }

  @Test("What a vendor documents as its own way is excused, and the reason is told")
  func excuses() throws {
    let report = Linter().check(
      """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
      <faultcode>s:9</faultcode><faultstring>Logged out</faultstring><faultactor>http://www.soaplite.com/custom</faultactor>
      <detail><Error><code>9</code></Error></detail></s:Fault></s:Body></s:Envelope>
      """)
    #expect(report.verdict == .conforming)
    #expect(report.findings.isEmpty)
    let excused = try #require(report.excused.first)
    #expect(excused.rule.id == "SOAP11-faultcode-not-qname")
    #expect(excused.excuse?.contains("OpenAir") == true)
    #expect(report.codes.map(\.code) == ["9"])
    #expect(report.codes.first?.meaning?.hasPrefix("Logged out") == true)
  }

  @Test("Only numbers are excused")
  func noExcuse() {
    let report = Linter().check(
      """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
      <faultcode>s:9a</faultcode><faultstring>x</faultstring><detail><Error><code>9</code></Error></detail></s:Fault></s:Body></s:Envelope>
      """)
    #expect(report.profiles == ["soap11", "openair"])
    #expect(report.findings.map(\.rule.id).contains("SOAP11-faultcode-not-qname"))
  }
}

extension Excuse {
  fileprivate var texts: [String?] { [rule, condition?.text, reason] }
}

extension Contract.ErrorResponse {
  fileprivate var texts: [String?] { [context.text, title, code?.text, table, text?.text] }
}

extension CodeTable {
  fileprivate var texts: [String?] { [name, title, context?.text, value.text] + columns }
}

extension Rule {
  /// All that a profile file says of it.
  fileprivate var texts: [String] {
    var texts = [id, title, level.rawValue, rationale, remedy, "\(isOptIn)"]
    texts += references.map { "\($0)" } + ["restates"] + restates + ["replaces"] + supersedes + ["absorbs"]
    texts += absorbs + schemaAspects.map { "\($0)" }
    texts += ["conforming"] + conforming.map(\.document) + ["violating"] + violating.map(\.document)
    guard case .expression(let expression) = check else { return texts }
    texts += [expression.context.text, expression.assertion?.text ?? "none"]
    return texts
      + expression.message.map { part in
        switch part {
        case .text(let text): text
        case .value(let value): "{\(value.text)}"
        }
      }
  }
}
