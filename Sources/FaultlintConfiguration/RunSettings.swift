/// How a run is to be, as far as one place says it. Later places go before earlier ones: ``add(_:)``.
package struct RunSettings: Sendable {
  /// The lowest level that makes the exit status 1: a level, or `never`.
  package var failOn: Sourced<String>?
  /// How many bytes a payload may have.
  package var maxBytes: Sourced<Int>?
  /// How deep elements may be nested.
  package var maxDepth: Sourced<Int>?
  /// How many payloads are checked at once.
  package var jobs: Sourced<Int>?

  /// How many bytes a payload may be given.
  package static let bytes = 1...Int(Int32.max)
  /// How deep the elements of a payload may be.
  package static let depths = 1...100_000

  /// Nothing is said.
  package init() {}

  /// Takes over what a later place says.
  package mutating func add(_ later: RunSettings) {
    failOn = later.failOn ?? failOn
    maxBytes = later.maxBytes ?? maxBytes
    maxDepth = later.maxDepth ?? maxDepth
    jobs = later.jobs ?? jobs
  }
}
