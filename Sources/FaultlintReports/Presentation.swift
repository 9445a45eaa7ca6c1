internal import FaultlintEngine
internal import FaultlintText

/// How much of the findings a report for people shows, and in which order.
public struct Presentation: Sendable {
  /// Whether findings are only counted.
  public var isStatistics = false
  /// What findings stand together by; nil for the order of the input.
  public var grouping: Grouping?
  /// How many findings are shown at most; nil for all.
  public var mostFindings: Int?

  /// All findings in the order of the input.
  public init() {}

  /// What findings stand together by.
  public enum Grouping: String, Sendable, CaseIterable {
    /// The rule that is broken.
    case rule
    /// The file that they are in.
    case file
    /// The code of the fault that they are in.
    case code
  }

  /// What of it a form may heed: the options of the command line.
  public enum Aspect: Sendable {
    /// `--statistics`
    case statistics
    /// `--group-by`
    case grouping
    /// `--max-findings`
    case mostFindings
  }

  /// What is asked for.
  public var aspects: [Aspect] {
    (isStatistics ? [.statistics] : []) + (grouping == nil ? [] : [.grouping])
      + (mostFindings == nil ? [] : [.mostFindings])
  }
}

/// The findings of a report of lines, of which no more are written than are asked for.
struct FindingLimit {
  private let most: Int?
  private var shown = 0
  /// How many are not shown.
  private(set) var notShown = 0

  /// A limit.
  ///
  /// - Parameter most: How many findings are shown; nil for all.
  init(_ most: Int?) { self.most = most }

  /// Counts a finding.
  ///
  /// - Returns: Whether it is shown.
  mutating func take() -> Bool {
    guard shown < most ?? .max else {
      notShown += 1
      return false
    }
    shown += 1
    return true
  }

  /// Counts findings that are not even at hand.
  mutating func leaveOut(_ count: Int) { notShown += count }

  /// The blocks of a part that are shown.
  mutating func bytes(of part: ReportPart) -> [UInt8] {
    guard most != nil else { return part.output.bytes }
    var bytes: [UInt8] = []
    for block in part.blocks where block.rule == nil || take() { bytes += part.bytes(of: block) }
    return bytes
  }

  /// That findings are not shown, and which option says so; nil if all are.
  var remark: String? {
    guard notShown > 0, let most else { return nil }
    return Self.remark(notShown, because: "--max-findings \(most)")
  }

  /// That so many findings are not shown.
  static func remark(_ count: Int, because reason: String) -> String {
    "\(count) more \(count == 1 ? "finding is" : "findings are") not shown (\(reason))"
  }
}
