import FaultlintEngine
import FaultlintRules
import Foundation
import Testing

/// `faultlint explain`, `rules` and `profiles`, run as people run them.
@Suite struct ReferenceCommandTests {
  struct Answer {
    let status: Int32
    let output, complaint: String
  }

  /// The ids of the rules of vendors, as they were agreed on.
  static var vendorRules: [String] {
    get throws {
      let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "vendor-rules.tsv")
      return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map {
        String($0.prefix { $0 != "\t" })
      }
    }
  }

  static func run(_ arguments: String...) throws -> Answer { try run(arguments) }

  static func run(_ arguments: [String]) throws -> Answer {
    let process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "faultlint")
    process.arguments = arguments
    let (output, complaint) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = complaint
    try process.run()
    // A complaint is short and fits into the pipe, so that reading one after the other cannot block.
    let written = try output.fileHandleForReading.readToEnd() ?? Data()
    let said = try complaint.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Answer(
      status: process.terminationStatus, output: String(decoding: written, as: UTF8.self),
      complaint: String(decoding: said, as: UTF8.self))
  }

  @Test(
    "A rule is explained by id, number and assertion", arguments: ["BP-R1004", "r1004", "bp1302", "WSI1302"])
  func explain(_ id: String) throws {
    let answer = try Self.run("explain", id)
    #expect(answer.status == 0 && answer.complaint.isEmpty)
    #expect(answer.output.hasPrefix("BP-R1004\n"))
    #expect(answer.output.contains("<faultcode>Server</faultcode>\n        ^~~~~~~~~~\n"))
    #expect(!answer.output.contains("\u{1B}"))
    // This assertion covers rules of the specification as well.
    #expect(answer.output.contains("SOAP11-faultcode-case  ") == (id == "bp1302"))
  }

  @Test func aTypoGetsANearMatchAndNoAnswer() throws {
    let answer = try Self.run("explain", "BP-R1004", "SOAP11-faultcode-mising")
    #expect(answer.status == 2 && answer.output.isEmpty)
    #expect(
      answer.complaint
        == "error: there is no rule 'SOAP11-faultcode-mising'\n help: did you mean SOAP11-faultcode-missing?\n"
    )
  }

  @Test("Rules can be filtered")
  func rules() throws {
    let profile = try #require(Profile.named("bp11"))
    let expected = RuleSet.builtIn.rules.filter { rule in
      rule.id.hasPrefix("BP-") && profile.level(of: rule) == .warning
    }.map(\.id)
    #expect(expected.contains("BP-R1004") && expected.contains("BP-R1031") && !expected.contains("BP-R1000"))
    let warnings = try Self.run("rules", "--profile", "bp11", "--spec", "bp", "--level", "warning")
    #expect(warnings.status == 0)
    #expect(
      warnings.output.split(separator: "\n").map { $0.prefix { $0 != " " } } == expected.map { $0[...] })
    let all = try Self.run("rules")
    let ids = all.output.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
    #expect(Array(ids.prefix(RuleSet.builtIn.rules.count)) == RuleSet.builtIn.rules.map(\.id))
    for id in try Self.vendorRules { #expect(ids.contains(id), "\(id)") }
    #expect(try Self.run("rules", "--format", "markdown").output.hasPrefix("| Rule |"))
    let json = try JSONSerialization.jsonObject(with: Data(Self.run("rules", "--format", "json").output.utf8))
    #expect(((json as? [String: Any])?["rules"] as? [Any])?.count == ids.count)
  }

  @Test func profilesAreListed() throws {
    let lines = try Self.run("profiles").output.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("bp11 ") && $0.hasSuffix("builds on soap11") })
  }

  @Test(
    "What is no option or argument is error",
    arguments: [["rules", "x"], ["rules", "--spec", "x"], ["explain"]])
  func error(_ arguments: [String]) throws {
    let answer = try Self.run(arguments)
    #expect(answer.status == 2 && answer.output.isEmpty && !answer.complaint.isEmpty)
  }

  @Test func helpNamesTheCommands() throws {
    let help = try Self.run("--help")
    #expect(help.status == 0)
    for name in ["check", "explain", "rules", "profiles"] { #expect(help.output.contains("  \(name) ")) }
  }
}
