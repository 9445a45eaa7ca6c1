/// What keeps a benchmark from being run.
struct Trouble: Error {
  let message: String

  init(_ message: String) { self.message = message }
}
