/// A large value that is nearly always missing: whoever has the property has a reference, and copies no more than that.
@propertyWrapper public struct Boxed<Value: Sendable>: Sendable {
  @usableFromInline final class Box: Sendable {
    @usableFromInline let value: Value

    @usableFromInline init(_ value: Value) { self.value = value }
  }

  @usableFromInline var box: Box?

  /// A box with a value in it; none for nil.
  @inlinable public init(wrappedValue: Value?) { box = wrappedValue.map(Box.init) }

  /// The value; nil if there is none.
  @inlinable public var wrappedValue: Value? {
    get { box?.value }
    set { box = newValue.map(Box.init) }
  }
}
