internal import FaultlintReports
internal import FaultlintText

/// What was expected of a part of a fault and what was found, line by line.
struct Difference {
  private let name: String
  private let lines: [String]
  /// How many lines are shown, and how many of those that are alike around those that differ.
  private static let most = 60
  private static let context = 2

  /// A difference between two lists of lines.
  init(_ name: String, expected: [String], found: [String]) {
    self.name = name
    lines = Self.lines(expected.isEmpty ? ["nothing"] : expected, found.isEmpty ? ["nothing"] : found)
  }

  /// A part that cannot be compared.
  init(_ name: String, problem: String, found: [String]) {
    self.name = name
    lines = ["  \(problem)"] + found.map { "+ \($0)" }
  }

  /// The name of the part, and the lines under it: `-` before what is missing, `+` before what is not expected.
  var text: String {
    var text = "\(name):\n"
    for line in lines.prefix(Self.most) { text += "  \(line.cut(to: 300).printable)\n" }
    if lines.count > Self.most { text += "  … and \(lines.count - Self.most) more lines\n" }
    return text
  }

  private static func lines(_ expected: [String], _ found: [String]) -> [String] {
    // The search for the least difference is quadratic; of what is far apart a list of both says as much.
    guard expected.count + found.count <= 2000 else {
      return expected.prefix(most / 2).map { "- \($0)" } + found.prefix(most / 2).map { "+ \($0)" }
    }
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in found.difference(from: expected) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var merged: [(isAlike: Bool, text: String)] = []
    var (old, new) = (0, 0)
    while old < expected.count || new < found.count {
      if removed.contains(old) {
        merged.append((false, "- \(expected[old])"))
        old += 1
      } else if inserted.contains(new) {
        merged.append((false, "+ \(found[new])"))
        new += 1
      } else {
        merged.append((true, "  \(found[new])"))
        old += 1
        new += 1
      }
    }
    return shortened(merged)
  }

  /// The lines without those that are far from any that differs.
  private static func shortened(_ lines: [(isAlike: Bool, text: String)]) -> [String] {
    var shown: [String] = []
    var isGap = false
    for (index, line) in lines.enumerated() {
      let near = lines[max(0, index - context)...min(lines.count - 1, index + context)]
      if near.contains(where: { !$0.isAlike }) {
        shown.append(line.text)
        isGap = false
      } else if !isGap {
        shown.append("  …")
        isGap = true
      }
    }
    return shown
  }
}
