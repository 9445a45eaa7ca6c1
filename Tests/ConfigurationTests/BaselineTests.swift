import Faultlint
import FaultlintConfiguration
import Testing

/// The file of a baseline, and what a finding is known by.
@Suite struct BaselineTests {
  static func read(_ text: String) throws(BaselineError) -> Baseline {
    let bytes = Array(text.utf8)
    return try bytes.withUnsafeBufferPointer { bytes throws(BaselineError) in try Baseline(reading: bytes) }
  }

  static let sample = Baseline([
    "b.xml": [
      Baseline.Defect(rule: "B-r", element: "/a", text: "1"): 2,
      Baseline.Defect(rule: "A-r", element: "/a", text: "2"): 1,
    ],
    "a \"\n\u{1b}ü.zip": [Baseline.Defect(member: "x/y", rule: "B-r", element: "", text: "3"): 1],
  ])

  @Test("What is written is read, and always written alike")
  func roundTrip() throws {
    let text = String(decoding: Self.sample.text, as: UTF8.self)
    #expect(try Self.read(text) == Self.sample)
    #expect(String(decoding: try Self.read(text).text, as: UTF8.self) == text)
    #expect(
      text == """
        {
          "faultlintBaseline": 1,
          "rules": {
            "A-r": 1,
            "B-r": 3
          },
          "files": {
            "a \\"\\n\\u001bü.zip": [
              {"member": "x/y", "rule": "B-r", "element": "", "text": "3", "count": 1}
            ],
            "b.xml": [
              {"rule": "A-r", "element": "/a", "text": "2", "count": 1},
              {"rule": "B-r", "element": "/a", "text": "1", "count": 2}
            ]
          }
        }

        """)
    #expect(String(decoding: Baseline().text, as: UTF8.self).contains("\"files\": {}"))
    #expect(try Self.read(String(decoding: Baseline().text, as: UTF8.self)) == Baseline())
  }

  @Test(
    "What is no baseline is an error that says so",
    arguments: [
      ("", "the text ends"),
      ("[]", "is expected"),
      ("{}", "does not say its format"),
      (
        #"{"faultlintBaseline": 2, "files": "otherwise"}"#,
        "it is of format 2, which a newer faultlint has written"
      ),
      (#"{"faultlintBaseline": "1", "files": {}}"#, "expected"),
      (#"{"faultlintBaseline": 1}"#, "it has no 'files'"),
      (
        #"{"faultlintBaseline": 1, "files": {"a": [{"rule": "A-b"}]}}"#,
        "a finding needs 'rule', 'element' and 'text'"
      ),
      (
        #"{"faultlintBaseline": 1, "files": {"a": [{"rule": "A-b", "element": "", "text": "", "count": 0}]}}"#,
        "a count is a whole number from 1"
      ),
    ])
  func broken(_ text: String, _ expected: String) {
    do throws(BaselineError) {
      _ = try Self.read(text)
      Issue.record("\(text) was read")
    } catch {
      #expect(error.message.contains(expected), "\(error.message)")
    }
  }

  @Test("One that was written by halves is an error with the line it ends in")
  func half() {
    let text = String(decoding: Self.sample.text, as: UTF8.self)
    for end in stride(from: 1, to: text.utf8.count - 2, by: 7) {
      do throws(BaselineError) {
        _ = try Self.read(String(decoding: Self.sample.text[..<end], as: UTF8.self))
        Issue.record("half of it was read: \(end)")
      } catch {
        #expect(error.line != nil)
      }
    }
  }

  @Test("What two branches have written of one defect counts once, as the larger")
  func conflict() throws {
    let line = #"{"rule": "A-b", "element": "/a", "text": "1", "count": "#
    let text = #"{"faultlintBaseline": 1, "files": {"a.xml": [\#(line)2}, \#(line)3}]}}"#
    #expect(try Self.read(text).count == 3)
  }

  // MARK: What a finding is known by

  static func defects(_ text: String) -> [Baseline.Defect] {
    let report = Linter().check(text)
    return report.findings.map { Baseline.Defect($0, in: report) }
  }

  static let broken = """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>\
    <faultcode>s:Server</faultcode><faultstring>x</faultstring><reason a="1">db</reason>\
    </s:Fault></s:Body></s:Envelope>
    """

  @Test("It is the same when lines move, white space changes and other findings come")
  func same() {
    let before = Self.defects(Self.broken)
    #expect(before.count == 1)
    let moved = Self.broken.replacing("<s:Body>", with: "\n\n<!-- new -->\n  <s:Body>")
    #expect(Self.defects(moved) == before)
    let spaced = Self.broken.replacing("<reason a=\"1\">db", with: "<reason\n  a=\"1\">db")
    #expect(Self.defects(spaced) == before)
    let joined = Self.broken.replacing("<reason", with: "<cause/><reason")
    #expect(Self.defects(joined).contains(before[0]))
    #expect(Self.defects(joined).count == 2)
  }

  @Test("It is another when something else is written there")
  func other() {
    let before = Self.defects(Self.broken)
    for text in [
      Self.broken.replacing(">db<", with: ">cache<"), Self.broken.replacing("a=\"1\"", with: "a=\"2\""),
      Self.broken.replacing("reason", with: "cause"),
    ] {
      #expect(Self.defects(text).count == 1)
      #expect(Self.defects(text) != before, "\(text)")
    }
  }

  @Test("Siblings with the same text are one defect, twice")
  func twice() {
    let twice = Self.defects(Self.broken.replacing("</reason>", with: "</reason><reason a=\"1\">db</reason>"))
    #expect(twice.count == 2)
    #expect(Set(twice).count == 1)
  }

  @Test("Nothing of what must not be shown is in it")
  func disclosure() throws {
    let linter = try Linter(adding: [.leak])
    func defects(_ secret: String) -> [Baseline.Defect] {
      let text = Self.broken.replacing(
        "<reason a=\"1\">db</reason>",
        with: "<detail><m:p xmlns:m=\"urn:m\">password=\(secret)</m:p></detail>")
      let report = linter.check(text)
      return report.findings.filter(\.rule.isDisclosure).map { Baseline.Defect($0, in: report) }
    }
    #expect(!defects("hunter2hunter2").isEmpty)
    #expect(defects("hunter2hunter2") == defects("correcthorse77"))
  }

  // MARK: What a run changes

  static let defect = Baseline.Defect(rule: "A-b", element: "/a", text: "1")
  static let other = Baseline.Defect(rule: "A-c", element: "/a", text: "2")

  @Test("An update replaces what is known of the files that were seen")
  func update() {
    let known = Baseline(["a": [Self.defect: 2], "b": [Self.defect: 1], "gone": [Self.defect: 1]])
    let found = Baseline(["a": [Self.other: 1], "c": [Self.other: 1]])
    let new = known.updated(with: found, seen: ["a", "c", "d"]) { $0 != "gone" }
    #expect(new == Baseline(["a": [Self.other: 1], "b": [Self.defect: 1], "c": [Self.other: 1]]))
  }

  @Test("Pruning takes out and adds nothing")
  func prune() {
    let known = Baseline([
      "a": [Self.defect: 3, Self.other: 1], "b": [Self.defect: 1], "gone": [Self.defect: 1],
    ])
    let found = Baseline(["a": [Self.defect: 2], "c": [Self.other: 1]])
    let new = known.pruned(by: found, seen: ["a", "c"]) { $0 != "gone" }
    #expect(new == Baseline(["a": [Self.defect: 2], "b": [Self.defect: 1]]))
    #expect(known.pruned(by: Baseline(), seen: ["b"]) { _ in true }.files.keys.sorted() == ["a", "gone"])
  }
}
