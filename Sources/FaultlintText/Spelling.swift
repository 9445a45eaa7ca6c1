/// How far words are from each other, to guess what somebody meant.
package enum Spelling {
  /// How many letters have to be put in, left out, replaced or swapped with the next; above the limit it may be less.
  package static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
    if abs(left.count - right.count) > limit { return limit + 1 }
    var (before, last, row) = ([Int](), Array(0...right.count), Array(0...right.count))
    for (i, letter) in left.enumerated() {
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (letter == other ? 0 : 1))
        if i > 0, j > 0, letter == right[j - 1], other == left[i - 1] { cost = min(cost, before[j - 1] + 1) }
        row[j + 1] = cost
      }
      (before, last, row) = (last, row, before.isEmpty ? row : before)
    }
    return last[right.count]
  }

  /// The words that differ least from one, whatever the case; none if all differ much.
  package static func nearest(to word: String, in words: some Sequence<String>) -> [String] {
    let wanted = Array(word.uppercased().utf8)
    var best = max(1, min(wanted.count / 3, 6))
    var found: [String] = []
    for other in words {
      let upper = other.uppercased()
      let distance = distance(wanted, Array(upper.utf8), limit: best)
      if distance < best { found = [] }
      if distance <= best {
        best = distance
        if !found.contains(where: { $0.uppercased() == upper }) { found.append(other) }
      }
    }
    return Array(found.prefix(3))
  }

  /// A question whether one of some words was meant; nil if there is none.
  package static func question(_ near: [String]) -> String? {
    near.isEmpty ? nil : "did you mean \(near.joined(separator: " or "))?"
  }

  /// A question whether one of the words was meant that differ least from one; nil if all differ much.
  package static func question(about word: String, among words: some Sequence<String>) -> String? {
    question(nearest(to: word, in: words))
  }
}
