/// What is said about one defect, whoever noticed it.
public struct Defect: Sendable {
  /// The rule that leads: the most specific at the highest level.
  public let rule: Rule
  /// How bad it is under the selected profiles.
  public let level: Level
  /// What is wrong, without a full stop.
  public let message: String
  /// Where.
  public let place: Place
  /// The clause to cite.
  public let reference: String
  /// The ids of the other rules that the same defect breaks; schema constraints last.
  public let also: [String]

  /// A defect with every field given.
  public init(
    rule: Rule, level: Level, message: String, place: Place, reference: String, also: [String],
    isDisclosure: Bool = false
  ) {
    self.rule = rule
    self.level = level
    self.message = message
    self.place = place
    self.reference = reference
    self.also = also
    self.isDisclosure = isDisclosure || rule.isDisclosure
  }

  /// Why it is not held against the message: the vendor documents it as its own way. Nil if it is.
  public private(set) var excuse: String?

  /// The same, excused.
  package func excused(_ reason: String) -> Defect {
    var copy = self
    copy.excuse = reason
    return copy
  }

  /// Whether it, or what was merged into it, says that something is disclosed.
  public let isDisclosure: Bool

  /// The same at another level.
  func withLevel(_ level: Level) -> Defect {
    Defect(
      rule: rule, level: level, message: message, place: place, reference: reference, also: also,
      isDisclosure: isDisclosure)
  }

  /// The same with another message.
  public func withMessage(_ message: String) -> Defect {
    Defect(
      rule: rule, level: level, message: message, place: place, reference: reference, also: also,
      isDisclosure: isDisclosure)
  }

  /// Whether the line it is on may be shown: that of a disclosure would be one more, and a head has none.
  public var hasExcerpt: Bool {
    if case .head = place { false } else { !rule.isDisclosure }
  }
}
