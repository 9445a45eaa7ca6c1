import Faultlint
import FaultlintConformance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Suites that other people wrote, and what other people's implementations answer.
final class ConformanceFuzzing {
  private let folder: String
  private let builtIn = BuiltInImplementation(version: "fuzzed")

  init() {
    folder = (getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp") + "/faultlint-fuzzed-\(getpid())"
    mkdir(folder, 0o700)
    Self.write(Array(Self.message.utf8), to: folder + "/message.xml")
  }

  /// Holds the built-in checker to a suite with this manifest.
  func checkManifest(_ input: UnsafeBufferPointer<UInt8>) { run(Array(input), builtIn) }

  /// Holds an implementation that answers so, line by line, to a suite.
  func checkAnswers(_ input: UnsafeBufferPointer<UInt8>) {
    let lines = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    guard let answers = Answers(lines) else { return }
    run(Array(Self.manifest.utf8), answers)
  }

  private func run(_ manifest: [UInt8], _ implementation: any Implementation) {
    Self.write(manifest, to: folder + "/manifest.json")
    let run = SuiteRun(Suite(path: folder), against: implementation)
    let asked = run.sections.flatMap(\.outcomes).filter { $0.isCounted && $0.status != .skipped }
    demand(run.tally.asked == asked.count, "\(run.tally.asked) of \(asked.count) answers are counted")
    WrittenReports.holdText(
      Array(TreeReport(run, isVerbose: true, isColored: false).text.utf8), "the tree of a suite")
    WrittenReports.holdText(Array(run.json.utf8), "the JSON of a suite")
    WrittenReports.holdText(Array(run.junit.utf8), "the JUnit XML of a suite")
  }

  private static func write(_ bytes: [UInt8], to path: String) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0, Glibc.write(file, bytes, bytes.count) == bytes.count else {
      fatalError("\(path): \(errno)")
    }
    close(file)
  }

  private static let message = """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
    <faultcode>Server</faultcode><faultstring>x</faultstring></s:Fault></s:Body></s:Envelope>
    """

  /// Two cases with an expectation each.
  private static let manifest = """
    {"section": {"document": "d", "number": "1", "title": "t"}, "cases": [
    {"id": "a", "title": "t", "file": "message.xml", "kind": "violating", "sources": ["s"], "expect": [
    {"profiles": ["soap11"], "verdict": "nonconforming", "findings": [
    {"id": "SOAP11-faultcode-missing", "level": "error", "line": 1, "also": ["BP-R1004"]},
    {"id": "SOAP11-faultstring-empty", "level": "note", "line": 2}]}]},
    {"id": "b", "title": "t", "file": "message.xml", "kind": "conforming", "sources": ["s"], "expect": [
    {"profiles": ["auto"], "verdict": "conforming", "findings": []}]}]}
    """
}

/// An implementation whose greeting and answers are lines that are there already.
private final class Answers: Implementation {
  let name: String
  let capabilities: Set<Capability>
  let profiles: Set<String>?
  private let lines: [[UInt8]]
  private var sequence = 0

  /// Nil if the first line is no greeting.
  init?(_ lines: [[UInt8]]) {
    guard let first = lines.first, let greeting = try? Greeting(reading: first) else { return nil }
    name = greeting.name
    capabilities = greeting.capabilities
    profiles = greeting.profiles
    self.lines = lines
  }

  func judge(_ item: ConformanceCase, _ expectation: CaseExpectation) -> Reply {
    sequence += 1
    guard sequence < lines.count else { return .broken("it has nothing more to say") }
    do throws(AnswerError) {
      return try Reply(reading: lines[sequence], to: sequence)
    } catch {
      return .broken(error.description)
    }
  }

  func stop() {}
}
