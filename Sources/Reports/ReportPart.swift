internal import FaultRules

/// The report on some payloads, as one thread wrote it; another puts the parts in order.
public struct ReportPart: Sendable {
  /// The counts of its payloads.
  public internal(set) var summary = Summary()
  var output = Output()
  /// What can only be decided when it is known what stands before, in the order of `output`.
  var choices: [Choice] = []
  /// How many findings of each rule are written in full.
  var timesInFull: [ObjectIdentifier: Int] = [:]
  var tally = Tally()

  /// A part with nothing in it.
  public init() {}

  /// How many bytes there are of it.
  public var size: Int { output.bytes.count }

  /// A finding written out in full and as a line of a list; the report takes one of the two.
  struct Choice: Sendable {
    let rule: ObjectIdentifier
    /// Where the full form begins.
    let start: Int
    /// Where it ends without the reasons.
    let fullEnd: Int
    /// Where it ends with them, and the line begins.
    let reasonsEnd: Int
    /// Where the line ends.
    let end: Int
  }

  /// The counts that only people get to see.
  struct Tally: Sendable {
    typealias Row = (rule: Rule, level: Level, count: Int)
    var rules: [ObjectIdentifier: Row] = [:]
    var profiles: [String: Int] = [:]
    var hiddenNotes = 0

    mutating func add(_ finding: Finding) {
      rules[ObjectIdentifier(finding.rule), default: (finding.rule, finding.level, 0)].count += 1
    }

    static func += (left: inout Tally, right: Tally) {
      for (key, row) in right.rules {
        left.rules[key, default: (row.rule, row.level, 0)].count += row.count
      }
      for (name, count) in right.profiles { left.profiles[name, default: 0] += count }
      left.hiddenNotes += right.hiddenNotes
    }
  }
}

/// A report in one of its forms, written in parts.
public enum Report: Sendable {
  /// For people.
  case text(TextReport)
  /// For programs.
  case json(JSONReport)

  /// What comes before the results.
  public func begin(_ output: inout Output) {
    if case .json(let report) = self { report.begin(&output) }
  }

  /// Writes one result into a part, on any thread.
  public func write(_ result: PayloadResult, to part: inout ReportPart) {
    switch self {
    case .text(let report): report.write(result, to: &part)
    case .json(let report): report.write(result, to: &part)
    }
  }

  /// Takes over one result as a report of lines has it, on any thread: see ``JSONReport/write(_:as:to:)``.
  public func write(_ result: PayloadResult, as line: UnsafeBufferPointer<UInt8>, to part: inout ReportPart) {
    switch self {
    case .text(let report): report.write(result, to: &part)
    case .json(let report): report.write(result, as: line, to: &part)
    }
  }

  /// The next part.
  public mutating func add(_ part: ReportPart, _ output: inout Output) {
    switch self {
    case .text(var report):
      // Held once, so that its tables are not copied.
      self = .json(JSONReport(version: "", lines: true))
      report.add(part, &output)
      self = .text(report)
    case .json(var report):
      report.add(part, &output)
      self = .json(report)
    }
  }

  /// What comes after the results.
  public func end(_ summary: Summary, _ output: inout Output) {
    switch self {
    case .text(let report): report.end(summary, &output)
    case .json(let report): report.end(summary, &output)
    }
  }

  /// What whoever writes parts may as well know of the report so far: what is now only listed.
  public var listed: Set<ObjectIdentifier> {
    get { if case .text(let report) = self { report.listed } else { [] } }
    set {
      guard case .text(var report) = self, report.listed.count != newValue.count else { return }
      report.listed = newValue
      self = .text(report)
    }
  }

  /// Whether somebody may read along, so that results are to be written as they come.
  public var isForReadingAlong: Bool { if case .json(let report) = self { report.isLines } else { true } }
}
