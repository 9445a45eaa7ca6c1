/// One thing a schema objects to.
public struct SchemaViolation: Sendable {
  /// The constraint of XML Schema that is broken, dots as hyphens: `cvc-complex-type-2-4`.
  public let constraint: StaticString
  /// The index of the element the validator was at.
  public let element: Int
  /// The index of the attribute it is about; nil if it is about the element.
  public let attribute: Int?
  /// What the validator says, without the name of the place and the full stop.
  public let message: String

  /// A violation with every field given.
  public init(constraint: StaticString, element: Int, attribute: Int?, message: String) {
    self.constraint = constraint
    self.element = element
    self.attribute = attribute
    self.message = message
  }
}
