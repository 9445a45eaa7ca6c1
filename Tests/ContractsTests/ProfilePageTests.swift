import Faultlint
import FaultlintContracts
import Foundation
import Testing

/// `docs/profiles.md` and `docs/profile.schema.json`, from which people write profiles.
@Suite struct ProfilePageTests {
  static func file(_ name: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs")
    return try String(contentsOf: root.appending(path: name), encoding: .utf8)
  }

  @Test("The profile on the page is one, and its examples are as they should be")
  func example() throws {
    let page = try Self.file("profiles.md")
    let block = try #require(page.components(separatedBy: "```yaml\n").dropFirst().first)
    let text = try #require(block.components(separatedBy: "\n```").first)
    let contract = try ProfileFileTests.read(text)
    let result = ContractTest.run(contract)
    #expect(result.failures == [])
    #expect(result.rules == 3)
    #expect(try Self.file("../examples/profiles/freight.yml") == text + "\n")
    let message = try #require(
      page.components(separatedBy: "```xml\n").dropFirst().first?.components(separatedBy: "\n```").first)
    let linter = try Linter(
      profiles: nil, adding: [], contracts: [], candidates: [contract], options: Linter.Options())
    let report = linter.check(message)
    #expect(report.verdict == .conforming)
    #expect(report.profiles == ["bp11", "freight"])
    #expect(report.codes.map(\.line) == ["booking code B02: The port is not served."])
  }

  @Test("The answer of the section on responses is one")
  func response() throws {
    let page = try Self.file("profiles.md")
    let blocks = page.components(separatedBy: "```yaml\n").dropFirst().map {
      $0.components(separatedBy: "\n```")[0]
    }
    let profile = try #require(blocks.first)
    let responses = try #require(blocks.first { $0.hasPrefix("responses:") })
    let contract = try ProfileFileTests.read(profile + "\n" + responses + "\n")
    let linter = try Linter(
      profiles: nil, adding: [], contracts: [], candidates: [contract], options: Linter.Options())
    let report = linter.check(try Self.file("../examples/profiles/answer-without-booking.xml"))
    #expect(report.verdict == .errorResponse)
    #expect(report.errors.map(\.title) == ["the booking was refused"])
    #expect(report.errors.first?.code?.meaning == "The ship is full.")
  }

  @Test("Page and schema have every name that a file may have")
  func names() throws {
    let page = try Self.file("profiles.md")
    let schema = try JSONSerialization.jsonObject(with: Data(try Self.file("profile.schema.json").utf8))
    let properties = try #require((schema as? [String: Any])?["properties"] as? [String: Any])
    for name in properties.keys { #expect(page.contains("`\(name)`"), "\(name)") }
    // What the reader says of a name that there is not lists those that there are.
    let error = try #require(ProfileFileTests.errors("profile: acme\nqqqqqqqqqqqqqqqqqqqqq: 1").first)
    let known = try #require(error.components(separatedBy: "names here are ").last)
    #expect(Set(known.components(separatedBy: ", ")) == Set(properties.keys))
  }

  @Test(
    "Page, schema and reader have the same names in each part of a file",
    arguments: [
      ("selected-by", "selected-by: {NAME: 1}"), ("facts", "facts: {NAME: 1}"),
      ("excuses", "excuses: [{NAME: 1}]"), ("codes", "codes: [{NAME: 1}]"), ("rules", "rules: [{NAME: 1}]"),
      ("responses", "responses: [{NAME: 1}]"), ("tests", "tests: [{NAME: 1}]"),
    ])
  func names(_ part: String, _ text: String) throws {
    let schema = try JSONSerialization.jsonObject(with: Data(try Self.file("profile.schema.json").utf8))
    let parts = try #require((schema as? [String: Any])?["properties"] as? [String: Any])
    let described = try #require(parts[part] as? [String: Any])
    let properties = try #require(
      ((described["items"] as? [String: Any]) ?? described)["properties"] as? [String: Any])
    let name = String(repeating: "q", count: 30)
    let error = try #require(
      ProfileFileTests.errors("profile: acme\n\(text.replacing("NAME", with: name))").first {
        $0.contains(name)
      })
    let known = try #require(error.components(separatedBy: "names here are ").last)
    #expect(Set(known.components(separatedBy: ", ")) == Set(properties.keys))
    let page = try Self.file("profiles.md")
    for name in properties.keys { #expect(page.contains("`\(name)") || page.contains("\(name):"), "\(name)") }
  }
}
