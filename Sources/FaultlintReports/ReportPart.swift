public import Faultlint
package import FaultlintEngine
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
  /// Where each result stands in `output`, for a form that may have to leave some out.
  var records: [Record] = []
  /// The rules that are named, by their ids, for a form that explains them.
  var rules: [String: Rule] = [:]

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

  /// What was written of a group, by its index.
  func bytes(ofGroup index: Int) -> ArraySlice<UInt8> {
    let end = index + 1 < groups.count ? groups[index + 1].start : output.bytes.count
    return output.bytes[groups[index].start..<end]
  }

  /// Begins what is said of a file, if what was written last is of another.
  mutating func beginGroup(_ file: String) {
    if groups.last?.file != file { groups.append(Group(file: file, start: output.bytes.count)) }
  }

  /// Takes over that a rule was not run on so many payloads, as the end of another report says it.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - reason: Why, as that report says it.
  ///   - count: On how many payloads.
  package mutating func add(notRun rule: Rule, because reason: String, count: Int) {
    tally.add(Tally.NotRunCount(rule: rule, reason: reason, count: count))
  }

  /// Counts a payload.
  mutating func add(_ result: Report) {
    summary.add(result)
    tally.add(result)
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

  /// Where a result stands in `output`, and behind it what there is of its payload.
  struct Record: Sendable {
    let start: Int
    let payload: Int
    let end: Int
    /// Whether nothing was found.
    let isClean: Bool
  }
}

extension Output {
  /// Adds elements of an array of JSON that were written with a comma before each: the first of all is not to have one.
  mutating func write(elements: [UInt8], isFirst: inout Bool) {
    guard !elements.isEmpty else { return }
    bytes += isFirst ? elements[1...] : elements[...]
    isFirst = false
  }
}
