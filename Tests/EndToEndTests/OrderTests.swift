import Foundation
import Testing

/// Many payloads: the order of the report is that of the input.
@Suite struct OrderTests {
  /// 200 payloads of every kind, some slow, some unreadable in part.
  func folder(_ scratch: Scratch) throws -> [String] {
    // A log of the WS-I monitor holds many payloads.
    let samples = try FileManager.default.subpathsOfDirectory(atPath: Payload.samples.path).sorted()
      .filter { $0.hasSuffix(".xml") && !$0.hasPrefix("wsi-log/") }
    let bad = ["", "<a", "{}", "\u{0}", "<a:b/>", Payload.withExtra(), "<!DOCTYPE a>" + Payload.fault()]
    for number in 0..<200 {
      let name = "payloads/\(String(format: "%03d", number)).xml"
      switch number % 4 {
      case 0: try scratch.write(name, bad[number / 4 % bad.count])
      case 1: try scratch.write(name, Payload.detail(String(repeating: "<a>x</a>", count: number * 5)))
      default: try scratch.write(name, Payload.sample(samples[number % samples.count]))
      }
    }
    return (0..<200).map { "payloads/\(String(format: "%03d", $0)).xml" }
  }

  @Test(
    "However many payloads are checked at once, the report is the same",
    arguments: ["json", "ndjson", "text", "html"])
  func jobs(_ format: String) throws {
    let scratch = try Scratch()
    let paths = try folder(scratch)
    let alone = try Program.run(["--format", format, "--jobs", "1", "payloads"], in: scratch.folder)
    for _ in 0..<2 {
      let together = try Program.run(["--format", format, "--jobs", "4", "payloads"], in: scratch.folder)
      #expect(together.status == alone.status)
      #expect(together.output.difference(to: alone.output) == nil)
    }
    let named = try Program.run(["--format", format, "--jobs", "4"] + paths, in: scratch.folder)
    #expect(named.output.difference(to: alone.output) == nil)
    guard format == "json" else { return }
    let report = try alone.report()
    #expect(report.results.map(\.source.path) == paths)
    #expect(report.summary.payloads == 200)
  }

  @Test func theFilesOfAFolderComeInTheOrderOfTheBytesOfTheirNames() throws {
    let scratch = try Scratch()
    let long = String(repeating: "capture-of-2026-", count: 3)
    let stems = ["a", "B", "é", "z", "ab", "a-", "1", "10", "abcdefg", "abcdefgh", "abcdefghi", long]
    let names = (stems + stems.map { $0 + ".xml" } + (0..<30).map { "\(long)\($0)" }).map { "payloads/\($0)" }
    for name in names.shuffled() { try scratch.write(name, Payload.fault()) }
    let report = try Program.run(["--format", "json", "payloads"], in: scratch.folder).report()
    #expect(
      report.results.map(\.source.path)
        == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  /// Captures that are cut for all workers, and files that one worker reads, in folders that are in one another.
  @Test func largeCapturesAmongSmallFilesKeepTheirPlace() throws {
    let scratch = try Scratch()
    var expected: [String] = []
    var folder = "payloads"
    let filler = String(repeating: "long ", count: 200)
    for depth in 0..<12 {
      for number in 0..<20 {
        let name = "\(folder)/\(String(format: "%02d", number)).xml"
        try scratch.write(
          name, number % 7 == 3 ? Payload.withExtra() : Payload.fault(string: "\(depth) \(number)"))
        expected.append(name)
        guard depth % 6 == 0 && number == 4 || depth == 11 && number > 15 else { continue }
        let log = "\(folder)/\(String(format: "%02d", number))a.ndjson"
        // Of more than the 256 KiB that a worker reads at once, and of less.
        let count = number == 18 ? 5 : 300
        let lines = try (0..<count).map {
          try Record.line($0, Payload.fault(string: "\(depth) \($0) \(filler)"))
        }
        try scratch.write(log, lines.joined())
        expected += Array(repeating: log, count: count)
      }
      folder += "/z"
    }
    let alone = try Program.run(["--format", "ndjson", "--jobs", "1", "payloads"], in: scratch.folder)
    let results = try alone.lines()
    #expect(results.map(\.source.path) == expected)
    var entry = 0
    for (index, result) in results.enumerated() {
      entry = index > 0 && results[index - 1].source.path == result.source.path ? entry + 1 : 0
      #expect(result.source.entry == entry)
    }
    for launcher in [[], Program.withOpenFiles(24)] {
      for jobs in ["2", "8"] {
        let together = try Program.run(
          ["--format", "ndjson", "--jobs", jobs, "payloads"], in: scratch.folder, by: launcher)
        #expect(together.errors.isEmpty)
        #expect(together.output.difference(to: alone.output) == nil, "\(jobs) workers")
      }
    }
  }

  @Test func whatIsToldApartInTheSummaryDependsOnTheOrderOnly() throws {
    let scratch = try Scratch()
    // More than the thousand faults that are told apart.
    let lines = try (0..<3000).map {
      try Record.line($0, Payload.fault(string: "reason \($0 * 7919 % 3000)"))
    }
    try scratch.write("log.ndjson", lines.joined())
    var reports: Set<Data> = []
    for jobs in ["1", "1", "1", "4"] {
      let outcome = try Program.run(["--format", "ndjson", "--jobs", jobs, "log.ndjson"], in: scratch.folder)
      reports.insert(outcome.output)
    }
    #expect(reports.count == 1)
    let summary = try #require(reports.first.map { String(decoding: $0, as: UTF8.self) }).split(
      separator: "\n"
    ).last
    // The first thousand, of which the hundred are shown that come first in the order of their texts.
    let first = (0..<1000).map { "reason \($0 * 7919 % 3000)" }.sorted()
    #expect(summary?.contains(#""reason":"\#(first[0])""#) == true)
    #expect(summary?.contains(#""reason":"\#(first[99])""#) == true)
    #expect(summary?.contains(#""reason":"\#(first[100])""#) == false)
    #expect(summary?.contains(#""otherFaults":2900"#) == true)
  }

