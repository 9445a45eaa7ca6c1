import Faultlint
import FaultlintReports
import Foundation
import Testing

/// The forms of reports that other programs read.
@Suite struct FormatTests {
  @Test func aLineForEditors() throws {
    let report = try Rendered("short", [Samples.check(Samples.clean), Samples.check(Samples.unknownChild)])
    // `    <faultcode>s:Server</faultcode><faultstring>Größe</faultstring>` has 67 characters and 69 bytes.
    #expect(
      report.text
        == "a.xml:3:68: error: 'reason' is not one of faultcode, faultstring, faultactor and detail [BP-R1000]\n"
    )
  }

  // MARK: SARIF

  struct SARIF: Decodable {
    struct Run: Decodable {
      struct Tool: Decodable {
        struct Driver: Decodable {
          struct Rule: Decodable {
            struct Help: Decodable { let text, markdown: String }
            let id: String
            let help: Help
          }
          let name, semanticVersion: String
          let rules: [Rule]
        }
        let driver: Driver
      }
      struct Invocation: Decodable {
        struct Notification: Decodable {
          let message: Message
        }
        let executionSuccessful: Bool
        let toolExecutionNotifications: [Notification]?
      }
      let results: [Result]
      let tool: Tool
      let invocations: [Invocation]
    }
    struct Message: Decodable { let text: String }
    struct Result: Decodable {
      struct Location: Decodable {
        struct Physical: Decodable {
          struct Artifact: Decodable {
            let uri: String
            let uriBaseId: String?
          }
          struct Region: Decodable, Equatable { let startLine: Int, startColumn: Int?, endColumn: Int? }
          let artifactLocation: Artifact
          let region: Region
        }
        struct Logical: Decodable { let fullyQualifiedName: String }
        let physicalLocation: Physical
        let logicalLocations: [Logical]?
      }
      let ruleId, level: String
      let message: Message
      let locations: [Location]
      let partialFingerprints: [String: String]
    }
    let runs: [Run]
  }

  private func run(_ report: Rendered) throws -> SARIF.Run {
    #expect(try report.problems(schema: "sarif.json") == [])
    return try #require(try JSONDecoder().decode(SARIF.self, from: report.data).runs.first)
  }

  @Test func sarifHasEveryRuleAndTheSpot() throws {
    let run = try run(Rendered("sarif", [Samples.check(Samples.unknownChild, path: "./in/a b.xml")]))
    let reported = RuleSet.builtIn.rules.filter(\.isReported).map(\.id)
    #expect(run.tool.driver.rules.map(\.id) == reported)
    #expect(run.tool.driver.rules.allSatisfy { !$0.help.text.isEmpty && !$0.help.markdown.isEmpty })
    #expect(run.tool.driver.semanticVersion == "1.2.3")
    #expect(run.invocations.map(\.executionSuccessful) == [true])
    let result = try #require(run.results.first)
    #expect(run.results.count == 1)
    #expect(result.ruleId == "BP-R1000")
    #expect(result.level == "error")
    let location = try #require(result.locations.first)
    #expect(location.physicalLocation.artifactLocation.uri == "in/a%20b.xml")
    #expect(location.physicalLocation.artifactLocation.uriBaseId == "%SRCROOT%")
    // `reason` begins behind 67 characters; its start tag `<reason>` has eight.
    let region = location.physicalLocation.region
    #expect(region.startLine == 3)
    #expect(region.startColumn == 68)
    #expect((region.endColumn ?? 0) > 68 && (region.endColumn ?? 0) <= 76)
    #expect(location.logicalLocations?.map(\.fullyQualifiedName) == ["/s:Envelope/s:Body/s:Fault/reason"])
  }

  @Test func aFingerprintSurvivesMovedLinesAndTellsPlacesApart() throws {
    func prints(_ text: String) throws -> [String] {
      try run(Rendered("sarif", [Samples.check(text)])).results.compactMap {
        $0.partialFingerprints["faultlint/v1"]
      }
    }
    let before = try prints(Samples.unknownChild)
    let moved = Samples.unknownChild.replacing("<s:Body>", with: "\n\n   <!-- moved --> <s:Body>")
    #expect(try prints(moved) == before)
    let twice = try prints(
      Samples.unknownChild.replacing("<reason>db</reason>", with: "<reason>a</reason><cause/>"))
    #expect(Set(twice).count == twice.count)
    #expect(twice.count == 2)
    #expect(try prints(Samples.unknownChild.replacing("reason", with: "cause")) != before)
  }

  @Test func pathsBelowTheWorkingFolderAreRelative() throws {
    let report = Samples.check(Samples.unknownChild, path: "/home/u/work/in/a.xml")
    let inside = try run(Rendered("sarif", [report]) { $0.workingFolder = "/home/u/work" })
    #expect(inside.results[0].locations[0].physicalLocation.artifactLocation.uri == "in/a.xml")
    let outside = try run(Rendered("sarif", [report]) { $0.workingFolder = "/home/u/wo" })
    #expect(
      outside.results[0].locations[0].physicalLocation.artifactLocation.uri == "file:///home/u/work/in/a.xml")
    #expect(outside.results[0].locations[0].physicalLocation.artifactLocation.uriBaseId == nil)
  }

  @Test func whatCouldNotBeReadIsANotification() throws {
    let run = try run(
      Rendered("sarif", [Samples.unreadable(), Samples.check(Samples.clean)], isPartial: true))
    #expect(run.results.isEmpty)
    #expect(run.invocations.map(\.executionSuccessful) == [false])
    #expect(
      run.invocations[0].toolExecutionNotifications?.map(\.message.text) == [
        "No such file or directory", "The run was ended before everything was checked",
      ])
  }

  @Test func notificationsAreCountedBeyondWhatIsKept() throws {
    let long = String(repeating: "x", count: 300_000)
    let run = try run(Rendered("sarif", (0..<5).map { Samples.unreadable("\($0).xml", long) }))
    let said = run.invocations[0].toolExecutionNotifications?.map(\.message.text)
    #expect(said == [long, long, long, "2 more payloads could not be read"])
  }

  // MARK: XML

  @Test func junitHasASuiteAFileAndACaseAPayload() throws {
    let reports = [
      Samples.check(Samples.clean, path: "a.xml"), Samples.check(Samples.unknownChild, path: "b.xml"),
      Samples.unreadable("c.xml"),
    ]
    let report = try Rendered("junit", reports)
    #expect(try report.violations(schema: "junit.xsd") == [])
    #expect(
      report.lines.filter { $0.contains("<testsuite ") } == [
        #"  <testsuite name="a.xml" tests="1" failures="0" errors="0" skipped="0">"#,
        #"  <testsuite name="b.xml" tests="1" failures="1" errors="0" skipped="0">"#,
        #"  <testsuite name="c.xml" tests="1" failures="0" errors="1" skipped="0">"#,
      ])
    #expect(report.text.contains(#"type="BP-R1000">line 3:68: error: "#))
    #expect(report.text.contains(#"<error message="No such file or directory" type="unreadable">"#))
  }

  @Test func inJUnitTheThresholdDecidesWhatFails() throws {
    let report = Samples.check(Samples.unknownChild)
    let never = try Rendered("junit", [report]) { $0.threshold = nil }
    #expect(!never.text.contains("<failure"))
    #expect(never.text.contains("<system-out>line 3:68: error: "))
    let notes = try Rendered("junit", [report]) { $0.threshold = .note }
    #expect(notes.text.contains("<failure"))
  }

  @Test func checkstyleHasAFileOnce() throws {
    let capture = "\(Samples.clean)\n\(Samples.unknownChild)\n"
    let report = try Rendered(
      "checkstyle", Linter().check(capture: Array(capture.utf8), name: "log.txt"))
    #expect(try report.violations(schema: "checkstyle.xsd") == [])
    #expect(report.lines.count { $0.contains("<file name=\"log.txt\">") } == 1)
    // The second envelope begins on line 2, and its Fault's unknown child is on its third.
    #expect(report.text.contains(#"<error line="4" column="68" severity="error""#))
    #expect(report.text.contains(#"source="faultlint.BP-R1000"/>"#))
  }

  // MARK: CI services

  @Test("What ends a property of a workflow command is escaped in the name of a file")
  func githubEscapesProperties() throws {
    let report = try Rendered("github", [Samples.check(Samples.unknownChild, path: "in/a,b:c%.xml")])
    #expect(report.text.contains("file=in/a%2Cb%3Ac%25.xml,"))
  }

  @Test("In what a command says, what would end it is escaped, and nothing else")
  func githubEscapesMessages() throws {
    let payload = Samples.unknownChild.replacing("s:Server", with: "s:a%0Ab,\"c\"")
    let report = try Rendered("github", [Samples.check(payload)])
    #expect(report.text.contains("'s:a%250Ab,\"c\"' is not a qualified name"))
    let failed = try Rendered("github", [Samples.unreadable("gone.xml", "100 % of \"it\"")])
    #expect(failed.text.contains("title=unreadable::100 %25 of \"it\""))
  }

  @Test func githubAnnotatesTheSpot() throws {
    let report = try Rendered("github", [Samples.check(Samples.unknownChild, path: "in/a.xml")])
    let first = try #require(report.lines.first)
    #expect(first.hasPrefix("::error file=in/a.xml,line=3,col=68,endColumn="))
    #expect(first.contains(",title=BP-R1000::"))
    #expect(report.lines.last == "faultlint 1.2.3: 1 checked, 1 errors, 0 warnings, 0 notes")
  }

  @Test func gitlabHasFingerprintsOfItsOwn() throws {
    let reports = ["a.xml", "b.xml"].map { Samples.check(Samples.unknownChild, path: $0) }
    let report = try Rendered("gitlab", reports)
    #expect(try report.problems(schema: "gitlab.json") == [])
    struct Issue: Decodable {
      struct Location: Decodable {
        struct Lines: Decodable { let begin: Int }
        let path: String
        let lines: Lines
      }
      let fingerprint, severity, check_name: String
      let location: Location
    }
    let issues = try JSONDecoder().decode([Issue].self, from: report.data)
    #expect(issues.map(\.location.path) == ["a.xml", "b.xml"])
    #expect(issues.map(\.location.lines.begin) == [3, 3])
    #expect(issues.map(\.severity) == ["major", "major"])
    #expect(Set(issues.map(\.fingerprint)).count == 2)
    #expect(try Rendered("gitlab", []).text == "[\n]\n")
  }

  @Test func markdownSaysWhatIsLeftOut() throws {
    let report = try Rendered(
      "markdown", (0..<300).map { Samples.check(Samples.unknownChild, path: "\($0).xml") })
    #expect(report.lines.first == "## faultlint: 300 errors in 300 payloads")
    #expect(report.lines.count { $0.hasPrefix("| error | ") } == 200)
    #expect(report.lines.contains("100 more are left out."))
    #expect(report.lines.contains("### BP-R1000 (300)"))
    #expect(report.text.utf8.count < 65_536)
  }

  // MARK: Hostile input

  @Test(
    "A hostile name stays a name",
    arguments: ["short", "sarif", "junit", "checkstyle", "github", "gitlab", "markdown"])
  func hostileNames(format: String) throws {
    let report = try Rendered(
      format,
      [
        Samples.check(Samples.unknownChild, path: Samples.hostileName),
        Samples.unreadable(Samples.hostileName, Samples.hostileName),
      ])
    #expect(
      !report.text.unicodeScalars.contains {
        $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value)
      })
    switch format {
    case "sarif": _ = try run(report)
    case "gitlab": #expect(try report.problems(schema: "gitlab.json") == [])
    case "junit", "checkstyle": #expect(try report.violations(schema: "\(format).xsd") == [])
    case "github":
      // Nothing of the name may begin a command of its own or end a property.
      #expect(report.lines.filter { $0.hasPrefix("::") }.count == 2)
      #expect(
        report.lines.allSatisfy {
          !$0.dropFirst(2).contains("::error::") || $0.contains("title=unreadable::")
        })
    case "markdown":
      #expect(!report.text.contains("@all"))
      #expect(report.lines.filter { $0.hasPrefix("| error |") }.count == 2)
    default: #expect(report.lines.count == 1)
    }
  }

  @Test("Nothing to report is a whole report", arguments: ReportFormat.all.map(\.name))
  func nothing(format: String) throws {
    let report = try Rendered(format, [])
    switch format {
    case "sarif": #expect(try run(report).results.isEmpty)
    case "junit", "checkstyle": #expect(try report.violations(schema: "\(format).xsd") == [])
    case "gitlab", "json": #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: report.data) }
    case "short": #expect(report.text.isEmpty)
    default: #expect(!report.text.isEmpty)
    }
  }
}

