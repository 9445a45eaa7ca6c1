import FaultlintEngine
import FaultlintReports
import FaultlintRuleDocs
import FaultlintRules
import FaultlintText
import Foundation
import Testing

/// The lists of rules and profiles, and the explanation of one.
@Suite struct RuleListTests {
  static func json(_ pages: [RulePage], hasExamples: Bool) -> Data {
    var output = Output()
    RuleJSON(version: "1.2.3").write(pages, hasExamples: hasExamples, &output)
    return Data(output.bytes)
  }

  static func schema() throws -> JSONSchema {
    try JSONSchema(file: JSONReportTests.root.appending(path: "docs/rules.schema.json"))
  }

  static func text(_ rule: Rule, width: Int, color: Bool = false) -> String {
    var output = Output()
    RuleText(color: color, width: width, tableWidth: nil).write(RulePage(rule), &output)
    return String(decoding: output.bytes, as: UTF8.self)
  }

  @Test("The JSON of rules has every rule and fits its schema", arguments: [false, true])
  func rules(_ hasExamples: Bool) throws {
    let data = Self.json(RuleSet.builtIn.rules.map { RulePage($0) }, hasExamples: hasExamples)
    #expect(try Self.schema().problems(data) == [])
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let rules = try #require(json["rules"] as? [[String: Any]])
    #expect(rules.compactMap { $0["id"] as? String } == RuleSet.builtIn.rules.map(\.id))
    let first = try #require(rules.first { $0["id"] as? String == "BP-R1004" })
    let levels = try #require(first["levels"] as? [String: String])
    #expect(levels["bp11"] == "warning" && levels["soap11"] == nil)
    #expect(first["checkable"] as? Bool == true)
    #expect((first["violating"] != nil) == hasExamples)
    let umbrella = try #require(rules.first { $0["id"] as? String == "BP-R9980" })
    #expect(umbrella["checkable"] as? Bool == false)
  }

  @Test(
    "Rules of vendors are explained like any other",
    arguments: RuleSearch.all.filter { RuleSet.builtIn[$0.id] !== $0 })
  func vendors(_ rule: Rule) throws {
    #expect(RuleSearch.rules(named: rule.id.lowercased()).map(\.id) == [rule.id])
    let page = RulePage(rule)
    #expect(!page.levels.isEmpty && !rule.rationale.isEmpty && !rule.remedy.isEmpty)
    let data = Self.json([page], hasExamples: true)
    #expect(try Self.schema().problems(data) == [])
    let text = Self.text(rule, width: 80)
    for part in [
      "\(rule.id)\n", "\(rule.level.rawValue) under ", "Why it matters\n", "How to fix it\n", "Violating",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    // The mark of the example stands below what is wrong.
    #expect(text.contains("^"))
    #expect(!text.split(separator: "\n").contains { !$0.isEmpty && $0.allSatisfy { $0 == " " } }, "\(text)")
  }

  @Test func theJSONOfProfilesFitsItsSchema() throws {
    var output = Output()
    RuleJSON(version: "1.2.3").write(Profile.all, &output)
    #expect(try Self.schema().problems(Data(output.bytes), as: "profileList") == [])
  }

  @Test(
    "What a profile builds on exists, is for the same version, and lends it its rules",
    arguments: Profile.all)
  func bases(_ profile: Profile) throws {
    for name in profile.bases {
      let base = try #require(Profile.named(name))
      #expect(base.version == profile.version)
      #expect(Set(base.entries.map(\.rule.id)).isSubset(of: profile.entries.map(\.rule.id)))
    }
  }

  @Test func aLevelIsThatOfTheProfile() throws {
    let order = RulePage(RuleSet.builtIn["SOAP11-fault-order"]!)
    let levels = order.levels.map { "\($0.profile.name) \($0.level)" }
    #expect(levels.contains("soap11 warning") && levels.contains("bp11 error"))
    // The profile obliges receivers to accept it, so the rule does not run there.
    let lang = RulePage(RuleSet.builtIn["SOAP11-faultstring-lang"]!)
    #expect(lang.levels.map(\.profile.name) == ["soap11"])
    #expect(lang.relations.contains { $0.kind == .givesWayTo && $0.rules == ["BP-R1016"] })
  }

  @Test func anExplanationHasAllParts() {
    let text = Self.text(RuleSet.builtIn["SOAP11-detail-missing"]!, width: 80)
    for part in [
      "SOAP11-detail-missing\n", "error under soap11, ", "SOAP 1.1, section 4.4", "https://www.w3.org/",
      "Why it matters\n", "How to fix it\n", "--body-processed",
      "Conforming, if the Body was not processed successfully\n",
      "Violating, if the Body was not processed successfully\n", "      <s:Fault>\n      ^~~~~~~~\n",
    ] { #expect(text.contains(part), "\(part)") }
  }

  @Test("An explanation keeps to the width, but for addresses and examples", arguments: RuleSet.builtIn.rules)
  func width(_ rule: Rule) {
    for line in Self.text(rule, width: 60).split(separator: "\n")
    where !line.contains("http") && !line.contains("<") && line.contains(" ") && line.last != "~" {
      #expect(line.count <= 60 || line.drop { $0 == " " }.split(separator: " ").count <= 2, "\(line)")
    }
    #expect(Self.text(rule, width: 80, color: true).contains("\u{1B}[1m\(rule.id)\u{1B}[0m"))
  }

  @Test("The address of a clause is that of the nearest section that is known")
  func addresses() {
    let addresses = RulePage(RuleSet.builtIn["BP-R1004"]!).references.map(\.address)
    #expect(
      addresses == [
        "http://www.ws-i.org/Profiles/BasicProfile-1.1.html#R1004",
        "https://www.w3.org/TR/2000/NOTE-SOAP-20000508/#_Toc478383510",
      ])
    for rule in RuleSet.builtIn.rules where RuleFamily(of: rule).name != "xml" {
      for reference in RulePage(rule).references { #expect(reference.address != nil, "\(reference.text)") }
    }
  }
}

/// The pages in `docs/rules`.
@Suite struct RulePageFileTests {
  static let folder = JSONReportTests.root.appending(path: "docs/rules")

  @Test func everyPageIsAsTheCodeHasIt() throws {
    let files = RuleMarkdown.files
    for file in files {
      let there = try? String(contentsOf: Self.folder.appending(path: file.name), encoding: .utf8)
      let isCurrent = there == file.text
      #expect(isCurrent, "\(file.name) is stale: run swift run faultlint-dev docs")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(Set(names) == Set(files.map(\.name)))
  }

  @Test func everyLinkBetweenPagesLeadsSomewhere() {
    let files = RuleMarkdown.files
    let names = Set(files.map(\.name))
    for file in files {
      for link in file.text.matches(of: /\]\(([^):#]+\.md)(#[^)]*)?\)/) {
        #expect(names.contains(String(link.1)), "\(file.name): \(link.1)")
      }
    }
    for rule in RuleSet.builtIn.rules {
      #expect(
        names.contains("\(rule.id).md")
          || files.contains { $0.name == "XSD.md" && $0.text.contains("`\(rule.id)`") })
    }
  }
}