  @Test func manyWorkersMakeDoWithFewOpenFiles() throws {
    let scratch = try Scratch()
    _ = try folder(scratch)
    let options = ["--format", "json", "--jobs", "8", "payloads"]
    let free = try Program.run(options, in: scratch.folder)
    let bound = try Program.run(options, in: scratch.folder, by: Program.withOpenFiles(40))
    #expect(bound.output.difference(to: free.output) == nil)
    #expect(try free.report().results.count { $0.verdict == "unreadable" } == 0)
  }

  @Test func unreadableInputsKeepTheirPlaceAmongTheOthers() throws {
    let scratch = try Scratch()
    var paths = try folder(scratch)
    for place in [150, 100, 17, 16, 0] { paths.insert("missing\(place).xml", at: place) }
    for jobs in ["1", "4"] {
      let outcome = try Program.run(["--format", "json", "--jobs", jobs] + paths, in: scratch.folder)
      #expect(outcome.status == 2)
      let report = try outcome.report()
      #expect(report.results.map(\.source.path) == paths)
      #expect(
        report.results.filter { $0.verdict == "unreadable" }.map(\.source.path)
          == paths.filter { $0.hasPrefix("missing") })
      #expect(report.summary.unreadable == 5)
      for place in [150, 100, 17, 16, 0] { #expect(outcome.errors.contains("missing\(place).xml")) }
    }
  }

  @Test func aPayloadMayBeGivenTwice() throws {
    let scratch = try Scratch()
    let path = try scratch.write("a.xml", Payload.withExtra()).path
    let report = try Program.run(["--format", "json", path, path]).report()
    #expect(report.results.map(\.source.path) == [path, path])
    #expect(report.summary.errors == 2)
  }

  @Test(
    "Of more faults than are told apart those that come first are, in each run and however many work at once")
  func manyDifferentFaults() throws {
    // One of each of 3,000, of which the first 1,000 are told apart; of some there are more.
    let numbers = Array(0..<3000) + Array(repeating: 500, count: 9) + Array(repeating: 5, count: 7)
    let input = numbers.map {
      "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault>"
        + "<faultcode>s:Server</faultcode><faultstring>fault \(String(format: "%04d", $0))</faultstring></s:Fault></s:Body></s:Envelope>\n"
    }
    // What comes most often of all is none of those.
    let late = Array(repeating: input[2500], count: 50)
    let scratch = try Scratch()
    try scratch.write("many.log", (input + late).joined())
    let report = try Program.run(["--format", "json", "many.log"], in: scratch.folder).report()
    #expect(report.summary.payloads == 3066)
    let first = [
      "fault 0500", "fault 0005", "fault 0000", "fault 0001", "fault 0002", "fault 0003", "fault 0004",
    ]
    #expect(report.summary.faults.prefix(7).map(\.reason) == first)
    #expect(report.summary.faults.prefix(3).map(\.payloads) == [10, 8, 1])
    for format in ["text", "json"] {
      let alone = try Program.run(["--format", format, "--jobs", "1", "many.log"], in: scratch.folder)
      for jobs in ["1", "4", "4", "4"] {
        let again = try Program.run(["--format", format, "--jobs", jobs, "many.log"], in: scratch.folder)
        #expect(again.output.difference(to: alone.output) == nil)
      }
    }
  }

  @Test("Faults that differ in their subcodes alone have one order in the summary")
  func subcodes() throws {
    func fault(_ subcode: String) -> String {
      "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope' xmlns:m='urn:m'><e:Body><e:Fault><e:Code>"
        + "<e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:\(subcode)</e:Value></e:Subcode></e:Code>"
        + "<e:Reason><e:Text xml:lang='en'>x</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>\n"
    }
    let input = Data(["e", "c", "a", "d", "b"].map(fault).joined().utf8)
    for _ in 0..<5 {
      let report = try Program.run(["--format", "json", "-"], input: input).report()
      #expect(report.summary.faults.map(\.subcodes) == ["a", "b", "c", "d", "e"].map { ["{urn:m}\($0)"] })
    }
  }
}
