/// Things that are counted, in the order in which they first came. That order decides what is left out where not all are
/// told apart: the order of a hash table is another in each run.
struct Counts<Thing: Hashable & Sendable>: Sendable {
  private(set) var rows: [(thing: Thing, count: Int)] = []
  /// Where things stand, if there are more than a few.
  private var places: [Thing: Int] = [:]
  /// Where what came last stands: mostly the same comes next.
  private var last = 0
  /// How many were something else than those in `rows`.
  private var rest = 0

  /// Counts a thing.
  ///
  /// - Parameters:
  ///   - thing: The thing.
  ///   - count: How often it came.
  ///   - most: How many things are told apart; further ones are counted together.
  mutating func add(_ thing: Thing, _ count: Int = 1, keeping most: Int = .max) {
    guard let place = place(of: thing, keeping: most) else {
      rest += count
      return
    }
    last = place
    rows[place].count += count
  }

  /// The place of a thing, which is put in if it is new; nil if it is one too many.
  private mutating func place(of thing: Thing, keeping most: Int) -> Int? {
    if last < rows.count, rows[last].thing == thing { return last }
    if rows.count <= Self.few {
      if let place = rows.firstIndex(where: { $0.thing == thing }) { return place }
      guard rows.count < most else { return nil }
      rows.append((thing, 0))
      if rows.count > Self.few { for (index, row) in rows.enumerated() { places[row.thing] = index } }
      return rows.count - 1
    }
    guard rows.count < most else { return places[thing] }
    // Looked up and put in at once: to hash a fault twice takes as long as to count it.
    let place = Self.current(&places[thing, default: rows.count])
    if place == rows.count { rows.append((thing, 0)) }
    return place
  }

  /// Up to how many are looked through rather than looked up: that is faster, and the first table of a type takes a small
  /// run longer than its payload.
  private static var few: Int { 8 }

  private static func current(_ place: inout Int) -> Int { place }

  /// Adds what came next.
  mutating func add(_ next: Counts, keeping most: Int = .max) {
    for row in next.rows { add(row.thing, row.count, keeping: most) }
    rest += next.rest
  }

  /// The most frequent ones, those that are as frequent in an order of their own, and how many are left.
  func first(_ count: Int, by isBefore: (Thing, Thing) -> Bool) -> (
    shown: [(thing: Thing, count: Int)], rest: Int
  ) {
    let sorted = rows.indices.sorted {
      rows[$0].count == rows[$1].count
        ? isBefore(rows[$0].thing, rows[$1].thing) : rows[$0].count > rows[$1].count
    }
    let left = sorted.dropFirst(count).reduce(rest) { $0 + rows[$1].count }
    return (sorted.prefix(count).map { rows[$0] }, left)
  }
}
