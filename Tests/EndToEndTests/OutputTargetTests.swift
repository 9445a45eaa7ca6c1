import Foundation
import Testing

/// What `--output` may name: links, streams, devices and files that are there, but no input.
@Suite struct OutputTargetTests {
  static let report = "1 payload: 1 conforming"

  @Test("An input is not written over, whatever it is called")
  func inputs() throws {
    let scratch = try Scratch()
    let payload = Payload.fault()
    try scratch.write("a.xml", payload)
    try scratch.write("folder/b.xml", payload)
    try scratch.write("list", "a.xml\n")
    try scratch.write("request.xml", payload)
    try scratch.write("elsewhere/c.xml", payload)
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: "a.xml")
    try manager.linkItem(atPath: scratch.path("a.xml"), toPath: scratch.path("hard"))
    try manager.createSymbolicLink(atPath: scratch.path("way"), withDestinationPath: "folder")
    try manager.createSymbolicLink(
      atPath: scratch.path("folder/c.xml"), withDestinationPath: "../elsewhere/c.xml")
    let cases: [(output: String, arguments: [String])] = [
      ("a.xml", ["a.xml"]), ("./folder/../a.xml", ["a.xml"]), ("link", ["a.xml"]), ("hard", ["a.xml"]),
      ("a.xml", ["link"]), ("folder/b.xml", ["a.xml", "folder"]), ("way/b.xml", ["folder"]),
      ("folder/b.xml", ["way"]),
      ("folder/b.xml", ["."]), ("a.xml", ["--files-from", "list"]), ("list", ["--files-from", "list"]),
      ("request.xml", ["--request", "request.xml", "a.xml"]),
      ("elsewhere/c.xml", ["--follow-links", "folder"]),
    ]
    for (output, arguments) in cases {
      for format in ["text", "ndjson"] {
        let outcome = try Program.run(
          ["--format", format, "--output", output] + arguments, in: scratch.folder)
        #expect(outcome.status == 2, "\(output) \(arguments)")
        #expect(outcome.errors.hasPrefix("error: --output \(output): this "))
        #expect(outcome.output.isEmpty)
      }
    }
    let standard = try Program.run(
      ["--output", "a.xml", "-"], in: scratch.folder, shell: #"exec "$@" <a.xml"#)
    #expect(standard.status == 2)
    for file in ["a.xml", "folder/b.xml", "request.xml", "elsewhere/c.xml"] {
      #expect(try String(contentsOfFile: scratch.path(file), encoding: .utf8) == payload)
    }
    #expect(try String(contentsOfFile: scratch.path("list"), encoding: .utf8) == "a.xml\n")
    #expect(try manager.contentsOfDirectory(atPath: scratch.path("folder")).sorted() == ["b.xml", "c.xml"])
    #expect(
      try scratch.names() == ["a.xml", "elsewhere", "folder", "hard", "link", "list", "request.xml", "way"])
  }

  @Test("A report may stand in a folder that is checked, if it is new, hidden or left out")
  func inFolder() throws {
    let scratch = try Scratch()
    try scratch.write("folder/a.xml", Payload.fault())
    for (output, options) in [
      ("folder/new.txt", []), ("folder/new.txt", ["--exclude", "*.txt"]), ("folder/.hidden", []),
      ("folder/.hidden", []), ("folder/in/x.txt", []), ("folder/in/x.txt", ["--exclude", "in/x.*"]),
    ] as [(String, [String])] {
      try FileManager.default.createDirectory(
        atPath: scratch.path("folder/in"), withIntermediateDirectories: true)
      let outcome = try Program.run(["--output", output, "folder"] + options, in: scratch.folder)
      #expect(outcome.errors == "", "\(output) \(options)")
      #expect(try String(contentsOfFile: scratch.path(output), encoding: .utf8).contains(Self.report))
    }
  }

  @Test("Links are followed and stay")
  func links() throws {
    let scratch = try Scratch()
    let payload = try scratch.write("a.xml", Payload.fault()).path
    try scratch.write("out/report", "old")
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: scratch.path("second"), withDestinationPath: "out/report")
    try manager.createSymbolicLink(atPath: scratch.path("first"), withDestinationPath: scratch.path("second"))
    try manager.createSymbolicLink(atPath: scratch.path("new"), withDestinationPath: "out/new")
    try manager.createSymbolicLink(atPath: scratch.path("loop"), withDestinationPath: "loop")
    for (name, target) in [("first", "out/report"), ("new", "out/new"), ("new", "out/new")] {
      #expect(try Program.run(["--output", name, payload], in: scratch.folder).status == 0)
      #expect(try String(contentsOfFile: scratch.path(target), encoding: .utf8).contains(Self.report))
      #expect(try manager.destinationOfSymbolicLink(atPath: scratch.path(name)).isEmpty == false)
    }
    #expect(try manager.contentsOfDirectory(atPath: scratch.path("out")).sorted() == ["new", "report"])
    let loop = try Program.run(["--output", "loop", payload], in: scratch.folder)
    #expect(loop.status == 2)
    #expect(loop.errors.contains("--output loop: Too many levels of symbolic links"))
  }

  @Test(
    "Descriptors of the process are written to",
    arguments: ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link", "/dev/fd/3"])
  func descriptors(_ name: String) throws {
    let scratch = try Scratch()
    let payload = try scratch.write("a.xml", Payload.fault()).path
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("link"), withDestinationPath: "/dev/stdout")
    // Into a file what is there stays, in a pipe there is nothing to replace.
    for shell in [#"{ echo before; "$@" 3>&1; } >out"#, #"{ echo before; "$@" 3>&1; } | cat >out"#] {
      let outcome = try Program.run(["--output", name, payload], in: scratch.folder, shell: shell)
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
      let text = try String(contentsOfFile: scratch.path("out"), encoding: .utf8)
      #expect(text.hasPrefix("before\n" + Self.report), "\(text)")
    }
    #expect(try scratch.names() == ["a.xml", "link", "out"])
    #expect(try Program.run(["--output", "/dev/fd/99", payload], in: scratch.folder).status == 2)
  }

  @Test("The mode of a file that is replaced stays, and a new one has that of any new file")
  func mode() throws {
    let scratch = try Scratch()
    let payload = try scratch.write("a.xml", Payload.fault()).path
    let report = try scratch.write("report", "old").path
    func mode(_ path: String) -> mode_t {
      var info = stat()
      return stat(path, &info) == 0 ? info.st_mode & 0o7777 : 0
    }
    for bits in [0o600, 0o640, 0o664] as [mode_t] {
      #expect(chmod(report, bits) == 0)
      #expect(try Program.run(["--output", report, payload]).status == 0)
      #expect(mode(report) == bits)
    }
    let new = scratch.path("new")
    #expect(try Program.run(["--output", new, payload], shell: #"umask 027; exec "$@""#).status == 0)
    #expect(mode(new) == 0o640)
  }

  @Test(
    "The owner of a file that is replaced stays", .enabled(if: getuid() == 0, "only root can give files away")
  )
  func owner() throws {
    let scratch = try Scratch()
    let payload = try scratch.write("a.xml", Payload.fault()).path
    let report = try scratch.write("report", "old").path
    #expect(chown(report, 65534, 65533) == 0)
    #expect(try Program.run(["--output", report, payload]).status == 0)
    var info = stat()
    #expect(stat(report, &info) == 0)
    #expect(info.st_uid == 65534 && info.st_gid == 65533)
    #expect(try String(contentsOfFile: report, encoding: .utf8).contains(Self.report))
  }

  @Test("merge does not write over what it joins")
  func merge() throws {
    let scratch = try Scratch()
    try scratch.write("a.xml", Payload.fault())
    let report = try Program.run(["--format", "ndjson", "a.xml"], in: scratch.folder)
    try scratch.write("a.ndjson", report.output)
    let outcome = try Program.run(
      ["merge", "--format", "ndjson", "--output", "./a.ndjson", "a.ndjson"], in: scratch.folder)
    #expect(outcome.status == 2)
    #expect(try Data(contentsOf: URL(filePath: scratch.path("a.ndjson"))) == report.output)
    #expect(
      try Program.run(["merge", "--format", "ndjson", "-o", "b.ndjson", "a.ndjson"], in: scratch.folder)
        .status == 0)
    #expect(try Data(contentsOf: URL(filePath: scratch.path("b.ndjson"))) == report.output)
  }
}
