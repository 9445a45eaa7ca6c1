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

  @Test("Captures of every form keep what they know of the exchange, and their verdicts")
  func captures() throws {
    let folder = try SuiteFolder()
    let fault = SuiteFolder.conforming.replacingOccurrences(of: "\n", with: "")
    let request = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>"
    try folder.write(
      "POST /a HTTP/1.1\nHost: h\nContent-Type: text/xml; charset=utf-8\nSOAPAction: \"\"\n\n\(request)\n"
        + "HTTP/1.1 200 OK\nContent-Type: text/xml; charset=utf-8\n\n\(fault)\n", to: "in/http/a.http")
    let body = String(decoding: try JSONEncoder().encode(fault), as: UTF8.self)
    try folder.write(
      #"{"status":500,"body":\#(body)}"# + "\n" + #"{"body":\#(body)}"# + "\n{\"body\n", to: "in/log.ndjson")
    try folder.write("words before \(fault) and behind\n", to: "in/log.txt")
    try folder.write("nothing here\n", to: "in/readme.txt")
    var recorder = Recorder(into: folder.path + "/suite", profiles: [], version: "test")
    recorder.add(folder.path + "/in")
    let count = recorder.write()
    #expect(count == 4)
    #expect(recorder.leftOut == [folder.path + "/in/readme.txt: there is no payload in it"])
    #expect(recorder.problems.count == 1)
    #expect(recorder.problems.first?.contains("in/log.ndjson:3: entry 2: ") == true)
    let suite = Suite(path: folder.path + "/suite")
    #expect(suite.problems.map(\.description) == [])
    #expect(SuiteRun(suite, against: BuiltInImplementation(version: "test")).status == 0)
    // A fault under 200 is a breach, and one that nobody knows the status of is not.
    let verdicts = suite.cases.map { "\($0.id) \($0.expectations[0].verdict)" }
    #expect(
      verdicts == [
        "a nonconforming", "log conforming", "log-2 conforming", "log-3 conforming",
      ])
    #expect(suite.cases[0].expectations[0].findings.map(\.id) == ["BP-R1124"])
    #expect(suite.cases[0].facts.request?.hasSuffix("a.request.xml") == true)
  }

  @Test("What is no SOAP keeps its verdict")
  func otherVerdict() throws {
    let folder = try SuiteFolder()
    // Answers to a GET are no SOAP, so that an empty one is nothing to complain of.
    try folder.write(
      "GET /logo.png HTTP/1.1\nHost: h\n\nHTTP/1.1 200 OK\nContent-Length: 0\n\n", to: "a.http")
    try folder.write(SuiteFolder.conforming, to: "b.xml")
    var recorder = Recorder(into: folder.path + "/suite", profiles: [], version: "test")
    for name in ["a.http", "b.xml"] { recorder.add(folder.path + "/" + name) }
    let count = recorder.write()
    #expect(count == 2)
    #expect(recorder.problems == [])
    #expect(recorder.leftOut == [])
    let suite = Suite(path: folder.path + "/suite")
    #expect(suite.cases.map { "\($0.expectations[0].verdict)" } == ["notAFault", "conforming"])
    #expect(SuiteRun(suite, against: BuiltInImplementation(version: "test")).status == 0)
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

/// Suites that vendors' profiles judge.
@Suite struct VendorRecorderTests {
  @Test("What is recorded under a vendor's profile passes under it", arguments: ["zuora", "marketing-cloud"])
  func vendor(_ name: String) throws {
    let captures = SuiteTests.folder.deletingLastPathComponent().appending(path: "examples/captures/\(name)")
    let folder = try SuiteFolder()
    var recorder = Recorder(into: folder.path + "/suite", profiles: [name], version: "test")
    recorder.add(captures.path)
    #expect((recorder.write() ?? 0) >= 3)
    let suite = Suite(path: folder.path + "/suite")
    #expect(suite.problems.map(\.description) == [])
    #expect(suite.cases.allSatisfy { $0.expectations[0].profiles == [name] })
    // The samples of Zuora keep what Zuora promises.
    #expect(
      suite.cases.contains { item in item.expectations[0].findings.contains { $0.id.hasPrefix("MC-") } }
        == (name == "marketing-cloud"))
    #expect(SuiteRun(suite, against: BuiltInImplementation(version: "test")).status == 0)
  }
}
