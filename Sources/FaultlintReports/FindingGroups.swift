internal import FaultlintEngine
internal import FaultlintText

/// The findings of a text report that stand together by their rule, their file or the code of their fault.
struct FindingGroups {
  /// A finding, or what is said of a payload besides.
  struct Block {
    let rule: Rule?
    let bytes: [UInt8]
    let reasons: Int?
  }

  /// What stands together.
  struct Group {
    let name: String
    /// What the rule says, if it is one.
    var rule: Rule?
    var counts: [Level: Int] = [:]
    var blocks: [Block] = []

    var findings: Int { counts.values.reduce(0, +) }

    /// Its name and what there is of it.
    var title: String {
      let words = Level.allCases.reversed().compactMap { level in
        counts[level].map { "\($0) \(level.rawValue)\($0 == 1 ? "" : "s")" }
      }
      let count = words.joined(separator: ", ")
      return rule.map { "\(name) (\(count)): \($0.title.printable)" } ?? "\(name): \(count)"
    }
  }

  private let grouping: Presentation.Grouping
  private let most: Int
  private var groups: [String: Group] = [:]
  private var order: [String] = []
  private var size = 0
  private var notKept = 0

  /// Groups cannot be shown before the end, and memory is not to grow with a run.
  private static let mostBytes = 64 << 20

  init(_ grouping: Presentation.Grouping, most: Int?) {
    self.grouping = grouping
    self.most = most ?? .max
  }

  /// Takes a block that has a group.
  mutating func add(_ block: ReportPart.Block, _ bytes: ArraySlice<UInt8>, _ reasons: Int?) {
    guard let name = block.group else { return }
    var group = groups.removeValue(forKey: name) ?? Group(name: name)
    if group.blocks.isEmpty, group.counts.isEmpty { order.append(name) }
    if grouping == .rule { group.rule = block.rule }
    if let level = block.level { group.counts[level, default: 0] += 1 }
    // One that cannot be among those shown is counted there, by the limit, and need not be kept whole.
    if size + bytes.count <= Self.mostBytes {
      let isBeyond = group.findings > most
      group.blocks.append(
        Block(rule: block.rule, bytes: isBeyond ? [] : Array(bytes), reasons: isBeyond ? nil : reasons))
      size += isBeyond ? 0 : bytes.count
    } else if block.rule != nil {
      notKept += 1
    }
    groups[name] = group
  }

  /// The groups in the order they are shown: files as they came, rules by how bad they are and how often they are broken,
  /// codes by how often there is something wrong with their faults.
  var sorted: [Group] {
    let all = order.compactMap { groups[$0] }.filter { $0.findings > 0 || grouping != .rule }
    switch grouping {
    case .file: return all
    case .rule:
      return all.sorted {
        ($1.worst, $1.findings, $0.name) < ($0.worst, $0.findings, $1.name)
      }
    case .code: return all.sorted { ($1.findings, $0.name) < ($0.findings, $1.name) }
    }
  }

  /// That there are findings which were too many to be kept; nil if there are none.
  var remark: String? {
    notKept == 0
      ? nil
      : FindingLimit.remark(notKept, because: "they are too many to be grouped: --max-findings, --statistics")
  }
}

extension FindingGroups.Group {
  fileprivate var worst: Level { counts.keys.max() ?? .note }
}
