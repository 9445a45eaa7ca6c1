import Foundation
import Testing

/// Which files are checked: lists of paths, and what is left out of folders.
@Suite struct SelectionTests {
  func paths(_ arguments: [String], in scratch: Scratch, input: String = "", status: Int32 = 0) throws
    -> [String]
  {
    let outcome = try Program.run(
      ["--format", "json"] + arguments, input: Data(input.utf8), in: scratch.folder)
    #expect(outcome.status == status)
    if status == 0 { #expect(outcome.errors == "") }
    return try outcome.report().results.map(\.source.path)
  }

  @Test func aListOfPathsIsChecked() throws {
    let scratch = try Scratch()
    for name in ["a.xml", "b c.xml", "-d.xml", "folder/e.xml", "first.xml"] {
      try scratch.write(name, Payload.fault())
    }
    try scratch.write("list", "a.xml\n\nb c.xml\n-d.xml\nfolder")
    let all = ["first.xml", "a.xml", "b c.xml", "-d.xml", "folder/e.xml"]
    #expect(try paths(["--files-from", "list", "first.xml"], in: scratch) == all)
    let list = "a.xml\nb c.xml\n-d.xml\nfolder\n"
    #expect(try paths(["first.xml", "--files-from", "-"], in: scratch, input: list) == all)
    let null = list.replacingOccurrences(of: "\n", with: "\0")
    for option in ["--null", "-0"] {
      #expect(try paths(["first.xml", option, "--files-from", "-"], in: scratch, input: null) == all)
    }
    try scratch.write("other", "first.xml\n")
    #expect(try paths(["--files-from", "other", "--files-from", "list"], in: scratch) == all)
    #expect(try paths(["--allow-empty", "--files-from", "/dev/null"], in: scratch) == [])
  }

  @Test func aListThatCannotBeReadIsSaidAndTheRestIsChecked() throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", Payload.fault())
    try scratch.write("list", "a.xml\nmissing.xml\n")
    let outcome = try Program.run(
      ["--format", "json", "--files-from", "nowhere", "--files-from", "list"], in: scratch.folder)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("nowhere: No such file"))
    #expect(outcome.errors.contains("missing.xml: No such file"))
    #expect(try outcome.report().results.map(\.verdict) == ["conforming", "unreadable"])
    try scratch.write("binary", "a.xml\0a.xml\n")
    let binary = try Program.run(["--format", "json", "--files-from", "binary"], in: scratch.folder)
    #expect(binary.status == 2)
    #expect(binary.errors.contains("--null"))
  }

  @Test func whatIsExcludedIsLeftOut() throws {
    let scratch = try Scratch()
    for name in ["a.xml", "a.bak.xml", "old/b.xml", "new/old/c.xml", "new/d.xml"] {
      try scratch.write("captures/\(name)", Payload.fault())
    }
    let all = ["a.bak.xml", "a.xml", "new/d.xml", "new/old/c.xml", "old/b.xml"].map { "captures/\($0)" }
    #expect(try paths(["captures"], in: scratch) == all)
    #expect(try paths(["captures", "--exclude", "*.bak.xml"], in: scratch) == Array(all[1...]))
    #expect(try paths(["captures", "--exclude", "old"], in: scratch) == Array(all[..<3]))
    // With a slash it is the path below the folder that was named.
    #expect(try paths(["captures", "--exclude", "new/old"], in: scratch) == Array(all[..<3]) + [all[4]])
    #expect(
      try paths(["captures/", "--exclude", "new/*", "--exclude", "a*"], in: scratch) == [all[4]])
    // What is named is meant.
    #expect(try paths([all[0], "--exclude", "*.bak.xml"], in: scratch) == [all[0]])
  }

  @Test func linksAreFollowedWhenAskedAndLoopsAreSaid() throws {
    let scratch = try Scratch()
    try scratch.write("captures/a.xml", Payload.fault())
    try scratch.write("elsewhere/b.xml", Payload.fault())
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: scratch.path("captures/c"), withDestinationPath: "../elsewhere")
    try manager.createSymbolicLink(atPath: scratch.path("captures/d.xml"), withDestinationPath: "a.xml")
    #expect(try paths(["captures"], in: scratch) == ["captures/a.xml"])
    let followed = ["captures/a.xml", "captures/c/b.xml", "captures/d.xml"]
    #expect(try paths(["captures", "--follow-links"], in: scratch) == followed)
    try manager.createSymbolicLink(atPath: scratch.path("elsewhere/loop"), withDestinationPath: "../captures")
    let loop = try Program.run(["--format", "json", "captures", "--follow-links"], in: scratch.folder)
    #expect(loop.status == 2)
    #expect(loop.errors.contains("captures/c/loop") && loop.errors.contains("leads back to captures"))
    #expect(try loop.report().results.map(\.source.path) == followed)
  }

  @Test func whatIsNoCaptureIsSkippedInFoldersOnly() throws {
    let scratch = try Scratch()
    try scratch.write("captures/a.xml", Payload.fault())
    try scratch.write("captures/b.bin", Data([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0]))
    try scratch.write("captures/c.bin", Data(repeating: 7, count: 1 << 20))
    let outcome = try Program.run(["--format", "json", "captures"], in: scratch.folder)
    #expect(outcome.status == 0)
    #expect(try outcome.report().results.map(\.source.path) == ["captures/a.xml"])
    #expect(try outcome.report().summary.skipped == 2)
    let named = try Program.run(["--format", "json", "captures/b.bin"], in: scratch.folder)
    #expect(try named.report().results.map(\.verdict) == ["not-a-fault"])
  }

  @Test func oneUnreadableFileAmongManyIsNamed() throws {
    let scratch = try Scratch()
    for number in 0..<500 { try scratch.write("captures/\(number).xml", Payload.fault()) }
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("captures/250.link.xml"), withDestinationPath: "nowhere")
    let outcome = try Program.run(["--format", "json", "captures", "--follow-links"], in: scratch.folder)
    #expect(outcome.status == 2)
    #expect(outcome.errors == "error: captures/250.link.xml: No such file or directory\n")
    let report = try outcome.report()
    #expect(report.summary.conforming == 500)
    #expect(report.summary.unreadable == 1)
    #expect(report.results.first { $0.verdict == "unreadable" }?.error == "No such file or directory")
  }

  @Test func aFolderMayChangeWhileItIsWalked() throws {
    let scratch = try Scratch()
    for number in 0..<2000 { try scratch.write("captures/\(number % 20)/\(number).xml", Payload.fault()) }
    let outcome = try Program.run(
      ["--format", "json", "captures"], in: scratch.folder,
      shell:
        #"(for f in captures/1?; do mv $f gone-${f#captures/}; done; rm -rf captures/5) & "$@"; status=$?; wait; exit $status"#
    )
    // What went away is said; whatever was left is reported.
    #expect(outcome.status == 0 || outcome.status == 2)
    let report = try outcome.report()
    #expect(report.summary.payloads == report.results.count)
    #expect(report.results.allSatisfy { $0.verdict == "conforming" || $0.verdict == "unreadable" })
    #expect((outcome.status == 2) == !outcome.errors.isEmpty)
  }
}
