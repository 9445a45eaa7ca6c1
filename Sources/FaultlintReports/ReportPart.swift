public import Faultlint
internal import FaultlintEngine
internal import FaultlintText

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

  /// Where what is said of one file begins in `output`, for forms that keep it together.
  var groups: [Group] = []
  /// What such a form says elsewhere than among its results.
  var aside = Output()

  /// A part with nothing in it.
  public init() {}

  /// How many bytes there are of it.
  public var size: Int { output.bytes.count + aside.bytes.count }

  /// What is said of one file.
  struct Group: Sendable {
    let file: String
    /// Where it begins in `output`; it ends where the next one does.
    let start: Int
    var payloads = 0
    var failures = 0
    var errors = 0
  }

  /// Begins what is said of a file, if what was written last is of another.
  mutating func beginGroup(_ file: String) {
    if groups.last?.file != file { groups.append(Group(file: file, start: output.bytes.count)) }
  }

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
    /// What came instead of faults.
    var contents: [String: Int] = [:]
    /// How many payloads are something else again.
    var otherContents = 0
    var hiddenNotes = 0

    /// Counts payloads that are something else than a fault. Their titles may all differ, so not all are told apart.
    mutating func add(_ content: String, _ count: Int = 1) {
      if contents.count < 1000 || contents[content] != nil {
        contents[content, default: 0] += count
      } else {
        otherContents += count
      }
    }

    mutating func add(_ finding: Finding) {
      rules[ObjectIdentifier(finding.rule), default: (finding.rule, finding.level, 0)].count += 1
    }

    static func += (left: inout Tally, right: Tally) {
      for (key, row) in right.rules {
        left.rules[key, default: (row.rule, row.level, 0)].count += row.count
      }
      for (name, count) in right.profiles { left.profiles[name, default: 0] += count }
      for (content, count) in right.contents { left.add(content, count) }
      left.otherContents += right.otherContents
      left.hiddenNotes += right.hiddenNotes
    }
  }
}
