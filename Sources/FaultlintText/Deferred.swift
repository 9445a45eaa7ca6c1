internal import Synchronization

/// A value that is made when it is first asked for. Threads that ask at the same time may each make one; all get the same.
public final class Deferred<Value: Sendable>: Sendable {
  private final class Made: Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
  }

  private let make: @Sendable () -> Value
  private let made = AtomicLazyReference<Made>()

  /// A value that is made by a function, at most once a thread.
  public init(_ make: @escaping @Sendable () -> Value) { self.make = make }

  /// The value.
  public var value: Value { (made.load() ?? made.storeIfNil(Made(make()))).value }
}
