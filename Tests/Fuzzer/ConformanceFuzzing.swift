import Faultlint
import FaultlintConformance
import FaultlintText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Suites that other people wrote, and what other people's implementations answer.
final class ConformanceFuzzing {
  private let folder: String
  /// The suite that implementations are held to.
  private let suite: Suite
  private var builtIn = BuiltInImplementation(version: "fuzzed")
  private var runs = 0

  init() {
    let base = (getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp") + "/faultlint-fuzzed-\(getpid())"
    let fixed = base + "/fixed"
    folder = base + "/given"
    for folder in [base, folder, fixed] { mkdir(folder, 0o700) }
    for folder in [folder, fixed] { Self.write(Array(Self.message.utf8), to: folder + "/message.xml") }
    Self.write(Array(Self.manifest.utf8), to: fixed + "/manifest.json")
    suite = Suite(path: fixed)
  }

  /// Holds the built-in checker to a suite with this manifest.
  func checkManifest(_ input: UnsafeBufferPointer<UInt8>, _ draw: Draw) {
    // It keeps a linter for each way to check that some manifest asked for.
    runs += 1
    if runs % 1024 == 0 { builtIn = BuiltInImplementation(version: "fuzzed") }
    Self.write(Array(input), to: folder + "/manifest.json")
    run(Suite(path: folder), builtIn, draw)
  }

  /// Holds an implementation that answers so, line by line, to a suite.
  func checkAnswers(_ input: UnsafeBufferPointer<UInt8>, _ draw: Draw) {
    let lines = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    let answers = Answers(lines)
    if let answers { run(suite, answers, draw) }
    guard draw.demands(.process) else { return }
    // The same lines out of a process, which says no more than they and then ends.
    Self.write(Array(input), to: folder + "/answers")
    do throws(AnswerError) {
      let process = try ExternalImplementation(command: "exec cat '\(folder)/answers'", limit: 2000)
      run(suite, process, draw)
    } catch {
      WrittenReports.holdCharacters(Array(error.description.printable.utf8), "the error of a greeting")
    }
  }

  private func run(_ suite: Suite, _ implementation: any Implementation, _ draw: Draw) {
    let run = SuiteRun(suite, against: implementation)
    let asked = run.sections.flatMap(\.outcomes).filter { $0.isCounted && $0.status != .skipped }
    demand(run.tally.asked == asked.count, "\(run.tally.asked) of \(asked.count) answers are counted")
    switch draw.choose([0, 1, 2]) {
    case 0:
      let tree = TreeReport(run, isVerbose: true, isColored: false).text
      WrittenReports.holdText(Array(tree.utf8), "suite-tree", draw)
    case 1: WrittenReports.holdText(Array(run.json.utf8), "suite-json", draw)
    default: WrittenReports.holdText(Array(run.junit.utf8), "suite-junit", draw)
    }
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
