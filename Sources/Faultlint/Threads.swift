internal import FaultlintLibXML
internal import Synchronization

extension Linter {
  /// Whether several checks may run at once. Not so where libxml2, which they share, was built or linked without threads:
  /// a linter then takes one after the other.
  package static var canShareTheWork: Bool { LibXML2.hasThreads }

  /// Checks something: at once, or where libxml2 has no threads when nobody else does.
  static func inTurn<Result: Sendable>(_ body: () -> Result) -> Result {
    canShareTheWork ? body() : turn.withLock { _ in body() }
  }

  /// Whose turn it is where libxml2 has no threads.
  private static let turn = Mutex(())
}
