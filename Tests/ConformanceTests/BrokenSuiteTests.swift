import FaultlintConformance
import Foundation
import Testing

/// What is wrong with a suite is said with file and line, and the rest runs.
@Suite struct BrokenSuiteTests {
  static func load(_ cases: [String]) throws -> Suite {
    let folder = try SuiteFolder()
    try folder.write(cases: [SuiteFolder.entry("good")] + cases)
    return Suite(path: folder.path)
  }

  static let broken: [(entry: String, message: String)] = [
    (
      SuiteFolder.entry("lost", file: "nowhere.xml"),
      "section/manifest.json:6: case 'lost': there is no file 'nowhere.xml'"
    ),
    (
      SuiteFolder.entry("out", file: "../message.xml"),
      "section/manifest.json:6: case 'out': the file '../message.xml' is not in the folder"
    ),
    (
      SuiteFolder.entry("good"),
      "section/manifest.json:6: case 'good': the id is taken by the case at section/manifest.json:2"
    ),
    (
      SuiteFolder.entry("rule", findings: #"[{"id": "SOAP11-nothing", "level": "error", "line": 1}]"#),
      "section/manifest.json:8: case 'rule': there is no rule 'SOAP11-nothing'"
    ),
    (
      SuiteFolder.entry("level", findings: #"[{"id": "SOAP11-dtd", "level": "fatal", "line": 1}]"#),
      "section/manifest.json:8: case 'level': there is no level 'fatal'"
    ),
    (
      SuiteFolder.entry("verdict", verdict: "good"),
      "section/manifest.json:8: case 'verdict': there is no verdict 'good'"
    ),
    (#"{"id": "bare"}"#, "section/manifest.json:6: case 'bare': 'title' is missing"),
    (
      SuiteFolder.entry("typo").replacing("\"rules\"", with: "\"rulse\""),
      "section/manifest.json:7: case 'typo': 'rulse' is no member of this"
    ),
    (
      SuiteFolder.entry("profile").replacing("soap11", with: "soap13"),
      "section/manifest.json:8: case 'profile': there is no profile 'soap13'"
    ),
  ]

  @Test("A broken case is named and the others run", arguments: broken)
  func brokenCase(_ entry: String, _ message: String) throws {
    let suite = try Self.load([entry])
    // The first case takes lines 2 to 5 less one, the second begins on the line after it.
    let found = suite.problems.map(\.description)
    #expect(found.count == 1)
    let place = try #require(found.first).split(separator: " ", maxSplits: 1)
    let expected = message.split(separator: " ", maxSplits: 1)
    #expect(place[1] == expected[1])
    #expect(place[0].wholeMatch(of: /section\/manifest\.json:[0-9]+:/) != nil)
    #expect(suite.cases.map(\.id) == ["good"])
    #expect(SuiteRun(suite, against: BuiltInImplementation(version: "test")).status == 2)
  }

  @Test func aManifestThatIsNoJSONIsNamed() throws {
    let folder = try SuiteFolder()
    try folder.write(cases: [SuiteFolder.entry("good")], in: "a")
    try folder.write("{\"section\":\n  {\"document\": }}", to: "b/manifest.json")
    let suite = Suite(path: folder.path)
    #expect(suite.problems.map(\.description) == ["b/manifest.json:2: no value begins with '}'"])
    #expect(suite.cases.count == 1)
  }

  @Test func theLineIsThatOfTheMistake() throws {
    let folder = try SuiteFolder()
    try folder.write(SuiteFolder.conforming, to: "message.xml")
    try folder.write(
      "{\"section\": {\"document\": \"a\", \"number\": \"1\", \"title\": \"b\"},\n\"cases\": [\n"
        + SuiteFolder.entry("lost", file: "nowhere.xml") + "]}", to: "manifest.json")
    #expect(
      Suite(path: folder.path).problems.map(\.description)
        == ["manifest.json:3: case 'lost': there is no file 'nowhere.xml'"])
  }

  @Test func aFolderWithoutManifestIsNoSuite() throws {
    #expect(Suite(path: try SuiteFolder().path).problems.count == 1)
    #expect(Suite(path: "/nowhere/at/all").problems.count == 1)
  }
}
