/// What a fault gives away of the inside of a service.
enum Disclosure {
  static let rules: [Rule] = []
}

extension Rule {
  /// Whether it is about texts that are not to be shown again.
  public var isDisclosure: Bool { id.hasPrefix("LEAK-") }
}
