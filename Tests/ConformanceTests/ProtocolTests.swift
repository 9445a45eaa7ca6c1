import FaultlintConformance
import Foundation
import Testing

/// Other implementations, well-behaved and not: shell scripts that answer the first and third case well.
@Suite struct ProtocolTests {
  /// Runs three cases against a script that does something of its own when asked about the second.
  static func run(_ second: String, greeting: String = #"{"name":"other","version":"1","capabilities":[]}"#)
    throws
    -> SuiteRun
  {
    let folder = try SuiteFolder()
    try folder.write(cases: ["one", "two", "three"].map { SuiteFolder.entry($0) })
    try folder.write(
      """
      while read -r line; do
        seq=${line#*\\"seq\\":}
        seq=${seq%%,*}
        case $line in
        *'"cmd":"hello"'*) echo '\(greeting)' ;;
        *'"cmd":"stop"'*) exit 0 ;;
        *'"id":"two"'*) \(second) ;;
        *) echo "{\\"seq\\":$seq,\\"verdict\\":\\"conforming\\"}" ;;
        esac
      done
      """, to: "other.sh")
    let other = try ExternalImplementation(command: "exec sh '\(folder.path)/other.sh'", limit: 2000)
    return SuiteRun(Suite(path: folder.path), against: other)
  }

  static func statuses(_ run: SuiteRun) -> [CaseOutcome.Status] {
    run.sections.flatMap(\.outcomes).map(\.status)
  }
  static func reason(_ run: SuiteRun) -> String { run.sections.flatMap(\.outcomes)[1].reason ?? "" }
  static func answer(_ text: String) -> String { #"echo "{\"seq\":$seq,"#.dropLast(0) + text + #"}""# }

  @Test func aGoodOnePasses() throws {
    let run = try Self.run(Self.answer(#"\"verdict\":\"valid\""#))
    #expect(Self.statuses(run) == [.passed, .passed, .passed])
    #expect(run.status == 0)
    #expect(run.implementation == "other 1")
  }

  @Test func aWrongVerdictFails() throws {
    let run = try Self.run(Self.answer(#"\"verdict\":\"invalid\""#))
    #expect(Self.statuses(run) == [.passed, .failed, .passed])
    #expect(run.status == 1)
  }

  @Test func whatItCannotTellIsNotAskedForAndWhatItTellsCounts() throws {
    let finding = Self.answer(
      #"\"verdict\":\"conforming\",\"findings\":[{\"id\":\"SOAP11-dtd\",\"level\":\"error\",\"line\":1}]"#)
    #expect(Self.statuses(try Self.run(finding)) == [.passed, .passed, .passed])
    let greeting = #"{"name":"other","capabilities":["findings","lines"]}"#
    let run = try Self.run(finding, greeting: greeting)
    #expect(Self.statuses(run) == [.passed, .failed, .passed])
    #expect(run.sections.flatMap(\.outcomes)[1].differences.map(\.kind) == [.invented])
  }

  @Test(
    "How an answer differs is told by its kind",
    arguments: [
      (#"{"id":"SOAP11-dtd","level":"error","line":3,"also":["BP-R1008"]}"#, []),
      (#"{"id":"SOAP11-dtd","level":"error","line":4,"also":["BP-R1008"]}"#, [.misplaced]),
      (#"{"id":"SOAP11-dtd","level":"error","also":["BP-R1008"]}"#, [.misplaced]),
      (#"{"id":"SOAP11-dtd","level":"note","line":3,"also":["BP-R1008"]}"#, [.level]),
      (#"{"id":"SOAP11-dtd","level":"note","line":1,"also":["BP-R1008"]}"#, [.misplaced, .level]),
      (#"{"id":"SOAP11-dtd","level":"error","line":3}"#, [.also]),
      (#"{"id":"BP-R1004","level":"error","line":3}"#, [.missed, .invented]), ("", [.missed]),
    ] as [(String, [Difference.Kind])])
  func kinds(_ finding: String, _ kinds: [Difference.Kind]) throws {
    let folder = try SuiteFolder()
    let expected = #"[{"id": "SOAP11-dtd", "level": "error", "line": 3, "also": ["BP-R1008"]}]"#
    try folder.write(cases: [SuiteFolder.entry("one", verdict: "nonconforming", findings: expected)])
    try folder.write(
      """
      read -r l; echo '{"name":"x","capabilities":["findings","notes","levels","lines","also"]}'
      read -r l; echo '{"seq":1,"verdict":"nonconforming","findings":[\(finding)]}'; read -r l
      """, to: "other.sh")
    let other = try ExternalImplementation(command: "exec sh '\(folder.path)/other.sh'", limit: 5000)
    let run = SuiteRun(Suite(path: folder.path), against: other)
    #expect(run.sections.flatMap(\.outcomes).flatMap(\.differences).map(\.kind) == kinds)
  }

  @Test func aSkippedCaseDoesNotCount() throws {
    let run = try Self.run(Self.answer(#"\"skipped\":\"no time\""#))
    #expect(Self.statuses(run) == [.passed, .skipped, .passed])
    #expect(run.status == 0)
  }

  @Test func aProfileItLacksIsSkipped() throws {
    let run = try Self.run("exit 1", greeting: #"{"name":"other","profiles":["soap12"]}"#)
    #expect(Self.statuses(run) == [.skipped, .skipped, .skipped])
    #expect(run.status == 2)
  }

  @Test(
    "One that breaks is named, started again and asked on",
    arguments: [
      ("exit 3", "crashed: it ended with status 3"), ("kill -9 $$", "crashed: it was ended by signal 9"),
      ("sleep 60", "no answer within 2.0 s"), ("echo hello", "nonsense: 'hello' is no JSON"),
      (#"echo '{"seq":99,"verdict":"valid"}'"#, "nonsense: it answers question 99 when asked question 2"),
      (#"echo '{"verdict":"valid"}'"#, "nonsense: the answer has no 'seq'"),
      (Self.answer(#"\"verdict\":\"perhaps\""#), "nonsense: the answer has no verdict that there is"),
      (Self.answer(#"\"error\":\"out of memory\""#), "it says: out of memory"),
      (
        Self.answer(#"\"verdict\":\"valid\",\"findings\":[{\"id\":\"SOAP11-made-up\"}]"#),
        "nonsense: it reports 'SOAP11-made-up', which is no rule"
      ),
    ])
  func broken(_ second: String, _ reason: String) throws {
    let run = try Self.run(second)
    #expect(Self.statuses(run) == [.passed, .broken, .passed])
    #expect(Self.reason(run).hasPrefix(reason), "\(Self.reason(run))")
    #expect(run.status == 2)
  }

  @Test func oneThatCannotGreetIsUnusable() {
    #expect(throws: AnswerError.self) {
      try ExternalImplementation(command: "exit 1", limit: 2000)
    }
    #expect(throws: AnswerError.self) {
      try ExternalImplementation(command: "echo '{}'; sleep 5", limit: 2000)
    }
  }

  @Test func theReportsSayWhatHappened() throws {
    let run = try Self.run(Self.answer(#"\"verdict\":\"invalid\""#))
    let text = TreeReport(run, isVerbose: false, isColored: false).text
    #expect(text.contains("✘ 4.4 SOAP Fault: 2/3"))
    #expect(text.contains("The case called two [soap11]"))
    #expect(text.contains("3 cases, 3 expectations: 2 passed, 1 failed"))
    let json = try JSONSerialization.jsonObject(with: Data(run.json.utf8)) as? [String: Any]
    #expect((json?["summary"] as? [String: Any])?["failed"] as? Int == 1)
    let junit = run.junit
    #expect(junit.contains("<testsuites name=") && junit.contains("failures=\"1\" errors=\"0\""))
    #expect(junit.contains("<failure message=\"The case called two\">"))
  }
}
