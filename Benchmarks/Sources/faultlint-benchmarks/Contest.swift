/// Several things measured in turn, round after round, so that whatever else the machine does is shared by all.
struct Contest {
  struct Contestant {
    let name: String
    let run: () throws -> Sample
  }

  /// What one contestant took.
  struct Times {
    let name: String
    let samples: [Sample]

    var elapsed: Double { Self.median(samples.map(\.elapsed)) }
    var processor: Double { Self.median(samples.map(\.processor)) }

    private static func median(_ values: [Double]) -> Double {
      let sorted = values.sorted()
      let middle = sorted.count / 2
      return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
  }

  /// Runs everything once without counting it, then `rounds` times.
  static func hold(_ contestants: [Contestant], rounds: Int) throws -> [Times] {
    for contestant in contestants { _ = try contestant.run() }
    var samples = contestants.map { _ in [Sample]() }
    for round in 0..<rounds {
      for turn in contestants.indices {
        // Nobody always comes after the same one.
        let index = (turn + round) % contestants.count
        samples[index].append(try contestants[index].run())
      }
    }
    return zip(contestants, samples).map { Times(name: $0.name, samples: $1) }
  }
}
