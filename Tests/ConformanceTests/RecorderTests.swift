import FaultlintConformance
import Foundation
import Testing

/// A suite made from captures.
@Suite struct RecorderTests {
  @Test func whatIsRecordedPasses() throws {
    let captures = SuiteTests.folder.deletingLastPathComponent().appending(path: "examples/captures")
    let folder = try SuiteFolder()
    var recorder = Recorder(into: folder.path + "/suite", profiles: [], version: "test")
    recorder.add(captures.path)
    let written = recorder.write()
    let count = try #require(written)
    #expect(recorder.problems == [])
    let suite = Suite(path: folder.path + "/suite")
    #expect(suite.problems.map(\.description) == [])
    #expect(suite.cases.count == count && count >= 35)
    #expect(SuiteRun(suite, against: BuiltInImplementation(version: "test")).status == 0)
    let manifest = try String(contentsOf: folder.url.appending(path: "suite/manifest.json"), encoding: .utf8)
    #expect(manifest.contains("\"review\": true"))
  }

  @Test func aSuiteIsNotOverwritten() throws {
    let folder = try SuiteFolder()
    try folder.write(SuiteFolder.conforming, to: "a.xml")
    var first = Recorder(into: folder.path, profiles: ["soap11"], version: "test")
    first.add(folder.path + "/a.xml")
    let overCapture = first.write()
    #expect(overCapture == nil, "a capture of the same name is there")
    var second = Recorder(into: folder.path + "/suite", profiles: ["soap11"], version: "test")
    second.add(folder.path + "/a.xml")
    let made = second.write()
    #expect(made == 1)
    let again = second.write()
    #expect(again == nil)
    #expect(second.problems.count == 1)
  }

  @Test func namesAreMadeUnlike() throws {
    let folder = try SuiteFolder()
    for name in ["x/A fault.xml", "y/a_fault.xml", "z/ü.xml"] {
      try folder.write(SuiteFolder.conforming, to: name)
    }
    var recorder = Recorder(into: folder.path + "/suite", profiles: [], version: "test")
    for name in ["x", "y", "z", "nowhere.xml"] { recorder.add(folder.path + "/" + name) }
    let count = recorder.write()
    #expect(count == 3)
    #expect(recorder.problems.count == 1)
    #expect(Suite(path: folder.path + "/suite").cases.map(\.id) == ["a-fault", "a-fault-2", "capture"])
  }
}
