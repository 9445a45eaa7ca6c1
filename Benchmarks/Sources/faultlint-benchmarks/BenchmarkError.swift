/// What keeps a benchmark from being run.
struct BenchmarkError: Error {
  let message: String

  init(_ message: String) { self.message = message }
}
