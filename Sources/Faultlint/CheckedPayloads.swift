internal import Synchronization

/// A payload on its way to a linter.
public struct Payload: Sendable {
  /// The bytes.
  public var body: [UInt8]
  /// What is known besides.
  public var exchange: Exchange
  /// What to call it in reports.
  public var name: String

  /// A payload of bytes.
  public init(_ body: [UInt8], in exchange: Exchange = Exchange(), name: String = "-") {
    self.body = body
    self.exchange = exchange
    self.name = name
  }

  /// A payload that is a text.
  public init(_ body: String, in exchange: Exchange = Exchange(), name: String = "-") {
    self.init(Array(body.utf8), in: exchange, name: name)
  }
}

extension Linter {
  /// Checks payloads as they come, several at once.
  ///
  /// ```swift
  /// for try await report in linter.check(payloads) { … }
  /// ```
  ///
  /// - Parameters:
  ///   - payloads: The payloads. No more are taken than can be worked on: whoever reads the reports slowly slows their
  ///     source.
  ///   - limit: How many may be checked and wait to be read at once; at least 1.
  /// - Returns: The reports, in the order of the payloads. It throws what the payloads throw, after the reports on those
  ///   that came before. Ending its iteration ends the work.
  public func check<Payloads: AsyncSequence & Sendable>(_ payloads: Payloads, limit: Int = 16)
    -> CheckedPayloads<Payloads> where Payloads.Element == Payload
  {
    CheckedPayloads(linter: self, payloads: payloads, limit: max(limit, 1))
  }
}

/// The reports on payloads that come one after the other.
public struct CheckedPayloads<Payloads: AsyncSequence & Sendable>: AsyncSequence, Sendable
where Payloads.Element == Payload {
  /// A report a payload.
  public typealias Element = Report

  let linter: Linter
  let payloads: Payloads
  let limit: Int

  /// Begins to take payloads.
  public func makeAsyncIterator() -> Iterator {
    let slots = Slots(limit)
    let (checks, continuation) = AsyncThrowingStream<Task<Report, Never>, any Error>.makeStream()
    let producer = Task { [linter, payloads] in
      do {
        for try await payload in payloads {
          guard await slots.take() else { break }
          continuation.yield(
            Task { linter.check(payload.body, in: payload.exchange, name: payload.name) })
        }
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    continuation.onTermination = { _ in
      producer.cancel()
      slots.close()
    }
    return Iterator(checks: checks.makeAsyncIterator(), slots: slots)
  }

  /// Hands out the reports.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate var checks: AsyncThrowingStream<Task<Report, Never>, any Error>.Iterator
    fileprivate let slots: Slots

    /// The next report; nil at the end.
    public mutating func next() async throws -> Report? {
      guard let check = try await checks.next() else { return nil }
      let report = await check.value
      slots.giveBack()
      return report
    }
  }
}

/// As many permits as payloads may be under way.
private final class Slots: Sendable {
  private struct State {
    var free: Int
    var isClosed = false
    /// The one that waits: there is one producer.
    var waiting: CheckedContinuation<Bool, Never>?
  }

  private let state: Mutex<State>

  init(_ count: Int) { state = Mutex(State(free: count)) }

  /// Waits for a permit.
  ///
  /// - Returns: Whether there is one; false if nobody wants further reports.
  func take() async -> Bool {
    await withCheckedContinuation { continuation in
      let answer: Bool? = state.withLock { state in
        if state.isClosed { return false }
        if state.free > 0 {
          state.free -= 1
          return true
        }
        state.waiting = continuation
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }

  func giveBack() {
    let waiting = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      guard let waiting = state.waiting else {
        state.free += 1
        return nil
      }
      state.waiting = nil
      return waiting
    }
    waiting?.resume(returning: true)
  }

  func close() {
    let waiting = state.withLock { state in
      state.isClosed = true
      defer { state.waiting = nil }
      return state.waiting
    }
    waiting?.resume(returning: false)
  }
}
