import FaultlintText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What libFuzzer calls with each input.
///
/// The first byte says what the rest is for (``Subject``), the second how: each of its low bits is an option. Inputs for
/// something else than what FAULTLINT_FUZZ_FOR begins with are not kept.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  guard count >= 2, let start, wantedSubject ?? start[0] == start[0], let subject = Subject(start[0]) else {
    return -1
  }
  let options = FuzzOptions(rawValue: start[1])
  let input = UnsafeBufferPointer(start: start + 2, count: count - 2)
  let draw = Draw(UnsafeBufferPointer(start: start, count: count))
  FuzzCounts.shared.add(subject)
  switch subject {
  case .payload: fuzzer.payloads.check(input, options, draw)
  case .found: fuzzer.captures.check(input, form: nil, options, draw)
  case .form:
    guard let form = input.first else { return -1 }
    fuzzer.captures.check(input.slice(1..<input.count), form: form, options, draw)
  case .merge: fuzzer.merge.check(input, draw)
  case .manifest: fuzzer.conformance.checkManifest(input, draw)
  case .answers: fuzzer.conformance.checkAnswers(input, draw)
  case .configuration: fuzzer.files.checkConfiguration(input, draw)
  case .baseline: fuzzer.files.checkBaseline(input, draw)
  case .profileFile: fuzzer.files.checkProfileFile(input, draw)
  case .description: fuzzer.files.checkDescription(input, draw)
  }
  return 0
}

private let wantedSubject = getenv("FAULTLINT_FUZZ_FOR").map { UInt8(bitPattern: $0[0]) }

/// What an input is for, by the letter that it begins with.
enum Subject: Int, CaseIterable {
  /// `p`: a payload.
  case payload
  /// `c`: a capture whose form is found.
  case found
  /// `f`: a capture of the form whose number the third byte is.
  case form
  /// `m`: a report of lines to merge.
  case merge
  /// `s`: the manifest of a suite.
  case manifest
  /// `a`: the answers of an implementation.
  case answers
  /// `y`: a configuration.
  case configuration
  /// `b`: a baseline.
  case baseline
  /// `r`: a profile file.
  case profileFile
  /// `w`: a WSDL.
  case description

  private static let letters = Array("pcfmsaybrw".utf8)

  /// The one that a letter stands for; nil if it stands for none.
  init?(_ letter: UInt8) {
    guard let number = Self.letters.firstIndex(of: letter) else { return nil }
    self.init(rawValue: number)
  }
}

/// How an input is read.
struct FuzzOptions: OptionSet {
  let rawValue: UInt8

  /// A fault is expected.
  static let expectsFault = FuzzOptions(rawValue: 1)
  /// An exchange is known.
  static let hasExchange = FuzzOptions(rawValue: 4)
  /// What is disclosed is looked for too.
  static let looksForLeaks = FuzzOptions(rawValue: 8)
}

/// What is kept from one input to the next, as a worker keeps it.
private final class Fuzzer {
  lazy var payloads = PayloadFuzzing()
  lazy var captures = CaptureFuzzing()
  lazy var merge = MergeFuzzing()
  lazy var conformance = ConformanceFuzzing()
  lazy var files = FileFuzzing()
}

/// libFuzzer calls from one thread only.
nonisolated(unsafe) private let fuzzer = Fuzzer()

/// Ends the program, so that libFuzzer keeps the input, if something does not hold.
///
/// - Parameters:
///   - condition: What is to be true.
///   - message: What is wrong if it is not.
func demand(_ condition: Bool, _ message: @autoclosure () -> String) {
  guard !condition else { return }
  FuzzCounts.shared.write()
  fatalError("does not hold: \(message().printable)")
}
