#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How many inputs were for what, and how often what is not demanded of all was demanded: a line for each in a file of
/// this process, in the folder that FAULTLINT_FUZZ_COUNTS names.
final class FuzzCounts {
  /// libFuzzer calls from one thread only.
  nonisolated(unsafe) static let shared = FuzzCounts()

  private var subjects = [Int](repeating: 0, count: Subject.allCases.count)
  private var demands = [Int](repeating: 0, count: CostlyDemand.allCases.count)
  private var forms: [String: Int] = [:]
  private var unwritten = 0
  private let path = getenv("FAULTLINT_FUZZ_COUNTS").map { String(cString: $0) + "/\(getpid())" }

  private init() { atexit { FuzzCounts.shared.write() } }

  /// Counts an input.
  func add(_ subject: Subject) {
    subjects[subject.rawValue] += 1
    unwritten += 1
    if unwritten >= 1 << 13 { write() }
  }

  /// Counts a demand.
  func add(_ demand: CostlyDemand) { demands[demand.rawValue] += 1 }

  /// Counts a report in some form that was held to what every text is held to.
  func add(text form: String) { forms[form, default: 0] += 1 }

  /// Writes the counts so far.
  func write() {
    unwritten = 0
    guard let path else { return }
    var lines = "inputs \(subjects.reduce(0, +))\n"
    for subject in Subject.allCases { lines += "inputs.\(subject) \(subjects[subject.rawValue])\n" }
    for demand in CostlyDemand.allCases { lines += "demanded.\(demand) \(demands[demand.rawValue])\n" }
    for (form, count) in forms.sorted(by: { $0.key < $1.key }) { lines += "text.\(form) \(count)\n" }
    guard let file = fopen(path, "we") else { return }
    fputs(lines, file)
    fclose(file)
  }
}
