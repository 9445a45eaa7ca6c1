import Foundation
import Testing

/// Inputs that cannot be read, or are no ordinary files.
@Suite struct InputTests {
  /// Checks that a path is unreadable, that this is said, and that the inputs beside it are reported.
  func expectUnreadable(
    _ path: String, in scratch: Scratch, by launcher: [String] = [], _ reason: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let good = try scratch.write("good.xml", Payload.fault()).path
    let bad = try scratch.write("bad.xml", Payload.withExtra()).path
    let outcome = try Program.run(["--format", "json", good, path, bad], in: scratch.folder, by: launcher)
    #expect(outcome.status == 2, sourceLocation: sourceLocation)
    #expect(outcome.errors.contains(path), sourceLocation: sourceLocation)
    #expect(outcome.errors.contains(reason), sourceLocation: sourceLocation)
    #expect(outcome.errors.split(separator: "\n").count == 1, sourceLocation: sourceLocation)
    let report = try outcome.report()
    #expect(report.results.map(\.source.path) == [good, path, bad], sourceLocation: sourceLocation)
    #expect(
      report.results.map(\.verdict) == ["conforming", "unreadable", "nonconforming"],
      sourceLocation: sourceLocation)
    #expect(report.results[1].rules == [], sourceLocation: sourceLocation)
    #expect(report.summary.unreadable == 1, sourceLocation: sourceLocation)
  }

  @Test func aPathThatDoesNotExist() throws {
    let scratch = try Scratch()
    try expectUnreadable(scratch.path("missing.xml"), in: scratch, "No such file")
    try expectUnreadable(scratch.path("missing/a.xml"), in: scratch, "No such file")
    try scratch.write("file", "")
    try expectUnreadable(scratch.path("file/a.xml"), in: scratch, "Not a directory")
    try expectUnreadable(scratch.path(String(repeating: "n", count: 300)), in: scratch, "too long")
  }

  @Test func linksThatLeadNowhere() throws {
    let scratch = try Scratch()
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: scratch.path("dangling"), withDestinationPath: "nowhere")
    try expectUnreadable(scratch.path("dangling"), in: scratch, "No such file")
    try manager.createSymbolicLink(atPath: scratch.path("a"), withDestinationPath: "b")
    try manager.createSymbolicLink(atPath: scratch.path("b"), withDestinationPath: "a")
    try expectUnreadable(scratch.path("a"), in: scratch, "symbolic links")
  }

  @Test func aFolderIsWalkedAndLinksInItAreLeftOut() throws {
    let scratch = try Scratch()
    let folder = scratch.folder.appending(path: "captures")
    try scratch.write("captures/b/a.xml", Payload.fault())
    try scratch.write("captures/a.xml", Payload.withExtra())
    try scratch.write("captures/notes.txt", "nothing")
    try scratch.write("captures/.hidden.xml", "broken")
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: folder.path + "/loop", withDestinationPath: "..")
    try manager.createSymbolicLink(atPath: folder.path + "/c.xml", withDestinationPath: "nowhere")
    try #require(mkfifo(folder.path + "/pipe.xml", 0o600) == 0)
    let outcome = try Program.run(["--format", "json", "captures"], in: scratch.folder)
    #expect(outcome.status == 1)
    #expect(outcome.errors == "")
    #expect(try outcome.report().results.map(\.source.path) == ["captures/a.xml", "captures/b/a.xml"])
  }

  @Test("Nothing to check is not silently green")
  func anEmptyFolder() throws {
    let scratch = try Scratch()
    // The files that Program itself uses are elsewhere.
    let outcome = try Program.run(["--format", "json", "."], in: scratch.folder)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("there is no payload in what was given\n help: --allow-empty"))
    #expect(try outcome.report().results.isEmpty)
    let allowed = try Program.run(["--format", "json", "--allow-empty", "."], in: scratch.folder)
    #expect(allowed.status == 0)
    #expect(allowed.errors == "")
  }

  @Test(
    "What a user may not read",
    .enabled(
      if: Unprivileged.isPossible, "root may do everything; needs another user, or setpriv to become one"))
  func permissions() throws {
    let scratch = try Scratch()
    let file = try scratch.write("secret.xml", Payload.fault()).path
    let folder = try scratch.write("folder/a.xml", Payload.fault()).deletingLastPathComponent().path
    #expect(chmod(file, 0) == 0 && chmod(folder, 0) == 0 && chmod(scratch.folder.path, 0o755) == 0)
    defer { chmod(folder, 0o700) }
    try expectUnreadable(file, in: scratch, by: Unprivileged.launcher, "denied")
    try expectUnreadable(folder + "/a.xml", in: scratch, by: Unprivileged.launcher, "denied")

    let good = scratch.path("good.xml")
    let outcome = try Program.run(["--format", "json", folder, good], by: Unprivileged.launcher)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(folder) && outcome.errors.contains("denied"))
    #expect(try outcome.report().results.map(\.verdict) == ["conforming"])
  }

  @Test func aPipeThatNobodyWritesToIsGivenUp() throws {
    let scratch = try Scratch()
    let pipe = scratch.path("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    let start = Date()
    try expectUnreadable(pipe, in: scratch, "nobody writes")
    #expect(Date().timeIntervalSince(start) < 10)
  }

  @Test("A pipe is read to its end, however slow its writer is", arguments: ["", "sleep 0.3;"])
  func pipe(_ delay: String) throws {
    let scratch = try Scratch()
    let payload = try scratch.write(
      "payload.xml", Payload.withExtra(string: String(repeating: "x", count: 300_000)))
    let pipe = scratch.path("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    let outcome = try Program.run(
      ["--format", "json", pipe],
      shell: "{ \(delay) head -c 100000; \(delay) tail -c +100001; } < '\(payload.path)' > '\(pipe)' & "
        + #""$@"; status=$?; wait; exit $status"#)
    #expect(outcome.status == 1)
    #expect(try outcome.result().rules == ["BP-R1000"])
  }

  @Test func standardInputMayBeAPipeThatStallsAndMayBeClosed() throws {
    let slow = try Program.run(
      ["--format", "json", "-"], input: Data(Payload.withExtra().utf8),
      shell: #"{ head -c 50; sleep 0.3; cat; } | "$@""#)
    #expect(slow.status == 1)
    #expect(try slow.result().rules == ["BP-R1000"])
    let closed = try Program.run(["--format", "json", "-"], shell: #"exec "$@" <&-"#)
    #expect(closed.status == 2)
    #expect(closed.errors.contains("-"))
    #expect(try closed.result().verdict == "unreadable")
  }

  @Test func aFileWithoutEndIsCutAtTheLimit() throws {
    let outcome = try Program.run(["--format", "json", "/dev/zero"], shell: Memory.bound)
    #expect(outcome.status == 1)
    #expect(try outcome.result().rules == ["XML-limit"])
    let nothing = try Program.run(["--format", "json", "/dev/null"])
    #expect(nothing.status == 1)
    #expect(try nothing.result().rules == ["XML-not-well-formed"])
  }

  @Test func aFolderThatIsReadAsAFileAndTheOtherWayRound() throws {
    let scratch = try Scratch()
    let file = try scratch.write("a.xml", Payload.fault())
    let outcome = try Program.run([file.path + "/"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("a.xml/"))
  }

  @Test func aNameNeedNotBeText() throws {
    let scratch = try Scratch()
    let name = Array(scratch.path("a").utf8CString.dropLast()) + [-1, -2] + Array(".xml".utf8CString)
    let descriptor = open(name, O_WRONLY | O_CREAT, 0o600)
    try #require(descriptor >= 0)
    let payload = Array(Payload.withExtra().utf8)
    #expect(write(descriptor, payload, payload.count) == payload.count)
    close(descriptor)
    let walked = try Program.run(["--format", "json", scratch.folder.path])
    #expect(walked.status == 1)
    #expect(walked.errors == "")
    #expect(try walked.result().rules == ["BP-R1000"])
    let named = try Program.run(
      ["--format", "json"], shell: #"exec "$@" "# + "'\(scratch.folder.path)'/a*.xml")
    #expect(named.status == 1)
    #expect(try named.result().rules == ["BP-R1000"])
  }

  @Test func anEmptyNameIsNoFile() throws {
    let outcome = try Program.run([""])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("No such file"))
  }

  @Test func aFileThatOnlyLooksLikeAnOptionOrACommand() throws {
    let scratch = try Scratch()
    try scratch.write("--jobs", Payload.fault())
    try scratch.write("check", Payload.withExtra())
    let option = try Program.run(["--format", "json", "--", "--jobs"], in: scratch.folder)
    #expect(try option.result().verdict == "conforming")
    let command = try Program.run(["--format", "json", "check"], in: scratch.folder)
    #expect(try command.result().verdict == "nonconforming")
  }
}

/// Running the program without the rights of root.
enum Unprivileged {
  static let launcher =
    getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"] : []

  static let isPossible: Bool = {
    launcher.isEmpty || (try? Program.run(["--version"], in: URL(filePath: "/"), by: launcher).status) == 0
  }()
}
