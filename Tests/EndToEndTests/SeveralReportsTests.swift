import Foundation
import Testing

/// Several reports of one run.
@Suite struct SeveralReportsTests {
  @Test("Each report is the one that a run of its own would write")
  func each() throws {
    let folder = try Scratch()
    _ = try folder.write("in/a.xml", Payload.withExtra())
    _ = try folder.write("in/b.xml", Payload.fault())
    let forms = ["json", "ndjson", "sarif", "junit", "checkstyle", "gitlab", "markdown", "html", "short"]
    let options = forms.flatMap { ["--format", "\($0)=\($0).out"] }
    let together = try Program.run(options + ["in"], in: folder.folder)
    #expect(together.status == 1)
    #expect(together.text == (try Program.run(["in"], in: folder.folder)).text)
    for form in forms {
      let alone = try Program.run(["--format", form, "in"], in: folder.folder)
      let written = try String(contentsOf: folder.folder.appending(path: "\(form).out"), encoding: .utf8)
      #expect(written == alone.text, "\(form)")
    }
  }

  @Test func theOneWithoutAFileGoesToTheOutput() throws {
    let folder = try Scratch()
    _ = try folder.write("a.xml", Payload.fault())
    let outcome = try Program.run(
      ["--format", "ndjson", "--format", "short=s.txt", "--output", "n.ndjson", "a.xml"], in: folder.folder)
    #expect(outcome.status == 0)
    #expect(outcome.text.isEmpty)
    #expect(try Set(folder.names()).isSuperset(of: ["n.ndjson", "s.txt"]))
  }

  @Test(
    "What cannot be is said before anything is checked",
    arguments: [
      ["--format", "json", "--format", "text"], ["--format", "json=a", "--format", "text=a"],
      ["--format", "json=a", "--output", "a"], ["--format", "nope=a"], ["--format", "json="],
      ["--format", "json=a.xml"], ["--format", "json=new.json", "--format", "sarif=nowhere/b.sarif"],
    ])
  func bad(options: [String]) throws {
    let folder = try Scratch()
    let payload = Payload.fault()
    let input = try folder.write("a.xml", payload)
    let outcome = try Program.run(options + ["a.xml"], in: folder.folder)
    #expect(outcome.status == 2)
    #expect(outcome.text.isEmpty)
    #expect(!outcome.errors.isEmpty)
    #expect(try String(contentsOf: input, encoding: .utf8) == payload)
    #expect(try folder.names() == ["a.xml"])
  }

  @Test func merged() throws {
    let folder = try Scratch()
    _ = try folder.write("a.xml", Payload.withExtra())
    _ = try Program.run(["--format", "ndjson", "--output", "a.ndjson", "a.xml"], in: folder.folder)
    let outcome = try Program.run(["merge", "--format", "junit=j.xml", "a.ndjson"], in: folder.folder)
    #expect(outcome.status == 1)
    #expect(outcome.text.contains("1 error"))
    #expect(
      try String(contentsOf: folder.folder.appending(path: "j.xml"), encoding: .utf8).contains(
        "failures=\"1\""))
  }
}
