/// What libFuzzer calls with each input.
///
/// The first byte says what the rest is for: `p` a payload, `c` a capture whose form is found, `m` a report of lines to
/// merge, `s` the manifest of a suite, `a` the answers of an implementation; any other a capture of the form with that
/// number. The second says how: each of its low bits is an option.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  guard count >= 2, let start else { return 0 }
  let (subject, options) = (start[0], FuzzOptions(rawValue: start[1]))
  let input = UnsafeBufferPointer(start: start + 2, count: count - 2)
  switch subject {
  case UInt8(ascii: "p"): fuzzer.payloads.check(input, options)
  case UInt8(ascii: "c"): fuzzer.captures.check(input, form: nil, options)
  case UInt8(ascii: "m"): fuzzer.merge.check(input)
  case UInt8(ascii: "s"): fuzzer.conformance.checkManifest(input)
  case UInt8(ascii: "a"): fuzzer.conformance.checkAnswers(input)
  default: fuzzer.captures.check(input, form: subject, options)
  }
  return 0
}

/// How an input is read.
struct FuzzOptions: OptionSet {
  let rawValue: UInt8

  /// A fault is expected.
  static let expectsFault = FuzzOptions(rawValue: 1)
  /// The answer is to be the same by other ways: in pieces, by several threads.
  static let compares = FuzzOptions(rawValue: 2)
  /// An exchange is known.
  static let hasExchange = FuzzOptions(rawValue: 4)
  /// What is disclosed is looked for too.
  static let looksForLeaks = FuzzOptions(rawValue: 8)
}

/// What is kept from one input to the next, as a worker keeps it.
private final class Fuzzer {
  let payloads = PayloadFuzzing()
  let captures = CaptureFuzzing()
  let merge = MergeFuzzing()
  let conformance = ConformanceFuzzing()
}

/// libFuzzer calls from one thread only.
nonisolated(unsafe) private let fuzzer = Fuzzer()

/// Ends the program, so that libFuzzer keeps the input, if something does not hold.
///
/// - Parameters:
///   - condition: What is to be true.
///   - message: What is wrong if it is not.
func demand(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { fatalError("does not hold: \(message())") }
}
