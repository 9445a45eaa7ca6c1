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
    /// How many findings are beyond those that may be shown, and were not kept.
    var beyond = 0

    var findings: Int { counts.values.reduce(0, +) }

    /// Its name and what there is of it.
    var title: String {
      let words = Level.allCases.reversed().compactMap { level in
        counts[level].map { "\($0) \(level.rawValue)\($0 == 1 ? "" : "s")" }
      }
      let count = words.joined(separator: ", ")
      if count.isEmpty { return name }
      return rule.map { "\(name) (\(count)): \($0.title.printable)" } ?? "\(name): \(count)"
    }
  }

  private let grouping: Presentation.Grouping
  private let most: Int
  /// The groups in the order they came, and where each is. They are found by bytes: to compare texts takes time that is
  /// quadratic in the marks that may stand on one letter.
  private var groups: [Group] = []
  private var places: [[UInt8]: Int] = [:]
  /// Where the group of the block before is: mostly the next is of the same.
  private var last = 0
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
    let place = place(of: name, block.rule)
    if let level = block.level { groups[place].counts[level, default: 0] += 1 }
    if most < .max, block.rule != nil, groups[place].findings > most {
      groups[place].beyond += 1
    } else if size + bytes.count <= Self.mostBytes {
      groups[place].blocks.append(Block(rule: block.rule, bytes: Array(bytes), reasons: reasons))
      size += bytes.count
    } else if block.rule != nil {
      notKept += 1
    }
  }

  /// Where the group of a name is, which there may not have been yet.
  private mutating func place(of name: String, _ rule: Rule?) -> Int {
    if last < groups.count, groups[last].name.utf8.elementsEqual(name.utf8) { return last }
    let key = Array(name.utf8)
    last = places[key] ?? groups.count
    if last == groups.count {
      places[key] = last
      groups.append(Group(name: name, rule: grouping == .rule ? rule : nil))
    }
    return last
  }

  /// How much room they take where they are shown: each block may have two lines that say where its reasons stand.
  var room: Int { groups.reduce(size) { $0 + 64 * $1.blocks.count } }

  /// The groups in the order they are shown: files as they came, rules by how bad they are and how often they are broken,
  /// codes by how often there is something wrong with their faults.
  var sorted: [Group] {
    let order = groups.indices.sorted { left, right in
      let (first, second) = (groups[left], groups[right])
      switch grouping {
      case .file: return left < right
      case .rule: return (second.worst, second.findings, left) < (first.worst, first.findings, right)
      case .code: return (second.findings, left) < (first.findings, right)
      }
    }
    return order.map { groups[$0] }
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