/// The programs that had a part in a report.
@Suite struct ReportVersionTests {
  @Test(
    "Reports name faultlint and libxml2 with their versions",
    arguments: ["json", "ndjson", "sarif", "junit", "checkstyle", "github", "markdown", "html"])
  func versions(_ format: String) throws {
    let report = try Rendered(format, [Samples.check(Samples.unknownChild)]) { $0.library = "2.9.14" }
    // The page and the rules have other numbers, so it is asked for where it is to stand.
    let expected =
      switch format {
      case "json", "ndjson", "html": #""faultlint":{"version":"1.2.3","libxml2":"2.9.14","format":2}"#
      case "sarif": #""semanticVersion":"1.2.3","properties":{"libxml2":"2.9.14"}"#
      case "junit": #"<property name="libxml2" value="2.9.14"/>"#
      default: "faultlint 1.2.3, libxml2 2.9.14"
      }
    #expect(report.text.contains(expected))
    switch format {
    case "sarif": #expect(try report.problems(schema: "sarif.json") == [])
    case "junit":
      #expect(report.text.contains(#"<property name="faultlint" value="1.2.3"/>"#))
      #expect(try report.violations(schema: "junit.xsd") == [])
    case "checkstyle": #expect(try report.violations(schema: "checkstyle.xsd") == [])
    default: break
    }
  }

  @Test func aPathThatIsNotUTF8IsItselfInAnAddress() throws {
    let report = Samples.check(Samples.unknownChild, path: #"in/a\xFFb.xml"#)
    #expect(try Rendered("sarif", [report]).text.contains(#""uri":"in/a%FFb.xml""#))
  }
}
