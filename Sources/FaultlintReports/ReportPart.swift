public import Faultlint
package import FaultlintEngine
internal import FaultlintText

/// The report on some payloads, as one thread wrote it; another puts the parts in order.
public struct ReportPart: Sendable {
  /// The counts of its payloads.
  public internal(set) var summary = Summary()
  var output = Output()
  /// What `output` is made of, in its order, for a form that moves or leaves out some of it.
  var blocks: [Block] = []
  var tally = Tally()
  /// Where each result stands in `output`, for a form that may have to leave some out.
  var records: [Record] = []
  /// The rules that are named, by their ids, for a form that explains them.
  var rules: [String: Rule] = [:]

  /// Where what is said of one file begins in `output`, for forms that keep it together.
  var groups: [Group] = []
  /// What such a form says elsewhere than among its results.
  var aside = Output()

  /// What a form says of the file of the last payload: in a capture it is the same for thousands.
  private var lastFile: (path: String, text: String)?

  /// What a form says of a file.
  mutating func text(of source: Source, _ make: (Source) -> String) -> String {
    if let lastFile, lastFile.path == source.path { return lastFile.text }
    let text = make(source)
    lastFile = (source.path, text)
    return text
  }

  /// A part with nothing in it.
  public init() {}

  /// A part with nothing in it and room for a little more than another has: mostly what comes next is about as long.
  package init(after other: ReportPart) {
    output.bytes.reserveCapacity(other.output.bytes.count / 4 * 5)
  }

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

  /// A finding, or what is said of a payload besides.
  struct Block: Sendable {
    /// The rule that is broken; nil for what is no finding.
    var rule: Rule?
    /// How bad it is; nil for what is no finding.
    var level: Level?
    /// What it stands together with others by; nil if by nothing.
    var group: String?
    /// Where it begins in `output`.
    let start: Int
    /// Where what the rule says belongs, which is written once a rule; nil if nowhere.
    var reasons: Int?
    /// Where it ends.
    var end: Int
  }

  /// What was written of a block.
  func bytes(of block: Block) -> ArraySlice<UInt8> { output.bytes[block.start..<block.end] }

  /// Ends a block at what has been written.
  mutating func add(_ finding: Finding?, in group: String? = nil, from start: Int, reasons: Int? = nil) {
    blocks.append(
      Block(
        rule: finding?.rule, level: finding?.level, group: group, start: start, reasons: reasons,
        end: output.bytes.count))
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
