import Foundation
import Testing

/// What shells are told about the command.
@Suite struct CompletionTests {
  @Test(
    "Each shell gets completions of its own, with options and values",
    arguments: [("bash", "complete -o "), ("zsh", "#compdef faultlint"), ("fish", "complete -c 'faultlint'")])
  func completions(shell: String, mark: String) throws {
    let outcome = try Program.run(["completions", shell])
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    for word in [mark, "input-format", "conformance", "sarif"] { #expect(outcome.text.contains(word)) }
  }

  @Test("Those of bash are a script that bash can read")
  func syntax() throws {
    // Standard output of faultlint is the script that bash reads; -n runs nothing of it.
    let outcome = try Program.run(["completions", "bash"], shell: #""$@" | bash -n && echo read"#)
    #expect(outcome.text == "read\n")
    #expect(outcome.errors.isEmpty)
  }

  @Test func anUnknownShellIsAnError() throws {
    let outcome = try Program.run(["completions", "tcsh"])
    #expect(outcome.status == 2)
    #expect(outcome.text.isEmpty)
    #expect(outcome.errors.contains("tcsh"))
  }
}
