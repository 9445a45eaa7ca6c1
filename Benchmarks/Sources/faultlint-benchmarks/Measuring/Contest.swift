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

    var elapsed: Double { Sample.median(samples.map(\.elapsed)) }
    var processor: Double { Sample.median(samples.map(\.processor)) }

    /// How many times as much as another it took: the median of what the rounds say, each of which compares what
    /// ran at about the same time.
    func ratio(to other: Times, _ part: KeyPath<Sample, Double>) -> Double {
      Sample.median(zip(samples, other.samples).map { $0[keyPath: part] / $1[keyPath: part] })
    }
  }

  /// What this was about.
  let title: String
  /// How many documents each one went through.
  let documents: Int
  /// The name of the one the others are compared with.
  let base: String
  /// What they took, in the order they were given.
  let times: [Times]

  subscript(name: String) -> Times? { times.first { $0.name == name } }

  /// Runs everything once without counting it, then `rounds` times.
  init(_ title: String, documents: Int, base: String, rounds: Int, _ contestants: [Contestant]) throws {
    self.title = title
    self.documents = documents
    self.base = base
    for contestant in contestants { _ = try contestant.run() }
    var samples = contestants.map { _ in [Sample]() }
    var random = Random(seed: 1)
    for _ in 0..<rounds {
      // Nobody always comes after the same one: what a program finds in the caches of the processor, the one before left there.
      for index in random.shuffled(Array(contestants.indices)) {
        samples[index].append(try contestants[index].run())
      }
    }
    times = zip(contestants, samples).map { Times(name: $0.name, samples: $1) }
  }
}
